package desktop

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/mailing"
	"kortisto/app/vault"
)

// postOffice is a mail server of this computer that takes everything, and hangs
// up without an answer on a message to somebody named Hiljaa.
func postOffice(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go takeMail(c)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func takeMail(c net.Conn) {
	defer func() { _ = c.Close() }()
	in := bufio.NewScanner(c)
	_, _ = fmt.Fprint(c, "220 test\r\n")
	silent, data := false, false
	for in.Scan() {
		line := in.Text()
		switch {
		case data && line != ".":
		case data && silent:
			return
		case strings.HasPrefix(line, "DATA"):
			data = true
			_, _ = fmt.Fprint(c, "354 go on\r\n")
		default:
			data = false
			silent = silent || strings.Contains(line, "hiljaa@")
			_, _ = fmt.Fprint(c, "250 ok\r\n")
		}
	}
}

func mailingStory(b *bench, customer string) {
	b.Helper()
	do[[]string](b, "Mailing.ListFields")
	if s := do[MailSettings](b, "Mailing.Settings"); s.Sayable == nil || s.Rules.SoftOptIn || s.Rules.LegalPersons || s.HasPassword {
		b.Fatalf("a new register's settings are %+v", s)
	}
	refused(b, "mail-plain", "Mailing.SetServer", app.MailServer{Host: "smtp.yritys.example", TLS: app.MailPlain})
	refused(b, "mail-server-missing", "Mailing.TestServer")
	server := app.MailServer{Host: "127.0.0.1", Port: postOffice(b.T), TLS: app.MailPlain, From: "posti@saarela.example", PerMinute: 600, Password: "salasana"}
	if s := do[MailSettings](b, "Mailing.SetServer", server); !s.HasPassword || s.Server.Password != "" {
		b.Fatalf("the password came back: %+v", s)
	}
	if s := do[MailSettings](b, "Mailing.SetRules", app.MailRules{OptOut: "ei@saarela.example"}); s.Sayable != nil || s.OptOut != "ei@saarela.example" {
		b.Fatalf("settings %+v", s)
	}
	do[none](b, "Mailing.TestServer")

	refused(b, "consent-unproven", "Mailing.Add", NewMailEntry{app.ListEntry{Email: "eero@posti.example"}, &MailConsent{Given: true, Channel: app.Visit}})
	w := do[app.Wording](b, "Mailing.AddWording", app.Wording{Name: "Uutiskirje", Text: "Saako uutiskirjeen lähettää?"})
	if all := do[[]app.Wording](b, "Mailing.Wordings"); len(all) != 1 || all[0].ID != w.ID || all[0].Version != 1 {
		b.Fatalf("wordings %+v", all)
	}
	eero := do[MailCard](b, "Mailing.Add", NewMailEntry{app.ListEntry{Email: "eero@posti.example"}, &MailConsent{Given: true, Channel: app.Visit, Wording: "Uutiskirje"}})
	if !eero.Line.Decision.Allow || eero.Consents[0].Version != "Uutiskirje 1" {
		b.Fatalf("added %+v", eero)
	}
	silent := do[MailCard](b, "Mailing.Add", NewMailEntry{app.ListEntry{Email: "hiljaa@posti.example"}, nil})
	silent = do[MailCard](b, "Mailing.Consent", silent.Line.Entry.ID, MailConsent{Given: true, Channel: app.Email, Source: "Viesti"})
	silent.Line.Entry.Name = "Hilja"
	if e := do[MailCard](b, "Mailing.Edit", silent.Line.Entry); e.Line.Entry.Name != "Hilja" || !e.Line.Decision.Allow {
		b.Fatalf("edited %+v", e)
	}
	if k := do[vault.KnownMail](b, "Mailing.Known", "EERO@posti.example"); k.EntryID != eero.Line.Entry.ID {
		b.Fatalf("known %+v", k)
	}
	if a := do[vault.Added](b, "Mailing.AddCustomers", []string{customer}); a.Added != 1 {
		b.Fatalf("added %+v", a)
	}
	if of := do[[]MailLine](b, "Mailing.OfCustomer", customer); len(of) != 1 || of[0].Decision.Because != "consent" {
		b.Fatalf("of the customer: %+v", of)
	}
	do[MailCard](b, "Mailing.Add", NewMailEntry{app.ListEntry{Email: "kysymatta@posti.example"}, nil})
	if p := do[MailPage](b, "Mailing.List", MailFilter{Because: "may"}); p.All != 4 || p.May != 3 || p.Total != 3 || len(p.Rows) != 3 || len(p.Why) != 2 {
		b.Fatalf("list %+v", p)
	}
	mailingOut(b)
	mailingLists(b)

	do[none](b, "Mailing.Suppress", "eero@posti.example", app.Objected)
	do[none](b, "Mailing.Suppress", "hiljaa@posti.example", app.Bounced)
	do[none](b, "Mailing.Unsuppress", "hiljaa@posti.example")
	if c := do[MailCard](b, "Mailing.Entry", eero.Line.Entry.ID); c.Line.Suppressed != app.Objected || c.Line.Decision.Because != "objected" || len(c.Sends) != 1 {
		b.Fatalf("entry %+v", c)
	}
	if n := do[app.Counts](b, "Mailing.Remove", []string{eero.Line.Entry.ID, silent.Line.Entry.ID}); n.Entries != 2 {
		b.Fatalf("removed %+v", n)
	}
	refused(b, "mail-suppressed", "Mailing.Add", NewMailEntry{app.ListEntry{Email: "eero@posti.example"}, nil})
}

// mailingOut writes, previews, sends and exports.
func mailingOut(b *bench) {
	b.Helper()
	draft := do[app.Mailing](b, "Mailing.Save", app.Mailing{Subject: "Hei", Body: "Kevään työt"})
	do[none](b, "Mailing.Delete", draft.ID)
	draft = do[app.Mailing](b, "Mailing.Save", app.Mailing{Subject: "Hei", Body: "Kevään työt"})
	p := do[MailingPreview](b, "Mailing.Preview", draft.ID)
	if p.Going != 3 || len(p.LeftOut) != 1 || p.LeftOut[0].Because != "no-consent" || !strings.Contains(p.Text, "ei@saarela.example") || p.Problem != nil {
		b.Fatalf("preview %+v", p)
	}
	refused(b, "mail-changed", "Mailing.Send", draft.ID, "another")
	refused(b, "mail-unsure", "Mailing.Send", draft.ID, p.Digest)
	s := do[MailingState](b, "Mailing.State", draft.ID)
	if len(s.Unsure) != 1 || s.Unsure[0].Email != "hiljaa@posti.example" || s.Mailing.Sent != 2 {
		b.Fatalf("state %+v", s)
	}
	do[none](b, "Mailing.Settle", s.Unsure[0].ID, true)
	if o := do[mailing.Outcome](b, "Mailing.Send", draft.ID, ""); o.Sent != 3 || !o.Done {
		b.Fatalf("outcome %+v", o)
	}
	if all := do[[]app.Mailing](b, "Mailing.Mailings"); len(all) != 1 || all[0].State != app.MailingDone || all[0].On != "2026-11-21" {
		b.Fatalf("mailings %+v", all)
	}
	b.host.save = filepath.Join(b.dir, "lista.csv")
	if e := do[ListExported](b, "Mailing.Export", mailing.CSV, "", ""); e.Count != 3 || e.Path != b.host.save {
		b.Fatalf("exported %+v", e)
	}
	if csv, err := os.ReadFile(b.host.save); err != nil || strings.Count(string(csv), "ei@saarela.example") != 3 {
		b.Fatalf("%s %v", csv, err)
	}
	b.host.save = ""
	if e := do[ListExported](b, "Mailing.Export", mailing.CSV, "", ""); e.Path != "" {
		b.Fatalf("exported without a place: %+v", e)
	}
}

// mailingLists brings a file in and takes it back.
func mailingLists(b *bench) {
	b.Helper()
	choice := b.chosen("lista.csv", latin("Nimi;Posti\r\nEka;eka@posti.example\r\nToka;toka(at)posti.example\r\n"))
	choice.Columns = []ColumnChoice{{"B", "-"}}
	if p := do[ListPreview](b, "Mailing.PreviewImport", choice); p.Problem == nil || p.Problem.Code != "import-no-email-column" || len(p.Columns) != 2 {
		b.Fatalf("preview %+v", p)
	}
	choice.Columns = []ColumnChoice{{"B", "email"}}
	choice.ConsentSource, choice.ConsentDate = "Messut", "2026-10-01"
	p := do[ListPreview](b, "Mailing.PreviewImport", choice)
	if p.Counts.Add != 1 || p.Counts.Skip != 1 || p.Counts.Consents != 1 || p.Rows[0].Entry.Email != "eka@posti.example" {
		b.Fatalf("preview %+v", p)
	}
	refused(b, "import-changed-since", "Mailing.RunImport", choice, "another")
	r := do[ImportResult](b, "Mailing.RunImport", choice, p.Digest)
	if u := do[vault.Undone](b, "Imports.Undo", r.Batch); u.Removed != 1 {
		b.Fatalf("undone %+v", u)
	}
}
