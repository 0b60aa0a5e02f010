package exchange

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/demo/invent"
)

// memory is a register of a few customers. The real one is used in run_test.go;
// here only the rules of planning are looked at.
type memory struct {
	customers  map[string]app.Customer
	erased     map[string]app.Day // by name
	refused    map[string]app.Day // by address
	restricted map[string]bool    // by id
}

func newMemory(cs ...app.Customer) *memory {
	m := &memory{customers: map[string]app.Customer{}, erased: map[string]app.Day{}}
	for i, c := range cs {
		c.ID = fmt.Sprintf("id%d", i)
		c.CreatedOn = "2025-01-01"
		m.customers[c.ID] = c.Normalised()
	}
	return m
}

func (m *memory) Keys(f func(Key) error) error {
	for _, c := range m.customers {
		if err := f(keyOf(c)); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) NumberSeries() (app.NumberSeries, error) { return app.PlainNumbers(), nil }

func (m *memory) Customer(id string) (app.Customer, error) {
	if c, ok := m.customers[id]; ok {
		return c, nil
	}
	return app.Customer{}, app.E("not-found", "")
}

func (m *memory) Suppressed(address string) (app.Suppression, app.Day, bool) {
	on, ok := m.refused[address]
	return app.Withdrawn, on, ok
}

func (m *memory) MayUse(id, what string) error {
	if m.restricted[id] {
		return app.E("restricted", "", "what", what)
	}
	return nil
}

func (m *memory) ErasedBefore(c app.Customer) (app.Day, bool) {
	day, ok := m.erased[c.Name]
	return day, ok
}

func planOf(t testing.TB, s *Sheet, mo MapOptions, o Options, reg Register) *Plan {
	t.Helper()
	m, err := s.Map(mo)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(t.Context(), reg, today, s, m, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// wantFindings compares a report with lines of "row code field".
func wantFindings(t testing.TB, got []Finding, want ...string) {
	t.Helper()
	var lines []string
	for _, f := range got {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%d %s %s", f.Row, f.Code, f.Field)))
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("findings:\n%s\nwant:\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestHeadingsOfFourLanguages(t *testing.T) {
	for heading, field := range map[string]string{
		"Asiakasnro": "number", "ASIAKAS-NRO:": "number", "Nimi": "name", " \ufeff\"Nimi\" ": "name", "Lähiosoite": "street",
		"La\u0308hiosoite": "street", "Postinro": "postcode", "Pnro": "postcode", "Paikkakunta": "town", "Puh.": "phone", "Puh": "phone",
		"Sähköposti": "email", "Email": "email", "E-post": "email", "Kundnummer": "number", "Kontaktperson": "contactName",
		"Y-tunnus": "businessId", "Markkinointilupa": "marketing", "Suoramarkkinointikielto": "marketingBan", "PLZ": "postcode",
		"altContactPhone": "altContactPhone", "createdOn": "createdOn", "Lisätiedot": "", "Syntymäaika": "", "Henkilötunnus": "",
	} {
		if got := customerWords().field(heading); got != field {
			t.Errorf("%q is %q, want %q", heading, got, field)
		}
	}
}

func TestEveryCardFieldHasHeadings(t *testing.T) {
	known := map[string]bool{}
	for _, f := range customerWords().table {
		known[f] = true
	}
	for _, f := range Fields() {
		if !known[f] {
			t.Errorf("no heading for %s", f)
		}
		delete(known, f)
	}
	if len(known) > 0 {
		t.Errorf("headings for fields that there are not: %v", known)
	}
}

func TestCellsBecomeFields(t *testing.T) {
	for name, c := range map[string]struct{ head, cells, field, want string }{
		"first and last name are joined":              {"Etunimi;Sukunimi", "Väinö;Räsänen", "name", "Väinö Räsänen"},
		"a company beside a person is the customer":   {"Etunimi;Sukunimi;Yritys", "Väinö;Räsänen;Katto Oy", "name", "Katto Oy"},
		"and the person its contact":                  {"Etunimi;Sukunimi;Yritys", "Väinö;Räsänen;Katto Oy", "contactName", "Väinö Räsänen"},
		"a postal code is split from its town":        {"Nimi;Postinumero ja paikkakunta", "A B;00100 Helsinki", "postcode", "00100"},
		"and the town is kept":                        {"Nimi;Postinumero ja paikkakunta", "A B;FI-22100 Mariehamn", "town", "Mariehamn"},
		"also under the heading of the code":          {"Nimi;Postinumero", "A B;00100 Helsinki", "town", "Helsinki"},
		"lost zeros are restored":                     {"Nimi;Postinumero", "A B;100", "postcode", "00100"},
		"but not abroad":                              {"Nimi;Postinumero;Maa", "A B;1050;Tanska", "postcode", "1050"},
		"yritys is a company":                         {"Nimi;Tyyppi", "A B;Yritys", "kind", "company"},
		"företag is a company":                        {"Namn;Kundtyp", "A B;Företag", "kind", "company"},
		"tmi is a sole trader":                        {"Nimi;Tyyppi", "A B;Tmi", "kind", "soletrader"},
		"a name tells where no type does":             {"Nimi;Puhelin", "Räystäs Oy;1", "kind", "company"},
		"a private customer by yes":                   {"Nimi;Henkilöasiakas", "Räystäs Oy;kyllä", "kind", "person"},
		"a mobile number is a phone":                  {"Nimi;Puhelin;GSM", "A B;;0405550128", "phone", "+358 40 555 0128"},
		"Excel's guard of a number is taken off":      {"Nimi;Puhelin", "A B;=\"0405550128\"", "phone", "+358 40 555 0128"},
		"an apostrophe too":                           {"Nimi;Puhelin", "A B;'+358 40 555 0128", "phone", "+358 40 555 0128"},
		"the first of several numbers is taken":       {"Nimi;Puhelin", "A B;\"040 555 0128; 040 555 0129\"", "phone", "+358 40 555 0128"},
		"a VAT number is a business id":               {"Nimi;ALV-tunnus", "A B;FI12345671", "businessId", "1234567-1"},
		"a Finnish day":                               {"Nimi;Luotu", "A B;5.1.2024", "createdOn", "2024-01-05"},
		"a day with a time":                           {"Nimi;Luotu", "A B;2024-01-05T10:00:00Z", "createdOn", "2024-01-05"},
		"no day is today":                             {"Nimi;Luotu", "A B;", "createdOn", string(today)},
		"SWE is Swedish":                              {"Nimi;Kielikoodi", "A B;SWE", "language", "sv"},
		"Sweden is SE":                                {"Nimi;Maa", "A B;Ruotsi", "country", "SE"},
		"an invoice address serves where no other is": {"Nimi;Laskutusosoite", "A B;PL 1", "street", "PL 1"},
		"and gives way where one is":                  {"Nimi;Laskutusosoite;Osoite", "A B;PL 1;Katu 2", "street", "Katu 2"},
		"breaks of lines become blanks":               {"Nimi;Osoite", "A B;\"Katu 1\n2. kerros\"", "street", "Katu 1 2. kerros"},
		"text that begins like a formula is kept":     {"Nimi;Osoite", "=1+1;Katu 1", "name", "=1+1"},
	} {
		t.Run(name, func(t *testing.T) {
			p := planOf(t, readText(t, c.head+"\n"+c.cells+"\n"), MapOptions{}, Options{}, newMemory())
			if len(p.Rows) != 1 || p.Rows[0].Do != Add {
				t.Fatalf("%+v", p)
			}
			if got := p.Rows[0].Customer.Field(c.field); got != c.want {
				t.Errorf("%s is %q, want %q", c.field, got, c.want)
			}
		})
	}
}

func TestReportOfBadValues(t *testing.T) {
	s := readText(t, `Nro;Nimi;Y-tunnus;Postinro;Puhelin;Sähköposti;Luotu;Maa;Huom
1;Hyvä Asiakas;;00100;040 555 0128;a@posti.example;1.2.2024;;
2;;;;;;;;
3;Väärä Tarkiste Oy;1234567-2;;;;;;
4;Outo Puhelin;;;soita huomenna;;;;
5;Huono Posti;;;;ei ole;;;
6;Tuleva Päivä;;;;;1.1.2031;;
7;=HYPERLINK("x");;;;;;;
8;+358 Plussa;;;-;;;;
9;Tunnus 010190-900P;;;;;;;
10;Tunnus Muualla;;;;010190-900P;;;avain, 010190-900P
123456789012345678901;Pitkä Numero;;;;;;;
12;Kaukomaa;;;;;;Kuu;
`)
	p := planOf(t, s, MapOptions{}, Options{}, newMemory())
	wantFindings(t, p.Skipped, "3 name-missing name", "10 hetu-found name", "12 too-long number")
	wantFindings(t, p.Remarks, "4 business-id-check businessId", "5 phone-odd phone", "6 email-form email", "7 day-future createdOn",
		"8 import-formula name", "9 phone-odd phone", "11 hetu-found email", "13 country-form country")
	if p.Counts != (Counts{Rows: 12, Add: 9, Skip: 3, Corrected: 8}) {
		t.Errorf("%+v", p.Counts)
	}
	if all := fmt.Sprintf("%+v", p.Rows) + fmt.Sprintf("%+v %+v %+v", p.Mapping, p.Skipped, p.Remarks); strings.Contains(all, "010190") {
		t.Error("a personal identity code is shown")
	}
	for i, want := range map[int]string{1: "hetu-found", 5: "hetu-found", 8: "hetu-found", 4: ""} {
		if got := p.Mapping.Columns[i].Finding; got != want {
			t.Errorf("column %d: %q, want %q", i, got, want)
		}
	}
}

func TestRestoredPostcodeIsToldWithWhatItWas(t *testing.T) {
	p := planOf(t, readText(t, "Nimi;Postinumero\nA B;100\n"), MapOptions{}, Options{}, newMemory())
	if r := p.Remarks; len(r) != 1 || r[0].Args["value"] != "00100" || r[0].Args["from"] != "100" {
		t.Errorf("%+v", r)
	}
}

func TestSameCustomerIsNotTakenTwice(t *testing.T) {
	reg := newMemory(
		app.Customer{Number: "1", Name: "Väinö Räsänen", Postcode: "70100", Phone: "040 555 0101", Email: "vaino@posti.example"},
		app.Customer{Number: "2", Name: "Katto Oy", Kind: app.Company, BusinessID: "1234567-1"},
	)
	reg.erased["Poistettu Pirkko"] = "2026-05-04"
	s := readText(t, `Nro;Nimi;Y-tunnus;Postinro;Puhelin;Sähköposti
1;Räsänen Väinö;;;;
1;Aivan Muu;;;;
;Katto Oy;1234567-1;;;
;Väinö Räsänen;;;0405550101;
;VÄINÖ RÄSÄNEN;;70100;;
;Väinö Räsänen;;;;VAINO@posti.example
5;Uusi Asiakas;;00100;;
5;Toinen Uusi;;;;
6;Uusi Asiakas;;00100;;
;Uusi Asiakas;;00100;;
7;Poistettu Pirkko;;;;
`)
	p := planOf(t, s, MapOptions{}, Options{}, reg)
	wantFindings(t, p.Skipped, "2 import-exists number", "3 number-taken number", "4 import-exists businessId", "5 import-exists phone",
		"6 import-exists postcode", "7 import-exists email", "9 import-duplicate-number number", "11 import-duplicate-row postcode", "12 import-erased-before")
	if a := p.Skipped[6].Args; a["row"] != "8" {
		t.Errorf("the first of two equal rows is not named: %v", a)
	}
	p = planOf(t, s, MapOptions{}, Options{Returning: []int{12}}, reg)
	if p.Counts.Add != 3 {
		t.Errorf("one who came back is not taken: %+v", p.Counts)
	}
}

func TestNumbersContinueTheSeries(t *testing.T) {
	reg := newMemory(app.Customer{Number: "1042", Name: "A"})
	p := planOf(t, readText(t, "Nro;Nimi\n;Eka Uusi\n2001;Toka Uusi\n;Kolmas Uusi\n"), MapOptions{}, Options{}, reg)
	for i, want := range []string{"2002", "2001", "2003"} {
		if got := p.Rows[i].Customer.Number; got != want {
			t.Errorf("row %d has number %s, want %s", i, got, want)
		}
	}
}

func TestUpdateWritesOnlyWhatTheFileHas(t *testing.T) {
	reg := newMemory(app.Customer{Number: "1", Name: "Väinö Räsänen", Street: "Katu 1", Phone: "040 555 0101", Language: app.Swedish})
	s := readText(t, "Nro;Nimi;Osoite;Puhelin;Luotu\n1;Väinö Räsänen;Tie 2;;5.5.2020\n")
	p := planOf(t, s, MapOptions{}, Options{UpdateExisting: true}, reg)
	r := p.Rows[0]
	if r.Do != Update || strings.Join(r.Changed, ",") != "street" {
		t.Fatalf("%+v", r)
	}
	c := r.Customer
	if c.ID != "id0" || c.Street != "Tie 2" || c.Phone != "+358 40 555 0101" || c.CreatedOn != "2025-01-01" || c.Language != app.Swedish {
		t.Errorf("%+v", c)
	}
	p = planOf(t, readText(t, "Nro;Nimi;Osoite\n1;Väinö Räsänen;Katu 1\n"), MapOptions{}, Options{UpdateExisting: true}, reg)
	wantFindings(t, p.Skipped, "2 import-exists number")
}

func TestPermissionNeedsProof(t *testing.T) {
	s := readText(t, "Nimi;Markkinointilupa;Markkinointikielto\nA B;kyllä;\nC D;ei;\nE F;x;x\n")
	p := planOf(t, s, MapOptions{}, Options{ConsentSource: "messut"}, newMemory())
	wantFindings(t, p.Remarks, "2 import-consent-unproven marketing")
	if p.Counts.Consents != 0 || p.Rows[0].Customer.Marketing {
		t.Errorf("a permission without proof: %+v", p.Rows[0])
	}
	p = planOf(t, s, MapOptions{}, Options{ConsentSource: "messut", ConsentDate: "2026-05-01"}, newMemory())
	if p.Counts.Consents != 1 || !p.Rows[0].Consent || p.Rows[1].Consent || p.Rows[2].Consent {
		t.Errorf("%+v", p.Counts)
	}
	m, _ := s.Map(MapOptions{})
	if _, err := NewPlan(t.Context(), newMemory(), today, s, m, Options{ConsentSource: "x", ConsentDate: "2027-01-01"}); code(t, err) != "day-future" {
		t.Error(err)
	}
}

func TestMapOverrides(t *testing.T) {
	s := readText(t, "Nimi;Selite;Puhelin\nA B;Katu 1;040 555 0128\n")
	chosen, err := ParseMap("Selite=street, C=-")
	if err != nil {
		t.Fatal(err)
	}
	p := planOf(t, s, MapOptions{Fields: chosen}, Options{}, newMemory())
	if c := p.Rows[0].Customer; c.Street != "Katu 1" || c.Phone != "" {
		t.Errorf("%+v", c)
	}
	for name, c := range map[string]struct{ override, code string }{
		"a column that there is not": {"Outo=name", "choice-invalid"},
		"a field that there is not":  {"Selite=hetu", "choice-invalid"},
		"two columns for one field":  {"Selite=town,C=town", "import-column-twice"},
		"no column for the name":     {"Nimi=-", "import-no-name-column"},
	} {
		t.Run(name, func(t *testing.T) {
			chosen, err := ParseMap(c.override)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Map(MapOptions{Fields: chosen}); code(t, err) != c.code {
				t.Error(err)
			}
		})
	}
	if _, err := ParseMap("Selite"); code(t, err) != "usage" {
		t.Error(err)
	}
}

func TestFileWithoutHeadings(t *testing.T) {
	p := planOf(t, readText(t, "101;Väinö Räsänen;Rantatie 5;70100;Kuopio;040 555 0128;vaino@posti.example\n102;Märta Öhman;Torikatu 8 A 2;65100;Vaasa;0445550111;marta@posti.example\n"), MapOptions{}, Options{}, newMemory())
	if p.Mapping.Heading || p.Counts.Add != 2 {
		t.Fatalf("%+v", p.Mapping)
	}
	c := p.Rows[0].Customer
	if c.Number != "101" || c.Name != "Väinö Räsänen" || c.Street != "Rantatie 5" || c.Postcode != "70100" || c.Town != "Kuopio" || c.Phone != "+358 40 555 0128" || c.Email != "vaino@posti.example" {
		t.Errorf("%+v", c)
	}
}

func TestFiveThousandRowsArePlannedInASecond(t *testing.T) {
	s, err := Read("x.csv", bytes.NewReader(invent.List(5000, 1)), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	p := planOf(t, s, MapOptions{}, Options{}, newMemory())
	took := time.Since(start)
	if p.Counts.Add != 5000 {
		t.Errorf("%+v %v", p.Counts, p.Skipped)
	}
	t.Logf("5 000 rows planned in %v", took)
	if took > 5*time.Second { // five times the goal: other work may share the machine
		t.Errorf("took %v", took)
	}
	if again := planOf(t, s, MapOptions{}, Options{}, newMemory()); again.Digest != p.Digest {
		t.Error("the same file planned twice has two digests")
	}
}

func BenchmarkPlan(b *testing.B) {
	s, err := Read("x.csv", bytes.NewReader(invent.List(5000, 1)), ReadOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		planOf(b, s, MapOptions{}, Options{}, newMemory())
	}
}
