package mailing

import (
	"net/mail"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
)

func TestNamesAndDomainsOfAnyLettersReachTheServerWhole(t *testing.T) {
	b := newBench(t, app.MailStartTLS, func(*mailServer) {})
	for address, name := range map[string]string{
		"q@posti.example":       `Oy "Kukka" \ Ab`,
		"i@kääpiö.example":      "Ääkkönen, Åke <x@y.example>",
		"o'neill@posti.example": "O'Neill\r\nBcc: salaa@posti.example",
	} {
		b.add(address, name, app.Finnish)
	}
	b.update(func(tx *vault.Tx) error {
		s, err := tx.MailServer()
		if err != nil {
			return err
		}
		s.FromName = `Kukka "Kulma" Oy`
		return tx.SetMailServer(s)
	})
	if out, err := b.send(); err != nil || out.Sent != 6 || out.Failed != 0 {
		t.Fatalf("%+v, %v: %q", out, err, b.states())
	}
	to, messages := b.server.got()
	names := map[string]string{}
	for i, raw := range messages {
		m, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if m.Header.Get("Bcc") != "" || m.Header.Get("Cc") != "" {
			t.Errorf("%q has a copy to somebody else", raw)
		}
		list, err := m.Header.AddressList("To")
		if err != nil || len(list) != 1 || !strings.Contains(to[i], list[0].Address) {
			t.Fatalf("%q to %q, %v", m.Header.Get("To"), to[i], err)
		}
		names[list[0].Address[:1]] = list[0].Name
		if strings.ContainsFunc(list[0].Address, func(r rune) bool { return r > 127 }) {
			t.Errorf("%s is no address for a server", list[0].Address)
		}
		if from, err := m.Header.AddressList("From"); err != nil || from[0].Name != `Kukka "Kulma" Oy` {
			t.Errorf("from %v, %v", from, err)
		}
	}
	want(t, "the quoted name", names["q"], `Oy "Kukka" \ Ab`)
	want(t, "the name with an address in it", names["i"], "Ääkkönen, Åke <x@y.example>")
	want(t, "the name with a line break", names["o"], "O'Neill Bcc: salaa@posti.example")
}
