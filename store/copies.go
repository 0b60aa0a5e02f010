package store

import (
	"strings"
	"unicode"

	"kortisto/app"
)

const copyColumns = `SELECT id, made_at, what, format, rows, file, gone_on FROM copies `

func scanCopy(s scanner) (c app.Copy, err error) {
	var made string
	if err = s.Scan(&c.ID, &made, &c.What, &c.Format, &c.Rows, &c.File, &c.GoneOn); err != nil {
		return c, err
	}
	c.MadeAt, err = readTime(made)
	return c, err
}

// InsertCopy writes down a file that was taken out now.
func InsertCopy(tx *Tx, c app.Copy) error {
	_, err := tx.exec(`INSERT INTO copies (id, made_at, what, format, rows, file, gone_on) VALUES (?,?,?,?,?,?,'')`,
		c.ID, tx.Now, c.What, c.Format, c.Rows, c.File)
	return err
}

// Copy reads a copy by id.
func Copy(tx *Tx, id string) (app.Copy, error) {
	return one(tx, scanCopy, copyColumns+`WHERE id = ?`, id)
}

// Copies lists all copies: those that are still out before those that are gone,
// each the newest first.
func Copies(tx *Tx) ([]app.Copy, error) {
	return list(tx, scanCopy, copyColumns+`ORDER BY gone_on <> '', key DESC`)
}

// MarkCopyGone writes down that a copy was destroyed today. It has no name any
// more. One that is gone already is not-found.
func MarkCopyGone(tx *Tx, id string) error {
	return tx.must(`UPDATE copies SET gone_on = ?, file = '' WHERE id = ? AND gone_on = ''`, tx.Today, id)
}

// blankCopies takes away the names of copies in which there is a word of those
// who are being erased: people name files after people. keys chooses theirs.
func blankCopies(tx *Tx, keys string, args ...any) error {
	copies, err := list(tx, scanCopy, copyColumns+`WHERE file <> ''`)
	if err != nil || len(copies) == 0 {
		return err
	}
	values, err := list(tx, scanOne[string], `SELECT name || ' ' || designation || ' ' || email || ' ' || street || ' ' || phone FROM customers WHERE key IN (`+keys+`)
		UNION SELECT name || ' ' || email || ' ' || phone FROM contact_persons WHERE customer_key IN (`+keys+`)`, append(args, args...)...)
	if err != nil {
		return err
	}
	words := map[string]bool{}
	for _, v := range values {
		for _, w := range strings.FieldsFunc(strings.ToLower(v), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len([]rune(w)) > 2 {
				words[w] = true
			}
		}
	}
	for _, c := range copies {
		if !named(strings.ToLower(c.File), words) {
			continue
		}
		if err := tx.must(`UPDATE copies SET file = '' WHERE id = ?`, c.ID); err != nil {
			return err
		}
	}
	return nil
}

func named(file string, words map[string]bool) bool {
	for w := range words {
		if strings.Contains(file, w) {
			return true
		}
	}
	return false
}
