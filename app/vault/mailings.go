package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// MailPreview is exactly who would get a mailing, and who is left out and why.
type MailPreview struct {
	Mailing  app.Mailing
	Digest   string    // binds what is shown to what is sent
	Going    []MailRow // in the order of sending
	LeftOut  []MailRow
	Firm     app.Firm
	OptOut   string // where messages are refused
	From     string
	FromName string
}

// SaveMailing keeps a draft; without an id it makes one.
func (tx *Tx) SaveMailing(m app.Mailing) (app.Mailing, error) {
	m = m.Normalised()
	if err := m.Check().OrNil(); err != nil {
		return m, err
	}
	if m.ID == "" {
		m.ID = tx.NewID()
		if err := store.InsertMailing(tx.Tx, m); err != nil {
			return m, err
		}
	} else if err := store.UpdateMailing(tx.Tx, m); err != nil {
		return m, begun(err)
	}
	if err := tx.audit("mailing-saved", m.ID); err != nil {
		return m, err
	}
	return tx.Mailing(m.ID)
}

// DeleteMailing throws a draft away. One that was sent stays: it is the firm's
// record of what it wrote.
func (tx *Tx) DeleteMailing(id string) error {
	if err := store.DeleteMailing(tx.Tx, id); err != nil {
		return begun(err)
	}
	return tx.audit("mailing-deleted", id)
}

// begun: what could not be changed as a draft is none any more.
func begun(err error) error {
	if errors.Is(err, app.E("not-found", "")) {
		return app.E("mail-begun", "")
	}
	return err
}

// Mailing reads one.
func (tx *Tx) Mailing(id string) (app.Mailing, error) {
	m, err := store.Mailing(tx.Tx, id)
	m.On = app.DayOf(m.CreatedAt.In(tx.Zone()))
	return m, err
}

// Mailings lists them, the newest first.
func (tx *Tx) Mailings() ([]app.Mailing, error) {
	all, err := store.Mailings(tx.Tx)
	for i := range all {
		all[i].On = app.DayOf(all[i].CreatedAt.In(tx.Zone()))
	}
	return all, err
}

// PreviewMailing works out who would get a mailing now. It changes nothing.
func (tx *Tx) PreviewMailing(id string) (MailPreview, error) {
	m, err := tx.Mailing(id)
	if err != nil {
		return MailPreview{}, err
	}
	return tx.Audience(m)
}

// Audience works out who may get a message: a mailing that is kept, or one that
// leaves the program as a file.
func (tx *Tx) Audience(m app.Mailing) (p MailPreview, err error) {
	p.Mailing = m
	if p.Firm, err = tx.Firm(); err != nil {
		return p, err
	}
	rules, err := tx.MailRules()
	if err != nil {
		return p, err
	}
	server, err := tx.MailServer()
	if err != nil {
		return p, err
	}
	p.OptOut, p.From, p.FromName = rules.OptOutAddress(p.Firm), server.From, server.FromName
	if p.From == "" {
		p.From = p.Firm.Email
	}
	if p.FromName == "" {
		p.FromName = p.Firm.Name
	}
	j, err := tx.judge(m.Goods)
	if err != nil {
		return p, err
	}
	es, err := store.Entries(tx.Tx)
	if err != nil {
		return p, err
	}
	for _, row := range j.rows(es) {
		if row.Decision.Allow && m.Kind == app.Renewal && !row.Clock.Renewing(tx.Today) {
			row.Decision = app.MailDecision{Because: app.NotRenewing}
		}
		if row.Decision.Allow {
			p.Going = append(p.Going, row)
		} else {
			p.LeftOut = append(p.LeftOut, row)
		}
	}
	p.Digest = p.digest()
	return p, nil
}

// digest covers every word that goes out and everybody to whom it goes.
func (p MailPreview) digest() string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	// A hash never fails to be written to.
	_ = enc.Encode([]any{p.Mailing.Kind, p.Mailing.Subject, p.Mailing.Body, p.Mailing.Goods, p.Firm, p.OptOut, p.From, p.FromName})
	for _, r := range p.Going {
		_ = enc.Encode([]any{r.ID, r.Email, r.Name, r.Language, r.Decision.Mode})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// BeginMailing puts exactly those in the queue whom the preview with this digest
// showed. Where the register has changed since, it refuses (mail-changed).
func (tx *Tx) BeginMailing(id, digest string) error {
	p, err := tx.PreviewMailing(id)
	switch {
	case err != nil:
		return err
	case p.Mailing.State != app.MailingDraft:
		return app.E("mail-begun", "")
	case !p.sayable():
		return p.lack()
	case p.Digest != digest:
		return app.E("mail-changed", "")
	case len(p.Going) == 0:
		return app.E("mail-nobody", "")
	}
	if err := store.BeginMailing(tx.Tx, id, len(p.Going)); err != nil {
		return begun(err)
	}
	_, domain, _ := strings.Cut(p.From, "@")
	for _, r := range p.Going {
		send := app.Send{ID: tx.NewID(), MailingID: id, EntryID: r.ID, Email: r.Email, State: app.SendQueued, Mode: r.Decision.Mode}
		send.MessageID = send.ID + "@" + domain
		if err := store.InsertSend(tx.Tx, send); err != nil {
			return err
		}
	}
	return tx.audit("mailing-begun", id)
}

func (p MailPreview) sayable() bool { return p.lack() == nil }

// lack is what keeps every message of this firm from going: it must say who
// sends it, and how to be rid of further ones (917/2014 203 §).
func (p MailPreview) lack() error {
	switch {
	case p.Firm.Name == "" || p.From == "":
		return app.E("mail-no-sender", "from")
	case p.OptOut == "":
		return app.E("mail-no-opt-out", "optOut")
	}
	return nil
}

// Sayable fails where no message of this firm may go.
func (p MailPreview) Sayable() error { return p.lack() }

// NextSend takes the next recipient out of the queue and writes down that the
// message is being sent. Who must not be written to any more, for a refusal may
// have come in since, is left out. It fails with mail-unsure while it is not
// known of an earlier message whether it went, and gives not-found at the end.
func (tx *Tx) NextSend(mailingID string) (app.Send, error) {
	unsure, err := tx.UnsureSends(mailingID)
	if err != nil {
		return app.Send{}, err
	}
	if n := len(unsure); n > 0 {
		return app.Send{}, app.E("mail-unsure", "", "count", strconv.Itoa(n))
	}
	m, err := store.Mailing(tx.Tx, mailingID)
	if err != nil {
		return app.Send{}, err
	}
	j, err := tx.judge(m.Goods)
	if err != nil {
		return app.Send{}, err
	}
	for {
		s, err := store.NextSend(tx.Tx, mailingID)
		if errors.Is(err, app.E("not-found", "")) {
			if m.State == app.MailingSending {
				if err := errors.Join(store.EndMailing(tx.Tx, mailingID), tx.audit("mailing-ended", mailingID)); err != nil {
					return s, err
				}
			}
			return s, err
		}
		if err != nil {
			return s, err
		}
		e, err := store.Entry(tx.Tx, s.EntryID)
		if err != nil {
			return s, err
		}
		if d := j.row(e).Decision; !d.Allow || !strings.EqualFold(e.Email, s.Email) {
			if err := tx.outcome(s, app.SendQueued, app.SendSkipped, d.Because); err != nil {
				return s, err
			}
			continue
		}
		s.State = app.SendSending
		return s, store.SetSend(tx.Tx, s.ID, app.SendQueued, app.SendSending, "")
	}
}

// EndSend writes down what became of a message that was being sent. One that
// went to a card's address is a contact, a mass mailing: it moves no clock.
func (tx *Tx) EndSend(s app.Send, outcome app.SendState, code string) error {
	if err := tx.outcome(s, app.SendSending, outcome, code); err != nil || outcome != app.SendSent {
		return err
	}
	e, err := store.Entry(tx.Tx, s.EntryID)
	if err != nil || e.CustomerID == "" {
		return err
	}
	_, err = tx.AddContact(app.Contact{CustomerID: e.CustomerID, Channel: app.Email, Direction: app.Out, Subject: s.Subject, Mass: true})
	return err
}

func (tx *Tx) outcome(s app.Send, from, to app.SendState, code string) error {
	if err := store.SetSend(tx.Tx, s.ID, from, to, code); err != nil {
		return err
	}
	return store.CountSend(tx.Tx, s.MailingID, to, 1)
}

// PutBack puts a message that certainly did not go back into the queue.
func (tx *Tx) PutBack(s app.Send) error {
	return store.SetSend(tx.Tx, s.ID, app.SendSending, app.SendQueued, "")
}

// UnsureSends lists the messages of which it is not known whether they went: the
// program or the line broke off while they were being sent.
func (tx *Tx) UnsureSends(mailingID string) ([]app.Send, error) {
	return tx.Sends(mailingID, app.SendSending)
}

// SettleSend takes a person's word for whether such a message went; one that
// did not is sent again.
func (tx *Tx) SettleSend(id string, went bool) error {
	s, err := store.SendByID(tx.Tx, id)
	if err != nil {
		return err
	}
	if s.State != app.SendSending {
		return app.E("not-found", "")
	}
	if went {
		return tx.EndSend(s, app.SendSent, "")
	}
	return tx.PutBack(s)
}

// Sends lists the recipients of a mailing in a state; an empty state lists all.
func (tx *Tx) Sends(mailingID string, state app.SendState) ([]app.Send, error) {
	if _, err := store.Mailing(tx.Tx, mailingID); err != nil {
		return nil, err
	}
	all, err := store.SendsOf(tx.Tx, mailingID, state)
	return tx.dated(all), err
}

// SendsTo lists what was sent to an entry, the newest first.
func (tx *Tx) SendsTo(entryID string) ([]app.Send, error) {
	all, err := store.SendsTo(tx.Tx, entryID)
	return tx.dated(all), err
}

func (tx *Tx) dated(all []app.Send) []app.Send {
	for i := range all {
		all[i].On = app.DayOf(all[i].At.In(tx.Zone()))
	}
	return all
}

// ListExported writes down that the list left the program, in which form and how
// many addresses of it.
func (tx *Tx) ListExported(form string) error { return tx.audit("list-exported", "", form) }
