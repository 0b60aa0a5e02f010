package store

import (
	"strings"

	"kortisto/app"
)

// CustomerFilter chooses and sorts customers for lists. Zero values choose all.
type CustomerFilter struct {
	Text         string // words of the card, as in Find; contact texts are not looked at
	Kind         app.Kind
	Town         string // exact, capitals and small letters alike
	Marketing    *bool
	NeededBefore app.Day  // last needed before that day
	IDs          []string // only these; nil: all
	Sort         string   // number (default), name, town, postcode, lastNeeded
	Desc         bool
	Offset       int
	Limit        int // 0: all
}

// order is one way of sorting, and the index that has it, and all that the list
// is filtered by beside it.
type order struct {
	index string
	by    []string
}

var sorting = map[string]order{
	"number":     {`customers_number_order`, []string{`c.number GLOB '*[^0-9]*'`, `c.number + 0`, `c.number`}},
	"name":       {`customers_name`, []string{`c.name_key`, `c.key`}},
	"town":       {`customers_town`, []string{`c.town`, `c.name_key`, `c.key`}},
	"postcode":   {`customers_postcode`, []string{`c.postcode`, `c.name_key`, `c.key`}},
	"lastNeeded": {`customers_needed`, []string{`c.needed_on`, `c.key`}},
}

// ahead is the order by last need while some event is dated later than today.
var ahead = order{by: []string{lastNeeded, `c.key`}}

// fewHits of a text are looked up card by card and then sorted; of more, those
// that come first are looked for along the index that has the order.
const fewHits = 1000

// asking is what a filter asks of the customer c. ?1 is today.
type asking struct {
	texts []string
	args  []any
}

func (c *asking) add(text string, args ...any) {
	c.texts, c.args = append(c.texts, text), append(c.args, args...)
}

func (c *asking) where() string { return strings.Join(c.texts, ` AND `) }

// facets are the conditions that every index of an order answers by itself.
func (f CustomerFilter) facets(tx *Tx, late bool) asking {
	c := asking{[]string{`?1 = ?1`}, []any{tx.Today}}
	if f.Kind != "" {
		c.add(`c.kind = ?`, f.Kind)
	}
	if f.Marketing != nil {
		c.add(`c.marketing = ?`, *f.Marketing)
	}
	if f.Town != "" {
		c.add(`c.town = ?`, f.Town)
	}
	switch {
	case f.NeededBefore != "" && late:
		c.add(lastNeeded+` < ?`, f.NeededBefore)
	case f.NeededBefore != "":
		c.add(`c.needed_on < ?`, f.NeededBefore)
	}
	return c
}

// among are the keys that the text and the ids leave; none when they leave all.
func (f CustomerFilter) among() (keys string, args []any) {
	var parts []string
	if q := ask(f.Text); q.words != nil {
		parts, args = append(parts, `SELECT rowid AS key FROM card_search WHERE card_search MATCH ?`), append(args, q.either())
	} else if strings.TrimSpace(f.Text) != "" {
		return `SELECT key FROM customers WHERE 0`, nil
	}
	if f.IDs != nil {
		marks, ids := placeholders(f.IDs)
		parts, args = append(parts, `SELECT key FROM customers WHERE id IN (`+marks+`)`), append(args, ids...)
	}
	return strings.Join(parts, ` INTERSECT `), args
}

// datedAhead says whether something is dated later than today: then the column
// needed_on does not answer by itself.
func datedAhead(tx *Tx) (bool, error) {
	return value[bool](tx, `SELECT EXISTS (SELECT 1 FROM customers WHERE needed_on > ?)`, tx.Today)
}

// Customers lists customers and says how many there are without the limit.
// EraseOn and Held are left empty.
func Customers(tx *Tx, f CustomerFilter) (rows []app.CustomerRow, total int, err error) {
	from, args, total, err := f.chosen(tx)
	if err != nil || total == 0 {
		return []app.CustomerRow{}, 0, err
	}
	keys, err := list(tx, scanOne[int64], `SELECT c.key `+from, args...)
	if err != nil {
		return nil, 0, err
	}
	rows, err = rowsOf(tx, keys, ask(f.Text))
	return rows, total, err
}

// CustomerIDs lists the ids of the customers that a filter chooses, in its order.
func CustomerIDs(tx *Tx, f CustomerFilter) ([]string, error) {
	from, args, total, err := f.chosen(tx)
	if err != nil || total == 0 {
		return []string{}, err
	}
	return list(tx, scanOne[string], `SELECT c.id `+from, args...)
}

// chosen counts what a filter asks, and gives the part of a query from FROM on
// that finds it.
func (f CustomerFilter) chosen(tx *Tx) (from string, args []any, total int, err error) {
	late, err := datedAhead(tx)
	if err != nil {
		return "", nil, 0, err
	}
	c := f.facets(tx, late)
	faceted := len(c.texts) > 1
	keys, keyArgs := f.among()
	few := false
	if keys != `` {
		if total, err = value[int](tx, `SELECT count(*) FROM (`+keys+`)`, keyArgs...); err != nil || total == 0 {
			return "", nil, 0, err
		}
		if few = total <= fewHits; few {
			c.add(`c.key IN (`+keys+`)`, keyArgs...)
		} else {
			c.add(`+c.key IN (`+keys+`)`, keyArgs...)
		}
	}
	if faceted || keys == `` {
		by := ``
		if faceted && !few && f.Town == "" {
			by = ` INDEXED BY customers_needed`
		}
		if total, err = value[int](tx, `SELECT count(*) FROM customers c`+by+` WHERE `+c.where(), c.args...); err != nil {
			return "", nil, 0, err
		}
	}
	order := f.order(late)
	from = `FROM customers c`
	if order.index != `` && !few {
		from += ` INDEXED BY ` + order.index
	}
	from += ` WHERE ` + c.where() + order.clause(f.Desc) + ` LIMIT ? OFFSET ?`
	return from, append(c.args, f.most(), max(f.Offset, 0)), total, nil
}

func (f CustomerFilter) order(late bool) order {
	by, ok := sorting[f.Sort]
	switch {
	case !ok:
		return sorting["number"]
	case f.Sort == "lastNeeded" && late:
		return ahead
	}
	return by
}

func (o order) clause(down bool) string {
	way := ``
	if down {
		way = ` DESC`
	}
	return ` ORDER BY ` + strings.Join(o.by, way+`, `) + way
}

func (f CustomerFilter) most() int {
	if f.Limit <= 0 {
		return -1
	}
	return f.Limit
}

// Facet is a value by which the list can be filtered, and how many cards have it.
type Facet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Towns lists the towns of the register, the most frequent first, and of those
// that begin with a text as many as asked.
func Towns(tx *Tx, beginning string, limit int) ([]Facet, error) {
	return list(tx, scanFacet, `SELECT town, count(*) AS n FROM customers WHERE town >= ?1 AND town < ?1 || char(1114111) AND town <> ''
		GROUP BY town ORDER BY n DESC, town LIMIT ?2`, beginning, limit)
}

// Kinds counts the cards of each kind.
func Kinds(tx *Tx) ([]Facet, error) {
	return list(tx, scanFacet, `SELECT kind, count(*) FROM customers GROUP BY kind ORDER BY kind`)
}

// TownsOf lists the towns that cards have beside a postal code, the most
// frequent first. country is as on the card.
func TownsOf(tx *Tx, postcode, country string) ([]Facet, error) {
	return list(tx, scanFacet, `SELECT town, count(*) AS n FROM customers WHERE postcode = ? AND country = ? AND town <> ''
		GROUP BY town ORDER BY n DESC, max(key) DESC LIMIT 5`, postcode, country)
}

func scanFacet(s scanner) (f Facet, err error) {
	err = s.Scan(&f.Value, &f.Count)
	return f, err
}
