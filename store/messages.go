package store

import "kortisto/app"

const messageColumns = `SELECT m.id, t.id, m.at_time, m.role, m.author, m.kind, m.text, m.internal, m.edited, m.file_name, m.seconds, m.source_key
	FROM messages m JOIN contacts t ON t.key = m.contact_key `

func scanMessage(s scanner) (m app.Message, err error) {
	err = s.Scan(&m.ID, &m.ContactID, &m.At, &m.Role, &m.Author, &m.Kind, &m.Text, &m.Internal, &m.Edited, &m.FileName, &m.Seconds, &m.SourceKey)
	return m, err
}

// InsertMessages adds what was said in a contact, in the order given. The search
// index takes the contact's words once for all of them.
func InsertMessages(tx *Tx, contactID string, messages []app.Message) error {
	contact, err := contactKey(tx, contactID)
	if err != nil {
		return err
	}
	customer, err := value[int64](tx, `SELECT customer_key FROM contacts WHERE key = ?`, contact)
	if err != nil {
		return err
	}
	return reindexContact(tx, contact, func() error {
		for _, m := range messages {
			if _, err := tx.exec(`INSERT INTO messages (id, contact_key, customer_key, at_time, role, author, kind, text, internal, edited, file_name, seconds, source_key)
				VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
				m.ID, contact, customer, m.At, m.Role, m.Author, m.Kind, m.Text, m.Internal, m.Edited, m.FileName, m.Seconds, m.SourceKey); err != nil {
				return err
			}
		}
		return nil
	})
}

// MessagesOf lists what was said in a contact, by time and in the order in which
// it was written down.
func MessagesOf(tx *Tx, contactID string) ([]app.Message, error) {
	return list(tx, scanMessage, messageColumns+`WHERE t.id = ? ORDER BY m.at_time, m.key`, contactID)
}

// Message reads one by id.
func Message(tx *Tx, id string) (app.Message, error) {
	return one(tx, scanMessage, messageColumns+`WHERE m.id = ?`, id)
}

// MessageBySource finds a message that came from a source.
func MessageBySource(tx *Tx, sourceKey string) (app.Message, error) {
	return one(tx, scanMessage, messageColumns+`WHERE m.source_key = ? AND m.source_key <> '' LIMIT 1`, sourceKey)
}

// InsertTechnical keeps what a web page learnt of the visitor's machine.
func InsertTechnical(tx *Tx, contactID string, facts []app.TechnicalFact) error {
	for _, f := range facts {
		if err := tx.must(`INSERT INTO technical (contact_key, customer_key, name, value)
			SELECT key, customer_key, ?, ? FROM contacts WHERE id = ?`, f.Name, f.Value, contactID); err != nil {
			return err
		}
	}
	return nil
}

// TechnicalOf lists it.
func TechnicalOf(tx *Tx, contactID string) ([]app.TechnicalFact, error) {
	return list(tx, func(s scanner) (f app.TechnicalFact, err error) {
		err = s.Scan(&f.Name, &f.Value)
		return f, err
	}, `SELECT x.name, x.value FROM technical x JOIN contacts t ON t.key = x.contact_key WHERE t.id = ? ORDER BY x.key`, contactID)
}

// TechnicalOfCustomer lists it for all of a customer's contacts, by contact.
func TechnicalOfCustomer(tx *Tx, customerID string) (map[string][]app.TechnicalFact, error) {
	out := map[string][]app.TechnicalFact{}
	err := each(tx, func(s scanner) error {
		var contact string
		var f app.TechnicalFact
		err := s.Scan(&contact, &f.Name, &f.Value)
		out[contact] = append(out[contact], f)
		return err
	}, `SELECT t.id, x.name, x.value FROM technical x JOIN contacts t ON t.key = x.contact_key
		JOIN customers c ON c.key = x.customer_key WHERE c.id = ? ORDER BY x.key`, customerID)
	return out, err
}
