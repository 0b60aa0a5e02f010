package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/finnish"
	"kortisto/app/vault/vaulttest"
)

// expected is what a sample says of the people in it, as far as the register has
// a place for it.
type expected struct {
	Format   string            `json:"format"`
	File     string            `json:"file"`
	Encoding string            `json:"encoding"`
	Contacts []expectedContact `json:"contacts"`
}

type expectedContact struct {
	Name       string            `json:"name"`
	Company    string            `json:"company"`
	Person     string            `json:"contact_person"`
	CustomerID string            `json:"customer_id"`
	BusinessID string            `json:"business_id"`
	Language   string            `json:"language"`
	Emails     []values          `json:"emails"`
	Phones     []values          `json:"phones"`
	Addresses  []expectedAddress `json:"addresses"`
	Postcode   string            `json:"postcode"`
	PostcodeIs string            `json:"postcode_raw"`
	City       string            `json:"city"`
	Created    string            `json:"created"`
}

type expectedAddress struct {
	Street   string `json:"street"`
	Postcode string `json:"postcode"`
	City     string `json:"city"`
	Label    string `json:"label"`
}

// values is a text, or an object that has one and an extension.
type values struct{ value string }

func (v *values) UnmarshalJSON(b []byte) error {
	var o struct{ Value, Ext string }
	if json.Unmarshal(b, &v.value) == nil {
		return nil
	}
	err := json.Unmarshal(b, &o)
	if v.value = o.Value; o.Ext != "" {
		v.value += " x" + o.Ext
	}
	return err
}

func texts(vs []values) (out []string) {
	for _, v := range vs {
		out = append(out, v.value)
	}
	return out
}

// samples are those of this package, and those of the directory that is named by
// KORTISTO_FORMAT_SAMPLES.
func samples(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("testdata", "samples", "*", "expected.json"))
	if err != nil || len(found) < 13 {
		t.Fatal("samples are missing", found, err)
	}
	if dir := os.Getenv("KORTISTO_FORMAT_SAMPLES"); dir != "" {
		more, err := filepath.Glob(filepath.Join(dir, "*", "expected.json"))
		if err != nil || len(more) == 0 {
			t.Fatal("no samples in", dir, err)
		}
		found = append(found, more...)
	}
	return found
}

// TestSamples brings in every sample of contacts and compares what came with
// what was expected. A sample of another format has none.
func TestSamples(t *testing.T) {
	for _, path := range samples(t) {
		var want expected
		data, err := os.ReadFile(path)
		if err == nil {
			err = json.Unmarshal(data, &want)
		}
		if err != nil || !strings.Contains(want.Format, "csv") && !strings.HasPrefix(want.Format, "vcard") || len(want.Contacts) == 0 {
			continue
		}
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(filepath.Dir(path), want.File))
			if err != nil {
				t.Fatal(err)
			}
			sample(t, want, data)
		})
	}
}

func sample(t *testing.T, want expected, data []byte) {
	s, err := exchange.Read(want.File, bytes.NewReader(data), exchange.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if e := strings.ToLower(want.Encoding); strings.HasPrefix(e, "windows-") && s.Charset != e {
		t.Errorf("read as %s", s.Charset)
	}
	fields := map[string]string{}
	if want.Format == "procountor-csv" {
		fields["BA"] = "number" // the format has no headings, and a single row tells nothing of its columns
	}
	m, err := s.Map(exchange.MapOptions{Fields: fields})
	if err != nil {
		t.Fatal(err)
	}
	p, err := exchange.Preview(t.Context(), vaulttest.New(t).Vault, s, m, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []exchange.PlanRow
	for _, r := range p.Rows {
		if r.Do == exchange.Add {
			got = append(got, r)
		}
	}
	if want.Format == "tidio-contacts-csv" && len(got) == len(want.Contacts)+1 {
		t.Error("a visitor's number became a customer")
	}
	if len(got) != len(want.Contacts) {
		t.Fatalf("%d came in of %d: %+v", len(got), len(want.Contacts), p.Skipped)
	}
	for i, w := range want.Contacts {
		compare(t, w, got[i])
	}
}

func compare(t *testing.T, w expectedContact, r exchange.PlanRow) {
	t.Helper()
	c := r.Customer
	name, person := w.Name, w.Person
	if w.Company != "" {
		name = w.Company
		if person == "" && w.Name != w.Company {
			person = w.Name
		}
	}
	if name == "" { // a card of an address alone
		name = append(texts(w.Emails), texts(w.Phones)...)[0]
	}
	same := func(what, got, want string) {
		if want != "" && got != want {
			t.Errorf("%s: %q, expected %q", what, got, want)
		}
	}
	same("name", c.Name, name)
	same("contact person", c.Field("contactName"), person)
	same("number", c.Number, w.CustomerID)
	same("business id", c.BusinessID, w.BusinessID)
	same("language", string(c.Language), w.Language)
	same("postcode", c.Postcode, w.Postcode)
	same("town", c.Town, w.City)
	same("day", string(c.CreatedOn), w.Created)
	if w.PostcodeIs != "" {
		whole, _ := finnish.RestorePostcode(w.PostcodeIs)
		same("postcode given back", c.Postcode, whole)
		told(t, r, "postcode-zeros-restored", "postcode")
	}
	oneOf(t, r, "email", strings.ToLower(c.Email), texts(w.Emails))
	oneOf(t, r, "phone", digits(c.Phone), mapped(texts(w.Phones), digits))
	compareAddress(t, w.Addresses, c)
}

// compareAddress takes visiting addresses before those for invoices. An address
// that stands in one field was taken apart.
func compareAddress(t *testing.T, all []expectedAddress, c app.Customer) {
	t.Helper()
	if len(all) == 0 {
		return
	}
	a := all[0]
	if a.Postcode == "" && a.City == "" {
		if got := c.Street + "\n" + c.Postcode + " " + c.Town; got != a.Street {
			t.Errorf("address %q, expected %q", got, a.Street)
		}
		return
	}
	if c.Street != a.Street || c.Postcode != a.Postcode || c.Town != a.City {
		t.Errorf("address %q %q %q, expected %+v", c.Street, c.Postcode, c.Town, a)
	}
}

// oneOf: the card has place for one value, and the others are told.
func oneOf(t *testing.T, r exchange.PlanRow, field, got string, want []string) {
	t.Helper()
	if len(want) == 0 {
		if got != "" {
			t.Errorf("%s: %q, expected none", field, got)
		}
		return
	}
	if !slices.Contains(want, got) {
		t.Errorf("%s: %q, expected one of %q", field, got, want)
	}
	if len(want) > 1 {
		told(t, r, "import-second-value", field)
	}
}

func told(t *testing.T, r exchange.PlanRow, code, field string) {
	t.Helper()
	if !slices.ContainsFunc(r.Remarks, func(e *app.Error) bool { return e.Code == code && e.Field == field }) {
		t.Errorf("%s of %s is not told: %v", code, field, r.Remarks)
	}
}

func digits(s string) string {
	if p, ok := finnish.ReadPhone(s, ""); ok {
		return p.E164
	}
	return s
}

func mapped(in []string, f func(string) string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = f(s)
	}
	return out
}
