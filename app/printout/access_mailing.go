package printout

import (
	"kortisto/app"
)

// MailEntry is an entry of the e-mail list that belongs to the customer.
type MailEntry struct {
	Entry    app.ListEntry
	Consents []app.Consent // its own
	Sends    []app.Send
}

// mailing is what the e-mail list has on the customer.
func (a *access) mailing() {
	if len(a.in.Mailing) == 0 {
		a.say("found.none")
		return
	}
	yes := map[bool]string{true: "yes", false: "no"}
	for _, m := range a.in.Mailing {
		e := m.Entry
		values := map[string]string{
			"email": e.Email, "name": e.Name, "kind": a.code("kind", string(e.Kind)), "language": a.code("language", string(e.Language)),
			"origin": e.Origin, "work_duties": e.WorkDuties, "sold_on": showDay(e.Sale.On), "sold_what": e.Sale.What,
			"told": a.code("answer", yes[e.Sale.Told]), "added_on": showDay(e.AddedOn),
		}
		var b Rows
		for _, c := range app.AccessColumns("list_entries") {
			b.Rows = append(b.Rows, Fact{a.field("list_entries", c.Name), a.orNone(values[c.Name])})
		}
		a.add(b, Heading{Level: 3, Text: a.text("annex.listConsents")})
		a.table(a.listConsents(m.Consents))
		a.add(Heading{Level: 3, Text: a.text("annex.sends")})
		a.table(a.sends(m.Sends))
	}
}

func (a *access) listConsents(all []app.Consent) Table {
	t := Table{Columns: []Column{
		a.column("list_consents.on_day", 12), a.column("list_consents.given", 17), a.column("list_consents.channel", 14), a.column("list_consents.wording", 27), a.column("list_consents.source", 18), a.column("list_consents.recorded_at", 12),
	}}
	for _, c := range all {
		given := "no"
		if c.Given {
			given = "yes"
		}
		t.Rows = append(t.Rows, cells(a.day(c.On), a.code("consent", given), a.code("channel", string(c.Channel)), a.orNone(c.Wording), a.orNone(c.Source), a.moment(c.RecordedAt)))
	}
	return t
}

func (a *access) sends(all []app.Send) Table {
	t := Table{Columns: []Column{a.column("sends.at", 13), a.column("sends.subject", 47), a.column("sends.state", 20), a.column("sends.mode", 20)}}
	for _, s := range all {
		t.Rows = append(t.Rows, cells(a.moment(s.At), a.orNone(s.Subject), a.code("posted", string(s.State)), a.code("ground", string(s.Mode))))
	}
	return t
}
