package vault

import (
	"errors"

	"kortisto/app"
	"kortisto/store"
)

// ExtensionRoom says until when a recording may be kept at most: "" where its
// class allows no extension. It is "attachment-none" for what is not there, and
// "extension-cap" for what is no recording.
func (tx *Tx) ExtensionRoom(attachmentID string) (app.Day, error) {
	_, rule, on, err := tx.recording(attachmentID)
	if err != nil {
		return "", err
	}
	return app.ExtensionLimit(rule, on), nil
}

// Extend keeps one recording longer than its class, for a reason, never past the
// class's longest time. An extension that it has already makes way.
func (tx *Tx) Extend(attachmentID string, until app.Day, reason string) (app.Attachment, error) {
	a, rule, on, err := tx.recording(attachmentID)
	if err != nil {
		return a, err
	}
	x := app.Extension{ID: tx.NewID(), Class: app.ClassRecording, Record: a.ID, Until: until, Reason: reason, PlacedOn: tx.Today}.Normalised()
	if err := x.Check(rule, on, tx.Today).OrNil(); err != nil {
		return a, err
	}
	if err := store.InsertExtension(tx.Tx, x); err != nil {
		return a, err
	}
	if a.Extension != nil { // its words are gone from the register, and not yet from the bytes
		if err := tx.uncleansed(); err != nil {
			return a, err
		}
	}
	a.Extension = &x
	return a, tx.audit("recording-extended", a.CustomerID, "contacts")
}

// Unextend lets a recording go when its class says so; one that is not kept
// longer is "extension-none".
func (tx *Tx) Unextend(attachmentID string) (app.Attachment, error) {
	a, err := tx.Attachment(attachmentID)
	if err != nil {
		return a, err
	}
	if a.Extension == nil {
		return a, app.E("extension-none", "")
	}
	if err := store.EraseExtension(tx.Tx, a.ID); err != nil {
		return a, err
	}
	a.Extension = nil
	return a, errors.Join(tx.uncleansed(), tx.audit("recording-unextended", a.CustomerID, "contacts"))
}

// Extensions of a customer's recordings, the one that ends first before the
// others.
func (tx *Tx) Extensions(customerID string) ([]app.Extension, error) {
	return store.ExtensionsOf(tx.Tx, customerID)
}

// recording gives an attachment with the rule of its class and the day from which
// its time counts.
func (tx *Tx) recording(attachmentID string) (a app.Attachment, rule app.Rule, on app.Day, err error) {
	if a, err = tx.Attachment(attachmentID); err != nil {
		return
	}
	if !a.Recording {
		return a, rule, "", app.E("extension-cap", "until", "value", "", "limit", "")
	}
	c, err := store.Contact(tx.Tx, a.ContactID)
	if err != nil {
		return
	}
	policy, err := tx.Policy()
	rule, _ = policy.Rule(app.ClassRecording, tx.Today)
	return a, rule, c.On, err
}
