package printout

import (
	"slices"
	"strings"

	"kortisto/app"
)

// recipients are named, one by one (Art. 15(1)(c); CJEU C-154/21): whom the log of
// disclosures knows, and whoever else handles the firm's customer data.
func (a *access) recipients() {
	a.head("access.recipients")
	var who []string
	annex := 0
	a.everyCard(func() {
		for _, d := range a.in.Disclosures {
			if name := a.orNone(d.Recipient); !slices.Contains(who, name) {
				who = append(who, name)
			}
		}
	})
	for _, r := range a.found() {
		if r.key == "disclosures" {
			annex = r.annex
		}
	}
	if len(who) == 0 {
		a.say("access.recipients.text")
	} else {
		a.say("access.recipients.given", "list", strings.Join(who, "; "), "n", a.number(annex))
	}
	t := Table{Columns: []Column{a.column("column.name", 32), a.column("column.role", 30), a.column("column.holds", 38)}}
	for _, p := range a.standing(true) {
		role := "independent"
		if p.Processor {
			role = "processor"
		}
		t.Rows = append(t.Rows, cells(p.Name, a.code("handles", role), a.orNone(p.Holds)))
	}
	if len(t.Rows) > 0 {
		a.say("access.recipients.handle")
		a.add(t)
	}
}

// places are where else data may lie: what the firm has told the program of.
func (a *access) places() {
	t := Table{Columns: []Column{a.column("column.place", 46), a.column("column.holds", 54)}}
	for _, p := range a.standing(false) {
		t.Rows = append(t.Rows, cells(p.Name, a.orNone(p.Holds)))
	}
	if len(t.Rows) > 0 {
		a.say("access.places")
		a.add(t)
	}
}

// standing are the places in use, of the firm or of others.
func (a *access) standing(others bool) []app.Place {
	return slices.DeleteFunc(slices.Clone(a.in.Places), func(p app.Place) bool {
		return p.Recipient != others || (p.EndedOn != "" && p.EndedOn <= a.in.Today)
	})
}

// eea are the countries of the European Economic Area; empty is Finland.
var eea = strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK AX")

// transfers names who has data outside the European Economic Area, and what
// protects them there (Art. 15(2)).
func (a *access) transfers() {
	a.head("access.transfers")
	some := false
	for _, p := range append(a.standing(true), a.standing(false)...) {
		if p.Country != "" && !slices.Contains(eea, p.Country) {
			some = true
			a.say("access.transfers.one", "name", p.Name, "country", a.country(p.Country), "safeguard", a.orNone(p.Safeguard))
		}
	}
	if !some {
		a.say("access.transfers.text")
	}
}

// origin says where the data came from (Art. 15(1)(g)).
func (a *access) origin() {
	a.head("access.origin")
	imported := false
	a.everyCard(func() {
		switch c := a.in.Customer; {
		case len(a.in.Imports) > 0:
			imported = true
			a.say("access.origin.import", "day", a.day(a.in.Imports[0].On))
		case c.Number != "":
			a.say("access.origin.text", "day", a.day(c.CreatedOn))
		}
	})
	if imported {
		a.say("access.origin.annex")
	}
	a.everyCard(func() {
		for _, m := range a.in.Mailing {
			if origin := strings.TrimRight(m.Entry.Origin, ". "); origin != "" {
				a.say("access.origin.entry", "email", m.Entry.Email, "origin", origin)
			} else {
				a.say("access.origin.entryUnknown", "email", m.Entry.Email, "day", a.day(m.Entry.AddedOn))
			}
		}
	})
	if a.contactPerson() {
		a.say("access.origin.person")
	}
	if slices.ContainsFunc(a.in.Elsewhere, Elsewhere.mention) {
		a.say("access.origin.elsewhere")
	}
}

func (a *access) rights() {
	a.head("access.rights")
	a.marketingRight()
	a.say("access.rights.text")
}

// withheld says how many places are hidden, and why (Art. 15(4)).
func (a *access) withheld() {
	if len(a.in.Redactions) == 0 {
		return
	}
	a.head("access.withheld")
	a.say("access.withheld.text")
	var reasons []string
	n := map[string]int{}
	for _, r := range a.in.Redactions {
		if n[r.Reason]++; n[r.Reason] == 1 {
			reasons = append(reasons, r.Reason)
		}
	}
	t := Table{Columns: []Column{a.column("column.reason", 80), {Head: a.text("column.places"), Width: 20, Right: true}}}
	for _, r := range reasons {
		t.Rows = append(t.Rows, cells(a.code("withheld", r), a.number(n[r])))
	}
	a.add(t)
	a.say("access.withheld.ombudsman")
}

// backups says what the copies of the whole register hold, and for how long.
func (l *letter) backups(places []app.Place) {
	l.say("backups.text")
	for _, p := range places {
		if !p.Recipient && p.EndedOn == "" && p.Days > 0 {
			l.say("backups.rotation", "name", p.Name, "days", l.count("days", p.Days))
		}
	}
}

// copies is what may lie outside of the open register: its backups, and there what
// was erased from it before.
func (a *access) copies() {
	a.head("access.backups")
	a.backups(a.in.Places)
	for _, f := range a.in.Aside {
		switch f.Aside {
		case app.AsideBackups:
			a.say("backups.closed")
		case app.AsideErased:
			a.say("backups.erased", "day", showDay(f.From))
		}
	}
}

// aside is what the search met beside the registers: files that were taken out,
// what could take a merge of cards back, and more hits than one search lists.
func (a *access) aside() {
	merged := a.anyCard(func(in AccessInput) bool {
		return slices.ContainsFunc(in.History, func(r app.AuditRow) bool { return r.Action == "customer-merged" })
	})
	for _, f := range a.in.Aside {
		switch f.Aside {
		case app.AsideCopies:
			when := showDay(f.From)
			if f.To != f.From {
				when = a.text("retention.between", "first", when, "last", showDay(f.To))
			}
			a.say("access.aside.copies", "n", a.number(f.Count), "when", when)
		case app.AsideUndo:
			if merged {
				a.say("access.aside.undo")
			}
		case app.AsideMore:
			a.say("access.aside.more", "register", a.code("place_register", f.Register))
		}
	}
}

// extension repeats that more time was taken, and why (Art. 12(3)).
func (a *access) extension() {
	r := a.in.Request
	if r == nil || r.ExtendedOn == "" {
		return
	}
	a.head("access.extension")
	a.say("access.extension.text", "day", showDay(r.ExtendedOn), "reason", a.orNone(r.ExtendReason))
}
