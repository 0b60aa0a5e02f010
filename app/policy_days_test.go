package app_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kortisto/app"
)

// A small register that lives through the years: every morning the rules are asked
// and what is due goes, as the run would do it.
type register struct {
	policy app.Policy
	cards  map[string]app.File
	items  map[string]app.Item
	gone   map[string]string // record: "day what", in the order of a run
}

func newRegister(p app.Policy) *register {
	return &register{p, map[string]app.File{}, map[string]app.Item{}, map[string]string{}}
}

func (r *register) card(id string, on app.Day) {
	r.cards[id] = app.File{Record: id, Events: []app.Event{{Kind: app.Created, On: on}}}
}

func (r *register) happens(id string, kind app.EventKind, on app.Day) {
	f := r.cards[id]
	f.Events = append(slices.Clone(f.Events), app.Event{Kind: kind, On: on})
	r.cards[id] = f
}

func (r *register) item(class, id, card string, kind app.EventKind, on app.Day) {
	r.items[id] = app.Item{Class: class, Record: id, CustomerID: card, Event: app.Event{Kind: kind, On: on}}
}

func (r *register) morning(today app.Day) {
	rv := app.NewReviewer(r.policy, today, 0)
	for _, id := range slices.Sorted(maps.Keys(r.cards)) {
		rv.Add(r.cards[id])
	}
	for _, id := range slices.Sorted(maps.Keys(r.items)) {
		rv.AddItem(r.items[id])
	}
	for _, d := range rv.Review().Decisions {
		if !d.Due(today) {
			continue
		}
		r.gone[d.Record] = fmt.Sprint(today, " ", d.Do)
		if d.Class != app.ClassCustomer {
			delete(r.items, d.Record)
			continue
		}
		delete(r.cards, d.Record)
		for id, i := range r.items {
			if i.CustomerID == d.Record {
				r.gone[id] = fmt.Sprint(today, " with its card")
				delete(r.items, id)
			}
		}
	}
}

// years of a register with leap days, months that end early and financial years
// that are not the calendar year.
func lived(p app.Policy) *register {
	r := newRegister(p)
	r.card("leap day", "2024-02-29")
	r.card("day after it", "2024-03-01")
	r.card("year's end", "2023-12-31")
	r.card("heard of again", "2024-01-01")
	r.card("on hold", "2024-01-10")
	r.card("asks", "2024-01-11")
	f := r.cards["on hold"]
	f.Holds = []app.Hold{{Reason: "riita", ReviewOn: "2027-05-01"}}
	r.cards["on hold"] = f
	f = r.cards["asks"]
	f.Guards = []app.Guard{{Because: app.BecauseRequest, Until: "2027-02-10"}}
	r.cards["asks"] = f
	for id, on := range map[string]app.Day{"chat of the 30th": "2025-12-30", "chat of the 31st": "2025-12-31", "chat of a leap February": "2027-12-31", "chat of August": "2026-08-31"} {
		r.item(app.ClassChat, id, "heard of again", app.Contacted, on)
	}
	r.item(app.ClassChat, "chat of leap day", "leap day", app.Contacted, "2024-02-29")
	r.item(app.ClassTechnical, "address beside a chat", "heard of again", app.Contacted, "2025-12-31")
	r.item(app.ClassRecording, "call", "heard of again", app.Contacted, "2026-11-30")
	r.item(app.ClassRecording, "call to keep", "heard of again", app.Contacted, "2027-11-30")
	r.item(app.ClassRecording, "call for ever", "heard of again", app.Contacted, "2027-02-28")
	for id, until := range map[string]app.Day{"call to keep": "2028-06-30", "call for ever": "2040-01-01"} {
		i := r.items[id]
		i.Extension = &app.Extension{Until: until, Reason: "reklamaatio"}
		r.items[id] = i
	}
	r.item(app.ClassMailing, "consent", "", app.BecauseConsent, "2024-02-29")
	r.item(app.ClassMailing, "withdrawn", "", app.BecauseWithdrawn, "2026-02-28")
	r.item(app.ClassVisitor, "visitor", "", "visit", "2025-12-31")
	r.item(app.ClassRequest, "request", "", "closed", "2025-08-31")
	r.item(app.ClassAudit, "log", "", "written", "2025-02-28")
	r.item(app.ClassInvoice, "invoice", "", "year", "2026-12-31")
	r.item(app.ClassInvoice, "invoice of a broken year", "", "year", "2027-01-31")
	r.item(app.ClassInvoice, "invoice of a leap year's February", "", "year", "2028-02-29")
	r.item(app.ClassRealEstate, "invoice of a house", "", "year", "2026-03-31")
	r.item(app.ClassBooks, "books", "", "year", "2024-12-31")
	for today := app.Day("2024-03-01"); today <= "2041-01-01"; today = today.AddDays(1) {
		switch today {
		case "2026-10-25": // clocks go back this night
			r.happens("heard of again", app.Contacted, "2026-10-24")
		case "2026-12-24":
			r.happens("year's end", app.MassSent, "2026-12-24")
		case "2027-04-15":
			f := r.cards["on hold"]
			f.Holds = nil
			r.cards["on hold"] = f
		case "2027-02-09":
			f := r.cards["asks"]
			f.Guards = nil
			r.cards["asks"] = f
		}
		r.morning(today)
	}
	return r
}

// what every preset has alike: what no notice speaks of.
var everywhere = map[string]string{
	"request": "2028-09-01 erase", "log": "2028-02-29 erase", "withdrawn": "2026-03-01 erase",
	"invoice": "2033-01-01 erase", "invoice of a broken year": "2034-01-01 erase",
	"invoice of a leap year's February": "2035-01-01 erase", "invoice of a house": "2040-01-01 erase",
}

// own is what goes where the firm keeps the register for itself.
var own = map[string]string{
	"leap day": "2027-03-01 erase", "day after it": "2027-03-02 erase", "year's end": "2027-01-01 erase",
	"heard of again": "2029-10-25 erase", "on hold": "2027-04-15 erase", "asks": "2027-02-09 erase",
	"call": "2027-03-01 erase", "call to keep": "2028-07-01 erase", "call for ever": "2028-02-29 erase",
	"consent": "2027-03-01 erase", "visitor": "2027-03-01 anonymise",
	"address beside a chat": "2026-07-01 erase",
}

// The clock goes through seventeen years, day by day, over every boundary: what
// goes is exactly what each notice promises, on its day and on no other.
func TestPresetsDayByDay(t *testing.T) {
	withCard := map[string]string{
		"chat of leap day": "2027-03-01 with its card", "chat of the 30th": "2029-10-25 with its card", "chat of the 31st": "2029-10-25 with its card",
		"chat of a leap February": "2029-10-25 with its card", "chat of August": "2029-10-25 with its card",
	}
	for code, parts := range map[string][]map[string]string{
		"softop": {everywhere, own, withCard},
		"kivra":  {everywhere, own, withCard},
		"app2day": {everywhere, own, {
			"chat of leap day": "2024-04-30 erase", "chat of the 30th": "2026-03-01 erase", "chat of the 31st": "2026-03-01 erase",
			"chat of a leap February": "2028-03-01 erase", "chat of August": "2026-11-01 erase", "address beside a chat": "2026-03-01 erase"}},
		"seamk": {everywhere, own, {
			"chat of leap day": "2024-08-30 anonymise", "chat of the 30th": "2026-07-01 anonymise", "chat of the 31st": "2026-07-01 anonymise",
			"chat of a leap February": "2028-07-01 anonymise", "chat of August": "2027-03-01 anonymise"}},
		"kouta": {everywhere},
	} {
		t.Run(code, func(t *testing.T) {
			want := map[string]string{}
			for _, part := range parts {
				maps.Copy(want, part)
			}
			p, _ := app.FindPreset(code)
			r := lived(p.Policy)
			for _, id := range slices.Sorted(maps.Keys(want)) {
				if r.gone[id] != want[id] {
					t.Errorf("%s: went %q, want %q", id, r.gone[id], want[id])
				}
			}
			for id, when := range r.gone {
				if want[id] == "" {
					t.Errorf("%s went on %s and should have stayed", id, when)
				}
			}
		})
	}
}

// fullMonths counts the months that are full on a day, as one counts on one's
// fingers: a month is full on the same day of the month, or on the last day of a
// month that lacks it.
func fullMonths(from, day app.Day) int {
	a, b := from.Time(), day.Time()
	n := 12*(b.Year()-a.Year()) + int(b.Month()) - int(a.Month())
	last := b.AddDate(0, 0, 1).Month() != b.Month()
	if b.Day() < a.Day() && !last {
		n--
	}
	return n
}

// Against a model that counts forward from the event instead of back from a sum.
func TestItemsAgainstAModel(t *testing.T) {
	classes := []string{app.ClassChat, app.ClassTechnical, app.ClassRecording, app.ClassMailing, app.ClassVisitor, app.ClassRequest, app.ClassAudit, app.ClassInvoice, app.ClassRealEstate}
	rapid.Check(t, func(t *rapid.T) {
		preset := rapid.SampledFrom(app.Presets()).Draw(t, "preset")
		class := rapid.SampledFrom(classes).Draw(t, "class")
		from := app.DayOf(time.Date(2024, 1, 1+rapid.IntRange(0, 3000).Draw(t, "from"), 0, 0, 0, 0, time.UTC))
		item := app.Item{Class: class, Record: "i", CustomerID: "c", Event: app.Event{Kind: app.Contacted, On: from}}
		if rapid.Bool().Draw(t, "extended") {
			item.Extension = &app.Extension{Until: from.AddDays(rapid.IntRange(0, 600).Draw(t, "until")), Reason: "r"}
		}
		kept := rapid.SampledFrom([]string{"", "hold", app.BecauseRequest, app.BecauseRestricted}).Draw(t, "kept")
		switch kept {
		case "":
		case "hold":
			item.Holds = []app.Hold{{Reason: "r", ReviewOn: from.AddDays(4000)}}
		default:
			item.Guards = []app.Guard{{Because: kept}}
		}
		rule, _ := preset.Policy.Rule(class, from)
		start := from
		if class == app.ClassInvoice || class == app.ClassRealEstate {
			start = from[:5] + "12-31"
		}
		// Days around the boundary, and any day.
		near := start.AddDays(int(float64(rule.Months)*30.44) + rapid.IntRange(-5, 5).Draw(t, "near"))
		today := rapid.SampledFrom([]app.Day{near, from.AddDays(rapid.IntRange(0, 6000).Draw(t, "later"))}).Draw(t, "today")

		over := fullMonths(start, today.AddDays(-1)) >= rule.Months
		if e := item.Extension; e != nil && rule.Longest > 0 && over && today <= e.Until {
			over = fullMonths(start, today.AddDays(-1)) >= rule.Longest
		}
		timed := rule.Do != app.Keep && rule.From != app.FromCustomer
		want := timed && over && kept == ""
		d := app.DecideItem(item, preset.Policy, today)
		if d.Due(today) != want {
			t.Fatalf("%s: %s of %s, today %s, kept %q: due %v, want %v: %+v", preset.Code, class, from, today, kept, d.Due(today), want, d)
		}
		if d.Do == app.Keep && d.Because == "" {
			t.Fatalf("kept without a reason: %+v", d)
		}
		if want && d.Do != rule.Do {
			t.Fatalf("%s instead of %s", d.Do, rule.Do)
		}
	})
}
