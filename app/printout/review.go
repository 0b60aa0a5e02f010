package printout

import (
	"strings"

	"kortisto/app"
)

// ReviewInput is a retention review and the language to show it in.
type ReviewInput struct {
	Lang   app.Lang
	Review app.Review
}

// ReviewText shows the review on a terminal: the same decisions, figures and
// digest as the window shows, earliest day first, in aligned columns.
func ReviewText(in ReviewInput) (string, error) {
	w, err := wordsFor(in.Lang)
	if err != nil {
		return "", err
	}
	l, r := &letter{words: w}, in.Review
	l.add(Heading{Text: w.text("review.title", "day", showDay(r.Today))})
	if r.ClockNote != "" {
		l.add(text(w.code("clock", r.ClockNote)))
	}
	also := strings.Join(alsoGoing(w, r.Counts), ", ")
	switch {
	case r.Counts.Customers > 0 && also != "":
		l.add(text(w.count("review.now", r.Counts.Customers) + ", " + also))
	case r.Counts.Customers > 0:
		l.add(text(w.count("review.now", r.Counts.Customers)))
	case also != "":
		l.say("review.also", "what", also)
	default:
		l.say("review.nothing")
	}
	if r.Held > 0 {
		l.add(text(w.count("review.held", r.Held)))
	}
	if len(r.Decisions) > 0 {
		l.add(text(""), reviewTable(l, r))
	}
	l.add(text(""), text(w.text("review.digest", "digest", r.Digest)))
	return strings.TrimLeft(blocksText(l.doc.Blocks), "\n"), nil
}

// alsoGoing is what goes with the customers.
func alsoGoing(w words, c app.Counts) []string {
	var out []string
	for _, part := range []struct {
		key string
		n   int
	}{{"found.persons", c.Persons}, {"found.contacts", c.Contacts}, {"found.messages", c.Messages}, {"found.attachments", c.Attachments}, {"found.deliveries", c.Deliveries}, {"going.consents", c.Consents}, {"going.entries", c.Entries},
		{"going.technical", c.Technical}, {"going.requests", c.Requests}, {"going.visitors", c.Visitors}, {"going.logRows", c.LogRows}} {
		if part.n > 0 {
			out = append(out, w.count(part.key, part.n))
		}
	}
	return out
}

func reviewTable(l *letter, r app.Review) Table {
	t := Table{Columns: []Column{
		l.column("column.number", 0), l.column("column.name", 0), l.column("column.class", 0), l.column("column.erased", 0), l.column("column.state", 0), l.column("column.reason", 0),
	}}
	t.Columns[3].Right = true
	for _, d := range r.Decisions {
		t.Rows = append(t.Rows, cells(d.Customer, d.Name, l.code("item", d.Class), l.day(d.EraseOn), stateText(l, d, r.Today), strings.Join(explain(l.words, d), "\n")))
	}
	return t
}

// stateText says in a word how things stand with a decision today.
func stateText(l *letter, d app.Decision, today app.Day) string {
	switch {
	case d.Because == app.BecauseHold:
		return l.text("state.hold")
	case d.Do == app.Keep:
		return l.code("because", d.Because)
	case d.Due(today):
		return l.text("state.due")
	}
	return l.count("state.days", today.DaysUntil(d.EraseOn))
}
