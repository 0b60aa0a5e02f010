package printout

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/mail"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// asking registers a request of a customer who is in every register.
func asking(t *testing.T, v *vaulttest.V, kind app.RequestKind) (c app.Customer, r app.Request) {
	t.Helper()
	c = everyRegister(t, v)
	update(t, v, func(tx *vault.Tx) (err error) {
		r, err = tx.RegisterRequest(app.Request{Kind: kind, CustomerID: c.ID, Name: c.Name, Email: "helvi@posti.example", Received: tx.Today, Channel: app.Email, Words: "Mitä minusta tiedetään?", Language: app.Finnish})
		if err != nil || r.Identified() {
			return err
		}
		r, err = tx.VerifyRequest(r.ID, app.InPerson, tx.Today, "")
		return err
	})
	return c, r
}

func issue(v *vaulttest.V, o LetterOrder) (out Issued, err error) {
	err = v.Update(func(tx *vault.Tx) (err error) { out, err = o.Issue(tx); return err })
	return out, err
}

func TestAnIssuedLetterIsInTheLog(t *testing.T) {
	v := vaulttest.New(t)
	c, r := asking(t, v, app.AskAccess)
	out, err := issue(v, LetterOrder{RequestID: r.ID, Kind: app.LetterAccess, Way: app.WayPaper})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(out.File)
	if !bytes.HasPrefix(out.File, []byte("%PDF-")) || out.Letter.SHA256 != hex.EncodeToString(sum[:]) || out.Letter.Pages < 3 || len(out.Passphrase) > 0 {
		t.Errorf("%+v", out.Letter)
	}
	err = v.View(func(tx *vault.Tx) error {
		letters, err := tx.Letters(r.ID)
		if err != nil || len(letters) != 1 || letters[0] != out.Letter || letters[0].CustomerID != c.ID {
			t.Errorf("%+v %v", letters, err)
		}
		given, err := tx.Disclosures(c.ID)
		if err != nil || len(given) != 2 || given[0].What != "letter-access" && given[1].What != "letter-access" {
			t.Errorf("disclosures %+v %v", given, err)
		}
		rows, err := tx.AuditOf(c.ID)
		logged := 0
		for _, row := range rows {
			if row.Action == "letter-issued" {
				logged++
			}
		}
		if logged != 1 {
			t.Errorf("logged %d times", logged)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALetterByMailIsSealed(t *testing.T) {
	v := vaulttest.New(t)
	_, r := asking(t, v, app.AskAccess)
	out, err := issue(v, LetterOrder{RequestID: r.ID, Kind: app.LetterAccess, Way: app.WayEmail, Seal: SealZIP})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Passphrase) != vault.SuggestedWords {
		t.Errorf("%d words", len(out.Passphrase))
	}
	for _, w := range out.Passphrase {
		if strings.ContainsFunc(w, func(r rune) bool { return r > 'z' }) {
			t.Errorf("%q is typed differently in different programs", w)
		}
		if bytes.Contains(out.File, []byte(w+"-")) {
			t.Error("the passphrase goes with the file")
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(out.File))
	if err != nil {
		t.Fatal(err)
	}
	if to := m.Header.Get("To"); !strings.Contains(to, "helvi@posti.example") {
		t.Errorf("to %q", to)
	}
	for _, never := range []string{"Helvi Mäkinen", "1042", "%PDF-"} {
		if bytes.Contains(out.File, []byte(never)) {
			t.Errorf("the draft says %q in plain words", never)
		}
	}
}

func TestALetterWithAHoleIsNotIssued(t *testing.T) {
	v := vaulttest.New(t)
	_, r := asking(t, v, app.AskAccess)
	_, err := issue(v, LetterOrder{RequestID: r.ID, Kind: app.LetterIdentity, Way: app.WayPaper})
	if !errors.Is(err, app.E("letter-unfilled", "paragraphs")) {
		t.Errorf("%v", err)
	}
	for _, bad := range []LetterOrder{
		{RequestID: "nobody", Kind: app.LetterConfirm, Way: app.WayPaper}, {RequestID: r.ID, Kind: "poem", Way: app.WayPaper},
		{RequestID: r.ID, Kind: app.LetterConfirm, Way: "pigeon"}, {RequestID: r.ID, Kind: app.LetterConfirm, Way: app.WayEmail, Seal: "rot13"},
	} {
		if _, err := issue(v, bad); err == nil {
			t.Errorf("%+v was issued", bad)
		}
	}
	err = v.View(func(tx *vault.Tx) error {
		letters, err := tx.Letters(r.ID)
		if len(letters) != 0 {
			t.Errorf("%d letters are in the log", len(letters))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every letter that a request offers can be drafted from the vault.
func TestEveryLetterIsDraftedFromTheVault(t *testing.T) {
	v := vaulttest.New(t)
	_, r := asking(t, v, app.AskRectify)
	for _, kind := range app.LetterKinds() {
		err := v.View(func(tx *vault.Tx) error {
			in, err := LetterOf(tx, r.ID, kind, "", nil)
			if err != nil {
				return err
			}
			d, err := DraftOf(in)
			if d.Language != app.Finnish || d.Paragraphs == nil || d.Missing == nil {
				t.Errorf("%s: %+v", kind, d)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
