package portable_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/portable"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// filled is an invented customer who gave all sorts of data, and of whom the firm
// wrote more.
func filled(t *testing.T, v *vaulttest.V) app.Customer {
	t.Helper()
	c := v.Customer(app.Customer{Name: "Helvi Mäkinen", Kind: app.Person, Street: "Kaislakuja 3", Postcode: "71800", Town: "Siilinjärvi", Phone: "040 555 0101",
		Email: "helvi@posti.example", Language: app.Swedish, Persons: []app.ContactPerson{{Role: app.AlternativePerson, Name: "Åke Öst", Phone: "050 555 0199"}}})
	if err := v.Update(func(tx *vault.Tx) error {
		mail, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-03-02", At: "10:00", Channel: app.Email, Direction: app.In, Who: "Åke Öst", Subject: "Tarjous", Text: "Haluaisin tarjouksen, \"nopeasti\"."})
		if err != nil {
			return err
		}
		_ = mail
		chat, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-03-01", Channel: app.Chat, Direction: app.In, Text: "firman tiivistelmä"})
		if err != nil {
			return err
		}
		for _, k := range []app.Contact{
			{Channel: app.Phone, Direction: app.In, Text: "soittomuistiinpano"},
			{Channel: app.Email, Direction: app.Out, Text: "firman vastaus"},
			{Channel: app.Email, Direction: app.Out, Mass: true, Text: "joukkokirje"},
		} {
			k.CustomerID, k.On = c.ID, "2026-03-03"
			if _, err := tx.AddContact(k); err != nil {
				return err
			}
		}
		entry, err := tx.AddEntry(app.ListEntry{CustomerID: c.ID, Email: "helvi.oma@posti.example", Name: "Helvi", Kind: app.Person, Origin: "Messut", AddedOn: "2026-01-01"}, nil)
		if err != nil {
			return err
		}
		if _, err := tx.AddEntryConsent(app.Consent{EntryID: entry.ID, Given: true, On: "2026-01-02", Channel: app.Visit, Wording: "Uutiskirje tähän osoitteeseen"}); err != nil {
			return err
		}
		if _, err := tx.AddEntry(app.ListEntry{CustomerID: c.ID, Email: "ilman.lupaa@posti.example", Origin: "Ostos", AddedOn: "2026-01-01"}, nil); err != nil {
			return err
		}
		_, err = tx.AddDelivery(app.Delivery{CustomerID: c.ID, On: "2026-02-01", Product: "Pensasaita", Quantity: "2.5"})
		_, err2 := tx.AddConsent(app.Consent{CustomerID: c.ID, Given: true, On: "2025-12-31", Channel: app.Phone, Wording: "Saako lähettää?", Source: "firman lähde"})
		_, err3 := tx.PlaceHold(app.Hold{CustomerID: c.ID, Reason: "firman poistokielto", ReviewOn: "2027-01-01"})
		return errors.Join(err, err2, err3, tx.AddMessages(chat.ID, []app.Message{
			{At: "09:00:01", Role: app.RoleCustomer, Author: "Helvi", Kind: app.KindText, Text: "Hei, oletteko auki?", FileName: "kuva.jpg"},
			{At: "09:01", Role: app.RoleAgent, Author: "Seppo", Kind: app.KindText, Text: "firman viesti"},
			{At: "09:02", Role: app.RoleCustomer, Kind: app.KindNote, Internal: true, Text: "firman sisäinen"},
		}), tx.AddTechnical(chat.ID, []app.TechnicalFact{{Name: "ip", Value: "192.0.2.7"}}))
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddAttachment(t.Context(), contactOn(t, v, c.ID, "2026-03-02"), "tontti.pdf", strings.NewReader("%PDF-1.4 tontti")); err != nil {
		t.Fatal(err)
	}
	return c
}

func contactOn(t *testing.T, v *vaulttest.V, customer string, on app.Day) (id string) {
	t.Helper()
	_ = v.View(func(tx *vault.Tx) error {
		all, _, err := tx.Contacts(customer, 0, 0)
		for _, c := range all {
			if c.On == on {
				id = c.ID
			}
		}
		return err
	})
	return id
}

func unzipped(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(content)
	}
	return out
}

func TestThePersonTakesAlongWhatTheyGave(t *testing.T) {
	v := vaulttest.New(t)
	c := filled(t, v)
	path := filepath.Join(t.TempDir(), "helvi.zip")
	done, err := portable.Write(t.Context(), v.Vault, c.ID, path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || done.Bytes != int64(len(b)) {
		t.Errorf("written %+v, %v", done, err)
	}
	files := unzipped(t, b)
	if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, []string{"LUEMINUT.txt", "asiakas.csv", "suostumukset.csv", "tiedot.json", "tiedot.schema.json", "toimitukset.csv", "viestit.csv"}) {
		t.Errorf("files %v", names)
	}
	var p portable.Package
	if err := json.Unmarshal([]byte(files["tiedot.json"]), &p); err != nil {
		t.Fatal(err)
	}
	if p.Person.Phone != "+358405550101" || p.Person.Country != "FI" || p.MadeOn != "2026-11-21" || p.Controller.Name != "Piha ja Metsä Saarela" {
		t.Errorf("the person is %+v of %+v", p.Person, p.Controller)
	}
	if len(p.Messages) != 2 || p.Messages[0].Text != "Hei, oletteko auki?" || p.Messages[0].Files[0].Name != "kuva.jpg" ||
		p.Messages[1].Text != "Haluaisin tarjouksen, \"nopeasti\"." || len(p.Messages[1].Files) != 1 || p.Messages[1].Files[0] != (portable.File{Name: "tontti.pdf", MediaType: "application/pdf", Bytes: 15}) {
		t.Errorf("messages %+v", p.Messages)
	}
	if len(p.Deliveries) != 1 || len(p.Consents) != 2 || p.Consents[0].On != "2025-12-31" || p.Consents[1].Address != "helvi.oma@posti.example" || len(p.Mailing) != 1 {
		t.Errorf("the rest is %+v", p)
	}
	all := strings.Join(slices.Collect(maps.Values(files)), "\n")
	for _, never := range []string{"firman", "muistiinpano\"", "joukkokirje", "Åke", "050 555", "Seppo", "192.0.2.7", "ilman.lupaa", "Ostos", c.ID, "\"" + c.Number + "\""} {
		if strings.Contains(all, never) {
			t.Errorf("%q went along", never)
		}
	}
	for name, rows := range map[string]int{"asiakas.csv": 2, "toimitukset.csv": 2, "viestit.csv": 3, "suostumukset.csv": 3} {
		read, err := csv.NewReader(strings.NewReader(files[name])).ReadAll()
		if err != nil || len(read) != rows {
			t.Errorf("%s has %d rows, %v", name, len(read), err)
		}
	}
	if readme := files["LUEMINUT.txt"]; !strings.HasPrefix(readme, "ERA UPPGIFTER") || !strings.Contains(readme, "TIETONNE") || !strings.Contains(readme, "YOUR DATA") || strings.ContainsAny(readme, "{}") {
		t.Errorf("to read: %s", readme)
	}
	_ = v.View(func(tx *vault.Tx) error {
		copies, err := tx.Copies()
		if err != nil || len(copies) != 1 || copies[0].ID != done.Copy || copies[0].What != "portable" || copies[0].File != "helvi.zip" || copies[0].Rows != done.Rows {
			t.Errorf("copies %+v, %v", copies, err)
		}
		return nil
	})
}

func TestTheSameRegisterGivesTheSameBytes(t *testing.T) {
	v := vaulttest.New(t)
	c := filled(t, v)
	_ = v.View(func(tx *vault.Tx) error {
		_, one, err := portable.Make(tx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, two, err := portable.Make(tx, c.ID); err != nil || !bytes.Equal(one, two) {
			t.Error("two different files", err)
		}
		if _, _, err := portable.Make(tx, "nobody"); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("of nobody: %v", err)
		}
		return nil
	})
	path := filepath.Join(t.TempDir(), "on.zip")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := portable.Write(t.Context(), v.Vault, c.ID, path); !errors.Is(err, app.E("file-exists", "path")) {
		t.Errorf("over another file: %v", err)
	}
	_ = v.View(func(tx *vault.Tx) error {
		if copies, err := tx.Copies(); err != nil || len(copies) != 0 {
			t.Errorf("a copy that is not there is told of: %+v, %v", copies, err)
		}
		return nil
	})
}

// What of the portable columns is left out on purpose: by construction it is the
// person's own, or it may be somebody else's (Art. 20(4)).
var leftOut = []string{"contacts.direction", "contacts.who", "messages.role"}

// columnsOf says which column each name of tiedot.json holds.
var columnsOf = map[string][]string{
	"person.name": {"customers.name"}, "person.kind": {"customers.kind"}, "person.businessId": {"customers.business_id"}, "person.street": {"customers.street"},
	"person.postcode": {"customers.postcode"}, "person.town": {"customers.town"}, "person.country": {"customers.country"}, "person.phone": {"customers.phone"},
	"person.email": {"customers.email"}, "person.language": {"customers.language"},
	"deliveries.on": {"deliveries.on_day"}, "deliveries.product": {"deliveries.product"}, "deliveries.quantity": {"deliveries.quantity"},
	"messages.on": {"contacts.on_day"}, "messages.at": {"contacts.at_time", "messages.at_time"}, "messages.channel": {"contacts.channel"}, "messages.kind": {"messages.kind"},
	"messages.subject": {"contacts.subject"}, "messages.text": {"contacts.text", "messages.text"}, "messages.seconds": {"contacts.seconds", "messages.seconds"},
	"messages.files.name": {"attachments.name", "messages.file_name"}, "messages.files.mediaType": {"attachments.media_type"}, "messages.files.bytes": {"attachments.size"},
	"consents.on": {"consents.on_day", "list_consents.on_day"}, "consents.given": {"consents.given", "list_consents.given"}, "consents.channel": {"consents.channel", "list_consents.channel"},
	"consents.wording": {"consents.wording", "list_consents.wording"}, "consents.address": {"list_entries.email"},
	"mailing.email": {"list_entries.email"}, "mailing.name": {"list_entries.name"}, "mailing.kind": {"list_entries.kind"}, "mailing.language": {"list_entries.language"},
}

func TestOnlyPortableColumnsGoAlongAndAllOfThem(t *testing.T) {
	used := slices.Clone(leftOut)
	for name, columns := range columnsOf {
		for _, at := range columns {
			table, column, _ := strings.Cut(at, ".")
			if c, ok := app.FindColumn(table, column); !ok || !c.Portable {
				t.Errorf("%s holds %s, which is not portable", name, at)
			}
			used = append(used, at)
		}
	}
	for _, table := range app.Tables() {
		for _, c := range app.PortableColumns(table) {
			if at := c.Table + "." + c.Name; !slices.Contains(used, at) {
				t.Errorf("%s is portable and does not go along", at)
			}
		}
	}
	var names []string
	schema := schemaOf(t)
	for _, part := range []string{"person", "deliveries", "messages", "consents", "mailing"} {
		names = append(names, namesIn(schema["properties"].(map[string]any)[part].(map[string]any), part)...)
	}
	for _, n := range names {
		if columnsOf[n] == nil {
			t.Errorf("nobody says what %s holds", n)
		}
	}
	if len(names) != len(columnsOf) {
		t.Errorf("%d names in the schema, %d known", len(names), len(columnsOf))
	}
}

func namesIn(s map[string]any, at string) (out []string) {
	if items, ok := s["items"].(map[string]any); ok {
		s = items
	}
	ps, ok := s["properties"].(map[string]any)
	if !ok {
		return []string{at}
	}
	for name, p := range ps {
		out = append(out, namesIn(p.(map[string]any), at+"."+name)...)
	}
	return out
}

func schemaOf(t *testing.T) (schema map[string]any) {
	t.Helper()
	b, err := os.ReadFile("texts/schema.json")
	if err == nil {
		err = json.Unmarshal(b, &schema)
	}
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestTheDataFollowTheSchema(t *testing.T) {
	v := vaulttest.New(t)
	full, bare := filled(t, v), v.Customer(app.Customer{Name: "Esimerkki Oy", Kind: app.Company})
	schema := schemaOf(t)
	for _, id := range []string{full.ID, bare.ID} {
		_ = v.View(func(tx *vault.Tx) error {
			_, b, err := portable.Make(tx, id)
			if err != nil {
				t.Fatal(err)
			}
			files := unzipped(t, b)
			var data any
			if err := json.Unmarshal([]byte(files["tiedot.json"]), &data); err != nil {
				t.Fatal(err)
			}
			for _, wrong := range against(data, schema, "") {
				t.Error(wrong)
			}
			return nil
		})
	}
}

// The judge of the schema is shown data that break it.
func TestDataThatBreakTheSchemaAreCaught(t *testing.T) {
	schema := schemaOf(t)
	for name, c := range map[string]struct{ data, want string }{
		"a day as people write it": {`{"on":"7.12.2026","product":"x","quantity":"1"}`, ".on does not fit"},
		"a name too many":          {`{"on":"2026-12-07","product":"x","quantity":"1","id":"3"}`, ".id is unknown"},
		"a name too few":           {`{"on":"2026-12-07","product":"x"}`, ".quantity is missing"},
		"a number for a text":      {`{"on":"2026-12-07","product":3,"quantity":"1"}`, ".product is no string"},
		"as it should be":          {`{"on":"2026-12-07","product":"x","quantity":"2.5"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var data any
			if err := json.Unmarshal([]byte(c.data), &data); err != nil {
				t.Fatal(err)
			}
			delivery := schema["properties"].(map[string]any)["deliveries"].(map[string]any)["items"].(map[string]any)
			if got := strings.Join(against(data, delivery, ""), "; "); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

// against judges data by what of JSON Schema the schema uses; a word that it does
// not know is told too.
func against(data any, schema map[string]any, at string) (wrong []string) {
	say := func(form string, args ...any) { wrong = append(wrong, at+" "+fmt.Sprintf(form, args...)) }
	for _, word := range slices.Sorted(maps.Keys(schema)) {
		rule := schema[word]
		switch word {
		case "$schema", "$id", "title", "required", "additionalProperties":
		case "type":
			is := map[string]bool{}
			switch x := data.(type) {
			case string:
				is["string"] = true
			case bool:
				is["boolean"] = true
			case float64:
				is["integer"] = x == float64(int64(x))
			case []any:
				is["array"] = true
			case map[string]any:
				is["object"] = true
			}
			if !is[rule.(string)] {
				say("is no %s", rule)
			}
		case "const":
			if data != rule {
				say("is not %v", rule)
			}
		case "enum":
			if !slices.Contains(rule.([]any), data) {
				say("is none of %v", rule)
			}
		case "pattern":
			if s, ok := data.(string); ok && !regexp.MustCompile(rule.(string)).MatchString(s) {
				say("does not fit")
			}
		case "minimum":
			if n, ok := data.(float64); ok && n < rule.(float64) {
				say("is less than %v", rule)
			}
		case "items":
			all, _ := data.([]any)
			for i, x := range all {
				wrong = append(wrong, against(x, rule.(map[string]any), fmt.Sprintf("%s[%d]", at, i))...)
			}
		case "properties":
			wrong = append(wrong, properties(data, schema, at)...)
		default:
			say("has a rule that nobody knows: %s", word)
		}
	}
	return wrong
}

func properties(data any, schema map[string]any, at string) (wrong []string) {
	have, _ := data.(map[string]any)
	want := schema["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if p, ok := want[name].(map[string]any); ok {
			wrong = append(wrong, against(have[name], p, at+"."+name)...)
		} else if schema["additionalProperties"] == false {
			wrong = append(wrong, at+"."+name+" is unknown")
		}
	}
	for _, name := range schema["required"].([]any) {
		if _, ok := have[name.(string)]; !ok {
			wrong = append(wrong, at+"."+name.(string)+" is missing")
		}
	}
	return wrong
}
