package printout

import (
	"strings"

	"kortisto/app"
)

// CertificateInput is what an erasure leaves to be shown: figures and random
// ids, no names.
type CertificateInput struct {
	Firm    app.Firm
	Lang    app.Lang
	Today   app.Day
	ID      string // the certificate's number; may be empty
	Counts  app.Counts
	Kept    []Kept
	Rule    app.Rule
	Digest  string   // of the review that was approved and carried out
	Residue int      // strings of the erased found afterwards; 0 is what it must be
	Ledger  []string // the ids of the entries in the erasure ledger
}

// Kept is how many customers stayed past their day, why, and until when.
type Kept struct {
	Count   int
	Because string  // a reason of app.Decision
	Until   app.Day // empty: not known
}

// Certificate states that an approved review was carried out (accountability,
// GDPR Art. 5(2)).
func Certificate(in CertificateInput) (Document, error) {
	l, err := newLetter(in.Firm, in.Lang, in.Today, in.ID)
	if err != nil {
		return Document{}, err
	}
	l.doc.Title = l.text("certificate.title")
	l.say("certificate.intro", "day", showDay(in.Today))
	l.head("certificate.erased")
	n := l.column("column.count", 20)
	n.Right = true
	t := Table{Columns: []Column{l.column("column.register", 80), n}}
	c := in.Counts
	for _, row := range []struct {
		key   string
		count int
	}{
		{"customers", c.Customers}, {"persons", c.Persons}, {"contacts", c.Contacts},
		{"messages", c.Messages}, {"attachments", c.Attachments}, {"deliveries", c.Deliveries}, {"consents", c.Consents}, {"entries", c.Entries},
	} {
		t.Rows = append(t.Rows, cells(l.code("counts", row.key), l.number(row.count)))
	}
	l.add(t)
	l.kept(in.Kept)
	l.head("certificate.rule")
	r := in.Rule
	l.say("certificate.rule.text", "class", l.code("class", r.Class), "period", l.years(r.Months), "from", l.code("from", r.From),
		"do", l.code("do", string(r.Do)), "basis", l.code("legal", r.Basis), "since", showDay(r.Since))
	l.head("certificate.check")
	if in.Residue == 0 {
		l.say("certificate.check.clean")
	} else {
		l.add(Box{[]Paragraph{{[]Span{{l.count("certificate.check.residue", in.Residue), true}}}}})
	}
	l.head("certificate.marks")
	l.add(Rows{[]Fact{
		{l.text("certificate.digest"), l.orNone(in.Digest)},
		{l.text("certificate.ledger"), l.orNone(strings.Join(in.Ledger, "\n"))},
	}})
	l.say("certificate.names")
	return l.doc, nil
}

func (l *letter) kept(all []Kept) {
	l.head("certificate.kept")
	if len(all) == 0 {
		l.say("certificate.kept.none")
		return
	}
	n := l.column("column.customers", 20)
	n.Right = true
	t := Table{Columns: []Column{l.column("column.why", 55), l.column("column.until", 25), n}}
	for _, k := range all {
		t.Rows = append(t.Rows, cells(l.code("because", k.Because), l.day(k.Until), l.number(k.Count)))
	}
	l.add(t)
}
