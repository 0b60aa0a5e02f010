package crypto

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

func TestAReaderSeesOneStateWhileOthersAreCommitted(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER)")
	exec(t, v, "INSERT INTO a VALUES(1)")
	old, err := v.Reader().Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer old.Rollback()
	see := func() (n int) {
		t.Helper()
		if err := old.QueryRow("SELECT sum(n) FROM a").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if see() != 1 {
		t.Fatal("begins with another state")
	}
	w, err := v.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Exec("INSERT INTO a VALUES(10)"); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := v.Reader().QueryRow("SELECT sum(n) FROM a").Scan(&n); err != nil || n != 1 {
		t.Fatal("a reader sees what is not committed:", n, err)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	if see() != 1 {
		t.Fatal("the state changed under its reader")
	}
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "INSERT INTO a VALUES(100)")
	if see() != 1 {
		t.Fatal("a compaction changed the state under its reader")
	}
	if err := v.Reader().QueryRow("SELECT sum(n) FROM a").Scan(&n); err != nil || n != 111 {
		t.Fatal("a new reader does not see what was committed:", n, err)
	}
	if _, err := v.Reader().Exec("INSERT INTO a VALUES(1000)"); err == nil {
		t.Fatal("a reader wrote")
	}
}

// One goroutine moves money between two rows and fills the log with other
// pages, so that the sum over both never changes in any state; a transaction
// that spills SQLite's cache and is rolled back is among them. The readers look
// at both rows by two statements each.
func TestReadersBesideAWriterSeeWholeTransactions(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE m(id INTEGER PRIMARY KEY, n INTEGER)")
	exec(t, v, "CREATE TABLE f(b TEXT)")
	exec(t, v, "INSERT INTO m VALUES(1, 1000), (2, 0)")
	done := make(chan struct{})
	errs := make(chan error, 16)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := oneLook(v); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	for i := range 120 {
		tx, err := v.DB().Begin()
		if err != nil {
			t.Fatal(err)
		}
		rows := 3
		if i%20 == 19 {
			rows = 14000 // more than the cache holds
		}
		_, e1 := tx.Exec("UPDATE m SET n = n - 7 WHERE id = 1")
		_, e2 := tx.Exec("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ?) INSERT INTO f SELECT ? FROM c", rows, strings.Repeat("y", 3500))
		_, e3 := tx.Exec("UPDATE m SET n = n + 7 WHERE id = 2")
		end := tx.Commit
		if rows > 3 {
			end = tx.Rollback
		}
		if err := errors.Join(e1, e2, e3, end()); err != nil {
			t.Fatal(err)
		}
		if i%30 == 10 {
			if err := v.Compact(bg, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	close(done)
	all.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
	var ok string
	if err := v.Reader().QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Error(ok, err)
	}
}

func oneLook(v *Vault) error {
	tx, err := v.Reader().Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var a, b, rows int
	if err := tx.QueryRow("SELECT n FROM m WHERE id = 1").Scan(&a); err != nil {
		return err
	}
	if err := tx.QueryRow("SELECT count(*) FROM f").Scan(&rows); err != nil {
		return err
	}
	if err := tx.QueryRow("SELECT n FROM m WHERE id = 2").Scan(&b); err != nil {
		return err
	}
	if a+b != 1000 || rows%3 != 0 {
		return fmt.Errorf("half a transaction: %d and %d, %d rows", a, b, rows)
	}
	return nil
}

// A page that is published is never written again, whoever looks at it.
func TestASnapshotIsNotTouchedByCommits(t *testing.T) {
	v, _, _ := newVault(t, fast)
	fill(t, v, 40)
	s, err := v.pager.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	read := func() string {
		t.Helper()
		b := make([]byte, s.Size())
		for off := int64(0); off < s.Size(); off += pageSize {
			if _, err := s.ReadAt(b[off:off+pageSize], off); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.ReadAt(make([]byte, pageSize), s.Size()); err != io.EOF {
			t.Fatal("reads past its end:", err)
		}
		return string(b)
	}
	before := read()
	for i := range 5 {
		exec(t, v, fmt.Sprintf("UPDATE notes SET body = body || '%d'", i))
		exec(t, v, "DELETE FROM notes WHERE rowid % 7 = 1")
	}
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	if read() != before {
		t.Error("the snapshot changed")
	}
}
