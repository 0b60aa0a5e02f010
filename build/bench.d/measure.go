//go:build bench

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"kortisto/store"
)

// row is one figure of both registers, lower is better.
type row struct {
	what  string
	value [2]float64
}

// turns runs do n times on each register, turn by turn, and keeps every duration in milliseconds. The one that
// begins changes each time, so that neither always finds the other's traces in the processor's caches.
func turns(pair [2]*register, n int, do func(r *register, i int) error) (took [2][]float64, err error) {
	for i := range n {
		for turn := range 2 {
			which := (i + turn) % 2
			begun := time.Now()
			if err := do(pair[which], i); err != nil {
				return took, fmt.Errorf("%s: %w", pair[which].name, err)
			}
			took[which] = append(took[which], float64(time.Since(begun))/float64(time.Millisecond))
		}
	}
	return took, nil
}

// quantile of both; 0.5 is the median.
func quantile(took [2][]float64, q float64) (value [2]float64) {
	for which, all := range took {
		sorted := slices.Sorted(slices.Values(all))
		value[which] = sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
	}
	return value
}

func measureAll(ctx context.Context, pair [2]*register, c config) (rows []row, err error) {
	add := func(what string, value [2]float64) { rows = append(rows, row{what, value}) }
	for _, part := range []func(context.Context, [2]*register, config, func(string, [2]float64)) error{
		measureOpen, measureSearch, measureScan, measureUpdate, measureImport,
	} {
		if err := part(ctx, pair, c, add); err != nil {
			return nil, err
		}
	}
	var sizes [2]float64
	for which, r := range pair {
		if err := r.close(); err != nil {
			return nil, err
		}
		sizes[which] = float64(r.size()) / (1 << 20)
	}
	add("on disk after closing, MB", sizes)
	return rows, nil
}

// measureOpen leaves both open.
func measureOpen(ctx context.Context, pair [2]*register, c config, add func(string, [2]float64)) error {
	var open [2]bool
	took := [2][]float64{}
	for i := range c.opens {
		for turn := range 2 {
			which := (i + turn) % 2
			r := pair[which]
			if open[which] {
				if err := r.close(); err != nil {
					return err
				}
			}
			begun := time.Now()
			if err := r.open(ctx); err != nil {
				return err
			}
			open[which] = true
			err := r.view(func(tx *store.Tx) error { _, err := store.CustomerByNumber(tx, "100007"); return err })
			if err != nil {
				return err
			}
			took[which] = append(took[which], float64(time.Since(begun))/float64(time.Millisecond))
		}
	}
	add("open + first query, ms", quantile(took, 0.5))
	return nil
}

func measureSearch(_ context.Context, pair [2]*register, c config, add func(string, [2]float64)) error {
	random := rand.New(rand.NewPCG(c.seed, 99))
	words := make([]string, c.searches)
	ids := make([]string, c.searches)
	for i := range words {
		word := []rune(strings.ToLower(pick(random, heads) + pick(random, tails)))
		words[i], ids[i] = string(word[:min(2+random.IntN(4), len(word))]), id(1, random.IntN(c.customers))
	}
	var found [2]int
	took, err := turns(pair, c.searches, func(r *register, i int) error {
		return r.view(func(tx *store.Tx) error {
			list, err := store.Find(tx, words[i], 50)
			if r == pair[0] {
				found[0] += len(list)
			} else {
				found[1] += len(list)
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	if found[0] != found[1] || found[0] == 0 {
		return fmt.Errorf("the searches found %d and %d", found[0], found[1])
	}
	add("search prefix p50, ms", quantile(took, 0.5))
	add("search prefix p99, ms", quantile(took, 0.99))
	took, err = turns(pair, c.searches, func(r *register, i int) error {
		return r.view(func(tx *store.Tx) error { _, _, err := store.ContactsOf(tx, ids[i], 50, 0); return err })
	})
	if err != nil {
		return err
	}
	add("history lookup p50, ms", quantile(took, 0.5))
	return nil
}

func measureScan(_ context.Context, pair [2]*register, c config, add func(string, [2]float64)) error {
	took, err := turns(pair, c.scans, func(r *register, _ int) error {
		var rows, letters int
		err := r.db.QueryRow(`SELECT (SELECT count(*) FROM customers), sum(length(text)) FROM contacts`).Scan(&rows, &letters)
		if err == nil && (rows < c.customers || letters == 0) {
			return fmt.Errorf("scanned %d customers and %d letters", rows, letters)
		}
		return err
	})
	if err != nil {
		return err
	}
	add("full scan, ms", quantile(took, 0.5))
	return nil
}

func measureUpdate(_ context.Context, pair [2]*register, c config, add func(string, [2]float64)) error {
	var written [2]float64
	took, err := turns(pair, c.updates, func(r *register, i int) error {
		person := customer((i*7919)%c.customers, c.seed)
		person.Street = fmt.Sprintf("Muuttotie %d", i)
		return r.update(func(tx *store.Tx) error { return store.UpdateCustomer(tx, person) })
	})
	if err != nil {
		return err
	}
	add("update one customer p50, ms", quantile(took, 0.5))
	add("update one customer p99, ms", quantile(took, 0.99))
	for which, r := range pair {
		const count = 50
		before, err := bytesWritten()
		if err != nil {
			return err
		}
		for i := range count {
			person := customer((i*104_729)%c.customers, c.seed)
			person.Street = fmt.Sprintf("Toinen tie %d", i)
			if err := r.update(func(tx *store.Tx) error { return store.UpdateCustomer(tx, person) }); err != nil {
				return err
			}
		}
		after, err := bytesWritten()
		if err != nil {
			return err
		}
		written[which] = float64(after-before) / count / 1024
	}
	add("written per update, KB", written)
	return nil
}

// bytesWritten is what this process has handed to write calls so far, as Linux counts it.
func bytesWritten() (n int64, err error) {
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "wchar: "); ok {
			_, err = fmt.Sscan(rest, &n)
		}
	}
	return n, err
}

func measureImport(_ context.Context, pair [2]*register, c config, add func(string, [2]float64)) error {
	took, err := turns(pair, 1, func(r *register, _ int) error {
		return addCustomers(r, c.customers, c.customers+c.imported, c.seed)
	})
	if err != nil {
		return err
	}
	add(fmt.Sprintf("import of %d customers, ms", c.imported), quantile(took, 0.5))
	return nil
}
