package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// questions are what people ask of the register; each answer tells how much it found.
var questions = []struct {
	name string
	ask  func(t *testing.T, v *vault.Vault) (string, error)
}{
	{"list", func(t *testing.T, v *vault.Vault) (answer string, err error) {
		err = v.View(func(tx *vault.Tx) error {
			rows, total, err := tx.Customers(vault.CustomerFilter{})
			answer = fmt.Sprint(len(rows), total)
			return err
		})
		return answer, err
	}},
	{"search", func(t *testing.T, v *vault.Vault) (answer string, err error) {
		err = v.View(func(tx *vault.Tx) error {
			rows, err := tx.Find("Kuusikko", 500)
			answer = fmt.Sprint(len(rows))
			return err
		})
		return answer, err
	}},
	{"card", func(t *testing.T, v *vault.Vault) (answer string, err error) {
		err = v.View(func(tx *vault.Tx) error {
			rows, _, err := tx.Customers(vault.CustomerFilter{})
			if err != nil || len(rows) == 0 {
				return err
			}
			c, err := tx.Customer(rows[len(rows)/2].ID)
			answer = c.Name
			return err
		})
		return answer, err
	}},
	{"review", func(t *testing.T, v *vault.Vault) (answer string, err error) {
		err = v.View(func(tx *vault.Tx) error {
			r, err := tx.Review(0)
			answer = fmt.Sprint(len(r.Decisions))
			return err
		})
		return answer, err
	}},
	{"export", func(t *testing.T, v *vault.Vault) (string, error) {
		var b bytes.Buffer
		n, err := v.ExportPlain(t.Context(), &b, nil)
		return fmt.Sprint(n > 300_000, int64(b.Len()) == n), err
	}},
	{"verify", func(t *testing.T, v *vault.Vault) (string, error) { return "whole", v.Verify(t.Context(), nil) }},
	{"purge", func(t *testing.T, v *vault.Vault) (string, error) {
		_, err := v.Purge(t.Context(), vault.Approval{}, nil)
		if errors.Is(err, app.E("nothing-due", "")) {
			err = nil // a run before this one was carried out, and its end was not heard
		}
		var old []app.CustomerRow
		if err == nil {
			err = v.View(func(tx *vault.Tx) (err error) { old, err = tx.Find("Vanhanen", 500); return err })
		}
		return fmt.Sprint(len(old), " left"), err
	}},
}

// A disk that can not be read is told as that: never as an empty list, never as damage, and nothing is lost by it.
func TestADiskThatCanNotBeReadIsNoEmptyRegister(t *testing.T) {
	from := registerOnDisk(t)
	for _, q := range questions {
		t.Run(q.name, func(t *testing.T) {
			want, steps := askWith(t, from, q.name, nil)
			var reads []int
			for _, s := range steps {
				if s.Op != disktest.OpClose && s.Op != disktest.OpUnlock {
					reads = append(reads, s.N)
				}
			}
			if len(reads) < 3 {
				t.Fatalf("only %d operations", len(reads))
			}
			for i := 0; i < len(reads); i += max(1, len(reads)/4) {
				askWith(t, from, q.name, disktest.Once(reads[i], disktest.Broken), want)
				askWith(t, from, q.name, disktest.From(reads[i], disktest.Broken), want)
			}
		})
	}
}

// askWith asks a question while operations fail, again when they do not any more, and again after reopening.
func askWith(t *testing.T, from vault.Options, name string, plan disktest.Plan, want ...string) (answer string, steps []disktest.Done) {
	t.Helper()
	ask := questions[slices.IndexFunc(questions, func(q struct {
		name string
		ask  func(t *testing.T, v *vault.Vault) (string, error)
	}) bool {
		return q.name == name
	})].ask
	o := from
	o.Dir = filepath.Join(t.TempDir(), "vault")
	if err := os.CopyFS(o.Dir, os.DirFS(from.Dir)); err != nil {
		t.Fatal(err)
	}
	faults := disktest.NewFaults(crypto.OS())
	o.FS = faults
	v := opened(t, o)
	faults.Arm(plan)
	answer, err := ask(t, v)
	steps = faults.Disarm()
	if plan == nil {
		if err != nil {
			t.Fatal(err)
		}
		return answer, steps
	}
	var coded *app.Error
	switch {
	case err == nil && answer != want[0]:
		t.Errorf("no error, but %q for %q", answer, want[0])
	case err != nil && (!errors.As(err, &coded) || coded.Code != "disk-failed" && coded.Code != "vault-read-only"):
		t.Errorf("told as %v", err)
	}
	if coded == nil || coded.Code != "vault-read-only" {
		if answer, err := ask(t, v); err != nil || answer != want[0] {
			t.Errorf("when the disk is well again: %q for %q, %v", answer, want[0], err)
		}
	}
	if err := v.Close(t.Context()); err != nil && (coded == nil || !errors.Is(err, app.E("vault-read-only", ""))) {
		t.Error(err)
	}
	o.FS = nil
	if answer, err := ask(t, opened(t, o)); err != nil || answer != want[0] {
		t.Errorf("opened again: %q for %q, %v", answer, want[0], err)
	}
	return answer, steps
}

// registerOnDisk is a closed vault with some hundred customers, most of whom lie in the base.
func registerOnDisk(t *testing.T) vault.Options {
	t.Helper()
	v := vaulttest.New(t)
	err := v.Update(func(tx *vault.Tx) error {
		for i := range 120 {
			c := app.Customer{Name: fmt.Sprintf("Asiakas %d", i), CreatedOn: "2026-01-02", Town: "Kuusikko", Email: fmt.Sprintf("a%d@esimerkki.example", i)}
			if i%10 == 0 {
				c.Name, c.CreatedOn = fmt.Sprintf("Vanhanen %d", i), "2015-01-02"
			}
			if _, err := tx.AddCustomer(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = v.Compact(t.Context(), nil)
	}
	if err == nil {
		err = v.Close(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return v.Options
}
