package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
)

func TestCustomerFieldsAreThoseOfTheCommandLine(t *testing.T) {
	want := strings.Fields(`number designation name kind businessId street postcode town country phone email
		contactName altContactName altContactPhone altContactEmail language marketing createdOn`)
	if got := fieldNames(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for _, f := range app.CustomerFields() {
		if c, ok := app.FindColumn(f.Table, f.Column); !ok || c.Label != f.Label() {
			t.Errorf("%s is stored in %s.%s, which the data map has with the label %q", f.Name, f.Table, f.Column, c.Label)
		}
	}
}

func TestFieldsReadBackWhatWasSet(t *testing.T) {
	for _, f := range fieldNames() {
		var c app.Customer
		v := "x"
		if f == "marketing" {
			v = "yes"
		}
		if err := c.SetField(f, " "+v+" "); err != nil || c.Field(f) != v {
			t.Errorf("%s: got %q, %v", f, c.Field(f), err)
		}
		if got := app.Diff(app.Customer{}, c); !slices.Equal(got, []string{f}) {
			t.Errorf("setting %s changes it alone, got %v", f, got)
		}
	}
}

func TestSetFieldRefusesWhatItDoesNotKnow(t *testing.T) {
	var c app.Customer
	if err := c.SetField("hetu", "x"); !errors.Is(err, app.E("not-found", "hetu")) {
		t.Errorf("an unknown field is not found, got %v", err)
	}
	if err := c.SetField("marketing", "maybe"); !errors.Is(err, app.E("choice-invalid", "marketing")) {
		t.Errorf("marketing is yes or no, got %v", err)
	}
	if len(app.Diff(app.Customer{}, c)) > 0 {
		t.Error("a refused value was set")
	}
}

func TestContactPersonsAsFields(t *testing.T) {
	before := good()
	after := before
	for f, v := range map[string]string{"altContactName": "", "altContactPhone": "", "altContactEmail": ""} {
		if err := after.SetField(f, v); err != nil {
			t.Fatal(err)
		}
	}
	if len(after.Persons) != 1 || len(before.Persons) != 2 || before.Persons[1].Name == "" {
		t.Errorf("emptying a person's last field takes the person off this card only: %+v, %+v", after.Persons, before.Persons)
	}
	after = before
	if err := after.SetField("contactName", "Uusi Nimi"); err != nil || after.Persons[0].ID != "p" || before.Persons[0].Name != "Testi Henkilö" {
		t.Errorf("a changed name keeps the person's id and the other card: %+v, %+v, %v", after.Persons, before.Persons, err)
	}
	var c app.Customer
	if err := c.SetField("altContactEmail", ""); err != nil || len(c.Persons) != 0 {
		t.Errorf("nothing makes nobody, got %+v, %v", c.Persons, err)
	}
}

func TestDiff(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*app.Customer)
		want   string
	}{
		"nothing":                               {func(c *app.Customer) {}, ""},
		"fields come in the order of the card":  {func(c *app.Customer) { c.Email, c.Name = "x", "y" }, "name email"},
		"a contact person's field has its name": {func(c *app.Customer) { c.Persons[1].Phone = "x" }, "altContactPhone"},
		"the main person's phone is persons":    {func(c *app.Customer) { c.Persons[0].Phone = "x" }, "persons"},
		"a third person is persons": {func(c *app.Customer) {
			c.Persons = append(c.Persons, app.ContactPerson{Role: app.AlternativePerson, Name: "z"})
		}, "persons"},
		"ids and days of correction are no content": {func(c *app.Customer) { c.CorrectedOn, c.Persons[0].ID = "2026-01-01", "z" }, ""},
		"a person who went is named by the fields":  {func(c *app.Customer) { c.Persons = c.Persons[:1] }, "altContactName altContactPhone altContactEmail"},
	} {
		t.Run(name, func(t *testing.T) {
			after := good()
			c.change(&after)
			if got := strings.Join(app.Diff(good(), after), " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func fieldNames() []string {
	var names []string
	for _, f := range app.CustomerFields() {
		names = append(names, f.Name)
	}
	return names
}
