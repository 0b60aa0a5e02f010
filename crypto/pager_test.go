package crypto

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
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

// TestEverythingAtOnce: the background check, images, scans and compactions
// beside a writer; none stops it, and none sees half a transaction.
func TestEverythingAtOnce(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	stop := make(chan struct{})
	var group sync.WaitGroup
	for name, work := range map[string]func() error{
		"verify":  func() error { return v.Verify(bg, func(int64, int64) {}) },
		"compact": func() error { return v.Compact(bg, func(int64, int64) {}) },
		"away":    func() error { return v.CompactAway(bg, nil) },
		"scan":    func() error { _, err := v.ScanPlain(bg, [][]byte{[]byte("tttt")}); return err },
		"sealed":  func() error { return v.WriteSealed("ledger.age", []byte("x")) },
		"image": func() error {
			r, err := v.Image()
			if err != nil {
				return err
			}
			defer r.Close()
			_, err = io.Copy(io.Discard, r)
			return err
		},
	} {
		group.Go(func() {
			for n := 0; ; n++ {
				if err := work(); err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
				v.ShouldCompact()
				v.Position()
				select {
				case <-stop:
					return
				case <-time.After(5 * time.Millisecond):
				}
			}
		})
	}
	const rows = 300
	for i := 1; i <= rows; i++ {
		if err := insert(v, i); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	group.Wait()
	checkRows(t, v, rows)
	closeVault(t, v)
	v = reopen(t, dir)
	checkRows(t, v, rows)
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
}

// TestClosingEndsLongWork: closing waits for it, and it says why it ended.
func TestClosingEndsLongWork(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < 3000) "+
		"INSERT INTO a SELECT x, hex(randomblob(1500)) FROM c")
	begun, ended := make(chan struct{}), make(chan error)
	var once sync.Once
	go func() {
		for {
			err := v.Verify(bg, func(int64, int64) { once.Do(func() { close(begun) }) })
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	<-begun
	closeVault(t, v)
	if err := <-ended; !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
