package disktest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync/atomic"

	"kortisto/crypto"
)

// Dir is where a vault lies on a disk of its own. Its parent is not there before it is created.
const Dir = "/kortisto/rekisteri"

// options are a vault's for tests: scrypt costs nothing, and little is kept in memory.
func options(fsys crypto.FS) crypto.Options {
	return crypto.Options{FS: fsys, WorkFactor: 1, CacheBytes: 256 << 10}
}

// schema has what the register has too: an index, a foreign key, a full text index, rows that overflow their page.
var schema = []string{
	"CREATE TABLE card(id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT, n INTEGER NOT NULL)",
	"CREATE INDEX card_name ON card(name, n)",
	"CREATE TABLE contact(id INTEGER PRIMARY KEY, card INTEGER NOT NULL REFERENCES card(id) ON DELETE CASCADE, said TEXT)",
	"CREATE INDEX contact_card ON contact(card)",
	"CREATE TABLE attachment(id TEXT PRIMARY KEY, sum BLOB NOT NULL) WITHOUT ROWID",
	"CREATE TABLE ballast(id INTEGER PRIMARY KEY, b BLOB NOT NULL)",
	"CREATE VIRTUAL TABLE search USING fts5(name, note)",
}

// words are what names and notes are made of, and what is searched for.
var words = []string{"Mäkelä", "Virtanen", "kahvi", "lasku", "huolto", "ÅLAND", "toimitus", "ystävä"}

// contents are the queries whose rows are a vault's logical content.
var contents = append([]string{
	"SELECT id, name, note, n FROM card ORDER BY id",
	"SELECT name, n, id FROM card INDEXED BY card_name ORDER BY name, n",
	"SELECT id, card, said FROM contact ORDER BY id",
	"SELECT id, card FROM contact INDEXED BY contact_card ORDER BY card, id",
	"SELECT id, sum FROM attachment ORDER BY id",
	"SELECT id, b FROM ballast ORDER BY id",
	"SELECT rowid, name, note FROM search ORDER BY rowid",
}, searches()...)

func searches() (all []string) {
	for _, w := range words {
		all = append(all, "SELECT rowid FROM search WHERE search MATCH '\""+w+"\"' ORDER BY rowid")
	}
	return all
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// rowsOf is the digest of everything in a database. One without tables has a digest, too.
func rowsOf(ctx context.Context, q querier) (sum Digest, err error) {
	h := sha256.New()
	tables, err := column(ctx, q, "SELECT name FROM sqlite_schema WHERE name = 'search'")
	if err != nil || len(tables) == 0 {
		return sum, err
	}
	for _, query := range contents {
		if err := addRows(ctx, q, h, query); err != nil {
			return sum, fmt.Errorf("%s: %w", query, err)
		}
	}
	h.Sum(sum[:0])
	return sum, nil
}

func addRows(ctx context.Context, q querier, h io.Writer, query string) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	got := make([]sql.RawBytes, len(names))
	into := make([]any, len(names))
	for i := range got {
		into[i] = &got[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for _, b := range got {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
			h.Write(b)
		}
	}
	fmt.Fprintf(h, "end of %s\n", query)
	return rows.Err()
}

// column is the first column of a query.
func column(ctx context.Context, q querier, query string, args ...any) (all []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// Workload works on a vault as its seed says, and keeps the model of what the vault must hold. It works on any FS, so
// on one that fails as well: after an error the model allows what the error leaves open, and the work may go on.
type Workload struct {
	fs    crypto.FS
	r     *rand.Rand
	v     *crypto.Vault
	model atomic.Pointer[Model]
	ids   int // of blobs, never used twice
}

// NewWorkload touches nothing yet.
func NewWorkload(fsys crypto.FS, seed uint64) *Workload {
	w := &Workload{fs: fsys, r: rand.New(rand.NewPCG(seed, 2))}
	w.model.Store(NewModel("ensimmäinen", Digest{}))
	return w
}

// Model is what the vault must hold now, also in the midst of a step.
func (w *Workload) Model() *Model { return w.model.Load() }

// Vault is the open vault, nil while it is closed.
func (w *Workload) Vault() *crypto.Vault { return w.v }

func (w *Workload) set(m *Model) { w.model.Store(m) }

// Create makes the vault and its tables.
func (w *Workload) Create(ctx context.Context) error {
	v, c, err := crypto.Create(ctx, Dir, w.Model().pass[0], options(w.fs))
	if err != nil {
		return err
	}
	w.v = v
	w.set(w.Model().Created(c.RecoveryKey))
	return w.transaction(ctx, func(tx *sql.Tx) error { return execAll(tx, schema...) })
}

// On goes on with another FS, as after a crash; the vault on it is not open yet. What the FS before had open is left
// as a crash leaves it.
func (w *Workload) On(fsys crypto.FS) { w.fs, w.v = fsys, nil }

// Open opens the vault, looks what it holds, and goes on from there. What it holds against the model is an error.
func (w *Workload) Open(ctx context.Context) error {
	j := NewJudge()
	v, o, err := j.open(ctx, w.fs, w.Model())
	w.v = v
	if err != nil {
		return errors.Join(err, w.Close(ctx))
	}
	if err := w.Model().Allows(o); err != nil {
		return err
	}
	w.set(w.Model().Adopt(o))
	if o.Absent {
		return w.Create(ctx)
	}
	if o.Rows == (Digest{}) { // the power went before there were tables
		return w.transaction(ctx, func(tx *sql.Tx) error { return execAll(tx, schema...) })
	}
	return nil
}

// Close closes the vault; the model says so of nothing.
func (w *Workload) Close(ctx context.Context) error {
	if w.v == nil {
		return nil
	}
	err := w.v.Close(ctx)
	w.v = nil
	return err
}

// steps are what people and the program do, and how often of a hundred.
var steps = []struct {
	name  string
	often int
	do    func(*Workload, context.Context) error
}{
	{"edit", 33, (*Workload).edit},
	{"import", 6, (*Workload).load},
	{"large import", 1, (*Workload).bulk},
	{"roll back", 6, (*Workload).rollBack},
	{"shrink", 8, (*Workload).shrink},
	{"compact", 10, (*Workload).compact},
	{"passphrase", 4, (*Workload).passphrase},
	{"recovery key", 2, (*Workload).recoveryKey},
	{"attach", 8, (*Workload).attach},
	{"detach", 6, (*Workload).detach},
	{"seal", 8, (*Workload).seal},
	{"reopen", 8, (*Workload).reopen},
}

// Step does one thing and says which. The vault is open before it and, without an error, after it.
func (w *Workload) Step(ctx context.Context) (name string, err error) {
	n := w.r.IntN(100)
	for _, s := range steps {
		if n -= s.often; n < 0 {
			return s.name, s.do(w, ctx)
		}
	}
	return "nothing", nil
}

// Do does the step of that name.
func (w *Workload) Do(ctx context.Context, name string) error {
	for _, s := range steps {
		if s.name == name {
			return s.do(w, ctx)
		}
	}
	return fmt.Errorf("no step is called %q", name)
}

// transaction commits what f does, and keeps the model.
func (w *Workload) transaction(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := w.v.DB().BeginTx(ctx, nil)
	if err != nil {
		return w.v.Explain(err)
	}
	rows := Digest{}
	if err = f(tx); err == nil {
		rows, err = rowsOf(ctx, tx)
	}
	if err != nil {
		return errors.Join(w.v.Explain(err), tx.Rollback())
	}
	w.set(w.Model().Writing(rows))
	if err := w.v.Explain(tx.Commit()); err != nil {
		if !errors.Is(err, crypto.ErrReadOnly) {
			w.set(w.Model().Unwritten())
		}
		w.v.DB().ExecContext(ctx, "ROLLBACK") // where SQLite did not do it itself
		return err
	}
	w.set(w.Model().Wrote(w.v.Position()))
	return nil
}

func execAll(tx *sql.Tx, statements ...string) error {
	for _, s := range statements {
		if _, err := tx.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

func (w *Workload) text(most int) string {
	var b strings.Builder
	for range 1 + w.r.IntN(most) {
		b.WriteString(words[w.r.IntN(len(words))])
		b.WriteByte(' ')
	}
	return b.String()
}

func (w *Workload) edit(ctx context.Context) error {
	return w.transaction(ctx, func(tx *sql.Tx) error { return w.edits(tx, 1+w.r.IntN(5)) })
}

// edits changes a few cards, in a register that stays small.
func (w *Workload) edits(tx *sql.Tx, n int) error {
	for range n {
		id := 1 + w.r.IntN(24)
		if w.r.IntN(4) == 0 {
			for _, s := range []string{"DELETE FROM card WHERE id = ?", "DELETE FROM search WHERE rowid = ?"} {
				if _, err := tx.Exec(s, id); err != nil {
					return err
				}
			}
			continue
		}
		name, note := w.text(2), w.text(40)
		for _, s := range []string{
			"INSERT INTO card(id, name, note, n) VALUES(?1, ?2, ?3, ?1 % 7) ON CONFLICT(id) DO UPDATE SET name = ?2, note = ?3",
			"INSERT OR REPLACE INTO search(rowid, name, note) VALUES(?1, ?2, ?3)",
			"INSERT INTO contact(card, said) VALUES(?1, ?2 || ?3)",
			"DELETE FROM contact WHERE id NOT IN (SELECT id FROM contact ORDER BY id DESC LIMIT 20) AND ?1 + length(?2) + length(?3) > 0",
		} {
			if _, err := tx.Exec(s, id, name, note); err != nil {
				return err
			}
		}
	}
	return nil
}

// load adds rows of many pages.
func (w *Workload) load(ctx context.Context) error {
	return w.transaction(ctx, func(tx *sql.Tx) error {
		for range 2 + w.r.IntN(6) {
			b := make([]byte, 500+w.r.IntN(9000))
			for i := range b {
				b[i] = byte(w.r.Uint32())
			}
			if _, err := tx.Exec("INSERT INTO ballast(b) VALUES(?)", b); err != nil {
				return err
			}
		}
		return w.edits(tx, 3)
	})
}

// bulk is a transaction of more than a mebibyte, which makes its own room in the log, and the way back from it.
func (w *Workload) bulk(ctx context.Context) error {
	err := w.transaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("WITH n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 280) INSERT INTO ballast(b) SELECT randomblob(4000) FROM n")
		return err
	})
	if err == nil {
		err = w.shrink(ctx)
	}
	if err == nil {
		err = w.edit(ctx)
	}
	if err == nil {
		err = w.compact(ctx)
	}
	return err
}

func (w *Workload) rollBack(ctx context.Context) error {
	tx, err := w.v.DB().BeginTx(ctx, nil)
	if err != nil {
		return w.v.Explain(err)
	}
	err = w.edits(tx, 4)
	if err == nil {
		_, err = tx.Exec("DELETE FROM ballast")
	}
	return errors.Join(w.v.Explain(err), tx.Rollback())
}

// shrink makes the database smaller; what comes next makes it grow again.
func (w *Workload) shrink(ctx context.Context) error {
	return w.transaction(ctx, func(tx *sql.Tx) error {
		return execAll(tx, "DELETE FROM ballast WHERE id % 3 <> 0 OR id < (SELECT max(id) - 6 FROM ballast)", "PRAGMA incremental_vacuum")
	})
}

// compact has the work go on meanwhile.
func (w *Workload) compact(ctx context.Context) error {
	var beside error
	work := func() {
		if beside == nil && w.r.IntN(2) == 0 {
			beside = []func(*Workload, context.Context) error{
				(*Workload).edit, (*Workload).edit, (*Workload).load, (*Workload).shrink, (*Workload).rollBack, (*Workload).seal,
			}[w.r.IntN(6)](w, ctx)
		}
	}
	err := w.v.CompactAway(ctx, func(done, total int64) { work() })
	if err == nil {
		w.set(w.Model().Moved(w.v.Position()))
	}
	return errors.Join(err, beside)
}

func (w *Workload) passphrase(context.Context) error {
	old := w.Model().pass[0]
	next := fmt.Sprintf("salasana %d", w.r.IntN(1000))
	w.set(w.Model().Passing(next))
	if err := w.v.ChangePassphrase(old, next); err != nil {
		return err
	}
	w.set(w.Model().Passed())
	return nil
}

func (w *Workload) recoveryKey(context.Context) error {
	w.set(w.Model().Paper(""))
	key, err := w.v.NewRecoveryKey(w.Model().pass[0])
	if err == nil {
		w.set(w.Model().Paper(key))
	}
	return err
}

// attach writes a blob and then its row; some never get their row.
func (w *Workload) attach(ctx context.Context) error {
	if ids, err := w.v.Blobs(); err != nil || len(ids) > 5 {
		return errors.Join(err, w.detach(ctx))
	}
	w.ids++
	id := fmt.Sprintf("blob-%d", w.ids)
	b := bytes.Repeat([]byte(w.text(5)), 1+w.r.IntN(60))
	if w.r.IntN(8) == 0 {
		b = bytes.Repeat(b, 1+70<<10/len(b)) // more than a chunk
	}
	sum := sha256.Sum256(b)
	w.set(w.Model().Blob(id, sum, false, false))
	if _, err := w.v.WriteBlob(ctx, id, bytes.NewReader(b), 1<<20); err != nil {
		return err
	}
	w.set(w.Model().Blob(id, sum, true, false))
	if w.r.IntN(5) == 0 {
		return nil
	}
	return w.transaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO attachment(id, sum) VALUES(?, ?)", id, sum[:])
		return err
	})
}

// detach takes rows away and then their blobs, and blobs that never had a row.
func (w *Workload) detach(ctx context.Context) error {
	err := w.transaction(ctx, func(tx *sql.Tx) error {
		return execAll(tx, "DELETE FROM attachment WHERE id IN (SELECT id FROM attachment ORDER BY sum LIMIT 2)")
	})
	if err != nil {
		return err
	}
	named, err := column(ctx, w.v.DB(), "SELECT id FROM attachment")
	if err != nil {
		return w.v.Explain(err)
	}
	there, err := w.v.Blobs()
	if err != nil {
		return err
	}
	var ids []string
	for _, id := range there {
		if !contains(named, id) {
			ids = append(ids, id)
			w.set(w.Model().Blob(id, w.Model().blobs[id].sum, false, false))
		}
	}
	if err := w.v.RemoveBlobs(ids); err != nil {
		return err
	}
	for _, id := range ids {
		w.set(w.Model().Blob(id, w.Model().blobs[id].sum, false, true))
	}
	return nil
}

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}

func (w *Workload) seal(context.Context) error {
	name := []string{"ledger.age", "muistio.age"}[w.r.IntN(2)]
	b := []byte(w.text(60))
	w.set(w.Model().Sealing(name, sha256.Sum256(b)))
	if err := w.v.WriteSealed(name, b); err != nil {
		return err
	}
	w.set(w.Model().Sealed(name))
	return nil
}

func (w *Workload) reopen(ctx context.Context) error {
	if err := w.Close(ctx); err != nil {
		return err
	}
	return w.Open(ctx)
}
