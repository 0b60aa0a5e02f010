package crypto

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestOnlyTheOwnerMayRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists, not modes")
	}
	dir := t.TempDir() // 0755 or so, and empty
	os.Chmod(dir, 0o755)
	v, _, err := Create(bg, dir, testPass, fast)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, v, "CREATE TABLE a(n)")
	v.WriteSealed("blobs/0a1b.age", []byte("x"))
	v.WriteSealed("ledger.age", []byte("x"))
	v.Compact(bg, nil)
	defer v.Close(bg)
	files := 0
	filepath.WalkDir(dir, func(p string, d fs.DirEntry, _ error) error {
		st, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if st.Mode().Perm() != want {
			t.Errorf("%s: %v", p, st.Mode())
		}
		files++
		return nil
	})
	if files < 9 {
		t.Error("only", files, "files")
	}
}

func TestCreateRefusesADirectoryWithOtherFiles(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	closeVault(t, v)
	other := t.TempDir()
	os.WriteFile(filepath.Join(other, "kirje.txt"), []byte("x"), 0o600)
	file := filepath.Join(t.TempDir(), "tiedosto")
	os.WriteFile(file, []byte("x"), 0o600)
	keyOnly := t.TempDir()
	os.WriteFile(filepath.Join(keyOnly, keyRecovery), []byte("x"), 0o600)
	hidden := t.TempDir()
	os.WriteFile(filepath.Join(hidden, ".DS_Store"), []byte("x"), 0o600)
	for _, c := range []struct {
		name, dir string
		state     State
		create    error
		open      error
	}{
		{"a vault", dir, Present, ErrNotEmpty, nil},
		{"a vault that lost all but a key", keyOnly, Present, ErrNotEmpty, ErrDamaged},
		{"another file", other, Other, ErrNotEmpty, ErrNoVault},
		{"an empty directory", t.TempDir(), None, nil, ErrNoVault},
		{"what a file manager leaves", hidden, None, nil, ErrNoVault},
		{"nothing", filepath.Join(t.TempDir(), "a", "b"), None, nil, ErrNoVault},
	} {
		t.Run(c.name, func(t *testing.T) {
			if s, err := Exists(c.dir, fast); s != c.state || err != nil {
				t.Errorf("exists: %v, %v", s, err)
			}
			v, err := Open(bg, c.dir, testPass, fast)
			if !errors.Is(err, c.open) {
				t.Errorf("open: %v", err)
			}
			if v != nil {
				v.Close(bg)
			}
			v, _, err = Create(bg, c.dir, testPass, fast)
			if !errors.Is(err, c.create) {
				t.Errorf("create: %v", err)
			}
			if v != nil {
				v.Close(bg)
			}
		})
	}
	if _, err := Exists(file, fast); err == nil {
		t.Error("a file in the place of the directory is no error")
	}
	if _, _, err := Create(bg, file, testPass, fast); err == nil {
		t.Error("created in a file")
	}
}

func TestInUseSaysByWhom(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	host, _ := os.Hostname()
	_, err := Open(bg, dir, testPass, fast)
	var use *InUseError
	if !errors.As(err, &use) || !errors.Is(err, ErrInUse) {
		t.Fatal(err)
	}
	if use.PID != os.Getpid() || use.Host != host || use.Since == "" {
		t.Errorf("%+v", use)
	}
	closeVault(t, v)
	closeVault(t, reopen(t, dir))
	if b, _ := os.ReadFile(filepath.Join(dir, lockName)); len(bytes.Trim(b, "\x00")) > 0 {
		t.Errorf("the lock file still says %q", b)
	}
}
