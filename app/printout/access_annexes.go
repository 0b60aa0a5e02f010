package printout

import (
	"strings"
	"time"

	"kortisto/app"
)

// annexes are the copy of the data (GDPR Art. 15(3)): every field, every row.
func (a *access) annexes() {
	a.add(PageBreak{})
	for i, put := range []func(){a.card, a.consents, a.contacts, a.deliveries, a.holds, a.history, a.glossary} {
		key := "annex." + []string{"card", "consents", "contacts", "deliveries", "holds", "history", "glossary"}[i]
		a.add(Heading{Level: 2, Text: a.text("annex.title", "n", a.number(i+1), "what", a.text(key))})
		put()
	}
}

// cardField is a stored column of the card with its value.
type cardField struct{ column, value string }

func (a *access) fields() []cardField {
	c := a.in.Customer
	marketing := "no"
	if c.Marketing {
		marketing = "yes"
	}
	return []cardField{
		{"number", c.Number}, {"designation", c.Designation}, {"name", c.Name}, {"kind", a.code("kind", string(c.Kind))},
		{"business_id", c.BusinessID}, {"street", c.Street}, {"postcode", c.Postcode}, {"town", c.Town}, {"country", a.country()},
		{"phone", c.Phone}, {"email", c.Email}, {"language", a.code("language", string(c.Language))},
		{"created_on", showDay(c.CreatedOn)}, {"corrected_on", showDay(c.CorrectedOn)}, {"marketing", a.code("marketing", marketing)},
	}
}

// country is the country's name; an empty one is Finland.
func (a *access) country() string {
	if a.in.Customer.Country == "" {
		return a.code("country", "FI")
	}
	return a.code("country", a.in.Customer.Country)
}

// filled is the fields that hold something.
func (a *access) filled() []cardField {
	var out []cardField
	for _, f := range a.fields() {
		if strings.TrimSpace(f.value) != "" {
			out = append(out, f)
		}
	}
	return out
}

func (a *access) card() {
	var b Rows
	for _, f := range a.fields() {
		b.Rows = append(b.Rows, Fact{a.field("customers", f.column), a.orNone(f.value)})
	}
	a.add(b, Heading{Level: 3, Text: a.text("annex.persons")})
	t := Table{Columns: []Column{
		a.column("contact_persons.role", 26), a.column("contact_persons.name", 26), a.column("contact_persons.phone", 20), a.column("contact_persons.email", 28),
	}}
	for _, p := range a.in.Customer.Persons {
		t.Rows = append(t.Rows, cells(a.code("role", string(p.Role)), a.orNone(p.Name), a.orNone(p.Phone), a.orNone(p.Email)))
	}
	a.table(t)
}

func (a *access) consents() {
	t := Table{Columns: []Column{
		a.column("consents.on_day", 14), a.column("consents.given", 18), a.column("consents.channel", 14), a.column("consents.wording", 32), a.column("consents.source", 22),
	}}
	for _, c := range a.in.Consents {
		given := "no"
		if c.Given {
			given = "yes"
		}
		t.Rows = append(t.Rows, cells(a.day(c.On), a.code("consent", given), a.code("channel", string(c.Channel)), a.orNone(c.Wording), a.orNone(c.Source)))
	}
	a.table(t)
}

func (a *access) contacts() {
	t := Table{Columns: []Column{
		a.column("contacts.on_day", 13), a.column("contacts.channel", 14), a.column("contacts.direction", 14), a.column("contacts.text", 59),
	}}
	for _, c := range a.in.Contacts {
		channel := a.code("channel", string(c.Channel))
		if c.Mass {
			channel += "\n" + a.text("contacts.mass")
		}
		t.Rows = append(t.Rows, cells(a.day(c.On), channel, a.code("direction", string(c.Direction)), a.orNone(c.Text)))
	}
	a.table(t)
}

func (a *access) deliveries() {
	amount := a.column("deliveries.quantity", 14)
	amount.Right = true
	t := Table{Columns: []Column{a.column("deliveries.on_day", 13), a.column("deliveries.product", 73), amount}}
	for _, d := range a.in.Deliveries {
		t.Rows = append(t.Rows, cells(a.day(d.On), a.orNone(d.Product), a.orNone(decimal(d.Quantity))))
	}
	a.table(t)
}

func (a *access) holds() {
	t := Table{Columns: []Column{
		a.column("holds.placed_on", 14), a.column("holds.reason", 54), a.column("holds.review_on", 16), a.column("holds.lifted_on", 16),
	}}
	for _, h := range a.in.Holds {
		lifted := showDay(h.LiftedOn)
		if h.LiftedOn == "" {
			lifted = a.text("holds.standing")
		}
		t.Rows = append(t.Rows, cells(a.day(h.PlacedOn), a.orNone(h.Reason), a.day(h.ReviewOn), lifted))
	}
	a.table(t)
}

// history says what was done and when, never by whom.
func (a *access) history() {
	t := Table{Columns: []Column{a.column("audit.at", 13), a.column("audit.action", 37), a.column("audit.fields", 50)}}
	for _, r := range a.in.History {
		var fields []string
		for _, f := range r.Fields {
			fields = append(fields, a.auditField(f))
		}
		t.Rows = append(t.Rows, cells(a.day(auditDay(r)), a.code("action", r.Action), strings.Join(fields, ", ")))
	}
	a.table(t)
}

// auditField is the label of a field named in the log, with or without its
// table.
func (a *access) auditField(name string) string {
	if table, column, ok := strings.Cut(name, "."); ok {
		return a.field(table, column)
	}
	return a.field("customers", name)
}

// auditDay is the civil date of a log row, in the zone that the caller gave it.
func auditDay(r app.AuditRow) app.Day {
	at := r.At
	if at.IsZero() {
		at, _ = time.Parse(time.RFC3339, r.When)
	}
	if at.IsZero() {
		return ""
	}
	return app.DayOf(at)
}

func (a *access) glossary() {
	t := Table{Columns: []Column{a.column("column.term", 28), a.column("column.meaning", 72)}}
	for _, term := range []string{"controller", "basis", "consent", "interest", "restriction", "hold", "lastNeeded", "mass"} {
		t.Rows = append(t.Rows, cells(a.text("term."+term), a.text("meaning."+term)))
	}
	a.add(t)
}
