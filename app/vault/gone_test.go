package vault_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// someone is a customer of whom every register holds something, each value a
// word that stands nowhere else.
type someone struct {
	card, contact, batch, entry string
	words                       []string
}

func (s *someone) word(w string) string {
	s.words = append(s.words, w, strings.ToLower(w))
	return w
}

func everywhere(t *testing.T, v *vaulttest.V) *someone {
	t.Helper()
	s := &someone{}
	var merged app.Customer
	change(t, v, func(tx *vault.Tx) (err error) {
		if s.batch, err = tx.StartBatch("customers", s.word("Tiedostonimi")+".csv", "sum"); err != nil {
			return err
		}
		c, err := tx.BatchAdd(s.batch, 1, app.Customer{
			Name: s.word("Kortinnimi"), Number: "A" + s.word("Numeroitu"), Designation: s.word("Tunnusluku"), Street: s.word("Kaislapolku") + " 3",
			Town: s.word("Merkkikylä"), Email: s.word("korttiposti") + "@posti.example", Phone: "0405551234", CreatedOn: "2020-02-01",
			Persons: []app.ContactPerson{{Role: app.MainPerson, Name: s.word("Yhteyshenkilöinen"), Email: s.word("henkiloposti") + "@posti.example", Phone: "0405554321"}},
		})
		s.card = c.ID
		changed := c.Clone()
		changed.Street = s.word("Uusipolku") + " 4"
		return errors.Join(err, tx.BatchUpdate(s.batch, 2, changed))
	})
	staged, err := v.Stage(t.Context(), s.word("Liitetiedosto")+".txt", bytes.NewReader([]byte(s.word("Liitteensisältö"))))
	if err != nil {
		t.Fatal(err)
	}
	change(t, v, func(tx *vault.Tx) (err error) {
		attach := func(contact string) error { _, err := tx.Attach(contact, staged); return err }
		s.contact, err = tx.BatchContact(s.batch, 3, vault.Conversation{
			Contact: app.Contact{CustomerID: s.card, On: "2020-02-02", Channel: app.Chat, Direction: app.In, Subject: s.word("Keskusteluaihe"), Text: s.word("Keskusteluteksti"), Who: s.word("Kukapuhui"), HandledBy: s.word("Hoitaja")},
			Messages: []app.Message{
				{Role: app.RoleCustomer, Kind: app.KindText, Author: s.word("Viestittäjä"), Text: s.word("Viestinsisältö"), FileName: s.word("Kuvatiedosto") + ".jpg"},
			},
			Technical: []app.TechnicalFact{{Name: "page", Value: s.word("Selainsivu")}},
		}, attach)
		if err != nil {
			return err
		}
		if err := tx.BatchDelivery(s.batch, 4, app.Delivery{CustomerID: s.card, On: "2020-02-02", Product: s.word("Toimitettava")}); err != nil {
			return err
		}
		if err := tx.EndBatch(s.batch, 1, 1, 0); err != nil {
			return err
		}
		_, err = tx.AddDisclosure(app.Disclosure{CustomerID: s.card, What: s.word("Luovutettu"), Recipient: s.word("Vastaanottaja"), Means: app.Email})
		if err != nil {
			return err
		}
		if _, err := tx.AddConsent(app.Consent{CustomerID: s.card, Given: true, Channel: app.Email, Wording: s.word("Suostumusteksti"), Source: s.word("Suostumuslähde")}); err != nil {
			return err
		}
		row, err := tx.AddEntry(app.ListEntry{CustomerID: s.card, Email: s.word("listaposti") + "@posti.example", Name: s.word("Listanimi"), Origin: s.word("Listalähde"), WorkDuties: s.word("Työtehtävä")},
			&app.Consent{Given: true, Channel: app.Email, Wording: s.word("Listasuostumus"), Source: s.word("Listanlupa"), RecordedBy: s.word("Kirjaaja")})
		if err != nil {
			return err
		}
		s.entry = row.ID
		if _, err := tx.PlaceHold(app.Hold{CustomerID: s.card, Reason: s.word("Pidättämissyy"), ReviewOn: "2020-05-01"}); err != nil {
			return err
		}
		return tx.LiftHold(s.card)
	})
	change(t, v, func(tx *vault.Tx) error {
		f, err := tx.Firm()
		f.Email = "piha@firma.example"
		if err := errors.Join(err, tx.SetFirm(f)); err != nil {
			return err
		}
		m, err := tx.SaveMailing(app.Mailing{Kind: app.Newsletter, Subject: "Kevät", Body: "Hei"})
		if err != nil {
			return err
		}
		p, err := tx.PreviewMailing(m.ID)
		if err != nil {
			return err
		}
		if err := tx.BeginMailing(m.ID, p.Digest); err != nil {
			return err
		}
		send, err := tx.NextSend(m.ID)
		if err != nil {
			return err
		}
		return tx.EndSend(send, app.SendSent, "")
	})
	change(t, v, func(tx *vault.Tx) (err error) {
		merged, err = tx.AddCustomer(app.Customer{Name: s.word("Sulautettu"), Street: s.word("Sulautuspolku") + " 5", Email: s.word("sulautusposti") + "@posti.example", CreatedOn: "2020-02-01",
			Persons: []app.ContactPerson{{Role: app.MainPerson, Name: s.word("Sulauteyhteys")}}})
		if err != nil {
			return err
		}
		if _, err = tx.AddContact(app.Contact{CustomerID: merged.ID, On: "2020-02-03", Channel: app.Phone, Direction: app.In, Text: s.word("Sulauteteksti")}); err != nil {
			return err
		}
		_, err = tx.Merge(s.card, merged.ID, nil)
		return err
	})
	return s
}

// standing lists the words that the vault's bytes still hold.
func standing(t *testing.T, v *vault.Vault, words []string) (out []string) {
	t.Helper()
	for _, w := range words {
		n, err := v.Scan(context.Background(), []string{w})
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			out = append(out, w)
		}
	}
	return out
}

func TestWhoIsInEveryRegisterIsGoneFromAllOfThem(t *testing.T) {
	v := vaulttest.New(t)
	v.Set("2020-02-10")
	s := everywhere(t, v)
	if n := len(standing(t, v.Vault, s.words)); n < len(s.words)/2 {
		t.Fatalf("of %d words only %d stand anywhere before", len(s.words), n)
	}
	v.Set("2026-11-21")
	p, err := v.Purge(t.Context(), vault.Approval{}, nil)
	if err != nil || p.Counts.Customers != 1 || p.Counts.Entries != 1 || p.Counts.Attachments != 1 || p.Residue != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if left := standing(t, v.Vault, s.words); len(left) != 0 {
		t.Errorf("still there: %q", left)
	}
	change(t, v, func(tx *vault.Tx) error {
		before, err := tx.ErasedBefore()
		for _, name := range []string{"korttiposti", "henkiloposti", "listaposti"} {
			if _, known := before(app.Customer{Name: "Uusi", Email: name + "@posti.example"}); !known {
				t.Errorf("%s would come back with the next import", name)
			}
		}
		return err
	})
}

func TestAnEntryOfACardWithAnotherAddressIsRememberedAsErased(t *testing.T) {
	v := vaulttest.New(t)
	v.Set("2020-02-10")
	s := everywhere(t, v)
	p, err := v.EraseEntries(t.Context(), []string{s.entry}, nil)
	if err != nil || p.Residue != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if left := standing(t, v.Vault, []string{"listaposti", "Listanimi", "Listalähde", "Työtehtävä", "Listasuostumus", "Listanlupa", "Kirjaaja"}); len(left) != 0 {
		t.Errorf("still there: %q", left)
	}
	change(t, v, func(tx *vault.Tx) error {
		known, err := tx.KnownMail("listaposti@posti.example")
		if known.ErasedOn == "" {
			t.Error("the address would come back with the next import")
		}
		return err
	})
}

func TestWhatIsDeletedByHandIsGoneOnceTheVaultIsLocked(t *testing.T) {
	v := vaulttest.New(t)
	v.Set("2020-02-10")
	s := everywhere(t, v)
	change(t, v, func(tx *vault.Tx) error {
		all, _, err := tx.Contacts(s.card, 0, 0)
		for _, c := range all {
			_, deleted := tx.DeleteContact(c.ID)
			err = errors.Join(err, deleted)
		}
		deliveries, _, err2 := tx.Deliveries(s.card, 0, 0)
		for _, d := range deliveries {
			_, deleted := tx.DeleteDelivery(d.ID)
			err = errors.Join(err, deleted)
		}
		return errors.Join(err, err2)
	})
	v.Reopen()
	words := []string{"Sulauteteksti", "sulauteteksti", "Keskusteluaihe", "Keskusteluteksti", "Kukapuhui", "Hoitaja", "Viestittäjä", "Viestinsisältö", "viestinsisältö", "Kuvatiedosto", "Selainsivu", "Liitetiedosto", "Liitteensisältö", "Toimitettava"}
	if left := standing(t, v.Vault, words); len(left) != 0 {
		t.Errorf("still there: %q", left)
	}
}

func TestOneContactDeletedByHandIsGoneOnceTheVaultIsLocked(t *testing.T) {
	for name, how := range map[string]func(tx *vault.Tx, card app.Customer) error{
		"contact": func(tx *vault.Tx, card app.Customer) error {
			all, _, err := tx.Contacts(card.ID, 0, 0)
			_, deleted := tx.DeleteContact(all[0].ID)
			return errors.Join(err, deleted)
		},
		"delivery": func(tx *vault.Tx, card app.Customer) error {
			all, _, err := tx.Deliveries(card.ID, 0, 0)
			_, deleted := tx.DeleteDelivery(all[0].ID)
			return errors.Join(err, deleted)
		},
		"person": func(tx *vault.Tx, card app.Customer) error { return tx.DeletePerson(card.ID, card.Persons[0].ID) },
	} {
		v := vaulttest.New(t)
		c := v.Customer(app.Customer{Name: "Aino Koivu", Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "person Poistettava"}}})
		change(t, v, func(tx *vault.Tx) error {
			_, err := tx.AddContact(app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.In, Text: "contact Poistettava"})
			_, err2 := tx.AddDelivery(app.Delivery{CustomerID: c.ID, Product: "delivery Poistettava"})
			return errors.Join(err, err2)
		})
		change(t, v, func(tx *vault.Tx) error { return how(tx, c) })
		v.Reopen()
		if left := standing(t, v.Vault, []string{name + " Poistettava"}); len(left) != 0 {
			t.Errorf("still there: %q", left)
		}
	}
}

func TestTheLosingCardOfAMergeIsGoneAfterTheRetentionRun(t *testing.T) {
	v := vaulttest.New(t)
	v.Set("2020-02-10")
	s := everywhere(t, v)
	if p, err := v.Purge(t.Context(), vault.Approval{}, nil); err != nil || p.Counts.Customers != 0 || p.Residue != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if left := standing(t, v.Vault, []string{"Sulautettu", "sulautettu", "Sulautuspolku"}); len(left) != 0 {
		t.Errorf("still there: %q", left)
	}
	if left := standing(t, v.Vault, s.words); len(left) < 20 {
		t.Errorf("only %q stay", left)
	}
}

func TestAnImportTakenBackIsGone(t *testing.T) {
	v := vaulttest.New(t)
	v.Set("2020-02-10")
	s := everywhere(t, v)
	u, err := v.UndoBatch(t.Context(), s.batch, nil)
	if err != nil || u.Removed != 2 {
		t.Fatalf("%+v, %v", u, err)
	}
	words := []string{"Keskusteluaihe", "Keskusteluteksti", "Kukapuhui", "Hoitaja", "Viestittäjä", "Viestinsisältö", "Kuvatiedosto", "Selainsivu", "Liitetiedosto", "Liitteensisältö", "Toimitettava"}
	if left := standing(t, v.Vault, words); len(left) != 0 {
		t.Errorf("still there: %q", left)
	}
}

func TestTheNameOfAFileThatWasTakenBackIsGoneWithIt(t *testing.T) {
	v := vaulttest.New(t)
	var batch string
	change(t, v, func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("chats", "WhatsApp Chat with Väärähenkilö.txt", "sum"); err != nil {
			return err
		}
		_, err = tx.BatchAdd(batch, 1, app.Customer{Name: "Väärähenkilö"})
		return errors.Join(err, tx.EndBatch(batch, 1, 0, 0))
	})
	if _, err := v.UndoBatch(t.Context(), batch, nil); err != nil {
		t.Fatal(err)
	}
	if left := standing(t, v.Vault, []string{"Väärähenkilö", "väärähenkilö"}); len(left) != 0 {
		t.Errorf("still there: %q", left)
	}
}
