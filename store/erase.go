package store

import (
	"context"
	"database/sql"
	"errors"

	"kortisto/app"
)

// This file is the one erase path. No other file of the program deletes rows
// of a personal table (a test reads the sources), and the database refuses to
// delete a customer while anything of them is left.

// personalTable is a table whose rows belong to a customer.
type personalTable struct {
	name string
	// where chooses the rows of the customers in erasing.
	where string
	count func(*app.Counts, int)
}

const ofErasing = `customer_key IN (SELECT customer_key FROM erasing)`

// personalTables in the order in which their rows go: a row goes before the
// row that it refers to.
var personalTables = []personalTable{
	{name: "import_rows", where: ofErasing},
	{name: "audit_sealed", where: `seq IN (SELECT a.seq FROM audit a JOIN customers c ON c.id = a.object
		WHERE a.object <> '' AND c.key IN (SELECT customer_key FROM erasing))`},
	{name: "holds", where: ofErasing},
	{name: "consents", where: ofErasing, count: func(c *app.Counts, n int) { c.Consents += n }},
	{name: "deliveries", where: ofErasing, count: func(c *app.Counts, n int) { c.Deliveries += n }},
	{name: "contacts", where: ofErasing, count: func(c *app.Counts, n int) { c.Contacts += n }},
	{name: "contact_persons", where: ofErasing, count: func(c *app.Counts, n int) { c.Persons += n }},
	{name: "customers", where: `key IN (SELECT customer_key FROM erasing)`, count: func(c *app.Counts, n int) { c.Customers += n }},
}

// remove is the only DELETE on personal tables.
func remove(tx *Tx, table, where string, args ...any) (int, error) {
	r, err := tx.exec(`DELETE FROM `+table+` WHERE `+where, args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// EraseCustomers deletes customers with everything that belongs to them, the
// words in the search indexes included, and counts the rows. An unknown id is
// not-found. Until OptimizeSearch, IncrementalVacuum and a compaction have run,
// traces of the rows may be left as bytes of the file.
func EraseCustomers(tx *Tx, ids []string) (app.Counts, error) {
	var counts app.Counts
	err := chunks(ids, func(part []string) error {
		if err := stage(tx, part); err != nil {
			return err
		}
		if err := unindexStaged(tx, part); err != nil {
			return err
		}
		for _, t := range personalTables {
			n, err := remove(tx, t.name, t.where)
			if err != nil {
				return err
			}
			if t.count != nil {
				t.count(&counts, n)
			}
		}
		return unstage(tx)
	})
	return counts, err
}

// stage writes down who is being erased; the tables above and the trigger on
// consents look there.
func stage(tx *Tx, ids []string) error {
	if err := unstage(tx); err != nil {
		return err
	}
	marks, args := placeholders(ids)
	r, err := tx.exec(`INSERT INTO erasing SELECT key FROM customers WHERE id IN (`+marks+`)`, args...)
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err != nil {
		return err
	}
	distinct := map[string]bool{}
	for _, id := range ids {
		distinct[id] = true
	}
	if int(n) != len(distinct) {
		return errors.Join(app.E("not-found", ""), unstage(tx))
	}
	return nil
}

func unstage(tx *Tx) error {
	_, err := tx.exec(`DELETE FROM erasing`)
	return err
}

type indexed struct {
	key  int64
	text string
}

func scanIndexed(s scanner) (i indexed, err error) {
	err = s.Scan(&i.key, &i.text)
	return i, err
}

func unindexStaged(tx *Tx, ids []string) error {
	texts, err := list(tx, scanIndexed, `SELECT key, text FROM contacts WHERE `+ofErasing)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if err := unindexContact(tx, t.key, t.text); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		key, err := customerKey(tx, id)
		if err != nil {
			return err
		}
		c, err := Customer(tx, id)
		if err != nil {
			return err
		}
		if err := unindexCard(tx, key, c); err != nil {
			return err
		}
	}
	return nil
}

// EraseContact deletes one entry of the contact history and what imports
// remember of it.
func EraseContact(tx *Tx, id string) error {
	t, err := one(tx, scanIndexed, `SELECT key, text FROM contacts WHERE id = ?`, id)
	if err != nil {
		return err
	}
	if err := unindexContact(tx, t.key, t.text); err != nil {
		return err
	}
	return removeRow(tx, "contacts", id)
}

// EraseDelivery deletes one delivery and what imports remember of it.
func EraseDelivery(tx *Tx, id string) error { return removeRow(tx, "deliveries", id) }

// ErasePerson deletes one contact person and what imports remember of him.
func ErasePerson(tx *Tx, id string) error {
	p, err := Person(tx, id)
	if err != nil {
		return err
	}
	return recard(tx, p.CustomerID, func(int64) error { return removeRow(tx, "contact_persons", id) })
}

func removeRow(tx *Tx, table, id string) error {
	if _, err := remove(tx, "import_rows", `table_name = ? AND row_id = ? AND customer_key =
		(SELECT customer_key FROM `+table+` WHERE id = ?)`, table, id, id); err != nil {
		return err
	}
	n, err := remove(tx, table, `id = ?`, id)
	if err == nil && n != 1 {
		return app.E("not-found", "")
	}
	return err
}

// IncrementalVacuum gives free pages back, so that nothing of erased rows is
// left in them. It runs outside of a transaction, and needs a database with
// auto_vacuum=INCREMENTAL.
func IncrementalVacuum(ctx context.Context, db *sql.DB) (err error) {
	rows, err := db.QueryContext(ctx, `PRAGMA incremental_vacuum`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() { // one step frees one page
	}
	return rows.Err()
}
