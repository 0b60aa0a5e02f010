package desktop

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
)

// wide are the whole numbers that JavaScript could round, and why it will not:
// it holds them exactly up to 2^53.
var wide = map[string]string{
	"AuditRow.Seq":        "lines of one register's log",
	"Findings.Generation": "one more at each compaction",
	"Findings.Sequence":   "one more at each transaction",
}

var errorType = reflect.TypeFor[error]()

func TestWhatCrossesTheBridge(t *testing.T) {
	all := methods(New(Config{}, &fakeHost{}))
	if len(all) < 50 {
		t.Fatalf("only %d methods are bound", len(all))
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, wrong := range offences(name, all[name].Type()) {
			t.Error(wrong)
		}
	}
}

// offences lists what of a bound method the bridge would lose, round or choke on.
func offences(name string, m reflect.Type) (out []string) {
	switch n := m.NumOut(); {
	case n == 0 || n > 2 || m.Out(n-1) != errorType:
		out = append(out, name+" must give T and error, or error")
	case n == 2:
		out = append(out, misfits(m.Out(0), name+" gives", nil)...)
	}
	for i := range m.NumIn() {
		out = append(out, misfits(m.In(i), name+" takes", nil)...)
	}
	return out
}

// misfits lists what in a type the bridge can not carry, through all structs.
func misfits(t reflect.Type, path string, within []reflect.Type) []string {
	if slices.Contains(within, t) {
		return nil
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int32:
		return nil
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return misfits(t.Elem(), path, within)
		}
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // bytes become a base64 string that TypeScript takes for numbers
			return misfits(t.Elem(), path+" []", within)
		}
	case reflect.Map:
		if t.Key().Kind() == reflect.String && t.Elem().Kind() == reflect.String {
			return nil
		}
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			break
		}
		var out []string
		for i := range t.NumField() {
			out = append(out, misfitField(t, t.Field(i), path, within)...)
		}
		return out
	}
	return []string{path + ": " + t.String()}
}

func misfitField(of reflect.Type, f reflect.StructField, path string, within []reflect.Type) []string {
	name := of.Name() + "." + f.Name
	tag := f.Tag.Get("json")
	switch {
	case !f.IsExported() || tag == "-":
		return nil
	case tag == "":
		return []string{path + " " + name + ": has no name in JSON"}
	case f.Type.Kind() == reflect.Int64 && wide[name] != "":
		return nil
	}
	return misfits(f.Type, path+" "+name, within)
}

type bad struct{}

func (bad) Three() (int, int, error)               { return 0, 0, nil }
func (bad) Nothing()                               {}
func (bad) NoError() int                           { return 0 }
func (bad) Context(context.Context) error          { return nil }
func (bad) Float() (float64, error)                { return 0, nil }
func (bad) Wide() (struct{ N int64 }, error)       { return struct{ N int64 }{}, nil }
func (bad) Unsigned(uint64) error                  { return nil }
func (bad) Any() (any, error)                      { return nil, nil }
func (bad) Maps() (map[string]any, error)          { return nil, nil }
func (bad) Time() ([]time.Time, error)             { return nil, nil }
func (bad) Bytes() ([]byte, error)                 { return nil, nil }
func (bad) Deep() (*deep, error)                   { return nil, nil }
func (bad) Chan() (chan int, error)                { return nil, nil }
func (bad) Unnamed() ([]struct{ A string }, error) { return nil, nil }

type deep struct {
	Again *deep `json:"again"`
	Rates []struct {
		Rate float32 `json:"rate"`
	} `json:"rates"`
}

func TestMethodsUnfitForTheBridgeAreCaught(t *testing.T) {
	v := reflect.ValueOf(bad{})
	for i := range v.NumMethod() {
		if name := v.Type().Method(i).Name; len(offences(name, v.Method(i).Type())) == 0 {
			t.Errorf("%s passes", name)
		}
	}
}

func TestNullsAreCaught(t *testing.T) {
	type inner struct {
		List []int `json:"list"`
	}
	v := struct {
		Some  []*inner `json:"some"`
		Whole []int    `json:"whole"`
		Mine  []int    `json:"-"`
	}{Some: []*inner{{}}, Whole: []int{}}
	if got := nulls(reflect.ValueOf(v), "V"); !slices.Equal(got, []string{"V.Some[].List"}) {
		t.Errorf("found %v", got)
	}
}

// zeros are arguments for any method: too few arguments from the page arrive
// as zero values as well.
func zeros(m reflect.Value) []reflect.Value {
	in := make([]reflect.Value, m.Type().NumIn())
	for i := range in {
		in[i] = reflect.Zero(m.Type().In(i))
	}
	return in
}

func fails(m reflect.Value) error {
	out := m.Call(zeros(m))
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

func TestAPanicInAnyMethodIsAnErrorAndLeavesNoWorkBehind(t *testing.T) {
	b := opened(t)
	b.sh.testOnlyPanic = func() { panic("a customer's name") }
	for name, m := range methods(b.Window) {
		if err := fails(m); !errors.Is(err, app.E("internal", "")) {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.sh.testOnlyPanic = nil
	if len(b.sh.jobs) != 0 {
		t.Errorf("%d jobs are left running", len(b.sh.jobs))
	}
	do[Card](b, "Customers.Add", []FieldValue{{"name", "Aino Esimerkki"}})
}

func TestAPanicInsideATransactionLeavesTheVaultUsable(t *testing.T) {
	b := opened(t)
	_, err := job(b.sh, "boom", func(context.Context, *vault.Vault, vault.Progress) (none, error) { panic("boom") })
	if !errors.Is(err, app.E("internal", "")) || len(b.sh.jobs) != 0 {
		t.Errorf("%v, %d jobs", err, len(b.sh.jobs))
	}
	_, err = update(b.sh, func(tx *vault.Tx) (none, error) { panic("boom") })
	if !errors.Is(err, app.E("internal", "")) {
		t.Errorf("%v", err)
	}
	do[Card](b, "Customers.Add", []FieldValue{{"name", "Aino Esimerkki"}})
}

// whileLocked are the methods that work without an open vault.
var whileLocked = []string{"Imports.Pick", "Imports.PickFiles", "Imports.Fields", "Imports.EntryFields", "Visits.Pick", "Mailing.ListFields", "Histories.Pick", "Histories.PickMail", "Histories.Formats", "Exports.Pick", "Printouts.Save", "Printouts.Show", "Settings.SetPreferences"}

func TestALockedVaultAnswersNothing(t *testing.T) {
	b := opened(t)
	do[SessionState](b, "Session.Lock", "user")
	for name, m := range methods(b.Window) {
		if strings.HasPrefix(name, "Session.") || slices.Contains(whileLocked, name) {
			continue
		}
		if err := fails(m); !errors.Is(err, app.E("vault-locked", "")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEmptyArgumentsAreRefusedAndNeverInternal(t *testing.T) {
	b := opened(t)
	for name, m := range methods(b.Window) {
		if name == "Session.Lock" || name == "Session.FillDemo" {
			continue
		}
		if err := fails(m); errors.Is(err, app.E("internal", "")) {
			t.Errorf("%s: internal", name)
		}
	}
}
