package crypto

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// faultFS counts the operations that change something, and fails those that
// fail says, by number and name. It is for tests that look into the vault; each
// operation of each piece of work fails in disktest.
type faultFS struct {
	FS
	mu   sync.Mutex
	n    int
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
		n, _ := f.File.WriteAt(p[:len(p)/2], off)
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

func failIf(b bool) error {
	if b {
		return errFull
	}
	return nil
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
