package vault

import (
	"slices"
	"strings"

	"kortisto/app"
)

// ListView is how the list of customers is shown: the columns that are hidden,
// and filters under names. It holds no personal data.
type ListView struct {
	Hidden  []string          `json:"hidden"`
	Filters []app.SavedFilter `json:"filters"` // by name
}

// hiddenAtFirst are the columns that a new register leaves out.
var hiddenAtFirst = []string{"email", "street", "postcode"}

// ListView gives how the list is shown.
func (tx *Tx) ListView() (ListView, error) {
	v := ListView{Hidden: slices.Clone(hiddenAtFirst)}
	err := tx.setting(keyList, &v)
	v.Hidden = append([]string{}, v.Hidden...)
	v.Filters = append([]app.SavedFilter{}, v.Filters...)
	return v, err
}

// HideColumns keeps which columns are hidden.
func (tx *Tx) HideColumns(columns []string) error {
	for _, c := range columns {
		if len(c) > 40 || len(columns) > 40 {
			return app.E("invalid", "columns")
		}
	}
	v, err := tx.ListView()
	if err != nil {
		return err
	}
	v.Hidden = append([]string{}, columns...)
	return tx.setSetting(keyList, v)
}

// SaveFilter keeps a filter under a name: a new one without an id, a changed one
// or one that was deleted by its id. A name has one filter, capitals and small
// letters alike; another's gives filter-name-taken.
func (tx *Tx) SaveFilter(f app.SavedFilter) (ListView, error) {
	f = f.Normalised()
	if err := f.Check().OrNil(); err != nil {
		return ListView{}, err
	}
	v, err := tx.ListView()
	if err != nil {
		return ListView{}, err
	}
	for _, other := range v.Filters {
		if other.ID != f.ID && strings.EqualFold(other.Name, f.Name) {
			return ListView{}, app.E("filter-name-taken", "name", "name", f.Name)
		}
	}
	if f.ID == "" {
		f.ID = tx.NewID()
	}
	v.Filters = slices.DeleteFunc(v.Filters, func(o app.SavedFilter) bool { return o.ID == f.ID })
	if len(v.Filters) >= app.MaxSavedFilters {
		return ListView{}, app.E("invalid", "filters")
	}
	v.Filters = append(v.Filters, f)
	slices.SortFunc(v.Filters, func(a, b app.SavedFilter) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return v, tx.setSetting(keyList, v)
}

// DeleteFilter forgets a saved filter.
func (tx *Tx) DeleteFilter(id string) (ListView, error) {
	v, err := tx.ListView()
	if err != nil {
		return ListView{}, err
	}
	n := len(v.Filters)
	v.Filters = slices.DeleteFunc(v.Filters, func(o app.SavedFilter) bool { return o.ID == id })
	if len(v.Filters) == n {
		return ListView{}, app.E("not-found", "filter")
	}
	return v, tx.setSetting(keyList, v)
}
