package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"kortisto/app"
	"kortisto/store"
)

// Conversation is a contact with all that belongs to it.
type Conversation struct {
	Contact   app.Contact
	Messages  []app.Message
	Technical []app.TechnicalFact
}

// BatchContact adds a contact, with what was said in it, as a row of an import.
// attach adds what hangs on it, if anything; it may be nil.
func (tx *Tx) BatchContact(batch string, line int, c Conversation, attach func(contactID string) error) (string, error) {
	t, err := tx.writeContact(c.Contact)
	if err != nil {
		return "", err
	}
	if len(c.Messages) > 0 {
		if err := tx.AddMessages(t.ID, c.Messages); err != nil {
			return "", err
		}
	}
	if len(c.Technical) > 0 {
		if err := tx.AddTechnical(t.ID, c.Technical); err != nil {
			return "", err
		}
	}
	if attach != nil {
		if err := attach(t.ID); err != nil {
			return "", err
		}
	}
	return t.ID, tx.contactRow(batch, line, t.ID, store.DidAdd, "")
}

// writeContact is AddContact without its line in the log: an import writes one
// line for each customer, not for each day of a conversation.
func (tx *Tx) writeContact(c app.Contact) (app.Contact, error) {
	c.ID = tx.NewID()
	c = c.Normalised()
	c.RecordedAt = tx.Now
	if err := c.Check(tx.Today).OrNil(); err != nil {
		return c, err
	}
	return c, store.InsertContact(tx.Tx, c)
}

// BatchAppend adds messages to a contact that was there before, and says whether
// it then waits for an answer.
func (tx *Tx) BatchAppend(batch string, line int, contactID string, messages []app.Message, waiting bool) error {
	before, err := store.Contact(tx.Tx, contactID)
	if err != nil {
		return err
	}
	if len(messages) > 0 {
		if err := tx.AddMessages(contactID, messages); err != nil {
			return err
		}
	}
	for _, m := range messages { // which AddMessages gave their ids
		kept, err := store.Message(tx.Tx, m.ID)
		if err != nil {
			return err
		}
		err = store.AddBatchRow(tx.Tx, store.ImportRow{
			BatchID: batch, CustomerID: before.CustomerID, Table: "messages", RowID: m.ID, Did: store.DidAdd, Line: line, After: messageSum(kept),
		})
		if err != nil {
			return err
		}
	}
	if before.Waiting == waiting {
		return nil
	}
	after := before
	after.Waiting = waiting
	if err := store.UpdateContact(tx.Tx, after); err != nil {
		return err
	}
	was := ""
	if before.Waiting {
		was = wasWaiting
	}
	return tx.contactRow(batch, line, contactID, store.DidUpdate, was)
}

// wasWaiting is all that an import remembers of a contact that it changed: it
// changes nothing else.
const wasWaiting = `{"waiting":true}`

func (tx *Tx) contactRow(batch string, line int, id, did, before string) error {
	c, err := store.Contact(tx.Tx, id)
	if err != nil {
		return err
	}
	return store.AddBatchRow(tx.Tx, store.ImportRow{
		BatchID: batch, CustomerID: c.CustomerID, Table: "contacts", RowID: id, Did: did, Line: line, Before: before, After: contactSum(c),
	})
}

// BatchAttachment writes down that an import hung a file on a contact that was
// there before.
func (tx *Tx) BatchAttachment(batch string, line int, a app.Attachment) error {
	return store.AddBatchRow(tx.Tx, store.ImportRow{
		BatchID: batch, CustomerID: a.CustomerID, Table: "attachments", RowID: a.ID, Did: store.DidAdd, Line: line, After: a.SHA256,
	})
}

// BatchDelivery adds a delivery as a row of an import.
func (tx *Tx) BatchDelivery(batch string, line int, d app.Delivery) error {
	d.ID = tx.NewID()
	d = d.Normalised()
	if err := d.Check(tx.Today).OrNil(); err != nil {
		return err
	}
	if err := store.InsertDelivery(tx.Tx, d); err != nil {
		return err
	}
	return store.AddBatchRow(tx.Tx, store.ImportRow{
		BatchID: batch, CustomerID: d.CustomerID, Table: "deliveries", RowID: d.ID, Did: store.DidAdd, Line: line, After: deliverySum(d),
	})
}

// contactSum is a sum over an entry of the contact history and over how much
// hangs on it. Whose it is may change when two cards become one.
func contactSum(c app.Contact) string {
	c.CustomerID = ""
	return sumOf(c)
}

func messageSum(m app.Message) string { return sumOf(m) }

func deliverySum(d app.Delivery) string {
	d.CustomerID = ""
	return sumOf(d)
}

// sumOf is a sum over the fields of a row.
func sumOf(row any) string {
	b, err := json.Marshal(row)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// ContactsOn lists a customer's contacts of one day.
func (tx *Tx) ContactsOn(customerID string, on app.Day) ([]app.Contact, error) {
	return store.ContactsOn(tx.Tx, customerID, on)
}

// DeliveriesOn lists a customer's deliveries of one day.
func (tx *Tx) DeliveriesOn(customerID string, on app.Day) ([]app.Delivery, error) {
	return store.DeliveriesOn(tx.Tx, customerID, on)
}

// Address is one e-mail address and phone number of a customer.
type Address = store.Address

// Addresses gives those of all customers and of their contact persons.
func (tx *Tx) Addresses(f func(Address) error) error { return store.Addresses(tx.Tx, f) }
