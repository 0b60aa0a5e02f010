package store

import (
	"kortisto/app"
)

const holdColumns = `SELECT t.id, c.id, t.kind, t.reason, t.placed_on, t.review_on, t.lifted_on
	FROM holds t JOIN customers c ON c.key = t.customer_key `

func scanHold(s scanner) (h app.Hold, err error) {
	err = s.Scan(&h.ID, &h.CustomerID, &h.Kind, &h.Reason, &h.PlacedOn, &h.ReviewOn, &h.LiftedOn)
	return h, err
}

// InsertHold places a hold.
func InsertHold(tx *Tx, h app.Hold) error {
	customer, err := customerKey(tx, h.CustomerID)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO holds (id, customer_key, kind, reason, placed_on, review_on, lifted_on) VALUES (?,?,?,?,?,?,?)`,
		h.ID, customer, h.Kind, h.Reason, h.PlacedOn, h.ReviewOn, h.LiftedOn)
	return err
}

// UpdateHold changes a hold by id: its kind, its reason, its review day, or lifts it.
func UpdateHold(tx *Tx, h app.Hold) error {
	return tx.must(`UPDATE holds SET kind = ?, reason = ?, placed_on = ?, review_on = ?, lifted_on = ? WHERE id = ?`,
		h.Kind, h.Reason, h.PlacedOn, h.ReviewOn, h.LiftedOn, h.ID)
}

// HoldsOf lists a customer's holds, standing and lifted, newest first, and
// says how many there are. limit 0 lists all.
func HoldsOf(tx *Tx, customerID string, limit, offset int) ([]app.Hold, int, error) {
	return pageOf(tx, scanHold, holdColumns, "holds", "placed_on", customerID, limit, offset)
}

// HoldsToReview lists the standing holds that are to be looked at again by a day,
// the earliest first.
func HoldsToReview(tx *Tx, by app.Day) ([]app.HoldRow, error) {
	return list(tx, func(s scanner) (r app.HoldRow, err error) {
		h := &r.Hold
		err = s.Scan(&h.ID, &h.CustomerID, &h.Kind, &h.Reason, &h.PlacedOn, &h.ReviewOn, &h.LiftedOn, &r.Number, &r.Name)
		return r, err
	}, `SELECT t.id, c.id, t.kind, t.reason, t.placed_on, t.review_on, t.lifted_on, c.number, c.name
		FROM holds t JOIN customers c ON c.key = t.customer_key WHERE t.lifted_on = '' AND t.review_on <= ? ORDER BY t.review_on, t.key`, by)
}
