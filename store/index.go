package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

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

// contactText is all that the search index gets to see of a contact t.
const contactText = `t.subject || char(10) || t.who || char(10) || t.text || coalesce((SELECT char(10) || group_concat(m.text, char(10) ORDER BY m.key)
	FROM messages m WHERE m.contact_key = t.key), '')`

// reindexContact changes what the index sees of a contact.
func reindexContact(tx *Tx, key int64, change func() error) error {
	const text = `SELECT ` + contactText + ` FROM contacts t WHERE t.key = ?`
	before, err := value[string](tx, text, key)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := value[string](tx, text, key)
	if err != nil || after == before {
		return err
	}
	if err := unindexContact(tx, key, before); err != nil {
		return err
	}
	return indexContact(tx, key, after)
}

func indexContact(tx *Tx, key int64, text string) error {
	_, err := tx.exec(`INSERT INTO contact_search (rowid, text) VALUES (?,?)`, key, indexText(text))
	return err
}

func unindexContact(tx *Tx, key int64, text string) error {
	_, err := tx.exec(`INSERT INTO contact_search (contact_search, rowid, text) VALUES ('delete',?,?)`, key, indexText(text))
	return err
}

var searchIndexes = []string{"card_search", "contact_search"}

// mergedAtOnce is how many pages of a search index one step of a merge writes,
// about: some tenths of a second.
const mergedAtOnce = 500

// SearchMerge merges the search indexes into their smallest form, step by step. Until
// then, words of erased rows are still in them as bytes. Words of what was erased
// before the first step are gone after the last, whatever is written in between.
//
// FTS5 writes down that a row's words are gone, and drops word and note when it
// merges them into its oldest level. Where all segments are on one level and an
// older level is there but empty, it takes the merged one for not the oldest, and
// keeps word and note: asked for 'optimize' as well. A segment on another level
// makes it begin a new oldest level. So there is one first, and afterwards a look
// at where everything went. To that one, segments that are no larger come down from
// other levels; where all of them did, a second round begins with a larger one, which
// then stays on its level when the next comes.
type SearchMerge struct {
	step  int
	round int
}

// Step does the next step in a transaction of its own, and says whether there are
// more.
func (m *SearchMerge) Step(tx *Tx) (more bool, err error) {
	defer func() { m.step++ }()
	switch m.step {
	case 0:
		return true, markSearch(tx, m.round == 1)
	case 1: // to FTS5 a negative number says: everything that is there now into one
		_, err = mergeSearch(tx, -mergedAtOnce)
		return true, err
	}
	if more, err = mergeSearch(tx, mergedAtOnce); more || err != nil {
		return more, err
	}
	for _, t := range searchIndexes {
		whole, err := wholeIndex(tx, t)
		if err != nil {
			return false, err
		}
		if !whole && m.round < 3 {
			m.step, m.round = -1, m.round+1
			return true, nil
		}
		if !whole {
			return false, fmt.Errorf("store: %s does not become one", t)
		}
	}
	return false, nil
}

// markSearch writes a segment of its own into each index: that a row which there
// never is came and went. A large one is some pages long, others are one.
func markSearch(tx *Tx, large bool) error {
	words := []string{"x"}
	for i := 0; large && i < 4000; i++ {
		words = append(words, strconv.Itoa(i))
	}
	text := strings.Join(words, " ")
	for _, t := range searchIndexes {
		column := map[string]string{"card_search": "number", "contact_search": "text"}[t]
		if _, err := tx.exec(`INSERT INTO `+t+` (rowid, `+column+`) VALUES (0, ?)`, text); err != nil {
			return err
		}
		if _, err := tx.exec(`INSERT INTO `+t+` (`+t+`, rowid, `+column+`) VALUES ('delete', 0, ?)`, text); err != nil {
			return err
		}
	}
	return nil
}

func mergeSearch(tx *Tx, pages int) (more bool, err error) {
	for _, t := range searchIndexes {
		before, err := value[int](tx, `SELECT total_changes()`)
		if err != nil {
			return false, err
		}
		if _, err := tx.exec(`INSERT INTO `+t+` (`+t+`, rank) VALUES ('merge', ?)`, pages); err != nil {
			return false, err
		}
		after, err := value[int](tx, `SELECT total_changes()`)
		if err != nil {
			return false, err
		}
		more = more || after-before > 1 // the statement itself counts as one
	}
	return more, nil
}

// wholeIndex says whether all that an index had is in one segment of its oldest
// level, out of FTS5's record of its segments: four bytes, then numbers as SQLite
// writes them. Fresh segments may be on younger levels.
func wholeIndex(tx *Tx, table string) (bool, error) {
	b, err := value[[]byte](tx, `SELECT block FROM `+table+`_data WHERE id = 10`)
	if err != nil || len(b) < 5 || b[4] == 0xff {
		return false, errors.Join(err, fmt.Errorf("store: segments of %s", table))
	}
	b = b[4:]
	next := func() (n int) {
		for len(b) > 0 {
			c := b[0]
			n, b = n<<7|int(c&0x7f), b[1:]
			if c < 0x80 {
				break
			}
		}
		return n
	}
	levels, all := next(), next()
	next() // how much was written
	last := 0
	for range levels {
		next() // of how many a merge is under way
		last = next()
		for range 3 * last { // number, first and last page
			next()
		}
	}
	return all == 0 || last == 1, nil
}
