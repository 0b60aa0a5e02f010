package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"kortisto/app"
)

// This file is the one erase path. No other file of the program deletes rows
// of a personal table (a test reads the sources), and the database refuses to
// delete a customer while anything of them is left.

// personalTable says how the rows of a table belong to customers. The order in
// which the tables are emptied is the data map's (app.PersonalTables): what
// refers to a row before the row.
type personalTable struct {
	// where chooses the rows of some customers; # stands for their keys. Empty
	// for a search index, which is emptied word by word.
	where string
	owner string // the key of the customer whose row it is
	empty func(*Tx) error
	count func(*app.Counts) *int
}

func (p personalTable) rows(keys string) string { return strings.ReplaceAll(p.where, "#", keys) }

const (
	byKey   = `customer_key IN (#)`
	byEntry = `entry_key IN (SELECT key FROM list_entries WHERE customer_key IN (#))`
	ofEntry = `coalesce((SELECT e.customer_key FROM list_entries e WHERE e.key = entry_key), 0)`
)

// A request that is still open stays when its customer goes: whom to answer must
// be known until it is closed. closedRequests are the keys of the others.
const closedRequests = `(SELECT r.key FROM requests r WHERE NOT ` + openRequest + `)`

// idsOf are the ids of customers, those of cards merged into theirs included;
// ownerOf is the key of the customer to whom the line a of the log belongs.
const (
	everyID = `(SELECT id, key FROM customers UNION ALL SELECT id, customer_key FROM former_ids)`
	idsOf   = `SELECT x.id FROM ` + everyID + ` x WHERE x.key IN (#)`
	ownerOf = `coalesce((SELECT c.key FROM customers c WHERE c.id = a.object), (SELECT f.customer_key FROM former_ids f WHERE f.id = a.object), 0)`
)

// findsOf are finds on the customers' cards and those of their own requests.
const findsOf = `key IN (WITH gone AS (SELECT k.key, k.id FROM ` + everyID + ` k WHERE k.key IN (#))
	SELECT f.key FROM finds f JOIN gone ON gone.id = f.customer_id
	UNION SELECT f.key FROM finds f JOIN requests r ON r.id = f.request_id JOIN request_people p ON p.request_key = r.key JOIN gone ON gone.key = p.customer_key)`

// findOwner is the key of the customer on whose card something was found.
const findOwner = `coalesce((SELECT c.key FROM customers c WHERE c.id = customer_id), 0)`

var personalTables = map[string]personalTable{
	"card_search":    {empty: unindexCards},
	"contact_search": {empty: unindexContacts},
	"redactions":     {where: `find_key IN (SELECT key FROM finds WHERE ` + findsOf + `)`, owner: `coalesce((SELECT ` + findOwner + ` FROM finds f WHERE f.key = find_key), 0)`},
	"finds":          {where: findsOf, owner: findOwner},
	"import_rows":    {where: byKey, owner: `customer_key`},
	"audit_sealed": {
		where: `seq IN (SELECT seq FROM audit WHERE object <> '' AND object IN (` + idsOf + `))`,
		owner: `coalesce((SELECT ` + ownerOf + ` FROM audit a WHERE a.seq = audit_sealed.seq), 0)`,
	},
	"sends":            {where: byEntry, owner: ofEntry},
	"list_consents":    {where: byEntry, owner: ofEntry},
	"list_entries":     {where: byKey, owner: `coalesce(customer_key, 0)`, count: func(c *app.Counts) *int { return &c.Entries }},
	"merge_rows":       {where: byKey, owner: `customer_key`},
	"merges":           {where: byKey, owner: `customer_key`},
	"former_ids":       {where: byKey, owner: `customer_key`},
	"different":        {where: `EXISTS (SELECT 1 FROM ` + everyID + ` x WHERE x.id IN (one, other) AND x.key IN (#))`, owner: `0`},
	"holds":            {where: byKey, owner: `customer_key`},
	"restriction_uses": {where: byKey, owner: `customer_key`},
	"restrictions":     {where: byKey, owner: `customer_key`},
	"consents":         {where: byKey, owner: `customer_key`, count: func(c *app.Counts) *int { return &c.Consents }},
	"deliveries":       {where: byKey, owner: `customer_key`, count: func(c *app.Counts) *int { return &c.Deliveries }},
	"technical":        {where: byKey, owner: `customer_key`, count: func(c *app.Counts) *int { return &c.Technical }},
	"extensions":       {where: byKey, owner: `customer_key`},
	"attachments":      {where: byKey, owner: `customer_key`, count: func(c *app.Counts) *int { return &c.Attachments }},
	"messages":         {where: byKey, owner: `customer_key`, count: func(c *app.Counts) *int { return &c.Messages }},
	"request_events": {
		where: `request_key IN (SELECT p.request_key FROM request_people p WHERE p.customer_key IN (#) AND p.request_key IN ` + closedRequests + `)`,
		owner: `coalesce((SELECT p.customer_key FROM request_people p WHERE p.request_key = request_events.request_key AND p.request_key IN ` + closedRequests + `), 0)`,
	},
	"request_people": {
		where: `customer_key IN (#) AND request_key IN ` + closedRequests,
		owner: `CASE WHEN request_key IN ` + closedRequests + ` THEN coalesce(customer_key, 0) ELSE 0 END`,
		count: func(c *app.Counts) *int { return &c.Requests },
	},
	"disclosures":     {where: byKey, owner: `customer_key`},
	"contacts":        {where: byKey, owner: `customer_key`, count: func(c *app.Counts) *int { return &c.Contacts }},
	"contact_persons": {where: byKey, owner: `customer_key`, count: func(c *app.Counts) *int { return &c.Persons }},
	"customers":       {where: `key IN (#)`, owner: `key`, count: func(c *app.Counts) *int { return &c.Customers }},
}

// entryTables are the same, seen from entries of the e-mail list that go by
// themselves; # stands for their keys. What refers to an entry goes before it.
var entryTables = map[string]personalTable{
	"sends":         {where: `entry_key IN (#)`, owner: `entry_key`},
	"list_consents": {where: `entry_key IN (#)`, owner: `entry_key`},
	"list_entries":  {where: `key IN (#)`, owner: `key`},
}

// contactTables are the same, seen from contacts that go by themselves.
var contactTables = map[string]personalTable{
	"import_rows": {where: `table_name IN ('contacts', 'messages', 'attachments') AND row_id IN (SELECT id FROM contacts WHERE key IN (#)
		UNION ALL SELECT id FROM messages WHERE contact_key IN (#) UNION ALL SELECT id FROM attachments WHERE contact_key IN (#))`,
		owner: `coalesce(CASE table_name WHEN 'contacts' THEN (SELECT key FROM contacts WHERE id = row_id)
		WHEN 'messages' THEN (SELECT contact_key FROM messages WHERE id = row_id)
		WHEN 'attachments' THEN (SELECT contact_key FROM attachments WHERE id = row_id) END, 0)`},
	"technical": {where: `contact_key IN (#)`, owner: `contact_key`},
	"extensions": {where: `attachment_key IN (SELECT key FROM attachments WHERE contact_key IN (#))`,
		owner: `coalesce((SELECT contact_key FROM attachments WHERE key = attachment_key), 0)`},
	"attachments": {where: `contact_key IN (#)`, owner: `contact_key`},
	"messages":    {where: `contact_key IN (#)`, owner: `contact_key`},
	"contacts":    {where: `key IN (#)`, owner: `key`},
}

// technicalTables are seen from contacts that stay without their technical facts,
// attachmentTables from attachments that go by themselves.
var (
	technicalTables  = map[string]personalTable{"technical": {where: `contact_key IN (#)`, owner: `contact_key`}}
	attachmentTables = map[string]personalTable{
		"import_rows": {where: `table_name = 'attachments' AND row_id IN (SELECT id FROM attachments WHERE key IN (#))`,
			owner: `iif(table_name = 'attachments', coalesce((SELECT key FROM attachments WHERE id = row_id), 0), 0)`},
		"extensions":  {where: `attachment_key IN (#)`, owner: `attachment_key`},
		"attachments": {where: `key IN (#)`, owner: `key`},
	}
)

// staged are the customers who are being erased, stagedEntries the entries.
const (
	staged        = `SELECT customer_key FROM erasing`
	stagedEntries = `SELECT entry_key FROM erasing_entries`
)

// remove is the only DELETE on personal tables. It notes the attachments that
// go, so that no way of erasing forgets their bytes.
func remove(tx *Tx, table, where string, args ...any) (int, error) {
	if table == "attachments" {
		ids, err := list(tx, scanOne[string], `SELECT id FROM attachments WHERE `+where, args...)
		if err != nil {
			return 0, err
		}
		tx.Gone = append(tx.Gone, ids...)
	}
	r, err := tx.exec(`DELETE FROM `+table+` WHERE `+where, args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// EraseCustomers deletes customers with everything that belongs to them, the
// words in the search indexes included, and counts the rows. An unknown id is
// not-found. Until a SearchMerge, IncrementalVacuum and a compaction have run,
// traces of the rows may be left as bytes of the file.
func EraseCustomers(tx *Tx, ids []string) (app.Counts, error) {
	var counts app.Counts
	if err := stage(tx, ids); err != nil {
		return counts, err
	}
	if err := errors.Join(blankSources(tx), blankCopies(tx, staged), partRequests(tx), blankTasks(tx)); err != nil {
		return counts, err
	}
	for _, name := range app.PersonalTables() {
		if err := empty(tx, name, &counts); err != nil {
			return counts, err
		}
	}
	return counts, unstage(tx)
}

// empty takes the staged customers out of one table.
func empty(tx *Tx, name string, counts *app.Counts) error {
	p, ok := personalTables[name]
	if !ok {
		return fmt.Errorf("store: no way to erase from %s", name)
	}
	if p.empty != nil {
		return p.empty(tx)
	}
	n, err := remove(tx, name, p.rows(staged))
	if err == nil && p.count != nil {
		*p.count(counts) += n
	}
	return err
}

// blankSources takes the file's name off the imports that will have no customer
// left: people name files after people.
func blankSources(tx *Tx) error {
	_, err := tx.exec(`UPDATE import_batches SET source = ''
		WHERE key IN (SELECT batch_key FROM import_rows WHERE customer_key IN (` + staged + `))
		AND NOT EXISTS (SELECT 1 FROM import_rows r WHERE r.batch_key = import_batches.key AND r.customer_key NOT IN (` + staged + `))`)
	return err
}

// stage writes down who is being erased; the tables above and the trigger on
// consents look there.
func stage(tx *Tx, ids []string) error {
	if err := unstage(tx); err != nil {
		return err
	}
	known := 0
	err := chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		r, err := tx.exec(`INSERT OR IGNORE INTO erasing SELECT key FROM customers WHERE id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		known += int(n)
		return err
	})
	if err != nil {
		return err
	}
	if known != distinct(ids) {
		return errors.Join(app.E("not-found", ""), unstage(tx))
	}
	_, err = tx.exec(`INSERT INTO erasing_entries SELECT key FROM list_entries WHERE customer_key IN (` + staged + `)`)
	return err
}

func distinct(ids []string) int {
	seen := map[string]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	return len(seen)
}

func unstage(tx *Tx) error {
	if _, err := tx.exec(`DELETE FROM erasing_entries`); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM erasing`)
	return err
}

// EraseEntries deletes entries of the e-mail list with their permissions and
// what was sent to them; cards that they belong to stay. An unknown id is
// not-found. As with customers, traces are left as bytes until a compaction.
func EraseEntries(tx *Tx, ids []string) (app.Counts, error) {
	var counts app.Counts
	err := chunks(ids, func(part []string) error {
		if err := unstage(tx); err != nil {
			return err
		}
		marks, args := placeholders(part)
		r, err := tx.exec(`INSERT INTO erasing_entries SELECT key FROM list_entries WHERE id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		if int(n) != distinct(part) {
			return errors.Join(app.E("not-found", ""), unstage(tx))
		}
		for _, name := range app.PersonalTables() {
			p, ok := entryTables[name]
			if !ok {
				continue
			}
			if _, err := remove(tx, name, p.rows(stagedEntries)); err != nil {
				return err
			}
		}
		counts.Entries += int(n)
		return unstage(tx)
	})
	return counts, err
}

// PartEntries takes entries of the e-mail list off their cards, so that they
// stay when the cards go.
func PartEntries(tx *Tx, ids []string) error {
	return chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		_, err := tx.exec(`UPDATE list_entries SET customer_key = NULL WHERE id IN (`+marks+`)`, args...)
		return err
	})
}

type indexed struct {
	key  int64
	text string
}

func scanIndexed(s scanner) (i indexed, err error) {
	err = s.Scan(&i.key, &i.text)
	return i, err
}

// unindexContacts goes by the rows' keys: as long as these grow, FTS5 gathers what
// it is told, and writes it once; at each that is smaller than the one before it
// writes a segment of its own first, and merges those.
func unindexContacts(tx *Tx) error {
	texts, err := list(tx, scanIndexed, `SELECT t.key, `+contactText+` FROM contacts t WHERE t.customer_key IN (`+staged+`) ORDER BY t.key`)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if err := unindexContact(tx, t.key, t.text); err != nil {
			return err
		}
	}
	return nil
}

func unindexCards(tx *Tx) error {
	cards, err := list(tx, scanIndexed, `SELECT key, id FROM customers WHERE key IN (`+staged+`) ORDER BY key`)
	if err != nil {
		return err
	}
	for _, k := range cards {
		c, err := Customer(tx, k.text)
		if err != nil {
			return err
		}
		if err := unindexCard(tx, k.key, c); err != nil {
			return err
		}
	}
	return nil
}

// partRequests takes the requests that are still open off the cards that go.
func partRequests(tx *Tx) error {
	_, err := tx.exec(`UPDATE request_people SET customer_key = NULL WHERE customer_key IN (` + staged + `)
		AND request_key NOT IN ` + closedRequests)
	return err
}

// EraseRequestPerson forgets who asked and in which words; the bare file stays.
func EraseRequestPerson(tx *Tx, requestID string) error {
	return eraseRequest(tx, requestID, "request_events", "request_people")
}

// EraseRequest deletes the whole file of a closed request, whose time is over,
// or not-found. An open one is refused ("request-open").
func EraseRequest(tx *Tx, requestID string) error {
	r, err := Request(tx, requestID)
	if err != nil {
		return err
	}
	if r.State.Open() {
		return app.E("request-open", "")
	}
	if err := eraseRequest(tx, requestID, requestTables...); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM erasures WHERE request_id = ?`, requestID); err != nil {
		return err
	}
	_, err = remove(tx, "requests", `id = ?`, requestID)
	return err
}

// requestFiles are the tables of a request's file; # stands for the requests' keys.
var requestFiles = map[string]personalTable{
	"request_events": {where: `request_key IN (#)`, owner: `request_key`},
	"request_people": {where: `request_key IN (#)`, owner: `request_key`},
	"request_pauses": {where: `request_key IN (#)`, owner: `request_key`},
	"requests":       {where: `key IN (#)`, owner: `key`},
}

// requestTables hang on a request and go before it.
var requestTables = []string{"letters", "request_events", "request_people", "request_pauses"}

func eraseRequest(tx *Tx, requestID string, tables ...string) error {
	if err := EraseFinds(tx, requestID, nil); err != nil { // they tell where somebody stood
		return err
	}
	key, err := requestKey(tx, requestID)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if _, err := remove(tx, table, `request_key = ?`, key); err != nil {
			return err
		}
	}
	return nil
}

// EraseContact deletes one entry of the contact history with what hangs on it,
// and what imports remember of it. The attachments' bytes are the vault's to
// remove.
func EraseContact(tx *Tx, id string) error {
	_, err := eraseContact(tx, id)
	return err
}

func eraseContact(tx *Tx, id string) (counts app.Counts, err error) {
	t, err := one(tx, scanIndexed, `SELECT t.key, `+contactText+` FROM contacts t WHERE t.id = ?`, id)
	if err != nil {
		return counts, err
	}
	if err := unindexContact(tx, t.key, t.text); err != nil {
		return counts, err
	}
	for _, table := range []string{"messages", "attachments"} {
		if _, err := remove(tx, "import_rows", `table_name = ? AND row_id IN (SELECT id FROM `+table+` WHERE contact_key = ?)`, table, t.key); err != nil {
			return counts, err
		}
	}
	if _, err := remove(tx, "extensions", `attachment_key IN (SELECT key FROM attachments WHERE contact_key = ?)`, t.key); err != nil {
		return counts, err
	}
	for _, table := range []string{"technical", "attachments", "messages"} {
		n, err := remove(tx, table, `contact_key = ?`, t.key)
		if err != nil {
			return counts, err
		}
		*personalTables[table].count(&counts) = n
	}
	counts.Contacts = 1
	return counts, removeRow(tx, "contacts", id)
}

// EraseItems deletes records of a class whose own time is over (Items), with what
// hangs on them, and counts the rows. The days of contacts stay with their cards.
// An unknown id is not-found; a class that is not erased record by record is an
// error.
func EraseItems(tx *Tx, class string, ids []string) (counts app.Counts, err error) {
	for _, id := range ids {
		var c app.Counts
		switch class {
		case app.ClassChat, app.ClassContact:
			if err = noteContact(tx, id); err == nil {
				c, err = eraseContact(tx, id)
			}
		case app.ClassRecording:
			c, err = app.Counts{Attachments: 1}, EraseAttachment(tx, id)
		case app.ClassTechnical:
			c.Technical, err = remove(tx, "technical", `contact_key = (SELECT key FROM contacts WHERE id = ?)`, strings.TrimSuffix(id, technicalRecord))
		default:
			err = fmt.Errorf("store: no way to erase records of class %s", class)
		}
		if err != nil {
			return counts, err
		}
		counts = counts.Add(c)
	}
	return counts, nil
}

// noteContact keeps the bare day of a contact that is about to go.
func noteContact(tx *Tx, id string) error {
	t, err := Contact(tx, id)
	if err != nil || t.Mass {
		return err
	}
	customer, err := customerKey(tx, t.CustomerID)
	if err != nil {
		return err
	}
	return noteContacted(tx, customer, t.On)
}

// PruneAudit deletes the oldest lines of the log up to one, with their payloads,
// and counts them. The chain goes on from what SetAuditAnchor remembers.
func PruneAudit(tx *Tx, through int64) (int, error) {
	if _, err := remove(tx, "audit_sealed", `seq <= ?`, through); err != nil {
		return 0, err
	}
	if _, err := tx.exec(`INSERT INTO pruning (key) VALUES (?)`, through); err != nil {
		return 0, err
	}
	n, err := remove(tx, "audit", `seq <= ?`, through)
	if err != nil {
		return 0, err
	}
	_, err = tx.exec(`DELETE FROM pruning`)
	return n, err
}

// EraseMessage deletes one message of a conversation, and what imports remember
// of it.
func EraseMessage(tx *Tx, id string) error {
	contact, err := value[int64](tx, `SELECT contact_key FROM messages WHERE id = ?`, id)
	if err != nil {
		return err
	}
	return reindexContact(tx, contact, func() error { return removeRow(tx, "messages", id) })
}

// EraseAttachment deletes the row of one attachment with its extension; its bytes
// are the vault's to remove.
func EraseAttachment(tx *Tx, id string) error {
	if err := EraseExtension(tx, id); err != nil {
		return err
	}
	return removeRow(tx, "attachments", id)
}

// EraseExtension lets a recording go when its class says so.
func EraseExtension(tx *Tx, attachmentID string) error {
	_, err := remove(tx, "extensions", `attachment_key = (SELECT key FROM attachments WHERE id = ?)`, attachmentID)
	return err
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

// EraseMerged deletes the card from which everything was moved to another, with
// its contact persons. While anything still is under it, the database refuses.
func EraseMerged(tx *Tx, id string) error {
	key, err := customerKey(tx, id)
	if err != nil {
		return err
	}
	c, err := Customer(tx, id)
	if err != nil {
		return err
	}
	if err := errors.Join(unindexCard(tx, key, c), blankCopies(tx, `?`, key)); err != nil {
		return err
	}
	if _, err := remove(tx, "contact_persons", `customer_key = ?`, key); err != nil {
		return err
	}
	_, err = remove(tx, "customers", `key = ?`, key)
	return err
}

// EraseMerge forgets how to take one merge back.
func EraseMerge(tx *Tx, m Merge) error {
	if _, err := remove(tx, "merge_rows", `merge_key = (SELECT key FROM merges WHERE id = ?)`, m.ID); err != nil {
		return err
	}
	if _, err := remove(tx, "merges", `id = ?`, m.ID); err != nil {
		return err
	}
	_, err := remove(tx, "former_ids", `id = ?`, m.OtherID)
	return err
}

// EraseMerges forgets how to take any merge back, and says how many there were.
// The cards stay one.
func EraseMerges(tx *Tx) (int, error) {
	if _, err := remove(tx, "merge_rows", `true`); err != nil {
		return 0, err
	}
	return remove(tx, "merges", `true`)
}

// EraseDifferent takes back that two cards are two people.
func EraseDifferent(tx *Tx, one, other string) error {
	_, err := remove(tx, "different", `one = ? AND other = ?`, min(one, other), max(one, other))
	return err
}

// removeRow deletes one row of a register, and has the card's worked out columns
// follow.
func removeRow(tx *Tx, table, id string) error {
	customer, err := value[int64](tx, `SELECT customer_key FROM `+table+` WHERE id = ?`, id)
	if err != nil {
		return err
	}
	if _, err := remove(tx, "import_rows", `table_name = ? AND row_id = ? AND customer_key = ?`, table, id, customer); err != nil {
		return err
	}
	if _, err := remove(tx, table, `id = ?`, id); err != nil {
		return err
	}
	return neededAnew(tx, customer)
}

// IncrementalVacuum gives up to that many free pages back, all of them for 0, so
// that nothing of erased rows is left in them, and says whether there are more. It
// runs outside of a transaction, and needs a database with auto_vacuum=INCREMENTAL.
func IncrementalVacuum(ctx context.Context, db *sql.DB, most int) (more bool, err error) {
	rows, err := db.QueryContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, most))
	if err != nil {
		return false, err
	}
	for rows.Next() { // one step frees one page
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return false, err
	}
	var free int
	err = db.QueryRowContext(ctx, `PRAGMA freelist_count`).Scan(&free)
	return free > 0, err
}

// CacheSize sets how much of the database the connection keeps in its cache, as
// SQLite counts it (PRAGMA cache_size: kibibytes below zero), and gives what it was.
func CacheSize(ctx context.Context, db *sql.DB, size int) (before int, err error) {
	if err := db.QueryRowContext(ctx, `PRAGMA cache_size`).Scan(&before); err != nil {
		return 0, err
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf(`PRAGMA cache_size = %d`, size))
	return before, err
}

// EraseVisits takes the visits of a batch out, and counts the rows.
func EraseVisits(tx *Tx, batchID string) (int, error) {
	batch, err := batchKey(tx, batchID)
	if err != nil {
		return 0, err
	}
	visits, err := remove(tx, "visits", `batch_key = ?`, batch)
	if err != nil {
		return 0, err
	}
	counts, err := remove(tx, "visit_counts", `batch_key = ?`, batch)
	return visits + counts, err
}

// SetRedactions writes the redactions of a find anew.
func SetRedactions(tx *Tx, findID string, all []app.Redaction) error {
	key, err := value[int64](tx, `SELECT key FROM finds WHERE id = ?`, findID)
	if err != nil {
		return err
	}
	if _, err := remove(tx, "redactions", `find_key = ?`, key); err != nil {
		return err
	}
	for _, r := range all {
		if _, err := tx.exec(`INSERT INTO redactions (find_key, record, column_name, start_at, end_at, reason) VALUES (?,?,?,?,?,?)`,
			key, r.Record, r.Column, r.Start, r.End, r.Reason); err != nil {
			return err
		}
	}
	return nil
}

// EraseFinds forgets what was found for a request: all of it, or what is named.
func EraseFinds(tx *Tx, requestID string, ids []string) error {
	drop := func(where string, args ...any) error {
		if _, err := remove(tx, "redactions", `find_key IN (SELECT key FROM finds WHERE `+where+`)`, args...); err != nil {
			return err
		}
		_, err := remove(tx, "finds", where, append([]any{}, args...)...)
		return err
	}
	if ids == nil {
		return drop(`request_id = ?`, requestID)
	}
	return chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		return drop(`request_id = ? AND id IN (`+marks+`)`, append([]any{requestID}, args...)...)
	})
}

// EraseTechnical deletes what was learnt of the machines of some customers'
// visitors, and counts the facts.
func EraseTechnical(tx *Tx, customerIDs []string) (n int, err error) {
	err = chunks(customerIDs, func(part []string) error {
		marks, args := placeholders(part)
		some, err := remove(tx, "technical", `customer_key IN (SELECT key FROM customers WHERE id IN (`+marks+`))`, args...)
		n += some
		return err
	})
	return n, err
}

// EraseBefore forgets what updates by imports replaced on a card, so that nobody
// who was on it comes back; these updates can not be taken back any more.
func EraseBefore(tx *Tx, customerID string) error {
	key, err := customerKey(tx, customerID)
	if err != nil {
		return err
	}
	_, err = remove(tx, "import_rows", `customer_key = ? AND before <> ''`, key)
	return err
}
