package crypto

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSealedFiles(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	if _, err := v.ReadSealed("ledger.age"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, text := range []string{"yksi", "", strings.Repeat("x", 200_000)} {
		if err := v.WriteSealed("ledger.age", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if b, err := v.ReadSealed("ledger.age"); err != nil || string(b) != text {
			t.Fatal(err)
		}
	}
	if err := v.WriteSealed("blobs/00ff.age", []byte("liite")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "lock", keyPass, keyRecovery, "base-000001.age", "../x.age", "a/b.age", "blobs/../x.age",
		"/x.age", "X.age", "x.age.tmp", `blobs\x.age`, ".age", "README.txt"} {
		if err := v.WriteSealed(name, nil); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	b, _ := os.ReadFile(filepath.Join(dir, "ledger.age"))
	b[len(b)-1] ^= 1
	os.WriteFile(filepath.Join(dir, "ledger.age"), b, 0o600)
	if _, err := v.ReadSealed("ledger.age"); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if err := v.Verify(bg, nil); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(dir, "ledger.age")); err != nil {
		t.Error(err)
	}
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
}

func TestVerifyFindsDamageThatOpeningDoesNotMeet(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	fill(t, v, 5)
	exec(t, v, "INSERT INTO notes(body) VALUES(?)", strings.Repeat("pitkä", 100_000))
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "INSERT INTO notes(body) VALUES('x')")
	last, total := int64(0), int64(0)
	if err := v.Verify(bg, func(d, n int64) { last, total = d, n }); err != nil {
		t.Fatal(err)
	}
	if last < total*9/10 || last > total {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	gen, _ := v.Position()
	for _, c := range []struct {
		name string
		at   int
	}{{baseName(gen), 100_000}, {logName(gen), logHeaderLen + 500}, {keyRecovery, 5}} {
		p := filepath.Join(dir, c.name)
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		b[c.at] ^= 4
		writeInPlace(t, p, b)
		var d *DamagedError
		if err := v.Verify(bg, nil); !errors.As(err, &d) || d.File != c.name {
			t.Errorf("%s: %v", c.name, err)
		}
		b[c.at] ^= 4
		writeInPlace(t, p, b)
	}
	cancelled, cancel := context.WithCancel(bg)
	cancel()
	if err := v.Verify(cancelled, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := v.Compact(cancelled, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	exec(t, v, "INSERT INTO notes(body) VALUES('x')")
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
}

func writeInPlace(t *testing.T, path string, b []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(b, 0); err != nil {
		t.Fatal(err)
	}
}

// TestDamageReachesTheCaller: SQLite gives a code, Explain the file.
func TestDamageReachesTheCaller(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n, t)")
	for i := range 200 {
		exec(t, v, "INSERT INTO a VALUES(?, ?)", i, strings.Repeat("x", 3000))
	}
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	p := filepath.Join(dir, "base-000002.age")
	b, _ := os.ReadFile(p)
	b[300_000] ^= 1
	os.WriteFile(p, b, 0o600)
	v = reopen(t, dir)
	var n int
	err := v.Explain(v.DB().QueryRow("SELECT sum(length(t)) FROM a").Scan(&n))
	var d *DamagedError
	if !errors.As(err, &d) || d.File != "base-000002.age" {
		t.Fatal(err)
	}
}

// A key file that was right when it was used is held against that by every later check.
func TestVerifyFindsAKeyFileThatChangedSinceItOpened(t *testing.T) {
	v, dir, recovery := newVault(t, fast)
	name := filepath.Join(dir, keyPass)
	found := func(v *Vault, when string) {
		t.Helper()
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Verify(bg, nil); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		bad := bytes.Clone(whole)
		bad[len(bad)-1] ^= 1 // in what is sealed, of which age sees nothing without the passphrase
		if err := os.WriteFile(name, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		var d *DamagedError
		if err := v.Verify(bg, nil); !errors.As(err, &d) || d.File != keyPass {
			t.Errorf("%s: %v", when, err)
		}
		if err := os.WriteFile(name, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	closeVault(t, v)
	v = reopen(t, dir)
	found(v, "opened")
	if err := v.ChangePassphrase(testPass, "toinen"); err != nil {
		t.Fatal(err)
	}
	found(v, "changed")
	closeVault(t, v)
	v, err := OpenRecovery(bg, dir, recovery, fast)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close(bg)
	if _, known := v.ProvenSum(); known {
		t.Error("the recovery key says nothing of the passphrase's file")
	}
	if err := v.SetPassphrase(testPass); err != nil {
		t.Fatal(err)
	}
	found(v, "set")
	sum, known := v.ProvenSum()
	if now, err := PassphraseSum(dir, fast); err != nil || !known || now != sum {
		t.Error("another sum", known, err)
	}
}
