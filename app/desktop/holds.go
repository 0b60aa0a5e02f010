package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Holds keeps data past their day, for a reason.
type Holds struct{ sh *shell }

// Place puts a customer on hold.
func (h *Holds) Place(customerID, reason string, reviewOn app.Day) (Card, error) {
	return update(h.sh, func(tx *vault.Tx) (Card, error) {
		if _, err := tx.PlaceHold(app.Hold{CustomerID: customerID, Reason: reason, ReviewOn: reviewOn}); err != nil {
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
