package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// row is one figure of every register, lower is better.
type row struct {
	what  string
	value []float64
}

// bench is a run: the registers, whom they hold, and the figures so far.
type bench struct {
	config
	all  []*register
	ids  []string // some customers, the same in all
	name []string // their names
	rows []row
}

func (b *bench) add(what string, value []float64) { b.rows = append(b.rows, row{what, value}) }

func (b *bench) addQuantile(what string, took [][]float64, q float64) {
	value := make([]float64, len(took))
	for i, all := range took {
		sorted := slices.Sorted(slices.Values(all))
		value[i] = sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
	}
	b.add(what, value)
}

// turns runs do n times on each register, turn by turn, and keeps every duration in milliseconds. The one that
// begins changes each time, so that none always finds the others' traces in the processor's caches.
func (b *bench) turns(n int, do func(r *register, i int) error) ([][]float64, error) {
	took := make([][]float64, len(b.all))
	for i := range n {
		for turn := range b.all {
			which := (i + turn) % len(b.all)
			begun := time.Now()
			if err := do(b.all[which], i); err != nil {
				return nil, fmt.Errorf("%s: %w", b.all[which].name, err)
			}
			took[which] = append(took[which], float64(time.Since(begun))/float64(time.Millisecond))
		}
	}
	return took, nil
}

func measureAll(ctx context.Context, all []*register, c config) ([]row, error) {
	b := &bench{config: c, all: all}
	if err := b.measureMemory(ctx); err != nil {
		return nil, err
	}
	for _, part := range []func(context.Context) error{b.measureOpen, b.choose, b.measureSearch, b.measureLists, b.measureUpdate, b.measureImport, b.measureBeside} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	sizes := make([]float64, len(all))
	for i, r := range all {
		if err := r.close(); err != nil {
			return nil, err
		}
		sizes[i] = float64(r.size()) / (1 << 20)
	}
	b.add("on disk after closing, MB", sizes)
	return b.rows, nil
}

// firstQuery is what the window does first.
func firstQuery(tx *store.Tx) error {
	_, _, err := store.Customers(tx, store.CustomerFilter{Sort: "name", Limit: 20})
	return err
}

// measureOpen leaves all open.
func (b *bench) measureOpen(ctx context.Context) error {
	opened := map[*register]bool{}
	took := make([][]float64, len(b.all))
	for i := range b.opens {
		for turn := range b.all {
			which := (i + turn) % len(b.all)
			r := b.all[which]
			if opened[r] {
				if err := r.close(); err != nil {
					return err
				}
			}
			begun := time.Now()
			if err := r.open(ctx); err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			opened[r] = true
			if err := r.view(func(tx *store.Tx) error { _, err := store.CustomerByNumber(tx, "1002"); return err }); err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			took[which] = append(took[which], float64(time.Since(begun))/float64(time.Millisecond))
		}
	}
	b.addQuantile("open + first query, ms", took, 0.5)
	for _, r := range b.all {
		if err := r.db.QueryRowContext(ctx, r.asks).Scan(&r.version); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

// choose takes customers from all over the register to look at and to change.
func (b *bench) choose(context.Context) error {
	return b.all[0].view(func(tx *store.Tx) error {
		rows, total, err := store.Customers(tx, store.CustomerFilter{})
		if err != nil || total == 0 {
			return fmt.Errorf("%d customers: %w", total, err)
		}
		for i := range max(b.searches, b.updates, b.imported) {
			r := rows[i*7919%total]
			b.ids, b.name = append(b.ids, r.ID), append(b.name, r.Name)
		}
		return nil
	})
}

// measureSearch types the beginnings of names, two to six letters.
func (b *bench) measureSearch(context.Context) error {
	found := map[*register]int{}
	took, err := b.turns(b.searches, func(r *register, i int) error {
		name := []rune(strings.ToLower(b.name[i]))
		return r.view(func(tx *store.Tx) error {
			list, err := store.Find(tx, string(name[:min(2+i%5, len(name))]), 50)
			found[r] += len(list)
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, r := range b.all {
		if found[r] == 0 || found[r] != found[b.all[0]] {
			return fmt.Errorf("the searches found %d in %s and %d in %s", found[b.all[0]], b.all[0].name, found[r], r.name)
		}
	}
	b.addQuantile("search prefix p50, ms", took, 0.5)
	b.addQuantile("search prefix p99, ms", took, 0.99)
	b.addQuantile("search prefix slowest, ms", took, 1)
	took, err = b.turns(b.searches, func(r *register, i int) error {
		return r.view(func(tx *store.Tx) error { _, _, err := store.ContactsOf(tx, b.ids[i], 50, 0); return err })
	})
	if err != nil {
		return err
	}
	b.addQuantile("history lookup p50, ms", took, 0.5)
	return nil
}

// measureLists reads what is longest.
func (b *bench) measureLists(context.Context) error {
	yes := true
	lists := []long{
		{"full scan of contacts, ms", scan},
		{"list by number, ms", list(store.CustomerFilter{Limit: 50})},
		{"list by name, the end, ms", list(store.CustomerFilter{Sort: "name", Limit: 50, Offset: b.customers - 50})},
		{"list by town, the middle, ms", list(store.CustomerFilter{Sort: "town", Limit: 50, Offset: b.customers / 2})},
		{"list by postcode, ms", list(store.CustomerFilter{Sort: "postcode", Limit: 50})},
		{"list by last need, ms", list(store.CustomerFilter{Sort: "lastNeeded", Limit: 50})},
		{"list by last need, the end, ms", list(store.CustomerFilter{Sort: "lastNeeded", Desc: true, Limit: 50, Offset: b.customers - 50})},
		{"list of those with a permission, ms", list(store.CustomerFilter{Sort: "name", Marketing: &yes, Limit: 50})},
		{"list of companies of a town, ms", list(store.CustomerFilter{Sort: "name", Kind: app.Company, Town: "Tampere", Limit: 50})},
		{"list of those not needed for long, ms", list(store.CustomerFilter{Sort: "name", NeededBefore: app.DayOf(time.Now()).AddMonths(-12), Limit: 50})},
		{"list of a text, ms", list(store.CustomerFilter{Text: "vi", Sort: "name", Limit: 50})},
	}
	for _, l := range append(append(lists, b.histories()...), long{"likely duplicates, ms", duplicates},
		long{"facts for a review, ms", func(tx *store.Tx) error { return store.Files(tx, func(app.File) error { return nil }) }}) {
		took, err := b.turns(b.scans, func(r *register, _ int) error { return r.view(l.read) })
		if err != nil {
			return fmt.Errorf("%s: %w", l.what, err)
		}
		b.addQuantile(l.what, took, 0.5)
	}
	return nil
}

// long is something that is read out of much.
type long struct {
	what string
	read func(*store.Tx) error
}

// list reads a stretch of the customers, and fails where there are none: what is quick to find nothing is no figure.
func list(f store.CustomerFilter) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		rows, _, err := store.Customers(tx, f)
		if err == nil && len(rows) == 0 {
			err = fmt.Errorf("nothing was found by %+v", f)
		}
		return err
	}
}

// histories are stretches of the history of all customers, each with its count.
func (b *bench) histories() []long {
	of := func(f app.ContactFilter) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			page, err := store.ContactList(tx, f)
			if err == nil && len(page.Rows) == 0 {
				err = fmt.Errorf("nothing was found by %+v", f)
			}
			return err
		}
	}
	return []long{
		{"contacts, newest, ms", of(app.ContactFilter{Limit: 50})},
		{"contacts, the middle, ms", of(app.ContactFilter{Limit: 50, Offset: b.customers * b.contacts / 2})},
		{"contacts of a channel, ms", of(app.ContactFilter{Channel: app.Letter, Limit: 50})},
		{"contacts of a purpose and year, ms", of(app.ContactFilter{Purpose: app.ForComplaint, From: app.DayOf(time.Now()).AddYears(-1), Limit: 50})},
		{"contacts that wait, ms", of(app.ContactFilter{Waiting: true, Limit: 50})},
		{"contacts with files, ms", of(app.ContactFilter{Attached: true, Limit: 50})},
		{"contacts of a common word, ms", of(app.ContactFilter{Text: "kysyi", Limit: 50})},
		{"contacts of two words, ms", of(app.ContactFilter{Text: "kuorma laua", Limit: 50})},
	}
}

func duplicates(tx *store.Tx) error {
	pairs, err := store.Duplicates(tx)
	if err == nil && len(pairs) == 0 {
		err = errors.New("no pair was found")
	}
	return err
}

// scan looks for a text that nobody wrote in all contacts.
func scan(tx *store.Tx) error {
	var found, all int
	err := tx.QueryRow(`SELECT sum(text LIKE '%qzx%'), count(*) FROM contacts`).Scan(&found, &all)
	if err == nil && (found > 0 || all == 0) {
		return fmt.Errorf("found the text in %d of %d contacts", found, all)
	}
	return err
}

func (b *bench) measureUpdate(context.Context) error {
	move := func(street string) func(*register, int) error {
		return func(r *register, i int) error {
			return r.update(func(tx *store.Tx) error {
				c, err := store.Customer(tx, b.ids[i])
				if err != nil {
					return err
				}
				c.Street = fmt.Sprint(street, " ", i)
				return store.UpdateCustomer(tx, c)
			})
		}
	}
	took, err := b.turns(b.updates, move("Muuttotie"))
	if err != nil {
		return err
	}
	b.addQuantile("update one customer p50, ms", took, 0.5)
	b.addQuantile("update one customer p99, ms", took, 0.99)
	written := make([]float64, len(b.all))
	for which, r := range b.all {
		before, ok := bytesWritten()
		if !ok {
			return nil
		}
		again := move("Toinen tie")
		for i := range b.updates {
			if err := again(r, i); err != nil {
				return err
			}
		}
		after, _ := bytesWritten()
		written[which] = float64(after-before) / float64(b.updates) / 1024
	}
	b.add("written per update, KB", written)
	return nil
}

// bytesWritten is what this process has handed to write calls so far; other systems than Linux do not tell.
func bytesWritten() (n int64, ok bool) {
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, "wchar: "); found {
			_, err = fmt.Sscan(rest, &n)
			return n, err == nil
		}
	}
	return 0, false
}
