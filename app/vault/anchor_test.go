package vault_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// copyOf keeps a closed vault's directory and puts it back.
func copyOf(t *testing.T, dir string) (putBack func()) {
	t.Helper()
	kept := filepath.Join(t.TempDir(), "kept")
	if err := os.CopyFS(kept, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := errors.Join(os.RemoveAll(dir), os.CopyFS(dir, os.DirFS(kept))); err != nil {
			t.Fatal(err)
		}
	}
}

func announced(t *testing.T, v *vaulttest.V) bool {
	t.Helper()
	v.Reopen()
	return slices.Contains(v.Notes(), vault.OlderThanSeen)
}

// older unlocks a closed vault that is older than the anchor says.
func older(t *testing.T, v *vaulttest.V) {
	t.Helper()
	unlocked(t, v)
	if !slices.Contains(v.Notes(), vault.OlderThanSeen) {
		t.Fatal("not announced")
	}
}

// written puts files' content in their place.
func written(t *testing.T, files map[string][]byte) {
	t.Helper()
	for name, b := range files {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnOlderCopyIsAnnouncedUntilTheOwnerAcceptsIt(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Aino Esimerkki"})
	closed(t, v)
	putBack := copyOf(t, v.Options.Dir)
	unlocked(t, v)
	v.Customer(app.Customer{Name: "Toivo Toinen"})
	if announced(t, v) {
		t.Fatal("a vault that only went on")
	}
	closed(t, v)
	putBack()
	older(t, v)
	// Work goes on, and comes further than what was lost; still nobody has said that it may.
	for _, name := range []string{"Uuno Uusi", "Veera Vielä", "Yrjö Yhä"} {
		v.Customer(app.Customer{Name: name})
		if !announced(t, v) {
			t.Fatal("said only once")
		}
	}
	if err := v.AcceptOlder(); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(v.Notes(), vault.OlderThanSeen) || announced(t, v) {
		t.Error("announced after it was accepted")
	}
	closed(t, v)
	if err := v.AcceptOlder(); !errors.Is(err, app.E("vault-locked", "")) {
		t.Error(err)
	}
	// And the same copy again is older again.
	putBack()
	older(t, v)
}

// The end of the log, and with it the head slots, put back to what they were: the vault itself can not tell.
func TestALogCutBackIsAnnounced(t *testing.T) {
	v := vaulttest.New(t)
	closed(t, v)
	logs, err := filepath.Glob(filepath.Join(v.Options.Dir, "log-*"))
	if err != nil || len(logs) != 1 {
		t.Fatal(logs, err)
	}
	before, err := os.ReadFile(logs[0])
	if err != nil {
		t.Fatal(err)
	}
	unlocked(t, v)
	v.Customer(app.Customer{Name: "Aino Esimerkki"})
	closed(t, v)
	written(t, map[string][]byte{logs[0]: before})
	older(t, v)
}

// What a program that was killed had committed before its opening counts, too.
func TestTheAnchorGoesOnAtTheOpening(t *testing.T) {
	v := vaulttest.New(t)
	closed(t, v)
	putBack := copyOf(t, v.Options.Dir)
	unlocked(t, v)
	v.Customer(app.Customer{Name: "Aino Esimerkki"})
	before := anchorFiles(t, v)
	closed(t, v)
	// As if it had been killed: the vault has gone on, the anchor has not.
	written(t, before)
	unlocked(t, v)
	afterOpening := anchorFiles(t, v)
	closed(t, v)
	written(t, afterOpening)
	putBack()
	older(t, v)
}

func TestAnotherVaultInTheSamePlaceIsNoOlderOne(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Aino Esimerkki"})
	closed(t, v)
	w := vaulttest.New(t)
	closed(t, w)
	if err := errors.Join(os.RemoveAll(v.Options.Dir), os.CopyFS(v.Options.Dir, os.DirFS(w.Options.Dir))); err != nil {
		t.Fatal(err)
	}
	unlocked(t, v)
	if slices.Contains(v.Notes(), vault.OlderThanSeen) {
		t.Error("announced")
	}
}

// The anchor lies where others can read it: it tells nobody whose vault it is of, and holds no passphrase.
func TestWhatAnAnchorSays(t *testing.T) {
	v := vaulttest.New(t)
	closed(t, v)
	for name, b := range anchorFiles(t, v) {
		st, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if st.Mode().Perm() != 0o600 {
			t.Error(name, st.Mode())
		}
		for _, bad := range []string{"Saarela", v.Options.Dir, vaulttest.Passphrase} {
			if strings.Contains(string(b), bad) {
				t.Errorf("says %q: %s", bad, b)
			}
		}
	}
}

func TestAKeyFileThatChangedIsToldFromAWrongPassphrase(t *testing.T) {
	v := vaulttest.New(t)
	const other = "aivan toinen lause täällä"
	closed(t, v)
	name := filepath.Join(v.Options.Dir, "key-pass.age")
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	said := func(passphrase, code string) {
		t.Helper()
		w, err := vault.Open(context.Background(), v.Options, passphrase)
		if err == nil {
			_ = w.Close(context.Background())
		}
		if !errors.Is(err, app.E(code, "")) {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	said(other, "passphrase-wrong")
	bad := scrambled(whole)
	if err := os.WriteFile(name, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	said(vaulttest.Passphrase, "key-file-changed")
	// The sheet opens all the same, and writes the file anew.
	w, err := vault.Recover(context.Background(), v.Options, v.RecoveryKey, other)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	said(vaulttest.Passphrase, "passphrase-wrong")
	if v.Vault, err = vault.Open(context.Background(), v.Options, other); err != nil {
		t.Fatal(err)
	}
	if err := v.ChangePassphrase(other, vaulttest.Passphrase); err != nil {
		t.Fatal(err)
	}
	before := anchorFiles(t, v)
	closed(t, v)
	if after := anchorFiles(t, v); len(before) != 1 || len(after) != 1 {
		t.Fatal(before, after)
	}
	said(other, "passphrase-wrong")
	// Where nothing is remembered, nothing is claimed.
	if err := os.RemoveAll(v.Options.StateDir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	said(vaulttest.Passphrase, "passphrase-wrong")
}

// scrambled is a key file in which another character stands in what scrypt's key opens.
func scrambled(whole []byte) []byte {
	lines := bytes.SplitAfter(whole, []byte("\n"))
	body := slices.Clone(lines[2])
	if body[5]++; body[5] == 'Z'+1 || body[5] == 'z'+1 || body[5] == '9'+1 || body[5] == '+'+1 || body[5] == '/'+1 {
		body[5] = 'Q'
	}
	lines[2] = body
	return bytes.Join(lines, nil)
}

func anchorFiles(t *testing.T, v *vaulttest.V) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(v.Options.StateDir, "anchor-*.json"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func closed(t *testing.T, v *vaulttest.V) {
	t.Helper()
	if err := v.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func unlocked(t *testing.T, v *vaulttest.V) {
	t.Helper()
	w, err := vault.Open(context.Background(), v.Options, vaulttest.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	v.Vault = w
}
