package vault_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/crypto"
)

// snapshot copies the vault's directory as a crash at this moment would leave it.
func snapshot(t *testing.T, v *vaulttest.V) vault.Options {
	t.Helper()
	o := v.Options
	o.Dir, o.StateDir = filepath.Join(t.TempDir(), "vault"), ""
	if err := os.CopyFS(o.Dir, os.DirFS(v.Options.Dir)); err != nil {
		t.Fatal(err)
	}
	return o
}

func opened(t *testing.T, o vault.Options) *vault.Vault {
	t.Helper()
	v, err := vault.Open(context.Background(), o, vaulttest.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close(context.Background()) })
	return v
}

func mustNotHold(t *testing.T, v *vault.Vault, needles ...string) {
	t.Helper()
	if hits, err := v.Scan(context.Background(), needles); err != nil || hits != 0 {
		t.Errorf("%d hits, %v", hits, err)
	}
}

func TestAnErasureCutOffBeforeTheBytesIsFinishedAtTheNextOpening(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Kirsikka Poistuva", CreatedOn: "2020-01-01", Street: "Unohdustie 7"})
	var after vault.Options
	_, err := v.Purge(context.Background(), vault.Approval{}, func(phase string, _, _ int64) {
		if phase == "optimising" {
			after = snapshot(t, v)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, after)
	mustNotHold(t, w, "Poistuva", "Unohdustie")
	if l, err := w.Ledger(); err != nil || len(l) != 1 {
		t.Errorf("%d entries in the ledger, %v", len(l), err)
	}
	found, err := w.Check(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	again, err := opened(t, after).Check(context.Background(), nil)
	if err != nil || again.Generation != found.Generation {
		t.Errorf("rewritten at each opening: generation %d, then %d, %v", found.Generation, again.Generation, err)
	}
}

// A machine that wants to sleep does not wait for the bytes: the keys go at once, and
// the next opening does the rest.
func TestClosingInAHurryLeavesTheBytesToTheNextOpening(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Kirsikka Pysyvä", CreatedOn: "2020-01-01"})
	err := v.Update(func(tx *vault.Tx) error {
		talk, err := tx.AddContact(app.Contact{CustomerID: c.ID, Channel: "phone", Direction: "in", On: "2026-01-02", Text: "poistuvaista puhetta"})
		if err != nil {
			return err
		}
		_, err = tx.DeleteContact(talk.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	bases := func() string {
		found, err := filepath.Glob(filepath.Join(v.Options.Dir, "base-*"))
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		return found[0]
	}
	before := bases()
	hurry, cancel := context.WithCancel(context.Background())
	cancel()
	if err := v.Close(hurry); err != nil {
		t.Fatal(err)
	}
	if now := bases(); now != before {
		t.Errorf("rewritten in a hurry: %s, %s", before, now)
	}
	w := opened(t, v.Options)
	if now := bases(); now == before {
		t.Error("nothing was made up for")
	}
	mustNotHold(t, w, "poistuvaista")
}

// A machine that wants to sleep does not wait for a rewriting that nobody asked for,
// either: it ends, and the register is as it was.
func TestClosingInAHurryEndsARewritingUnderWay(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Kirsikka Pysyvä"})
	before, _ := filepath.Glob(filepath.Join(v.Options.Dir, "base-*"))
	hurry, cancel := context.WithCancel(context.Background())
	under, closed := make(chan struct{}), make(chan error, 1)
	go func() {
		<-under
		cancel()
		closed <- v.Close(hurry)
	}()
	err := v.Compact(context.Background(), func(string, int64, int64) {
		select {
		case <-under:
		default:
			close(under)
			<-hurry.Done()
			time.Sleep(50 * time.Millisecond) // now it waits for this
		}
	})
	if err == nil {
		t.Error("it was not ended")
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if now, _ := filepath.Glob(filepath.Join(v.Options.Dir, "*-*")); len(before) != 1 || !slices.Contains(now, before[0]) || slices.ContainsFunc(now, func(n string) bool { return filepath.Ext(n) == ".tmp" }) {
		t.Error(now)
	}
	err = opened(t, v.Options).View(func(tx *vault.Tx) error { _, err := tx.Customer(c.ID); return err })
	if err != nil {
		t.Error(err)
	}
}

// The owner writes on while an erasure is made real in the bytes, and none of it is
// lost or left out of what the next erasure has to see to.
func TestChangesGoOnWhileTheVaultIsRewritten(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Kirsikka Poistuva", CreatedOn: "2020-01-01", Street: "Unohdustie 7"})
	stays := v.Customer(app.Customer{Name: "Seppo Pysyvä", Street: "Kestokatu 1"})
	talk := app.Contact{CustomerID: stays.ID, Channel: "phone", Direction: "in", On: "2026-01-02", Text: "poistuvaista puhetta"}
	wrote := 0
	_, err := v.Purge(context.Background(), vault.Approval{}, func(phase string, _, _ int64) {
		if phase != "compacting" || wrote > 0 {
			return
		}
		wrote++
		err := v.Update(func(tx *vault.Tx) error {
			c, err := tx.AddContact(talk)
			if err != nil {
				return err
			}
			talk = c
			return nil
		})
		if err == nil {
			err = v.Update(func(tx *vault.Tx) error { _, err := tx.DeleteContact(talk.ID); return err })
		}
		if err != nil {
			t.Error(err)
		}
		stays = v.Customer(app.Customer{Name: "Uusi Asiakas"})
	})
	if err != nil || wrote == 0 {
		t.Fatal(err, wrote)
	}
	mustNotHold(t, v.Vault, "Poistuva", "Unohdustie")
	if err := v.Close(context.Background()); err != nil { // what was deleted beside goes now
		t.Fatal(err)
	}
	w := opened(t, v.Options)
	mustNotHold(t, w, "poistuvaista")
	err = w.View(func(tx *vault.Tx) error { _, err := tx.Customer(stays.ID); return err })
	if err != nil {
		t.Error(err)
	}
}

// What the owner changes while the vault is rewritten for an erasure, and what others
// say no more since, is not taken for what was erased.
func TestAnEditBesideAnErasureIsNoResidueOfIt(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Kirsikka Poistuva", CreatedOn: "2020-01-01", Town: "Kuusamonkylä"})
	stays := v.Customer(app.Customer{Name: "Seppo Pysyvä", Town: "Kuusamonkylä"})
	moved := false
	p, err := v.Purge(context.Background(), vault.Approval{}, func(phase string, _, _ int64) {
		if phase != "compacting" || moved {
			return
		}
		moved = true
		err := v.Update(func(tx *vault.Tx) error {
			_, _, err := tx.EditCustomer(stays.ID, map[string]string{"town": "Oulu"})
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	if err != nil || p.Residue != 0 || p.Counts.Customers != 1 || !moved {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestAnImportTakenBackLeavesNothingInTheBytes(t *testing.T) {
	v := vaulttest.New(t)
	var batch string
	err := v.Update(func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("customers", "asiakkaat.csv", "sum"); err != nil {
			return err
		}
		_, err = tx.BatchAdd(batch, 2, app.Customer{Name: "Väärä Henkilölista"})
		return errors.Join(err, tx.EndBatch(batch, 1, 0, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.UndoBatch(context.Background(), batch, nil); err != nil {
		t.Fatal(err)
	}
	mustNotHold(t, v.Vault, "Henkilölista", "henkilölista")
}

func TestAVaultIsMadeWholeOrNotAtAll(t *testing.T) {
	o := vaulttest.New(t).Options
	o.Dir = filepath.Join(t.TempDir(), "vault")
	for code, make := range map[string]func() error{
		"business-id-check": func() error {
			_, _, err := vault.Create(t.Context(), o, vaulttest.Passphrase, app.Firm{Name: "Oy", BusinessID: "1234567-2"}, app.Finnish)
			return err
		},
		"choice-invalid": func() error {
			_, _, err := vault.Create(t.Context(), o, vaulttest.Passphrase, app.Firm{Name: "Oy"}, "de")
			return err
		},
	} {
		if err := make(); !errors.Is(err, app.E(code, "")) {
			t.Errorf("%s: %v", code, err)
		}
		if there, err := vault.There(o); there || err != nil {
			t.Errorf("%s: a vault is there: %v, %v", code, there, err)
		}
	}
}

func TestAClosedVaultAnswersLocked(t *testing.T) {
	v := vaulttest.New(t)
	if err := errors.Join(v.Close(t.Context()), v.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for name, f := range map[string]func() error{
		"View":             func() error { return v.View(func(*vault.Tx) error { return nil }) },
		"Update":           func() error { return v.Update(func(*vault.Tx) error { return nil }) },
		"Verify":           func() error { return v.Verify(ctx, nil) },
		"Check":            func() error { _, err := v.Check(ctx, nil); return err },
		"Purge":            func() error { _, err := v.Purge(ctx, vault.Approval{}, nil); return err },
		"Compact":          func() error { return v.Compact(ctx, nil) },
		"Scan":             func() error { _, err := v.Scan(ctx, nil); return err },
		"Ledger":           func() error { _, err := v.Ledger(); return err },
		"ExportPlain":      func() error { _, err := v.ExportPlain(ctx, io.Discard, nil); return err },
		"ChangePassphrase": func() error { return v.ChangePassphrase(vaulttest.Passphrase, "uusi uusi uusi") },
		"RenewRecovery":    func() error { _, err := v.RenewRecovery(vaulttest.Passphrase); return err },
		"ConfirmRecovery":  v.ConfirmRecovery,
	} {
		if err := f(); !errors.Is(err, app.E("vault-locked", "")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// fullDisk is a disk that has no room for the log from a moment on.
type fullDisk struct {
	crypto.FS
	full atomic.Bool
}

func (d *fullDisk) OpenRW(name string) (crypto.File, error) {
	f, err := d.FS.OpenRW(name)
	return fullFile{f, d}, err
}

type fullFile struct {
	crypto.File
	disk *fullDisk
}

func (f fullFile) WriteAt(b []byte, off int64) (int, error) {
	if f.disk.full.Load() {
		return 0, syscall.ENOSPC
	}
	return f.File.WriteAt(b, off)
}

func TestAnErasureThatTheDiskRefusedIsNotListedAndSucceedsLater(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Kirsikka Poistuva", CreatedOn: "2020-01-01", Email: "kirsikka@poistuva.example"})
	if err := v.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	disk := &fullDisk{FS: crypto.OS()}
	o := v.Options
	o.FS = disk
	w := opened(t, o)
	disk.full.Store(true)
	p, err := w.Purge(t.Context(), vault.Approval{}, nil)
	if !errors.Is(err, app.E("disk-full", "")) || p.Counts != (app.Counts{}) || len(p.Ledger) != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	disk.full.Store(false)
	before, err := erasedBefore(w)
	if err != nil {
		t.Fatal(err)
	}
	if _, listed := before(c); listed {
		t.Error("listed as erased")
	}
	err = w.View(func(tx *vault.Tx) error { _, err := tx.Customer(c.ID); return err })
	if err != nil {
		t.Errorf("the customer: %v", err)
	}
	if p, err := w.Purge(t.Context(), vault.Approval{}, nil); err != nil || p.Counts.Customers != 1 || len(p.Ledger) != 1 {
		t.Errorf("later: %+v, %v", p, err)
	}
}

func TestARenewedSheetReplacesTheOldOne(t *testing.T) {
	v := vaulttest.New(t)
	if _, err := v.RenewRecovery("väärä väärä väärä"); !errors.Is(err, app.E("passphrase-wrong", "")) {
		t.Fatal(err)
	}
	if err := v.ConfirmRecovery(); err != nil {
		t.Fatal(err)
	}
	if _, err := v.RenewRecovery("väärä väärä väärä"); !errors.Is(err, app.E("passphrase-wrong", "")) {
		t.Fatal(err)
	}
	v.Reopen()
	if notes := v.Notes(); len(notes) != 0 {
		t.Fatalf("a wrong passphrase has taken the sheet's worth: %v", notes)
	}
	key, err := v.RenewRecovery(vaulttest.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	v.Reopen()
	if notes := v.Notes(); len(notes) != 1 || notes[0] != vault.RecoveryUnconfirmed {
		t.Fatalf("notes %v", notes)
	}
	if err := v.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Recover(t.Context(), v.Options, v.RecoveryKey, "uusi uusi uusi"); !errors.Is(err, app.E("recovery-key-wrong", "")) {
		t.Fatalf("the old sheet: %v", err)
	}
	w, err := vault.Recover(t.Context(), v.Options, key, vaulttest.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close(context.Background()) })
	if notes := w.Notes(); len(notes) != 0 {
		t.Errorf("whoever typed the whole key has the sheet: %v", notes)
	}
}
