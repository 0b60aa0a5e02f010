package store

import "kortisto/app"

const attachmentColumns = `SELECT a.id, t.id, c.id, a.name, a.media_type, a.size, a.sha256, a.recording, a.added_at,
	coalesce(x.id, ''), coalesce(x.until, ''), coalesce(x.reason, ''), coalesce(x.placed_on, '') FROM attachments a
	JOIN contacts t ON t.key = a.contact_key JOIN customers c ON c.key = a.customer_key LEFT JOIN extensions x ON x.attachment_key = a.key `

func scanAttachment(s scanner) (a app.Attachment, err error) {
	var at string
	x := app.Extension{Class: app.ClassRecording}
	if err = s.Scan(&a.ID, &a.ContactID, &a.CustomerID, &a.Name, &a.MediaType, &a.Size, &a.SHA256, &a.Recording, &at,
		&x.ID, &x.Until, &x.Reason, &x.PlacedOn); err != nil {
		return a, err
	}
	if x.ID != "" {
		x.Record = a.ID
		a.Extension = &x
	}
	a.AddedAt, err = readTime(at)
	return a, err
}

// InsertAttachment writes down a file whose bytes lie in a blob of the same id.
// AddedAt is the transaction's time unless it is set. An extension comes along.
func InsertAttachment(tx *Tx, a app.Attachment) error {
	if a.AddedAt.IsZero() {
		a.AddedAt = tx.Now
	}
	err := tx.must(`INSERT INTO attachments (id, contact_key, customer_key, name, media_type, size, sha256, recording, added_at)
		SELECT ?, key, customer_key, ?, ?, ?, ?, ?, ? FROM contacts WHERE id = ?`,
		a.ID, a.Name, a.MediaType, a.Size, a.SHA256, a.Recording, a.AddedAt, a.ContactID)
	if err != nil || a.Extension == nil {
		return err
	}
	return InsertExtension(tx, *a.Extension)
}

// Attachment reads one by id.
func Attachment(tx *Tx, id string) (app.Attachment, error) {
	return one(tx, scanAttachment, attachmentColumns+`WHERE a.id = ?`, id)
}

// AttachmentsOf lists what hangs on a contact.
func AttachmentsOf(tx *Tx, contactID string) ([]app.Attachment, error) {
	return list(tx, scanAttachment, attachmentColumns+`WHERE t.id = ? ORDER BY a.key`, contactID)
}

// AttachmentsOfCustomer lists all that a customer has, by the contact's day.
func AttachmentsOfCustomer(tx *Tx, customerID string) ([]app.Attachment, error) {
	return list(tx, scanAttachment, attachmentColumns+`WHERE c.id = ? ORDER BY t.on_day, t.key, a.key`, customerID)
}

// AttachmentIDs lists every attachment there is: a blob that is not among them
// was left behind by a crash.
func AttachmentIDs(tx *Tx) ([]string, error) {
	return list(tx, scanOne[string], `SELECT id FROM attachments ORDER BY key`)
}

// Attachments gives every attachment there is. Rows are open meanwhile: yield
// must not use the Tx.
func Attachments(tx *Tx, yield func(app.Attachment) error) error {
	return each(tx, func(s scanner) error {
		a, err := scanAttachment(s)
		if err != nil {
			return err
		}
		return yield(a)
	}, attachmentColumns+`ORDER BY a.key`)
}
