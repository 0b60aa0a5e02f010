package printout

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"kortisto/app"
)

// annexKeys are the annexes in their order.
var annexKeys = []string{"card", "consents", "contacts", "deliveries", "invoices", "disclosures", "history", "glossary"}

// annexes are the copy of the data (GDPR Art. 15(3)): every field, every row.
func (a *access) annexes() {
	a.add(PageBreak{})
	for i, put := range []func(){a.cards, a.permissions, a.contacts, a.deliveries, a.invoices, a.disclosures, a.processing, a.glossary} {
		a.add(Heading{Level: 2, Text: a.text("annex.title", "n", a.number(i+1), "what", a.code("annex", annexKeys[i]))})
		if i == 0 || i >= 4 && i != 5 {
			put()
			continue
		}
		a.perCard(put)
	}
}

// perCard does something for each card, under its number where there are several.
func (a *access) perCard(put func()) {
	several := len(a.in.Cards) > 0
	a.everyCard(func() {
		if several {
			a.add(Heading{Level: 3, Text: a.text("annex.ofCard", "number", a.in.Customer.Number)})
		}
		put()
	})
}

// cards is the first annex: the card, what keeps it, and what stands elsewhere.
func (a *access) cards() {
	a.perCard(func() {
		if a.in.Customer.Number == "" {
			a.say("found.none")
			return
		}
		a.card()
		a.add(Heading{Level: 3, Text: a.text("annex.holds")})
		a.holds()
	})
	a.restrictions()
	a.elsewhere()
}

func (a *access) permissions() {
	a.consents()
	a.add(Heading{Level: 3, Text: a.text("annex.mailing")})
	a.mailing()
}

// invoices are not kept in this register: it says so under their number.
func (a *access) invoices() { a.say("annex.invoices.none") }

// processing is the history of the data and of the requests about them.
func (a *access) processing() {
	a.perCard(a.history)
	if len(a.in.Requests) > 0 {
		a.add(Heading{Level: 3, Text: a.text("annex.requests")})
		a.requests()
	}
}

// restrictions and the uses of what was restricted (Art. 18).
func (a *access) restrictions() {
	if len(a.in.Restrictions) == 0 {
		return
	}
	a.add(Heading{Level: 3, Text: a.text("annex.restrictions")})
	for _, r := range a.in.Restrictions {
		a.add(a.facts("restrictions", map[string]string{
			"ground": a.code("restriction", string(r.Ground)), "scope": a.orAll(r.Scope), "from_day": showDay(r.From),
			"review_on": showDay(r.ReviewOn), "notice_on": showDay(r.NoticeOn), "lifted_on": a.orStanding(r.LiftedOn),
		}))
	}
	if len(a.in.Uses) == 0 {
		return
	}
	a.add(Heading{Level: 3, Text: a.text("annex.uses")})
	t := Table{Columns: []Column{
		a.column("restriction_uses.on_day", 14), a.column("restriction_uses.what", 22), a.column("restriction_uses.ground", 32), a.column("restriction_uses.reason", 32),
	}}
	for _, u := range a.in.Uses {
		t.Rows = append(t.Rows, cells(a.day(u.On), a.code("used", u.What), a.code("use", string(u.Ground)), a.orNone(u.Reason)))
	}
	a.add(t)
}

// facts are the columns of a row that the data map gives the person to see.
func (a *access) facts(table string, values map[string]string) Rows {
	var b Rows
	for _, c := range app.AccessColumns(table) {
		b.Rows = append(b.Rows, Fact{a.field(table, c.Name), a.orNone(values[c.Name])})
	}
	return b
}

func (a *access) orAll(scope string) string {
	if strings.TrimSpace(scope) == "" {
		return a.text("annex.all")
	}
	return scope
}

// elsewhere is what stands about the person in records that are another's: the
// passages that speak of them, and no more.
func (a *access) elsewhere() {
	if len(a.in.Elsewhere) == 0 {
		return
	}
	a.add(Heading{Level: 3, Text: a.text("annex.elsewhere")})
	t := Table{Columns: []Column{a.column("column.register", 28), a.column("contacts.on_day", 14), a.column("column.content", 58)}}
	for _, e := range a.in.Elsewhere {
		var lines []string
		if e.Company != "" {
			lines = append(lines, a.code("place_register", "customers")+": "+e.Company)
		}
		table := e.Register
		if table == "requests" {
			table = "request_people" // where it stands who asked
		}
		for _, f := range e.Facts {
			value := f.Value
			if f.Column == "role" {
				value = a.code("role", value)
			}
			lines = append(lines, a.field(table, f.Column)+": "+value)
		}
		lines = append(lines, joined("", e.Text)...)
		t.Rows = append(t.Rows, cells(a.code("place_register", e.Register), a.day(e.On), a.orNone(strings.Join(lines, "\n"))))
	}
	a.add(t)
}

// cardField is a stored column of the card with its value.
type cardField struct{ column, value string }

// fields are the columns of a card that the data map gives the customer to see,
// and the permission that is worked out from the ledger.
func (a *access) fields(c app.Customer) []cardField {
	values := map[string]string{
		"number": c.Number, "designation": c.Designation, "name": c.Name, "kind": a.code("kind", string(c.Kind)),
		"business_id": c.BusinessID, "street": c.Street, "postcode": c.Postcode, "town": c.Town, "country": a.country(c.Country),
		"phone": c.Phone, "email": c.Email, "language": a.code("language", string(c.Language)),
		"created_on": showDay(c.CreatedOn), "corrected_on": showDay(c.CorrectedOn),
	}
	var out []cardField
	for _, column := range app.AccessColumns("customers") {
		out = append(out, cardField{column.Name, values[column.Name]})
	}
	return out
}

// country is a country's name; an empty one is Finland.
func (a *access) country(code string) string { return a.code("country", cmp.Or(code, "FI")) }

// held is the fields that hold something.
func held(fields []cardField) []cardField {
	return slices.DeleteFunc(fields, func(f cardField) bool { return strings.TrimSpace(f.value) == "" })
}

func (a *access) card() {
	var b Rows
	for _, f := range a.fields(a.in.Customer) {
		b.Rows = append(b.Rows, Fact{a.field("customers", f.column), a.orNone(f.value)})
	}
	marketing := "no"
	if a.in.Customer.Marketing {
		marketing = "yes"
	}
	b.Rows = append(b.Rows, Fact{a.text("customers.marketing"), a.code("marketing", marketing)})
	a.add(b, Heading{Level: 3, Text: a.text("annex.persons")})
	a.table(a.persons(a.in.Customer.Persons))
	if len(a.in.Imports) > 0 {
		a.imports()
	}
}

func (a *access) persons(all []app.ContactPerson) Table {
	t := Table{Columns: []Column{
		a.column("contact_persons.role", 26), a.column("contact_persons.name", 26), a.column("contact_persons.phone", 20), a.column("contact_persons.email", 28),
	}}
	for _, p := range all {
		t.Rows = append(t.Rows, cells(a.code("role", string(p.Role)), a.orNone(p.Name), a.orNone(p.Phone), a.orNone(p.Email)))
	}
	return t
}

// imports shows what files changed, with the values that they replaced.
func (a *access) imports() {
	a.add(Heading{Level: 3, Text: a.text("annex.imports")})
	t := Table{Columns: []Column{a.column("import_rows.at", 13), a.column("import_rows.did", 22), a.column("import_rows.before", 65)}}
	for _, i := range a.in.Imports {
		var before []string
		if i.Before != nil {
			for _, f := range held(a.fields(*i.Before)) {
				before = append(before, a.field("customers", f.column)+": "+f.value)
			}
			for _, p := range i.Before.Persons {
				before = append(before, a.code("role", string(p.Role))+": "+strings.Join(joined(", ", p.Name, p.Phone, p.Email), ""))
			}
		}
		t.Rows = append(t.Rows, cells(a.day(i.On), a.code("did", i.Did), strings.Join(before, "\n")))
	}
	a.add(t)
}

func (a *access) consents() {
	t := Table{Columns: []Column{
		a.column("consents.on_day", 12), a.column("consents.given", 17), a.column("consents.channel", 14), a.column("consents.wording", 27), a.column("consents.source", 18), a.column("consents.recorded_at", 12),
	}}
	for _, c := range a.in.Consents {
		given := "no"
		if c.Given {
			given = "yes"
		}
		t.Rows = append(t.Rows, cells(a.day(c.On), a.code("consent", given), a.code("channel", string(c.Channel)), a.orNone(c.Wording), a.orNone(c.Source), a.moment(c.RecordedAt)))
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
		a.column("holds.placed_on", 14), a.column("holds.kind", 18), a.column("holds.reason", 38), a.column("holds.review_on", 15), a.column("holds.lifted_on", 15),
	}}
	for _, h := range a.in.Holds {
		lifted := showDay(h.LiftedOn)
		if h.LiftedOn == "" {
			lifted = a.text("holds.standing")
		}
		t.Rows = append(t.Rows, cells(a.day(h.PlacedOn), a.code("hold_kind", h.Normalised().Kind), a.orNone(h.Reason), a.day(h.ReviewOn), lifted))
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

// auditField is what people call a field that the log names: a field of the
// card, of a contact person, of a contact, or a whole register.
func (a *access) auditField(name string) string {
	for _, f := range app.CustomerFields() {
		switch {
		case f.Name != name:
		case f.Table == "contact_persons":
			return a.text("annex.persons") + " (" + strings.ToLower(a.text(f.Label())) + ")"
		case f.Name == "marketing":
			return a.text("customers.marketing")
		default:
			return a.text(f.Label())
		}
	}
	if name == "persons" {
		return a.text("annex.persons")
	}
	if slices.Contains(app.RequestKinds(), app.RequestKind(name)) { // of a request the log names the kind
		return a.code("ask", name)
	}
	if label, ok := app.ContactLabel(name); ok {
		if label == "" {
			return a.code("register", "contacts")
		}
		return a.code("register", "contacts") + " (" + strings.ToLower(a.text(label)) + ")"
	}
	if name == "list_entries" {
		return a.code("register", "mailing")
	}
	if s, ok := a.words["place_register."+name]; ok {
		return s
	}
	return a.code("register", name)
}

// moment is the day of a time, in the zone that the caller gave it.
func (a *access) moment(t time.Time) string {
	if t.IsZero() {
		return a.orNone("")
	}
	return a.day(app.DayOf(t))
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
	for _, term := range []string{"controller", "processor", "recipient", "basis", "consent", "interest", "restriction", "hold", "lastNeeded", "mass"} {
		t.Rows = append(t.Rows, cells(a.text("term."+term), a.text("meaning."+term)))
	}
	a.add(t)
}
