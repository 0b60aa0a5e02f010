package printout

import (
	"strconv"
	"strings"

	"kortisto/app"
)

// CertificateInput is what an erasure leaves to be shown: figures and random
// ids, no names.
type CertificateInput struct {
	Firm  app.Firm
	Lang  app.Lang
	Today app.Day
	ID    string // the certificate's number; may be empty
	Run   app.Run
}

// Certificate states that an approved review was carried out, or that what the
// owner lets go by itself went (accountability, GDPR Art. 5(2)). It can be printed
// again from the run whenever somebody asks.
func Certificate(in CertificateInput) (Document, error) {
	l, err := newLetter(in.Firm, in.Lang, in.Today, in.ID)
	if err != nil {
		return Document{}, err
	}
	r := in.Run
	l.doc.Title = l.text("certificate.title")
	if r.Automatic {
		l.say("certificate.intro.automatic", "day", showDay(r.On))
	} else {
		l.say("certificate.intro", "day", showDay(r.On))
	}
	l.unfinished(r)
	l.went(r)
	l.kept(r.Kept)
	l.rules(r)
	l.head("certificate.check")
	if r.Residue == 0 {
		l.say("certificate.check.clean")
	} else {
		l.add(Box{[]Paragraph{{[]Span{{l.count("certificate.check.residue", r.Residue), true}}}}})
	}
	if r.Unsearched > 0 {
		l.add(text(l.count("certificate.check.unsearched", r.Unsearched)))
	}
	l.head("certificate.marks")
	l.add(Rows{[]Fact{
		{l.text("certificate.digest"), l.orNone(r.Digest)},
		{l.text("certificate.ledger"), l.orNone(strings.Join(r.Ledger, "\n"))},
	}})
	l.say("certificate.names")
	return l.doc, nil
}

// unfinished says of a run that did not do all that was approved.
func (l *letter) unfinished(r app.Run) {
	done, records := strconv.Itoa(r.Done), strconv.Itoa(r.Records)
	switch {
	case r.State == app.RunStopped:
		l.say("certificate.stopped", "done", done, "records", records)
	case r.State == app.RunGoing && r.Done < r.Records:
		l.say("certificate.going", "done", done, "records", records)
	}
}

// went shows what went: records by class, and the rows of the registers. The
// registers of a card are always told, the others where something went of them.
func (l *letter) went(r app.Run) {
	l.head("certificate.erased")
	n := l.column("column.records", 20)
	n.Right = true
	if len(r.Classes) > 0 {
		l.say("certificate.records")
		t := Table{Columns: []Column{l.column("column.class", 50), l.column("column.do", 30), n}}
		for _, c := range r.Classes {
			t.Rows = append(t.Rows, cells(l.code("class", c.Class), l.code("did_to", string(c.Do)), l.number(c.Records)))
		}
		l.add(t)
		l.say("certificate.rows")
	}
	n = l.column("column.count", 20)
	n.Right = true
	t := Table{Columns: []Column{l.column("column.register", 80), n}}
	c := r.Counts
	always := []tally{
		{"customers", c.Customers}, {"persons", c.Persons}, {"contacts", c.Contacts},
		{"messages", c.Messages}, {"attachments", c.Attachments}, {"deliveries", c.Deliveries}, {"consents", c.Consents}, {"entries", c.Entries},
	}
	for _, row := range always {
		t.Rows = append(t.Rows, cells(l.code("counts", row.key), l.number(row.count)))
	}
	for _, row := range []tally{{"technical", c.Technical}, {"requests", c.Requests}, {"visitors", c.Visitors}, {"anonymised", c.Anonymised}, {"logRows", c.LogRows}} {
		if row.count > 0 {
			t.Rows = append(t.Rows, cells(l.code("counts", row.key), l.number(row.count)))
		}
	}
	l.add(t)
}

func (l *letter) kept(all []app.Kept) {
	l.head("certificate.kept")
	if len(all) == 0 {
		l.say("certificate.kept.none")
		return
	}
	n := l.column("column.records", 20)
	n.Right = true
	t := Table{Columns: []Column{l.column("column.class", 35), l.column("column.why", 25), l.column("column.until", 20), n}}
	for _, k := range all {
		until := l.text("certificate.kept.open")
		if k.Until != "" {
			until = showDay(k.Until)
		}
		t.Rows = append(t.Rows, cells(l.code("class", k.Class), l.code("because", k.Because), until, l.number(k.Count)))
	}
	l.add(t)
}

// rules tells the rule of each class of which something went; where nothing went,
// that of the cards.
func (l *letter) rules(r app.Run) {
	l.head("certificate.rule")
	classes := []string{}
	for _, c := range r.Classes {
		classes = append(classes, c.Class)
	}
	if len(classes) == 0 {
		classes = append(classes, app.ClassCustomer)
	}
	for _, class := range classes {
		if rule, ok := r.Rules.Rule(class, r.On); ok {
			l.say("certificate.rule.text", "class", l.code("class", rule.Class), "period", l.years(rule.Months), "from", l.code("from", rule.From),
				"do", l.code("do", string(rule.Do)), "basis", l.code("legal", rule.Basis), "since", showDay(rule.Since))
		}
	}
}

// tally is how many rows of a register went.
type tally struct {
	key   string
	count int
}
