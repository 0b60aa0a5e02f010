package app_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
)

func TestThreeYearRule(t *testing.T) {
	b, err := os.ReadFile("testdata/three_year_rule.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		LastNeeded app.Day `json:"last_needed"`
		Until      app.Day `json:"three_years_full_on"`
		EraseOn    app.Day `json:"delete_from"`
	}
	if err := json.Unmarshal(b, &vectors); err != nil || len(vectors) < 4 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		f := app.File{Record: "a", Events: []app.Event{{Kind: app.Contacted, On: v.LastNeeded}}}
		if d := app.Decide(f, app.Softop(), v.Until); d.Until != v.Until || d.EraseOn != v.EraseOn || d.Due(v.Until) {
			t.Errorf("last needed on %s: kept until %s, gone from %s; got %+v", v.LastNeeded, v.Until, v.EraseOn, d)
		}
		if d := app.Decide(f, app.Softop(), v.EraseOn); !d.Due(v.EraseOn) || d.Do != app.Erase {
			t.Errorf("last needed on %s: due on %s, got %+v", v.LastNeeded, v.EraseOn, d)
		}
	}
}

func TestLastNeeded(t *testing.T) {
	const today = app.Day("2026-11-21")
	for name, c := range map[string]struct {
		events []app.Event
		want   app.Event
	}{
		"nothing happened, nothing is known": {nil, app.Event{}},
		"the newest counts, in whatever order they come": {
			[]app.Event{{Kind: app.Delivered, On: "2024-01-02"}, {Kind: app.Contacted, On: "2025-03-04"}, {Kind: app.Created, On: "2020-01-01"}},
			app.Event{Kind: app.Contacted, On: "2025-03-04"}},
		"a correction of the card counts": {
			[]app.Event{{Kind: app.Created, On: "2020-01-01"}, {Kind: app.Corrected, On: "2021-01-01"}},
			app.Event{Kind: app.Corrected, On: "2021-01-01"}},
		"a mass mailing does not count": {
			[]app.Event{{Kind: app.Created, On: "2020-01-01"}, {Kind: app.MassSent, On: "2026-11-20"}},
			app.Event{Kind: app.Created, On: "2020-01-01"}},
		"an event of today counts": {
			[]app.Event{{Kind: app.Created, On: "2020-01-01"}, {Kind: app.Contacted, On: today}},
			app.Event{Kind: app.Contacted, On: today}},
		"an event of tomorrow does not count yet": {
			[]app.Event{{Kind: app.Created, On: "2020-01-01"}, {Kind: app.Contacted, On: "2026-11-22"}},
			app.Event{Kind: app.Created, On: "2020-01-01"}},
		"only a mass mailing leaves the day unknown": {
			[]app.Event{{Kind: app.MassSent, On: "2020-01-01"}}, app.Event{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := app.LastNeeded(c.events, today); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestDecide(t *testing.T) {
	old := app.File{Record: "a", Number: "7", Kind: app.Company, Events: []app.Event{{Kind: app.Created, On: "2020-01-01"}}}
	const today = app.Day("2026-11-21")

	t.Run("a company goes like a person", func(t *testing.T) {
		if d := app.Decide(old, app.Softop(), today); !d.Due(today) {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("a hold keeps, and says until when it is looked at and why", func(t *testing.T) {
		f := old
		f.Holds = []app.Hold{{Reason: "reklamaatio", ReviewOn: "2027-02-01"}}
		d := app.Decide(f, app.Softop(), today)
		if d.Due(today) || d.Do != app.Keep || d.Because != app.BecauseHold || d.Until != "2027-02-01" {
			t.Errorf("got %+v", d)
		}
		if last := d.Steps[len(d.Steps)-1]; last.Code != "hold" || last.Text != "reklamaatio" {
			t.Errorf("the last step tells of the hold, got %+v", last)
		}
	})
	t.Run("a hold whose review is past still keeps", func(t *testing.T) {
		f := old
		f.Holds = []app.Hold{{Reason: "r", ReviewOn: "2026-01-01"}}
		if d := app.Decide(f, app.Softop(), today); d.Due(today) {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("without any counted event nothing is erased on a guess", func(t *testing.T) {
		d := app.Decide(app.File{Record: "a"}, app.Softop(), today)
		if d.Due(today) || d.Because != app.BecauseClock {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("a mass mailing and a day to come are told as not counted", func(t *testing.T) {
		f := old
		f.Events = append(slices.Clone(f.Events), app.Event{Kind: app.MassSent, On: "2026-01-01"}, app.Event{Kind: app.Contacted, On: "2062-01-01"})
		d := app.Decide(f, app.Softop(), today)
		if !d.Due(today) || len(d.NotCounted) != 2 {
			t.Errorf("got %+v", d)
		}
	})
	t.Run("before the promise was made there is no rule", func(t *testing.T) {
		if _, ok := app.Softop().Rule(app.ClassCustomer, "2018-05-24"); ok {
			t.Error("a rule was found")
		}
	})
	t.Run("of two rules the newer in force is taken", func(t *testing.T) {
		p := append(app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 24, Do: app.Erase, Since: "2026-12-01"})
		before, _ := p.Rule(app.ClassCustomer, "2026-11-30")
		after, _ := p.Rule(app.ClassCustomer, "2026-12-01")
		if before.Months != 36 || after.Months != 24 {
			t.Errorf("got %d and %d months", before.Months, after.Months)
		}
	})
}

func TestReview(t *testing.T) {
	const today = app.Day("2026-11-21")
	file := func(id string, last app.Day, holds ...app.Hold) app.File {
		return app.File{Record: id, Events: []app.Event{{Kind: app.Contacted, On: last}}, Holds: holds, Counts: app.Counts{Customers: 1, Contacts: 2}}
	}
	files := []app.File{
		file("d", "2023-12-01"), // goes in ten days
		file("b", "2023-11-20"), // goes today
		file("a", "2023-11-20"),
		file("c", "2019-01-01", app.Hold{Reason: "r", ReviewOn: "2027-01-01"}),
		file("e", "2026-01-01"), // far away
	}
	v := review(files, today, 30)
	var got []string
	for _, d := range v.Decisions {
		got = append(got, d.Record)
	}
	if want := []string{"c", "a", "b", "d"}; !slices.Equal(got, want) {
		t.Errorf("earliest first, then by record: got %v, want %v", got, want)
	}
	if want := (app.Counts{Customers: 2, Contacts: 4}); v.Counts != want || v.Held != 1 {
		t.Errorf("only what goes today is counted: got %+v and %d held", v.Counts, v.Held)
	}
	if v.Digest != review(files, today, 0).Digest {
		t.Error("looking further ahead changed the digest")
	}
	if v.Digest == review(files, today.AddDays(1), 30).Digest {
		t.Error("the digest of one day fits another")
	}
}

func review(files []app.File, today app.Day, within int) app.Review {
	r := app.NewReviewer(app.Softop(), today, within)
	for _, f := range files {
		r.Add(f)
	}
	return r.Review()
}

// The digest changes if and only if what would be carried out does.
func TestDigestBindsTheDueSet(t *testing.T) {
	const today = app.Day("2026-11-21")
	event := rapid.Custom(func(t *rapid.T) app.Event {
		return app.Event{
			Kind: rapid.SampledFrom([]app.EventKind{app.Created, app.Corrected, app.Contacted, app.Delivered, app.MassSent}).Draw(t, "kind"),
			On:   today.AddDays(-rapid.IntRange(-30, 2_000).Draw(t, "ago")),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		files := make([]app.File, rapid.IntRange(0, 6).Draw(t, "files"))
		for i := range files {
			files[i] = app.File{Record: fmt.Sprint("r", i), Events: rapid.SliceOfN(event, 1, 4).Draw(t, "events"), Counts: app.Counts{Customers: 1, Contacts: rapid.IntRange(0, 3).Draw(t, "contacts")}}
			if rapid.Bool().Draw(t, "held") {
				files[i].Holds = []app.Hold{{Reason: "r", ReviewOn: today.AddDays(30)}}
			}
		}
		before := review(files, today, 0)

		other := rapid.Permutation(files).Draw(t, "order")
		if len(other) > 0 {
			i := rapid.IntRange(0, len(other)-1).Draw(t, "which")
			switch rapid.SampledFrom([]string{"nothing", "event", "hold", "lift", "count", "gone", "name"}).Draw(t, "change") {
			case "event":
				other[i].Events = append(slices.Clone(other[i].Events), event.Draw(t, "more"))
			case "hold":
				other[i].Holds = []app.Hold{{Reason: "s", ReviewOn: today.AddDays(60)}}
			case "lift":
				other[i].Holds = nil
			case "count":
				other[i].Counts.Contacts++
			case "gone":
				other = slices.Delete(other, i, i+1)
			case "name":
				other[i].Name = "changed"
			}
		}
		after := review(other, today, rapid.IntRange(0, 100).Draw(t, "within"))
		same := slices.EqualFunc(due(before), due(after), func(a, b app.Decision) bool {
			return a.Record == b.Record && a.Do == b.Do && a.Until == b.Until && a.LastNeeded == b.LastNeeded && a.Counts == b.Counts
		})
		if same != (before.Digest == after.Digest) {
			t.Fatalf("the due sets are alike: %v; the digests are: %v", same, before.Digest == after.Digest)
		}
	})
}

func due(v app.Review) []app.Decision {
	var out []app.Decision
	for _, d := range v.Decisions {
		if d.Due(v.Today) {
			out = append(out, d)
		}
	}
	return out
}

// Nothing is ever erased before three years are full, whatever happened.
func TestNothingGoesEarly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := someDay(t, "today")
		last := today.AddDays(-rapid.IntRange(0, 2_000).Draw(t, "ago"))
		f := app.File{Record: "a", Events: []app.Event{{Kind: app.Created, On: last.AddDays(-10)}, {Kind: app.Contacted, On: last}}}
		d := app.Decide(f, app.Softop(), today)
		if d.Do == app.Keep {
			t.Skip("before the promise was made")
		}
		if d.Due(today) != (today > last.AddYears(3)) {
			t.Fatalf("last needed on %s, today %s: %+v", last, today, d)
		}
	})
}

func TestOutlook(t *testing.T) {
	const today = app.Day("2026-11-21")
	last := func(d app.Day, holds ...app.Hold) app.File {
		return app.File{Events: []app.Event{{Kind: app.Contacted, On: d}}, Holds: holds, Counts: app.Counts{Customers: 1}}
	}
	o := app.NewOutlook(app.Softop(), today, 3)
	for _, f := range []app.File{
		last("2019-01-01"), // long due
		last("2023-11-20"), // due today
		last("2023-11-21"), // tomorrow, this month
		last("2023-11-30"), // 1 December
		last("2024-01-30"), // 31 January, the last month shown
		last("2024-01-31"), // 1 February, beyond
		last("2019-01-01", app.Hold{Reason: "r", ReviewOn: "2027-01-01"}),
	} {
		o.Add(f)
	}
	var got []string
	for _, m := range o.Months() {
		got = append(got, fmt.Sprint(m.Month, " ", m.Counts.Customers))
	}
	if want := []string{" 2", "2026-11 1", "2026-12 1", "2027-01 1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
