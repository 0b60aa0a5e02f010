package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// AddConsent appends a permission or its withdrawal to the ledger (GDPR Art. 7).
func (tx *Tx) AddConsent(c app.Consent) (app.Consent, error) {
	c.ID, c.RecordedAt = tx.NewID(), tx.Now
	if c.On == "" {
		c.On = tx.Today
	}
	c = c.Normalised()
	if err := c.Check(tx.Today).OrNil(); err != nil {
		return c, err
	}
	if err := store.InsertConsent(tx.Tx, c); err != nil {
		return c, err
	}
	action := "consent-withdrawn"
	if c.Given {
		action = "consent-given"
	}
	return c, tx.audit(action, c.CustomerID, "marketing")
}

// Consents of a customer: the whole ledger, newest first.
func (tx *Tx) Consents(customerID string) ([]app.Consent, error) {
	all, _, err := store.ConsentsOf(tx.Tx, customerID, 0, 0)
	return all, err
}
