package store

import (
	"database/sql"
	"strings"

	"kortisto/app"
)

// entryStanding is what the ledgers say of the entry e: whether the newest row
// gives, whether it is proven, and its day, as "1 1 2026-01-31"; NULL without a row.
const entryStanding = `(SELECT given || ' ' || proven || ' ' || on_day FROM (
	SELECT key, given, on_day, recorded_at, wording <> '' OR source <> '' AS proven FROM list_consents WHERE entry_key = e.key
	UNION ALL SELECT key, given, on_day, recorded_at, wording <> '' OR source <> '' FROM consents WHERE customer_key = e.customer_key)` + newestOfBoth + `)`

const entryColumns = `SELECT e.id, coalesce(c.id, ''), coalesce(c.number, ''), e.email, e.name, coalesce(c.kind, e.kind), e.language, e.origin,
	e.work_duties, e.sold_on, e.sold_what, e.told, e.added_on, coalesce(` + entryStanding + `, ''),
	max(coalesce((SELECT max(on_day) FROM contacts WHERE customer_key = e.customer_key AND mass < 1 AND on_day <= ?), ''), coalesce(c.contacted_on, '')),
	EXISTS (SELECT 1 FROM restrictions r JOIN customers x ON x.key = r.customer_key
		WHERE r.lifted_on = '' AND (x.key = e.customer_key OR x.email <> '' AND x.email = e.email))
	FROM list_entries e LEFT JOIN customers c ON c.key = e.customer_key `

// EntryRow is an entry with the day of the newest contact with its card that was
// no mass mailing, empty where there is none. One that has gone because its own
// time was over counts still: only its day was kept.
type EntryRow struct {
	app.ListEntry
	Contact app.Day
	// Restricted: the card to which it belongs, or one with the same address, must
	// not be used (GDPR Art. 18).
	Restricted bool
}

func scanEntry(s scanner) (e EntryRow, err error) {
	var standing string
	err = s.Scan(&e.ID, &e.CustomerID, &e.Number, &e.Email, &e.Name, &e.Kind, &e.Language, &e.Origin,
		&e.WorkDuties, &e.Sale.On, &e.Sale.What, &e.Sale.Told, &e.AddedOn, &standing, &e.Contact, &e.Restricted)
	e.Standing = readStanding(standing)
	return e, err
}

func readStanding(s string) app.Standing {
	parts := strings.Fields(s)
	if len(parts) != 3 {
		return app.Standing{Permission: app.NoPermission}
	}
	st := app.Standing{Permission: app.PermissionRefused, On: app.Day(parts[2]), Proven: parts[1] == "1"}
	if parts[0] == "1" {
		st.Permission = app.PermissionGiven
	}
	return st
}

// InsertEntry adds an entry to the e-mail list. batch is the import that brings
// it, empty for none.
func InsertEntry(tx *Tx, e app.ListEntry, batch string) error {
	var customer, batchKey sql.NullInt64
	var err error
	if e.CustomerID != "" {
		if customer.Int64, err = customerKey(tx, e.CustomerID); err != nil {
			return err
		}
		customer.Valid = true
	}
	if batch != "" {
		if batchKey.Int64, err = value[int64](tx, `SELECT key FROM import_batches WHERE id = ?`, batch); err != nil {
			return err
		}
		batchKey.Valid = true
	}
	_, err = tx.exec(`INSERT INTO list_entries (id, customer_key, batch_key, email, name, kind, language, origin, work_duties, sold_on, sold_what, told, added_on)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		e.ID, customer, batchKey, e.Email, e.Name, e.Kind, e.Language, e.Origin, e.WorkDuties, e.Sale.On, e.Sale.What, e.Sale.Told, e.AddedOn)
	return err
}

// UpdateEntry writes a changed entry. Whose it is and when it was added stay.
func UpdateEntry(tx *Tx, e app.ListEntry) error {
	return tx.must(`UPDATE list_entries SET email = ?, name = ?, kind = ?, language = ?, origin = ?, work_duties = ?, sold_on = ?, sold_what = ?, told = ?
		WHERE id = ?`, e.Email, e.Name, e.Kind, e.Language, e.Origin, e.WorkDuties, e.Sale.On, e.Sale.What, e.Sale.Told, e.ID)
}

// MoveEntries lets the entry of a card follow when the card's address changes.
// Where the list has the new address already, the entry stays as it is.
func MoveEntries(tx *Tx, customerID, from, to string) error {
	_, err := tx.exec(`UPDATE OR IGNORE list_entries SET email = ? WHERE email = ? AND customer_key = (SELECT key FROM customers WHERE id = ?)`, to, from, customerID)
	return err
}

// Entry reads an entry by its id.
func Entry(tx *Tx, id string) (EntryRow, error) {
	return one(tx, scanEntry, entryColumns+`WHERE e.id = ?`, tx.Today, id)
}

// EntryByEmail reads an entry by its address, in any case of its letters.
func EntryByEmail(tx *Tx, email string) (EntryRow, error) {
	return one(tx, scanEntry, entryColumns+`WHERE e.email = ?`, tx.Today, email)
}

// EntryIDByEmail is the id of the entry with an address, in any case of its letters.
func EntryIDByEmail(tx *Tx, email string) (string, error) {
	return value[string](tx, `SELECT id FROM list_entries WHERE email = ?`, email)
}

// Entries lists the whole e-mail list by address.
func Entries(tx *Tx) ([]EntryRow, error) {
	return list(tx, scanEntry, entryColumns+`ORDER BY e.email`, tx.Today)
}

// EntriesByID reads some entries; unknown ids are left out.
func EntriesByID(tx *Tx, ids []string) (out []EntryRow, err error) {
	err = chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		rows, err := list(tx, scanEntry, entryColumns+`WHERE e.id IN (`+marks+`) ORDER BY e.key`, append([]any{tx.Today}, args...)...)
		out = append(out, rows...)
		return err
	})
	return out, err
}

// EntriesOf lists the entries of a card.
func EntriesOf(tx *Tx, customerID string) ([]EntryRow, error) {
	return list(tx, scanEntry, entryColumns+`WHERE c.id = ? ORDER BY e.email`, tx.Today, customerID)
}

// BatchEntries lists the entries that an import brought and that are as it left
// them: nobody edited them, nothing was sent to them, and nobody else recorded a
// permission. It also counts the ones that changed since.
func BatchEntries(tx *Tx, batch, recordedBy string) (untouched []string, touched int, err error) {
	err = each(tx, func(s scanner) error {
		var id string
		var changed bool
		if err := s.Scan(&id, &changed); err != nil {
			return err
		}
		if changed {
			touched++
		} else {
			untouched = append(untouched, id)
		}
		return nil
	}, `SELECT e.id, EXISTS (SELECT 1 FROM sends s WHERE s.entry_key = e.key)
		OR EXISTS (SELECT 1 FROM list_consents k WHERE k.entry_key = e.key AND k.recorded_by <> ?)
		OR EXISTS (SELECT 1 FROM audit a WHERE a.object <> '' AND a.object = e.id AND a.action = 'entry-edited')
		FROM list_entries e JOIN import_batches b ON b.key = e.batch_key WHERE b.id = ? ORDER BY e.key`, recordedBy, batch)
	return untouched, touched, err
}

const entryConsentColumns = `SELECT t.id, e.id, t.given, t.on_day, t.channel, t.wording, t.version, t.source, t.recorded_by, t.recorded_at
	FROM list_consents t JOIN list_entries e ON e.key = t.entry_key `

func scanEntryConsent(s scanner) (t app.Consent, err error) {
	var at string
	if err = s.Scan(&t.ID, &t.EntryID, &t.Given, &t.On, &t.Channel, &t.Wording, &t.Version, &t.Source, &t.RecordedBy, &at); err != nil {
		return t, err
	}
	t.RecordedAt, err = readTime(at)
	return t, err
}

// InsertEntryConsent adds a row to an entry's ledger. There is no way to change
// one: the database itself refuses (GDPR Art. 7(1)).
func InsertEntryConsent(tx *Tx, t app.Consent) error {
	entry, err := value[int64](tx, `SELECT key FROM list_entries WHERE id = ?`, t.EntryID)
	if err != nil {
		return err
	}
	if t.RecordedAt.IsZero() {
		t.RecordedAt = tx.Now
	}
	_, err = tx.exec(`INSERT INTO list_consents (id, entry_key, given, on_day, channel, wording, version, source, recorded_by, recorded_at) VALUES (?,?,?,?,?,?,?,?,?,?)`,
		t.ID, entry, t.Given, t.On, t.Channel, t.Wording, t.Version, t.Source, t.RecordedBy, t.RecordedAt)
	return err
}

// EntryConsents lists an entry's own ledger, newest first.
func EntryConsents(tx *Tx, entryID string) ([]app.Consent, error) {
	return list(tx, scanEntryConsent, entryConsentColumns+`WHERE e.id = ? ORDER BY t.on_day DESC, t.key DESC`, entryID)
}

// InsertWording adds a version of the text by which consent is asked for: the
// one after the newest of that name. It gives the version's number.
func InsertWording(tx *Tx, w app.Wording) (int, error) {
	version, err := value[int](tx, `SELECT coalesce(max(version), 0) + 1 FROM wordings WHERE name = ?`, w.Name)
	if err != nil {
		return 0, err
	}
	_, err = tx.exec(`INSERT INTO wordings (id, name, version, language, text, added_on) VALUES (?,?,?,?,?,?)`,
		w.ID, w.Name, version, w.Language, w.Text, w.AddedOn)
	return version, err
}

func scanWording(s scanner) (w app.Wording, err error) {
	err = s.Scan(&w.ID, &w.Name, &w.Version, &w.Language, &w.Text, &w.AddedOn)
	return w, err
}

const wordingColumns = `SELECT id, name, version, language, text, added_on FROM wordings `

// Wordings lists all versions by name, the newest version first.
func Wordings(tx *Tx) ([]app.Wording, error) {
	return list(tx, scanWording, wordingColumns+`ORDER BY name, version DESC`)
}

// NewestWording is the newest version of a name.
func NewestWording(tx *Tx, name string) (app.Wording, error) {
	return one(tx, scanWording, wordingColumns+`WHERE name = ? ORDER BY version DESC LIMIT 1`, name)
}

// Suppress keeps the keyed hash of an address that must not be written to. A
// later reason takes the place of an earlier one, but mail that comes back
// never hides that a person has refused.
func Suppress(tx *Tx, hash string, reason app.Suppression, on app.Day) error {
	_, err := tx.exec(`INSERT INTO suppressions (hash, reason, on_day) VALUES (?,?,?)
		ON CONFLICT (hash) DO UPDATE SET reason = excluded.reason, on_day = excluded.on_day WHERE excluded.reason <> 'bounced'`, hash, string(reason), on)
	return err
}

// Unsuppress forgets the hash of an address; one that was not kept is no error.
func Unsuppress(tx *Tx, hash string) error {
	_, err := tx.exec(`DELETE FROM suppressions WHERE hash = ?`, hash)
	return err
}

// Suppressed is one address that must not be written to.
type Suppressed struct {
	Hash   string
	Reason app.Suppression
	On     app.Day
}

func scanSuppressed(s scanner) (r Suppressed, err error) {
	err = s.Scan(&r.Hash, &r.Reason, &r.On)
	return r, err
}

// Suppressions lists all of them.
func Suppressions(tx *Tx) ([]Suppressed, error) {
	return list(tx, scanSuppressed, `SELECT hash, reason, on_day FROM suppressions ORDER BY on_day, hash`)
}

// SuppressedBy finds one by its hash.
func SuppressedBy(tx *Tx, hash string) (Suppressed, error) {
	return one(tx, scanSuppressed, `SELECT hash, reason, on_day FROM suppressions WHERE hash = ?`, hash)
}
