package desktop

import (
	"slices"

	"kortisto/app"
	"kortisto/app/vault"
)

// listStory filters the list, keeps a filter under a name, and looks at what was
// changed on a card.
func listStory(b *bench, id string) {
	b.Helper()
	companies := CustomerQuery{Filter: app.CustomerFilter{Kind: app.Company}, Sort: "name", Limit: 100}
	page := do[CustomerPage](b, "Customers.List", companies)
	ids := do[[]string](b, "Customers.IDs", companies)
	if page.Total == 0 || len(ids) != page.Total || ids[0] != page.Rows[0].ID {
		b.Fatalf("%d companies, %d ids", page.Total, len(ids))
	}
	refused(b, "choice-invalid", "Customers.List", CustomerQuery{Filter: app.CustomerFilter{Kind: "club"}, Limit: 1})
	if towns := do[[]vault.Facet](b, "Customers.Towns", "", 5); len(towns) == 0 || towns[0].Count == 0 {
		b.Errorf("towns %+v", towns)
	}
	if town := do[string](b, "Customers.TownFor", "96100", ""); town != "Rovaniemi" {
		b.Errorf("96100 is in %q", town)
	}

	first := do[vault.ListView](b, "Customers.Shown")
	if len(first.Hidden) == 0 || first.Filters == nil {
		b.Errorf("at first %+v", first)
	}
	do[none](b, "Customers.HideColumns", []string{"phone"})
	kept := do[vault.ListView](b, "Customers.SaveFilter", app.SavedFilter{Name: "Yritykset", Filter: companies.Filter})
	refused(b, "filter-name-taken", "Customers.SaveFilter", app.SavedFilter{Name: "YRITYKSET", Filter: companies.Filter})
	refused(b, "required", "Customers.SaveFilter", app.SavedFilter{Name: "Kaikki"})
	at := slices.IndexFunc(kept.Filters, func(f app.SavedFilter) bool { return f.Name == "Yritykset" })
	if len(kept.Filters) != len(first.Filters)+1 || at < 0 || !slices.Equal(kept.Hidden, []string{"phone"}) {
		b.Fatalf("kept %+v", kept)
	}
	gone := kept.Filters[at]
	if v := do[vault.ListView](b, "Customers.DeleteFilter", gone.ID); !slices.Equal(v.Filters, first.Filters) {
		b.Errorf("after deleting %+v", v)
	}
	refused(b, "not-found", "Customers.DeleteFilter", gone.ID)
	if v := do[vault.ListView](b, "Customers.SaveFilter", gone); !slices.Equal(v.Filters, kept.Filters) {
		b.Errorf("taken back %+v", v)
	}

	changes := do[ChangesPage](b, "Customers.Changes", id, 0, 2)
	if changes.Total < 3 || len(changes.Rows) != 2 || slices.ContainsFunc(changes.Rows, func(r app.AuditRow) bool { return r.Action == "customer-viewed" }) {
		b.Errorf("changes %+v", changes)
	}
	last := do[ChangesPage](b, "Customers.Changes", id, changes.Total-1, 10)
	if len(last.Rows) != 1 || last.Rows[0].Action != "customer-added" {
		b.Errorf("the first change is %+v", last)
	}
}
