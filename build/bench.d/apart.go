package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/store"
)

// The memory that a register takes is seen only in a process that did nothing else, and what erases is done with only
// once: each of these has a process that begins for it and ends after it.

// errands are in this order, for each leaves its traces in the register.
var errands = []string{"search", "purge", "purge-beside", "import-beside"}

func (b *bench) measureApart(ctx context.Context) error {
	if err := b.chooseDue(ctx); err != nil {
		return err
	}
	found := map[string][]outcome{}
	for _, errand := range errands {
		b.say(errand)
		for _, r := range b.all {
			o, err := b.send(ctx, r, errand)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			found[errand] = append(found[errand], o)
		}
	}
	of := func(errand string, get func(outcome) float64) []float64 {
		out := make([]float64, len(b.all))
		for i, o := range found[errand] {
			out[i] = get(o)
		}
		return out
	}
	if _, ok := status("VmRSS"); ok {
		b.add("memory-open", "memory when open", "MB", of("search", func(o outcome) float64 { return o.Opened }))
		b.add("memory-steady", "memory after searching and a scan", "MB", of("search", func(o outcome) float64 { return o.Steady }))
		b.add("purge-peak", "most memory while erasing", "MB", of("purge", func(o outcome) float64 { return o.Peak }))
		b.add("import-peak", "most memory while importing", "MB", of("import-beside", func(o outcome) float64 { return o.Peak }))
	}
	b.add("purge", fmt.Sprintf("erase %d customers for good", b.toErase()), "ms", of("purge", func(o outcome) float64 { return o.Took }))
	for id, errand := range map[string]string{"beside-purge": "erasing", "beside-import": "importing"} {
		from := strings.TrimPrefix(id, "beside-") + "-beside"
		b.add(id, "search while "+errand+", p99", "ms", of(from, func(o outcome) float64 { return quantile(o.Beside, 0.99) }))
		b.add(id+"-slowest", "search while "+errand+", slowest", "ms", of(from, func(o outcome) float64 { return quantile(o.Beside, 1) }))
	}
	changes := func(q float64) []float64 {
		return of("purge-beside", func(o outcome) float64 { return quantile(o.Changes, q) })
	}
	b.add("change-purge", "change one customer while erasing, p99", "ms", changes(0.99))
	b.add("change-purge-slowest", "change one customer while erasing, slowest", "ms", changes(1))
	return nil
}

func (b *bench) toErase() int { return max(1, int(float64(b.customers)*b.share)) }

// chooseDue finds customers whose time is over, as many as two erasures take. The demo is a firm that lets go every
// month, so the clock is set ahead until as many are due as with one that has put it off.
func (b *bench) chooseDue(ctx context.Context) error {
	want := 2 * b.toErase()
	for ; b.people.Ahead < 10; b.people.Ahead++ {
		v, err := vault.Open(ctx, vaultAhead(b.all[ours].dir, b.people.Ahead), passphrase)
		if err != nil {
			return err
		}
		review, err := v.Review(0)
		b.people.Due = nil
		for _, d := range review.Decisions {
			if d.Class == app.ClassCustomer && d.Due(review.Today) {
				b.people.Due = append(b.people.Due, d.Record)
			}
		}
		if err := errors.Join(err, v.Close(ctx)); err != nil {
			return err
		}
		if len(b.people.Due) >= want {
			b.people.Due = b.people.Due[:want]
			return nil
		}
	}
	return fmt.Errorf("of %d customers to be erased only %d are due", want, len(b.people.Due))
}

// vaultAhead opens a vault some years from now.
func vaultAhead(dir string, years int) vault.Options {
	o := vaultOptions(dir)
	o.Now = func() time.Time { return time.Now().AddDate(years, 0, 0) }
	return o
}

// send has an errand done with one register, in a process of its own.
func (b *bench) send(ctx context.Context, r *register, errand string) (o outcome, err error) {
	p, err := b.start(ctx, r)
	if err != nil {
		return o, err
	}
	if o, err = p.ask(call{Do: "alone-" + errand}); err != nil {
		return o, err
	}
	return o, p.end()
}

// searchAlone searches as many times as in turns, and reads all contacts once.
func (w *worker) searchAlone(ctx context.Context, o *outcome) error {
	firstPage := func(tx *store.Tx) error {
		_, _, err := store.Customers(tx, store.CustomerFilter{Sort: "name", Limit: 20})
		return err
	}
	if err := w.opened(ctx); err != nil {
		return err
	}
	if err := w.r.view(firstPage); err != nil {
		return err
	}
	o.Opened, _ = status("VmRSS")
	if err := w.r.check(ctx); err != nil {
		return err
	}
	for id := range searches {
		for i := range w.searches {
			if err := errors.Join(w.search(call{With: id, Turn: i}, o), w.history(i)); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(w.r.view(scan), w.r.view(firstPage)); err != nil {
		return err
	}
	o.Steady, _ = status("VmRSS")
	return nil
}

func (w *worker) importAlone(ctx context.Context, o *outcome) error {
	if err := w.opened(ctx); err != nil {
		return err
	}
	if err := w.r.check(ctx); err != nil {
		return err
	}
	w.people.IDs = w.staying()
	if err := w.chooseCards(); err != nil {
		return err
	}
	for list := range 3 { // one is soon over
		if err := w.beside(o, func() error { return w.bringIn(fmt.Sprint("B", list)) }, w.r.view, nil); err != nil {
			return err
		}
	}
	return nil
}

// staying are the customers who are not erased.
func (w *worker) staying() (ids []string) {
	gone := map[string]bool{}
	for _, id := range w.people.Due {
		gone[id] = true
	}
	for _, id := range w.people.IDs {
		if !gone[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// beside searches while something is done, as somebody does who gets a call meanwhile: a letter each 20 ms. And where
// there is an update it changes a card each 200 ms.
func (w *worker) beside(o *outcome, do func() error, view, update func(func(tx *store.Tx) error) error) error {
	var doing atomic.Bool
	doing.Store(true)
	done, changed := make(chan error, 1), make(chan error, 1)
	go func() {
		done <- do()
		doing.Store(false)
	}()
	go func() {
		var err error
		for i := 0; update != nil && err == nil && doing.Load(); i++ {
			asked := time.Now()
			err = w.moveBy(update, "Sillä välin", i)
			o.Changes = append(o.Changes, since(asked))
			time.Sleep(200 * time.Millisecond)
		}
		changed <- err
	}()
	var err error
	for i := 0; err == nil && (doing.Load() || i == 0); i++ {
		asked := time.Now()
		err = view(func(tx *store.Tx) error {
			_, err := store.Find(tx, beginning(w.people.Names[i%len(w.people.Names)], i), 50)
			return err
		})
		o.Beside = append(o.Beside, since(asked))
		time.Sleep(20 * time.Millisecond)
	}
	return errors.Join(err, <-done, <-changed)
}

// status is a line of what Linux tells of this process's memory, in MB.
func status(line string) (mb float64, ok bool) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for l := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(l, line+":"); found {
			var kb float64
			_, err := fmt.Sscan(rest, &kb)
			return kb / 1024, err == nil
		}
	}
	return 0, false
}
