package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// The list of customers: its rows, its filters, and how it is shown.

// ChangesPage is a stretch of what was changed on a card, the newest first.
type ChangesPage struct {
	Rows  []app.AuditRow `json:"rows"`
	Total int            `json:"total"`
}

func (q CustomerQuery) filter() vault.CustomerFilter {
	return vault.CustomerFilter{CustomerFilter: q.Filter, Text: q.Text, Sort: q.Sort, Desc: q.Desc}
}

// List gives a stretch of the register.
func (c *Customers) List(q CustomerQuery) (CustomerPage, error) {
	f := q.filter()
	f.Offset, f.Limit = max(q.Offset, 0), min(max(q.Limit, 1), 500)
	return view(c.sh, func(tx *vault.Tx) (CustomerPage, error) {
		rows, total, err := tx.Customers(f)
		return CustomerPage{list(rows), total}, err
	})
}

// IDs gives all whom a question chooses, in its order; its Offset and Limit rest.
func (c *Customers) IDs(q CustomerQuery) ([]string, error) {
	return view(c.sh, func(tx *vault.Tx) ([]string, error) {
		ids, err := tx.CustomerIDs(q.filter())
		return list(ids), err
	})
}

// Towns gives the towns of the register that begin so, the most frequent first.
func (c *Customers) Towns(beginning string, limit int) ([]vault.Facet, error) {
	return view(c.sh, func(tx *vault.Tx) ([]vault.Facet, error) {
		towns, err := tx.Towns(beginning, min(max(limit, 1), 500))
		return list(towns), err
	})
}

// TownFor suggests the town of a postal code; empty where nothing is known.
func (c *Customers) TownFor(postcode, country string) (string, error) {
	return view(c.sh, func(tx *vault.Tx) (string, error) { return tx.TownFor(postcode, country) })
}

// Shown gives the hidden columns and the saved filters.
func (c *Customers) Shown() (vault.ListView, error) {
	return view(c.sh, func(tx *vault.Tx) (vault.ListView, error) { return tx.ListView() })
}

// HideColumns keeps which columns the list leaves out.
func (c *Customers) HideColumns(columns []string) error {
	_, err := update(c.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.HideColumns(columns) })
	return err
}

// SaveFilter keeps a filter under a name: without an id a new one.
func (c *Customers) SaveFilter(f app.SavedFilter) (vault.ListView, error) {
	return update(c.sh, func(tx *vault.Tx) (vault.ListView, error) { return tx.SaveFilter(f) })
}

// DeleteFilter forgets a saved filter; SaveFilter with its id takes that back.
func (c *Customers) DeleteFilter(id string) (vault.ListView, error) {
	return update(c.sh, func(tx *vault.Tx) (vault.ListView, error) { return tx.DeleteFilter(id) })
}

// Changes gives what was changed on a card: when, what was done, which fields.
func (c *Customers) Changes(id string, offset, limit int) (ChangesPage, error) {
	return view(c.sh, func(tx *vault.Tx) (ChangesPage, error) {
		rows, total, err := tx.Changes(id, min(max(limit, 1), 500), max(offset, 0))
		return ChangesPage{list(rows), total}, err
	})
}
