package app_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/app"
)

func TestPresetsCoverEveryClass(t *testing.T) {
	if len(app.Presets()) != 5 || app.Presets()[0].Code != "softop" {
		t.Fatalf("got %v", app.PresetCodes())
	}
	for _, p := range app.Presets() {
		if len(p.Policy) != len(app.Classes()) {
			t.Errorf("%s has %d rules", p.Code, len(p.Policy))
		}
		for _, class := range app.Classes() {
			r, ok := p.Policy.Rule(class, "2018-05-25")
			l := app.LimitsOf(class)
			if !ok || r.Basis == "" || r.Source == "" {
				t.Errorf("%s: %s is %+v", p.Code, class, r)
			}
			if r.From == app.FromOrder {
				continue
			}
			if !slices.Contains(l.From, r.From) || !slices.Contains(l.Do, r.Do) || r.From != app.FromCustomer && (r.Months < l.Least || r.Months > l.Most || r.Longest > l.Most) {
				t.Errorf("%s: what it promises of %s is beyond its own limits: %+v, %+v", p.Code, class, r, l)
			}
		}
	}
}

// What each notice says, and nothing more, bears the notice's name.
func TestPresetsSayWhatTheNoticeSays(t *testing.T) {
	for code, want := range map[string]string{
		"softop":  "customer last-needed 36 0 erase",
		"kivra":   "recording record 3 12 erase",
		"app2day": "chat record 2 0 erase; technical record 2 0 erase",
		"seamk":   "chat record 6 0 anonymise; technical record 6 0 erase",
	} {
		p, _ := app.FindPreset(code)
		var got []string
		for _, r := range p.Policy {
			if r.Source == "notice-"+code {
				got = append(got, strings.Join([]string{r.Class, r.From, strconv.Itoa(r.Months), strconv.Itoa(r.Longest), string(r.Do)}, " "))
			}
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s: %s, want %s", code, s, want)
		}
	}
	kouta, _ := app.FindPreset("kouta")
	for _, r := range kouta.Policy {
		if r.Source == "notice-kouta" && (r.From != app.FromOrder || r.Do != app.Keep) {
			t.Errorf("a processor decides nothing by itself: %+v", r)
		}
	}
}

func TestCheckRule(t *testing.T) {
	const today = app.Day("2026-11-21")
	for name, c := range map[string]struct {
		preset app.Policy
		rule   app.Rule
		want   string // field: code, …
	}{
		"shorter than the notice":                 {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 24}, ""},
		"longer wants a reason":                   {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 48}, "reason: rule-reason-missing"},
		"and has one":                             {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 48, Reason: "Huoltosopimus kestää neljä vuotta."}, ""},
		"never longer than ten years":             {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 121, Reason: "r"}, "months: rule-above-cap"},
		"a time has to be some time":              {app.Softop(), app.Rule{Class: app.ClassCustomer}, "months: rule-below-law"},
		"a card is not made anonymous":            {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 36, Do: app.Anonymise}, "do: choice-invalid"},
		"invoices no shorter than the law":        {app.Softop(), app.Rule{Class: app.ClassInvoice, Months: 71}, "months: rule-below-law"},
		"as long as the law":                      {app.Softop(), app.Rule{Class: app.ClassInvoice, Months: 72}, ""},
		"longer than the law wants a reason":      {app.Softop(), app.Rule{Class: app.ClassInvoice, Months: 84}, "reason: rule-reason-missing"},
		"real estate thirteen years":              {app.Softop(), app.Rule{Class: app.ClassRealEstate, Months: 155}, "months: rule-below-law"},
		"books are not decided here":              {app.Softop(), app.Rule{Class: app.ClassBooks, Months: 120}, "class: rule-fixed"},
		"nor what goes with the card":             {app.Softop(), app.Rule{Class: app.ClassDelivery, From: app.FromRecord, Months: 12}, "class: rule-fixed"},
		"a recording at most twelve months":       {app.Kivra(), app.Rule{Class: app.ClassRecording, Months: 13, Longest: 13, Reason: "r"}, "months: rule-above-cap, longest: rule-above-cap"},
		"a single one no shorter than the others": {app.Kivra(), app.Rule{Class: app.ClassRecording, Months: 3, Longest: 2}, "longest: rule-longest-shorter"},
		"recordings for a month":                  {app.Kivra(), app.Rule{Class: app.ClassRecording, Months: 1, Longest: 1}, ""},
		"a chat that had its time loses it":       {app.App2day(), app.Rule{Class: app.ClassChat, From: app.FromCustomer}, "reason: rule-reason-missing"},
		"a chat gets a time of its own":           {app.Softop(), app.Rule{Class: app.ClassChat, From: app.FromRecord, Months: 6, Do: app.Anonymise}, ""},
		"what was to go is made anonymous":        {app.App2day(), app.Rule{Class: app.ClassChat, Months: 2, Do: app.Anonymise}, "reason: rule-reason-missing"},
		"a promise begins today or later":         {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 24, Since: "2026-11-20"}, "since: day-past"},
		"later":                                   {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 24, Since: "2027-01-01"}, ""},
		"on a day that is one":                    {app.Softop(), app.Rule{Class: app.ClassCustomer, Months: 24, Since: "2027-02-30"}, "since: day-invalid"},
		"of a class that is one":                  {app.Softop(), app.Rule{Class: "kaikki", Months: 24}, "class: choice-invalid"},
		"a processor needs the order":             {app.Kouta(), app.Rule{Class: app.ClassChat, From: app.FromRecord, Months: 2}, "reason: rule-reason-missing"},
		"and has it":                              {app.Kouta(), app.Rule{Class: app.ClassChat, From: app.FromRecord, Months: 2, Reason: "Tilaajan ohje 1.11.2026"}, ""},
		"back to the order":                       {app.Kouta(), app.Rule{Class: app.ClassChat, From: app.FromOrder}, ""},
		"only a processor has an order":           {app.Softop(), app.Rule{Class: app.ClassChat, From: app.FromOrder}, "from: choice-invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, e := range c.rule.Normalised(c.preset, today).Check(c.preset, today) {
				got = append(got, e.Field+": "+e.Code)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestNewestRuleCounts(t *testing.T) {
	p := append(app.Softop(),
		app.Rule{Class: app.ClassCustomer, Months: 24, Since: "2026-12-01"},
		app.Rule{Class: app.ClassCustomer, Months: 30, Since: "2026-12-01"})
	for day, want := range map[app.Day]int{"2026-11-30": 36, "2026-12-01": 30} {
		if r, _ := p.Rule(app.ClassCustomer, day); r.Months != want {
			t.Errorf("%s: %d months, want %d", day, r.Months, want)
		}
		if now := p.InForce(day); len(now) != len(app.Classes()) || now[0].Months != want {
			t.Errorf("%s: in force are %d rules, the first of %d months", day, len(now), now[0].Months)
		}
	}
}
