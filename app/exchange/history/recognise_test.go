package history_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

const samples = "../talk/testdata/samples"

func recognise(t *testing.T, path string) history.Recognised {
	t.Helper()
	r, err := history.Recognise(t.Context(), path, "2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func writtenAs(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSamplesOfConversationsAreRecognised(t *testing.T) {
	dirs, err := os.ReadDir(samples)
	if err != nil || len(dirs) < 20 {
		t.Fatalf("%d samples, %v", len(dirs), err)
	}
	for _, dir := range dirs {
		// Names of recordings in a list are no file that anybody has; an archive
		// without a conversation says nothing; contacts are customers.
		if n := dir.Name(); n == "call-recording-names" || n == "whatsapp-zip-bad" || n == "tidio-contacts-csv" {
			continue
		}
		files, _ := os.ReadDir(filepath.Join(samples, dir.Name()))
		for _, f := range files {
			if f.Name() == "expected.json" {
				continue
			}
			r := recognise(t, filepath.Join(samples, dir.Name(), f.Name()))
			if r.Kind != history.OfConversations || !r.Sure || r.Format == "" || r.Problem != nil {
				t.Errorf("%s/%s: %+v", dir.Name(), f.Name(), r)
			}
		}
	}
}

func TestTablesAreRecognisedByTheirHeadings(t *testing.T) {
	for _, c := range []struct {
		name, text, kind string
		sure             bool
	}{
		{"asiakkaat.csv", string(invent.List(50, 7)), history.OfCustomers, true},
		{"yhteydenotot.csv", "Nro;Päivä;Kanava;Viesti\n4711;1.6.2026;puhelu;Kysyi räystäästä\n", history.OfContacts, true},
		{"toimitukset.csv", "Nro;Päivä;Tuote;Määrä\n4711;1.6.2026;Hiekoitus;2\n", history.OfDeliveries, true},
		{"kirje.eml", "Subject: x\n\nHei\n", history.OfMail, true},
		{"Saapuneet", "From aino@example.com Sat Jun 13 09:05:10 2026\nSubject: x\n\nHei\n", history.OfMail, true},
		{"kuitti.txt", "From the shop\nthank you\n", "", false},
		{"x.csv", "Arvo;Luku\nx;1\ny;2\n", "", false},
		{"muistio.txt", "Muista soittaa.\nJa maksaa.\n", "", false},
		{"outo.json", `{"rows":[{"w":"x","said":{"x":"Hei"}}]}`, history.OfConversations, false},
	} {
		if r := recognise(t, writtenAs(t, c.name, c.text)); r.Kind != c.kind || r.Sure != c.sure {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
	if r := recognise(t, filepath.Join(samples, "tidio-contacts-csv/contacts.csv")); r.Kind != history.OfCustomers {
		t.Errorf("people without words: %+v", r)
	}
	if r := recognise(t, filepath.Join(t.TempDir(), "puuttuu.csv")); r.Problem == nil || r.Problem.Code != "file-unreadable" {
		t.Errorf("a file that is not there: %+v", r)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := history.Recognise(stopped, writtenAs(t, "x.json", "[]"), "2026-11-21"); !errors.Is(err, app.E("cancelled", "")) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestANewCardIsAsThePersonPutIt(t *testing.T) {
	v := vaulttest.New(t)
	s := chat(talk.Conversation{ID: "c1", Channel: app.Chat, Contact: talk.Party{Placeholder: "Visitor 1"}, Messages: []talk.Message{line("2026-06-13T06:05:10Z", app.RoleUnknown, "Hei")}})
	p := preview(t, v, s, history.Options{})
	key := p.Conversations[0].Key
	o := history.Options{Choices: []history.Choice{{Key: key, To: history.ToNew, Name: " Väinö  Kuusela ", Email: "vaino@example.com", Phone: "0405550101"}}}
	if p = preview(t, v, s, o); p.Counts.Customers != 1 || p.Conversations[0].Customer.Name != "Väinö Kuusela" {
		t.Fatalf("%+v", p.Conversations[0])
	}
	run(t, v, s, o)
	var rows []app.CustomerRow
	if err := v.View(func(tx *vault.Tx) (err error) { rows, err = tx.Find("vaino@example.com", 5); return err }); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].Name != "Väinö Kuusela" || !strings.HasSuffix(strings.ReplaceAll(rows[0].Phone, " ", ""), "405550101") {
		t.Errorf("the card: %+v", rows)
	}
}
