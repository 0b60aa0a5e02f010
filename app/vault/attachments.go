package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// Attachments lists what hangs on a contact.
func (tx *Tx) Attachments(contactID string) ([]app.Attachment, error) {
	return store.AttachmentsOf(tx.Tx, contactID)
}

// AttachmentsOfCustomer lists all files of a customer's contacts, by day.
func (tx *Tx) AttachmentsOfCustomer(customerID string) ([]app.Attachment, error) {
	return store.AttachmentsOfCustomer(tx.Tx, customerID)
}
