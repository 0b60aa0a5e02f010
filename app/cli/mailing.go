package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"kortisto/app"
	"kortisto/app/exchange/mailing"
	"kortisto/app/vault"
)

type mailingCmd struct {
	List     mailingListCmd     `cmd:""`
	Add      mailingAddCmd      `cmd:""`
	Remove   mailingRemoveCmd   `cmd:""`
	Consent  mailingConsentCmd  `cmd:""`
	Wording  mailingWordingCmd  `cmd:""`
	Suppress mailingSuppressCmd `cmd:""`
	Bounced  mailingBouncedCmd  `cmd:""`
	Settings mailingSettingsCmd `cmd:""`
	Draft    mailingDraftCmd    `cmd:""`
	Preview  mailingPreviewCmd  `cmd:""`
	Export   mailingExportCmd   `cmd:""`
	Send     mailingSendCmd     `cmd:""`
	Settle   mailingSettleCmd   `cmd:""`
}

// entryOf finds an entry by its address.
func (s *session) entryOf(tx *vault.Tx, address string) (vault.MailRow, error) {
	r, err := tx.MailEntryByEmail(address)
	if toldNotFound(err) {
		err = app.E("not-found", "email", "value", address)
	}
	return r, err
}

func toldNotFound(err error) bool { return err != nil && app.Told(err)[0].Code == "not-found" }

type mailingListCmd struct {
	Due bool
}

func (c mailingListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.MailList()
		if err != nil {
			return err
		}
		rows := []vault.MailRow{}
		for _, r := range all {
			if !c.Due || r.Clock.Over(tx.Today) || r.Clock.Renewing(tx.Today) {
				rows = append(rows, r)
			}
		}
		return s.result(rows, func(w io.Writer) { s.mailRows(w, rows) })
	})
}

func (s *session) mailRows(w io.Writer, rows []vault.MailRow) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", oneLine(r.Email), oneLine(r.Name), s.choice("mail", r.Decision.Because), r.Clock.EraseOn)
	}
	_ = t.Flush() // to memory
}

func oneLine(v string) string { return strings.Join(strings.Fields(v), " ") }

type mailingAddCmd struct {
	Email      string `arg:""`
	Name       string `placeholder:"T"`
	Kind       string `enum:"person,company,soletrader," default:"" placeholder:"KIND"`
	Language   string `enum:"fi,sv,en," default:"" placeholder:"fi|sv|en"`
	Origin     string `placeholder:"T"`
	Customer   string `placeholder:"NUMBER"`
	WorkDuties string `placeholder:"T"`
	SoldOn     string `placeholder:"DAY"`
	SoldWhat   string `placeholder:"T"`
	Told       bool
	Channel    string `enum:"phone,email,chat,visit,letter,other" default:"other" placeholder:"CHANNEL"`
	Wording    string `placeholder:"T"`
	Source     string `placeholder:"T"`
	On         string `placeholder:"DAY"`
}

func (c mailingAddCmd) Run(s *session) error {
	on, err := day("on", c.On)
	if err != nil {
		return err
	}
	sold, err := day("sold-on", c.SoldOn)
	if err != nil {
		return err
	}
	e := app.ListEntry{
		Email: c.Email, Name: c.Name, Kind: app.Kind(c.Kind), Language: app.Lang(c.Language), Origin: c.Origin, WorkDuties: c.WorkDuties,
		Sale: app.Sale{On: sold, What: c.SoldWhat, Told: c.Told},
	}
	var consent *app.Consent
	if c.Wording != "" || c.Source != "" {
		consent = &app.Consent{Given: true, On: on, Channel: app.Channel(c.Channel), Wording: c.Wording, Source: c.Source}
	}
	return s.update(func(tx *vault.Tx) error {
		if c.Customer != "" {
			card, err := s.customer(tx, c.Customer)
			if err != nil {
				return err
			}
			e.CustomerID, e.Kind = card.ID, card.Kind
		}
		made, err := tx.AddEntry(e, consent)
		if err != nil {
			return err
		}
		return s.result(made, s.aboutEntry(made))
	})
}

func (s *session) aboutEntry(r vault.MailRow) func(io.Writer) {
	return func(w io.Writer) {
		s.line(w, "say.mail.entry", "email", r.Email, "why", s.choice("mail", r.Decision.Because), "day", string(r.Clock.EraseOn))
	}
}

type mailingRemoveCmd struct {
	Email []string `arg:""`
}

func (c mailingRemoveCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		var ids []string
		err := v.View(func(tx *vault.Tx) error {
			for _, address := range c.Email {
				r, err := s.entryOf(tx, address)
				if err != nil {
					return err
				}
				ids = append(ids, r.ID)
			}
			return nil
		})
		if err != nil {
			return err
		}
		done, err := v.EraseEntries(s.ctx, ids, s.progress())
		if err != nil {
			return err
		}
		return s.result(done, func(w io.Writer) { s.line(w, "say.mail.removed", "count", strconv.Itoa(done.Counts.Entries)) })
	})
}

type mailingConsentCmd struct {
	Give     mailingGiveCmd     `cmd:""`
	Withdraw mailingWithdrawCmd `cmd:""`
}

type mailingConsentFlags struct {
	Email   string `arg:""`
	Channel string `enum:"phone,email,chat,visit,letter,other" default:"other" placeholder:"CHANNEL"`
	Wording string `placeholder:"T"`
	Source  string `placeholder:"T"`
	On      string `placeholder:"DAY"`
}

type mailingGiveCmd struct{ mailingConsentFlags }

func (c mailingGiveCmd) Run(s *session) error { return c.append(s, true) }

type mailingWithdrawCmd struct{ mailingConsentFlags }

func (c mailingWithdrawCmd) Run(s *session) error { return c.append(s, false) }

func (c mailingConsentFlags) append(s *session, given bool) error {
	on, err := day("on", c.On)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		r, err := s.entryOf(tx, c.Email)
		if err != nil {
			return err
		}
		made, err := tx.AddEntryConsent(app.Consent{EntryID: r.ID, Given: given, On: on, Channel: app.Channel(c.Channel), Wording: c.Wording, Source: c.Source})
		if err != nil {
			return err
		}
		if r, err = tx.MailEntry(r.ID); err != nil {
			return err
		}
		return s.result(struct {
			Email string `json:"email"`
			app.Consent
		}{r.Email, made}, s.aboutEntry(r))
	})
}

type mailingWordingCmd struct {
	Add  mailingWordingAddCmd  `cmd:""`
	List mailingWordingListCmd `cmd:""`
}

type mailingWordingAddCmd struct {
	Name     string `arg:""`
	Text     string `required:"" placeholder:"T"`
	Language string `enum:"fi,sv,en" default:"fi" placeholder:"fi|sv|en"`
}

func (c mailingWordingAddCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		text, err := s.long("text", c.Text)
		if err != nil {
			return err
		}
		made, err := tx.AddWording(app.Wording{Name: c.Name, Text: text, Language: app.Lang(c.Language)})
		if err != nil {
			return err
		}
		return s.result(made, func(w io.Writer) {
			s.line(w, "say.mail.wording", "name", made.Name, "version", strconv.Itoa(made.Version))
		})
	})
}

type mailingWordingListCmd struct{}

func (mailingWordingListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.Wordings()
		if err != nil {
			return err
		}
		return s.result(orEmpty(all), func(w io.Writer) {
			for _, each := range all {
				fmt.Fprintf(w, "%s %d: %s\n", oneLine(each.Name), each.Version, oneLine(each.Text))
			}
		})
	})
}

type mailingSuppressCmd struct {
	Email  string `arg:""`
	Reason string `enum:"withdrawn,objected,bounced" default:"objected" placeholder:"withdrawn|objected|bounced"`
	Lift   bool
}

func (c mailingSuppressCmd) Run(s *session) error {
	if c.Lift {
		return s.update(func(tx *vault.Tx) error {
			if err := tx.Unsuppress(c.Email); err != nil {
				return err
			}
			return s.known(tx, c.Email)
		})
	}
	return s.suppress(c.Email, app.Suppression(c.Reason))
}

type mailingBouncedCmd struct {
	Email string `arg:""`
}

func (c mailingBouncedCmd) Run(s *session) error { return s.suppress(c.Email, app.Bounced) }

func (s *session) suppress(address string, reason app.Suppression) error {
	return s.update(func(tx *vault.Tx) error {
		if err := tx.Suppress(address, reason); err != nil {
			return err
		}
		return s.known(tx, address)
	})
}

// known tells what is remembered of an address.
func (s *session) known(tx *vault.Tx, address string) error {
	k, err := tx.KnownMail(address)
	if err != nil {
		return err
	}
	return s.result(k, func(w io.Writer) {
		if k.Suppressed == "" {
			s.line(w, "say.mail.free", "email", address)
		} else {
			s.line(w, "say.mail.suppressed", "email", address, "why", s.choice("mail", string(k.Suppressed)), "day", string(k.SuppressedOn))
		}
	})
}

type mailingSettingsCmd struct {
	Host         string `placeholder:"HOST"`
	Port         int    `placeholder:"N"`
	TLS          string `name:"tls" enum:"starttls,tls,none," default:"" placeholder:"starttls|tls|none"`
	User         string `placeholder:"T"`
	PasswordFile string `placeholder:"FILE"`
	Sender       string `placeholder:"EMAIL"`
	SenderName   string `placeholder:"T"`
	PerMinute    int    `placeholder:"N"`
	OptOut       string `placeholder:"EMAIL"`
	SoftOptIn    string `enum:"yes,no," default:"" placeholder:"yes|no"`
	Companies    string `enum:"yes,no," default:"" placeholder:"yes|no"`
	Test         bool
}

// mailSettings is what is set, without the password.
type mailSettings struct {
	Server      app.MailServer `json:"server"`
	HasPassword bool           `json:"hasPassword"`
	Rules       app.MailRules  `json:"rules"`
}

func (c mailingSettingsCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		password := ""
		if c.PasswordFile != "" {
			var err error
			if password, err = s.secret("password-file", c.PasswordFile, "say.passphrase"); err != nil {
				return err
			}
		}
		var out mailSettings
		err := v.Update(func(tx *vault.Tx) error {
			if err := c.change(tx, password); err != nil {
				return err
			}
			var err error
			if out.Server, err = tx.MailServer(); err != nil {
				return err
			}
			out.HasPassword, out.Server.Password = out.Server.Password != "", ""
			out.Rules, err = tx.MailRules()
			return err
		})
		if err == nil && c.Test {
			err = mailing.Line{}.Test(s.ctx, v)
		}
		if err != nil {
			return err
		}
		return s.result(out, func(w io.Writer) {
			s.line(w, "say.mail.server", "host", out.Server.Host, "port", strconv.Itoa(out.Server.Port), "tls", string(out.Server.TLS))
			if c.Test {
				s.line(w, "say.mail.tested")
			}
		})
	})
}

// change writes what was given; what was left out stays as it is.
func (c mailingSettingsCmd) change(tx *vault.Tx, password string) error {
	server, err := tx.MailServer()
	if err != nil {
		return err
	}
	rules, err := tx.MailRules()
	if err != nil {
		return err
	}
	was, ruled := server, rules
	for _, f := range []struct {
		given string
		to    *string
	}{{c.Host, &server.Host}, {c.User, &server.User}, {password, &server.Password}, {c.Sender, &server.From}, {c.SenderName, &server.FromName}, {c.OptOut, &rules.OptOut}} {
		if f.given != "" {
			*f.to = f.given
		}
	}
	if c.TLS != "" {
		server.TLS = app.MailTLS(c.TLS)
	}
	if c.Port != 0 {
		server.Port = c.Port
	}
	if c.PerMinute != 0 {
		server.PerMinute = c.PerMinute
	}
	if c.SoftOptIn != "" {
		rules.SoftOptIn = c.SoftOptIn == "yes"
	}
	if c.Companies != "" {
		rules.LegalPersons = c.Companies == "yes"
	}
	if server != was {
		if err := tx.SetMailServer(server); err != nil {
			return err
		}
	}
	if rules != ruled {
		return tx.SetMailRules(rules)
	}
	return nil
}

type mailingDraftCmd struct {
	Subject string `required:"" placeholder:"T"`
	Text    string `required:"" placeholder:"T"`
	Goods   string `placeholder:"T"`
	Renewal bool
	ID      string `placeholder:"ID"`
}

func (c mailingDraftCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		body, err := s.long("text", c.Text)
		if err != nil {
			return err
		}
		m := app.Mailing{ID: c.ID, Subject: c.Subject, Body: body, Goods: c.Goods, Kind: app.Newsletter}
		if c.Renewal {
			m.Kind = app.Renewal
		}
		made, err := tx.SaveMailing(m)
		if err != nil {
			return err
		}
		return s.result(made, func(w io.Writer) { s.line(w, "say.mail.draft", "id", made.ID) })
	})
}

type mailingPreviewCmd struct {
	ID string `arg:""`
}

// mailPreview is who gets a mailing, and who does not and why.
type mailPreview struct {
	Digest  string         `json:"digest"`
	Going   []mailDecided  `json:"going"`
	LeftOut []mailDecided  `json:"leftOut"`
	Counts  map[string]int `json:"counts"` // by reason
}

type mailDecided struct {
	Email string `json:"email"`
	app.MailDecision
}

func (c mailingPreviewCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		p, err := tx.PreviewMailing(c.ID)
		if err != nil {
			return err
		}
		out := mailPreview{Digest: p.Digest, Going: []mailDecided{}, LeftOut: []mailDecided{}, Counts: map[string]int{}}
		for _, r := range p.Going {
			out.Going = append(out.Going, mailDecided{r.Email, r.Decision})
			out.Counts[r.Decision.Because]++
		}
		for _, r := range p.LeftOut {
			out.LeftOut = append(out.LeftOut, mailDecided{r.Email, r.Decision})
			out.Counts[r.Decision.Because]++
		}
		return s.result(out, func(w io.Writer) {
			s.line(w, "say.mail.preview", "going", strconv.Itoa(len(out.Going)), "left", strconv.Itoa(len(out.LeftOut)))
			for _, because := range app.MailReasons() {
				if n := out.Counts[because]; n > 0 {
					fmt.Fprintf(w, "%d  %s\n", n, s.choice("mail", because))
				}
			}
			s.line(w, "say.mail.digest", "digest", out.Digest)
		})
	})
}

type mailingExportCmd struct {
	As      string `enum:"csv,xlsx,bcc,eml" default:"csv" placeholder:"csv|xlsx|bcc|eml"`
	Mailing string `placeholder:"ID"`
	Expect  string `placeholder:"DIGEST"`
	Out     string `required:"" placeholder:"FILE"`
}

func (c mailingExportCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		made, count, err := mailing.Export(s.ctx, v, mailing.Form(c.As), c.Mailing, c.Expect, c.Out, s.progress())
		if err != nil {
			return err
		}
		return s.result(struct {
			File   string `json:"file"`
			Bytes  int64  `json:"bytes"`
			SHA256 string `json:"sha256"`
			Count  int    `json:"count"`
		}{made.File, made.Bytes, made.SHA256, count}, func(w io.Writer) {
			s.line(w, "say.written", "path", made.File)
			s.line(w, "say.mail.exported", "count", strconv.Itoa(count))
		})
	})
}

type mailingSendCmd struct {
	ID     string `arg:""`
	Expect string `placeholder:"DIGEST"`
}

func (c mailingSendCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		if c.Expect == "" { // whatever the preview says now
			err := v.View(func(tx *vault.Tx) error {
				p, err := tx.PreviewMailing(c.ID)
				c.Expect = p.Digest
				return err
			})
			if err != nil {
				return err
			}
		}
		out, err := mailing.Line{}.Send(s.ctx, v, c.ID, c.Expect, s.progress())
		if err != nil {
			return err
		}
		return s.result(out, func(w io.Writer) {
			s.line(w, "say.mail.sent", "sent", strconv.Itoa(out.Sent), "failed", strconv.Itoa(out.Failed), "skipped", strconv.Itoa(out.Skipped))
		})
	})
}

// mailingSettleCmd tells of messages that broke off whether they went; without
// an answer it lists them.
type mailingSettleCmd struct {
	ID     string `arg:""`
	Email  string `arg:"" optional:""`
	Answer string `arg:"" optional:"" enum:"sent,not-sent," default:""`
}

func (c mailingSettleCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		unsure, err := tx.UnsureSends(c.ID)
		if err != nil {
			return err
		}
		if c.Email != "" {
			if c.Answer == "" {
				return app.E("required", "answer")
			}
			found := false
			for _, u := range unsure {
				if strings.EqualFold(u.Email, c.Email) {
					found = true
					if err := tx.SettleSend(u.ID, c.Answer == "sent"); err != nil {
						return err
					}
				}
			}
			if !found {
				return app.E("not-found", "email", "value", c.Email)
			}
			if unsure, err = tx.UnsureSends(c.ID); err != nil {
				return err
			}
		}
		return s.result(orEmpty(unsure), func(w io.Writer) {
			for _, u := range unsure {
				s.line(w, "say.mail.unsure", "email", u.Email, "day", string(u.On))
			}
		})
	})
}
