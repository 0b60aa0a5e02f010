package vault_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// kept is a vault with something in every file, closed.
func kept(t *testing.T) *vaulttest.V {
	t.Helper()
	v := vaulttest.New(t)
	gone := v.Customer(app.Customer{Name: "Unto Unohdettu", Email: "unto@example.fi", CreatedOn: "2020-01-01"})
	v.Customer(app.Customer{Name: "Aino Esimerkki"})
	if p, err := v.Purge(context.Background(), vault.Approval{}, nil); err != nil || p.Counts.Customers != 1 {
		t.Fatalf("%s stays: %v %v", gone.Number, p.Counts, err)
	}
	v.Customer(app.Customer{Name: "Toivo Toinen"}) // in the log
	if err := v.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	return v
}

func openAndVerify(o vault.Options) error {
	v, err := vault.Open(context.Background(), o, vaulttest.Passphrase)
	if err != nil {
		return err
	}
	return errors.Join(v.Verify(context.Background(), nil), v.Close(context.Background()))
}

// Damage to what the passphrase is tried on looks to age like a wrong one; but the file is known.
func TestABitFlippedInAnyFileIsToldAsDamageOfThatFile(t *testing.T) {
	v := kept(t)
	files, err := filepath.Glob(filepath.Join(v.Options.Dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "lock" || name == "blobs" {
			continue
		}
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(whole); at += 1 + len(whole)/29 {
			bad := append([]byte(nil), whole...)
			bad[at] ^= 4
			if err := os.WriteFile(file, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			err := openAndVerify(v.Options)
			var told *app.Error
			if !errors.As(err, &told) || told.Code != "vault-damaged" || told.Args["file"] != name {
				if !harmless(name, at) && !(name == "key-pass.age" && errors.Is(err, app.E("key-file-changed", ""))) {
					t.Errorf("%s, byte %d of %d: %v", name, at, len(whole), err)
				}
			}
			// Opening may have added to the log; each flip starts from the same.
			if err := os.WriteFile(file, whole, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := openAndVerify(v.Options); err != nil {
		t.Errorf("after all is put back: %v", err)
	}
}

// harmless: what the log's first page holds beside its header and the two head
// slots is nothing, and the older slot is out of date.
func harmless(name string, at int) bool {
	return len(name) > 4 && name[:4] == "log-" && at > 80 && at < 4096
}

func TestAPassphraseOpensHoweverTheKeyboardMakesAnÄ(t *testing.T) {
	v := vaulttest.New(t)
	if err := v.ChangePassphrase(vaulttest.Passphrase, norm.NFD.String("kesä häät sää jää")); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{norm.NFC.String("kesä häät sää jää"), norm.NFD.String("kesä häät sää jää")} {
		if err := v.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		again, err := vault.Open(context.Background(), v.Options, p)
		if err != nil {
			t.Fatalf("%+q: %v", p, err)
		}
		v.Vault = again
	}
}

func TestAFileThatIsNotThereIsNamed(t *testing.T) {
	v := kept(t)
	files, err := filepath.Glob(filepath.Join(v.Options.Dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "lock" || name == "blobs" {
			continue
		}
		if err := os.Rename(file, file+"-away"); err != nil {
			t.Fatal(err)
		}
		err := openAndVerify(v.Options)
		var told *app.Error
		if !errors.As(err, &told) || told.Code != "vault-damaged" || told.Args["file"] != name {
			t.Errorf("without %s: %v", name, err)
		}
		if err := os.Rename(file+"-away", file); err != nil {
			t.Fatal(err)
		}
	}
}
