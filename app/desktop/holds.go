package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Holds keeps data past their day, for a reason.
type Holds struct{ sh *shell }

// Place puts a customer on hold. kind is one of app.HoldKinds.
func (h *Holds) Place(customerID, kind, reason string, reviewOn app.Day) (Card, error) {
	return update(h.sh, func(tx *vault.Tx) (Card, error) {
		if _, err := tx.PlaceHold(app.Hold{CustomerID: customerID, Kind: kind, Reason: reason, ReviewOn: reviewOn}); err != nil {
			return Card{}, err
		}
		return card(tx, customerID)
	})
}

// Lift ends the hold.
func (h *Holds) Lift(customerID string) (Card, error) {
	return update(h.sh, func(tx *vault.Tx) (Card, error) {
		if err := tx.LiftHold(customerID); err != nil {
			return Card{}, err
		}
		return card(tx, customerID)
	})
}

// ToReview lists the standing holds that are to be looked at again within so many
// days, the earliest first.
func (h *Holds) ToReview(within int) ([]app.HoldRow, error) {
	return view(h.sh, func(tx *vault.Tx) ([]app.HoldRow, error) {
		rows, err := tx.HoldsToReview(within)
		return list(rows), err
	})
}
