package app_test

import (
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
)

// Who goes before a day is asked of the list by the day of the last need: for
// every day of need the answer is that of the rules.
func TestWhoGoesBeforeADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := app.Day("2026-11-21").AddDays(rapid.IntRange(-800, 800).Draw(t, "today"))
		needed := today.AddDays(-rapid.IntRange(0, 2500).Draw(t, "needed"))
		goes := needed.AddMonths(36).AddDays(rapid.IntRange(-6, 6).Draw(t, "goes"))
		d := app.Decide(app.File{Events: []app.Event{{Kind: app.Contacted, On: needed}}}, app.Softop(), today)
		before := app.CustomerFilter{GoesBefore: goes}.NeededBefore(app.Softop(), today)
		if got, want := needed < before, d.EraseOn < goes; got != want {
			t.Fatalf("needed on %s, goes on %s: before %s is %v", needed, d.EraseOn, goes, got)
		}
		within := rapid.IntRange(1, 400).Draw(t, "within")
		before = app.CustomerFilter{GoesWithin: within}.NeededBefore(app.Softop(), today)
		if got, want := needed < before, d.EraseOn <= today.AddDays(within); got != want {
			t.Fatalf("needed on %s, goes on %s: within %d days of %s is %v", needed, d.EraseOn, within, today, got)
		}
	})
}

func TestAFilterAsksForTheEarliestOfItsDays(t *testing.T) {
	const today = app.Day("2026-11-21")
	for name, c := range map[string]struct {
		filter app.CustomerFilter
		want   app.Day
	}{
		"nothing asked":          {app.CustomerFilter{Kind: app.Company}, ""},
		"a day":                  {app.CustomerFilter{NoContactSince: "2025-01-01"}, "2025-01-01"},
		"months":                 {app.CustomerFilter{NoContactMonths: 12}, "2025-11-21"},
		"both":                   {app.CustomerFilter{NoContactSince: "2025-01-01", NoContactMonths: 12}, "2025-01-01"},
		"nobody goes in year 1":  {app.CustomerFilter{GoesBefore: "0001-01-01"}, "0001-01-01"},
		"three years and a day":  {app.CustomerFilter{GoesBefore: "2029-11-22"}, "2026-11-21"},
		"a need on a leap day":   {app.CustomerFilter{GoesBefore: "2027-03-01"}, "2024-02-28"},
		"the day after leap day": {app.CustomerFilter{GoesBefore: "2027-03-02"}, "2024-03-01"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.filter.NeededBefore(app.Softop(), today); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatASavedFilterMayHold(t *testing.T) {
	for name, c := range map[string]struct {
		saved app.SavedFilter
		want  string
	}{
		"a name and a filter":      {app.SavedFilter{Name: " Yritykset  Kuopiossa ", Filter: app.CustomerFilter{Kind: app.Company, Town: "Kuopio"}}, ""},
		"no name":                  {app.SavedFilter{Filter: app.CustomerFilter{Kind: app.Company}}, "required"},
		"everybody":                {app.SavedFilter{Name: "Kaikki"}, "required"},
		"a kind that is none":      {app.SavedFilter{Name: "X", Filter: app.CustomerFilter{Kind: "club"}}, "choice-invalid"},
		"a day that is none":       {app.SavedFilter{Name: "X", Filter: app.CustomerFilter{GoesBefore: "2026-02-30"}}, "day-invalid"},
		"months that are too many": {app.SavedFilter{Name: "X", Filter: app.CustomerFilter{NoContactMonths: 5000}}, "invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			es := c.saved.Normalised().Check()
			if got := ""; len(es) > 0 {
				got = es[0].Code
				if got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
			} else if c.want != "" {
				t.Errorf("accepted, want %s", c.want)
			}
		})
	}
}
