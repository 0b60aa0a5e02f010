package mailing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// bench is a vault with a list, a draft and a mail server.
type bench struct {
	*vaulttest.V
	t        *testing.T
	server   *mailServer
	entries  []string
	customer string
	mailing  string
}

func (b *bench) update(f func(tx *vault.Tx) error) {
	b.t.Helper()
	if err := b.Update(f); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) add(address, name string, lang app.Lang) string {
	b.t.Helper()
	var id string
	b.update(func(tx *vault.Tx) error {
		r, err := tx.AddEntry(app.ListEntry{Email: address, Name: name, Language: lang}, &app.Consent{Given: true, On: "2026-05-01", Channel: app.Visit, Wording: "Uutiskirje"})
		id = r.ID
		return err
	})
	return id
}

// newBench has three who agreed, one of them a customer, and one who did not.
func newBench(t *testing.T, way app.MailTLS, prepare func(*mailServer)) *bench {
	t.Helper()
	b := &bench{V: vaulttest.New(t), t: t, server: newMailServer(t, prepare)}
	b.update(func(tx *vault.Tx) error {
		if err := tx.SetFirm(app.Firm{Name: "Piha ja Metsä Saarela", BusinessID: "1234567-1", Email: "posti@saarela.example", Street: "Rantatie 5", Postcode: "70100", Town: "Kuopio"}); err != nil {
			return err
		}
		if err := tx.SetMailServer(b.server.settings(way)); err != nil {
			return err
		}
		c, err := tx.AddCustomer(app.Customer{Name: "Cecilia Öhman", Email: "c@posti.example", Language: app.Swedish, CreatedOn: "2025-01-01"})
		if err != nil {
			return err
		}
		b.customer = c.ID
		if _, err := tx.AddConsent(app.Consent{CustomerID: c.ID, Given: true, On: "2026-05-01", Channel: app.Phone, Source: "Puhelu"}); err != nil {
			return err
		}
		if _, err := tx.AddCustomersToList([]string{c.ID}); err != nil {
			return err
		}
		if _, err := tx.AddEntry(app.ListEntry{Email: "silent@posti.example"}, nil); err != nil {
			return err
		}
		m, err := tx.SaveMailing(app.Mailing{Subject: "Kevään työt – ä", Body: "Hei,\n\npihatyöt alkavat."})
		b.mailing = m.ID
		return err
	})
	b.entries = []string{b.add("a@posti.example", "Aino Koivu", app.Finnish), b.add("b@posti.example", "", app.English)}
	return b
}

func (b *bench) preview() (p vault.MailPreview) {
	b.t.Helper()
	if err := b.View(func(tx *vault.Tx) (err error) { p, err = tx.PreviewMailing(b.mailing); return }); err != nil {
		b.t.Fatal(err)
	}
	return p
}

func (b *bench) send() (Outcome, error) {
	return b.server.line().Send(context.Background(), b.Vault, b.mailing, b.preview().Digest, nil)
}

func (b *bench) states() (out []string) {
	b.t.Helper()
	if err := b.View(func(tx *vault.Tx) error {
		all, err := tx.Sends(b.mailing, "")
		for _, s := range all {
			out = append(out, s.Email[:1]+" "+string(s.State)+" "+s.Code)
		}
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return out
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprintf("%v", got) != fmt.Sprintf("%v", want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestAMailingGoesToThoseWhoAgreedOneMessageEach(t *testing.T) {
	for _, way := range []app.MailTLS{app.MailStartTLS, app.MailImplicit} {
		t.Run(string(way), func(t *testing.T) {
			b := newBench(t, way, func(s *mailServer) { s.wrapped = way == app.MailImplicit })
			if err := b.server.line().Test(context.Background(), b.Vault); err != nil {
				t.Fatal(err)
			}
			out, err := b.send()
			if err != nil {
				t.Fatal(err)
			}
			want(t, "outcome", out, Outcome{Sent: 3, Done: true})
			to, messages := b.server.got()
			want(t, "to", to, []string{"a@posti.example", "b@posti.example", "c@posti.example"})
			if slices.Contains(b.server.secured, false) {
				t.Error("a message went in clear")
			}
			for i, raw := range messages {
				if strings.Contains(raw, "silent@") || strings.Count(raw, "@posti.example") != 1 {
					t.Errorf("message %d names another recipient:\n%s", i, raw)
				}
			}
			checkMessage(t, messages[0])
			if _, err := b.send(); !errors.Is(err, app.E("not-found", "")) && err != nil {
				t.Errorf("sending again: %v", err)
			}
			if to, _ = b.server.got(); len(to) != 3 {
				t.Errorf("%d messages went after the second sending", len(to))
			}
		})
	}
}

// checkMessage looks for what every message must say.
func checkMessage(t *testing.T, raw string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, "subject", subject, "Kevään työt – ä")
	if id := m.Header.Get("Message-ID"); !strings.HasSuffix(id, "@saarela.example>") {
		t.Errorf("message id %s", id)
	}
	if u := m.Header.Get("List-Unsubscribe"); !strings.HasPrefix(u, "<mailto:posti@saarela.example?subject=") {
		t.Errorf("List-Unsubscribe %s", u)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || from[0].Name != "Piha ja Metsä Saarela" || from[0].Address != "posti@saarela.example" {
		t.Errorf("from %v %v", from, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"pihatyöt alkavat.", "koska olet antanut siihen luvan", "Piha ja Metsä Saarela, 1234567-1, Rantatie 5", "kirjoita osoitteeseen posti@saarela.example"} {
		if !strings.Contains(string(body), part) {
			t.Errorf("the message lacks %q:\n%s", part, body)
		}
	}
}

func TestAMessageToACustomerIsAContactThatMovesNoClock(t *testing.T) {
	b := newBench(t, app.MailStartTLS, func(*mailServer) {})
	var before, after app.Decision
	decide := func(d *app.Decision) {
		if err := b.View(func(tx *vault.Tx) (err error) { *d, err = tx.Decision(b.customer); return }); err != nil {
			t.Fatal(err)
		}
	}
	decide(&before)
	if _, err := b.send(); err != nil {
		t.Fatal(err)
	}
	decide(&after)
	want(t, "erased on", after.EraseOn, before.EraseOn)
	_ = b.View(func(tx *vault.Tx) error {
		all, _, err := tx.Contacts(b.customer, 0, 0)
		if err != nil || len(all) != 1 || !all[0].Mass || all[0].Channel != app.Email || all[0].Direction != app.Out || all[0].Subject != "Kevään työt – ä" {
			t.Errorf("contacts %+v %v", all, err)
		}
		return nil
	})
}

func TestWhatChangedSinceThePreviewIsNotSent(t *testing.T) {
	b := newBench(t, app.MailStartTLS, func(*mailServer) {})
	digest := b.preview().Digest
	b.add("d@posti.example", "", app.Finnish)
	if _, err := b.server.line().Send(context.Background(), b.Vault, b.mailing, digest, nil); !errors.Is(err, app.E("mail-changed", "")) {
		t.Errorf("got %v", err)
	}
	if to, _ := b.server.got(); len(to) != 0 {
		t.Errorf("sent to %v", to)
	}
}

func TestWhoWithdrawsBeforeHisTurnGetsNothing(t *testing.T) {
	b := newBench(t, app.MailStartTLS, func(*mailServer) {})
	b.update(func(tx *vault.Tx) error { return tx.BeginMailing(b.mailing, mustDigest(tx, b.mailing)) })
	b.update(func(tx *vault.Tx) error { return tx.Suppress("B@posti.example", app.Objected) })
	out, err := b.send()
	if err != nil {
		t.Fatal(err)
	}
	want(t, "outcome", out, Outcome{Sent: 2, Skipped: 1, Done: true})
	want(t, "states", b.states(), []string{"a sent ", "b skipped objected", "c sent "})
}

func mustDigest(tx *vault.Tx, id string) string {
	p, err := tx.PreviewMailing(id)
	if err != nil {
		panic(err)
	}
	return p.Digest
}

// The server takes the second message and dies before it answers: nobody can
// tell, so nothing is sent until a person has.
func TestAMessageThatBrokeOffIsAskedAboutAndNeverRepeatedSilently(t *testing.T) {
	for name, c := range map[string]struct {
		went bool
		to   []string
	}{
		"it went, and is not sent again": {true, []string{"a@posti.example", "b@posti.example", "c@posti.example"}},
		"it did not, and is sent again":  {false, []string{"a@posti.example", "b@posti.example", "b@posti.example", "c@posti.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, app.MailStartTLS, func(s *mailServer) { s.hangUpAt = 2 })
			if _, err := b.send(); !errors.Is(err, app.E("mail-unsure", "")) {
				t.Fatalf("got %v", err)
			}
			b.Reopen()
			if _, err := b.send(); !errors.Is(err, app.E("mail-unsure", "")) {
				t.Fatalf("and again: %v", err)
			}
			want(t, "states", b.states(), []string{"a sent ", "b sending ", "c queued "})
			b.update(func(tx *vault.Tx) error {
				unsure, err := tx.UnsureSends(b.mailing)
				if err != nil || len(unsure) != 1 {
					return errors.Join(err, fmt.Errorf("%d unsure", len(unsure)))
				}
				return tx.SettleSend(unsure[0].ID, c.went)
			})
			out, err := b.send()
			if err != nil {
				t.Fatal(err)
			}
			want(t, "outcome", out, Outcome{Sent: 3, Done: true})
			to, _ := b.server.got()
			want(t, "to", to, c.to)
		})
	}
}

func TestStoppingLeavesTheRestInTheQueue(t *testing.T) {
	b := newBench(t, app.MailStartTLS, func(*mailServer) {})
	ctx, cancel := context.WithCancel(context.Background())
	line := b.server.line()
	line.testOnlyPace = 0 // the setting's: a tenth of a second
	go func() { <-b.server.taken; cancel() }()
	out, err := line.Send(ctx, b.Vault, b.mailing, b.preview().Digest, nil)
	if !errors.Is(err, app.E("mail-stopped", "")) || out.Sent+out.Left != 3 || out.Left == 0 || out.Done {
		t.Fatalf("%+v %v", out, err)
	}
	if out, err = b.send(); err != nil || out.Sent != 3 {
		t.Errorf("going on: %+v %v", out, err)
	}
	if to, _ := b.server.got(); len(to) != 3 {
		t.Errorf("%d messages went", len(to))
	}
}

func TestWhatTheServerSays(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*mailServer)
		change  func(*app.MailServer)
		trust   bool
		code    string
		states  []string
	}{
		"an unknown recipient fails and the others go on": {func(s *mailServer) { s.refuse = "b@" }, nil, true, "", []string{"a sent ", "b failed 550", "c sent "}},
		"a sender that is refused stops all":              {func(s *mailServer) { s.sender = true }, nil, true, "mail-refused", []string{"a queued ", "b queued ", "c queued "}},
		"a wrong password stops before the first":         {func(s *mailServer) { s.pass = "toinen" }, nil, true, "mail-login", []string{"a queued ", "b queued ", "c queued "}},
		"a server without TLS gets nothing":               {func(s *mailServer) { s.bare = true }, nil, true, "mail-tls", []string{"a queued ", "b queued ", "c queued "}},
		"a certificate nobody believes gets nothing":      {func(*mailServer) {}, nil, false, "mail-tls", []string{"a queued ", "b queued ", "c queued "}},
		"nobody at the port":                              {func(*mailServer) {}, func(s *app.MailServer) { s.Port = 1 }, true, "mail-connect", []string{"a queued ", "b queued ", "c queued "}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, app.MailStartTLS, c.prepare)
			if c.change != nil {
				s := b.server.settings(app.MailStartTLS)
				c.change(&s)
				b.update(func(tx *vault.Tx) error { return tx.SetMailServer(s) })
			}
			line := b.server.line()
			if !c.trust {
				line.testOnlyRoots = nil
			}
			_, err := line.Send(context.Background(), b.Vault, b.mailing, b.preview().Digest, nil)
			if c.code == "" && err != nil || c.code != "" && !errors.Is(err, app.E(c.code, "")) {
				t.Errorf("got %v, want %q", err, c.code)
			}
			want(t, "states", b.states(), c.states)
		})
	}
}

func TestNothingGoesWithoutSenderAndOptOut(t *testing.T) {
	b := newBench(t, app.MailStartTLS, func(*mailServer) {})
	b.update(func(tx *vault.Tx) error { return tx.SetFirm(app.Firm{Name: "Piha ja Metsä Saarela"}) })
	if _, err := b.send(); !errors.Is(err, app.E("mail-no-opt-out", "")) {
		t.Errorf("got %v", err)
	}
	p := b.preview()
	want(t, "going", len(p.Going), 0)
	want(t, "why", p.LeftOut[0].Decision.Because, "no-opt-out")
}
