package vault

import (
	"errors"
	"slices"

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

// LogContact writes a contact down as somebody just had it. One to the customer
// answers what waits: those contacts are given as they were before, so that it
// can be taken back.
func (tx *Tx) LogContact(c app.Contact) (logged app.Contact, answered []app.Contact, err error) {
	if logged, err = tx.AddContact(c); err != nil {
		return logged, nil, err
	}
	answered, err = tx.answeredBy(logged)
	return logged, answered, err
}

// answeredBy takes out of the queue what a contact to the customer answers. A
// mass mailing answers nobody.
func (tx *Tx) answeredBy(c app.Contact) ([]app.Contact, error) {
	if c.Direction != app.Out || c.Mass {
		return nil, nil
	}
	waiting, err := store.WaitingOf(tx.Tx, c.CustomerID, c.On)
	if err != nil {
		return nil, err
	}
	var answered []app.Contact
	for _, w := range waiting {
		if w.ID == c.ID {
			continue
		}
		if _, _, err := tx.EditContact(w.Answered()); err != nil {
			return nil, err
		}
		answered = append(answered, w)
	}
	return answered, nil
}

// EditContact changes an entry and writes down which fields changed. Whose it is
// and where it came from do not change. It gives the entry before and after;
// before, edited in its turn, takes the change back.
func (tx *Tx) EditContact(c app.Contact) (before, after app.Contact, err error) {
	if before, err = store.Contact(tx.Tx, c.ID); err != nil {
		return
	}
	after = c.Normalised()
	after.CustomerID, after.RecordedAt, after.SourceKey, after.ThreadKey = before.CustomerID, before.RecordedAt, before.SourceKey, before.ThreadKey
	after.Messages, after.Attachments = before.Messages, before.Attachments
	if err = after.Check(tx.Today).OrNil(); err != nil {
		return
	}
	fields := app.ContactDiff(before, after)
	if len(fields) == 0 {
		return before, before, nil
	}
	if !onlyQueue(fields) { // to be answered is not to be used
		if err = tx.MayUse(after.CustomerID, app.UseEdit); err != nil {
			return
		}
	}
	if err = store.UpdateContact(tx.Tx, after); err != nil {
		return
	}
	return before, after, tx.audit("contact-changed", after.CustomerID, fields...)
}

// onlyQueue says that nothing changed but whether, and until when, a contact waits
// for an answer.
func onlyQueue(fields []string) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return f != "waiting" && f != "followUpOn" })
}

// Wait puts a contact into the queue of those that wait for an answer, to be come
// back to on a day; no day is now. A day that has gone by is "day-past".
func (tx *Tx) Wait(id string, until app.Day) (before, after app.Contact, err error) {
	if until != "" && until.Valid() && until < tx.Today {
		err = app.E("day-past", "followUpOn", "value", string(until))
		return
	}
	return tx.change(id, func(c app.Contact) app.Contact {
		c.Waiting, c.FollowUpOn = true, until
		return c
	})
}

// Answered takes a contact out of the queue.
func (tx *Tx) Answered(id string) (before, after app.Contact, err error) {
	return tx.change(id, app.Contact.Answered)
}

func (tx *Tx) change(id string, how func(app.Contact) app.Contact) (before, after app.Contact, err error) {
	if before, err = store.Contact(tx.Tx, id); err != nil {
		return
	}
	return tx.EditContact(how(before))
}

// WholeContact is an entry with all that was said in it.
func (tx *Tx) WholeContact(id string) (w app.WholeContact, err error) {
	if w.Contact, err = store.Contact(tx.Tx, id); err != nil {
		return w, err
	}
	if w.Messages, err = store.MessagesOf(tx.Tx, id); err != nil {
		return w, err
	}
	w.Technical, err = store.TechnicalOf(tx.Tx, id)
	return w, err
}

// RestoreContact puts back what DeleteContact took out, under its own id and with
// the time at which it was first recorded. Its attachments come back while their
// bytes are still there.
func (tx *Tx) RestoreContact(w app.WholeContact) error {
	if err := store.InsertContact(tx.Tx, w.Contact); err != nil {
		return err
	}
	if err := store.InsertMessages(tx.Tx, w.Contact.ID, w.Messages); err != nil {
		return err
	}
	if err := store.InsertTechnical(tx.Tx, w.Contact.ID, w.Technical); err != nil {
		return err
	}
	if err := tx.restoreAttachments(w.Contact.ID); err != nil {
		return err
	}
	return tx.audit("contact-restored", w.Contact.CustomerID, "contacts")
}

// ContactList gives a stretch of the history over all customers, newest first;
// with Waiting, the queue in the order in which it is worked off.
func (tx *Tx) ContactList(f app.ContactFilter) (app.ContactPage, error) {
	if err := f.Check().OrNil(); err != nil {
		return app.ContactPage{}, err
	}
	return store.ContactList(tx.Tx, f)
}

// Queue tells how many contacts wait for an answer.
func (tx *Tx) Queue() (app.Queue, error) { return store.WaitingContacts(tx.Tx) }

// DeleteContact takes one contact out for good and gives what it was, so that
// the window can offer to put it back for a moment.
func (tx *Tx) DeleteContact(id string) (app.Contact, error) {
	c, err := store.Contact(tx.Tx, id)
	if err != nil {
		return c, err
	}
	if err := tx.MayUse(c.CustomerID, app.UseErase); err != nil {
		return c, err
	}
	if err := tx.bin(id); err != nil {
		return c, err
	}
	if err := store.EraseContact(tx.Tx, id); err != nil {
		return c, err
	}
	return c, errors.Join(tx.uncleansed(), tx.audit("contact-deleted", c.CustomerID, "contacts"))
}

// Contacts of a customer, newest first, and how many there are; limit 0 lists all.
func (tx *Tx) Contacts(customerID string, limit, offset int) ([]app.Contact, int, error) {
	return store.ContactsOf(tx.Tx, customerID, limit, offset)
}
