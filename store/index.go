package store

import (
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

// mergedAtOnce is how many pages of a search index one step of MergeSearch writes,
// about: some tenths of a second.
const mergedAtOnce = 500

// MergeSearch merges the search indexes into their smallest form, step by step, and
// says whether there is more to do. Until then, words of erased rows are still in
// them as bytes. Words of what was erased before the first step are gone after the
// last, whatever is written in between.
func MergeSearch(tx *Tx, first bool) (more bool, err error) {
	pages := mergedAtOnce
	if first {
		pages = -pages // to FTS5 this says: everything there is now into one
	}
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
