package printout

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// AccessOf gathers, in one transaction, everything the register holds about a
// customer. Language empty: the customer's own.
func AccessOf(tx *vault.Tx, customerID string, lang app.Lang) (in AccessInput, err error) {
	in = AccessInput{Lang: lang, Today: tx.Today}
	for _, read := range []func() error{
		func() (err error) { in.Firm, err = tx.Firm(); return },
		func() (err error) { in.Customer, err = tx.Customer(customerID); return },
		func() (err error) { in.Contacts, _, err = tx.Contacts(customerID, 0, 0); return },
		func() (err error) { in.Messages, err = messagesOf(tx, in.Contacts); return },
		func() (err error) { in.Technical, err = tx.TechnicalOfCustomer(customerID); return },
		func() (err error) { in.Attachments, err = tx.AttachmentsOfCustomer(customerID); return },
		func() (err error) { in.Disclosures, err = tx.Disclosures(customerID); return },
		func() (err error) { in.Deliveries, _, err = tx.Deliveries(customerID, 0, 0); return },
		func() (err error) { in.Consents, err = tx.Consents(customerID); return },
		func() (err error) { in.Holds, err = tx.Holds(customerID); return },
		func() (err error) { in.Requests, err = requestsOf(tx, customerID); return },
		func() (err error) { in.Mailing, err = mailingOf(tx, customerID); return },
		func() (err error) { in.Decision, err = tx.Decision(customerID); return },
		func() (err error) { in.History, err = tx.AuditOf(customerID); return },
		func() (err error) { in.Imports, err = importsOf(tx, customerID); return },
		func() (err error) { in.Places, err = tx.Places(); return },
		func() (err error) { in.Restrictions, err = tx.Restrictions(customerID); return },
		func() (err error) { in.Uses, err = tx.RestrictionUses(customerID); return },
		func() (err error) { in.Rules, err = tx.Policy(); return },
		func() (err error) { in.Items, err = itemsOf(tx, in); return },
	} {
		if err := read(); err != nil {
			return AccessInput{}, err
		}
	}
	for i := range in.Contacts { // days are printed as the firm's clock shows them
		in.Contacts[i].RecordedAt = in.Contacts[i].RecordedAt.In(tx.Zone())
	}
	for i := range in.Consents {
		in.Consents[i].RecordedAt = in.Consents[i].RecordedAt.In(tx.Zone())
	}
	for i := range in.Attachments {
		in.Attachments[i].AddedAt = in.Attachments[i].AddedAt.In(tx.Zone())
	}
	for i := range in.Disclosures {
		in.Disclosures[i].RecordedAt = in.Disclosures[i].RecordedAt.In(tx.Zone())
	}
	for i := range in.History {
		in.History[i].At = in.History[i].At.In(tx.Zone())
	}
	return in, nil
}

// itemsOf is what the rules say of the records that have a time of their own.
func itemsOf(tx *vault.Tx, in AccessInput) ([]app.Decision, error) {
	ids := map[string][]string{}
	for _, c := range in.Contacts {
		for _, class := range []string{app.ClassContact, app.ClassChat, app.ClassTechnical} {
			ids[class] = append(ids[class], c.ID)
		}
	}
	for _, f := range in.Attachments {
		ids[app.ClassRecording] = append(ids[app.ClassRecording], f.ID)
	}
	for _, m := range in.Mailing {
		ids[app.ClassMailing] = append(ids[app.ClassMailing], m.Entry.ID)
	}
	for _, r := range in.Requests {
		ids[app.ClassRequest] = append(ids[app.ClassRequest], r.Request.ID)
	}
	var out []app.Decision
	for _, class := range app.Classes() {
		some, err := tx.DecisionsOn(class, ids[class])
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	for _, r := range in.History {
		row := app.Item{Class: app.ClassAudit, Event: app.Event{Kind: app.BecauseWritten, On: app.DayOf(r.At.In(tx.Zone()))}}
		if d := app.DecideItem(row, in.Rules, tx.Today); d.EraseOn != "" {
			out = append(out, d)
		}
	}
	return out, nil
}

// messagesOf is what was said in those of the contacts that are conversations.
func messagesOf(tx *vault.Tx, contacts []app.Contact) (map[string][]app.Message, error) {
	out := map[string][]app.Message{}
	for _, c := range contacts {
		if c.Messages == 0 {
			continue
		}
		messages, err := tx.Messages(c.ID)
		if err != nil {
			return nil, err
		}
		out[c.ID] = messages
	}
	return out, nil
}

func mailingOf(tx *vault.Tx, customerID string) ([]MailEntry, error) {
	rows, err := tx.MailEntriesOf(customerID)
	if err != nil {
		return nil, err
	}
	var out []MailEntry
	for _, r := range rows {
		m, err := mailEntry(tx, r)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func mailEntry(tx *vault.Tx, r vault.MailRow) (m MailEntry, err error) {
	m = MailEntry{Entry: r.ListEntry}
	if m.Consents, err = tx.EntryConsents(r.ID); err != nil {
		return m, err
	}
	if m.Sends, err = tx.SendsTo(r.ID); err != nil {
		return m, err
	}
	for i := range m.Consents {
		m.Consents[i].RecordedAt = m.Consents[i].RecordedAt.In(tx.Zone())
	}
	for i := range m.Sends {
		m.Sends[i].At = m.Sends[i].At.In(tx.Zone())
	}
	return m, nil
}

// requestsOf are the customer's requests, each with what was done about it.
func requestsOf(tx *vault.Tx, customerID string) ([]AskedBefore, error) {
	all, err := tx.RequestsOf(customerID)
	if err != nil {
		return nil, err
	}
	var out []AskedBefore
	for _, r := range all {
		history, err := tx.RequestHistory(r.ID)
		if err != nil {
			return nil, err
		}
		letters, err := tx.Letters(r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, AskedBefore{r, history, letters})
	}
	return out, nil
}

func importsOf(tx *vault.Tx, customerID string) ([]Import, error) {
	var out []Import
	all, err := tx.ImportsOf(customerID)
	for _, i := range all {
		out = append(out, Import(i))
	}
	return out, err
}

// CertificateOf is the certificate of a retention run, now or at any time later.
func CertificateOf(tx *vault.Tx, run app.Run) (CertificateInput, error) {
	firm, err := tx.Firm()
	if err != nil {
		return CertificateInput{}, err
	}
	lang, err := tx.Language()
	return CertificateInput{Firm: firm, Lang: lang, Today: run.On, Run: run}, err
}
