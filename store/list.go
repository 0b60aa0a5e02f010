package store

import (
	"strings"

	"kortisto/app"
)

// CustomerFilter chooses and sorts customers for lists. Zero values choose all.
type CustomerFilter struct {
	Text      string // words of the card, as in Find; contact texts are not looked at
	Kind      app.Kind
	Town      string // exact, capitals and small letters alike
	Marketing *bool
	IDs       []string // only these; nil: all
	Sort      string   // number (default), name, town, postcode, lastNeeded
	Desc      bool
	Offset    int
	Limit     int // 0: all
}

// sorting: what each order means. lastNeeded is a convenience of the list; the
// date that counts is worked out by package app.
var sorting = map[string][]string{
	"number":   {`c.number GLOB '*[^0-9]*'`, `c.number + 0`, `c.number`},
	"name":     {`c.name_key`, `c.key`},
	"town":     {`c.town`, `c.key`},
	"postcode": {`c.postcode`, `c.key`},
	"lastNeeded": {`max(iif(c.created_on > ?1, '', c.created_on), iif(c.corrected_on > ?1, '', c.corrected_on),
		coalesce((SELECT on_day FROM contacts WHERE customer_key = c.key AND on_day <= ?1 AND mass = 0 ORDER BY on_day DESC LIMIT 1), ''),
		coalesce((SELECT on_day FROM deliveries WHERE customer_key = c.key AND on_day <= ?1 ORDER BY on_day DESC LIMIT 1), ''))`, `c.key`},
}

// where gives the conditions; ?1 is today.
func (f CustomerFilter) where(tx *Tx) (string, []any) {
	conds, args := []string{`?1 = ?1`}, []any{tx.Today}
	add := func(cond string, vs ...any) {
		conds, args = append(conds, cond), append(args, vs...)
	}
	if f.Kind != "" {
		add(`c.kind = ?`, f.Kind)
	}
	if f.Town != "" {
		add(`c.town = ?`, f.Town)
	}
	if f.Marketing != nil {
		add(marketingNow+` = ?`, *f.Marketing)
	}
	if f.IDs != nil {
		marks, ids := placeholders(f.IDs)
		add(`c.id IN (`+marks+`)`, ids...)
	}
	if q := ask(f.Text); q.words != nil {
		add(`(c.number = ? OR c.key IN (SELECT rowid FROM card_search WHERE card_search MATCH ?))`, strings.TrimSpace(q.text), q.either())
	} else if strings.TrimSpace(f.Text) != "" {
		add(`0`)
	}
	return strings.Join(conds, ` AND `), args
}

// Customers lists customers and says how many there are without the limit.
// LastNeeded, EraseOn and Held are left empty.
func Customers(tx *Tx, f CustomerFilter) (rows []app.CustomerRow, total int, err error) {
	where, args := f.where(tx)
	total, err = value[int](tx, `SELECT count(*) FROM customers c WHERE `+where, args...)
	if err != nil {
		return nil, 0, err
	}
	order, ok := sorting[f.Sort]
	if !ok {
		order = sorting["number"]
	}
	direction := ``
	if f.Desc {
		direction = ` DESC`
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	query := `SELECT c.key FROM customers c WHERE ` + where + ` ORDER BY ` + strings.Join(order, direction+`, `) + direction + ` LIMIT ? OFFSET ?`
	keys, err := list(tx, scanOne[int64], query, append(args, limit, max(f.Offset, 0))...)
	if err != nil {
		return nil, 0, err
	}
	rows, err = rowsOf(tx, keys, ask(f.Text))
	return rows, total, err
}
