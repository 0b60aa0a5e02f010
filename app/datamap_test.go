package app_test

import (
	"slices"
	"testing"

	"kortisto/app"
)

// The live schema is held against the map in package store, where the schema is.

func TestEveryLineOfTheDataMapIsWhole(t *testing.T) {
	if len(app.DataMap()) < 80 {
		t.Fatalf("only %d lines", len(app.DataMap()))
	}
	whys := []string{app.WhyRandomID, app.WhyLink, app.WhyOrder, app.WhyWorkings, app.WhyCheckValue}
	classes := []string{app.ClassCustomer, app.ClassTechnical, app.ClassVisitor, app.ClassAudit, app.ClassProgram, app.ClassMailing, app.ClassSuppression, app.ClassRecording, app.ClassRequest}
	seen := map[[2]string]bool{}
	for _, c := range app.DataMap() {
		at := c.Table + "." + c.Name
		if seen[[2]string{c.Table, c.Name}] {
			t.Errorf("%s is listed twice", at)
		}
		seen[[2]string{c.Table, c.Name}] = true
		if (c.Subject == app.OfNobody) != slices.Contains(whys, c.Why) || c.Subject != app.OfNobody && c.Why != "" {
			t.Errorf("%s: nobody's data have a reason, and only those: %q", at, c.Why)
		}
		if c.Personal() && !slices.Contains(app.Categories(), c.Category) {
			t.Errorf("%s: personal data have a category, got %q", at, c.Category)
		}
		if !slices.Contains(classes, c.Class) {
			t.Errorf("%s: %q is no retention class", at, c.Class)
		}
		if c.Access != (c.Label != "") {
			t.Errorf("%s: what people are shown has a label, and nothing else: %q", at, c.Label)
		}
		if c.Portable && (!c.Access || c.Subject != app.OfCustomer) {
			t.Errorf("%s: portable is the customer's own, and in the access copy too", at)
		}
		if c.Access && !c.Personal() {
			t.Errorf("%s is shown as the customer's, and is %s's", at, c.Subject)
		}
		if c.Personal() && c.Erase == app.KeepUntil && c.Basis == "" {
			t.Errorf("%s is kept without a basis", at)
		}
		if c.Personal() && c.Erase == app.Untouched {
			t.Errorf("%s is personal and never goes", at)
		}
		if c.Erase == app.DeleteRow && c.Class != app.ClassCustomer && c.Class != app.ClassTechnical && c.Class != app.ClassMailing && c.Class != app.ClassRecording {
			t.Errorf("%s goes with a customer and is of class %s", at, c.Class)
		}
	}
}

func TestARowGoesWholeOrNotAtAll(t *testing.T) {
	for _, table := range app.PersonalTables() {
		for _, c := range app.Columns(table) {
			if c.Erase != app.DeleteRow {
				t.Errorf("%s goes with its customer, %s says %s", table, c.Name, c.Erase)
			}
		}
	}
}

func TestCustomersGoLast(t *testing.T) {
	tables := app.PersonalTables()
	if len(tables) < 8 || tables[len(tables)-1] != "customers" {
		t.Errorf("got %v", tables)
	}
}

func TestTheAccessCopyHasEveryRegister(t *testing.T) {
	for table, want := range map[string]int{"customers": 14, "contact_persons": 4, "contacts": 13, "messages": 7, "attachments": 5, "technical": 2, "disclosures": 6, "deliveries": 3, "consents": 6, "list_entries": 10, "list_consents": 6, "sends": 3, "holds": 5, "extensions": 3, "audit": 3, "requests": 11, "request_people": 12, "request_events": 2, "request_pauses": 3} {
		if got := len(app.AccessColumns(table)); got != want {
			t.Errorf("%s shows %d columns, got %d", table, want, got)
		}
	}
	for _, c := range app.PortableColumns("contact_persons") {
		t.Errorf("%s of somebody else is in the customer's portable copy", c.Name)
	}
}

func TestResidueIsLookedForInWhatTellsSomebodyApart(t *testing.T) {
	var got []string
	for _, c := range app.ResidueColumns() {
		got = append(got, c.Table+"."+c.Name)
	}
	for _, want := range []string{"customers.name", "customers.phone", "contacts.text", "contact_persons.email", "import_rows.before", "card_search.persons"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not looked for", want)
		}
	}
	for _, no := range []string{"customers.language", "contacts.on_day", "settings.value", "customers.id"} {
		if slices.Contains(got, no) {
			t.Errorf("%s would be found everywhere", no)
		}
	}
}
