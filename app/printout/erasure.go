package printout

import (
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// ErasureInput is what an erasure on request leaves to be shown: figures, codes and
// random ids. It names nobody but the places outside where copies may lie.
type ErasureInput struct {
	Firm    app.Firm
	Lang    app.Lang
	Number  string // of the request
	Outcome app.EraseOutcome
}

// ErasureOf gathers it for the newest erasure of a request.
func ErasureOf(tx *vault.Tx, requestID string) (in ErasureInput, err error) {
	if in.Firm, err = tx.Firm(); err != nil {
		return in, err
	}
	if in.Lang, err = tx.Language(); err != nil {
		return in, err
	}
	r, err := tx.Request(requestID)
	if err != nil {
		return in, err
	}
	in.Number = r.Number
	in.Outcome, err = tx.ErasureOf(requestID)
	return in, err
}

// Erasure is the certificate of an erasure that a person asked for (GDPR Art. 17,
// 5(2)): what went, what stays, by which provision and until when, and what is
// still to be done outside the register.
func Erasure(in ErasureInput) (Document, error) {
	l, err := newLetter(in.Firm, in.Lang, in.Outcome.On, in.Number)
	if err != nil {
		return Document{}, err
	}
	l.doc.Title = l.text("erasure.title")
	l.say("erasure.intro", "day", showDay(in.Outcome.On), "number", in.Number)
	l.erased(in.Outcome.Lines)
	l.staying(in.Outcome.Lines)
	l.outside(in.Outcome)
	l.head("erasure.check")
	switch {
	case in.Outcome.Residue == 0:
		l.say("erasure.check.clean")
	case in.Outcome.Residue < 0:
		l.say("erasure.check.not")
	default:
		l.add(Box{[]Paragraph{{[]Span{{l.count("erasure.check.residue", in.Outcome.Residue), true}}}}})
	}
	l.head("certificate.marks")
	l.add(Rows{[]Fact{
		{l.text("erasure.digest"), l.orNone(in.Outcome.Digest)},
		{l.text("certificate.ledger"), l.orNone(strings.Join(in.Outcome.Ledger, "\n"))},
	}})
	l.say("erasure.names")
	return l.doc, nil
}

func (l *letter) erased(lines []app.EraseLine) {
	l.head("erasure.erased")
	n := l.column("column.count", 20)
	n.Right = true
	t := Table{Columns: []Column{l.column("erasure.column.data", 45), l.column("erasure.column.did", 35), n}}
	for _, e := range lines {
		if e.Does == app.DoesErase || e.Does == app.DoesMask {
			t.Rows = append(t.Rows, cells(l.code("erased", e.Class), l.code("erasing", string(e.Does)), l.number(e.Count)))
		}
	}
	l.table(t)
}

func (l *letter) staying(lines []app.EraseLine) {
	l.head("erasure.staying")
	n := l.column("column.count", 12)
	n.Right = true
	t := Table{Columns: []Column{l.column("erasure.column.data", 26), l.column("column.why", 42), l.column("column.until", 20), n}}
	for _, e := range lines {
		if e.Does != app.DoesKeep && e.Does != app.DoesSuppress {
			continue
		}
		why := l.code("stays", e.Because) + " (" + l.code("provision", e.Basis) + ")"
		until := l.text("erasure.until.open")
		if e.Until != "" {
			until = showDay(e.Until)
		}
		t.Rows = append(t.Rows, cells(l.code("erased", e.Class), why, until, l.number(e.Count)))
	}
	l.table(t)
}

// outside lists what is still open, and says of backups what nobody can change.
func (l *letter) outside(o app.EraseOutcome) {
	l.head("erasure.outside")
	t := Table{Columns: []Column{l.column("erasure.column.place", 50), l.column("erasure.column.task", 30), l.column("erasure.column.due", 20)}}
	for _, task := range o.Tasks {
		if task.DoneOn == "" {
			t.Rows = append(t.Rows, cells(task.Place, l.code("outside", string(task.Kind)), l.day(task.DueOn)))
		}
	}
	if len(t.Rows) > 0 {
		l.add(t)
	} else {
		l.say("erasure.outside.none")
	}
	if slices.ContainsFunc(o.Lines, func(e app.EraseLine) bool { return e.Class == app.ClassBackups }) {
		l.say("erasure.backups")
	}
}
