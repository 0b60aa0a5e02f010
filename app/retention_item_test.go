package app_test

import (
	"slices"
	"testing"

	"kortisto/app"
)

func chat(id, customer string, on app.Day) app.Item {
	return app.Item{Class: app.ClassChat, Record: id, CustomerID: customer, Event: app.Event{Kind: app.Contacted, On: on, Ref: id}, Counts: app.Counts{Contacts: 1}}
}

func recording(on app.Day, until app.Day) app.Item {
	i := app.Item{Class: app.ClassRecording, Record: "r", CustomerID: "a", Event: app.Event{Kind: app.Contacted, On: on}, Counts: app.Counts{Attachments: 1}}
	if until != "" {
		i.Extension = &app.Extension{Until: until, Reason: "reklamaatio"}
	}
	return i
}

func codesOf(d app.Decision) []string {
	var out []string
	for _, s := range d.Steps {
		out = append(out, s.Code)
	}
	return out
}

func TestDecideItem(t *testing.T) {
	const today = app.Day("2026-11-21")
	year := func(class string, on app.Day) app.Item {
		return app.Item{Class: class, Record: "i", Event: app.Event{Kind: "financial-year-end", On: on}}
	}
	entry := func(kind app.EventKind, on app.Day) app.Item {
		return app.Item{Class: app.ClassMailing, Record: "e", Event: app.Event{Kind: kind, On: on}}
	}
	for name, c := range map[string]struct {
		item    app.Item
		policy  app.Policy
		do      app.Disposal
		until   app.Day
		because string
		steps   []string
	}{
		"a chat goes with its card":                      {chat("c", "a", "2020-01-01"), app.Softop(), app.Keep, "", app.BecauseCard, nil},
		"a chat after two months":                        {chat("c", "a", "2026-06-30"), app.App2day(), app.Erase, "2026-08-30", app.BecauseRecord, []string{"event", "period", "erase-on"}},
		"half a year after 31 August is 28 February":     {chat("c", "a", "2026-08-31"), app.Seamk(), app.Anonymise, "2027-02-28", app.BecauseRecord, []string{"event", "period", "erase-on"}},
		"what was ordered stays as long as it is":        {chat("c", "a", "2010-01-01"), app.Kouta(), app.Keep, "", app.BecauseOrder, nil},
		"without a day nothing goes on a guess":          {chat("c", "a", ""), app.App2day(), app.Keep, "", app.BecauseUnknownDate, nil},
		"without a rule nothing goes":                    {app.Item{Class: "unheard-of", Event: app.Event{On: "2000-01-01"}}, app.Softop(), app.Keep, "", app.BecauseNoRule, nil},
		"a recording after three months":                 {recording("2026-11-30", ""), app.Kivra(), app.Erase, "2027-02-28", app.BecauseRecord, []string{"event", "period", "erase-on"}},
		"a recording that is kept longer":                {recording("2026-01-10", "2026-09-01"), app.Kivra(), app.Erase, "2026-09-01", app.BecauseExtended, []string{"event", "period", "extended", "erase-on"}},
		"no recording past twelve months":                {recording("2026-01-10", "2030-01-01"), app.Kivra(), app.Erase, "2027-01-10", app.BecauseExtended, []string{"event", "period", "extended", "longest", "erase-on"}},
		"an extension never shortens":                    {recording("2026-01-10", "2026-02-01"), app.Kivra(), app.Erase, "2026-04-10", app.BecauseRecord, []string{"event", "period", "erase-on"}},
		"a class without a longest time is not extended": {app.Item{Class: app.ClassChat, Event: app.Event{On: "2026-01-10"}, Extension: &app.Extension{Until: "2027-01-01"}}, app.App2day(), app.Erase, "2026-03-10", app.BecauseRecord, []string{"event", "period", "erase-on"}},
		"an invoice six years from the end of the year":  {year(app.ClassInvoice, "2026-03-31"), app.Softop(), app.Erase, "2032-12-31", app.BecauseInvoice, []string{"event", "year-end", "period", "erase-on"}},
		"of real estate thirteen":                        {year(app.ClassRealEstate, "2026-03-31"), app.Softop(), app.Erase, "2039-12-31", app.BecauseInvoice, []string{"event", "year-end", "period", "erase-on"}},
		"books are told of and never touched":            {year(app.ClassBooks, "2010-03-31"), app.Softop(), app.Keep, "2020-03-31", app.BecauseInvoice, []string{"event", "period"}},
		"an entry from its consent":                      {entry(app.BecauseConsent, "2024-02-29"), app.Softop(), app.Erase, "2027-02-28", app.BecauseConsent, []string{"event", "period", "erase-on"}},
		"an entry from the last contact":                 {entry(app.BecauseContact, "2025-01-01"), app.Softop(), app.Erase, "2028-01-01", app.BecauseContact, []string{"event", "period", "erase-on"}},
		"an entry without consent goes the next day":     {entry(app.BecauseWithdrawn, "2026-11-20"), app.Kouta(), app.Erase, "2026-11-20", app.BecauseWithdrawn, []string{"event", "period", "erase-on"}},
		"a closed request":                               {app.Item{Class: app.ClassRequest, Event: app.Event{On: "2024-01-01"}}, app.Softop(), app.Erase, "2027-01-01", app.BecauseClosed, []string{"event", "period", "erase-on"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := app.DecideItem(c.item, c.policy, today)
			if d.Do != c.do || d.Until != c.until || d.Because != c.because || !slices.Equal(codesOf(d), c.steps) {
				t.Errorf("got %s until %s because %s, %v; want %s until %s because %s, %v", d.Do, d.Until, d.Because, codesOf(d), c.do, c.until, c.because, c.steps)
			}
			if d.Do != app.Keep && d.EraseOn != d.Until.AddDays(1) {
				t.Errorf("kept until %s, gone from %s", d.Until, d.EraseOn)
			}
		})
	}
}

func TestGuards(t *testing.T) {
	const today = app.Day("2026-11-21")
	request := app.Guard{Because: app.BecauseRequest, Until: "2026-12-10", Ref: "q", Text: "TP-2026-07"}
	restricted := app.Guard{Because: app.BecauseRestricted, Ref: "x", Text: "accuracy"}
	hold := app.Hold{ID: "h", Reason: "riita", ReviewOn: "2027-02-01"}
	for name, c := range map[string]struct {
		holds   []app.Hold
		guards  []app.Guard
		because string
		until   app.Day
		steps   []string
	}{
		"an open request":                 {nil, []app.Guard{request}, app.BecauseRequest, "2026-12-10", []string{"open-request"}},
		"a restriction, while it stands":  {nil, []app.Guard{restricted}, app.BecauseRestricted, "", []string{"restricted"}},
		"a hold":                          {[]app.Hold{hold}, nil, app.BecauseHold, "2027-02-01", []string{"hold"}},
		"a request and a hold":            {[]app.Hold{hold}, []app.Guard{request}, app.BecauseRequest, "2027-02-01", []string{"open-request", "hold"}},
		"what is not paid yet":            {[]app.Hold{{ID: "h", Kind: app.HoldReceivable, Reason: "lasku 1042", ReviewOn: "2027-02-01"}}, nil, app.BecauseReceivable, "2027-02-01", []string{"open-receivable"}},
		"a restriction stands before all": {[]app.Hold{hold}, []app.Guard{request, restricted}, app.BecauseRestricted, "", []string{"restricted", "open-request", "hold"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := app.File{Record: "a", Events: []app.Event{{Kind: app.Created, On: "2020-01-01"}}, Holds: c.holds, Guards: c.guards}
			i := chat("c", "a", "2026-01-01")
			i.Holds, i.Guards = c.holds, c.guards
			for _, d := range []app.Decision{app.Decide(f, app.App2day(), today), app.DecideItem(i, app.App2day(), today)} {
				if d.Do != app.Keep || d.Due(today) || d.Because != c.because || d.Until != c.until {
					t.Errorf("%s: got %s until %q because %s", d.Class, d.Do, d.Until, d.Because)
				}
				if got := codesOf(d)[3:]; !slices.Equal(got, c.steps) {
					t.Errorf("%s: told %v, want %v", d.Class, got, c.steps)
				}
			}
		})
	}
}

// A contact that was erased by a rule of its own leaves its day: the card does
// not go earlier for it.
func TestErasedContactStillCounts(t *testing.T) {
	f := app.File{Record: "a", Events: []app.Event{{Kind: app.Created, On: "2020-01-01"}, {Kind: app.Contacted, On: "2025-06-01"}}}
	if d := app.Decide(f, app.App2day(), "2026-11-21"); d.Until != "2028-06-01" || d.LastNeeded.Ref != "" {
		t.Errorf("got %+v", d)
	}
}

func TestReviewOfItems(t *testing.T) {
	const today = app.Day("2026-11-21")
	going := app.File{Record: "a", Number: "1", Events: []app.Event{{Kind: app.Contacted, On: "2020-01-01"}}, Counts: app.Counts{Customers: 1, Contacts: 3}}
	staying := app.File{Record: "b", Number: "2", Events: []app.Event{{Kind: app.Contacted, On: "2026-10-01"}}, Counts: app.Counts{Customers: 1}}
	items := []app.Item{chat("on a", "a", "2020-01-01"), chat("on b", "b", "2026-09-20"), chat("b later", "b", "2026-10-01"), chat("b far", "b", "2026-11-20")}
	records := func(within int, itemsFirst bool) (out []string, v app.Review) {
		r := app.NewReviewer(app.App2day(), today, within)
		add := func() {
			for _, i := range items {
				r.AddItem(i)
			}
		}
		if itemsFirst {
			add()
		}
		r.Add(going)
		r.Add(staying)
		if !itemsFirst {
			add()
		}
		v = r.Review()
		for _, d := range v.Decisions {
			out = append(out, d.Record)
		}
		return out, v
	}
	for _, first := range []bool{true, false} {
		got, v := records(30, first)
		if want := []string{"a", "on b", "b later"}; !slices.Equal(got, want) {
			t.Errorf("what hangs on a card that goes is left out: got %v, want %v", got, want)
		}
		if want := (app.Counts{Customers: 1, Contacts: 4}); v.Counts != want {
			t.Errorf("counted %+v, want %+v", v.Counts, want)
		}
	}
	_, before := records(0, false)
	if _, wider := records(30, true); wider.Digest != before.Digest {
		t.Error("looking further ahead changed the digest")
	}
	items[1].Counts.Messages++
	if _, after := records(0, false); after.Digest == before.Digest {
		t.Error("the digest does not see what is in an item")
	}
}

func TestOutlookByClass(t *testing.T) {
	const today = app.Day("2026-11-21")
	o := app.NewOutlook(app.App2day(), today, 3)
	o.Add(app.File{Record: "a", Events: []app.Event{{Kind: app.Created, On: "2023-11-30"}}, Counts: app.Counts{Customers: 1, Contacts: 3, Deliveries: 2}}) // goes on 1 December
	for _, i := range []app.Item{
		chat("due", "a", "2026-01-01"),      // before its card
		chat("with it", "a", "2026-10-01"),  // on 2 December: the card takes it along
		chat("later", "b", "2026-11-20"),    // on 21 January
		chat("too late", "b", "2026-12-20"), // beyond
	} {
		o.AddItem(i)
	}
	want := []app.ClassMonths{
		{Class: app.ClassCustomer, Records: []int{0, 0, 1, 0}},
		{Class: app.ClassContact, Records: []int{0, 0, 2, 0}}, // one of the three is gone by then
		{Class: app.ClassChat, Records: []int{1, 0, 0, 1}},
		{Class: app.ClassDelivery, Records: []int{0, 0, 2, 0}},
	}
	if got := o.ByClass(); !slices.EqualFunc(got, want, func(a, b app.ClassMonths) bool { return a.Class == b.Class && slices.Equal(a.Records, b.Records) }) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := o.Months()[0].Counts.Contacts; got != 1 {
		t.Errorf("%d contacts are due, want 1", got)
	}
}
