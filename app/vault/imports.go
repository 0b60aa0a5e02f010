package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"kortisto/app"
	"kortisto/store"
)

// Undone is what taking an import back did. Kept rows were changed by hand
// after the import, and so stay.
type Undone struct {
	Removed  int `json:"removed"`
	Restored int `json:"restored"`
	Kept     int `json:"kept"`
}

// StartBatch opens an import. Its rows can be taken back together.
func (tx *Tx) StartBatch(file string) (string, error) {
	id := tx.NewID()
	if err := store.InsertBatch(tx.Tx, store.Batch{ID: id, On: tx.Today, File: file}); err != nil {
		return "", err
	}
	return id, tx.audit("import-started", id)
}

// BatchAdd adds a customer as a row of an import.
func (tx *Tx) BatchAdd(batch string, row int, c app.Customer) (app.Customer, error) {
	c, err := tx.AddCustomer(c)
	if err != nil {
		return c, err
	}
	return c, store.AddBatchRow(tx.Tx, store.BatchRow{Batch: batch, Row: row, Customer: c.ID, After: cardSum(c)})
}

// BatchUpdate writes an imported row over a card. The clock stays: bringing a
// file in is no correction by the customer (REPORT 0.3).
func (tx *Tx) BatchUpdate(batch string, row int, after app.Customer) error {
	before, err := store.Customer(tx.Tx, after.ID)
	if err != nil {
		return err
	}
	after = after.Normalised()
	fields := app.Diff(before, after)
	if len(fields) == 0 {
		return nil
	}
	if err := tx.saveCustomer(after, "customer-imported", fields); err != nil {
		return err
	}
	return store.AddBatchRow(tx.Tx, store.BatchRow{Batch: batch, Row: row, Customer: after.ID, Before: &before, After: cardSum(after)})
}

// EndBatch keeps the counts of a finished import.
func (tx *Tx) EndBatch(batch string, added, updated, skipped int) error {
	if err := store.EndBatch(tx.Tx, batch, added, updated, skipped); err != nil {
		return err
	}
	return tx.audit("import-ended", batch)
}

// Batches lists imports, newest first.
func (tx *Tx) Batches() ([]store.Batch, error) { return store.Batches(tx.Tx) }

// UndoBatch takes a whole import back: what it added goes, what it changed
// becomes what it was. It is one transaction: all of it or nothing.
func (v *Vault) UndoBatch(ctx context.Context, batch string, progress Progress) (Undone, error) {
	var u Undone
	err := v.Update(func(tx *Tx) error {
		u = Undone{}
		rows, err := store.BatchRows(tx.Tx, batch)
		if err != nil {
			return err
		}
		var remove []string
		for i, r := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			progress.say("undoing", int64(i), int64(len(rows)))
			kept, err := tx.untouched(r)
			if err != nil {
				return err
			}
			switch {
			case !kept:
				u.Kept++
			case r.Before == nil:
				remove = append(remove, r.Customer)
				u.Removed++
			default:
				if _, err := tx.RestoreCustomer(*r.Before); err != nil {
					return err
				}
				u.Restored++
			}
		}
		if _, err := store.EraseCustomers(tx.Tx, remove); err != nil {
			return err
		}
		if err := store.MarkUndone(tx.Tx, batch, tx.Today); err != nil {
			return err
		}
		return tx.audit("import-undone", batch)
	})
	return u, err
}

// untouched says whether a row is still as the import left it: the card
// unchanged, and nothing written under it but what the import itself wrote.
func (tx *Tx) untouched(r store.BatchRow) (bool, error) {
	c, err := store.Customer(tx.Tx, r.Customer)
	if errors.Is(err, app.E("not-found", "")) {
		return false, nil
	}
	if err != nil || cardSum(c) != r.After {
		return false, err
	}
	if r.Before != nil {
		return true, nil
	}
	f, err := store.FileOf(tx.Tx, c.ID)
	if err != nil || f.Counts.Contacts > 0 || f.Counts.Deliveries > 0 || len(f.Holds) > 0 {
		return false, err
	}
	consents, err := store.ConsentsOf(tx.Tx, c.ID)
	for _, k := range consents {
		if k.RecordedBy != ImportedBy(r.Batch) {
			return false, err
		}
	}
	return true, err
}

// ImportedBy marks a consent that came in with a batch.
func ImportedBy(batch string) string { return "import " + batch }

// cardSum is a sum over the stored fields of a card and its contact persons.
func cardSum(c app.Customer) string {
	c.Marketing = false
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
