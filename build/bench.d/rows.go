package main

import (
	"math"
	"slices"
	"time"
)

// row is one figure of every register, lower is better.
type row struct {
	id    string
	what  string
	unit  string
	value []float64 // NaN where this register has no such thing
	ratio []float64 // to plaintext; NaN likewise
	// worked is the processor's time that the vault's turns took, to plaintext's; NaN where nobody told.
	worked float64
}

// target is what a row is to reach at a hundred thousand customers.
type target struct {
	most  float64
	ratio bool // to plaintext; else in the row's unit
}

// targets are the project's own: agreed before anything was measured here.
var targets = map[string]target{
	"update":        {1.4, true},
	"history":       {1.2, true},
	"scan":          {1.1, true},
	"import":        {0.9, true},
	"reopen":        {50, false},
	"memory-steady": {120, false},
	"beside-import": {50, false},
	"beside-purge":  {50, false},
	"purge":         {5000, false},
	"purge-peak":    {300, false},
}

// reached gives what counts against the target.
func (t target) reached(r row) float64 {
	if t.ratio {
		return r.ratio[ours]
	}
	return r.value[ours]
}

// result is a run with one size.
type result struct {
	config
	contacts int
	names    []string
	versions []string
	rows     []row
	load     [2]string // before and after
}

func (r result) row(id string) (row, bool) {
	at := slices.IndexFunc(r.rows, func(r row) bool { return r.id == id })
	if at < 0 {
		return row{}, false
	}
	return r.rows[at], true
}

// targeted says whether the targets are meant for a register of this size.
func (r result) targeted() bool { return r.customers <= r.lived }

// add notes a figure that each register has once.
func (b *bench) add(id, what, unit string, value []float64) {
	ratio := make([]float64, len(value))
	for i, v := range value {
		ratio[i] = v / value[0]
	}
	b.rows = append(b.rows, row{id: id, what: what, unit: unit, value: value, ratio: ratio, worked: math.NaN()})
}

// addOurs notes a figure that only the vault has.
func (b *bench) addOurs(id, what, unit string, value float64) {
	all := make([]float64, len(b.all))
	for i := range all {
		all[i] = math.NaN()
	}
	all[ours] = value
	b.rows = append(b.rows, row{id: id, what: what, unit: unit, value: all, ratio: slices.Repeat([]float64{math.NaN()}, len(all)), worked: math.NaN()})
}

// addMedian notes the median of each register. The ratio is the median of the turns' own ratios: in a turn all
// registers did the same, one right after the other, and what else the machine did then fell on all of them.
func (b *bench) addMedian(id, what string, took times) {
	b.addQuantile(id, what, took, 0.5)
	last := &b.rows[len(b.rows)-1]
	for i := range took.clock {
		of := make([]float64, len(took.clock[i]))
		for turn := range of {
			of[turn] = took.clock[i][turn] / took.clock[0][turn]
		}
		last.ratio[i] = quantile(of, 0.5)
	}
	last.worked = took.processor[ours] / took.processor[0]
}

// addQuantile notes a quantile in milliseconds; the ratio is that of the figures.
func (b *bench) addQuantile(id, what string, took times, q float64) {
	value := make([]float64, len(took.clock))
	for i, all := range took.clock {
		value[i] = quantile(all, q)
	}
	b.add(id, what, "ms", value)
}

func quantile(all []float64, q float64) float64 {
	if len(all) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// since is milliseconds.
func since(begun time.Time) float64 { return float64(time.Since(begun)) / float64(time.Millisecond) }
