// Command bench measures the encrypted vault beside plaintext SQLite (WAL, synchronous=FULL) and, where it was built
// with it, SQLCipher: the same rows page for page and the same store calls, each in a process of its own, turn by turn,
// so that what else the machine does falls on all. Ratios to plaintext are what to look at; milliseconds belong to the machine.
//
// The people are the demo's; nothing is read from anywhere.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// config says how much is measured.
type config struct {
	customers, contacts int // contacts are an average of each customer
	lived               int // how many have all that happens in years; the others are made of them
	imported, updates   int
	searches, opens     int
	scans, rewrites     int
	events              int     // of the customer to whom the access letter goes
	share               float64 // of the customers is erased
	seed                int64
}

// usual is enough for medians to stand still; larger registers take longer for each turn, and get fewer.
func usual(customers int) config {
	c := config{customers: customers, contacts: 10, imported: min(10_000, customers), updates: 300, searches: 600, opens: 9, scans: 3, rewrites: 3,
		events: 1000, share: 0.05, seed: 1, lived: 100_000}
	if customers >= c.lived {
		c.rewrites = 1
	}
	return c
}

// large is a register of which only that is measured which is not to depend on its size: opening it, looking up and
// searching, and a change.
func (c config) large() bool { return c.customers > c.lived }

type order struct {
	sizes    []int
	contacts int
	seed     int64
	dir      string // where copies are worked on
	keep     string // where registers are kept for the next time; empty: they are not
	out      string
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == childFlag {
		if err := child(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	var o order
	sizes := flag.String("sizes", "10k", "customers of the registers that are measured, such as 1k,10k,100k,1M")
	flag.IntVar(&o.contacts, "contacts", 10, "contacts of a customer, on average")
	flag.Int64Var(&o.seed, "seed", 1, "of the invented people")
	flag.StringVar(&o.dir, "dir", "", "where the registers are worked on (default: the system's directory for temporary files)")
	flag.StringVar(&o.keep, "keep", "", "keep the registers here, and use those that are here already")
	flag.StringVar(&o.out, "out", "", "where bench.md and bench.svg are written (default: nowhere)")
	flag.Parse()
	err := errors.New("what are these arguments: " + strings.Join(flag.Args(), " "))
	if flag.NArg() == 0 {
		if o.sizes, err = parseSizes(*sizes); err == nil {
			err = run(context.Background(), o, os.Stdout, os.Stderr)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parseSizes(text string) (sizes []int, err error) {
	for _, word := range strings.Split(text, ",") {
		digits, times := strings.TrimSpace(word), 1
		if cut, ok := strings.CutSuffix(digits, "k"); ok {
			digits, times = cut, 1000
		} else if cut, ok := strings.CutSuffix(digits, "M"); ok {
			digits, times = cut, 1_000_000
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of customers", word)
		}
		sizes = append(sizes, n*times)
	}
	return sizes, nil
}

func run(ctx context.Context, o order, table, notes io.Writer) error {
	var all []result
	for _, size := range o.sizes {
		c := usual(size)
		c.contacts, c.seed = o.contacts, o.seed
		r, err := measureSize(ctx, c, o, notes)
		if err != nil {
			return fmt.Errorf("%d customers: %w", size, err)
		}
		all = append(all, r)
		r.print(table)
		// Written after each size: a long run that is stopped leaves what it has.
		if err := write(o, all); err != nil {
			return err
		}
	}
	return nil
}

func write(o order, all []result) error {
	if o.out == "" {
		return nil
	}
	err := os.MkdirAll(o.out, 0o755)
	if err == nil {
		err = os.WriteFile(filepath.Join(o.out, "bench.md"), []byte(markdown(o, all)), 0o644)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(o.out, "bench.svg"), []byte(chart(all)), 0o644)
	}
	return err
}

// measureSize measures on copies: the registers themselves stay as they were made.
func measureSize(ctx context.Context, c config, o order, notes io.Writer) (r result, err error) {
	work, err := os.MkdirTemp(o.dir, "bench-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(work) //nolint:errcheck // it is the system's directory for such things
	dir := filepath.Join(work, "made")
	if o.keep != "" {
		dir = filepath.Join(o.keep, sizeName(c.customers))
	}
	s, err := made(ctx, dir, c, notes)
	if err != nil {
		return r, err
	}
	b := &bench{config: c, notes: notes}
	r = result{config: c, contacts: s.Contacts, load: [2]string{loadAverage()}}
	parts := []func(context.Context) error{b.measureTurns, b.measureApart, b.measureOwn}
	if c.large() {
		parts = parts[:1]
	}
	for _, part := range parts {
		b.dir = filepath.Join(work, "copy")
		if err := copyTo(dir, b.dir); err != nil {
			return r, err
		}
		b.all = registers(b.dir)
		if err := part(ctx); err != nil {
			return r, err
		}
		if err := os.RemoveAll(b.dir); err != nil {
			return r, err
		}
	}
	r.names, r.versions, r.rows = names(b.all), b.versions, b.inOrder()
	r.load[1] = loadAverage()
	return r, nil
}

// sizeName is how a size is asked for.
func sizeName(n int) string {
	switch {
	case n%1_000_000 == 0:
		return fmt.Sprint(n/1_000_000, "M")
	case n%1000 == 0:
		return fmt.Sprint(n/1000, "k")
	}
	return fmt.Sprint(n)
}

// loadAverage is how busy the machine is, as Linux counts it.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(b), " ")
	return one
}
