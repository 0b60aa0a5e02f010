package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"kortisto/app"
	"kortisto/app/finnish"
	"kortisto/store"
)

// Batch is one import.
type Batch = store.ImportBatch

// Key is what a customer is recognised by in an import.
type Key = store.Key

// StartBatch opens an import of a file into a register (customers, contacts,
// deliveries, chats, mail, …). Its rows can be taken back together. Digest is a
// sum of the file's bytes.
func (tx *Tx) StartBatch(register, file, digest string) (string, error) {
	id := tx.NewID()
	if err := store.InsertBatch(tx.Tx, store.ImportBatch{ID: id, Register: register, Source: finnish.MaskHetus(file), Digest: digest}); err != nil {
		return "", err
	}
	return id, tx.audit("import-started", id)
}

// BatchAdd adds a customer as a row of an import; line is its row in the file.
// Whether number and designation are free, the plan of the import has seen; the
// tables see to it.
func (tx *Tx) BatchAdd(batch string, line int, c app.Customer) (app.Customer, error) {
	if err := tx.complete(&c); err != nil {
		return app.Customer{}, err
	}
	if problems, _ := c.Check(tx.Today); len(problems) > 0 {
		return app.Customer{}, problems
	}
	if err := tx.insertCustomer(c); err != nil {
		return app.Customer{}, err
	}
	return c, tx.batchRow(batch, line, nil, c)
}

// BatchUpdate writes an imported row over a card. The clock stays: bringing a
// file in is no correction by the customer.
func (tx *Tx) BatchUpdate(batch string, line int, after app.Customer) error {
	before, err := store.Customer(tx.Tx, after.ID)
	if err != nil {
		return err
	}
	after = after.Normalised()
	fields := app.Diff(before, after)
	if len(fields) == 0 {
		return nil
	}
	if err := tx.MayUse(after.ID, app.UseEdit); err != nil {
		return err
	}
	if err := tx.saveCustomer(after, "customer-imported", fields); err != nil {
		return err
	}
	return tx.batchRow(batch, line, &before, after)
}

// batchRow keeps what an import did to a card: the card as it was, if there was
// one, and a sum of the card as the import left it.
func (tx *Tx) batchRow(batch string, line int, before *app.Customer, after app.Customer) error {
	row := store.ImportRow{BatchID: batch, CustomerID: after.ID, Table: "customers", RowID: after.ID, Did: store.DidAdd, Line: line, After: cardSum(after)}
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
func (tx *Tx) EndBatch(batch string, added, updated, skipped int) error {
	if err := store.UpdateBatch(tx.Tx, store.ImportBatch{ID: batch, Added: added, Updated: updated, Skipped: skipped}); err != nil {
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
// the customer may see (GDPR Art. 15(1)(g)). Each change of the card is there by
// itself; contacts and deliveries, which the customer sees one by one elsewhere,
// are one line for each import that brought some.
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
	out, told := []Imported{}, map[string]bool{}
	for _, r := range slices.Backward(rows) {
		if r.Table != "customers" {
			if !told[r.BatchID] {
				out = append(out, Imported{On: on[r.BatchID], Did: store.DidAdd})
			}
			told[r.BatchID] = true
			continue
		}
		told[r.BatchID] = true
		before, err := cardBefore(r)
		if err != nil {
			return nil, err
		}
		out = append(out, Imported{On: on[r.BatchID], Did: r.Did, Before: before})
	}
	return out, nil
}
