//go:build bench

// Command bench measures the encrypted vault beside plaintext SQLite (WAL, synchronous=FULL): the same tables, rows
// and store calls, in one process, turn by turn, so that what else the machine does falls on both. Ratios are what
// to look at; milliseconds belong to the machine.
//
// The people are made up from lists of syllables; nothing is read from anywhere.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"text/tabwriter"
	"time"
)

type config struct {
	customers, contacts, imported, updates, searches int
	opens, scans                                     int
	seed                                             uint64
	dir                                              string
}

func main() {
	var c config
	flag.IntVar(&c.customers, "customers", 10_000, "customers in the register")
	flag.IntVar(&c.contacts, "contacts", 100_000, "contacts in the register")
	flag.IntVar(&c.imported, "import", 10_000, "customers added in one transaction")
	flag.IntVar(&c.updates, "updates", 200, "cards changed, one transaction each")
	flag.IntVar(&c.searches, "searches", 1000, "searches, and looks at a history")
	flag.IntVar(&c.opens, "opens", 15, "times opened")
	flag.IntVar(&c.scans, "scans", 5, "full scans")
	flag.Uint64Var(&c.seed, "seed", 1, "of the made-up people")
	flag.StringVar(&c.dir, "dir", "", "where the registers are made (default: a temporary directory)")
	flag.Parse()
	if err := run(context.Background(), c); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, c config) error {
	dir, err := os.MkdirTemp(c.dir, "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	plain, sealed := newPlain(filepath.Join(dir, "plain")), newSealed(filepath.Join(dir, "sealed"))
	pair := [2]*register{plain, sealed}
	for _, r := range pair {
		if err := r.create(ctx); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		begun := time.Now()
		if err := fill(r, c); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if err := r.close(); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		fmt.Fprintf(os.Stderr, "%s: %d customers, %d contacts in %.1f s, %d MB on disk\n", r.name, c.customers, c.contacts,
			time.Since(begun).Seconds(), r.size()>>20)
	}
	rows, err := measureAll(ctx, pair, c)
	if err != nil {
		return err
	}
	report(pair, rows, c)
	return nil
}

// report prints one line per figure: both, and ours divided by theirs.
func report(pair [2]*register, rows []row, c config) {
	fmt.Printf("%d customers, %d contacts, seed %d; %s, %d CPUs\n\n", c.customers, c.contacts, c.seed, runtime.Version(), runtime.NumCPU())
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\t%s\t%s\tratio\t\n", pair[0].name, pair[1].name)
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%.2f\t%.2f\t%.2f\t\n", r.what, r.value[0], r.value[1], r.value[1]/r.value[0])
	}
	_ = w.Flush()
}
