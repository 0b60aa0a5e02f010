package printout

import (
	"strings"

	"kortisto/app"
)

// retention prints the decision with the same steps that the window shows under
// "Miksi?": the event that started the clock, the period, the day.
func (a *access) retention() {
	a.head("access.retention")
	d := a.in.Decision
	if d.EraseOn == "" {
		a.say("access.retention.unknown")
		return
	}
	t := Table{Columns: []Column{a.column("column.data", 28), a.column("column.how", 52), a.column("column.erased", 20)}}
	how := explain(a.words, d)
	when := Span{Text: showDay(d.EraseOn), Bold: true}
	if d.Because == app.BecauseHold {
		when = Span{Text: a.text("retention.afterHold")}
	}
	t.Rows = append(t.Rows, []Span{{Text: a.text("retention.all")}, {Text: strings.Join(how, "\n")}, when})
	a.add(t)
	if len(d.NotCounted) > 0 {
		a.say("retention.notCounted")
	}
}

// stepKeys are the sentences of the steps that move a day or stand in its way.
var stepKeys = map[string]string{
	"extended": "step.extended", "longest": "step.longest", "year-end": "step.year-end",
	app.BecauseHold: "step.hold", app.BecauseReceivable: "step.open-receivable",
	app.BecauseRequest: "step.open-request", app.BecauseRestricted: "step.restricted",
}

// explain is a decision's steps as sentences, in the order of the rules.
func explain(w words, d app.Decision) []string {
	var out []string
	for _, s := range d.Steps {
		switch s.Code {
		case "event":
			key := "step.event"
			if d.Class != app.ClassCustomer {
				key = "step.from"
			}
			out = append(out, w.text(key, "day", showDay(s.On), "event", eventText(w, s.Event)))
		case "period":
			out = append(out, w.text("step.period", "period", (&letter{words: w}).years(s.Months), "day", showDay(s.On)))
		case "erase-on":
			key := "step.erase"
			if d.Do == app.Keep { // it does not go that day
				key = "step.would"
			}
			out = append(out, w.text(key, "day", showDay(s.On)))
		default:
			if key, ok := stepKeys[s.Code]; ok {
				out = append(out, w.text(key, "reason", strings.TrimRight(s.Text, ". "), "day", showDay(s.On)))
			}
		}
	}
	return out
}

// eventText is what happened. The note is a channel for contacts and a product
// for deliveries.
func eventText(w words, e app.Event) string {
	s := w.code("event", string(e.Kind))
	switch {
	case e.Note == "":
		return s
	case e.Kind == app.Contacted:
		return s + " " + w.code("by", e.Note)
	}
	return s + " (" + e.Note + ")"
}
