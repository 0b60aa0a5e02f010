package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"kortisto/app"
)

// Merge is two cards that became one, and can be two again.
type Merge struct {
	ID         string
	CustomerID string // of the kept card
	OtherID    string // of the card that went
	At         time.Time
	Number     string // the customer number that went with the merge
	Before     string // the kept card as it was, JSON
	After      string // the kept card as the merge left it, JSON
	Other      string // the card that went, JSON
}

const mergeColumns = `SELECT m.id, c.id, m.at, m.number, m.before, m.after, m.other FROM merges m JOIN customers c ON c.key = m.customer_key `

func scanMerge(s scanner) (m Merge, err error) {
	var at string
	if err = s.Scan(&m.ID, &m.CustomerID, &at, &m.Number, &m.Before, &m.After, &m.Other); err != nil {
		return m, err
	}
	m.At, err = readTime(at)
	return m, err
}

// LastMerge is the latest merge into a card that can be taken back; without one
// it is not-found. OtherID stands in Other and is left empty.
func LastMerge(tx *Tx, customerID string) (Merge, error) {
	return one(tx, scanMerge, mergeColumns+`WHERE c.id = ? ORDER BY m.key DESC LIMIT 1`, customerID)
}

// Merges gives every merge that can be taken back, the oldest first.
func Merges(tx *Tx) ([]Merge, error) { return list(tx, scanMerge, mergeColumns+`ORDER BY m.key`) }

// CountMerges says how many merges can be taken back.
func CountMerges(tx *Tx) (int, error) { return value[int](tx, `SELECT count(*) FROM merges`) }

// MergeRows moves everything that is under the card m.OtherID to m.CustomerID and
// remembers which rows those were. The cards themselves stay as they are, contact
// persons and words of the search index with them: see EraseMerged.
func MergeRows(tx *Tx, m Merge) error {
	from, to, err := twoKeys(tx, m.OtherID, m.CustomerID)
	if err != nil {
		return err
	}
	tables, err := movable(tx)
	if err != nil {
		return err
	}
	r, err := tx.exec(`INSERT INTO merges (id, customer_key, at, number, before, after, other) VALUES (?,?,?,?,?,?,?)`,
		m.ID, to, m.At, m.Number, m.Before, m.After, m.Other)
	if err != nil {
		return err
	}
	merge, err := r.LastInsertId()
	if err != nil {
		return err
	}
	return moving(tx, from, to, func() error {
		for _, t := range tables {
			if t.parent == "" {
				if err := t.remember(tx, merge, from, to); err != nil {
					return err
				}
			}
			if _, err := tx.exec(`UPDATE `+t.name+` SET customer_key = ? WHERE customer_key = ?`, to, from); err != nil {
				return err
			}
		}
		_, err := tx.exec(`INSERT INTO former_ids (id, customer_key) VALUES (?,?)`, m.OtherID, to)
		return errors.Join(err, moveFinds(tx, m.CustomerID, m.OtherID))
	})
}

// SetMerged writes down how the merge left the kept card.
func SetMerged(tx *Tx, id, after string) error {
	return tx.must(`UPDATE merges SET after = ? WHERE id = ?`, after, id)
}

// UnmergeRows moves the rows of a merge back under the card m.OtherID, which is
// there again. Rows that were changed since stay, and are counted; rows that were
// deleted since are gone.
func UnmergeRows(tx *Tx, m Merge) (stayed int, err error) {
	from, to, err := twoKeys(tx, m.CustomerID, m.OtherID)
	if err != nil {
		return 0, err
	}
	tables, err := movable(tx)
	if err != nil {
		return 0, err
	}
	err = moving(tx, from, to, func() error {
		for _, t := range tables {
			if t.parent == "" {
				n, err := t.takeBack(tx, m.ID, from, to)
				if err != nil {
					return err
				}
				stayed += n
			}
		}
		for _, t := range tables {
			if t.parent == "" {
				continue
			}
			if _, err := tx.exec(`UPDATE `+t.name+` SET customer_key = ? WHERE customer_key = ? AND `+t.link+
				` IN (SELECT key FROM `+t.parent+` WHERE customer_key = ?)`, to, from, to); err != nil {
				return err
			}
		}
		return nil
	})
	return stayed, err
}

// UnderCard counts what would move with a card, by table.
func UnderCard(tx *Tx, customerID string) (map[string]int, error) {
	key, err := customerKey(tx, customerID)
	if err != nil {
		return nil, err
	}
	tables, err := movable(tx)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, t := range tables {
		n, err := value[int](tx, `SELECT count(*) FROM `+t.name+` WHERE customer_key = ?`, key)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out[t.name] = n
		}
	}
	return out, nil
}

func twoKeys(tx *Tx, a, b string) (from, to int64, err error) {
	if from, err = customerKey(tx, a); err != nil {
		return 0, 0, err
	}
	to, err = customerKey(tx, b)
	return from, to, err
}

// moving says for the time of move from which card to which rows may go: the
// trigger on consents looks there.
func moving(tx *Tx, from, to int64, move func() error) error {
	if _, err := tx.exec(`INSERT INTO merging (customer_key, into_key) VALUES (?,?)`, from, to); err != nil {
		return err
	}
	if err := move(); err != nil {
		return err
	}
	for _, customer := range []int64{from, to} { // events and permissions have changed their owner
		if err := errors.Join(neededAnew(tx, customer), permitted(tx, customer)); err != nil {
			return err
		}
	}
	_, err := tx.exec(`DELETE FROM merging`)
	return err
}

// moved is a table whose rows go along with a customer.
type moved struct {
	name     string
	parent   string   // another personal table to whose rows these belong: they go where those go
	link     string   // the column that says to which
	known    []string // by these columns a row is known
	contents []string // all but whose it is
}

// movable lists the tables to move, by the data map: a table that is added there
// and has a customer_key is moved.
func movable(tx *Tx) ([]moved, error) {
	personal := app.PersonalTables()
	var out []moved
	for _, name := range personal {
		if _, ok := app.FindColumn(name, "customer_key"); !ok || name == "contact_persons" {
			continue
		}
		t := moved{name: name}
		for _, c := range app.Columns(name) {
			if c.Name == "customer_key" {
				continue
			}
			t.contents = append(t.contents, c.Name)
			if c.Why == app.WhyOrder || c.Why == app.WhyRandomID || c.Why == app.WhyLink {
				t.known = append(t.known, c.Name)
			}
		}
		err := each(tx, func(s scanner) error {
			var link, parent string
			if err := s.Scan(&link, &parent); err != nil {
				return err
			}
			if parent != "customers" && slices.Contains(personal, parent) {
				t.parent, t.link = parent, link
			}
			return nil
		}, `SELECT "from", "table" FROM pragma_foreign_key_list(?)`, name)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// identity is an expression for that by which a row is known. Keys alone are not
// enough: a key that fell free is given again.
func (t moved) identity() string {
	return `coalesce(` + strings.Join(t.known, `, '') || ' ' || coalesce(`) + `, '')`
}

// sums gives the rows of a customer by what they are known, each with a sum of its
// contents.
func (t moved) sums(tx *Tx, customer int64) (known, sums []string, err error) {
	err = each(tx, func(s scanner) error {
		var row string
		values := make([]any, len(t.contents))
		into := []any{&row}
		for i := range values {
			into = append(into, &values[i])
		}
		if err := s.Scan(into...); err != nil {
			return err
		}
		b, err := json.Marshal(values)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		known, sums = append(known, row), append(sums, hex.EncodeToString(sum[:16]))
		return nil
	}, `SELECT `+t.identity()+`, `+strings.Join(t.contents, `, `)+` FROM `+t.name+` WHERE customer_key = ?`, customer)
	return known, sums, err
}

func (t moved) remember(tx *Tx, merge, from, to int64) error {
	known, sums, err := t.sums(tx, from)
	if err != nil {
		return err
	}
	for i, row := range known {
		_, err := tx.exec(`INSERT INTO merge_rows (merge_key, customer_key, table_name, row_key, sum) VALUES (?,?,?,?,?)`, merge, to, t.name, row, sums[i])
		if err != nil {
			return err
		}
	}
	return nil
}

func (t moved) takeBack(tx *Tx, merge string, from, to int64) (stayed int, err error) {
	known, sums, err := t.sums(tx, from)
	if err != nil {
		return 0, err
	}
	now := map[string]string{}
	for i, row := range known {
		now[row] = sums[i]
	}
	then := map[string]string{}
	err = each(tx, func(s scanner) error {
		var row, sum string
		err := s.Scan(&row, &sum)
		then[row] = sum
		return err
	}, `SELECT r.row_key, r.sum FROM merge_rows r JOIN merges m ON m.key = r.merge_key WHERE m.id = ? AND r.table_name = ?`, merge, t.name)
	if err != nil {
		return 0, err
	}
	for row, sum := range then {
		if now[row] != sum {
			if now[row] != "" {
				stayed++
			}
			continue
		}
		first, _, _ := strings.Cut(row, " ") // enough, now that the row was found to be the same
		if err := tx.must(`UPDATE `+t.name+` SET customer_key = ? WHERE customer_key = ? AND `+t.known[0]+` = ?`, to, from, first); err != nil {
			return 0, err
		}
	}
	return stayed, nil
}
