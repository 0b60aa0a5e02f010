package crypto_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/build/campaign"
	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// TestTheVaultAnswersAsPlainSQLite gives statement after statement to a vault and to an ordinary database file of the
// same driver. Rows, names of columns, and errors have to be the same each time; at intervals so have all pages,
// as the vault's were given to be encrypted. The vault is compacted meanwhile, also amid a transaction, and both are
// closed and opened again.
func TestTheVaultAnswersAsPlainSQLite(t *testing.T) {
	c := campaign.Begin(t, "sql-logic", 8)
	largest := 0
	for {
		round, more := c.Next()
		if !more {
			break
		}
		p := newPair(t, c, round)
		if round%5 == 0 {
			p.grow()
			largest = max(largest, len(p.image())/4096)
		}
		for range 600 {
			p.step()
		}
		p.look()
		p.close()
	}
	if !t.Failed() && largest < 900 {
		t.Error("only", largest, "pages: no second pointer map")
	}
}

// pair is a vault and a plain database that begin as the same bytes and are given the same.
type pair struct {
	t     *testing.T
	c     *campaign.Campaign
	r     *rand.Rand
	gen   *statements
	disk  *disktest.Disk
	vault *crypto.Vault
	file  string
	plain *sql.DB
	round int
	done  []string // the last statements, for whoever has to find out
}

func newPair(t *testing.T, c *campaign.Campaign, round int) *pair {
	r := rand.New(rand.NewPCG(c.Seed(), uint64(round)))
	p := &pair{t: t, c: c, r: r, gen: newStatements(r), disk: disktest.NewDisk(), round: round,
		file: filepath.Join(t.TempDir(), "plain.sqlite")}
	var err error
	if p.vault, _, err = crypto.Create(context.Background(), disktest.Dir, crashPass, onDisk(p.disk)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.file, p.image(), 0o600); err != nil {
		t.Fatal(err)
	}
	p.open()
	return p
}

// open opens the plain database with what crypto asks of SQLite.
func (p *pair) open() {
	var err error
	p.plain, err = sql.Open("sqlite", "file:"+p.file+"?_pragma=journal_mode(memory)&_pragma=synchronous(0)"+
		"&_pragma=temp_store(memory)&_pragma=secure_delete(1)&_pragma=foreign_keys(1)&_pragma=cache_size(-49152)&_pragma=max_page_count(33554431)")
	if err != nil {
		p.t.Fatal(err)
	}
	p.plain.SetMaxOpenConns(1)
}

func (p *pair) close() {
	if err := p.plain.Close(); err != nil {
		p.t.Error(err)
	}
	if err := p.vault.Close(context.Background()); err != nil {
		p.t.Error(err)
	}
	if err := os.Remove(p.file); err != nil {
		p.t.Error(err)
	}
}

func (p *pair) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("seed %d, round %d: %s; the last statements:\n%s", p.c.Seed(), p.round, fmt.Sprintf(format, args...),
		strings.Join(p.done[max(0, len(p.done)-12):], "\n"))
}

func (p *pair) step() {
	switch n := p.r.IntN(1000); {
	case n < 8:
		p.compact() // SQLite has a transaction open, or not
	case n < 16:
		p.look()
	case n < 20:
		p.reopen()
	default:
		p.both(p.gen.next())
	}
}

// grow gives both a table of four mebibytes.
func (p *pair) grow() {
	p.gen.tables = append(p.gen.tables, &madeTable{name: "big", cols: []string{"c0", "c1", "c2"}, key: true})
	p.both(statement{sql: "CREATE TABLE big(c0 INTEGER PRIMARY KEY, c1 TEXT, c2 BLOB)"})
	p.both(statement{sql: "CREATE INDEX bigger ON big(c1, c0)"})
	p.both(statement{sql: "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 300) " +
		"INSERT INTO big SELECT n, 'nimi ' || n % 97, zeroblob(n * 91 % 27000) FROM s"})
}

// both gives a statement to both.
func (p *pair) both(s statement) {
	p.t.Helper()
	p.done = append(p.done, s.sql)
	want, refused := answer(p.plain, s)
	got, _ := answer(p.vault.DB(), s)
	if got != want {
		p.fail("the vault says\n%.2000s\nwant\n%.2000s", got, want)
	}
	p.c.Add("statements", 1)
	if refused {
		if strings.Contains(got, "no such table") {
			p.forget()
		}
		p.c.Add("of them refused", 1)
	}
}

// forget takes from what the generator knows the tables that a rollback took back.
func (p *pair) forget() {
	names, _ := answer(p.plain, statement{sql: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"})
	gone := func(name string) bool { return !strings.Contains(names, fmt.Sprintf("%q", name)) }
	p.gen.tables = slices.DeleteFunc(p.gen.tables, func(t *madeTable) bool { return gone(t.name) })
	p.gen.views = slices.DeleteFunc(p.gen.views, gone)
}

// answer is all that a database says to a statement.
func answer(db *sql.DB, s statement) (_ string, refused bool) {
	rows, err := db.Query(s.sql, s.args...)
	if err != nil {
		return err.Error(), true
	}
	defer rows.Close()
	var b strings.Builder
	cols, err := rows.Columns()
	if err != nil {
		return err.Error(), true
	}
	fmt.Fprintf(&b, "%q\n", cols)
	values, refs := make([]any, len(cols)), make([]any, len(cols))
	for i := range values {
		refs[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(refs...); err != nil {
			return b.String() + err.Error(), true
		}
		for _, v := range values {
			fmt.Fprintf(&b, "%T %q|", v, fmt.Sprint(v))
		}
		b.WriteByte('\n')
	}
	if err := rows.Err(); err != nil {
		return b.String() + err.Error(), true
	}
	return b.String(), false
}

func (p *pair) compact() {
	if err := p.vault.Compact(context.Background(), nil); err != nil {
		p.fail("compaction: %v", err)
	}
	p.done = append(p.done, "-- compacted")
	p.c.Add("compactions", 1)
}

// reopen closes both, with whatever transaction is open, and opens them again.
func (p *pair) reopen() {
	err := p.plain.Close()
	if err == nil {
		err = p.vault.Close(context.Background())
	}
	if err == nil {
		p.vault, err = crypto.Open(context.Background(), disktest.Dir, crashPass, onDisk(p.disk))
	}
	if err != nil {
		p.fail("closed and opened: %v", err)
	}
	p.open()
	p.done = append(p.done, "-- opened again")
	p.c.Add("openings", 1)
}

// look commits, and compares what is: every page, what the reading connections say, and SQLite's own checks.
func (p *pair) look() {
	p.t.Helper()
	p.both(statement{sql: "COMMIT"})
	p.both(statement{sql: "ROLLBACK"})
	p.both(statement{sql: "PRAGMA integrity_check"})
	for _, table := range slices.Clone(p.gen.tables) { // both forgets those that are gone
		if table.text {
			p.both(statement{sql: fmt.Sprintf("INSERT INTO %s(%s, rank) VALUES('integrity-check', 1)", table.name, table.name)})
		}
		s := statement{sql: "SELECT * FROM " + table.name}
		want, _ := answer(p.plain, s)
		if got, _ := answer(p.vault.Reader(), s); !sameLines(got, want) {
			p.fail("a reader sees in %s\n%.2000s\nwant\n%.2000s", table.name, got, want)
		}
	}
	ok, _ := answer(p.vault.DB(), statement{sql: "PRAGMA integrity_check"})
	if !strings.Contains(ok, `"ok"`) {
		p.fail("integrity: %s", ok)
	}
	got := p.image()
	want, err := os.ReadFile(p.file)
	if err != nil {
		p.fail("%v", err)
	}
	if len(got) != len(want) {
		p.fail("%d bytes, want %d", len(got), len(want))
	}
	const size = 4096
	for at := 0; at < len(got); at += size {
		number, a, b := uint32(at/size+1), got[at:at+size], want[at:at+size] //nolint:gosec // few
		crypto.Scrub(number, b)
		if !bytes.Equal(a, b) {
			p.fail("page %d is\n%x\nwant\n%x", number, a, b)
		}
		p.c.Add("pages compared", 1)
	}
}

func sameLines(a, b string) bool {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// image is the vault's database as it is committed.
func (p *pair) image() []byte {
	p.t.Helper()
	r, err := p.vault.Image()
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		p.t.Fatal(err)
	}
	return b
}
