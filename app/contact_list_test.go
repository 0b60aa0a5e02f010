package app_test

import (
	"reflect"
	"slices"
	"testing"

	"kortisto/app"
)

// what is stored of a contact and can be edited is in the log by name
func TestEveryFieldOfAContactIsCompared(t *testing.T) {
	never := []string{"ID", "CustomerID", "RecordedAt", "SourceKey", "ThreadKey", "Messages", "Attachments"}
	typ := reflect.TypeFor[app.Contact]()
	for i := range typ.NumField() {
		f := typ.Field(i)
		if slices.Contains(never, f.Name) {
			continue
		}
		var c app.Contact
		switch v := reflect.ValueOf(&c).Elem().Field(i); v.Kind() {
		case reflect.String:
			v.SetString("x")
		case reflect.Int:
			v.SetInt(7)
		case reflect.Bool:
			v.SetBool(true)
		default:
			t.Fatalf("%s: what is it?", f.Name)
		}
		if got := app.ContactDiff(app.Contact{}, c); !slices.Equal(got, []string{f.Tag.Get("json")}) {
			t.Errorf("%s changed, told is %v", f.Name, got)
		}
	}
	for _, name := range app.ContactDiff(app.Contact{}, app.Contact{On: "x", HandledBy: "y"}) {
		label, ok := app.ContactLabel(name)
		if !ok || (label == "") != (name == "handledBy") {
			t.Errorf("%s is called %q", name, label)
		}
	}
	if got := app.ContactDiff(app.Contact{}, app.Contact{}); len(got) != 0 {
		t.Errorf("nothing changed, told is %v", got)
	}
}

func TestContactFilterCheck(t *testing.T) {
	for name, c := range map[string]struct {
		f    app.ContactFilter
		want string
	}{
		"nothing chosen is all":    {app.ContactFilter{}, ""},
		"an unknown channel":       {app.ContactFilter{Channel: "fax"}, "choice-invalid channel"},
		"an unknown direction":     {app.ContactFilter{Direction: "up"}, "choice-invalid direction"},
		"an unknown purpose":       {app.ContactFilter{Purpose: "fun"}, "choice-invalid purpose"},
		"a day that is none":       {app.ContactFilter{From: "2026-02-30"}, "day-invalid from"},
		"another day that is none": {app.ContactFilter{To: "x"}, "day-invalid to"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := found(c.f.Check()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
