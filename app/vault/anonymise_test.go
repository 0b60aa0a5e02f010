package vault_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// chatOf is a conversation of an invented customer with files and facts on it.
func chatOf(t *testing.T, v *vaulttest.V) (c app.Customer, chat app.Contact) {
	t.Helper()
	c = v.Customer(app.Customer{Number: "1042", Name: "Aino Kuusela", Street: "Puistonranta 12", Town: "Kuopio", CreatedOn: "2024-01-01"})
	v.Customer(app.Customer{Number: "1043", Name: "Kerttu Haapasalo"})
	update(t, v, func(tx *vault.Tx) (err error) {
		chat, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-03-17", At: "10:00", Channel: app.Chat, Direction: app.In, Purpose: app.ForSupport, Subject: "Kuuselan katto", SourceKey: "abc"})
		if err != nil {
			return err
		}
		if err := tx.AddTechnical(chat.ID, []app.TechnicalFact{{Name: "ip", Value: "192.0.2.77 (kuuselan kone)"}}); err != nil {
			return err
		}
		return tx.AddMessages(chat.ID, []app.Message{
			{At: "10:00", Role: app.RoleCustomer, Author: "Ainokainen", Kind: app.KindText, Text: "Hei, Aino Kuusela täällä, Puistonrannalla 12 vuotaa katto. Auto on ABC-123 ja tilausnumero 2026-00417."},
			{At: "10:01", Role: app.RoleAgent, Author: "Seppo", Kind: app.KindText, Text: "Tulemme huomenna, kertoi Haapasalon Kerttu. Numeroni on 040 555 0177, asiakas 1042."},
			{At: "10:02", Role: app.RoleBot, Kind: app.KindText, Text: "Kiitos yhteydenotosta Kuopioon!"},
			{At: "10:03", Role: app.RoleAgent, Kind: app.KindNote, Internal: true, Text: "Hankala tapaus, varo koiraa Mustia"},
		})
	})
	if _, err := v.AddAttachment(context.Background(), chat.ID, "Kuuselan katto.jpg", strings.NewReader("\xff\xd8\xff kattokuva-kuuselasta")); err != nil {
		t.Fatal(err)
	}
	return c, chat
}

const leftOfChat = "⟦customer⟧ katto\n\n" +
	"⟦customer⟧: Hei, ⟦customer⟧ täällä, ⟦address⟧ vuotaa katto. Auto on ⟦plate⟧ ja tilausnumero ⟦reference⟧.\n" +
	"⟦staff⟧: Tulemme huomenna, kertoi ⟦customer⟧ ⟦customer⟧. Numeroni on ⟦phone⟧, asiakas ⟦number⟧.\n" +
	"⟦bot⟧: Kiitos yhteydenotosta ⟦town⟧!"

func TestAConversationLeavesItsCustomerForGood(t *testing.T) {
	v := vaulttest.New(t)
	c, chat := chatOf(t, v)
	var before app.Decision
	update(t, v, func(tx *vault.Tx) (err error) { before, err = tx.Decision(c.ID); return err })

	done, err := v.AnonymiseContact(t.Context(), chat.ID, app.MaskChoice{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if done.Residue != 0 || done.Counts != (app.Counts{Contacts: 1, Messages: 4, Attachments: 1, Technical: 1, Anonymised: 1}) {
		t.Errorf("done %+v", done)
	}
	for _, must := range []string{"Numeroni on 040 555 0177", "040 555 0177", "ABC-123", "2026-00417", "Hankala tapaus", "192.0.2.77", "Ainokainen", "Kuuselan katto.jpg"} {
		if !slices.ContainsFunc(done.Needles, func(n string) bool { return strings.Contains(n, must) }) {
			t.Errorf("nobody looked for %q in %q", must, done.Needles)
		}
	}
	secrets := []string{"040 555 0177", "ABC-123", "2026-00417", "Hankala tapaus", "192.0.2.77", "Ainokainen", "kattokuva-kuuselasta", "Haapasalon Kerttu", "yhteydenotosta Kuopioon"}
	if n, err := v.Scan(t.Context(), secrets); err != nil || n != 0 {
		t.Errorf("%d strings are left: %v", n, err)
	}
	v.Reopen()
	if n, err := v.Scan(t.Context(), secrets); err != nil || n != 0 {
		t.Errorf("%d strings are left when it is opened again: %v", n, err)
	}
	_ = v.View(func(tx *vault.Tx) error {
		rows, total, err := tx.Anonymous(0, 0)
		if err != nil || total != 1 || len(rows) != 1 {
			t.Fatalf("%d rows, %v", total, err)
		}
		got := rows[0]
		if got.Text != leftOfChat {
			t.Errorf("\n got %s\nwant %s", got.Text, leftOfChat)
		}
		if got.ID == chat.ID || got.Month != "2026-03" || got.Channel != app.Chat || got.Direction != app.In || got.Purpose != app.ForSupport {
			t.Errorf("what stays is %+v", got)
		}
		if _, err := tx.Contact(chat.ID); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("the contact is still there: %v", err)
		}
		for _, words := range []string{"vuotaa", "Tulemme huomenna"} {
			if page, err := tx.ContactList(app.ContactFilter{Text: words}); err != nil || page.Total != 0 {
				t.Errorf("it is found by %q: %+v, %v", words, page, err)
			}
		}
		if found, err := tx.Find("vuotaa", 0); err != nil || len(found) != 0 {
			t.Errorf("somebody is found by it: %+v, %v", found, err)
		}
		if after, err := tx.Decision(c.ID); err != nil || after.Until != before.Until {
			t.Errorf("the card's day was %s and is %s, %v", before.Until, after.Until, err)
		}
		log, _, err := tx.Audit(1, 0)
		if err != nil || log[0].Action != "contact-anonymised" || log[0].Object != "" {
			t.Errorf("the log tells whose it was: %+v, %v", log[0], err)
		}
		return nil
	})
	if err := v.Verify(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func TestTheOwnerConfirmsWhatGoes(t *testing.T) {
	v := vaulttest.New(t)
	_, chat := chatOf(t, v)
	_ = v.View(func(tx *vault.Tx) error {
		p, err := tx.AnonymisePreview(chat.ID, app.MaskChoice{})
		if err != nil {
			t.Fatal(err)
		}
		if p.Result.Text != leftOfChat || p.Goes != (app.Counts{Contacts: 1, Messages: 4, Attachments: 1, Technical: 1, Anonymised: 1}) {
			t.Errorf("preview %+v", p)
		}
		at := slices.IndexFunc(p.Words, func(w app.FoundWord) bool { return w.Mask == app.MaskPlate })
		if at < 0 || p.Words[at] != (app.FoundWord{Mask: app.MaskPlate, Word: "abc-123", As: "ABC-123", Count: 1, Before: "…", After: " ja tilausnumero 2026-00417."}) && !strings.HasSuffix(p.Words[at].Before, "vuotaa katto. Auto on ") {
			t.Errorf("words %+v", p.Words)
		}
		if _, err := tx.AnonymisePreview(chat.ID, app.MaskChoice{Spare: []app.Spared{{Word: "kuopioon"}}}); !errors.Is(err, app.E("spare-reason-missing", "reason")) {
			t.Errorf("spared without a reason: %v", err)
		}
		return nil
	})
	choice := app.MaskChoice{Take: []string{" katto "}, Spare: []app.Spared{{Word: "Kuopioon", Reason: "kaupunki, jossa asuu moni"}}}
	if _, err := v.AnonymiseContact(t.Context(), chat.ID, choice, nil); err != nil {
		t.Fatal(err)
	}
	_ = v.View(func(tx *vault.Tx) error {
		rows, _, err := tx.Anonymous(0, 0)
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		if s := rows[0].Text; !strings.Contains(s, "⟦customer⟧ ⟦other⟧\n") || !strings.Contains(s, "yhteydenotosta Kuopioon!") {
			t.Error(s)
		}
		if !slices.Equal(rows[0].Spared, choice.Spare) {
			t.Errorf("spared %+v", rows[0].Spared)
		}
		return nil
	})
}

func TestAHoldKeepsAConversationWhoseItIs(t *testing.T) {
	v := vaulttest.New(t)
	c, chat := chatOf(t, v)
	update(t, v, func(tx *vault.Tx) error {
		h, err := tx.PlaceHold(app.Hold{CustomerID: c.ID, Kind: app.HoldDispute, Reason: "riita katosta", ReviewOn: "2026-12-20"})
		if h.Kind != app.HoldDispute {
			t.Errorf("placed %+v", h)
		}
		return err
	})
	if _, err := v.AnonymiseContact(t.Context(), chat.ID, app.MaskChoice{}, nil); !errors.Is(err, app.E("anonymise-held", "")) {
		t.Errorf("a held one: %v", err)
	}
	_ = v.View(func(tx *vault.Tx) error {
		if _, err := tx.Contact(chat.ID); err != nil {
			t.Error(err)
		}
		for within, want := range map[int]int{0: 0, 28: 0, 29: 1, 400: 1} {
			if rows, err := tx.HoldsToReview(within); err != nil || len(rows) != want || want > 0 && (rows[0].Number != "1042" || rows[0].Hold.Kind != app.HoldDispute) {
				t.Errorf("within %d days %+v, %v", within, rows, err)
			}
		}
		return nil
	})
}

func TestOneRecordingIsKeptLonger(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Kuusela"})
	var call app.Contact
	update(t, v, func(tx *vault.Tx) (err error) {
		call, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-09-30", Channel: app.Phone, Direction: app.In})
		return err
	})
	wav := "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00"
	a, err := v.AddAttachment(t.Context(), call.ID, "puhelu.wav", strings.NewReader(wav))
	if err != nil || !a.Recording {
		t.Fatal(a, err)
	}
	update(t, v, func(tx *vault.Tx) error {
		if room, err := tx.ExtensionRoom(a.ID); err != nil || room != "2027-09-30" {
			t.Errorf("room until %q, %v", room, err)
		}
		if _, err := tx.Extend(a.ID, "2027-10-01", "reklamaatio"); !errors.Is(err, app.E("extension-cap", "until")) {
			t.Errorf("kept past the longest time: %v", err)
		}
		if _, err := tx.Unextend(a.ID); !errors.Is(err, app.E("extension-none", "")) {
			t.Errorf("what is not kept longer: %v", err)
		}
		if _, err := tx.Extend(a.ID, "2027-03-01", "reklamaatio kesken"); err != nil {
			return err
		}
		_, err := tx.Extend(a.ID, "2027-06-01", "reklamaatio jatkuu")
		return err
	})
	// deleted by mistake and put back, it is still kept longer
	update(t, v, func(tx *vault.Tx) error { _, err := tx.DeleteAttachment(a.ID); return err })
	update(t, v, func(tx *vault.Tx) error {
		back, err := tx.RestoreAttachment(a.ID)
		if err != nil || back.Extension == nil || back.Extension.Until != "2027-06-01" || back.Extension.Reason != "reklamaatio jatkuu" {
			t.Errorf("put back %+v, %v", back, err)
		}
		all, err := tx.Extensions(c.ID)
		if err != nil || len(all) != 1 || all[0].Record != a.ID {
			t.Errorf("extensions %+v, %v", all, err)
		}
		return err
	})
	due := func(day app.Day) bool {
		t.Helper()
		v.Set(day)
		review, err := v.Review(0)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(review.Decisions, func(d app.Decision) bool { return d.Record == a.ID && d.Due(day) })
	}
	if due("2027-06-01") || !due("2027-06-02") {
		t.Error("it goes on another day than the one after its last")
	}
	v.Set("2027-05-01")
	update(t, v, func(tx *vault.Tx) error { _, err := tx.Unextend(a.ID); return err })
	if !due("2027-05-01") {
		t.Error("its longer time was ended, and it stays")
	}
}

func TestExtensionsAreJudged(t *testing.T) {
	rule := app.Rule{Class: app.ClassRecording, Months: 3, Longest: 12}
	for name, c := range map[string]struct {
		until  app.Day
		reason string
		rule   app.Rule
		want   string
	}{
		"until the last day":         {"2026-11-30", "reklamaatio", rule, ""},
		"a day past it":              {"2026-12-01", "reklamaatio", rule, "extension-cap"},
		"where none is possible":     {"2026-08-01", "reklamaatio", app.Rule{Months: 3}, "extension-cap"},
		"not longer than it has":     {"2026-02-28", "reklamaatio", rule, "extension-short"},
		"one day longer than it has": {"2026-03-01", "reklamaatio", rule, ""},
		"no reason":                  {"2026-08-01", "", rule, "extension-reason-missing"},
		"no day":                     {"", "reklamaatio", rule, "required"},
		"a day that is none":         {"2026-02-30", "reklamaatio", rule, "day-invalid"},
		"a day gone by":              {"2026-01-20", "reklamaatio", rule, "day-past"},
	} {
		t.Run(name, func(t *testing.T) {
			x := app.Extension{Until: c.until, Reason: c.reason}.Normalised()
			es := x.Check(c.rule, "2025-11-30", "2026-01-20") // three months end on 28 February
			if c.want == "" && len(es) > 0 || c.want != "" && (len(es) != 1 || es[0].Code != c.want) {
				t.Errorf("got %v", es)
			}
		})
	}
}
