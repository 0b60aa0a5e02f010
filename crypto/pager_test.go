package crypto

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnImageStaysWhatItWas(t *testing.T) {
	v, _, _ := newVault(t, fast)
	fill(t, v, 5)
	first, err := v.Image()
	if err != nil {
		t.Fatal(err)
	}
	second, _ := v.Image()
	a, err := io.ReadAll(first)
	if err != nil || !bytes.HasPrefix(a, []byte("SQLite format 3\x00")) {
		t.Fatal(err, len(a))
	}
	first.Close()
	exec(t, v, "DELETE FROM notes")
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "INSERT INTO notes(body) VALUES('y')")
	b, err := io.ReadAll(second)
	second.Close()
	if err != nil || !bytes.Equal(a, b) {
		t.Fatal("the second image changed", err, len(a), len(b))
	}
}

func TestACompactionInsideATransactionLosesNothing(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	tx, err := v.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 12000; i++ { // more than SQLite's cache holds
		if _, err := tx.Exec("INSERT INTO a VALUES(?, ?)", i, strings.Repeat("z", 3500)); err != nil {
			t.Fatal(err)
		}
		if i == 11000 {
			if err := v.Compact(bg, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if !v.ShouldCompact() {
		t.Error("a log of 40 MB is not worth a compaction?")
	}
	closeVault(t, v)
	v = reopen(t, dir)
	checkRows(t, v, 12000)
	exec(t, v, "DELETE FROM a WHERE n > 100")
	exec(t, v, "PRAGMA incremental_vacuum")
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	checkRows(t, v, 100)
	st, _ := os.Stat(filepath.Join(dir, "base-000003.age"))
	if st == nil || st.Size() > 1<<20 {
		t.Error("the base did not shrink", st)
	}
	closeVault(t, v)
	checkRows(t, reopen(t, dir), 100)
}

// TestAbandonedTransactionsLeaveNothing: larger than SQLite's cache, so that
// pages were handed over before the end.
func TestAbandonedTransactionsLeaveNothing(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "PRAGMA cache_size = 20")
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	for i := 1; i <= 300; i++ {
		if err := insert(v, i); err != nil {
			t.Fatal(err)
		}
	}
	want := digest(t, v.DB())
	for _, c := range []struct {
		name string
		end  func(tx *sql.Tx, cancel func())
	}{
		{"rolled back", func(tx *sql.Tx, cancel func()) { tx.Rollback() }},
		{"cancelled", func(tx *sql.Tx, cancel func()) { cancel(); tx.Rollback() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(bg)
			defer cancel()
			tx, err := v.DB().BeginTx(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range []string{"UPDATE a SET t = t || 'y'", "DELETE FROM a WHERE n % 2", "INSERT INTO a(t) SELECT t FROM a"} {
				if _, err := tx.Exec(s); err != nil {
					t.Fatal(err)
				}
			}
			v.pager.mu.RLock()
			pending := len(v.pager.pending)
			v.pager.mu.RUnlock()
			if pending == 0 {
				t.Fatal("no page was handed over: the test does not test")
			}
			c.end(tx, cancel)
			if got := digest(t, v.DB()); got != want {
				t.Error("the database changed")
			}
			v.pager.mu.RLock()
			defer v.pager.mu.RUnlock()
			if len(v.pager.pending) > 0 || v.pager.size != v.pager.view.pages {
				t.Error("pages are left")
			}
		})
	}
	closeVault(t, v)
	if got := digest(t, reopen(t, dir).DB()); got != want {
		t.Error("the database changed on disk")
	}
}
