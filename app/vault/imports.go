package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"

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

// Batch is one import.
type Batch = store.ImportBatch

// Key is what a customer is recognised by in an import.
type Key = store.Key

// StartBatch opens an import of a file. Its rows can be taken back together.
// Digest is a sum of the file's bytes.
func (tx *Tx) StartBatch(file, digest string) (string, error) {
	id := tx.NewID()
	if err := store.InsertBatch(tx.Tx, store.ImportBatch{ID: id, Source: file, Digest: digest}); err != nil {
		return "", err
	}
	return id, tx.audit("import-started", id)
}

// BatchAdd adds a customer as a row of an import. Whether number and designation
// are free, the plan of the import has seen; the tables see to it.
func (tx *Tx) BatchAdd(batch string, c app.Customer) (app.Customer, error) {
	if err := tx.complete(&c); err != nil {
		return app.Customer{}, err
	}
	if problems, _ := c.Check(tx.Today); len(problems) > 0 {
		return app.Customer{}, problems
	}
	if err := tx.insertCustomer(c); err != nil {
		return app.Customer{}, err
	}
	return c, tx.batchRow(batch, nil, c)
}

// BatchUpdate writes an imported row over a card. The clock stays: bringing a
// file in is no correction by the customer.
func (tx *Tx) BatchUpdate(batch string, after app.Customer) error {
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
	return tx.batchRow(batch, &before, after)
}

// batchRow keeps what an import did to a card: the card as it was, if there was
// one, and a sum of the card as the import left it.
func (tx *Tx) batchRow(batch string, before *app.Customer, after app.Customer) error {
	row := store.ImportRow{BatchID: batch, CustomerID: after.ID, Table: "customers", RowID: after.ID, Did: store.DidAdd, After: cardSum(after)}
	if before != nil {
		card, err := json.Marshal(before)
		if err != nil {
			return err
		}
		row.Did, row.Before = store.DidUpdate, string(card)
	}
	return store.AddBatchRow(tx.Tx, row)
}

// cardBefore is the card that a row of an import was written over; nil where it
// was added.
func cardBefore(r store.ImportRow) (*app.Customer, error) {
	if r.Before == "" {
		return nil, nil
	}
	var c app.Customer
	if err := json.Unmarshal([]byte(r.Before), &c); err != nil {
		return nil, app.E("vault-damaged", "", "file", "SQLite")
	}
	return &c, nil
}

// EndBatch keeps the counts of a finished import.
func (tx *Tx) EndBatch(batch string, added, updated int) error {
	if err := store.UpdateBatch(tx.Tx, store.ImportBatch{ID: batch, Added: added, Updated: updated}); err != nil {
		return err
	}
	return tx.audit("import-ended", batch)
}

// Batches lists imports, newest first.
func (tx *Tx) Batches() ([]Batch, error) { return store.Batches(tx.Tx) }

// BatchByDigest finds the import of the same file, if there is one that was not
// taken back.
func (tx *Tx) BatchByDigest(digest string) (Batch, error) { return store.BatchByDigest(tx.Tx, digest) }

// Keys gives what every customer is recognised by.
func (tx *Tx) Keys(f func(Key) error) error { return store.Keys(tx.Tx, f) }

// UndoBatch takes a whole import back: what it added goes, what it changed
// becomes what it was. It is one transaction: all of it or nothing. Then the
// vault is rewritten, so that the bytes hold nothing of it either; where that
// fails, it is done when the vault is closed.
func (v *Vault) UndoBatch(ctx context.Context, batch string, progress Progress) (Undone, error) {
	var u Undone
	err := v.Update(func(tx *Tx) (err error) {
		if u, err = tx.undoRows(ctx, batch, progress); err != nil {
			return err
		}
		if err := store.MarkUndone(tx.Tx, batch); errors.Is(err, app.E("not-found", "")) {
			return app.E("import-batch-undone", "")
		} else if err != nil {
			return err
		}
		return errors.Join(tx.uncleansed(), tx.audit("import-undone", batch))
	})
	if err != nil {
		return Undone{}, err
	}
	if u.Removed+u.Restored > 0 {
		_ = v.cleanse(ctx, progress)
	}
	return u, nil
}

// undoRows takes back what an import did to each card, the last thing first.
func (tx *Tx) undoRows(ctx context.Context, batch string, progress Progress) (u Undone, err error) {
	if _, err := store.Batch(tx.Tx, batch); err != nil {
		return u, err
	}
	rows, err := store.BatchRows(tx.Tx, batch)
	if err != nil {
		return u, err
	}
	var remove []string
	for i, r := range rows {
		if err := ctx.Err(); err != nil {
			return u, err
		}
		progress.say("undoing", int64(i), int64(len(rows)))
		before, err := cardBefore(r)
		if err != nil {
			return u, err
		}
		untouched, err := tx.untouched(r)
		if err != nil {
			return u, err
		}
		switch {
		case !untouched:
			u.Kept++
		case before == nil:
			remove = append(remove, r.CustomerID)
			u.Removed++
		default:
			if _, err := tx.RestoreCustomer(*before); err != nil {
				return u, err
			}
			u.Restored++
		}
	}
	if err := tx.undoEntries(batch, &u); err != nil {
		return u, err
	}
	slices.Reverse(remove) // the search index takes rows fastest in the order in which they came
	_, err = store.EraseCustomers(tx.Tx, remove)
	return u, err
}

// undoEntries takes back the entries of the e-mail list that an import brought.
func (tx *Tx) undoEntries(batch string, u *Undone) error {
	entries, touched, err := store.BatchEntries(tx.Tx, batch, ImportedBy(batch))
	if err != nil {
		return err
	}
	u.Removed += len(entries)
	u.Kept += touched
	_, err = store.EraseEntries(tx.Tx, entries)
	return err
}

// untouched says whether a row is still as the import left it: the card
// unchanged, and nothing written under it but what the import itself wrote.
func (tx *Tx) untouched(r store.ImportRow) (bool, error) {
	c, err := store.Customer(tx.Tx, r.CustomerID)
	if errors.Is(err, app.E("not-found", "")) {
		return false, nil
	}
	if err != nil || cardSum(c) != r.After {
		return false, err
	}
	if r.Did == store.DidUpdate {
		return true, nil
	}
	more, err := store.HasMore(tx.Tx, c.ID, ImportedBy(r.BatchID))
	return !more, err
}

// ImportedBy marks a consent that came in with a batch.
func ImportedBy(batch string) string { return "import " + batch }

// cardSum is a sum over the stored fields of a card and its contact persons.
func cardSum(c app.Customer) string {
	c.Marketing = false
	c.Persons = append([]app.ContactPerson{}, c.Persons...)
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Imported is what one import did to a customer's card.
type Imported struct {
	On     app.Day
	Did    string        // added, updated
	Before *app.Customer // the card that was written over; nil when it was added
}

// ImportsOf lists what imports did to a customer, the oldest first: part of what
// the customer may see (GDPR Art. 15(1)(g)).
func (tx *Tx) ImportsOf(customerID string) ([]Imported, error) {
	batches, err := store.BatchesOf(tx.Tx, customerID)
	if err != nil {
		return nil, err
	}
	on := map[string]app.Day{}
	for _, b := range batches {
		on[b.ID] = app.DayOf(b.At.In(tx.Zone()))
	}
	rows, err := store.ImportRowsOf(tx.Tx, customerID)
	if err != nil {
		return nil, err
	}
	out := []Imported{}
	for _, r := range slices.Backward(rows) {
		before, err := cardBefore(r)
		if err != nil {
			return nil, err
		}
		out = append(out, Imported{On: on[r.BatchID], Did: r.Did, Before: before})
	}
	return out, nil
}
