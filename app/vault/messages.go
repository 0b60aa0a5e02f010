package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// AddMessages adds what was said in a contact.
func (tx *Tx) AddMessages(contactID string, messages []app.Message) error {
	for i := range messages {
		m := messages[i].Normalised()
		if m.ID == "" {
			m.ID = tx.NewID()
		}
		m.ContactID = contactID
		if err := m.Check().OrNil(); err != nil {
			return err
		}
		messages[i] = m
	}
	return store.InsertMessages(tx.Tx, contactID, messages)
}

// Messages lists what was said in a contact, by time.
func (tx *Tx) Messages(contactID string) ([]app.Message, error) {
	return store.MessagesOf(tx.Tx, contactID)
}

// AddTechnical keeps what a web page learnt of the visitor's machine: only where
// the owner chose to.
func (tx *Tx) AddTechnical(contactID string, facts []app.TechnicalFact) error {
	return store.InsertTechnical(tx.Tx, contactID, facts)
}

// Technical lists it.
func (tx *Tx) Technical(contactID string) ([]app.TechnicalFact, error) {
	return store.TechnicalOf(tx.Tx, contactID)
}

// TechnicalOfCustomer lists it for all of a customer's contacts, by contact.
func (tx *Tx) TechnicalOfCustomer(customerID string) (map[string][]app.TechnicalFact, error) {
	return store.TechnicalOfCustomer(tx.Tx, customerID)
}

// Contact reads one entry of the contact history.
func (tx *Tx) Contact(id string) (app.Contact, error) { return store.Contact(tx.Tx, id) }

// ContactBySource finds what was brought in before; not-found where nothing was.
func (tx *Tx) ContactBySource(key string) (app.Contact, error) {
	return store.ContactBySource(tx.Tx, key)
}

// MessageBySource finds a message that was brought in before.
func (tx *Tx) MessageBySource(key string) (app.Message, error) {
	return store.MessageBySource(tx.Tx, key)
}

// ThreadOwner gives the customer to whom a conversation belonged the last time.
func (tx *Tx) ThreadOwner(key string) (string, error) { return store.ThreadOwner(tx.Tx, key) }

// AddDisclosure writes down to whom something about a customer was given.
func (tx *Tx) AddDisclosure(d app.Disclosure) (app.Disclosure, error) {
	d.ID = tx.NewID()
	if d.On == "" {
		d.On = tx.Today
	}
	d = d.Normalised()
	if err := d.Check(tx.Today).OrNil(); err != nil {
		return d, err
	}
	if d.Basis != ownRequest { // the person may always see and get what is theirs
		if err := tx.MayUse(d.CustomerID, app.UseDisclose); err != nil {
			return d, err
		}
	}
	if err := store.InsertDisclosure(tx.Tx, d); err != nil {
		return d, err
	}
	return d, tx.audit("disclosed", d.CustomerID, "disclosures")
}

// Disclosures lists to whom something about a customer was given, newest first.
func (tx *Tx) Disclosures(customerID string) ([]app.Disclosure, error) {
	return store.DisclosuresOf(tx.Tx, customerID)
}
