package vault

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

const (
	keyMailServer = "mail-server"
	keyMailRules  = "mail-rules"
)

// MailRow is an entry of the e-mail list with what the rules say of it today.
type MailRow struct {
	app.ListEntry
	Clock      app.EntryClock   `json:"clock"`
	Suppressed app.Suppression  `json:"suppressed"` // empty: not
	Decision   app.MailDecision `json:"decision"`   // on a message to all
}

// KnownMail is what is remembered of an address before it is added: also of
// one whose owner refused, or was erased, and of whom nothing else is kept.
type KnownMail struct {
	Suppressed   app.Suppression `json:"suppressed"` // empty: not
	SuppressedOn app.Day         `json:"suppressedOn"`
	ErasedOn     app.Day         `json:"erasedOn"` // empty: nobody with the address was erased
	EntryID      string          `json:"entryId"`  // on the list already
}

// MailServer is the firm's own mail server; a host that is empty: none is set.
func (tx *Tx) MailServer() (s app.MailServer, err error) {
	if err = tx.setting(keyMailServer, &s); err == nil && s.Host != "" {
		s.Password, err = tx.mailPassword(s)
	}
	return s, err
}

// SetMailServer checks and keeps it. An empty password keeps the one before.
func (tx *Tx) SetMailServer(s app.MailServer) error {
	s = s.Normalised()
	if err := s.Check().OrNil(); err != nil {
		return err
	}
	before, err := tx.MailServer()
	if err != nil {
		return err
	}
	if s.Password == "" && s.User == before.User && s.Host == before.Host {
		s.Password = before.Password
	}
	if err := tx.keepMailPassword(s); err != nil {
		return err
	}
	s.Password = ""
	if err := tx.setSetting(keyMailServer, s); err != nil {
		return err
	}
	return tx.audit("settings-changed", "", keyMailServer)
}

// MailRules is what the firm has chosen about marketing: nothing but consent
// unless it has switched more on.
func (tx *Tx) MailRules() (app.MailRules, error) {
	var r app.MailRules
	return r, tx.setting(keyMailRules, &r)
}

// SetMailRules checks and keeps the choice.
func (tx *Tx) SetMailRules(r app.MailRules) error {
	r = r.Normalised()
	if err := r.Check().OrNil(); err != nil {
		return err
	}
	if err := tx.setSetting(keyMailRules, r); err != nil {
		return err
	}
	return tx.audit("settings-changed", "", keyMailRules)
}

// judge decides on entries: what it needs of the register is read once.
type judge struct {
	policy     app.Policy
	today      app.Day
	message    app.MailMessage
	suppressed func(email string) (store.Suppressed, bool)
}

// judge is for a message about some goods; empty goods: to all.
func (tx *Tx) judge(goods string) (j judge, err error) {
	j.today = tx.Today
	if j.policy, err = tx.Policy(); err != nil {
		return j, err
	}
	rules, err := tx.MailRules()
	if err != nil {
		return j, err
	}
	firm, err := tx.Firm()
	if err != nil {
		return j, err
	}
	j.message = rules.Message(firm, goods)
	j.suppressed, err = tx.suppressions()
	return j, err
}

func (j judge) row(e store.EntryRow) MailRow {
	row := MailRow{ListEntry: e.ListEntry, Clock: app.ClockOfEntry(e.ListEntry, e.Contact, j.policy, j.today)}
	if s, ok := j.suppressed(e.Email); ok {
		row.Suppressed = s.Reason
	}
	row.Decision = app.MaySend(app.Recipient{
		Kind: e.Kind, Email: e.Email, WorkDuties: e.WorkDuties, Customer: e.CustomerID != "", Sale: e.Sale,
		Standing: e.Standing, Suppressed: row.Suppressed, Restricted: e.Restricted, TimeOver: row.Clock.Over(j.today),
	}, j.message)
	return row
}

func (j judge) rows(es []store.EntryRow) []MailRow {
	out := make([]MailRow, len(es))
	for i, e := range es {
		out[i] = j.row(e)
	}
	return out
}

// MailList is the whole e-mail list by address.
func (tx *Tx) MailList() ([]MailRow, error) {
	j, err := tx.judge("")
	if err != nil {
		return nil, err
	}
	es, err := store.Entries(tx.Tx)
	return j.rows(es), err
}

// MailEntry is one entry.
func (tx *Tx) MailEntry(id string) (MailRow, error) {
	j, err := tx.judge("")
	if err != nil {
		return MailRow{}, err
	}
	e, err := store.Entry(tx.Tx, id)
	return j.row(e), err
}

// MailEntryByEmail finds an entry by its address.
func (tx *Tx) MailEntryByEmail(address string) (MailRow, error) {
	e, err := store.EntryByEmail(tx.Tx, app.ListEntry{Email: address}.Normalised().Email)
	if err != nil {
		return MailRow{}, err
	}
	return tx.MailEntry(e.ID)
}

// MailEntriesOf are the entries of a card.
func (tx *Tx) MailEntriesOf(customerID string) ([]MailRow, error) {
	j, err := tx.judge("")
	if err != nil {
		return nil, err
	}
	es, err := store.EntriesOf(tx.Tx, customerID)
	return j.rows(es), err
}

// EntryConsents is an entry's own ledger, newest first.
func (tx *Tx) EntryConsents(entryID string) ([]app.Consent, error) {
	return store.EntryConsents(tx.Tx, entryID)
}

// KnownMail says what is remembered of an address.
func (tx *Tx) KnownMail(address string) (KnownMail, error) {
	address = app.ListEntry{Email: address}.Normalised().Email
	var k KnownMail
	if address == "" {
		return k, nil
	}
	erased, err := tx.ErasedBefore()
	if err != nil {
		return k, err
	}
	if k, err = tx.knownMail(address); err != nil {
		return k, err
	}
	k.ErasedOn, _ = erased(app.Customer{Email: address})
	return k, nil
}

// knownMail is KnownMail without the erasures, whose ledger is a file of its own:
// lists of thousands are added to one by one.
func (tx *Tx) knownMail(address string) (k KnownMail, err error) {
	s, err := store.SuppressedBy(tx.Tx, tx.mailMark(address))
	if err == nil {
		k.Suppressed, k.SuppressedOn = s.Reason, s.On
	} else if !errors.Is(err, app.E("not-found", "")) {
		return k, err
	}
	k.EntryID, err = store.EntryIDByEmail(tx.Tx, address)
	if errors.Is(err, app.E("not-found", "")) {
		err = nil
	}
	return k, err
}

// AddEntry adds an address to the list, with the permission that came along if
// there is one. An address whose owner has refused comes back only with a newer
// permission that can be shown (mail-suppressed).
func (tx *Tx) AddEntry(e app.ListEntry, consent *app.Consent) (MailRow, error) {
	if err := tx.addEntry(&e, consent, ""); err != nil {
		return MailRow{}, err
	}
	return tx.MailEntry(e.ID)
}

func (tx *Tx) addEntry(e *app.ListEntry, consent *app.Consent, batch string) error {
	e.ID = tx.NewID()
	if e.AddedOn == "" {
		e.AddedOn = tx.Today
	}
	if e.Language == "" {
		lang, err := tx.Language()
		if err != nil {
			return err
		}
		e.Language = lang
	}
	*e = e.Normalised()
	if err := e.Check(tx.Today).OrNil(); err != nil {
		return err
	}
	if err := tx.MayUse(e.CustomerID, app.UseEdit); err != nil {
		return err
	}
	known, err := tx.knownMail(e.Email)
	if err != nil {
		return err
	}
	if known.EntryID != "" {
		return app.E("duplicate", "email", "value", e.Email)
	}
	if known.Suppressed != "" && (consent == nil || !consent.Given || consent.On != "" && consent.On < known.SuppressedOn) {
		return app.E("mail-suppressed", "email", "reason", string(known.Suppressed), "day", string(known.SuppressedOn))
	}
	if err := store.InsertEntry(tx.Tx, *e, batch); err != nil {
		return err
	}
	if err := tx.audit("entry-added", e.ID); err != nil || consent == nil {
		return err
	}
	c := *consent
	c.EntryID = e.ID
	_, err = tx.AddEntryConsent(c)
	return err
}

// BatchEntry adds an entry as a row of an import, with the permission that the
// file has for it.
func (tx *Tx) BatchEntry(batch string, e app.ListEntry, consent *app.Consent) error {
	if consent != nil {
		consent.RecordedBy = ImportedBy(batch)
	}
	return tx.addEntry(&e, consent, batch)
}

// Added is what became of customers who were to be added to the list.
type Added struct {
	Added int        `json:"added"`
	Left  []NotAdded `json:"left"`
}

// NotAdded is a customer who did not come onto the list, and why.
type NotAdded struct {
	CustomerID string `json:"customerId"`
	Name       string `json:"name"`
	Because    string `json:"because"` // one of the three below, or a code of app.MailReasons
}

// Why a customer was not added, where no rule of sending says so.
const (
	NotAddedKnown      = "known"      // on the list already
	NotAddedNoEmail    = "no-email"   // the card has no address
	NotAddedSuppressed = "suppressed" // the address must not be written to
)

// AddCustomersToList makes an entry for each card that may be written to: to
// keep the address of anybody else on a list for marketing there is no ground
// (GDPR Art. 5(1)(b)). The permission is the card's own. Where marketing to
// one's customers is switched on, those come too whose purchase is still to be
// written down.
func (tx *Tx) AddCustomersToList(ids []string) (Added, error) {
	done := Added{Left: []NotAdded{}}
	j, err := tx.judge("")
	if err != nil {
		return done, err
	}
	j.message.Sender, j.message.OptOut = true, true // what the firm lacks is no reason against the customer
	for _, id := range ids {
		c, err := store.Customer(tx.Tx, id)
		if err != nil {
			return Added{}, err
		}
		because, err := tx.addCustomerToList(j, c)
		if err != nil {
			return Added{}, err
		}
		if because == "" {
			done.Added++
		} else {
			done.Left = append(done.Left, NotAdded{c.ID, c.Name, because})
		}
	}
	return done, nil
}

// addCustomerToList adds one, or says why it does not.
func (tx *Tx) addCustomerToList(j judge, c app.Customer) (because string, err error) {
	if c.Email == "" {
		return NotAddedNoEmail, nil
	}
	known, err := tx.KnownMail(c.Email)
	switch {
	case err != nil:
		return "", err
	case known.EntryID != "":
		return NotAddedKnown, nil
	case known.Suppressed != "":
		return NotAddedSuppressed, nil
	}
	ledger, err := tx.Consents(c.ID)
	if err != nil {
		return "", err
	}
	e := app.ListEntry{CustomerID: c.ID, Email: c.Email, Name: c.Name, Kind: c.Kind, Language: c.Language, AddedOn: tx.Today}
	e.Standing = app.StandingOf(ledger)
	restricted, err := store.Restricted(tx.Tx, c.ID)
	if err != nil {
		return "", err
	}
	d := j.row(store.EntryRow{ListEntry: e, Restricted: restricted}).Decision
	// A purchase is written down with the entry, so where it may be the ground the
	// entry comes first.
	if !d.Allow && !(j.message.SoftOptIn && d.Because == "no-consent") {
		return d.Because, nil
	}
	return "", tx.addEntry(&e, nil, "")
}

// EditEntry writes an entry anew. Whose it is and when it was added stay. A new
// address must be free, and its owner must not have refused.
func (tx *Tx) EditEntry(e app.ListEntry) (MailRow, error) {
	before, err := store.Entry(tx.Tx, e.ID)
	if err != nil {
		return MailRow{}, err
	}
	e.AddedOn, e.CustomerID = before.AddedOn, before.CustomerID
	e = e.Normalised()
	if err := e.Check(tx.Today).OrNil(); err != nil {
		return MailRow{}, err
	}
	if err := tx.MayUse(before.CustomerID, app.UseEdit); err != nil {
		return MailRow{}, err
	}
	if !strings.EqualFold(e.Email, before.Email) {
		known, err := tx.knownMail(e.Email)
		if err != nil {
			return MailRow{}, err
		}
		if known.EntryID != "" {
			return MailRow{}, app.E("duplicate", "email", "value", e.Email)
		}
		if known.Suppressed != "" {
			return MailRow{}, app.E("mail-suppressed", "email", "reason", string(known.Suppressed), "day", string(known.SuppressedOn))
		}
	}
	if err := store.UpdateEntry(tx.Tx, e); err != nil {
		return MailRow{}, err
	}
	if err := tx.audit("entry-edited", e.ID); err != nil {
		return MailRow{}, err
	}
	return tx.MailEntry(e.ID)
}

// AddEntryConsent appends a permission or its withdrawal to an entry's ledger
// (GDPR Art. 7). A wording that is the name of one that the firm keeps stands
// for the newest version of it. A withdrawal suppresses the address, a newer
// permission lets it be written to again.
func (tx *Tx) AddEntryConsent(c app.Consent) (app.Consent, error) {
	c.ID, c.RecordedAt = tx.NewID(), tx.Now
	if c.On == "" {
		c.On = tx.Today
	}
	c, err := tx.worded(c.Normalised())
	if err != nil {
		return c, err
	}
	if err := c.Check(tx.Today).OrNil(); err != nil {
		return c, err
	}
	before, err := store.Entry(tx.Tx, c.EntryID)
	if err != nil {
		return c, err
	}
	if c.Given {
		if err := tx.MayUse(before.CustomerID, app.UseEdit); err != nil {
			return c, err
		}
	}
	if err := store.InsertEntryConsent(tx.Tx, c); err != nil {
		return c, err
	}
	e, err := store.Entry(tx.Tx, c.EntryID)
	if err != nil {
		return c, err
	}
	if err := tx.heed(e.Email, c, e.Standing.Permission == app.PermissionGiven); err != nil {
		return c, err
	}
	return c, tx.audit(consentAction(c), c.EntryID, "marketing")
}

// worded puts the words in the place of their name.
func (tx *Tx) worded(c app.Consent) (app.Consent, error) {
	w, err := store.NewestWording(tx.Tx, c.Wording)
	if errors.Is(err, app.E("not-found", "")) || c.Wording == "" {
		return c, nil
	}
	c.Wording, c.Version = w.Text, w.Name+" "+strconv.Itoa(w.Version)
	return c, err
}

func consentAction(c app.Consent) string {
	if c.Given {
		return "consent-given"
	}
	return "consent-withdrawn"
}

// heed makes the suppressions follow a ledger: allowed is how it stands with the
// new row in it.
func (tx *Tx) heed(address string, c app.Consent, allowed bool) error {
	switch {
	case address == "" || c.Given != allowed:
		return nil // an older row, brought in late, decides nothing
	case !allowed:
		return store.Suppress(tx.Tx, tx.mailMark(address), app.Withdrawn, c.On)
	}
	s, err := store.SuppressedBy(tx.Tx, tx.mailMark(address))
	switch {
	case errors.Is(err, app.E("not-found", "")):
		return nil
	case err == nil && s.On <= c.On:
		return errors.Join(tx.noteReleased(s, c), store.Unsuppress(tx.Tx, s.Hash))
	}
	return err
}

// Wordings are all versions of the texts by which consent is asked for.
func (tx *Tx) Wordings() ([]app.Wording, error) { return store.Wordings(tx.Tx) }

// AddWording keeps a new version of a text; the versions before it stay.
func (tx *Tx) AddWording(w app.Wording) (app.Wording, error) {
	w = w.Normalised()
	if err := w.Check().OrNil(); err != nil {
		return w, err
	}
	w.ID, w.AddedOn = tx.NewID(), tx.Today
	version, err := store.InsertWording(tx.Tx, w)
	if err != nil {
		return w, err
	}
	w.Version = version
	return w, tx.audit("wording-added", w.ID)
}

// EraseEntries takes entries off the list for good: from the tables, and then
// from the bytes, which are searched for what the entries held. Cards stay, and
// so do the hashes of addresses that must not be written to.
func (v *Vault) EraseEntries(ctx context.Context, ids []string, progress Progress) (Purged, error) {
	var needles []string
	var entries []LedgerEntry
	var p Purged
	if err := ctx.Err(); err != nil {
		return p, told(err)
	}
	err := v.Update(func(tx *Tx) (err error) {
		p = Purged{On: tx.Today, Kept: []Kept{}, Ledger: []string{}}
		for _, id := range ids {
			e, err := store.Entry(tx.Tx, id)
			if err != nil {
				return err
			}
			if err := tx.MayUse(e.CustomerID, app.UseErase); err != nil {
				return err
			}
		}
		if needles, err = store.EntryStrings(tx.Tx, ids); err != nil {
			return err
		}
		if entries, err = tx.entryMarks(ids); err != nil {
			return err
		}
		if p.Counts, err = store.EraseEntries(tx.Tx, ids); err != nil {
			return err
		}
		for _, id := range ids {
			if err := tx.audit("entry-erased", id); err != nil {
				return err
			}
		}
		if err := tx.uncleansed(); err != nil {
			return err
		}
		return tx.appendLedger(entries)
	})
	if errors.Is(err, app.E("vault-read-only", "")) {
		return p, err // the disk may hold the erasure or not: then it stays listed
	}
	if err != nil {
		return p, errors.Join(err, v.withdrawLedger(entries))
	}
	for _, e := range entries {
		p.Ledger = append(p.Ledger, e.ID)
	}
	return p, v.scrub(needles, &p, progress)
}

// entryMarks is what the ledger remembers of entries: the hash of the address,
// but not where a card has it still.
func (tx *Tx) entryMarks(ids []string) ([]LedgerEntry, error) {
	var out []LedgerEntry
	for _, id := range ids {
		e, err := store.Entry(tx.Tx, id)
		if err != nil {
			return nil, err
		}
		if e.CustomerID != "" {
			c, err := store.Customer(tx.Tx, e.CustomerID)
			if err != nil {
				return nil, err
			}
			if strings.EqualFold(c.Email, e.Email) {
				continue
			}
		}
		out = append(out, LedgerEntry{ID: tx.NewID(), On: tx.Today, Scope: app.ClassMailing, Hashes: tx.v.marks(app.Customer{Email: e.Email})})
	}
	return out, nil
}

// MailDue lists the entries whose time is over, and those whose consent is to be
// renewed.
func (tx *Tx) MailDue() (over, renewing []MailRow, err error) {
	all, err := tx.MailList()
	for _, r := range all {
		switch {
		case r.Clock.Over(tx.Today):
			over = append(over, r)
		case r.Clock.Renewing(tx.Today):
			renewing = append(renewing, r)
		}
	}
	return over, renewing, err
}
