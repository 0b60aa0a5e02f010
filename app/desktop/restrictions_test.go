package desktop

import (
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// tasksFor makes what a request would.
func tasksFor(id string) func(tx *vault.Tx) ([]app.Task, error) {
	return func(tx *vault.Tx) ([]app.Task, error) { return tx.TasksFor(app.TaskErase, id, "pyyntö", "") }
}

// restrictionStory restricts a customer, is refused, uses the data all the same,
// and lifts the restriction.
func restrictionStory(b *bench, id string) {
	b.Helper()
	refused(b, "choice-invalid", "Restrictions.Place", app.Restriction{CustomerID: id, Ground: "muu"})
	placed := do[Card](b, "Restrictions.Place", app.Restriction{CustomerID: id, Ground: app.GroundAccuracy})
	if len(placed.Restricted.Restrictions) != 1 || len(placed.Restricted.Today) != 0 || placed.Decision.Because != app.BecauseRestricted {
		b.Fatalf("placed: %+v", placed.Restricted)
	}
	if all := do[[]app.Restriction](b, "Restrictions.Standing"); len(all) == 0 {
		b.Fatalf("standing: %+v", all)
	}
	refused(b, "restricted", "Customers.Edit", id, []FieldValue{{"town", "Oulu"}})
	refused(b, "required", "Restrictions.Use", id, app.UseConsent, app.UseEdit, " ")
	used := do[Card](b, "Restrictions.Use", id, app.UseConsent, app.UseEdit, "Pyysi puhelimessa")
	if len(used.Restricted.Uses) != 1 || len(used.Restricted.Today) != 1 || used.Restricted.Today[0] != app.UseEdit {
		b.Fatalf("used: %+v", used.Restricted)
	}
	do[Edited](b, "Customers.Edit", id, []FieldValue{{"town", "Oulu"}})
	made := placed.Restricted.Restrictions[0].ID
	refused(b, "lift-notice-missing", "Restrictions.Lift", made, app.Day(""))
	lifted := do[Card](b, "Restrictions.Lift", made, app.Day("2026-11-21"))
	if lifted.Decision.Because == app.BecauseRestricted {
		b.Fatalf("lifted: %+v", lifted)
	}
	if of := do[RestrictionsOf](b, "Restrictions.Of", id); len(of.Restrictions) != 1 || len(of.Uses) != 1 {
		b.Fatalf("of: %+v", of)
	}
}

// placesStory tells of a place and works off what is to be done about a copy.
func placesStory(b *bench, id string) {
	b.Helper()
	refused(b, "required", "DataPlaces.Save", app.Place{Kind: app.PlaceChat})
	places := do[[]app.Place](b, "DataPlaces.Save", app.Place{Kind: app.PlacePaper, Name: "Kansio 3"})
	if len(do[[]app.Place](b, "DataPlaces.List")) != len(places) {
		b.Fatal("saved and listed differ")
	}
	place := places[len(places)-1]
	v, err := b.Window.sh.vault()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := exchange.ExportTable(b.Context(), v, exchange.Export{Register: "customers", Format: exchange.CSV, IDs: []string{id}, Path: filepath.Join(b.dir, "tehtava.csv")}, nil); err != nil {
		b.Fatal(err)
	}
	if _, err := update(b.Window.sh, tasksFor(id)); err != nil {
		b.Fatal(err)
	}
	open := do[[]app.Task](b, "Tasks.Open")
	if of := do[[]app.Task](b, "Tasks.OfRequest", "pyyntö"); len(open) < 2 || len(of) != len(open) {
		b.Fatalf("open: %+v, of the request: %+v", open, of)
	}
	refused(b, "required", "Tasks.End", open[0].ID, app.TaskImpossible, "")
	if left := do[[]app.Task](b, "Tasks.End", open[0].ID, app.TaskDone, ""); len(left) >= len(open) {
		b.Fatalf("still open: %+v", left)
	}
	do[[]app.Place](b, "DataPlaces.End", place.ID)
	refused(b, "place-ended", "DataPlaces.End", place.ID)
}
