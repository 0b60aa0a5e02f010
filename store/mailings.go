package store

import (
	"kortisto/app"
)

const mailingColumns = `SELECT id, kind, subject, body, goods, state, recipients, sent, failed, skipped, created_at, ended_at FROM mailings `

func scanMailing(s scanner) (m app.Mailing, err error) {
	var created, ended string
	if err = s.Scan(&m.ID, &m.Kind, &m.Subject, &m.Body, &m.Goods, &m.State, &m.Recipients, &m.Sent, &m.Failed, &m.Skipped, &created, &ended); err != nil {
		return m, err
	}
	if m.CreatedAt, err = readTime(created); err != nil {
		return m, err
	}
	m.EndedAt, err = readTime(ended)
	return m, err
}

// InsertMailing adds a message to the list, as a draft.
func InsertMailing(tx *Tx, m app.Mailing) error {
	_, err := tx.exec(`INSERT INTO mailings (id, kind, subject, body, goods, state, recipients, sent, failed, skipped, created_at, ended_at)
		VALUES (?,?,?,?,?,?,0,0,0,0,?,'')`, m.ID, string(m.Kind), m.Subject, m.Body, m.Goods, string(app.MailingDraft), tx.Now)
	return err
}

// UpdateMailing changes a draft; a mailing that has begun is not-found.
func UpdateMailing(tx *Tx, m app.Mailing) error {
	return tx.must(`UPDATE mailings SET kind = ?, subject = ?, body = ?, goods = ? WHERE id = ? AND state = 'draft'`,
		string(m.Kind), m.Subject, m.Body, m.Goods, m.ID)
}

// DeleteMailing takes a draft away; a mailing that has begun is not-found.
func DeleteMailing(tx *Tx, id string) error {
	return tx.must(`DELETE FROM mailings WHERE id = ? AND state = 'draft'`, id)
}

// Mailing reads one.
func Mailing(tx *Tx, id string) (app.Mailing, error) {
	return one(tx, scanMailing, mailingColumns+`WHERE id = ?`, id)
}

// Mailings lists them, the newest first.
func Mailings(tx *Tx) ([]app.Mailing, error) {
	return list(tx, scanMailing, mailingColumns+`ORDER BY key DESC`)
}

// BeginMailing turns a draft into one that is being sent; another is not-found.
func BeginMailing(tx *Tx, id string, recipients int) error {
	return tx.must(`UPDATE mailings SET state = 'sending', recipients = ? WHERE id = ? AND state = 'draft'`, recipients, id)
}

// EndMailing writes down that nothing is left to send.
func EndMailing(tx *Tx, id string) error {
	return tx.must(`UPDATE mailings SET state = 'done', ended_at = ? WHERE id = ? AND state = 'sending'`, tx.Now, id)
}

// InsertSend adds a recipient to a mailing.
func InsertSend(tx *Tx, s app.Send) error {
	mailing, err := value[int64](tx, `SELECT key FROM mailings WHERE id = ?`, s.MailingID)
	if err != nil {
		return err
	}
	entry, err := value[int64](tx, `SELECT key FROM list_entries WHERE id = ?`, s.EntryID)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO sends (id, mailing_key, entry_key, email, state, mode, message_id, code, at) VALUES (?,?,?,?,?,?,?,'',?)`,
		s.ID, mailing, entry, s.Email, string(s.State), string(s.Mode), s.MessageID, tx.Now)
	return err
}

const sendColumns = `SELECT s.id, m.id, e.id, s.email, e.name, e.language, m.subject, s.state, s.mode, s.message_id, s.code, s.at
	FROM sends s JOIN mailings m ON m.key = s.mailing_key JOIN list_entries e ON e.key = s.entry_key `

func scanSend(r scanner) (s app.Send, err error) {
	var at string
	if err = r.Scan(&s.ID, &s.MailingID, &s.EntryID, &s.Email, &s.Name, &s.Language, &s.Subject, &s.State, &s.Mode, &s.MessageID, &s.Code, &at); err != nil {
		return s, err
	}
	s.At, err = readTime(at)
	return s, err
}

// SendByID reads one message to one recipient.
func SendByID(tx *Tx, id string) (app.Send, error) {
	return one(tx, scanSend, sendColumns+`WHERE s.id = ?`, id)
}

// NextSend is the next recipient of a mailing who waits; none is not-found.
func NextSend(tx *Tx, mailingID string) (app.Send, error) {
	return one(tx, scanSend, sendColumns+`WHERE m.id = ? AND s.state = 'queued' ORDER BY s.key LIMIT 1`, mailingID)
}

// SendsOf lists the recipients of a mailing in a state, in the order of sending;
// an empty state lists all.
func SendsOf(tx *Tx, mailingID string, state app.SendState) ([]app.Send, error) {
	return list(tx, scanSend, sendColumns+`WHERE m.id = ? AND (? = '' OR s.state = ?) ORDER BY s.key`, mailingID, string(state), string(state))
}

// SendsTo lists what was sent to an entry, the newest first.
func SendsTo(tx *Tx, entryID string) ([]app.Send, error) {
	return list(tx, scanSend, sendColumns+`WHERE e.id = ? ORDER BY s.key DESC`, entryID)
}

// SetSend writes how a message stands now. Only where it stands as said before:
// otherwise it is not-found, and nothing is changed.
func SetSend(tx *Tx, id string, from, to app.SendState, code string) error {
	return tx.must(`UPDATE sends SET state = ?, code = ?, at = ? WHERE id = ? AND state = ?`, string(to), code, tx.Now, id, string(from))
}

// CountSend counts an outcome on the mailing.
func CountSend(tx *Tx, mailingID string, outcome app.SendState, by int) error {
	column, ok := map[app.SendState]string{app.SendSent: "sent", app.SendFailed: "failed", app.SendSkipped: "skipped"}[outcome]
	if !ok {
		return nil
	}
	return tx.must(`UPDATE mailings SET `+column+` = `+column+` + ? WHERE id = ?`, by, mailingID)
}

// BounceSends marks what was sent to an address as come back.
func BounceSends(tx *Tx, email string) error {
	_, err := tx.exec(`UPDATE sends SET state = 'bounced', at = ? WHERE email = ? COLLATE NOCASE AND state = 'sent'`, tx.Now, email)
	return err
}
