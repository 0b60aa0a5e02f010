package crypto

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// windowsFS removes and renames no file that somebody has open.
type windowsFS struct {
	FS
	mu   sync.Mutex
	open map[string]int
}

type windowsFile struct {
	File
	fs   *windowsFS
	name string
}

func (f *windowsFile) Close() error {
	f.fs.mu.Lock()
	f.fs.open[f.name]--
	f.fs.mu.Unlock()
	return f.File.Close()
}

func (w *windowsFS) opened(f File, name string, err error) (File, error) {
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.open[name]++
	w.mu.Unlock()
	return &windowsFile{f, w, name}, nil
}

func (w *windowsFS) Open(name string) (File, error) {
	f, err := w.FS.Open(name)
	return w.opened(f, name, err)
}

func (w *windowsFS) OpenRW(name string) (File, error) {
	f, err := w.FS.OpenRW(name)
	return w.opened(f, name, err)
}

func (w *windowsFS) Create(name string) (File, error) {
	f, err := w.FS.Create(name)
	return w.opened(f, name, err)
}

func (w *windowsFS) free(names ...string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range names {
		if w.open[n] > 0 {
			return &os.PathError{Op: "remove", Path: n, Err: os.ErrPermission}
		}
	}
	return nil
}

func (w *windowsFS) Remove(name string) error {
	if err := w.free(name); err != nil {
		return err
	}
	return w.FS.Remove(name)
}

func (w *windowsFS) Rename(a, b string) error {
	if err := w.free(a, b); err != nil {
		return err
	}
	return w.FS.Rename(a, b)
}

// TestOldBasesGoWhereOpenFilesCanNotBeRemoved: with their last reader, and an erasure
// waits for that.
func TestOldBasesGoWhereOpenFilesCanNotBeRemoved(t *testing.T) {
	o := fast
	o.FS = &windowsFS{FS: OS(), open: map[string]int{}}
	v, dir, _ := newVault(t, o)
	bases := func() int {
		found, err := filepath.Glob(filepath.Join(dir, "base-*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	fill(t, v, 5)
	look, err := v.Reader().Begin()
	if err != nil {
		t.Fatal(err)
	}
	want := digest(t, look)
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "DELETE FROM notes")
	away := goesAway(v)
	if n := bases(); n < 2 {
		t.Error("the reader's base went from under it", n)
	}
	if got := digest(t, look); got != want {
		t.Error("the old state changed")
	}
	look.Rollback()
	if err := <-away; err != nil {
		t.Error(err)
	}
	if n := bases(); n != 1 {
		t.Error(n, "bases are left")
	}
}
