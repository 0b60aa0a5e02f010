package crypto

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// faultFS counts the operations that change something, and fails those that
// fail says, by number and name.
type faultFS struct {
	FS
	mu sync.Mutex
	n  int
	// late has a failing write write everything before it fails.
	late bool
	fail func(n int, op string) error
}

func (f *faultFS) step(op, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	if f.fail == nil {
		return nil
	}
	return f.fail(f.n, op+" "+filepath.Base(name))
}

func (f *faultFS) arm(fail func(n int, op string) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n, f.fail = 0, fail
}

func (f *faultFS) Create(name string) (File, error) {
	if err := f.step("create", name); err != nil {
		return nil, err
	}
	file, err := f.FS.Create(name)
	return f.wrap(file, name, err)
}

func (f *faultFS) OpenRW(name string) (File, error) {
	file, err := f.FS.OpenRW(name)
	return f.wrap(file, name, err)
}

func (f *faultFS) wrap(file File, name string, err error) (File, error) {
	if err != nil {
		return nil, err
	}
	return &faultFile{file, f, name}, nil
}

func (f *faultFS) Rename(a, b string) error {
	if err := f.step("rename", b); err != nil {
		return err
	}
	return f.FS.Rename(a, b)
}

func (f *faultFS) Remove(name string) error {
	if err := f.step("remove", name); err != nil {
		return err
	}
	return f.FS.Remove(name)
}

func (f *faultFS) Mkdir(name string) error {
	if err := f.step("mkdir", name); err != nil {
		return err
	}
	return f.FS.Mkdir(name)
}

func (f *faultFS) SyncDir(name string) error {
	if err := f.step("syncdir", name); err != nil {
		return err
	}
	return f.FS.SyncDir(name)
}

type faultFile struct {
	File
	fs   *faultFS
	name string
}

// WriteAt fails half-way, as a full disk does.
func (f *faultFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.fs.step("write", f.name); err != nil {
		if !f.fs.late {
			p = p[:len(p)/2]
		}
		n, _ := f.File.WriteAt(p, off)
		return n, err
	}
	return f.File.WriteAt(p, off)
}

func (f *faultFile) Truncate(size int64) error {
	if err := f.fs.step("truncate", f.name); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *faultFile) Sync() error {
	if err := f.fs.step("sync", f.name); err != nil {
		return err
	}
	return f.File.Sync()
}

var errFull error = &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}

func insert(v *Vault, n int) error {
	_, err := v.DB().Exec("INSERT INTO a(n, t) VALUES(?, ?)", n, strings.Repeat("t", 3000))
	return v.Explain(err)
}

// checkRows: exactly 1..n, live and after reopening.
func checkRows(t *testing.T, v *Vault, n int) {
	t.Helper()
	if c, m := count(t, v, "SELECT count(*) FROM a"), count(t, v, "SELECT coalesce(max(n),0) FROM a"); c != n || m != n {
		t.Fatalf("%d rows up to %d, want %d", c, m, n)
	}
}

func TestACommitThatCanNotBeWrittenLosesNothing(t *testing.T) {
	for _, c := range []struct {
		name     string
		fails    func(n int, op string) error
		readOnly bool
	}{
		{"the record is not written", func(n int, op string) error { return failIf(n <= 3 && op == "write log-000001") }, false},
		{"every write fails", func(n int, op string) error { return failIf(strings.HasPrefix(op, "write")) }, false},
		{"the sync fails", func(n int, op string) error { return failIf(op == "sync log-000001") }, true},
		{"the write and its undoing fail", func(n int, op string) error { return failIf(op != "sync log-000001") }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ffs := &faultFS{FS: OS()}
			o := fast
			o.FS = ffs
			v, dir, _ := newVault(t, o)
			exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
			for i := 1; i <= 5; i++ {
				if err := insert(v, i); err != nil {
					t.Fatal(err)
				}
			}
			v.pager.room = v.pager.view.at.end // the next record needs room
			ffs.arm(c.fails)
			err := insert(v, 6)
			if !errors.Is(err, ErrFull) || errors.Is(err, ErrReadOnly) != c.readOnly {
				t.Fatalf("got %v", err)
			}
			checkRows(t, v, 5)
			ffs.arm(nil)
			err = insert(v, 6)
			if c.readOnly != errors.Is(err, ErrReadOnly) || (!c.readOnly && err != nil) {
				t.Fatalf("afterwards: %v", err)
			}
			want := 6
			if c.readOnly {
				want = 5
			}
			checkRows(t, v, want)
			closeVault(t, v)
			w := reopen(t, dir)
			// A commit that failed in its sync may be there; it is whole then.
			if n := count(t, w, "SELECT count(*) FROM a"); n != want && !(c.readOnly && n == 6) {
				t.Fatalf("%d rows after reopening, want %d", n, want)
			}
			if err := w.Verify(context.Background(), nil); err != nil {
				t.Fatal(err)
			}
			exec(t, w, "INSERT INTO a(n) VALUES(100)")
		})
	}
}

func failIf(b bool) error {
	if b {
		return errFull
	}
	return nil
}

// TestEveryWriteErrorOfACompaction fails each changing operation in turn, once
// and from then on.
func TestEveryWriteErrorOfACompaction(t *testing.T) {
	for _, forever := range []bool{false, true} {
		for at := 1; ; at++ {
			done := compactFailing(t, at, forever)
			if done {
				if at < 8 {
					t.Fatalf("only %d operations", at)
				}
				break
			}
		}
	}
}

func compactFailing(t *testing.T, at int, forever bool) (done bool) {
	ffs := &faultFS{FS: OS()}
	o := fast
	o.FS = ffs
	v, dir, _ := newVault(t, o)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	for i := 1; i <= 3; i++ {
		if err := insert(v, i); err != nil {
			t.Fatal(err)
		}
	}
	failed := ""
	ffs.arm(func(n int, op string) error {
		if n == at || (forever && n > at) {
			failed += op + "; "
			return errFull
		}
		return nil
	})
	err := v.Compact(context.Background(), nil)
	ffs.arm(nil)
	if failed == "" {
		return true
	}
	if err != nil && !errors.Is(err, ErrFull) {
		t.Fatalf("%s: %v", failed, err)
	}
	want := 3
	if err := insert(v, 4); err == nil {
		want = 4
	} else if !errors.Is(err, ErrReadOnly) {
		t.Fatalf("%s: then insert: %v", failed, err)
	}
	checkRows(t, v, want)
	if err := v.Close(context.Background()); err != nil {
		t.Fatalf("%s: close: %v", failed, err)
	}
	w, err := Open(context.Background(), dir, testPass, fast)
	if err != nil {
		t.Fatalf("%s: open: %v", failed, err)
	}
	defer w.Close(context.Background())
	checkRows(t, w, want)
	return false
}

// TestEveryWriteErrorOfCreate: an interrupted Create never stands in the way
// of the next one.
func TestEveryWriteErrorOfCreate(t *testing.T) {
	for at := 1; ; at++ {
		ffs := &faultFS{FS: OS()}
		o := fast
		o.FS = ffs
		hit := ""
		ffs.arm(func(n int, op string) error {
			if n >= at { // from then on: nothing can be cleared away either
				hit = op
				return errFull
			}
			return nil
		})
		dir := filepath.Join(t.TempDir(), "v")
		v, _, err := Create(context.Background(), dir, testPass, o)
		if err == nil {
			v.Close(context.Background())
		}
		if hit == "" {
			break
		}
		if err == nil {
			continue // the head slot, or the removal of leftovers
		}
		if !errors.Is(err, ErrFull) {
			t.Fatalf("%s: %v", hit, err)
		}
		if s, err := Exists(dir, fast); s != None || err != nil {
			if s == Present { // the marker was gone: it is a vault
				continue
			}
			t.Fatalf("%d %s: exists: %v %v", at, hit, s, err)
		}
		if _, err := Open(context.Background(), dir, testPass, fast); !errors.Is(err, ErrNoVault) {
			t.Fatalf("%d %s: open: %v", at, hit, err)
		}
		v, _, err = Create(context.Background(), dir, testPass, fast)
		if err != nil {
			t.Fatalf("%d %s: again: %v", at, hit, err)
		}
		exec(t, v, fmt.Sprintf("CREATE TABLE t%d(x)", at))
		v.Close(context.Background())
	}
}

func TestAWriteErrorOfAKeyFileLeavesTheOldPassphrase(t *testing.T) {
	ffs := &faultFS{FS: OS()}
	o := fast
	o.FS = ffs
	v, dir, _ := newVault(t, o)
	for at := 1; at <= 5; at++ {
		ffs.arm(func(n int, op string) error { return failIf(n == at) })
		if err := v.ChangePassphrase(testPass, "uusi"); !errors.Is(err, ErrFull) {
			t.Fatalf("%d: %v", at, err)
		}
		ffs.arm(nil)
		if at < 5 { // at 5 the rename has happened
			if err := v.ChangePassphrase(testPass, testPass); err != nil {
				t.Fatalf("%d: the old one is gone: %v", at, err)
			}
		}
	}
	closeVault(t, v)
	if _, err := Open(context.Background(), dir, "uusi", fast); err != nil {
		t.Fatal(err)
	}
}

// A commit that was reported as failed is not there later, even where its bytes
// had reached the file.
func TestAFailedCommitDoesNotComeBack(t *testing.T) {
	ffs := &faultFS{FS: OS(), late: true}
	o := fast
	o.FS = ffs
	v, dir, _ := newVault(t, o)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	if err := insert(v, 1); err != nil {
		t.Fatal(err)
	}
	ffs.arm(func(n int, op string) error { return failIf(strings.HasPrefix(op, "write")) })
	if err := insert(v, 2); !errors.Is(err, ErrFull) {
		t.Fatal(err)
	}
	// As after kill -9: what is in the files now is all there is.
	other := t.TempDir()
	if err := os.CopyFS(other, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	checkRows(t, reopen(t, other), 1)
	ffs.arm(nil)
	closeVault(t, v)
	checkRows(t, reopen(t, dir), 1)
}

// A record that found room where none could be set aside is not written over by the next zeros.
func TestACommitIntoTheLastRoomOfADiskOutlastsTheNext(t *testing.T) {
	ffs := &faultFS{FS: OS()}
	o := fast
	o.FS = ffs
	v, dir, _ := newVault(t, o)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	closeVault(t, v)
	v, err := Open(context.Background(), dir, testPass, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close(context.Background()) })
	ffs.arm(func(n int, op string) error { return failIf(n == 1) }) // the zeros
	if err := insert(v, 1); err != nil {
		t.Fatal(err)
	}
	ffs.arm(nil)
	if err := insert(v, 2); err != nil {
		t.Fatal(err)
	}
	checkRows(t, v, 2)
	closeVault(t, v)
	checkRows(t, reopen(t, dir), 2)
}
