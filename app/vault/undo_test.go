package vault_test

import (
	"errors"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/store"
)

func TestTakingBackKeepsWhatWasWrittenSince(t *testing.T) {
	v := vaulttest.New(t)
	var batch string
	ids := map[string]string{}
	err := v.Update(func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("chats", "a.json", "sum"); err != nil {
			return err
		}
		for line, name := range []string{"Koskematon", "Muokattu", "Luovutettu", "Viestitön"} {
			c, err := tx.BatchAdd(batch, line+1, app.Customer{Name: name})
			if err != nil {
				return err
			}
			ids[name], err = tx.BatchContact(batch, line+1, vault.Conversation{
				Contact:  app.Contact{CustomerID: c.ID, On: "2026-06-13", Channel: app.Chat, Direction: app.In},
				Messages: []app.Message{{Role: app.RoleCustomer, Kind: app.KindText, Text: "Hei"}, {Role: app.RoleAgent, Kind: app.KindText, Text: "Hei"}},
			}, nil)
			if err != nil {
				return err
			}
			ids[name+" card"] = c.ID
			if err := tx.BatchDelivery(batch, line+1, app.Delivery{CustomerID: c.ID, On: "2026-06-13", Product: "Kouru"}); err != nil {
				return err
			}
		}
		return tx.EndBatch(batch, 4, 0, 7)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(func(tx *vault.Tx) error {
		edited, err := tx.Contact(ids["Muokattu"])
		edited.Subject = "lisätty jälkeenpäin"
		messages, err2 := tx.Messages(ids["Viestitön"])
		_, err3 := tx.AddDisclosure(app.Disclosure{CustomerID: ids["Luovutettu card"], What: "keskustelu", Recipient: "asiakas", Means: app.Email})
		return errors.Join(err, err2, err3, store.UpdateContact(tx.Tx, edited), store.EraseMessage(tx.Tx, messages[0].ID))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = v.View(func(tx *vault.Tx) error {
		all, err := tx.Batches()
		if b := all[0]; b.Register != "chats" || b.Added != 4 || b.Skipped != 7 {
			t.Errorf("%+v", b)
		}
		rows, err2 := store.BatchRows(tx.Tx, batch)
		if len(rows) != 12 || rows[0].Table != "deliveries" || rows[0].Line != 4 || rows[11].Table != "customers" || rows[11].Line != 1 {
			t.Errorf("%+v", rows)
		}
		of, err3 := tx.ImportsOf(ids["Koskematon card"])
		if len(of) != 1 || of[0].Did != store.DidAdd {
			t.Errorf("%+v", of)
		}
		return errors.Join(err, err2, err3)
	})
	if err != nil {
		t.Fatal(err)
	}
	u, err := v.UndoBatch(t.Context(), batch, nil)
	// Kept: two contacts, the cards above them, and the card with a disclosure.
	if err != nil || u != (vault.Undone{Removed: 7, Kept: 5}) {
		t.Errorf("%+v %v", u, err)
	}
	left := map[string]bool{}
	err = v.View(func(tx *vault.Tx) error {
		return tx.Keys(func(k vault.Key) error { left[k.Name] = true; return nil })
	})
	if err != nil || len(left) != 3 || left["Koskematon"] {
		t.Errorf("%v %v", left, err)
	}
	if _, err := v.UndoBatch(t.Context(), batch, nil); !errors.Is(err, app.E("import-batch-undone", "")) {
		t.Errorf("twice: %v", err)
	}
}

func TestWhoIsTheFirmIsRememberedWithoutNames(t *testing.T) {
	v := vaulttest.New(t)
	err := v.Update(func(tx *vault.Tx) error {
		err := tx.RememberUs([]string{"Räystäs Oy", "Otso"}, []string{"Aino"})
		err2 := tx.RememberUs([]string{"Räystäs Oy"}, []string{"Otso"})
		us, err3 := tx.IsUs()
		if !us("Räystäs Oy") || us("Otso") || us("Aino") {
			t.Error("not as told last")
		}
		said, err4 := store.Setting(tx.Tx, "us")
		if len(said) != len(`["0123456789abcdef0123456789abcdef"]`) {
			t.Errorf("kept as %s", said)
		}
		return errors.Join(err, err2, err3, err4)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTakingBackKeepsEntriesAndFilesThatWereChangedByHand(t *testing.T) {
	v := vaulttest.New(t)
	var batch, edited, swapped string
	var file app.Attachment
	staged, err := v.Stage(t.Context(), "alku.txt", strings.NewReader("alku"))
	if err != nil {
		t.Fatal(err)
	}
	change(t, v, func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("chats", "a.json", "sum"); err != nil {
			return err
		}
		for _, address := range []string{"a@posti.example", "b@posti.example"} {
			if err := tx.BatchEntry(batch, app.ListEntry{Email: address}, nil); err != nil {
				return err
			}
		}
		c, err := tx.AddCustomer(app.Customer{Name: "Aino Koivu"})
		if err != nil {
			return err
		}
		swapped, err = tx.BatchContact(batch, 1, vault.Conversation{Contact: app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.In, On: tx.Today}}, func(id string) (err error) {
			file, err = tx.Attach(id, staged)
			return err
		})
		return errors.Join(err, tx.EndBatch(batch, 3, 0, 0))
	})
	v.Set("2026-11-22")
	change(t, v, func(tx *vault.Tx) error {
		e, err := tx.MailEntryByEmail("b@posti.example")
		edited = e.ID
		e.Name = "Bertta"
		_, err2 := tx.EditEntry(e.ListEntry)
		_, err3 := tx.DeleteAttachment(file.ID)
		return errors.Join(err, err2, err3)
	})
	if _, err := v.AddAttachment(t.Context(), swapped, "korjattu.txt", strings.NewReader("korjattu")); err != nil {
		t.Fatal(err)
	}
	u, err := v.UndoBatch(t.Context(), batch, nil)
	if err != nil || u != (vault.Undone{Removed: 1, Kept: 2}) {
		t.Errorf("%+v, %v", u, err)
	}
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.MailEntry(edited)
		files, err2 := tx.Attachments(swapped)
		if len(files) != 1 || files[0].Name != "korjattu.txt" {
			t.Errorf("%+v", files)
		}
		return errors.Join(err, err2)
	})
}

func TestTakingBackAPermissionBringsTheRefusalBack(t *testing.T) {
	v := vaulttest.New(t)
	var batch string
	change(t, v, func(tx *vault.Tx) (err error) {
		if err = errors.Join(tx.Suppress("aino@posti.example", app.Objected), tx.Suppress("eero@posti.example", app.Withdrawn)); err != nil {
			return err
		}
		if batch, err = tx.StartBatch("mailing", "lista.csv", "sum"); err != nil {
			return err
		}
		consent := app.Consent{Given: true, Channel: app.Email, Source: "Messut"}
		if err = tx.BatchEntry(batch, app.ListEntry{Email: "Aino@posti.example"}, &consent); err != nil {
			return err
		}
		c, err := tx.BatchAdd(batch, 2, app.Customer{Name: "Eero", Email: "eero@posti.example"})
		if err != nil {
			return err
		}
		consent.CustomerID, consent.RecordedBy = c.ID, vault.ImportedBy(batch)
		_, err = tx.AddConsent(consent)
		return errors.Join(err, tx.EndBatch(batch, 2, 0, 0))
	})
	known := func(address string) (s app.Suppression) {
		t.Helper()
		change(t, v, func(tx *vault.Tx) error { k, err := tx.KnownMail(address); s = k.Suppressed; return err })
		return s
	}
	if a, e := known("aino@posti.example"), known("eero@posti.example"); a != "" || e != "" {
		t.Fatalf("a newer permission lifts nothing: %q, %q", a, e)
	}
	if u, err := v.UndoBatch(t.Context(), batch, nil); err != nil || u.Removed != 2 {
		t.Fatalf("%+v, %v", u, err)
	}
	if a, e := known("aino@posti.example"), known("eero@posti.example"); a != app.Objected || e != app.Withdrawn {
		t.Errorf("the refusals are forgotten: %q, %q", a, e)
	}
}

func TestTheLogOfACustomerWhoStaysTellsWhatWasTakenBack(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Koivu"})
	var batch, other string
	change(t, v, func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("chats", "a.json", "sum"); err != nil {
			return err
		}
		gone, err := tx.BatchAdd(batch, 1, app.Customer{Name: "Tuotu Tuomas"})
		if err != nil {
			return err
		}
		other = gone.ID
		for _, id := range []string{c.ID, c.ID, gone.ID} {
			_, err = tx.BatchContact(batch, 2, vault.Conversation{Contact: app.Contact{CustomerID: id, On: "2026-06-13", Channel: app.Chat, Direction: app.In, Text: "Hei"}}, nil)
			if err = errors.Join(err, tx.BatchDelivery(batch, 3, app.Delivery{CustomerID: id, On: "2026-06-13", Product: "Kouru"})); err != nil {
				return err
			}
		}
		return tx.EndBatch(batch, 7, 0, 0)
	})
	told := func(id string) (out []string) {
		t.Helper()
		if err := v.View(func(tx *vault.Tx) error {
			rows, err := tx.AuditOf(id)
			for _, r := range rows {
				out = append(out, r.Action)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	had := len(told(other))
	if u, err := v.UndoBatch(t.Context(), batch, nil); err != nil || u != (vault.Undone{Removed: 7}) {
		t.Fatalf("%+v, %v", u, err)
	}
	if got := strings.Join(told(c.ID), " "); got != "customer-added delivery-deleted contact-deleted" {
		t.Errorf("of who stays: %s", got)
	}
	if got := told(other); len(got) != had {
		t.Errorf("of who goes: %q", got)
	}
}
