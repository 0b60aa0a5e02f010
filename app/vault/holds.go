package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// PlaceHold keeps a customer's data past their day.
func (tx *Tx) PlaceHold(h app.Hold) (app.Hold, error) {
	holds, err := tx.standing(h.CustomerID)
	if err != nil {
		return h, err
	}
	if len(holds) > 0 {
		return h, app.E("hold-open", "")
	}
	h.ID, h.PlacedOn, h.LiftedOn = tx.NewID(), tx.Today, ""
	h = h.Normalised()
	if err := h.Check(tx.Today).OrNil(); err != nil {
		return h, err
	}
	if err := store.InsertHold(tx.Tx, h); err != nil {
		return h, err
	}
	return h, tx.audit("hold-placed", h.CustomerID)
}

// LiftHold ends the standing hold; the customer's own day counts again.
func (tx *Tx) LiftHold(customerID string) error {
	holds, err := tx.standing(customerID)
	if err != nil {
		return err
	}
	if len(holds) == 0 {
		return app.E("hold-none", "")
	}
	for _, h := range holds {
		h.LiftedOn = tx.Today
		if err := store.UpdateHold(tx.Tx, h); err != nil {
			return err
		}
	}
	return tx.audit("hold-lifted", customerID)
}

// Holds of a customer, lifted ones included, newest first.
func (tx *Tx) Holds(customerID string) ([]app.Hold, error) {
	all, _, err := store.HoldsOf(tx.Tx, customerID, 0, 0)
	return all, err
}

// HoldsToReview lists the standing holds that are to be looked at again within so
// many days, those whose day has gone by included, the earliest first.
func (tx *Tx) HoldsToReview(within int) ([]app.HoldRow, error) {
	return store.HoldsToReview(tx.Tx, tx.Today.AddDays(max(within, 0)))
}

func (tx *Tx) standing(customerID string) ([]app.Hold, error) {
	if _, err := store.Customer(tx.Tx, customerID); err != nil {
		return nil, err
	}
	all, err := tx.Holds(customerID)
	var out []app.Hold
	for _, h := range all {
		if h.LiftedOn == "" {
			out = append(out, h)
		}
	}
	return out, err
}
