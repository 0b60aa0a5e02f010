package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// AddConsent appends a permission or its withdrawal to a card's ledger (GDPR
// Art. 7). A wording that is the name of one that the firm keeps stands for the
// newest version of it. A withdrawal suppresses the card's address, a newer
// permission lets it be written to again.
func (tx *Tx) AddConsent(c app.Consent) (app.Consent, error) {
	c.ID, c.RecordedAt = tx.NewID(), tx.Now
	if c.On == "" {
		c.On = tx.Today
	}
	c, err := tx.worded(c.Normalised())
	if err != nil {
		return c, err
	}
	if err := c.Check(tx.Today).OrNil(); err != nil {
		return c, err
	}
	if c.Given { // to refuse is always possible
		if err := tx.MayUse(c.CustomerID, app.UseEdit); err != nil {
			return c, err
		}
	}
	if err := store.InsertConsent(tx.Tx, c); err != nil {
		return c, err
	}
	card, err := store.Customer(tx.Tx, c.CustomerID)
	if err != nil {
		return c, err
	}
	if err := tx.heed(card.Email, c, card.Marketing); err != nil {
		return c, err
	}
	return c, tx.audit(consentAction(c), c.CustomerID, "marketing")
}

// Consents of a customer: the whole ledger, newest first.
func (tx *Tx) Consents(customerID string) ([]app.Consent, error) {
	all, _, err := store.ConsentsOf(tx.Tx, customerID, 0, 0)
	return all, err
}
