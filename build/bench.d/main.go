// Command bench measures the encrypted vault beside plaintext SQLite (WAL, synchronous=FULL) and, where it was built
// with it, SQLCipher: the same rows page for page and the same store calls, in one process, turn by turn, so that what
// else the machine does falls on all. Ratios to plaintext are what to look at; milliseconds belong to the machine.
//
// The people are the demo's; nothing is read from anywhere.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

type config struct {
	customers, contacts int // contacts are an average of each customer
	imported, updates   int
	searches, opens     int
	scans               int
	seed                int64
	dir                 string
	only                string // the register that a process of its own is measured with
}

func main() {
	var c config
	flag.IntVar(&c.customers, "customers", 10_000, "customers in the register")
	flag.IntVar(&c.contacts, "contacts", 10, "contacts of a customer, on average")
	flag.IntVar(&c.imported, "import", 10_000, "customers added in one transaction")
	flag.IntVar(&c.updates, "updates", 200, "cards changed, one transaction each")
	flag.IntVar(&c.searches, "searches", 1000, "searches, and looks at a history")
	flag.IntVar(&c.opens, "opens", 15, "times opened")
	flag.IntVar(&c.scans, "scans", 3, "full scans, and each of the long lists")
	flag.Int64Var(&c.seed, "seed", 1, "of the invented people")
	flag.StringVar(&c.dir, "dir", "", "where the registers are made (default: a temporary directory)")
	flag.StringVar(&c.only, "memory-of", "", "open this register of -dir, work, and print the memory it takes")
	flag.Parse()
	ctx := context.Background()
	err := error(nil)
	if c.only != "" {
		err = printMemory(ctx, c)
	} else {
		err = run(ctx, c, os.Stdout, os.Stderr)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// registers that are compared; the first is what the others are divided by.
func registers(dir string) []*register {
	all := []*register{newPlain(filepath.Join(dir, "plaintext")), newSealed(filepath.Join(dir, "vault"))}
	for _, more := range others {
		all = append(all, more(dir))
	}
	return all
}

// others are added by files that are not always built.
var others []func(dir string) *register

func run(ctx context.Context, c config, table, notes io.Writer) error {
	dir, err := os.MkdirTemp(c.dir, "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c.dir = dir
	all := registers(dir)
	load := loadAverage()
	begun := time.Now()
	contacts, err := fill(ctx, all, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(notes, "%d customers, %d contacts made in %.0f s\n", c.customers, contacts, time.Since(begun).Seconds())
	rows, err := measureAll(ctx, all, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(table, "%d customers, %d contacts, seed %d\n", c.customers, contacts, c.seed)
	fmt.Fprintf(table, "%s, %d CPUs, load %s before and %s after\n", runtime.Version(), runtime.NumCPU(), load, loadAverage())
	for _, r := range all {
		fmt.Fprintf(table, "%s: %s\n", r.name, r.version)
	}
	fmt.Fprintln(table)
	report(table, all, rows)
	return nil
}

// report prints one line per figure: each register's, and in brackets divided by the first one's.
func report(out io.Writer, all []*register, rows []row) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, r := range all {
		fmt.Fprintf(w, "\t%s", r.name)
		if r != all[0] {
			fmt.Fprint(w, "\t(ratio)")
		}
	}
	fmt.Fprintln(w, "\t")
	for _, r := range rows {
		fmt.Fprint(w, r.what)
		for i, v := range r.value {
			fmt.Fprintf(w, "\t%.2f", v)
			if i > 0 {
				fmt.Fprintf(w, "\t(%.2f)", v/r.value[0])
			}
		}
		fmt.Fprintln(w, "\t")
	}
	_ = w.Flush()
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
