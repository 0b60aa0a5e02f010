package store

import (
	"strings"

	"kortisto/app"
)

const findColumns = `SELECT f.id, f.request_id, f.register, f.record, f.customer_id, f.n, f.from_day, f.to_day, f.matched, f.same, f.certain, f.aside FROM finds f `

func scanFind(s scanner) (f app.Find, err error) {
	var matched string
	err = s.Scan(&f.ID, &f.RequestID, &f.Register, &f.Record, &f.CustomerID, &f.Count, &f.From, &f.To, &matched, &f.Same, &f.Certain, &f.Aside)
	f.Matched, f.Redactions = strings.Fields(matched), []app.Redaction{}
	return f, err
}

// Finds lists what was found for a request, in the order in which it was found,
// with the redactions in it.
func Finds(tx *Tx, requestID string) ([]app.Find, error) {
	finds, err := list(tx, scanFind, findColumns+`WHERE f.request_id = ? ORDER BY f.key`, requestID)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, f := range finds {
		at[f.ID] = i
	}
	return finds, each(tx, func(s scanner) error {
		var id string
		var r app.Redaction
		if err := s.Scan(&id, &r.Record, &r.Column, &r.Start, &r.End, &r.Reason); err != nil {
			return err
		}
		f := &finds[at[id]]
		f.Redactions = append(f.Redactions, r)
		return nil
	}, `SELECT f.id, r.record, r.column_name, r.start_at, r.end_at, r.reason FROM redactions r JOIN finds f ON f.key = r.find_key
		WHERE f.request_id = ? ORDER BY r.record, r.column_name, r.start_at, r.key`, requestID)
}

// SaveFind adds a find, or brings one that was found before up to date: what the
// owner said of it stays, and so do its redactions.
func SaveFind(tx *Tx, f app.Find) error {
	_, err := tx.exec(`INSERT INTO finds (id, request_id, register, record, customer_id, n, from_day, to_day, matched, same, certain, aside)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (request_id, register, record, aside) DO UPDATE SET customer_id = excluded.customer_id,
		n = excluded.n, from_day = excluded.from_day, to_day = excluded.to_day, matched = excluded.matched, certain = excluded.certain,
		same = CASE WHEN excluded.certain = 1 THEN excluded.same WHEN certain = 1 THEN '' ELSE same END`,
		f.ID, f.RequestID, f.Register, f.Record, f.CustomerID, f.Count, f.From, f.To, strings.Join(f.Matched, " "), f.Same, f.Certain, f.Aside)
	return err
}

// moveFinds lets what was found on a card be found on the one into which it was
// merged. Where the owner said of the two cards that they are not the same person's,
// nothing is decided any more.
func moveFinds(tx *Tx, kept, other string) error {
	for _, step := range []string{
		`UPDATE finds SET same = '' WHERE record = ?1 AND certain = 0 AND EXISTS (SELECT 1 FROM finds o
			WHERE o.record = ?2 AND o.request_id = finds.request_id AND o.register = finds.register AND o.aside = finds.aside AND o.same <> finds.same)`,
		`UPDATE OR IGNORE finds SET record = ?1 WHERE record = ?2`,
		`UPDATE finds SET customer_id = ?1 WHERE customer_id = ?2`,
	} {
		if _, err := tx.exec(step, kept, other); err != nil {
			return err
		}
	}
	return nil
}

// SetSame writes down whether a find is the same person: yes, no, or empty for
// not decided.
func SetSame(tx *Tx, findID, same string) error {
	return tx.must(`UPDATE finds SET same = ? WHERE id = ?`, same, findID)
}
