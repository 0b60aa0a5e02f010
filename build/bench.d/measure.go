package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kortisto/store"
)

// bench is a run with one size: the registers, whom they hold, and the figures so far.
type bench struct {
	config
	dir      string
	all      []*register
	versions []string
	people   people
	rows     []row
	told     int // of the rows
	notes    io.Writer
}

// people are some customers from all over the register, the same in all.
type people struct {
	IDs   []string `json:"ids"`
	Names []string `json:"names"`
	Due   []string `json:"due"`   // the ids of those to be erased
	Ahead int      `json:"ahead"` // years from now, when they are due
}

// say tells what comes next, and the figures since it last told: a long run that is stopped has then shown what it had.
func (b *bench) say(what string) {
	for _, r := range b.rows[b.told:] {
		values := make([]string, len(r.value))
		for i, v := range r.value {
			values[i] = number(v)
		}
		fmt.Fprintf(b.notes, "    %s, %s: %s\n", r.what, r.unit, strings.Join(values, ", "))
	}
	b.told = len(b.rows)
	fmt.Fprintf(b.notes, "  %s: %s\n", sizeName(b.customers), what)
}

// times are how long the turns took, in milliseconds.
type times struct {
	clock     [][]float64 // of each register, each turn
	processor []float64   // of each register, all turns together
}

// turns runs do n times on each register, turn by turn, and keeps every duration in milliseconds. The one that
// begins changes each time, so that none always finds the others' traces in the processor's caches.
func (b *bench) turns(n int, do func(r *register, i int) error) (times, error) {
	return b.turnsAfter(n, nil, do)
}

// turnsAfter does something before each, which takes no part in the time.
func (b *bench) turnsAfter(n int, before, do func(r *register, i int) error) (times, error) {
	took := times{make([][]float64, len(b.all)), make([]float64, len(b.all))}
	for i := range n {
		for turn := range b.all {
			which := (i + turn) % len(b.all)
			r := b.all[which]
			if before != nil {
				if err := before(r, i); err != nil {
					return times{}, fmt.Errorf("%s: %w", r.name, err)
				}
			}
			worked, _ := processorTime()
			begun := time.Now()
			if err := do(r, i); err != nil {
				return times{}, fmt.Errorf("%s: %w", r.name, err)
			}
			took.clock[which] = append(took.clock[which], since(begun))
			now, _ := processorTime()
			took.processor[which] += now - worked
		}
	}
	return took, nil
}

// each does something with every register once.
func (b *bench) each(do func(r *register) error) error {
	for _, r := range b.all {
		if err := do(r); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

// measureTogether has all registers open in one process.
func (b *bench) measureTogether(ctx context.Context) error {
	parts := []struct {
		what string
		do   func(context.Context) error
	}{
		{"disk", b.measureDisk}, {"opening", b.measureOpen}, {"choosing", b.choose}, {"searching", b.measureSearch}, {"lists", b.measureLists},
		{"updates", b.measureUpdate}, {"long log", b.measureLongLog}, {"import", b.measureImport}, {"rewriting", b.measureRewrite},
	}
	for _, p := range parts {
		b.say(p.what)
		if err := p.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", p.what, err)
		}
	}
	return b.each(func(r *register) error { return r.close() })
}

func (b *bench) measureDisk(context.Context) error {
	sizes := make([]float64, len(b.all))
	for i, r := range b.all {
		sizes[i] = float64(r.size()) / (1 << 20)
	}
	b.add("disk", "on disk", "MB", sizes)
	return nil
}

// opened opens a register and asks the first thing.
func opened(ctx context.Context) func(r *register, _ int) error {
	return func(r *register, _ int) error {
		err := r.open(ctx)
		if err == nil {
			err = r.view(func(tx *store.Tx) error { _, err := store.CustomerByNumber(tx, "1002"); return err })
		}
		return err
	}
}

// measureOpen leaves all open.
func (b *bench) measureOpen(ctx context.Context) error {
	took, err := b.turnsAfter(b.opens, func(r *register, i int) error {
		if i == 0 {
			return nil
		}
		return r.close()
	}, opened(ctx))
	if err != nil {
		return err
	}
	b.addMedian("open", "open and first query", took)
	return b.each(func(r *register) error {
		v, err := r.version(ctx)
		b.versions = append(b.versions, v)
		return err
	})
}

// choose takes customers from all over the register to look at and to change.
func (b *bench) choose(context.Context) error {
	return b.all[0].view(func(tx *store.Tx) error {
		rows, total, err := store.Customers(tx, store.CustomerFilter{Sort: "number", Limit: b.lived})
		if err != nil {
			return err
		}
		if total == 0 {
			return errors.New("there are no customers")
		}
		for i := range max(b.searches, b.updates, b.imported) {
			r := rows[i*7919%len(rows)]
			b.people.IDs, b.people.Names = append(b.people.IDs, r.ID), append(b.people.Names, r.Name)
		}
		return nil
	})
}

// order of the rows in the report, whatever the order they were measured in.
var inReport = []string{
	"open", "reopen", "reopen-import", "update", "update-p99", "written", "import", "search-exact", "search-exact-p99", "search-prefix",
	"search-prefix-p99", "search-two", "search-two-p99", "history", "history-p99", "scan", "purge", "purge-peak", "rewrite", "beside-import",
	"beside-import-slowest", "beside-purge", "beside-purge-slowest", "memory-open", "memory-steady", "import-peak", "disk", "review", "letter",
}

// inOrder puts the lists, which have no place of their own, last.
func (b *bench) inOrder() []row {
	place := func(r row) int {
		if at := slices.Index(inReport, r.id); at >= 0 {
			return at
		}
		return len(inReport)
	}
	slices.SortStableFunc(b.rows, func(x, y row) int { return place(x) - place(y) })
	return b.rows
}
