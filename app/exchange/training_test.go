package exchange_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func trainingVault(t *testing.T) *vaulttest.V {
	t.Helper()
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Virtanen", Phone: "040 555 0101", Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "Ville Vara"}}})
	other := v.Customer(app.Customer{Name: "Kerttu Kuusela"})
	err := v.Update(func(tx *vault.Tx) error {
		made, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-03-02", Channel: app.Chat, Direction: app.In, Subject: "Virtasen katto", Purpose: app.ForTraining})
		if err != nil {
			return err
		}
		_, err = tx.AddContact(app.Contact{CustomerID: other.ID, On: "2026-03-03", Channel: app.Phone, Direction: app.Out, Seconds: 252,
			Text: "Kuuselalle kerrottiin, Virtanen ja Ville mukana, 040 555 0101", Purpose: app.ForQuality})
		if err != nil {
			return err
		}
		if _, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-03-04", Channel: app.Email, Direction: app.In, Text: "Ei mukaan"}); err != nil {
			return err
		}
		return tx.AddMessages(made.ID, []app.Message{
			{At: "10:00", Role: app.RoleCustomer, Author: "Aino", Kind: app.KindText, Text: "Hei, Aino täällä"},
			{At: "10:01", Role: app.RoleAgent, Author: "Seppo", Kind: app.KindText, Text: "Seppo tässä, hei"},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTrainingFileIsWhatThePreviewShowed(t *testing.T) {
	v := trainingVault(t)
	choice := app.TrainingChoice{Purposes: []app.Purpose{app.ForTraining, app.ForQuality}}
	preview, err := exchange.PreviewTraining(t.Context(), v.Vault, choice, app.Finnish, nil)
	if err != nil {
		t.Fatal(err)
	}
	var text, lines bytes.Buffer
	done, err := exchange.WriteTraining(t.Context(), v.Vault, choice, app.Finnish, exchange.TrainingText, &text, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exchange.WriteTraining(t.Context(), v.Vault, choice, app.Finnish, exchange.TrainingJSON, &lines, nil); err != nil {
		t.Fatal(err)
	}
	want := "1. Viesti asiakkaalta · koulutus · 2026-03\nAihe: [asiakas] katto\nAsiakas: Hei, [asiakas] täällä\nYritys: [työntekijä] tässä, hei\n\n" +
		"2. Puhelu asiakkaalle · laatu · 2026-03 · 4:12\n[asiakas] kerrottiin, [asiakas] ja [henkilö] mukana, [puhelin]\n\n"
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", text.String(), want)
	}
	asJSON := func(x any) string { b, _ := json.Marshal(x); return string(b) }
	if preview.Contacts != 2 || asJSON(preview) != asJSON(done) || len(preview.Replaced) != 7 {
		t.Errorf("preview %s\ndone %s", asJSON(preview), asJSON(done))
	}
	dec := json.NewDecoder(&lines)
	for i := 0; ; i++ {
		var item app.TrainingItem
		if err := dec.Decode(&item); errors.Is(err, io.EOF) {
			if i != 2 {
				t.Errorf("%d lines", i)
			}
			break
		} else if err != nil || asJSON(item) != asJSON(preview.Sample[i]) {
			t.Errorf("line %d is %s, %v", i, asJSON(item), err)
		}
	}
	_ = v.View(func(tx *vault.Tx) error {
		log, _, err := tx.Audit(10, 0)
		if err != nil || log[0].Action != "training-exported" || log[1].Action != "training-exported" || log[2].Action == "training-exported" {
			t.Errorf("the log: %+v, %v", log, err)
		}
		return nil
	})
}

func TestTrainingIsRefusedAndStopped(t *testing.T) {
	v := trainingVault(t)
	if _, err := exchange.WriteTraining(t.Context(), v.Vault, app.TrainingChoice{}, app.Finnish, "doc", io.Discard, nil); !errors.Is(err, app.E("choice-invalid", "form")) {
		t.Errorf("an unknown form: %v", err)
	}
	if _, err := exchange.PreviewTraining(t.Context(), v.Vault, app.TrainingChoice{Channels: []app.Channel{"fax"}}, app.Finnish, nil); !errors.Is(err, app.E("choice-invalid", "channel")) {
		t.Errorf("an unknown channel: %v", err)
	}
	if _, err := exchange.PreviewTraining(t.Context(), v.Vault, app.TrainingChoice{}, "de", nil); !errors.Is(err, app.E("choice-invalid", "language")) {
		t.Errorf("an unknown language: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := exchange.PreviewTraining(ctx, v.Vault, app.TrainingChoice{}, app.Finnish, nil); !errors.Is(err, app.E("cancelled", "")) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestTrainingHasAWordForEverything(t *testing.T) {
	var need []string
	for _, m := range app.Masks() {
		need = append(need, "mask."+m)
	}
	for _, c := range app.Channels() {
		need = append(need, "channel."+string(c))
	}
	for _, p := range app.Purposes() {
		need = append(need, "purpose."+string(p))
	}
	for _, r := range app.Roles() {
		need = append(need, "role."+string(r))
	}
	for _, l := range app.Langs() {
		b, err := os.ReadFile(filepath.Join("texts", "training_"+string(l)+".json"))
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatal(err)
		}
		for _, key := range append(need, "direction.in", "direction.out", "say.subject") {
			if words[key] == "" {
				t.Errorf("%s has no word for %s", l, key)
			}
		}
	}
}

func TestLetterAsLinkAndDraft(t *testing.T) {
	l := exchange.Letter{To: "aino+katto@posti.example", Subject: "Tarjous: 20 % & 1+1?", Body: "Hei Äiti,\n\nrivi = yksi\r\nkaksi"}
	u, err := url.Parse(l.Mailto())
	if err != nil || u.Scheme != "mailto" || u.Opaque != "aino+katto@posti.example" {
		t.Fatalf("%s: %+v, %v", l.Mailto(), u, err)
	}
	if q := u.Query(); q.Get("subject") != l.Subject || q.Get("body") != "Hei Äiti,\r\n\r\nrivi = yksi\r\nkaksi" || strings.Contains(u.RawQuery, "+") {
		t.Errorf("%v", u.RawQuery)
	}
	for _, to := range []string{"a@b.example?cc=c@d.example", "a@b.example&bcc=x@y.example", "a b@c.example\r\nBcc: x@y.example"} {
		u, err := url.Parse(exchange.Letter{To: to, Subject: "s"}.Mailto())
		if err != nil || u.Query().Has("cc") || u.Query().Has("bcc") {
			t.Errorf("%q becomes %v, %v", to, u, err)
		}
	}
	long := l
	long.Body = strings.Repeat("ä", 2000)
	if long.Mailto() != "" {
		t.Error("too long a link")
	}
	long.To, long.Subject = long.To+"\r\nBcc: x@y.example", "Ääkköset\r\nBcc: z@y.example"
	for _, x := range []exchange.Letter{l, long} {
		m, err := mail.ReadMessage(bytes.NewReader(x.Draft()))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != strings.ReplaceAll(x.Body, "\r\n", "\n") {
			t.Errorf("body %q, %v", body, err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || m.Header.Get("Bcc") != "" || m.Header.Get("X-Unsent") != "1" || !strings.HasPrefix(subject, x.Subject[:8]) {
			t.Errorf("head %v, %v", m.Header, err)
		}
	}
}
