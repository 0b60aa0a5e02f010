package store

import (
	"kortisto/app"
)

const holdColumns = `SELECT t.id, c.id, t.reason, t.placed_on, t.review_on, t.lifted_on
	FROM holds t JOIN customers c ON c.key = t.customer_key `

func scanHold(s scanner) (h app.Hold, err error) {
	err = s.Scan(&h.ID, &h.CustomerID, &h.Reason, &h.PlacedOn, &h.ReviewOn, &h.LiftedOn)
	return h, err
}

// InsertHold places a hold.
func InsertHold(tx *Tx, h app.Hold) error {
	customer, err := customerKey(tx, h.CustomerID)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO holds (id, customer_key, reason, placed_on, review_on, lifted_on) VALUES (?,?,?,?,?,?)`,
		h.ID, customer, h.Reason, h.PlacedOn, h.ReviewOn, h.LiftedOn)
	return err
}

// UpdateHold changes a hold by id: its reason, its review day, or lifts it.
func UpdateHold(tx *Tx, h app.Hold) error {
	return tx.must(`UPDATE holds SET reason = ?, placed_on = ?, review_on = ?, lifted_on = ? WHERE id = ?`,
		h.Reason, h.PlacedOn, h.ReviewOn, h.LiftedOn, h.ID)
}

// HoldsOf lists a customer's holds, standing and lifted, newest first, and
// says how many there are. limit 0 lists all.
func HoldsOf(tx *Tx, customerID string, limit, offset int) ([]app.Hold, int, error) {
	return pageOf(tx, scanHold, holdColumns, "holds", "placed_on", customerID, limit, offset)
}
