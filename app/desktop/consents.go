package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Consents is the ledger of marketing permissions.
type Consents struct{ sh *shell }

// Add appends a permission (given) or its withdrawal to the ledger.
func (c *Consents) Add(k app.Consent) (Card, error) {
	return update(c.sh, func(tx *vault.Tx) (Card, error) {
		if _, err := tx.AddConsent(k); err != nil {
			return Card{}, err
		}
		return card(tx, k.CustomerID)
	})
}
