package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// AddContact writes a contact down and moves the customer's clock. One that was
// deleted a moment ago comes back with its attachments.
func (tx *Tx) AddContact(c app.Contact) (app.Contact, error) {
	if c.ID == "" {
		c.ID = tx.NewID()
	}
	if c.On == "" {
		c.On = tx.Today
	}
	c = c.Normalised()
	c.RecordedAt = tx.Now
	if err := c.Check(tx.Today).OrNil(); err != nil {
		return c, err
	}
	if err := store.InsertContact(tx.Tx, c); err != nil {
		return c, err
	}
	if err := tx.restoreAttachments(c.ID); err != nil {
		return c, err
	}
	return c, tx.audit("contact-added", c.CustomerID, "contacts")
}

// DeleteContact takes one contact out for good and gives what it was, so that
// the window can offer to put it back for a moment.
func (tx *Tx) DeleteContact(id string) (app.Contact, error) {
	c, err := store.Contact(tx.Tx, id)
	if err != nil {
		return c, err
	}
	if err := tx.bin(id); err != nil {
		return c, err
	}
	if err := store.EraseContact(tx.Tx, id); err != nil {
		return c, err
	}
	return c, tx.audit("contact-deleted", c.CustomerID, "contacts")
}

// Contacts of a customer, newest first, and how many there are; limit 0 lists all.
func (tx *Tx) Contacts(customerID string, limit, offset int) ([]app.Contact, int, error) {
	return store.ContactsOf(tx.Tx, customerID, limit, offset)
}
