package disktest_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

const (
	where      = "/vault"
	passphrase = "oikea hevonen akku niitti"
)

// on keeps one chunk of the base in memory, so that reading goes to the disk.
func on(disk crypto.FS) crypto.Options {
	return crypto.Options{FS: disk, WorkFactor: 1, CacheBytes: 1}
}

// world is a vault in the states from which phases begin, and what it holds after each of its transactions.
type world struct {
	t      *testing.T
	seed   uint64
	txs    [][]statement
	want   []string // digest after so many transactions, by plain SQLite
	states map[string]state
	paper  string // the recovery key
}

type state struct {
	disk  *disktest.Disk
	acked int
}

type statement struct {
	query string
	args  []any
}

// Which transactions are of which kind; the others are small.
const (
	compactedAt = 6
	closedAt    = 10 // most phases begin here, and do one transaction
	shrinksAt   = 11
	largeAt     = 15
	lastAt      = 18
)

func newWorld(t *testing.T, seed uint64, large bool) *world {
	w := &world{t: t, seed: seed, states: map[string]state{}}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range lastAt {
		w.txs = append(w.txs, transaction(r, i, large))
	}
	w.expect()
	w.makeStates()
	return w
}

// transaction is some statements on a register in small.
func transaction(r *rand.Rand, n int, large bool) (tx []statement) {
	add := func(query string, args ...any) { tx = append(tx, statement{query, args}) }
	bytes := func(most int) []byte {
		b := make([]byte, 1+r.IntN(most))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	person := func(most int) {
		add("INSERT OR REPLACE INTO person VALUES(?, ?, ?)", 1+r.IntN(200), fmt.Sprintf("Nimi %d", r.IntN(1000)), bytes(most))
	}
	switch n {
	case 0:
		add("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, note BLOB)")
		add("CREATE TABLE visit(id INTEGER PRIMARY KEY, person INTEGER, at TEXT)")
		add("CREATE INDEX visit_person ON visit(person, at)")
	case 1: // more than one chunk of the base
		for range 30 {
			person(9000)
		}
	case largeAt: // more room than a log takes at a time
		for range 60 {
			person(map[bool]int{false: 40_000, true: 200_000}[large])
		}
	case shrinksAt:
		add("DELETE FROM person WHERE id % 3")
		add("PRAGMA incremental_vacuum")
	default:
		for range 1 + r.IntN(4) {
			person(5000)
			add("INSERT INTO visit(person, at) VALUES(?, ?)", 1+r.IntN(200), strings.Repeat("aika ", 1+r.IntN(40)))
		}
		add("UPDATE person SET name = ? WHERE id % 7 = ?", fmt.Sprintf("Uusi %d", n), r.IntN(7))
		add("DELETE FROM visit WHERE person = ?", 1+r.IntN(200))
	}
	return tx
}

// expect does the transactions on plain SQLite.
func (w *world) expect() {
	w.t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	look := func() {
		s, err := digest(db)
		if err != nil {
			w.t.Fatal(err)
		}
		w.want = append(w.want, s)
	}
	look()
	for _, tx := range w.txs {
		for _, s := range tx {
			if _, err := db.Exec(s.query, s.args...); err != nil {
				w.t.Fatal(err)
			}
		}
		look()
	}
}

// commit does transaction n; it is acknowledged when there is no error.
func (w *world) commit(v *crypto.Vault, n int) error {
	tx, err := v.DB().Begin()
	if err != nil {
		return v.Explain(err)
	}
	for _, s := range w.txs[n] {
		if _, err := tx.Exec(s.query, s.args...); err != nil {
			err = v.Explain(err)
			tx.Rollback()
			return err
		}
	}
	return v.Explain(tx.Commit())
}

// which says of what moment a digest is.
func (w *world) which(digest string) string {
	for i, s := range w.want {
		if s == digest {
			return fmt.Sprintf("it holds %d transactions", i)
		}
	}
	return "it holds what it never held"
}

// digest is a sum over everything that a database holds, in order.
func digest(db *sql.DB) (string, error) {
	h := sha256.New()
	tables, err := disktest.Column(context.Background(), db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
	if err != nil {
		return "", err
	}
	for _, query := range append([]string{"SELECT type, name, sql FROM sqlite_schema ORDER BY name"}, tables...) {
		if !strings.HasPrefix(query, "SELECT") {
			query = "SELECT * FROM " + query + " ORDER BY 1"
		}
		if err := disktest.AddRows(context.Background(), db, h, query); err != nil {
			return "", err
		}
	}
	return string(h.Sum(nil)), nil
}

// makeStates makes the vault, and of the halves that interrupted work leaves behind one each.
func (w *world) makeStates() {
	w.t.Helper()
	w.states["empty"] = state{disktest.NewDisk(), 0}
	disk := disktest.NewDisk()
	v, created, err := crypto.Create(context.Background(), where, passphrase, on(disk))
	w.must(err)
	w.paper = created.RecoveryKey
	for n := range closedAt {
		if n == compactedAt {
			w.must(v.Compact(context.Background(), nil))
			_, err := v.WriteBlob(context.Background(), "old", strings.NewReader(blobText("old")), 1<<30)
			w.must(err)
			w.must(v.WriteSealed("ledger.age", []byte("ledger")))
		}
		w.must(w.commit(v, n))
	}
	w.states["killed"] = state{disk.Clone(), closedAt}
	w.must(v.Close(context.Background()))
	w.states["closed"] = state{disk, closedAt}
	for n := closedAt; n < lastAt-1; n++ {
		w.grow(n)
	}
	w.interrupt("unfinished", "empty", onWrite("base-"), func(disk crypto.FS) error {
		_, _, err := crypto.Create(context.Background(), where, passphrase, on(disk))
		return err
	})
	w.interrupt("torn", "closed", onWrite("log-"), func(disk crypto.FS) error {
		return w.opened(disk, func(v *crypto.Vault) error { return w.commit(v, closedAt) })
	})
	compact := func(disk crypto.FS) error {
		return w.opened(disk, func(v *crypto.Vault) error { return v.Compact(context.Background(), nil) })
	}
	w.interrupt("half compacted", "closed", func(s disktest.Step) bool {
		return s.Op == disktest.OpRename && strings.HasPrefix(s.Name, "base-")
	}, compact)
	var renamed bool
	w.interrupt("compacted, old files left", "closed", func(s disktest.Step) bool {
		if s.Op == disktest.OpRename && strings.HasPrefix(s.Name, "base-") {
			renamed = true
			return false
		}
		return renamed
	}, compact)
	w.interrupt("half a blob", "closed", onWrite("new.age"), func(disk crypto.FS) error {
		return w.opened(disk, func(v *crypto.Vault) error {
			_, err := v.WriteBlob(context.Background(), "new", strings.NewReader(blobText("new")), 1<<30)
			return err
		})
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("seed %d: %v", w.seed, err)
	}
}

// grow makes the state after transaction n, named by how many there are.
func (w *world) grow(n int) {
	w.t.Helper()
	from := w.states["closed"]
	if n > closedAt {
		from = w.states[at(n)]
	}
	disk := from.disk.Clone()
	w.must(w.opened(disk, func(v *crypto.Vault) error { return w.commit(v, n) }))
	w.states[at(n+1)] = state{disk, n + 1}
}

func at(n int) string { return fmt.Sprintf("at %d", n) }

func (w *world) opened(disk crypto.FS, do func(*crypto.Vault) error) error {
	v, err := crypto.Open(context.Background(), where, passphrase, on(disk))
	w.must(err)
	defer v.Close(context.Background())
	return do(v)
}

func onWrite(prefix string) func(disktest.Step) bool {
	return func(s disktest.Step) bool {
		return s.Op == disktest.OpWrite && strings.HasPrefix(s.Name, prefix)
	}
}

// interrupt is a process that was killed: from the first step that is so on, nothing is done any more.
func (w *world) interrupt(name, from string, at func(disktest.Step) bool, do func(crypto.FS) error) {
	w.t.Helper()
	s := w.states[from]
	disk := s.disk.Clone()
	faults := disktest.NewFaults(disk)
	begun := false
	faults.Arm(func(s disktest.Step) (disktest.Kind, bool) {
		begun = begun || at(s)
		return disktest.Broken, begun
	})
	if err := do(faults); err == nil {
		w.t.Fatalf("%s: was not interrupted", name)
	}
	w.states[name] = state{disk.Clone(), s.acked}
}

// blobText is what the blob of a name holds: several chunks.
func blobText(id string) string { return strings.Repeat(id+" puhelu ", 20_000) }
