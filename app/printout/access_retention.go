package printout

import (
	"slices"
	"strings"

	"kortisto/app"
)

// retention prints the decision with the same steps that the window shows under
// "Miksi?": the event that started the clock, the period, the day.
func (a *access) retention() {
	a.head("access.retention")
	t := Table{Columns: []Column{a.column("column.data", 28), a.column("column.how", 52), a.column("column.erased", 20)}}
	notCounted, unknown := false, false
	a.everyCard(func() {
		d := a.in.Decision
		if a.in.Customer.Number == "" {
			return
		}
		if d.EraseOn == "" {
			unknown = true
			return
		}
		notCounted = notCounted || len(d.NotCounted) > 0
		t.Rows = append(t.Rows, a.going(a.text("retention.all"), append(explain(a.words, d), a.by(app.ClassCustomer)...), d))
	})
	cards := len(t.Rows)
	for _, class := range app.Classes() {
		if row := a.class(class); row != nil {
			t.Rows = append(t.Rows, row)
		}
	}
	ownDays := cards > 0 && len(t.Rows) > cards
	if row := a.others(); row != nil {
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) > 0 {
		a.add(t)
	}
	if ownDays {
		a.say("access.retention.own")
	}
	a.ownFile()
	if unknown {
		a.say("access.retention.unknown")
	}
	if notCounted {
		a.say("retention.notCounted")
	}
}

// answered looks away from the request that is being answered: it keeps the data
// until the answer is given, and the person asks how long they stay after that.
func (in AccessInput) answered() AccessInput {
	if in.Request == nil {
		return in
	}
	in.Decision = in.without(in.Decision)
	items := make([]app.Decision, 0, len(in.Items))
	for _, d := range in.Items {
		items = append(items, in.without(d))
	}
	in.Items = items
	cards := make([]AccessInput, 0, len(in.Cards))
	for _, c := range in.Cards {
		c.Request = in.Request
		c = c.answered()
		c.Request = nil
		cards = append(cards, c)
	}
	in.Cards = cards
	return in
}

// without is a decision without the request that is being answered; one whose day
// is over waits for nothing else and stays as it is.
func (in AccessInput) without(d app.Decision) app.Decision {
	own := func(s app.Step) bool { return s.Code == app.BecauseRequest && s.Text == in.Request.Number }
	if d.Do != app.Keep || d.EraseOn <= in.Today || !slices.ContainsFunc(d.Steps, own) {
		return d
	}
	d.Steps = slices.DeleteFunc(slices.Clone(d.Steps), own)
	d.Because = app.BecauseRecord
	for _, s := range d.Steps {
		if slices.Contains([]string{app.BecauseHold, app.BecauseReceivable, app.BecauseRequest, app.BecauseRestricted}, s.Code) {
			d.Because = s.Code
			return d
		}
	}
	d.Do = app.Erase
	if rule, ok := in.Rules.Rule(d.Class, in.Today); ok && rule.Do == app.Anonymise {
		d.Do = app.Anonymise
	}
	return d
}

// others is the row of what stands on others' cards: it goes with them.
func (a *access) others() []Span {
	var first, last app.Day
	for _, e := range a.in.Elsewhere {
		if e.Goes == "" {
			continue
		}
		if first == "" || e.Goes < first {
			first = e.Goes
		}
		last = max(last, e.Goes)
	}
	if last == "" {
		return nil
	}
	when := Span{Text: showDay(last), Bold: true}
	if first != last {
		when.Text = a.text("retention.between", "first", showDay(first), "last", showDay(last))
	}
	what := a.text("retention.class", "what", a.code("register", "elsewhere"), "n", a.number(len(a.in.Elsewhere)))
	return []Span{{Text: what}, {Text: a.text("retention.others")}, when}
}

// ownFile says how long the file of the very request is kept.
func (a *access) ownFile() {
	if rule, ok := a.in.Rules.Rule(app.ClassRequest, a.in.Today); ok && a.in.Request != nil && rule.Timed() {
		a.say("access.retention.request", "period", a.years(rule.Months))
	}
}

// going is a row of the table: the day, or that something keeps the data longer.
func (a *access) going(what string, how []string, d app.Decision) []Span {
	when := Span{Text: showDay(d.EraseOn), Bold: true}
	switch {
	case d.Because == app.BecauseHold:
		when = Span{Text: a.text("retention.afterHold")}
	case d.Do == app.Keep:
		when = Span{Text: a.text("retention.afterKept")}
	}
	return []Span{{Text: what}, {Text: strings.Join(how, "\n")}, when}
}

// by is the provision that a class's rule stands on.
func (a *access) by(class string) []string {
	rule, ok := a.in.Rules.Rule(class, a.in.Today)
	if !ok {
		return nil
	}
	return []string{a.text("retention.by", "provision", a.code("provision", rule.Basis))}
}

// class is the row of the records of one class, which go one by one; nil for none.
func (a *access) class(class string) []Span {
	var first, last app.Decision
	n := 0
	a.everyCard(func() {
		for _, d := range a.in.Items {
			if d.Class != class || d.EraseOn == "" {
				continue
			}
			if n++; n == 1 || d.EraseOn < first.EraseOn {
				first = d
			}
			if d.EraseOn >= last.EraseOn {
				last = d
			}
		}
	})
	if n == 0 {
		return nil
	}
	how := explain(a.words, last)
	if n > 1 {
		how = []string{}
		if rule, ok := a.in.Rules.Rule(class, a.in.Today); ok && rule.Months > 0 {
			how = append(how, a.text("retention.each", "period", a.years(rule.Months)))
			if rule.Do == app.Anonymise {
				how = append(how, a.text("retention.anonymised"))
			}
		}
	}
	row := a.going(a.text("retention.class", "what", a.code("data", class), "n", a.number(n)), append(how, a.by(class)...), last)
	if n > 1 && first.EraseOn != last.EraseOn && last.Do != app.Keep {
		row[2].Text = a.text("retention.between", "first", showDay(first.EraseOn), "last", showDay(last.EraseOn))
	}
	return row
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
			switch d.Do {
			case app.Keep: // it does not go that day
				key = "step.would"
			case app.Anonymise:
				key = "step.anonymise"
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
