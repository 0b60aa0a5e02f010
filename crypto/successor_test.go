package crypto

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestCommitsGoOnBesideACompaction: small ones, one that is longer than what is
// followed while commits wait, one that makes the database smaller, and one that is
// under way while the vault changes over.
func TestCommitsGoOnBesideACompaction(t *testing.T) {
	const add = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < %d) INSERT INTO a(t) SELECT hex(randomblob(1500)) FROM c"
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, fmt.Sprintf(add, 1000))
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	before, _ := v.Position()
	beside := []string{
		fmt.Sprintf(add, 3*followed),
		"DELETE FROM a WHERE n > 300", "PRAGMA incremental_vacuum",
		fmt.Sprintf(add, 20), "UPDATE a SET t = 'muutettu' WHERE n = 7",
	}
	var want string
	var tx *sql.Tx
	err := v.Compact(bg, func(done, total int64) {
		if tx != nil {
			return
		}
		for _, s := range beside {
			exec(t, v, s)
		}
		want = digest(t, v.DB())
		var err error
		if tx, err = v.DB().Begin(); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("UPDATE a SET t = 'kesken' WHERE n = 8"); err != nil {
			t.Fatal(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	gen, seq := v.Position()
	if gen != before+1 || seq == 0 {
		t.Errorf("generation %d of %d, transaction %d", gen, before+1, seq)
	}
	tx.Rollback()
	if got := digest(t, v.DB()); got != want {
		t.Error("the open vault holds something else")
	}
	if got := digest(t, v.Reader()); got != want {
		t.Error("readers see something else")
	}
	exec(t, v, "UPDATE a SET t = 'perässä' WHERE n = 9")
	want = digest(t, v.DB())
	closeVault(t, v)
	v = reopen(t, dir)
	if got := digest(t, v.DB()); got != want {
		t.Error("it is not on the disk")
	}
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
	for _, name := range []string{baseName(before), logName(before)} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Error(name, "is still there")
		}
	}
}

// TestTheOldBaseIsReadToItsEnd: a compaction waits for nobody who reads it, unless
// its bytes are to be gone.
func TestTheOldBaseIsReadToItsEnd(t *testing.T) {
	v, _, _ := newVault(t, fast)
	fill(t, v, 5)
	old, err := v.Image()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, old); err != nil {
		t.Error(err)
	}
	old.Close()

	look, err := v.Reader().Begin()
	if err != nil {
		t.Fatal(err)
	}
	want := digest(t, look)
	away := goesAway(v)
	exec(t, v, "DELETE FROM notes") // to the new log
	select {
	case err := <-away:
		t.Fatal("it did not wait for the reader", err)
	case <-time.After(50 * time.Millisecond):
	}
	if got := digest(t, look); got != want {
		t.Error("the old state changed")
	}
	look.Rollback()
	if err := <-away; err != nil {
		t.Error(err)
	}

	look, _ = v.Reader().Begin()
	digest(t, look)
	ctx, cancel := context.WithTimeout(bg, 50*time.Millisecond)
	defer cancel()
	if err := v.CompactAway(ctx, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Error("it waits for ever", err)
	}
	look.Rollback()
}

// TestACompactionThatIsCancelledLeavesTheVaultAsItWas, commits beside it included.
func TestACompactionThatIsCancelledLeavesTheVaultAsItWas(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < 1500) INSERT INTO a(t) SELECT hex(randomblob(1500)) FROM c")
	ctx, cancel := context.WithCancel(bg)
	gen, _ := v.Position()
	n := 1500
	err := v.Compact(ctx, func(done, total int64) {
		n++
		if err := insert(v, n); err != nil {
			t.Fatal(err)
		}
		if done == total {
			cancel()
		}
	})
	if err == nil {
		t.Fatal("it was not cancelled")
	}
	if now, _ := v.Position(); now != gen {
		t.Error("another generation counts")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*"+tmpSuffix)); len(left) > 0 {
		t.Error(left)
	}
	want := digest(t, v.DB())
	closeVault(t, v)
	if got := digest(t, reopen(t, dir).DB()); got != want || n < 1502 {
		t.Error("commits are lost", n)
	}
}

// TestPagesThatWereCutOffAndCameBackAreFollowed: such a page is zeros without having
// been written, and would else be what the new base has there.
func TestPagesThatWereCutOffAndCameBackAreFollowed(t *testing.T) {
	record := func(at int64) *logRecord { return &logRecord{start: at} }
	v := view{pages: 10, base: 10, at: position{end: 100}}
	v.put([]uint32{3, 9}, []place{{rec: record(50)}, {rec: record(50)}}, 10)
	end, pages := v.at.end, v.pages
	v.put([]uint32{1}, []place{{rec: record(101)}}, 6)
	v.put([]uint32{1, 8}, []place{{rec: record(201)}, {rec: record(201)}}, 12)
	v.at.end = 300
	if got, want := v.since(end, pages), []uint32{1, 7, 8, 9, 10}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := v.since(300, 12); got != nil {
		t.Errorf("%v though nothing was committed", got)
	}
	v.overlay = v.overlay.fork()
	v.put([]uint32{3}, []place{{rec: record(301)}}, 12)
	v.at.end = 400
	if got, want := v.since(end, pages), []uint32{1, 3, 7, 8, 9, 10}; !slices.Equal(got, want) {
		t.Errorf("%v beside a reader, want %v", got, want)
	}
}

// TestAnErasureWaitsForWhoReadsAnOlderBase: one that an earlier compaction, which
// waits for nobody, has replaced.
func TestAnErasureWaitsForWhoReadsAnOlderBase(t *testing.T) {
	v, _, _ := newVault(t, fast)
	fill(t, v, 5)
	look, err := v.Reader().Begin()
	if err != nil {
		t.Fatal(err)
	}
	digest(t, look)
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "DELETE FROM notes")
	away := goesAway(v)
	select {
	case err := <-away:
		t.Fatal("it did not wait", err)
	case <-time.After(100 * time.Millisecond):
	}
	look.Rollback()
	if err := <-away; err != nil {
		t.Error(err)
	}
}

// TestAnErasureRemovesWhatAnEarlierOneCouldNot: on Windows somebody else may have the
// old base open, a program that looks for viruses.
func TestAnErasureRemovesWhatAnEarlierOneCouldNot(t *testing.T) {
	disk := &faultFS{FS: OS()}
	o := fast
	o.FS = disk
	v, dir, _ := newVault(t, o)
	fill(t, v, 5)
	first, _ := v.Position()
	disk.arm(func(_ int, op string) error {
		if op == "remove "+baseName(first) {
			return os.ErrPermission
		}
		return nil
	})
	for range 2 {
		if err := v.CompactAway(bg, nil); !errors.Is(err, os.ErrPermission) {
			t.Error("the first base is there, and it says", err)
		}
	}
	disk.arm(nil)
	if err := v.CompactAway(bg, nil); err != nil {
		t.Error(err)
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "base-*")); len(found) != 1 {
		t.Error(found)
	}
}

// TestACompactionThatPanicsHoldsNothing: an erasure would wait for it for ever.
func TestACompactionThatPanicsHoldsNothing(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	fill(t, v, 5)
	func() {
		defer func() { recover() }()
		v.Compact(bg, func(int64, int64) { panic("told too much") })
		t.Error("no panic")
	}()
	ctx, cancel := context.WithTimeout(bg, 10*time.Second)
	defer cancel()
	if err := v.CompactAway(ctx, nil); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*"+tmpSuffix)); len(left) > 0 {
		t.Error(left)
	}
}

// goesAway begins a CompactAway, and waits until the new base counts.
func goesAway(v *Vault) <-chan error {
	gen, _ := v.Position()
	away := make(chan error, 1)
	go func() { away <- v.CompactAway(bg, nil) }()
	for now := gen; now == gen; now, _ = v.Position() {
		time.Sleep(time.Millisecond)
	}
	return away
}
