package printout

import (
	"errors"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func TestTheCustomerGetsWhatWasSaidAndNothingElse(t *testing.T) {
	in := helvi()
	var parts []TranscriptPart
	for _, c := range in.Contacts {
		parts = append(parts, TranscriptPart{c, in.Messages[c.ID]})
	}
	ti := TranscriptInput{Firm: firm, Today: today, Customer: in.Customer, Parts: parts[2:3]}
	ti.Parts[0].Messages = append(ti.Parts[0].Messages,
		app.Message{At: "14:41", Role: app.RoleSystem, Kind: app.KindSystem, Text: "Matti liittyi"},
		app.Message{At: "14:42", Role: app.RoleBot, Kind: app.KindText, Text: "Kiitos viestistä."},
		app.Message{At: "14:43", Role: app.RoleCustomer, Kind: app.KindDeleted},
		app.Message{At: "14:44", Role: app.RoleAgent, Kind: app.KindAutosuggest, Text: "ehdotus"})
	_, mail, err := TranscriptMail(ti)
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{"letter": Text(must(Transcript(ti))), "mail": mail} {
		for _, want := range []string{"Oksien haketus", "Hei! Haketetaanko oksat?", "Tarjous liitteenä.", "tarjous.pdf", "1:01", "Kiitos viestistä.", "(poistettu viesti)"} {
			if !strings.Contains(s, want) {
				t.Errorf("the %s does not say %q", name, want)
			}
		}
		for _, never := range []string{"hakkuri", "Matti", "192.0.2.7", "ehdotus", "Kiitti työstä", "sourcesum", "30.11.2026", "{"} {
			if strings.Contains(s, never) {
				t.Errorf("the %s says %q", name, never)
			}
		}
	}
	if !strings.Contains(mail, "14:33:40 Yritys: Hei, haketetaan.\n  Tarjous liitteenä.\n") {
		t.Errorf("the mail reads\n%s", mail)
	}
	ti.Parts = parts[:2] // a call and a visit: the words are the firm's own notes
	if _, err := Transcript(ti); !errors.Is(err, app.E("transcript-empty", "")) {
		t.Error(err)
	}
	ti.Customer.Language = app.Swedish
	ti.Parts = []TranscriptPart{{app.Contact{On: "2026-03-12", Channel: app.Email, Direction: app.In, Text: "Hej"}, nil}}
	if d := must(Transcript(ti)); d.Lang != app.Swedish || !strings.Contains(Text(d), "Ni") {
		t.Errorf("%s\n%s", d.Lang, Text(d))
	}
	if _, err := PDF(must(Transcript(ti))); err != nil {
		t.Error(err)
	}
}

func TestAWholeConversationIsThisCustomersAlone(t *testing.T) {
	v := vaulttest.New(t)
	one, two := v.Customer(app.Customer{Name: "Yksi"}), v.Customer(app.Customer{Name: "Kaksi"})
	var ids []string
	for _, c := range []struct {
		customer string
		day      app.Day
		thread   string
		text     string
	}{{one.ID, "2026-11-02", "t", "toinen päivä"}, {one.ID, "2026-11-01", "t", "ensimmäinen päivä"}, {two.ID, "2026-11-01", "t", "toisen asiakkaan"}, {one.ID, "2026-11-03", "", "muu asia"}} {
		update(t, v, func(tx *vault.Tx) error {
			k, err := tx.AddContact(app.Contact{CustomerID: c.customer, On: c.day, Channel: app.Chat, Direction: app.In, ThreadKey: c.thread})
			if err != nil {
				return err
			}
			ids = append(ids, k.ID)
			return tx.AddMessages(k.ID, []app.Message{{At: "12:00", Role: app.RoleCustomer, Kind: app.KindText, Text: c.text}})
		})
	}
	read := func(whole bool) string {
		var in TranscriptInput
		if err := v.View(func(tx *vault.Tx) (err error) { in, err = TranscriptOf(tx, ids[0], whole, ""); return err }); err != nil {
			t.Fatal(err)
		}
		return Text(must(Transcript(in)))
	}
	if s := read(false); !strings.Contains(s, "toinen päivä") || strings.Contains(s, "ensimmäinen") {
		t.Error(s)
	}
	s := read(true)
	if a, b := strings.Index(s, "ensimmäinen päivä"), strings.Index(s, "toinen päivä"); a < 0 || b < a {
		t.Error(s)
	}
	if strings.Contains(s, "toisen asiakkaan") || strings.Contains(s, "muu asia") {
		t.Error(s)
	}
}
