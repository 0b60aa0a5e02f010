package printout

import (
	"slices"

	"kortisto/app"
)

// purposes lists only what applies to this person (Art. 15(1)(a)).
func (a *access) purposes() {
	a.head("access.purposes")
	t := Table{Columns: []Column{a.column("column.purpose", 46), a.column("column.basis", 54)}}
	said := map[string]bool{}
	row := func(when bool, key string, values ...string) {
		if when && !said[key] {
			said[key] = true
			t.Rows = append(t.Rows, cells(a.text("purpose."+key), a.text("basis."+key, values...)))
		}
	}
	a.everyCard(func() {
		c := a.in.Customer
		row(c.Number != "" && c.Kind.Natural(), "order")
		row(c.Number != "" && !c.Kind.Natural(), "company")
	})
	row(a.anyCard(func(in AccessInput) bool { return len(in.Customer.Persons) > 0 }) || a.contactPerson(), "persons")
	row(slices.ContainsFunc(a.in.Elsewhere, Elsewhere.mention), "mentions")
	row(a.anyCard(AccessInput.recorded), "recording")
	row(a.anyCard(func(in AccessInput) bool { return len(in.Technical) > 0 }), "technical")
	given := a.marketing()
	row(given != "", "marketing", "day", showDay(given))
	a.everyCard(func() {
		for _, m := range a.in.Mailing {
			e := m.Entry
			if e.Standing.Permission == app.PermissionGiven || e.Standing.Permission == app.PermissionRefused {
				continue
			}
			row(e.Sale.Recorded(), "sale")
			row(!e.Sale.Recorded(), "list")
		}
	})
	row(a.anyCard(AccessInput.proves), "proof")
	row(a.anyCard(func(in AccessInput) bool { return hasStanding(in.Holds) }), "hold")
	row(slices.ContainsFunc(a.in.Restrictions, func(r app.Restriction) bool { return r.LiftedOn == "" }), "restriction")
	row(a.in.Request != nil || len(a.in.Requests) > 0, "request")
	row(a.anyCard(func(in AccessInput) bool { return len(in.History) > 0 }), "history")
	a.add(t)
}

// anyCard says whether something is so of any card of the person.
func (a *access) anyCard(so func(AccessInput) bool) (any bool) {
	a.everyCard(func() { any = any || so(a.in) })
	return any
}

// mention says that the person is spoken of in somebody else's matter, and is not
// there as a contact person.
func (e Elsewhere) mention() bool {
	return !slices.Contains([]string{"contact_persons", "customers", "requests"}, e.Register)
}

// contactPerson says whether the person stands on another's card to be reached.
func (a *access) contactPerson() bool {
	return slices.ContainsFunc(a.in.Elsewhere, func(e Elsewhere) bool { return e.Register == "contact_persons" || e.Register == "customers" })
}

func (in AccessInput) recorded() bool {
	return slices.ContainsFunc(in.Attachments, func(f app.Attachment) bool { return f.Recording })
}

func (in AccessInput) proves() bool {
	return len(in.Consents) > 0 || slices.ContainsFunc(in.Mailing, func(m MailEntry) bool { return len(m.Consents) > 0 })
}

// marketing is the day of a permission that stands, on a card or on the e-mail
// list; empty for none.
func (a *access) marketing() (day app.Day) {
	a.everyCard(func() {
		if n := len(a.in.Consents); day == "" && a.in.Customer.Marketing && n > 0 {
			day = a.in.Consents[n-1].On
		}
	})
	a.everyCard(func() {
		for _, m := range a.in.Mailing {
			if day == "" && m.Entry.Standing.Permission == app.PermissionGiven {
				day = m.Entry.Standing.On
			}
		}
	})
	return day
}

func hasStanding(holds []app.Hold) bool {
	for _, h := range holds {
		if h.LiftedOn == "" {
			return true
		}
	}
	return false
}
