package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Contacts is the contact history.
type Contacts struct{ sh *shell }

// Add writes a contact down, or puts one back that was just deleted.
func (c *Contacts) Add(k app.Contact) (app.Contact, error) {
	return update(c.sh, func(tx *vault.Tx) (app.Contact, error) { return tx.AddContact(k) })
}

// Delete takes one out for good, and gives what it was.
func (c *Contacts) Delete(id string) (app.Contact, error) {
	return update(c.sh, func(tx *vault.Tx) (app.Contact, error) { return tx.DeleteContact(id) })
}
