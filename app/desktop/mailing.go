package desktop

import (
	"context"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/mailing"
	"kortisto/app/vault"
)

// Mailing is the e-mail list and what is sent to it.
type Mailing struct{ sh *shell }

// MailFilter chooses what the list shows.
type MailFilter struct {
	Text    string `json:"text"`    // in address or name
	Because string `json:"because"` // a code of the decision; "may": all who may be written to; "not": all others; empty: all
	Due     bool   `json:"due"`     // only those whose time is over or nearly over
	NoCard  bool   `json:"noCard"`  // only those who belong to no card
	Limit   int    `json:"limit"`   // 0: 200
	Offset  int    `json:"offset"`
}

// MailLine is an entry as the list shows it.
type MailLine struct {
	Entry      app.ListEntry    `json:"entry"`
	Clock      app.EntryClock   `json:"clock"`
	Suppressed app.Suppression  `json:"suppressed"` // empty: not
	Decision   app.MailDecision `json:"decision"`   // on a message to all
	Over       bool             `json:"over"`       // its time is over: it must go
	Renewing   bool             `json:"renewing"`   // its consent is to be renewed
}

// MailPage is the list.
type MailPage struct {
	Rows  []MailLine  `json:"rows"`
	Total int         `json:"total"` // that the filter lets through
	All   int         `json:"all"`
	May   int         `json:"may"` // of all: may be written to
	Why   []MailCount `json:"why"` // of all, by reason
	Over  int         `json:"over"`
	Renew int         `json:"renew"`
}

// MailCount is how many there are for one reason.
type MailCount struct {
	Because string `json:"because"`
	Allow   bool   `json:"allow"`
	Count   int    `json:"count"`
}

// MailCard is one entry with all that belongs to it.
type MailCard struct {
	Line     MailLine      `json:"line"`
	Consents []app.Consent `json:"consents"` // its own ledger, newest first
	Card     []app.Consent `json:"card"`     // that of the customer it belongs to
	Sends    []app.Send    `json:"sends"`
}

// MailConsent is a permission, or its withdrawal, as the window asks for it.
type MailConsent struct {
	Given   bool        `json:"given"`
	On      app.Day     `json:"on"` // empty: today
	Channel app.Channel `json:"channel"`
	Wording string      `json:"wording"` // the words, or the name of a kept wording
	Source  string      `json:"source"`
}

// NewMailEntry is an address to add; Consent may be nil.
type NewMailEntry struct {
	Entry   app.ListEntry `json:"entry"`
	Consent *MailConsent  `json:"consent"`
}

// MailSettings is the server and the firm's choices. The password never comes
// back to the window.
type MailSettings struct {
	Server      app.MailServer      `json:"server"`
	HasPassword bool                `json:"hasPassword"`
	Rules       app.MailRules       `json:"rules"`
	OptOut      string              `json:"optOut"`  // where messages are refused, worked out
	Sayable     *app.Error          `json:"sayable"` // what keeps every message from going; null: nothing
	Suppressed  []MailSuppressCount `json:"suppressed"`
}

// MailSuppressCount is how many addresses are kept from being written to.
type MailSuppressCount struct {
	Reason app.Suppression `json:"reason"`
	Count  int             `json:"count"`
}

// MailingPreview is exactly who would get a mailing, counted and by reason.
type MailingPreview struct {
	Mailing app.Mailing `json:"mailing"`
	Digest  string      `json:"digest"`
	Going   int         `json:"going"`
	Sample  []MailLine  `json:"sample"`  // the first hundred who get it
	Modes   []MailCount `json:"modes"`   // who get it, by ground
	LeftOut []MailCount `json:"leftOut"` // who do not, by reason
	Out     []MailLine  `json:"out"`     // the first hundred of them
	Text    string      `json:"text"`    // the whole message as the first one gets it; empty: nobody
	Closing string      `json:"closing"` // what stands under it, likewise; empty: see Problem
	Problem *app.Error  `json:"problem"` // what keeps every message from going; null: nothing
	Seconds int         `json:"seconds"` // how long the sending takes at least
}

// MailingState is a mailing that is being sent, or was.
type MailingState struct {
	Mailing app.Mailing `json:"mailing"`
	Unsure  []app.Send  `json:"unsure"` // nobody knows whether they went: to be asked
	Failed  []app.Send  `json:"failed"`
	Skipped []app.Send  `json:"skipped"`
	Left    int         `json:"left"`
}

// ListExported is a list that left the program.
type ListExported struct {
	Path  string `json:"path"` // empty: the person changed their mind
	Count int    `json:"count"`
}

// List shows the list, filtered.
func (m *Mailing) List(f MailFilter) (MailPage, error) {
	return view(m.sh, func(tx *vault.Tx) (MailPage, error) {
		all, err := tx.MailList()
		if err != nil {
			return MailPage{}, err
		}
		page := MailPage{Rows: []MailLine{}, All: len(all), Why: countReasons(all)}
		if f.Limit <= 0 {
			f.Limit = 200
		}
		for _, r := range all {
			line := mailLine(r, tx.Today)
			if r.Decision.Allow {
				page.May++
			}
			if line.Over {
				page.Over++
			} else if line.Renewing {
				page.Renew++
			}
			if !f.lets(line) {
				continue
			}
			if page.Total >= f.Offset && len(page.Rows) < f.Limit {
				page.Rows = append(page.Rows, line)
			}
			page.Total++
		}
		return page, nil
	})
}

func (f MailFilter) lets(l MailLine) bool {
	has := func(s string) bool {
		return strings.Contains(strings.ToLower(s), strings.ToLower(strings.TrimSpace(f.Text)))
	}
	switch {
	case !has(l.Entry.Email) && !has(l.Entry.Name), f.Due && !l.Over && !l.Renewing, f.NoCard && l.Entry.CustomerID != "":
		return false
	case f.Because == "may":
		return l.Decision.Allow
	case f.Because == "not":
		return !l.Decision.Allow
	}
	return f.Because == "" || f.Because == l.Decision.Because
}

func mailLine(r vault.MailRow, today app.Day) MailLine {
	over := r.Clock.Over(today)
	return MailLine{r.ListEntry, r.Clock, r.Suppressed, r.Decision, over, !over && r.Clock.Renewing(today)}
}

func mailLines(rows []vault.MailRow, today app.Day, most int) []MailLine {
	out := []MailLine{}
	for _, r := range rows[:min(len(rows), most)] {
		out = append(out, mailLine(r, today))
	}
	return out
}

// countReasons counts rows by reason, in the order of the rules.
func countReasons(rows []vault.MailRow) []MailCount {
	out := []MailCount{}
	for _, because := range app.MailReasons() {
		c := MailCount{Because: because}
		for _, r := range rows {
			if r.Decision.Because == because {
				c.Count++
				c.Allow = r.Decision.Allow
			}
		}
		if c.Count > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Entry shows one entry.
func (m *Mailing) Entry(id string) (MailCard, error) {
	return view(m.sh, func(tx *vault.Tx) (MailCard, error) { return mailCard(tx, id) })
}

func mailCard(tx *vault.Tx, id string) (MailCard, error) {
	r, err := tx.MailEntry(id)
	if err != nil {
		return MailCard{}, err
	}
	own, err := tx.EntryConsents(id)
	if err != nil {
		return MailCard{}, err
	}
	var card []app.Consent
	if r.CustomerID != "" {
		if card, err = tx.Consents(r.CustomerID); err != nil {
			return MailCard{}, err
		}
	}
	sends, err := tx.SendsTo(id)
	return MailCard{mailLine(r, tx.Today), list(own), list(card), list(sends)}, err
}

// OfCustomer lists the entries that belong to a card.
func (m *Mailing) OfCustomer(customerID string) ([]MailLine, error) {
	return view(m.sh, func(tx *vault.Tx) ([]MailLine, error) {
		rows, err := tx.MailEntriesOf(customerID)
		return mailLines(rows, tx.Today, len(rows)), err
	})
}

// Known says, while an address is typed, what is remembered of it.
func (m *Mailing) Known(email string) (vault.KnownMail, error) {
	return view(m.sh, func(tx *vault.Tx) (vault.KnownMail, error) { return tx.KnownMail(email) })
}

// Add adds an address.
func (m *Mailing) Add(n NewMailEntry) (MailCard, error) {
	return update(m.sh, func(tx *vault.Tx) (MailCard, error) {
		var consent *app.Consent
		if n.Consent != nil {
			c := n.Consent.row("")
			consent = &c
		}
		r, err := tx.AddEntry(n.Entry, consent)
		if err != nil {
			return MailCard{}, err
		}
		return mailCard(tx, r.ID)
	})
}

func (c MailConsent) row(entryID string) app.Consent {
	return app.Consent{EntryID: entryID, Given: c.Given, On: c.On, Channel: c.Channel, Wording: c.Wording, Source: c.Source}
}

// AddCustomers adds cards to the list by their ids.
func (m *Mailing) AddCustomers(ids []string) (vault.Added, error) {
	return update(m.sh, func(tx *vault.Tx) (vault.Added, error) { return tx.AddCustomersToList(ids) })
}

// Edit saves a changed entry.
func (m *Mailing) Edit(e app.ListEntry) (MailCard, error) {
	return update(m.sh, func(tx *vault.Tx) (MailCard, error) {
		if _, err := tx.EditEntry(e); err != nil {
			return MailCard{}, err
		}
		return mailCard(tx, e.ID)
	})
}

// Consent writes a permission or its withdrawal into an entry's ledger.
func (m *Mailing) Consent(entryID string, c MailConsent) (MailCard, error) {
	return update(m.sh, func(tx *vault.Tx) (MailCard, error) {
		if _, err := tx.AddEntryConsent(c.row(entryID)); err != nil {
			return MailCard{}, err
		}
		return mailCard(tx, entryID)
	})
}

// Suppress forbids writing to an address: withdrawn, objected or bounced.
func (m *Mailing) Suppress(email string, reason app.Suppression) error {
	return only(update(m.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.Suppress(email, reason) }))
}

// Unsuppress lets an address be written to again whose mail came back.
func (m *Mailing) Unsuppress(email string) error {
	return only(update(m.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.Unsuppress(email) }))
}

// Remove takes entries off the list for good, bytes and all. It runs as the job
// "erase-entries".
func (m *Mailing) Remove(ids []string) (app.Counts, error) {
	return job(m.sh, "erase-entries", func(ctx context.Context, v *vault.Vault, say vault.Progress) (app.Counts, error) {
		p, err := v.EraseEntries(ctx, ids, say)
		return p.Counts, err
	})
}

// Wordings lists the versions of the texts by which consent is asked for.
func (m *Mailing) Wordings() ([]app.Wording, error) {
	return view(m.sh, func(tx *vault.Tx) ([]app.Wording, error) {
		all, err := tx.Wordings()
		return list(all), err
	})
}

// AddWording keeps a new version of such a text.
func (m *Mailing) AddWording(w app.Wording) (app.Wording, error) {
	return update(m.sh, func(tx *vault.Tx) (app.Wording, error) { return tx.AddWording(w) })
}

// Settings shows the server and the firm's choices.
func (m *Mailing) Settings() (MailSettings, error) { return view(m.sh, mailSettings) }

func mailSettings(tx *vault.Tx) (MailSettings, error) {
	var out MailSettings
	var err error
	if out.Server, err = tx.MailServer(); err != nil {
		return out, err
	}
	out.HasPassword, out.Server.Password = out.Server.Password != "", ""
	if out.Rules, err = tx.MailRules(); err != nil {
		return out, err
	}
	p, err := tx.Audience(app.Mailing{Kind: app.Newsletter})
	if err != nil {
		return out, err
	}
	out.OptOut, out.Sayable = p.OptOut, problem(p.Sayable())
	counts, err := tx.SuppressedCount()
	out.Suppressed = []MailSuppressCount{}
	for _, reason := range app.Suppressions() {
		out.Suppressed = append(out.Suppressed, MailSuppressCount{reason, counts[reason]})
	}
	return out, err
}

func problem(err error) *app.Error {
	if err == nil {
		return nil
	}
	return app.Told(err)[0]
}

// SetServer saves the server; an empty password keeps the one before.
func (m *Mailing) SetServer(s app.MailServer) (MailSettings, error) {
	return update(m.sh, func(tx *vault.Tx) (MailSettings, error) {
		if err := tx.SetMailServer(s); err != nil {
			return MailSettings{}, err
		}
		return mailSettings(tx)
	})
}

// SetRules saves the firm's choices.
func (m *Mailing) SetRules(r app.MailRules) (MailSettings, error) {
	return update(m.sh, func(tx *vault.Tx) (MailSettings, error) {
		if err := tx.SetMailRules(r); err != nil {
			return MailSettings{}, err
		}
		return mailSettings(tx)
	})
}

// TestServer tries the way to the server and the login. It runs as the job
// "mail-test" and sends nothing.
func (m *Mailing) TestServer() error {
	return only(job(m.sh, "mail-test", func(ctx context.Context, v *vault.Vault, _ vault.Progress) (none, error) {
		return none{}, mailing.Line{}.Test(ctx, v)
	}))
}

// Mailings lists messages to the list, the newest first.
func (m *Mailing) Mailings() ([]app.Mailing, error) {
	return view(m.sh, func(tx *vault.Tx) ([]app.Mailing, error) {
		all, err := tx.Mailings()
		return list(all), err
	})
}

// Save keeps a draft; without an id it makes one.
func (m *Mailing) Save(d app.Mailing) (app.Mailing, error) {
	return update(m.sh, func(tx *vault.Tx) (app.Mailing, error) { return tx.SaveMailing(d) })
}

// Delete throws a draft away.
func (m *Mailing) Delete(id string) error {
	return only(update(m.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.DeleteMailing(id) }))
}

// Preview counts who would get a mailing, and who is left out and why. Without
// an id it is for a message to all, as a file.
func (m *Mailing) Preview(id string) (MailingPreview, error) {
	return view(m.sh, func(tx *vault.Tx) (MailingPreview, error) {
		p, err := audience(tx, id)
		if err != nil {
			return MailingPreview{}, err
		}
		server, err := tx.MailServer()
		if err != nil {
			return MailingPreview{}, err
		}
		server = server.Normalised()
		out := MailingPreview{
			Mailing: p.Mailing, Digest: p.Digest, Going: len(p.Going), Problem: problem(p.Sayable()),
			Sample: mailLines(p.Going, tx.Today, 100), Out: mailLines(p.LeftOut, tx.Today, 100),
			Modes: countReasons(p.Going), LeftOut: countReasons(p.LeftOut),
			Seconds: max(0, len(p.Going)-1) * 60 / server.PerMinute,
		}
		if len(p.Going) > 0 && out.Problem == nil {
			out.Text = mailing.Text(p, p.Going[0])
		}
		if out.Problem == nil {
			out.Closing, err = closing(tx, p)
		}
		return out, err
	})
}

// closing is what the first recipient reads under the message, or would read
// who has given permission in the register's language.
func closing(tx *vault.Tx, p vault.MailPreview) (string, error) {
	if len(p.Going) > 0 {
		return mailing.Closing(p, p.Going[0]), nil
	}
	lang, err := tx.Language()
	return mailing.Closing(p, vault.MailRow{
		ListEntry: app.ListEntry{Language: lang}, Decision: app.MailDecision{Mode: app.ByConsent},
	}), err
}

func audience(tx *vault.Tx, id string) (vault.MailPreview, error) {
	if id == "" {
		return tx.Audience(app.Mailing{Kind: app.Newsletter})
	}
	return tx.PreviewMailing(id)
}

// Send sends a mailing to exactly those whom the preview with the digest showed,
// or goes on with one that stopped. It runs as the job "mailing".
func (m *Mailing) Send(id, digest string) (mailing.Outcome, error) {
	return job(m.sh, "mailing", func(ctx context.Context, v *vault.Vault, say vault.Progress) (mailing.Outcome, error) {
		return mailing.Line{}.Send(ctx, v, id, digest, say)
	})
}

// State shows how a mailing stands.
func (m *Mailing) State(id string) (MailingState, error) {
	return view(m.sh, func(tx *vault.Tx) (MailingState, error) {
		d, err := tx.Mailing(id)
		if err != nil {
			return MailingState{}, err
		}
		sends, err := tx.Sends(id, "")
		in := func(states ...app.SendState) []app.Send {
			out := []app.Send{}
			for _, s := range sends {
				if slices.Contains(states, s.State) {
					out = append(out, s)
				}
			}
			return out
		}
		return MailingState{
			Mailing: d, Unsure: in(app.SendSending), Failed: in(app.SendFailed, app.SendBounced),
			Skipped: in(app.SendSkipped), Left: len(in(app.SendQueued)),
		}, err
	})
}

// Settle takes a person's word for whether a message went that broke off.
func (m *Mailing) Settle(sendID string, went bool) error {
	return only(update(m.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.SettleSend(sendID, went) }))
}

// Export asks for a place and writes those who may be written to: csv, xlsx, bcc
// or eml. It runs as the job "mail-export".
func (m *Mailing) Export(form mailing.Form, mailingID, digest string) (ListExported, error) {
	return job(m.sh, "mail-export", func(ctx context.Context, v *vault.Vault, say vault.Progress) (ListExported, error) {
		kinds := map[mailing.Form]FileKind{
			mailing.CSV: {"CSV", "*.csv"}, mailing.XLSX: {"Excel", "*.xlsx"}, mailing.BCC: {"TXT", "*.txt"}, mailing.EML: {"ZIP", "*.zip"},
		}
		kind, ok := kinds[form]
		if !ok {
			return ListExported{}, app.E("choice-invalid", "form", "value", string(form))
		}
		path, err := m.sh.host.SaveFile("", "kortisto-lista"+kind.Pattern[1:], kind)
		if err != nil || path == "" {
			return ListExported{}, err
		}
		made, n, err := mailing.Export(ctx, v, form, mailingID, digest, path, say)
		return ListExported{made.File, n}, err
	})
}
