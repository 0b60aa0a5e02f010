package store

import (
	"strings"
	"time"

	"kortisto/app"
)

// Records with a time of their own. They are found through indexes by the newest
// day on which any of them could have begun, never by walking through a register:
// whoever asks gives that day a little late, and the rules decide.

// itemSource finds the records of one class.
type itemSource struct {
	class string
	// query gives the record's id, the customer's key, id, number and name, the day,
	// the event's reference and note, and the rows that go: contacts, messages,
	// attachments, technical. # is the condition that chooses among them.
	query string
	until string // the condition by the last day ?
	among string // the condition by ids, # being the places for them
}

// ofContact are the rows that go with the contact t.
const ofContact = `(SELECT count(*) FROM messages WHERE contact_key = t.key), (SELECT count(*) FROM attachments WHERE contact_key = t.key),
	(SELECT count(*) FROM technical WHERE contact_key = t.key)`

const contactItem = `SELECT t.id, c.key, c.id, c.number, c.name, t.on_day, t.id, t.channel, 1, ` + ofContact + `
	FROM contacts t JOIN customers c ON c.key = t.customer_key WHERE `

// technicalRecord is what the technical facts of a contact are known by: the
// contact itself may be a record too.
const technicalRecord = `/technical`

// TechnicalRecord is the id under which a contact's technical facts are a record.
func TechnicalRecord(contactID string) string { return contactID + technicalRecord }

var itemSources = []itemSource{
	{app.ClassChat, contactItem + `t.channel = 'chat' AND #`, `t.on_day <= ?`, `t.id IN (#)`},
	{app.ClassContact, contactItem + `t.channel <> 'chat' AND #`, `t.on_day <= ?`, `t.id IN (#)`},
	{app.ClassRecording, `SELECT a.id, c.key, c.id, c.number, c.name, t.on_day, t.id, t.channel, 0, 0, 1, 0
		FROM attachments a JOIN contacts t ON t.key = a.contact_key JOIN customers c ON c.key = a.customer_key WHERE a.recording = 1 AND #`,
		`t.on_day <= ?`, `a.id IN (#)`},
	{app.ClassTechnical, `SELECT t.id || '` + technicalRecord + `', c.key, c.id, c.number, c.name, t.on_day, t.id, t.channel, 0, 0, 0, x.n
		FROM (SELECT contact_key, count(*) AS n FROM technical GROUP BY contact_key) x
		JOIN contacts t ON t.key = x.contact_key JOIN customers c ON c.key = t.customer_key WHERE #`,
		`t.on_day <= ?`, `t.id || '` + technicalRecord + `' IN (#)`},
}

// ContactOf is the contact whose technical facts a record is; any other record is
// its own.
func ContactOf(record string) string { return strings.TrimSuffix(record, technicalRecord) }

// Surprising gives the ids of what may have become due all at once: the cards that a
// hold, a restriction or a request of which the end is on that day or later has kept,
// and the rows that an import brought at that moment or later. Cards, contacts,
// attachments and entries of the e-mail list are among them.
func Surprising(tx *Tx, since app.Day, at time.Time) (map[string]bool, error) {
	out := map[string]bool{}
	return out, each(tx, func(s scanner) error {
		id, err := scanOne[string](s)
		out[id] = true
		return err
	}, `SELECT c.id FROM holds h JOIN customers c ON c.key = h.customer_key WHERE h.lifted_on >= ?
		UNION SELECT c.id FROM restrictions t JOIN customers c ON c.key = t.customer_key WHERE t.lifted_on >= ?
		UNION SELECT c.id FROM requests r JOIN request_people p ON p.request_key = r.key JOIN customers c ON c.key = p.customer_key WHERE r.closed_on >= ?
		UNION SELECT i.row_id FROM import_rows i JOIN import_batches b ON b.key = i.batch_key
			WHERE b.at >= ? AND i.did = 'added' AND i.table_name IN ('customers', 'contacts', 'attachments')
		UNION SELECT e.id FROM list_entries e JOIN import_batches b ON b.key = e.batch_key WHERE b.at >= ?`,
		since, since, since, at, at)
}

// ItemClasses are the classes whose records Items finds.
func ItemClasses() []string {
	var out []string
	for _, s := range itemSources {
		out = append(out, s.class)
	}
	return out
}

func sourceOf(class string) (itemSource, bool) {
	for _, s := range itemSources {
		if s.class == class {
			return s, true
		}
	}
	return itemSource{}, false
}

// Items lists the records of a class whose own day is that day or earlier, with
// what keeps their customers. A class without records of its own has none.
func Items(tx *Tx, class string, until app.Day) ([]app.Item, error) {
	s, ok := sourceOf(class)
	if !ok {
		return nil, nil
	}
	return s.items(tx, s.until, until)
}

// ItemsOf gives some records of a class by id; unknown ids are left out.
func ItemsOf(tx *Tx, class string, ids []string) (map[string]app.Item, error) {
	out := make(map[string]app.Item, len(ids))
	s, ok := sourceOf(class)
	if !ok {
		return out, nil
	}
	err := chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		items, err := s.items(tx, strings.Replace(s.among, "#", marks, 1), args...)
		for _, i := range items {
			out[i.Record] = i
		}
		return err
	})
	return out, err
}

func (s itemSource) items(tx *Tx, condition string, args ...any) ([]app.Item, error) {
	var out []app.Item
	var owners []int64
	err := each(tx, func(r scanner) error {
		i := app.Item{Class: s.class, Event: app.Event{Kind: app.Contacted}, Holds: []app.Hold{}, Guards: []app.Guard{}}
		var owner int64
		err := r.Scan(&i.Record, &owner, &i.CustomerID, &i.Number, &i.Name, &i.Event.On, &i.Event.Ref, &i.Event.Note,
			&i.Counts.Contacts, &i.Counts.Messages, &i.Counts.Attachments, &i.Counts.Technical)
		out, owners = append(out, i), append(owners, owner)
		return err
	}, strings.Replace(s.query, "#", condition, 1), args...)
	if err != nil {
		return nil, err
	}
	if err := keepItems(tx, out, owners); err != nil || s.class != app.ClassRecording {
		return out, err
	}
	return out, extendItems(tx, out)
}

// keepItems adds to each record what keeps its customer. An owner of 0 is nobody.
func keepItems(tx *Tx, items []app.Item, owners []int64) error {
	files := map[int64]*app.File{}
	var keys []int64
	for _, k := range owners {
		if k != 0 && files[k] == nil {
			files[k] = &app.File{Holds: []app.Hold{}, Guards: []app.Guard{}}
			keys = append(keys, k)
		}
	}
	err := chunks(keys, func(part []int64) error {
		marks, args := placeholders(part)
		return addKeeping(tx, files, `IN (`+marks+`)`, args)
	})
	for n, k := range owners {
		if f := files[k]; f != nil {
			items[n].Holds, items[n].Guards = f.Holds, f.Guards
			for h := range items[n].Holds {
				items[n].Holds[h].CustomerID = items[n].CustomerID
			}
		}
	}
	return err
}

// KeepEntries gives the holds and guards of the cards to which entries of the
// e-mail list belong, by the card's id.
func KeepEntries(tx *Tx, customerIDs []string) (map[string]app.File, error) {
	out := map[string]app.File{}
	err := chunks(customerIDs, func(part []string) error {
		marks, args := placeholders(part)
		files := map[int64]*app.File{}
		err := each(tx, func(s scanner) error {
			var key int64
			f := &app.File{Holds: []app.Hold{}, Guards: []app.Guard{}}
			err := s.Scan(&key, &f.Record, &f.Number, &f.Name)
			files[key] = f
			return err
		}, `SELECT key, id, number, name FROM customers WHERE id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		var keys []int64
		for k := range files {
			keys = append(keys, k)
		}
		marks, args = placeholders(keys)
		err = addKeeping(tx, files, `IN (`+marks+`)`, args)
		for _, f := range files {
			out[f.Record] = *f
		}
		return err
	})
	return out, err
}

// OldestVisitor is the earliest day of a visit that still tells visitors apart;
// "" without any.
func OldestVisitor(tx *Tx) (app.Day, error) {
	return value[app.Day](tx, `SELECT coalesce(min(on_day), '') FROM visits WHERE `+tellsApart)
}
