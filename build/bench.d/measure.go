package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

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

// times are how long the turns took, in milliseconds, and what they found.
type times struct {
	clock     [][]float64 // of each register, each turn
	processor []float64   // of each register, all turns together
	count     []int
}

// turns has every register do the same n times, turn by turn, and keeps every duration. The one that begins changes
// each time, so that none always finds the others' traces in the processor's caches. What is to be done before, if
// anything, takes no part in the time.
func (b *bench) turns(n int, before string, c call) (times, error) {
	took := times{make([][]float64, len(b.all)), make([]float64, len(b.all)), make([]int, len(b.all))}
	return took, b.moreTurns(&took, n, before, c)
}

func (b *bench) moreTurns(took *times, n int, before string, c call) error {
	first := c.Turn
	for i := range n {
		c.Turn = first + i
		for turn := range b.all {
			which := (i + turn) % len(b.all)
			r := b.all[which]
			if before != "" {
				if _, err := r.at.ask(call{Do: before}); err != nil {
					return fmt.Errorf("%s: %w", r.name, err)
				}
			}
			o, err := r.at.ask(c)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			took.clock[which] = append(took.clock[which], o.Took)
			took.processor[which] += o.Worked
			took.count[which] += o.Count
		}
	}
	return nil
}

// each has every register do something once.
func (b *bench) each(c call) (all []outcome, err error) {
	for _, r := range b.all {
		o, err := r.at.ask(c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.name, err)
		}
		all = append(all, o)
	}
	return all, nil
}

func (b *bench) eachOf(deeds ...string) error {
	for _, do := range deeds {
		if _, err := b.each(call{Do: do}); err != nil {
			return err
		}
	}
	return nil
}

// measureTurns has all registers open, each in its process, and they take turns.
func (b *bench) measureTurns(ctx context.Context) (err error) {
	if err := b.choose(ctx); err != nil {
		return err
	}
	for _, r := range b.all {
		if r.at, err = b.start(ctx, r); err != nil {
			return err
		}
	}
	type part struct {
		what string
		do   func() error
	}
	parts := []part{{"disk", b.measureDisk}, {"opening", b.measureOpen}, {"just opened", b.measureFresh}, {"searching", b.measureSearch}, {"updates", b.measureUpdate}}
	if !b.large() {
		parts = append(parts, part{"lists", b.measureLists}, part{"long log", b.measureLongLog}, part{"import", b.measureImport}, part{"rewriting", b.measureRewrite})
	}
	for _, p := range parts {
		b.say(p.what)
		if err := p.do(); err != nil {
			return fmt.Errorf("%s: %w", p.what, err)
		}
	}
	for _, r := range b.all {
		err = errors.Join(err, r.at.end())
	}
	return err
}

func (b *bench) measureDisk() error {
	sizes := make([]float64, len(b.all))
	for i, r := range b.all {
		sizes[i] = float64(r.size()) / (1 << 20)
	}
	b.add("disk", "on disk", "MB", sizes)
	return nil
}

// measureOpen leaves all open.
func (b *bench) measureOpen() error {
	took, err := b.turns(b.opens, "close", call{Do: "open"})
	if err != nil {
		return err
	}
	b.addMedian("open", "open and first query", took)
	versions, err := b.each(call{Do: "version"})
	for _, o := range versions {
		b.versions = append(b.versions, o.Said)
	}
	return err
}

// soon is how many histories are read right after opening.
const soon = 20

// measureFresh looks at customers before anything was read; after that, as after each unlocking, all is checked.
func (b *bench) measureFresh() error {
	took, err := b.turns(0, "", call{})
	for n := 0; n < b.opens && err == nil; n++ {
		if err = b.eachOf("close", "open"); err == nil {
			err = b.moreTurns(&took, soon, "", call{Do: "history", Turn: n * soon})
		}
	}
	if err != nil {
		return err
	}
	b.addMedian("history-fresh", fmt.Sprintf("the first %d histories after opening, median", soon), took)
	return b.eachOf("check")
}

// choose takes customers from all over the register to look at and to change.
func (b *bench) choose(ctx context.Context) (err error) {
	r := b.all[0]
	if err := r.open(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	return r.view(func(tx *store.Tx) error {
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
	"search-prefix-p99", "search-two", "search-two-p99", "history-fresh", "history", "history-p99", "scan", "purge", "purge-peak", "rewrite", "beside-import",
	"beside-import-slowest", "beside-purge", "beside-purge-slowest", "change-purge", "change-purge-slowest", "memory-open", "memory-steady", "import-peak", "disk", "review", "letter",
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
