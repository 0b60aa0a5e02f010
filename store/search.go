package store

import (
	"strings"

	"kortisto/app"
)

// Find searches customers by any part of their card and by what was written
// of contacts with them, best first: the exact number, names that begin with
// the text, phone numbers, names and persons that have the words, other fields
// of the card, then the same with ä taken for a, then contact texts, the newest
// first. All words must match by their beginnings. Match says which field
// matched. limit 0 means 50.
func Find(tx *Tx, text string, limit int) ([]app.CustomerRow, error) {
	q := ask(text)
	if q.words == nil {
		return []app.CustomerRow{}, nil
	}
	if limit <= 0 {
		limit = 50
	}
	h := hits{limit: limit, seen: map[int64]bool{}}
	if err := h.cards(tx, q); err != nil {
		return nil, err
	}
	cards := len(h.keys)
	if err := h.contacts(tx, q); err != nil {
		return nil, err
	}
	rows, err := rowsOf(tx, h.keys, q)
	for i := cards; i < len(rows); i++ {
		rows[i].Match = "contacts"
	}
	return rows, err
}

// hits collects customers in the order of their rank until there are enough.
type hits struct {
	limit int
	keys  []int64
	seen  map[int64]bool
}

func (h *hits) full() bool { return len(h.keys) >= h.limit }

func (h *hits) add(tx *Tx, query string, args ...any) error {
	if h.full() {
		return nil
	}
	return each(tx, func(s scanner) error {
		var key int64
		if err := s.Scan(&key); err != nil {
			return err
		}
		if !h.seen[key] {
			h.seen[key] = true
			h.keys = append(h.keys, key)
		}
		if h.full() {
			return errStop
		}
		return nil
	}, query, args...)
}

const byCard = `SELECT rowid FROM card_search WHERE card_search MATCH ? LIMIT ?`

func (h *hits) cards(tx *Tx, q question) error {
	trimmed := strings.TrimSpace(q.text)
	if err := h.add(tx, `SELECT key FROM customers WHERE number = ?`, trimmed); err != nil {
		return err
	}
	if k := nameKey(q.text); k != "" {
		err := h.add(tx, `SELECT key FROM customers WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT ?`, k, k+"\U0010FFFF", h.limit+1)
		if err != nil {
			return err
		}
	}
	if q.phone != "" {
		if err := h.add(tx, byCard, `phone : "`+q.phone+`" *`, 2*h.limit); err != nil {
			return err
		}
	}
	for _, match := range []string{
		`{name persons} : (` + q.exact(leastInCards) + `)`, q.exact(leastInCards),
		`{name persons} : (` + q.folded(leastInCards) + `)`, q.folded(leastInCards),
	} {
		// what earlier steps found comes again: leave room for it
		if err := h.add(tx, byCard, match, h.limit+len(h.keys)); err != nil {
			return err
		}
	}
	return nil
}

// Contact texts are many, and a common word stands in hundreds of thousands of
// them. FTS5 collects all hits of a beginning before it gives the first, unless
// the beginning has just the length that the index keeps. So first the newest
// texts with the first letters of the words are read and looked at one by one.
// Where most of them are what is asked for, but of few customers, more are
// read; where few are, the words are rare and FTS5 is asked in full.
const (
	newestContacts = 400
	mostContacts   = 3000
)

const byContact = `SELECT t.customer_key, ` + contactText + ` FROM contacts t JOIN
	(SELECT rowid AS hit FROM contact_search WHERE contact_search MATCH ? ORDER BY rowid DESC LIMIT ?) ON t.key = hit ORDER BY hit DESC`

func (h *hits) contacts(tx *Tx, q question) error {
	short := q.shortened(leastInContacts)
	for _, folded := range []bool{false, true} {
		first, full := short.exact(leastInContacts), q.exact(leastInContacts)
		if folded {
			first, full = short.folded(leastInContacts), q.folded(leastInContacts)
		}
		read, held, err := h.look(tx, q, folded, first, newestContacts)
		if err != nil {
			return err
		}
		if read < newestContacts {
			continue // that was all
		}
		if held > read/10 {
			full = first
		}
		if _, _, err := h.look(tx, q, folded, full, mostContacts); err != nil {
			return err
		}
	}
	return nil
}

// look reads contacts that match, the newest first, and adds the customers of
// those that hold the words. It says how many it has read and how many of
// them held the words.
func (h *hits) look(tx *Tx, q question, folded bool, match string, most int) (read, held int, err error) {
	if h.full() {
		return 0, 0, nil
	}
	err = each(tx, func(s scanner) error {
		var key int64
		var text string
		if err := s.Scan(&key, &text); err != nil {
			return err
		}
		read++
		if q.holds(text, folded) {
			held++
			if !h.seen[key] {
				h.seen[key] = true
				h.keys = append(h.keys, key)
			}
		}
		if h.full() {
			return errStop
		}
		return nil
	}, byContact, match, most)
	return read, held, err
}

// rowsOf reads list rows in the order of keys and says for each which field
// answers q.
func rowsOf(tx *Tx, keys []int64, q question) ([]app.CustomerRow, error) {
	place := make(map[int64]int, len(keys))
	for i, k := range keys {
		place[k] = i
	}
	rows := make([]app.CustomerRow, len(keys))
	err := chunks(keys, func(part []int64) error {
		marks, args := placeholders(part)
		return each(tx, func(s scanner) error {
			var key int64
			var designation, businessID string
			var r app.CustomerRow
			if err := s.Scan(&key, &r.ID, &r.Number, &r.Name, &r.Kind, &r.Street, &r.Postcode, &r.Town, &r.Phone, &r.Email,
				&r.Marketing, &r.LastNeeded, &designation, &businessID); err != nil {
				return err
			}
			if q.words != nil {
				r.Match = q.field(r, designation, businessID)
			}
			rows[place[key]] = r
			return nil
		}, `SELECT c.key, c.id, c.number, c.name, c.kind, c.street, c.postcode, c.town, c.phone, c.email, c.marketing,
			`+lastNeeded+`, c.designation, c.business_id FROM customers c WHERE c.key IN (`+marks+`)`, append([]any{tx.Today}, args...)...)
	})
	return rows, err
}
