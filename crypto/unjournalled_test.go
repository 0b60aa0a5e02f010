package crypto

import (
	"context"
	"fmt"
	"io"
	"testing"
)

// A transaction of which SQLite keeps no journal is taken back by the vault alone:
// with the pages that went to it already, those that are in SQLite's cache, and the
// statement that failed.
func TestWithoutAJournalNothingIsLeftOfWhatIsTakenBack(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, `CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c TEXT)`)
	exec(t, v, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
		INSERT INTO t SELECT i, i || hex(zeroblob(20)), hex(randomblob(200)) FROM n`)
	exec(t, v, `PRAGMA cache_size = 20`)
	image := func() string {
		t.Helper()
		r, err := v.Image()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	ask := func(query string) (s string) {
		t.Helper()
		if err := v.DB().QueryRow(query).Scan(&s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	const digest = `SELECT count(*) || ' ' || sum(a) || ' ' || total(length(c)) || ' ' || max(b) FROM t`
	before, was := image(), ask(digest)
	for _, last := range []string{
		`UPDATE t SET b = 'same' WHERE a % 3 = 0`, // fails at its second row
		`DELETE FROM t WHERE a < 100`,
		`INSERT INTO t SELECT a + 10000, b || 'x', c FROM t`, // the database grows
	} {
		if mode := ask(`PRAGMA journal_mode = off`); mode != "off" {
			t.Fatalf("the journal is %s", mode)
		}
		tx, err := v.DB().BeginTx(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 10 {
			if _, err := tx.Exec(fmt.Sprintf(`DELETE FROM t WHERE a %% 17 = %d`, i)); err != nil {
				t.Fatal(err)
			}
		}
		if v.Pending() == 0 {
			t.Fatal("all is in the cache still")
		}
		_, failed := tx.Exec(last)
		t.Logf("%s: %v", last, failed)
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if mode := ask(`PRAGMA journal_mode = memory`); mode != "memory" {
			t.Fatalf("the journal is %s", mode)
		}
		if n := v.Pending(); n != 0 {
			t.Errorf("%d pages are kept", n)
		}
		if is := ask(digest); is != was {
			t.Errorf("%s: %s, was %s", last, is, was)
		}
		if sound := ask(`PRAGMA integrity_check`); sound != "ok" {
			t.Error(sound)
		}
		if image() != before {
			t.Error("the image is another")
		}
	}
	exec(t, v, `DELETE FROM t WHERE a > 10`)
	if is := ask(`SELECT count(*) FROM t`); is != "10" {
		t.Errorf("%s are left", is)
	}
}
