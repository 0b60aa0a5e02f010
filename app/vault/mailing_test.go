package vault_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func change(t *testing.T, v *vaulttest.V, f func(tx *vault.Tx) error) {
	t.Helper()
	if err := v.Update(f); err != nil {
		t.Fatal(err)
	}
}

var given = app.Consent{Given: true, Channel: app.Visit, Wording: "Uutiskirje"}

func TestARefusalOutlivesTheCardAndTheEntry(t *testing.T) {
	v := vaulttest.New(t)
	var entry string
	change(t, v, func(tx *vault.Tx) error {
		c, err := tx.AddCustomer(app.Customer{Name: "Aino Koivu", Email: "Aino@posti.example", CreatedOn: "2020-01-01"})
		if err != nil {
			return err
		}
		k := given
		k.CustomerID, k.On = c.ID, "2020-01-01"
		if _, err := tx.AddConsent(k); err != nil {
			return err
		}
		_, err = tx.AddConsent(app.Consent{CustomerID: c.ID, Channel: app.Phone, On: "2020-06-01"})
		if err != nil {
			return err
		}
		r, err := tx.AddEntry(app.ListEntry{Email: "eero@posti.example"}, &given)
		entry = r.ID
		return errors.Join(err, tx.Suppress("eero@posti.example", app.Objected))
	})
	if p, err := v.Purge(context.Background(), vault.Approval{}, nil); err != nil || p.Counts.Customers != 1 || p.Residue != 0 {
		t.Fatalf("%+v %v", p, err)
	}
	if p, err := v.EraseEntries(context.Background(), []string{entry}, nil); err != nil || p.Counts.Entries != 1 || p.Residue != 0 || len(p.Ledger) != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	if n, err := v.Scan(context.Background(), []string{"Aino@posti.example", "eero@posti.example"}); err != nil || n != 0 {
		t.Fatalf("%d places hold an address: %v", n, err)
	}
	v.Reopen()
	change(t, v, func(tx *vault.Tx) error {
		for address, want := range map[string]vault.KnownMail{
			"aino@posti.example": {Suppressed: app.Withdrawn, SuppressedOn: "2020-06-01", ErasedOn: "2026-11-21"},
			"EERO@posti.example": {Suppressed: app.Objected, SuppressedOn: "2026-11-21", ErasedOn: "2026-11-21"},
			"uusi@posti.example": {},
		} {
			got, err := tx.KnownMail(address)
			if err != nil || got != want {
				t.Errorf("%s: %+v, want %+v: %v", address, got, want, err)
			}
		}
		_, err := tx.AddEntry(app.ListEntry{Email: "aino@posti.example"}, nil)
		if !errors.Is(err, app.E("mail-suppressed", "email")) {
			t.Errorf("added without a new permission: %v", err)
		}
		old := given
		old.On = "2020-05-31"
		if _, err = tx.AddEntry(app.ListEntry{Email: "aino@posti.example"}, &old); !errors.Is(err, app.E("mail-suppressed", "email")) {
			t.Errorf("added with an older permission: %v", err)
		}
		_, err = tx.AddEntry(app.ListEntry{Email: "aino@posti.example"}, &given)
		return err
	})
}

func TestAnEntryWithAFreshConsentOfItsOwnOutlivesTheCard(t *testing.T) {
	v := vaulttest.New(t)
	change(t, v, func(tx *vault.Tx) error {
		for _, c := range []struct {
			email string
			on    app.Day // of the entry's own consent
		}{{"tuore@posti.example", "2024-01-01"}, {"vanha@posti.example", "2023-01-01"}, {"kortin@posti.example", ""}} {
			made, err := tx.AddCustomer(app.Customer{Name: "Nimi " + c.email, Email: c.email, CreatedOn: "2020-01-01"})
			if err != nil {
				return err
			}
			k := given
			k.On = "2020-01-01"
			k.CustomerID = made.ID
			if _, err := tx.AddConsent(k); err != nil {
				return err
			}
			own := given
			own.On = c.on
			var consent *app.Consent
			if c.on != "" {
				consent = &own
			}
			if _, err := tx.AddEntry(app.ListEntry{CustomerID: made.ID, Email: c.email}, consent); err != nil {
				return err
			}
		}
		return nil
	})
	review, err := v.Review(0)
	if err != nil || review.Counts.Entries != 2 {
		t.Fatalf("the review says %d entries go: %v", review.Counts.Entries, err)
	}
	p, err := v.Purge(context.Background(), vault.Approval{Digest: review.Digest}, nil)
	if err != nil || p.Counts != review.Counts || p.Residue != 0 {
		t.Fatalf("%+v %v", p, err)
	}
	change(t, v, func(tx *vault.Tx) error {
		all, err := tx.MailList()
		if err != nil || len(all) != 1 || all[0].Email != "tuore@posti.example" || all[0].CustomerID != "" || all[0].Standing.Permission != app.PermissionGiven {
			t.Errorf("left: %+v %v", all, err)
		}
		return nil
	})
}

func TestTheEntryFollowsTheCard(t *testing.T) {
	v := vaulttest.New(t)
	change(t, v, func(tx *vault.Tx) error {
		c, err := tx.AddCustomer(app.Customer{Name: "Aino", Email: "aino@posti.example"})
		if err != nil {
			return err
		}
		if _, err := tx.AddEntry(app.ListEntry{CustomerID: c.ID, Email: c.Email}, nil); err != nil {
			return err
		}
		if _, _, err := tx.EditCustomer(c.ID, map[string]string{"email": "koivu@posti.example"}); err != nil {
			return err
		}
		k := given
		k.CustomerID = c.ID
		if _, err := tx.AddConsent(k); err != nil {
			return err
		}
		r, err := tx.MailEntryByEmail("koivu@posti.example")
		if err == nil && r.Standing.Permission != app.PermissionGiven {
			t.Errorf("the card's permission is not the entry's: %+v", r.Standing)
		}
		return err
	})
}

// A consent that is nearly over is asked for again, and nobody else is.
func TestARenewalGoesToThoseWhoseTimeIsNearlyOver(t *testing.T) {
	v := vaulttest.New(t)
	var id string
	change(t, v, func(tx *vault.Tx) error {
		err := tx.SetFirm(app.Firm{Name: "Saarela", Email: "posti@saarela.example"})
		for email, on := range map[string]app.Day{"pian@posti.example": "2023-12-10", "ohi@posti.example": "2023-11-01", "ei@posti.example": "2025-01-01"} {
			k := given
			k.On = on
			_, add := tx.AddEntry(app.ListEntry{Email: email}, &k)
			err = errors.Join(err, add)
		}
		m, save := tx.SaveMailing(app.Mailing{Kind: app.Renewal, Subject: "Jatketaanko?", Body: "Kerro, saammeko jatkaa."})
		id = m.ID
		return errors.Join(err, save)
	})
	change(t, v, func(tx *vault.Tx) error {
		p, err := tx.PreviewMailing(id)
		if err != nil || len(p.Going) != 1 || p.Going[0].Email != "pian@posti.example" {
			t.Errorf("going %+v %v", p.Going, err)
		}
		why := map[string]string{}
		for _, r := range p.LeftOut {
			why[r.Email] = r.Decision.Because
		}
		if why["ohi@posti.example"] != "time-over" || why["ei@posti.example"] != app.NotRenewing {
			t.Errorf("left out %v", why)
		}
		over, renewing, err := tx.MailDue()
		if err != nil || len(over) != 1 || len(renewing) != 1 {
			t.Errorf("due %d %d %v", len(over), len(renewing), err)
		}
		return nil
	})
}

func TestThePasswordOfTheMailServerIsNotInACopyOfTheRegister(t *testing.T) {
	v := vaulttest.New(t)
	server := app.MailServer{Host: "smtp.firma.example", User: "posti", Password: "Salaisuus-1234"}
	change(t, v, func(tx *vault.Tx) error { return tx.SetMailServer(server) })
	var copied bytes.Buffer
	if _, err := v.ExportPlain(t.Context(), &copied, nil); err != nil || !bytes.Contains(copied.Bytes(), []byte("smtp.firma.example")) {
		t.Fatalf("%d bytes, %v", copied.Len(), err)
	}
	if bytes.Contains(copied.Bytes(), []byte(server.Password)) {
		t.Error("the copy has the password")
	}
	v.Reopen()
	kept := func() (password string) {
		t.Helper()
		if err := v.View(func(tx *vault.Tx) error { s, err := tx.MailServer(); password = s.Password; return err }); err != nil {
			t.Fatal(err)
		}
		return password
	}
	if got := kept(); got != server.Password {
		t.Errorf("after a restart: %q", got)
	}
	server.Password, server.Port = "", 2525
	change(t, v, func(tx *vault.Tx) error { return tx.SetMailServer(server) })
	if got := kept(); got != "Salaisuus-1234" {
		t.Errorf("an empty password keeps the one before: %q", got)
	}
	server.User = "toinen"
	change(t, v, func(tx *vault.Tx) error { return tx.SetMailServer(server) })
	if got := kept(); got != "" {
		t.Errorf("another login has the password of the first: %q", got)
	}
}

// Only those come onto the list by their cards who may be written to, and each
// of the others is named with the reason.
func TestCustomersComeOntoTheListWhoMayBeWrittenTo(t *testing.T) {
	v := vaulttest.New(t)
	change(t, v, func(tx *vault.Tx) error {
		add := func(number, address string) string {
			c, err := tx.AddCustomer(app.Customer{Number: number, Name: "Testi " + number, Email: address})
			if err != nil {
				t.Fatal(err)
			}
			return c.ID
		}
		may, silent, none := add("9001", "saa@posti.example"), add("9002", "hiljaa@posti.example"), add("9003", "")
		refused := add("9004", "kielsi@posti.example")
		for _, id := range []string{may, refused} {
			if _, err := tx.AddConsent(app.Consent{CustomerID: id, Given: true, Channel: app.Email, Source: "Messut"}); err != nil {
				return err
			}
		}
		if err := tx.Suppress("kielsi@posti.example", app.Objected); err != nil {
			return err
		}
		ids := []string{may, silent, none, refused}
		done, err := tx.AddCustomersToList(ids)
		if err != nil {
			return err
		}
		var why []string
		for _, l := range done.Left {
			why = append(why, l.CustomerID+" "+l.Because)
		}
		want := []string{silent + " no-consent", none + " no-email", refused + " suppressed"}
		if done.Added != 1 || !slices.Equal(why, want) {
			t.Errorf("added %d, left out %v, want 1 and %v", done.Added, why, want)
		}
		if again, err := tx.AddCustomersToList(ids); err != nil || again.Added != 0 || again.Left[0].Because != "known" {
			t.Errorf("a second time: %+v, %v", again, err)
		}
		// A purchase is written down with the entry.
		if err := tx.SetMailRules(app.MailRules{SoftOptIn: true, OptOut: "ei@saarela.example"}); err != nil {
			return err
		}
		if soft, err := tx.AddCustomersToList([]string{silent}); err != nil || soft.Added != 1 {
			t.Errorf("where a purchase may be the ground: %+v, %v", soft, err)
		}
		return nil
	})
}
