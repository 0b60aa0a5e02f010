package store

import (
	"kortisto/app"
)

const contactColumns = `SELECT t.id, c.id, t.on_day, t.channel, t.direction, t.text, t.mass, t.recorded_at
	FROM contacts t JOIN customers c ON c.key = t.customer_key `

func scanContact(s scanner) (t app.Contact, err error) {
	var at string
	if err = s.Scan(&t.ID, &t.CustomerID, &t.On, &t.Channel, &t.Direction, &t.Text, &t.Mass, &at); err != nil {
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
	r, err := tx.exec(`INSERT INTO contacts (id, customer_key, on_day, channel, direction, text, mass, recorded_at) VALUES (?,?,?,?,?,?,?,?)`,
		t.ID, customer, t.On, t.Channel, t.Direction, t.Text, t.Mass, t.RecordedAt)
	if err != nil {
		return err
	}
	key, err := r.LastInsertId()
	if err != nil {
		return err
	}
	return indexContact(tx, key, t.Text)
}

// Contact reads an entry by id.
func Contact(tx *Tx, id string) (app.Contact, error) {
	return one(tx, scanContact, contactColumns+`WHERE t.id = ?`, id)
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
