package store

import (
	"kortisto/app"
)

const contactFields = `t.id, c.id, t.on_day, t.at_time, t.channel, t.direction, t.who, t.handled_by, t.subject, t.text,
	t.purpose, t.seconds, t.waiting, t.follow_up_on, t.mass, t.source_key, t.thread_key, t.recorded_at,
	(SELECT count(*) FROM messages m WHERE m.contact_key = t.key), (SELECT count(*) FROM attachments a WHERE a.contact_key = t.key)`

const contactsFrom = ` FROM contacts t JOIN customers c ON c.key = t.customer_key `

const contactColumns = `SELECT ` + contactFields + contactsFrom

func scanContact(s scanner) (t app.Contact, err error) {
	var at string
	if err = s.Scan(&t.ID, &t.CustomerID, &t.On, &t.At, &t.Channel, &t.Direction, &t.Who, &t.HandledBy, &t.Subject, &t.Text,
		&t.Purpose, &t.Seconds, &t.Waiting, &t.FollowUpOn, &t.Mass, &t.SourceKey, &t.ThreadKey, &at,
		&t.Messages, &t.Attachments); err != nil {
		return t, err
	}
	t.RecordedAt, err = readTime(at)
	return t, err
}

// InsertContact adds an entry to the contact history. RecordedAt is the
// transaction's time unless it is set.
func InsertContact(tx *Tx, t app.Contact) error {
	customer, err := customerKey(tx, t.CustomerID)
	if err != nil {
		return err
	}
	if t.RecordedAt.IsZero() {
		t.RecordedAt = tx.Now
	}
	r, err := tx.exec(`INSERT INTO contacts (id, customer_key, on_day, at_time, channel, direction, who, handled_by, subject, text,
		purpose, seconds, waiting, follow_up_on, mass, source_key, thread_key, recorded_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		t.ID, customer, t.On, t.At, t.Channel, t.Direction, t.Who, t.HandledBy, t.Subject, t.Text,
		t.Purpose, t.Seconds, t.Waiting, t.FollowUpOn, t.Mass, t.SourceKey, t.ThreadKey, t.RecordedAt)
	if err != nil {
		return err
	}
	key, err := r.LastInsertId()
	if err != nil {
		return err
	}
	// As contactText says of a contact without messages.
	if err := indexContact(tx, key, t.Subject+"\n"+t.Who+"\n"+t.Text); err != nil || t.Mass {
		return err
	}
	return needed(tx, customer, t.On)
}

// UpdateContact writes a changed entry. Whose it is, what it came from and when
// it was recorded do not change.
func UpdateContact(tx *Tx, t app.Contact) error {
	key, err := contactKey(tx, t.ID)
	if err != nil {
		return err
	}
	err = reindexContact(tx, key, func() error {
		return tx.must(`UPDATE contacts SET on_day = ?, at_time = ?, channel = ?, direction = ?, who = ?, handled_by = ?, subject = ?, text = ?,
			purpose = ?, seconds = ?, waiting = ?, follow_up_on = ?, mass = ? WHERE key = ?`,
			t.On, t.At, t.Channel, t.Direction, t.Who, t.HandledBy, t.Subject, t.Text,
			t.Purpose, t.Seconds, t.Waiting, t.FollowUpOn, t.Mass, key)
	})
	if err != nil {
		return err
	}
	customer, err := value[int64](tx, `SELECT customer_key FROM contacts WHERE key = ?`, key)
	if err != nil {
		return err
	}
	return neededAnew(tx, customer)
}

func contactKey(tx *Tx, id string) (int64, error) {
	return value[int64](tx, `SELECT key FROM contacts WHERE id = ?`, id)
}

// Contact reads an entry by id.
func Contact(tx *Tx, id string) (app.Contact, error) {
	return one(tx, scanContact, contactColumns+`WHERE t.id = ?`, id)
}

// ContactBySource finds the entry that came from a source, so that what is
// brought in again is recognised.
func ContactBySource(tx *Tx, sourceKey string) (app.Contact, error) {
	return one(tx, scanContact, contactColumns+`WHERE t.source_key = ? AND t.source_key <> '' LIMIT 1`, sourceKey)
}

// ThreadOwner gives the customer whose conversation a thread was the last time.
func ThreadOwner(tx *Tx, threadKey string) (string, error) {
	return value[string](tx, `SELECT c.id FROM contacts t JOIN customers c ON c.key = t.customer_key
		WHERE t.thread_key = ? AND t.thread_key <> '' ORDER BY t.on_day DESC, t.key DESC LIMIT 1`, threadKey)
}

// ContactsOf lists a customer's contacts, the newest day first and within a
// day the one written last, and says how many there are. limit 0 lists all.
func ContactsOf(tx *Tx, customerID string, limit, offset int) ([]app.Contact, int, error) {
	return pageOf(tx, scanContact, contactColumns, "contacts", "on_day", customerID, limit, offset)
}

// pageOf lists rows of a customer newest first. columns names the table's
// alias t.
func pageOf[T any](tx *Tx, scan func(scanner) (T, error), columns, table, day, customerID string, limit, offset int) ([]T, int, error) {
	customer, err := customerKey(tx, customerID)
	if err != nil {
		return nil, 0, err
	}
	total, err := value[int](tx, `SELECT count(*) FROM `+table+` WHERE customer_key = ?`, customer)
	if err != nil {
		return nil, 0, err
	}
	if limit <= 0 {
		limit = -1
	}
	rows, err := list(tx, scan, columns+`WHERE t.customer_key = ? ORDER BY t.`+day+` DESC, t.key DESC LIMIT ? OFFSET ?`, customer, limit, max(offset, 0))
	return rows, total, err
}

// ContactsOn lists a customer's contacts of one day in the order in which they
// were written down.
func ContactsOn(tx *Tx, customerID string, on app.Day) ([]app.Contact, error) {
	return list(tx, scanContact, contactColumns+`WHERE c.id = ? AND t.on_day = ? ORDER BY t.key`, customerID, on)
}
