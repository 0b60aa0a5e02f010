package store

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// card is what the index gets to see of a customer, column by column.
func card(c app.Customer) [6]string {
	var persons, phones, emails []string
	for _, p := range c.Persons {
		persons = append(persons, p.Name)
		phones = append(phones, phoneWords(p.Phone))
		emails = append(emails, p.Email)
	}
	return [6]string{
		indexText(c.Number, c.BusinessID),
		indexText(c.Designation, c.Name),
		indexText(persons...),
		indexText(c.Street, c.Postcode, c.Town),
		strings.Join(append([]string{phoneWords(c.Phone)}, phones...), " "),
		indexText(append([]string{c.Email}, emails...)...),
	}
}

func indexCard(tx *Tx, key int64, c app.Customer) error {
	d := card(c)
	_, err := tx.exec(`INSERT INTO card_search (rowid, number, name, persons, place, phone, email) VALUES (?,?,?,?,?,?,?)`,
		key, d[0], d[1], d[2], d[3], d[4], d[5])
	return err
}

func unindexCard(tx *Tx, key int64, c app.Customer) error {
	d := card(c)
	_, err := tx.exec(`INSERT INTO card_search (card_search, rowid, number, name, persons, place, phone, email) VALUES ('delete',?,?,?,?,?,?,?)`,
		key, d[0], d[1], d[2], d[3], d[4], d[5])
	return err
}

func reindexCard(tx *Tx, key int64, before, after app.Customer) error {
	if card(before) == card(after) {
		return nil
	}
	if err := unindexCard(tx, key, before); err != nil {
		return err
	}
	return indexCard(tx, key, after)
}

func indexContact(tx *Tx, key int64, text string) error {
	_, err := tx.exec(`INSERT INTO contact_search (rowid, text) VALUES (?,?)`, key, indexText(text))
	return err
}

func unindexContact(tx *Tx, key int64, text string) error {
	_, err := tx.exec(`INSERT INTO contact_search (contact_search, rowid, text) VALUES ('delete',?,?)`, key, indexText(text))
	return err
}

func reindexContact(tx *Tx, key int64, before, after string) error {
	if indexText(before) == indexText(after) {
		return nil
	}
	if err := unindexContact(tx, key, before); err != nil {
		return err
	}
	return indexContact(tx, key, after)
}

// question is a search as typed, cut into words. Everything that reaches FTS5
// is made from these words, so no input is an operator or an error.
type question struct {
	text  string
	words []string // nil: nothing to look for
	phone string   // the digits, when it looks like a phone number
}

func ask(text string) question {
	text = strings.ToValidUTF8(text[:min(len(text), longestQuery)], "")
	q := question{text: norm.NFC.String(text), phone: phoneQuestion(text)}
	seen := map[string]bool{}
	for _, w := range words(text) {
		if !seen[w] && len(q.words) < mostWords {
			seen[w] = true
			q.words = append(q.words, w)
		}
	}
	return q
}

// term asks for words that begin with w. Words shorter than least letters ask
// for themselves alone: half the register begins with any letter.
func term(w string, least int) string {
	if len([]rune(strings.TrimPrefix(w, foldedMark))) < least {
		return `"` + w + `"`
	}
	return `"` + w + `" *`
}

// The shortest words whose beginning counts, in cards and in contact texts.
// Shorter beginnings are not in the prefix indexes and would be slow.
const (
	leastInCards    = 2
	leastInContacts = 3
)

// exact asks for the words as typed, folded for the words without their signs.
func (q question) exact(least int) string {
	terms := make([]string, len(q.words))
	for i, w := range q.words {
		terms[i] = term(w, least)
	}
	return strings.Join(terms, " AND ")
}

func (q question) folded(least int) string {
	terms := make([]string, len(q.words))
	for i, w := range q.words {
		f := fold(w)
		if f == "" {
			f = w
		}
		terms[i] = "(" + term(f, least) + " OR " + term(foldedMark+f, least)
		if f != w {
			terms[i] += " OR " + term(w, least)
		}
		terms[i] += ")"
	}
	return strings.Join(terms, " AND ")
}

// shortened is q with its words cut to n letters.
func (q question) shortened(n int) question {
	short := question{words: make([]string, len(q.words))}
	for i, w := range q.words {
		rs := []rune(w)
		short.words[i] = string(rs[:min(n, len(rs))])
	}
	return short
}

// holds says whether a contact text has all words of q.
func (q question) holds(text string, folded bool) bool {
	have := words(text)
	for i, h := range have {
		if folded {
			have[i] = fold(h)
		}
	}
	for _, w := range q.words {
		if folded {
			w = fold(w)
		}
		if !slices.ContainsFunc(have, func(h string) bool {
			return h == w || len([]rune(w)) >= leastInContacts && strings.HasPrefix(h, w)
		}) {
			return false
		}
	}
	return true
}

// either asks for all that a card can match by.
func (q question) either() string {
	e := "(" + q.folded(leastInCards) + ")"
	if q.phone != "" {
		e += ` OR phone : "` + q.phone + `" *`
	}
	return e
}

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

const byContact = `SELECT t.customer_key, t.text FROM contacts t JOIN
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
				&r.Marketing, &designation, &businessID); err != nil {
				return err
			}
			if q.words != nil {
				r.Match = q.field(r, designation, businessID)
			}
			rows[place[key]] = r
			return nil
		}, `SELECT c.key, c.id, c.number, c.name, c.kind, c.street, c.postcode, c.town, c.phone, c.email, `+marketingNow+`,
			c.designation, c.business_id FROM customers c WHERE c.key IN (`+marks+`)`, args...)
	})
	return rows, err
}

// field names the field of the card that answers most of the words; when none
// answers any, a contact person did.
func (q question) field(r app.CustomerRow, designation, businessID string) string {
	if q.phone != "" && strings.EqualFold(strings.TrimSpace(q.text), r.Number) {
		return "number"
	}
	fields := []struct{ name, text string }{
		{"number", r.Number}, {"name", r.Name}, {"designation", designation}, {"businessId", businessID}, {"phone", r.Phone},
		{"email", r.Email}, {"street", r.Street}, {"postcode", r.Postcode}, {"town", r.Town},
	}
	best, most := "persons", 0
	for _, f := range fields {
		if n := q.answered(f.text, f.name == "phone"); n > most {
			best, most = f.name, n
		}
	}
	return best
}

// answered counts the words of q with which words of a text begin, twice over
// and one more when the text holds the whole question.
func (q question) answered(text string, phone bool) int {
	if phone {
		for _, have := range strings.Fields(phoneWords(text)) {
			if q.phone != "" && strings.HasPrefix(have, q.phone) {
				return 2 * len(q.words)
			}
		}
	}
	n := 0
	have := words(text)
	for _, w := range q.words {
		f := fold(w)
		for _, h := range have {
			if strings.HasPrefix(h, w) || strings.HasPrefix(fold(h), f) {
				n += 2
				break
			}
		}
	}
	if n > 0 && strings.Contains(fold(strings.ToLower(text)), fold(strings.ToLower(strings.TrimSpace(q.text)))) {
		n++
	}
	return n
}

// OptimizeSearch merges the search indexes into their smallest form. Until
// then, words of erased rows are still in them as bytes.
func OptimizeSearch(tx *Tx) error {
	for _, t := range []string{"card_search", "contact_search"} {
		if _, err := tx.exec(`INSERT INTO ` + t + ` (` + t + `) VALUES ('optimize')`); err != nil {
			return err
		}
	}
	return nil
}
