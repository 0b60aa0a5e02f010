package store

import "kortisto/app"

const disclosureColumns = `SELECT t.id, c.id, t.on_day, t.what, t.recipient, t.means, t.basis, t.recorded_at FROM disclosures t
	JOIN customers c ON c.key = t.customer_key `

func scanDisclosure(s scanner) (d app.Disclosure, err error) {
	var at string
	if err = s.Scan(&d.ID, &d.CustomerID, &d.On, &d.What, &d.Recipient, &d.Means, &d.Basis, &at); err != nil {
		return d, err
	}
	d.RecordedAt, err = readTime(at)
	return d, err
}

// InsertDisclosure writes down to whom something about a customer was given.
func InsertDisclosure(tx *Tx, d app.Disclosure) error {
	return tx.must(`INSERT INTO disclosures (id, customer_key, on_day, what, recipient, means, basis, recorded_at)
		SELECT ?, key, ?, ?, ?, ?, ?, ? FROM customers WHERE id = ?`,
		d.ID, d.On, d.What, d.Recipient, d.Means, d.Basis, tx.Now, d.CustomerID)
}

// DisclosuresOf lists a customer's disclosures, the newest first.
func DisclosuresOf(tx *Tx, customerID string) ([]app.Disclosure, error) {
	all, _, err := pageOf(tx, scanDisclosure, disclosureColumns, "disclosures", "on_day", customerID, 0, 0)
	return all, err
}
