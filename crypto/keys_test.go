package crypto

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAWrongKeyChangesNothing(t *testing.T) {
	v, dir, recovery := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n)")
	closeVault(t, v)
	before := readDir(t, dir)
	swapped := []byte(recovery)
	swapped[30], swapped[31] = swapped[31], swapped[30]
	if swapped[30] == swapped[31] {
		swapped[30] = 'Q' ^ swapped[30] ^ 'P'
	}
	for _, c := range []struct {
		name string
		open func() (*Vault, error)
		want error
	}{
		{"another passphrase", func() (*Vault, error) { return Open(bg, dir, testPass+" ", fast) }, ErrWrongPassphrase},
		{"an empty passphrase", func() (*Vault, error) { return Open(bg, dir, "", fast) }, ErrWrongPassphrase},
		{"a mistyped recovery key", func() (*Vault, error) { return OpenRecovery(bg, dir, string(swapped), fast) }, ErrWrongRecoveryKey},
		{"no recovery key", func() (*Vault, error) { return OpenRecovery(bg, dir, "", fast) }, ErrWrongRecoveryKey},
		{"another vault's recovery key", func() (*Vault, error) {
			_, _, other := newVault(t, fast)
			return OpenRecovery(bg, dir, other, fast)
		}, ErrWrongRecoveryKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := c.open(); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			after := readDir(t, dir)
			for n := range after {
				if n != lockName && !bytes.Equal(after[n], before[n]) {
					t.Error("changed:", n)
				}
			}
			if len(after) != len(before) {
				t.Error("files came or went")
			}
		})
	}
}

func TestTheRecoveryKeyAsPeopleTypeIt(t *testing.T) {
	v, dir, key := newVault(t, fast)
	closeVault(t, v)
	body := strings.TrimPrefix(key, identityPrefix)
	for _, c := range []struct{ name, typed string }{
		{"as printed", key},
		{"in lower case", strings.ToLower(key)},
		{"in groups with spaces and line breaks", " " + key[:20] + " " + key[20:40] + "\r\n\t" + key[40:] + "\n"},
		{"with long dashes", strings.ReplaceAll(key, "-", "–")},
		{"without its beginning", body[:4] + " " + body[4:]},
		{"with O for zero", strings.ReplaceAll(key, "0", "o")},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := OpenRecovery(bg, dir, c.typed, fast)
			if err != nil {
				t.Fatal(err)
			}
			closeVault(t, v)
		})
	}
}

func TestPassphrases(t *testing.T) {
	v, dir, recovery := newVault(t, fast)
	if err := v.ChangePassphrase("väärä", "uusi"); !errors.Is(err, ErrWrongPassphrase) {
		t.Fatal(err)
	}
	if err := v.ChangePassphrase(testPass, ""); !errors.Is(err, ErrWrongPassphrase) {
		t.Fatal(err)
	}
	before := readDir(t, dir)
	if err := v.ChangePassphrase(testPass, "toinen lause"); err != nil {
		t.Fatal(err)
	}
	for n, b := range readDir(t, dir) {
		if changed := !bytes.Equal(b, before[n]); changed != (n == keyPass) {
			t.Errorf("%s: changed %v", n, changed)
		}
	}
	closeVault(t, v)
	if _, err := Open(bg, dir, testPass, fast); !errors.Is(err, ErrWrongPassphrase) {
		t.Fatal(err)
	}
	if v, err := Open(bg, dir, "toinen lause", fast); err != nil {
		t.Fatal(err)
	} else {
		closeVault(t, v)
	}
	v, err := OpenRecovery(bg, dir, recovery, fast)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.SetPassphrase(testPass); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	closeVault(t, reopen(t, dir))
}

func TestAHostileWorkFactorIsRefusedAtOnce(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	closeVault(t, v)
	b, _ := os.ReadFile(filepath.Join(dir, keyPass))
	hostile := bytes.Replace(b, []byte(" 10\n"), []byte(" 29\n"), 1)
	if bytes.Equal(b, hostile) {
		t.Fatal("no work factor found")
	}
	os.WriteFile(filepath.Join(dir, keyPass), hostile, 0o600)
	if _, err := Open(bg, dir, testPass, fast); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
}

func TestKeyedHashes(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	a := v.MAC("ledger", []byte("ab"), []byte("c"))
	for _, other := range [][32]byte{v.MAC("ledger", []byte("a"), []byte("bc")), v.MAC("ledger", []byte("abc")),
		v.MAC("other", []byte("ab"), []byte("c"))} {
		if other == a {
			t.Error("two inputs, one hash")
		}
	}
	closeVault(t, v)
	if reopen(t, dir).MAC("ledger", []byte("ab"), []byte("c")) != a {
		t.Error("changed by reopening")
	}
	w, _, _ := newVault(t, fast)
	if w.MAC("ledger", []byte("ab"), []byte("c")) == a {
		t.Error("the same in two vaults")
	}
}

func TestAClosedVaultHasNoKeysAndSaysSo(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n)")
	secret, kc := v.keys.secret, v.keys.log
	closeVault(t, v)
	if !allZero(secret) || !allZero(kc) {
		t.Error("keys are left")
	}
	if err := v.Close(bg); err != nil {
		t.Error("closing twice:", err)
	}
	_, imageErr := v.Image()
	_, scanErr := v.ScanPlain(bg, nil)
	for _, err := range []error{v.Verify(bg, nil), v.Compact(bg, nil), v.SetPassphrase("x"), v.WriteSealed("x.age", nil), imageErr, scanErr} {
		if !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	}
	if _, err := v.DB().Exec("SELECT 1"); err == nil {
		t.Error("the database still answers")
	}
}

func TestAnotherVaultsKeyFileIsNotTaken(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	_, other, _ := newVault(t, fast) // with the same passphrase
	b, err := os.ReadFile(filepath.Join(other, keyPass))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, keyPass), b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.ChangePassphrase(testPass, "uusi"); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	closeVault(t, v)
	if _, err := Open(bg, dir, testPass, fast); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
