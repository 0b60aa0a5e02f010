package demo

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault"
)

// How long the e-mail list is, whatever the number of customers: some who are
// customers, and some of whom the firm has no more than the address.
const (
	listed = 60 // of the first so many customers, those with an address may be on it
	alone  = 26
)

// mail fills the e-mail list and sends a mailing to it, as far as the register
// can tell: nothing leaves the machine.
func (f *filler) mail(tx *vault.Tx) error {
	if err := f.wordings(tx); err != nil {
		return err
	}
	if err := f.listCustomers(tx); err != nil {
		return err
	}
	addresses, err := f.listOthers(tx)
	if err != nil {
		return err
	}
	if err := f.suppress(tx, addresses); err != nil {
		return err
	}
	return f.asFirm(tx, func() error { return f.mailings(tx) })
}

func (f *filler) wordings(tx *vault.Tx) error {
	there, err := tx.Wordings()
	if err != nil || len(there) > 0 {
		return err
	}
	lang, err := tx.Language()
	if err != nil {
		return err
	}
	for _, text := range f.words.Agreed.Texts {
		if _, err := tx.AddWording(app.Wording{Name: f.words.Agreed.Name, Language: lang, Text: text}); err != nil {
			return err
		}
		f.done.Wordings++
	}
	return nil
}

func (f *filler) listCustomers(tx *vault.Tx) error {
	var ids []string
	for n := range min(listed, f.of) {
		c := f.some.cards[n]
		if n == merged || !f.more.Chance(500) {
			continue
		}
		ids = append(ids, c.ID)
		if c.Email == "" {
			continue
		}
		_, err := tx.AddEntry(app.ListEntry{CustomerID: c.ID, Email: c.Email, Name: c.Name, Kind: c.Kind, Language: c.Language}, nil)
		switch {
		case err == nil:
			f.done.Entries++
		case !errors.Is(err, app.E("duplicate", "")) && !errors.Is(err, app.E("mail-suppressed", "")):
			return err
		}
	}
	for i, id := range ids {
		if err := f.sale(tx, id, i%3 == 0); err != nil {
			return err
		}
	}
	return nil
}

// sale writes down what an entry's owner bought and was told then, and why a
// message to an address at a company concerns the one who reads it.
func (f *filler) sale(tx *vault.Tx, customerID string, bought bool) error {
	entries, err := tx.MailEntriesOf(customerID)
	if err != nil {
		return err
	}
	for _, r := range entries {
		e := r.ListEntry
		if bought {
			e.Sale = app.Sale{On: e.AddedOn, What: invent.Pick(f.more, f.words.Products), Told: true}
		}
		if e.Kind == app.Company {
			e.WorkDuties = f.words.Duties
		}
		if e == r.ListEntry {
			continue
		}
		if _, err := tx.EditEntry(e); err != nil {
			return err
		}
	}
	return nil
}

// listOthers adds those who have no card: most have agreed, one of them long ago;
// the others are offices and people who were never asked.
func (f *filler) listOthers(tx *vault.Tx) (addresses []string, err error) {
	for i := range alone {
		e, consent := f.stranger(tx.Today, i)
		switch _, err := tx.AddEntry(e, consent); {
		case errors.Is(err, app.E("duplicate", "")), errors.Is(err, app.E("mail-suppressed", "")):
			continue
		case err != nil:
			return nil, err
		}
		f.done.Entries++
		if consent != nil {
			f.done.Consented++
		}
		addresses = append(addresses, e.Email)
	}
	return addresses, nil
}

func (f *filler) stranger(today app.Day, i int) (app.ListEntry, *app.Consent) {
	c := f.more.Customer(90_000 + i)
	if c.Email == "" {
		c.Email = fmt.Sprintf("tilaaja%d@posti.example", i+1)
	}
	on := today.AddDays(-f.more.Int(900))
	switch i {
	case 0:
		on = today.AddMonths(-37) // its time is over
	case 1:
		on = today.AddMonths(-36).AddDays(12) // to be renewed
	}
	e := app.ListEntry{Email: c.Email, Name: c.Name, Kind: c.Kind, Language: c.Language, Origin: invent.Pick(f.more, f.words.Origins), AddedOn: on}
	if i > 1 && f.more.Chance(250) {
		return e, nil
	}
	return e, &app.Consent{Given: true, On: on, Channel: app.Email, Wording: f.words.Agreed.Name, Source: e.Origin}
}

// suppress: one refused, one objected, one's mail comes back, and one of whom the
// firm knows nothing else any more.
func (f *filler) suppress(tx *vault.Tx, addresses []string) error {
	if len(addresses) < 6 {
		return nil // filled before
	}
	for i, reason := range []app.Suppression{app.Withdrawn, app.Objected, app.Bounced, app.Withdrawn} {
		address := "entinen.tilaaja@posti.example"
		if i < 3 {
			address = addresses[2+i]
			e, err := tx.MailEntryByEmail(address)
			if err != nil {
				return err
			}
			if reason != app.Bounced && e.Standing.Permission != app.PermissionRefused {
				f.done.Consented++ // the refusal is a row of the ledger
			}
		}
		if err := tx.Suppress(address, reason); err != nil {
			return err
		}
	}
	return nil
}

// asFirm lends the firm an address to write from where it has none, and takes it
// back: letters to customers must not bear one that was made up.
func (f *filler) asFirm(tx *vault.Tx, do func() error) error {
	firm, err := tx.Firm()
	if err != nil {
		return err
	}
	if firm.Email == "" {
		lent := firm
		lent.Email = "posti@yritys.example"
		if err := tx.SetFirm(lent); err != nil {
			return err
		}
		return cmp.Or(do(), tx.SetFirm(firm))
	}
	return do()
}

// mailings: one was sent, with a message that came back and one that was refused,
// and one is being written.
func (f *filler) mailings(tx *vault.Tx) error {
	sent, err := tx.SaveMailing(f.words.Letters[0])
	if err != nil {
		return err
	}
	f.done.Mailings++
	p, err := tx.PreviewMailing(sent.ID)
	if err != nil {
		return err
	}
	if len(p.Going) > 0 {
		if err := tx.BeginMailing(sent.ID, p.Digest); err != nil {
			return err
		}
		if err := f.send(tx, sent.ID, p.Going); err != nil {
			return err
		}
	}
	if _, err := tx.SaveMailing(f.words.Letters[1]); err != nil {
		return err
	}
	f.done.Mailings++
	return nil
}

func (f *filler) send(tx *vault.Tx, mailing string, going []vault.MailRow) error {
	for i := 0; ; i++ {
		s, err := tx.NextSend(mailing)
		if errors.Is(err, app.E("not-found", "")) {
			return nil
		}
		if err != nil {
			return err
		}
		f.done.Sends++
		if i == 4 {
			if err := tx.EndSend(s, app.SendFailed, "mail-refused"); err != nil {
				return err
			}
			continue
		}
		if err := tx.EndSend(s, app.SendSent, ""); err != nil {
			return err
		}
		for _, r := range going {
			if strings.EqualFold(r.Email, s.Email) && r.CustomerID != "" {
				f.done.Contacts++ // it stands in the customer's history
			}
		}
	}
}
