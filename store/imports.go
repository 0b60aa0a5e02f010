package store

import (
	"cmp"
	"errors"
	"time"

	"kortisto/app"
)

// ImportBatch is one import: a file taken in, with what it did, so that it can
// be taken back whole.
type ImportBatch struct {
	ID       string
	At       time.Time
	Register string // customers, contacts, deliveries, mailing, chats, mail, visits; empty is customers
	Source   string // the file's name; blank once the last customer of the batch was erased
	Digest   string // of the file: taking in the same file again is noticed
	Added    int
	Updated  int
	Skipped  int
	UndoneAt time.Time // zero: not undone
}

// What an import did to a row.
const (
	DidAdd    = "added"
	DidUpdate = "updated"
)

// ImportRow is what an import did to one row of a table. Before holds the
// previous values as JSON when the row was updated; it is as personal as they.
// After is a check value of the row as the import left it: a hash, no values.
type ImportRow struct {
	BatchID    string
	CustomerID string
	Table      string // customers, contact_persons, contacts, messages, attachments, deliveries, consents
	RowID      string
	Did        string
	Line       int // of the file
	Before     string
	After      string
}

const batchColumns = `SELECT b.id, b.at, b.source, b.digest, b.added, b.updated, b.skipped, b.undone_at, b.register FROM import_batches b `

func scanBatch(s scanner) (b ImportBatch, err error) {
	var at, undone string
	if err = s.Scan(&b.ID, &at, &b.Source, &b.Digest, &b.Added, &b.Updated, &b.Skipped, &undone, &b.Register); err != nil {
		return b, err
	}
	if b.At, err = readTime(at); err != nil {
		return b, err
	}
	b.UndoneAt, err = readTime(undone)
	return b, err
}

// InsertBatch begins an import; At is the transaction's time unless set.
func InsertBatch(tx *Tx, b ImportBatch) error {
	if b.At.IsZero() {
		b.At = tx.Now
	}
	_, err := tx.exec(`INSERT INTO import_batches (id, at, source, digest, added, updated, skipped, undone_at, register) VALUES (?,?,?,?,?,?,?,'',?)`,
		b.ID, b.At, b.Source, b.Digest, b.Added, b.Updated, b.Skipped, cmp.Or(b.Register, "customers"))
	return err
}

// UpdateBatch writes how many rows an import added, updated and skipped.
func UpdateBatch(tx *Tx, b ImportBatch) error {
	return tx.must(`UPDATE import_batches SET added = ?, updated = ?, skipped = ? WHERE id = ?`, b.Added, b.Updated, b.Skipped, b.ID)
}

// MarkUndone writes down that an import was taken back now; one that was
// taken back before is not-found. Where nothing of it is left, the file's name
// goes too: people name files after people.
func MarkUndone(tx *Tx, id string) error {
	return tx.must(`UPDATE import_batches SET undone_at = ?, source = iif(
		EXISTS (SELECT 1 FROM import_rows WHERE batch_key = import_batches.key) OR EXISTS (SELECT 1 FROM list_entries WHERE batch_key = import_batches.key), source, '')
		WHERE id = ? AND undone_at = ''`, tx.Now, id)
}

// Batch reads an import by id.
func Batch(tx *Tx, id string) (ImportBatch, error) {
	return one(tx, scanBatch, batchColumns+`WHERE b.id = ?`, id)
}

// Batches lists imports, the newest first.
func Batches(tx *Tx) ([]ImportBatch, error) {
	return list(tx, scanBatch, batchColumns+`ORDER BY b.key DESC`)
}

// BatchesOf lists the imports that touched a customer, the newest first.
func BatchesOf(tx *Tx, customerID string) ([]ImportBatch, error) {
	return list(tx, scanBatch, batchColumns+`WHERE b.key IN (SELECT r.batch_key FROM import_rows r
		JOIN customers c ON c.key = r.customer_key WHERE c.id = ?) ORDER BY b.key DESC`, customerID)
}

// BatchByDigest finds the newest import of the same file that changed something
// and was not undone.
func BatchByDigest(tx *Tx, digest string) (ImportBatch, error) {
	return one(tx, scanBatch, batchColumns+`WHERE b.digest = ? AND b.undone_at = '' AND b.added + b.updated > 0 ORDER BY b.key DESC LIMIT 1`, digest)
}

// AddBatchRow writes down what an import did to a row.
//
// One row by VALUES, not INSERT … SELECT: before a statement that may write many
// rows SQLite has FTS5 write out what it gathered, which is slow row by row.
func AddBatchRow(tx *Tx, r ImportRow) error {
	customer, err := customerKey(tx, r.CustomerID)
	if err != nil {
		return err
	}
	batch, err := value[int64](tx, `SELECT key FROM import_batches WHERE id = ?`, r.BatchID)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO import_rows (batch_key, customer_key, table_name, row_id, did, line, before, after) VALUES (?,?,?,?,?,?,?,?)`,
		batch, customer, r.Table, r.RowID, r.Did, r.Line, r.Before, r.After)
	return err
}

// HasMore says whether something was written under a customer besides the card:
// a contact, a delivery, a disclosure, a standing hold, another card that was merged
// into it, an entry of the e-mail list, or a consent that another than the named recorded.
func HasMore(tx *Tx, customerID, recordedBy string) (bool, error) {
	return value[bool](tx, `SELECT EXISTS (SELECT 1 FROM contacts WHERE customer_key = c.key)
		OR EXISTS (SELECT 1 FROM deliveries WHERE customer_key = c.key)
		OR EXISTS (SELECT 1 FROM disclosures WHERE customer_key = c.key)
		OR EXISTS (SELECT 1 FROM holds WHERE customer_key = c.key AND lifted_on = '')
		OR EXISTS (SELECT 1 FROM list_entries WHERE customer_key = c.key)
		OR EXISTS (SELECT 1 FROM former_ids WHERE customer_key = c.key)
		OR EXISTS (SELECT 1 FROM consents WHERE customer_key = c.key AND recorded_by <> ?)
		FROM customers c WHERE c.id = ?`, recordedBy, customerID)
}

const importRowColumns = `SELECT b.id, c.id, r.table_name, r.row_id, r.did, r.line, r.before, r.after FROM import_rows r
	JOIN import_batches b ON b.key = r.batch_key JOIN customers c ON c.key = r.customer_key `

func scanImportRow(s scanner) (r ImportRow, err error) {
	err = s.Scan(&r.BatchID, &r.CustomerID, &r.Table, &r.RowID, &r.Did, &r.Line, &r.Before, &r.After)
	return r, err
}

// BatchRows lists what an import did, the last thing first: the order in which
// it is taken back. Rows of customers erased since are gone from it.
func BatchRows(tx *Tx, batchID string) ([]ImportRow, error) {
	return list(tx, scanImportRow, importRowColumns+`WHERE b.id = ? ORDER BY r.key DESC`, batchID)
}

// ImportRowsOf lists what imports did to a customer, the newest first.
func ImportRowsOf(tx *Tx, customerID string) ([]ImportRow, error) {
	return list(tx, scanImportRow, importRowColumns+`WHERE c.id = ? ORDER BY r.key DESC`, customerID)
}

// Key is what a customer is recognised by when a file comes in.
type Key struct {
	ID          string
	Number      string
	Designation string
	BusinessID  string
	Name        string
	Postcode    string
	Phone       string
	Email       string
	Kind        app.Kind
	Street      string
}

// Keys gives every customer's key in the order in which they came. Rows are
// open meanwhile: yield must not use the Tx.
func Keys(tx *Tx, yield func(Key) error) error {
	return each(tx, func(s scanner) error {
		var k Key
		if err := s.Scan(&k.ID, &k.Number, &k.Designation, &k.BusinessID, &k.Name, &k.Postcode, &k.Phone, &k.Email, &k.Kind, &k.Street); err != nil {
			return err
		}
		return yield(k)
	}, `SELECT id, number, designation, business_id, name, postcode, phone, email, kind, street FROM customers ORDER BY key`)
}

// Address is one e-mail address and one phone number of a customer or of one of
// the customer's contact persons; either may be empty.
type Address struct {
	CustomerID string
	Email      string
	Phone      string // as shown on the card
}

// Addresses gives every customer's and every contact person's address, in the
// order in which the customers came. Rows are open meanwhile: yield must not use
// the Tx.
func Addresses(tx *Tx, yield func(Address) error) error {
	return each(tx, func(s scanner) error {
		var a Address
		if err := s.Scan(&a.CustomerID, &a.Email, &a.Phone); err != nil {
			return err
		}
		return yield(a)
	}, `SELECT id, email, phone FROM (
			SELECT key, 0 AS person, id, email, phone FROM customers
			UNION ALL SELECT c.key, p.key, c.id, p.email, p.phone FROM contact_persons p JOIN customers c ON c.key = p.customer_key
		) WHERE email <> '' OR phone <> '' ORDER BY key, person`)
}

// ImportFields gives the fields by column that were last chosen by hand for
// files with these headings; empty where none were.
func ImportFields(tx *Tx, register, headings string) (string, error) {
	v, err := value[string](tx, `SELECT fields FROM import_mappings WHERE register = ? AND headings = ?`, register, headings)
	if errors.Is(err, app.E("not-found", "")) {
		return "", nil
	}
	return v, err
}

// SetImportFields remembers them.
func SetImportFields(tx *Tx, register, headings, fields string) error {
	_, err := tx.exec(`INSERT INTO import_mappings (register, headings, fields) VALUES (?,?,?)
		ON CONFLICT (register, headings) DO UPDATE SET fields = excluded.fields`, register, headings, fields)
	return err
}
