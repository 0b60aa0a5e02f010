package printout

import (
	"strings"

	"kortisto/app"
)

// AskedBefore is a request of the customer's with what was done about it.
type AskedBefore struct {
	Request app.Request
	History []app.RequestEvent
	Letters []app.IssuedLetter // that went out
}

// requests is the annex of the customer's requests: all of them in one table,
// then each by itself.
func (a *access) requests() {
	t := Table{Columns: []Column{
		a.column("requests.number", 18), a.column("requests.kind", 32), a.column("requests.received", 16), a.column("requests.state", 20), a.column("requests.closed_on", 14),
	}}
	for _, r := range a.in.Requests {
		t.Rows = append(t.Rows, cells(r.Request.Number, a.asked(r.Request), a.day(r.Request.Received), a.code("stage", string(r.Request.State)), a.day(r.Request.ClosedOn)))
	}
	a.table(t)
	for _, r := range a.in.Requests {
		a.add(Heading{Level: 3, Text: r.Request.Number})
		a.add(a.requestFacts(r.Request))
		a.waits(r.Request.Pauses)
		a.happened(r.History)
		a.sent(r.Letters)
	}
}

func (a *access) asked(r app.Request) string {
	if r.Marketing {
		return a.code("ask", "marketing")
	}
	return a.code("ask", string(r.Kind))
}

// requestFacts are the columns of a request that hold something, in the order of
// the data map: the file's own, then who asked.
func (a *access) requestFacts(r app.Request) Rows {
	values := map[string]string{
		"requests.channel": a.code("channel", string(r.Channel)), "requests.verified_on": showDay(r.VerifiedOn), "requests.method": a.known("shown", string(r.Method)),
		"requests.extended_on": showDay(r.ExtendedOn), "requests.outcome": a.known("result", r.Outcome), "requests.refuse_ground": a.known("refusal", r.RefuseGround),
		"request_people.name": r.Name, "request_people.address": r.Address, "request_people.email": r.Email, "request_people.phone": r.Phone,
		"request_people.language": a.known("language", string(r.Language)), "request_people.representative": r.Representative, "request_people.authority": r.Authority,
		"request_people.words": r.Words, "request_people.scope": r.Scope, "request_people.verified_note": r.VerifiedNote,
		"request_people.extend_reason": r.ExtendReason, "request_people.reason": r.Reason,
	}
	var b Rows
	for _, table := range []string{"requests", "request_people"} {
		for _, c := range app.AccessColumns(table) {
			if v := values[c.Label]; strings.TrimSpace(v) != "" {
				b.Rows = append(b.Rows, Fact{a.text(c.Label), v})
			}
		}
	}
	return b
}

// known is the word of a code, nothing for none.
func (a *access) known(group, code string) string {
	if code == "" {
		return ""
	}
	return a.code(group, code)
}

func (a *access) waits(pauses []app.Pause) {
	if len(pauses) == 0 {
		return
	}
	t := Table{Columns: []Column{a.column("request_pauses.from_day", 22), a.column("request_pauses.to_day", 22), a.column("request_pauses.why", 56)}}
	for _, p := range pauses {
		t.Rows = append(t.Rows, cells(a.day(p.From), a.day(p.To), a.code("stage", p.Why)))
	}
	a.add(t)
}

func (a *access) happened(history []app.RequestEvent) {
	if len(history) == 0 {
		return
	}
	t := Table{Columns: []Column{a.column("request_events.on_day", 22), a.column("request_events.what", 78)}}
	for _, e := range history {
		t.Rows = append(t.Rows, cells(a.day(e.On), a.code("happened", e.What)))
	}
	a.add(t)
}

func (a *access) sent(letters []app.IssuedLetter) {
	if len(letters) == 0 {
		return
	}
	pages := a.column("letters.pages", 10)
	pages.Right = true
	t := Table{Columns: []Column{a.column("letters.on_day", 16), a.column("letters.kind", 38), a.column("letters.language", 14), a.column("letters.way", 22), pages}}
	for _, l := range letters {
		t.Rows = append(t.Rows, cells(a.day(l.On), a.code("letter_title", string(l.Kind)), a.code("language", string(l.Language)), a.code("way", l.Way), a.number(l.Pages)))
	}
	a.add(t)
}
