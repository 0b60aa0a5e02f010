package app

import (
	"slices"
)

// CustomerFilter chooses customers by what stands on their cards and by their
// days. Zero values choose all; what is given must all hold. It has no words to
// search by, so that one that is kept under a name holds no personal data.
type CustomerFilter struct {
	Kind            Kind   `json:"kind"`
	Town            string `json:"town"`
	Marketing       string `json:"marketing"`       // yes, no
	NoContactSince  Day    `json:"noContactSince"`  // last needed before that day
	NoContactMonths int    `json:"noContactMonths"` // last needed longer ago than that many months
	GoesBefore      Day    `json:"goesBefore"`      // the data go before that day
	GoesWithin      int    `json:"goesWithin"`      // the data go within that many days, or are due
}

// SavedFilter is a filter under a name.
type SavedFilter struct {
	ID     string         `json:"id"`
	Name   string         `json:"name"` // at most MaxFilterName characters
	Filter CustomerFilter `json:"filter"`
}

// Limits of filters.
const (
	MaxFilterName   = 60
	MaxSavedFilters = 50
	maxFilterMonths = 1200
	maxFilterDays   = 36500
)

// Normalised is the filter as it is kept.
func (f CustomerFilter) Normalised() CustomerFilter {
	f.Kind, f.Town, f.Marketing = choice(f.Kind), line(f.Town), choice(f.Marketing)
	f.NoContactSince, f.GoesBefore = Day(line(string(f.NoContactSince))), Day(line(string(f.GoesBefore)))
	return f
}

// Check judges a normalised filter.
func (f CustomerFilter) Check() Errors {
	es := slices.Concat(
		checkChoice("kind", f.Kind, append([]Kind{""}, Kinds()...)),
		checkLine("town", f.Town, MaxLine),
		checkChoice("marketing", f.Marketing, []string{"", "yes", "no"}),
	)
	for _, d := range []struct {
		field string
		day   Day
	}{{"noContactSince", f.NoContactSince}, {"goesBefore", f.GoesBefore}} {
		if d.day != "" && !d.day.Valid() {
			es = append(es, E("day-invalid", d.field, "value", string(d.day)))
		}
	}
	if f.NoContactMonths < 0 || f.NoContactMonths > maxFilterMonths {
		es = append(es, E("invalid", "noContactMonths"))
	}
	if f.GoesWithin < 0 || f.GoesWithin > maxFilterDays {
		es = append(es, E("invalid", "goesWithin"))
	}
	return es
}

// Normalised is the saved filter as it is kept.
func (s SavedFilter) Normalised() SavedFilter {
	s.Name, s.Filter = line(s.Name), s.Filter.Normalised()
	return s
}

// Check judges a normalised saved filter. A filter that chooses everybody is
// none.
func (s SavedFilter) Check() Errors {
	es := append(checkLine("name", s.Name, MaxFilterName), s.Filter.Check()...)
	if s.Name == "" {
		es = append(es, E("required", "name"))
	}
	if s.Filter == (CustomerFilter{}) {
		es = append(es, E("required", "filter"))
	}
	return es
}

// nobodyBefore is a day before which nobody's data were needed.
const nobodyBefore = Day("0001-01-01")

// NeededBefore is the day before which the data were last needed, as the filter
// asks it on a day; empty when it does not ask.
func (f CustomerFilter) NeededBefore(p Policy, today Day) Day {
	var before []Day
	if f.NoContactSince != "" {
		before = append(before, f.NoContactSince)
	}
	if f.NoContactMonths > 0 {
		before = append(before, today.AddMonths(-f.NoContactMonths))
	}
	if f.GoesBefore != "" {
		before = append(before, p.neededBefore(f.GoesBefore, today))
	}
	if f.GoesWithin > 0 {
		before = append(before, p.neededBefore(today.AddDays(f.GoesWithin+1), today))
	}
	if len(before) == 0 {
		return ""
	}
	return slices.Min(before)
}

// neededBefore turns the day before which data go into the day before which they
// were last needed. Several days of need may go on one day (28 and 29 February),
// so it is looked for from a few days earlier on.
func (p Policy) neededBefore(goes, today Day) Day {
	rule, ok := p.Rule(ClassCustomer, today)
	if !ok || !rule.timed() || goes.Time().Year() < 5+rule.Months/12 {
		return nobodyBefore
	}
	d := goes.AddMonths(-rule.Months).AddDays(-5)
	for d.AddMonths(rule.Months).AddDays(1) < goes {
		d = d.AddDays(1)
	}
	return d
}
