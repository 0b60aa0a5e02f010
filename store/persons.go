package store

import (
	"errors"

	"kortisto/app"
)

const personColumns = `SELECT p.id, c.id, p.role, p.name, p.phone, p.email
	FROM contact_persons p JOIN customers c ON c.key = p.customer_key `

func scanPerson(s scanner) (p app.ContactPerson, err error) {
	err = s.Scan(&p.ID, &p.CustomerID, &p.Role, &p.Name, &p.Phone, &p.Email)
	return p, err
}

// Person reads a contact person by id.
func Person(tx *Tx, id string) (app.ContactPerson, error) {
	return one(tx, scanPerson, personColumns+`WHERE p.id = ?`, id)
}

// PersonsOf lists the contact persons of a customer: the main one first, then
// in the order in which they came.
func PersonsOf(tx *Tx, customerID string) ([]app.ContactPerson, error) {
	return list(tx, scanPerson, personColumns+`WHERE c.id = ? ORDER BY p.role <> 'main', p.key`, customerID)
}

// The following leave the search index to their callers.

func insertPerson(tx *Tx, customer int64, p app.ContactPerson) error {
	_, err := tx.exec(`INSERT INTO contact_persons (id, customer_key, role, name, phone, email) VALUES (?,?,?,?,?,?)`,
		p.ID, customer, p.Role, p.Name, p.Phone, p.Email)
	return err
}

func updatePerson(tx *Tx, customer int64, p app.ContactPerson) error {
	return tx.must(`UPDATE contact_persons SET role = ?, name = ?, phone = ?, email = ? WHERE id = ? AND customer_key = ?`,
		p.Role, p.Name, p.Phone, p.Email, p.ID, customer)
}

func savePerson(tx *Tx, customer int64, p app.ContactPerson) error {
	err := updatePerson(tx, customer, p)
	if errors.Is(err, app.E("not-found", "")) {
		return insertPerson(tx, customer, p)
	}
	return err
}
