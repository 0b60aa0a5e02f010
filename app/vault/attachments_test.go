package vault_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

var ctx = context.Background()

// contactOf adds a customer of long ago with one contact.
func contactOf(t *testing.T, v *vaulttest.V, name string, on app.Day) app.Contact {
	t.Helper()
	c := v.Customer(app.Customer{Name: name, CreatedOn: on})
	var k app.Contact
	err := v.Update(func(tx *vault.Tx) (err error) {
		k, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: on, Channel: app.Phone, Direction: app.In, Text: "Soitti"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func attach(t *testing.T, v *vault.Vault, contactID, name, content string) app.Attachment {
	t.Helper()
	a, err := v.AddAttachment(ctx, contactID, name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// blobs lists the files in the vault's blobs directory.
func blobs(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "blobs"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func content(t *testing.T, v *vault.Vault, id string) string {
	t.Helper()
	_, r, err := v.OpenAttachment(id)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const wav = "RIFF\x24\x00\x00\x00WAVEfmt "

func TestAnAttachmentIsKeptAndRecognised(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	long := make([]byte, 3<<20+7)
	rand.New(rand.NewSource(1)).Read(long)
	sound := wav + string(long)
	a := attach(t, v.Vault, k.ID, `C:\puhelut\puhelu 1.wav`, sound)
	sum := sha256.Sum256([]byte(sound))
	if a.Name != "puhelu 1.wav" || a.MediaType != "audio/wav" || !a.Recording || a.Size != int64(len(sound)) || a.SHA256 != hex.EncodeToString(sum[:]) || a.CustomerID != k.CustomerID {
		t.Errorf("%+v", a)
	}
	pdf := attach(t, v.Vault, k.ID, "tarjous.exe", "%PDF-1.7 hei")
	if pdf.MediaType != "application/pdf" || pdf.Recording {
		t.Errorf("%+v", pdf)
	}
	v.Reopen()
	if content(t, v.Vault, a.ID) != sound || content(t, v.Vault, pdf.ID) != "%PDF-1.7 hei" {
		t.Error("another content came back")
	}
	_, r, err := v.OpenAttachment(a.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p := make([]byte, 5)
	if _, err := r.Seek(-5, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(r, p); err != nil || string(p) != sound[len(sound)-5:] {
		t.Errorf("%q, %v", p, err)
	}
	err = v.View(func(tx *vault.Tx) error {
		list, err := tx.Attachments(k.ID)
		c, _ := tx.Contact(k.ID)
		if len(list) != 2 || list[0].Name != "puhelu 1.wav" || c.Attachments != 2 {
			t.Errorf("%+v, %d", list, c.Attachments)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	f, err := v.Check(ctx, nil)
	if err != nil || f.Files != 2 || f.Strays != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	broken := io.MultiReader(strings.NewReader("alku"), failing{})
	for why, c := range map[string]struct {
		contact, name string
		r             io.Reader
		code          string
	}{
		"one byte too many": {k.ID, "suuri.bin", io.LimitReader(zeros{}, app.MaxAttachmentBytes+1), "attachment-too-large"},
		"no name":           {k.ID, "..", strings.NewReader("x"), "required"},
		"no such contact":   {"nobody", "a.txt", strings.NewReader("x"), "not-found"},
		"unreadable":        {k.ID, "a.txt", broken, "file-unreadable"},
	} {
		_, err := v.AddAttachment(ctx, c.contact, c.name, c.r)
		if !errors.Is(err, app.E(c.code, "")) {
			t.Errorf("%s: %v", why, err)
		}
		if left := blobs(t, v.Options.Dir); len(left) != 0 {
			t.Errorf("%s left %v", why, left)
		}
	}
	for range app.MaxAttachments {
		attach(t, v.Vault, k.ID, "a.txt", "x")
	}
	if _, err := v.AddAttachment(ctx, k.ID, "yli.txt", strings.NewReader("x")); !errors.Is(err, app.E("attachment-too-many", "")) {
		t.Error(err)
	}
	if n := len(blobs(t, v.Options.Dir)); n != app.MaxAttachments {
		t.Errorf("%d blobs", n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the stick was pulled out") }

func TestADeletedAttachmentComesBackUntilTheVaultIsLocked(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	a := attach(t, v.Vault, k.ID, "salainen-hakuri.txt", "tunnusmerkki kuukkeli")
	remove := func() {
		t.Helper()
		if err := v.Update(func(tx *vault.Tx) error { _, err := tx.DeleteAttachment(a.ID); return err }); err != nil {
			t.Fatal(err)
		}
	}
	remove()
	if _, _, err := v.OpenAttachment(a.ID); !errors.Is(err, app.E("attachment-none", "")) {
		t.Error(err)
	}
	err := v.Update(func(tx *vault.Tx) error {
		back, err := tx.RestoreAttachment(a.ID)
		if back != a {
			t.Errorf("%+v, was %+v", back, a)
		}
		return err
	})
	if err != nil || content(t, v.Vault, a.ID) != "tunnusmerkki kuukkeli" {
		t.Error(err)
	}
	remove()
	v.Reopen()
	if left := blobs(t, v.Options.Dir); len(left) != 0 {
		t.Errorf("%v is left after locking", left)
	}
	mustNotHold(t, v.Vault, "kuukkeli", "salainen-hakuri")
	err = v.Update(func(tx *vault.Tx) error { _, err := tx.RestoreAttachment(a.ID); return err })
	if !errors.Is(err, app.E("attachment-none", "")) {
		t.Error(err)
	}
}

func TestAContactThatIsPutBackHasItsAttachments(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	a := attach(t, v.Vault, k.ID, "a.txt", "liite")
	var gone app.Contact
	if err := v.Update(func(tx *vault.Tx) (err error) { gone, err = tx.DeleteContact(k.ID); return err }); err != nil {
		t.Fatal(err)
	}
	if err := v.Update(func(tx *vault.Tx) error { _, err := tx.AddContact(gone); return err }); err != nil {
		t.Fatal(err)
	}
	if content(t, v.Vault, a.ID) != "liite" {
		t.Error("another content")
	}
	v.Reopen()
	if content(t, v.Vault, a.ID) != "liite" {
		t.Error("gone after locking")
	}
}

func TestARolledBackTransactionKeepsTheBytes(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	a := attach(t, v.Vault, k.ID, "a.txt", "liite")
	no := errors.New("no")
	if err := v.Update(func(tx *vault.Tx) error { _, err := tx.DeleteAttachment(a.ID); return errors.Join(err, no) }); !errors.Is(err, no) {
		t.Fatal(err)
	}
	v.Reopen()
	if content(t, v.Vault, a.ID) != "liite" {
		t.Error("gone")
	}
}

func TestErasingACustomerTakesTheBytesAndLeavesThoseOfOthers(t *testing.T) {
	v := vaulttest.New(t)
	old := contactOf(t, v, "Kirsikka Poistuva", "2020-01-01")
	stays := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	attach(t, v.Vault, old.ID, "poistuvan-puhelu.wav", wav+"tunnusmerkki kuukkeli")
	mine := attach(t, v.Vault, stays.ID, "kirje.txt", "Terveisin Kirsikka Poistuva") // another's file that names her
	p, err := v.Purge(ctx, vault.Approval{}, nil)
	if err != nil || p.Residue != 0 || p.Counts.Attachments != 1 || p.Counts.Customers != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	mustNotHold(t, v.Vault, "kuukkeli", "poistuvan-puhelu")
	if left := blobs(t, v.Options.Dir); len(left) != 1 || left[0] != mine.ID+".age" {
		t.Errorf("%v is left", left)
	}
	if content(t, v.Vault, mine.ID) != "Terveisin Kirsikka Poistuva" {
		t.Error("another's file has changed")
	}
}

// A blob that can not be removed is residue, never passed over.
func TestABlobThatStaysAfterAnErasureIsTold(t *testing.T) {
	v := vaulttest.New(t)
	contactOf(t, v, "Kirsikka Poistuva", "2020-01-01")
	if _, err := v.Stage(ctx, "a.txt", strings.NewReader("x")); err != nil { // so that the directory is there
		t.Fatal(err)
	}
	stray := filepath.Join(v.Options.Dir, "blobs", "00000000-0000-4000-8000-00000000ffff.age")
	first := filepath.Join(v.Options.Dir, "blobs", blobs(t, v.Options.Dir)[0])
	b, err := os.ReadFile(first)
	if err != nil || os.WriteFile(stray, b, 0o600) != nil {
		t.Fatal(err)
	}
	p, err := v.Purge(ctx, vault.Approval{}, nil)
	if !errors.Is(err, app.E("residue-found", "")) || p.Residue != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

// A crash at any moment of adding leaves either the attachment or nothing.
func TestWhatACrashLeavesIsSweptAtOpening(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	kept := attach(t, v.Vault, k.ID, "a.txt", "liite")
	s, err := v.Stage(ctx, "b.txt", strings.NewReader("orpo"))
	if err != nil {
		t.Fatal(err)
	}
	between := snapshot(t, v) // the blob is there, the row not yet
	if n := len(blobs(t, between.Dir)); n != 2 {
		t.Fatalf("%d blobs at the crash", n)
	}
	if _, err := os.Stat(filepath.Join(between.Dir, "blobs", s.ID+".age")); err != nil {
		t.Fatal(err)
	}
	w := opened(t, between)
	if left := blobs(t, between.Dir); len(left) != 1 || left[0] != kept.ID+".age" {
		t.Errorf("%v is left", left)
	}
	if content(t, w, kept.ID) != "liite" {
		t.Error("the kept one has changed")
	}
	// Deleted, and stopped before the bytes went.
	if err := v.Update(func(tx *vault.Tx) error { _, err := tx.DeleteAttachment(kept.ID); return err }); err != nil {
		t.Fatal(err)
	}
	deleted := snapshot(t, v)
	x := opened(t, deleted)
	if left := blobs(t, deleted.Dir); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
	mustNotHold(t, x, "liite")
}

// An older database does not know the newer blobs: they may be all that is left
// of what was lost, and stay.
func TestAnOlderVaultSweepsNothing(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	if err := v.Close(ctx); err != nil {
		t.Fatal(err)
	}
	older := snapshot(t, v)
	w := opened(t, v.Options)
	a, err := w.AddAttachment(ctx, k.ID, "a.txt", strings.NewReader("liite"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(ctx); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(v.Options.Dir, "*-0*"))
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	files, _ = filepath.Glob(filepath.Join(older.Dir, "*-0*"))
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil || os.WriteFile(filepath.Join(v.Options.Dir, filepath.Base(f)), b, 0o600) != nil {
			t.Fatal(err)
		}
	}
	x := opened(t, v.Options)
	if notes := x.Notes(); len(notes) == 0 {
		t.Fatal("the older vault was not noticed")
	}
	if left := blobs(t, v.Options.Dir); len(left) != 1 || left[0] != a.ID+".age" {
		t.Errorf("%v is left", left)
	}
}

func TestVerifyTellsOfMissingSwappedAndStrayFiles(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	a, b := attach(t, v.Vault, k.ID, "a.txt", "yksi"), attach(t, v.Vault, k.ID, "b.txt", "kaksi")
	file := func(id string) string { return filepath.Join(v.Options.Dir, "blobs", id+".age") }
	one, err := os.ReadFile(file(a.ID))
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(file(b.ID))
	if err != nil {
		t.Fatal(err)
	}
	tells := func(why, id string) {
		t.Helper()
		var e *app.Error
		if err := v.Verify(ctx, nil); !errors.As(err, &e) || e.Code != "vault-damaged" || e.Args["file"] != "blobs/"+id+".age" {
			t.Errorf("%s: %v %v", why, err, e)
		}
	}
	os.WriteFile(file(a.ID), two, 0o600) // whole, sealed with the right key, and another
	tells("swapped", a.ID)
	os.Remove(file(a.ID))
	tells("missing", a.ID)
	if _, _, err := v.OpenAttachment(a.ID); !errors.Is(err, app.E("vault-damaged", "")) {
		t.Error(err)
	}
	os.WriteFile(file(a.ID), bytes.Replace(one, []byte("->"), []byte("-<"), 1), 0o600)
	tells("changed", a.ID)
	os.WriteFile(file(a.ID), one, 0o600)
	os.WriteFile(file("00ff"), one, 0o600)
	if f, err := v.Check(ctx, nil); err != nil || f.Files != 2 || f.Strays != 1 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestLockingEndsTheReading(t *testing.T) {
	v := vaulttest.New(t)
	k := contactOf(t, v, "Aino Esimerkki", "2026-11-01")
	a := attach(t, v.Vault, k.ID, "a.txt", strings.Repeat("liite", 100_000))
	_, r, err := v.OpenAttachment(a.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := v.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Read(make([]byte, 10)); n != 0 || !errors.Is(err, app.E("vault-locked", "")) {
		t.Error(n, err)
	}
	if _, err := v.Stage(ctx, "b.txt", strings.NewReader("x")); !errors.Is(err, app.E("vault-locked", "")) {
		t.Error(err)
	}
}

func TestIdentityCodesInNamesOfFilesAreMasked(t *testing.T) {
	const hetu = "131052-308T"
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Koivu"})
	var contact app.Contact
	change(t, v, func(tx *vault.Tx) (err error) {
		if _, err = tx.StartBatch("chats", "keskustelu "+hetu+".txt", "sum"); err != nil {
			return err
		}
		contact, err = tx.AddContact(app.Contact{CustomerID: c.ID, Channel: app.Visit, Direction: app.In})
		return err
	})
	a, err := v.AddAttachment(t.Context(), contact.ID, "sopimus "+hetu+".pdf", strings.NewReader("%PDF-1.7"))
	if err != nil || a.Name != "sopimus ***********.pdf" {
		t.Errorf("%q, %v", a.Name, err)
	}
	mustNotHold(t, v.Vault, hetu)
}
