package app_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kortisto/app"
)

const today = app.Day("2026-11-21")

// good is a card without fault; the cases below each spoil one thing.
func good() app.Customer {
	return app.Customer{
		ID: "a", Number: "1001", Designation: "Kahvila", Name: "Esimerkki Oy", Kind: app.Company, BusinessID: "1234567-1",
		Street: "Esimerkkikatu 1", Postcode: "70700", Town: "Kuopio", Phone: "+358 40 123 4567", Email: "info@esimerkki.example",
		Language: app.Finnish, CreatedOn: "2024-02-29",
		Persons: []app.ContactPerson{
			{ID: "p", CustomerID: "a", Role: app.MainPerson, Name: "Testi Henkilö"},
			{ID: "q", CustomerID: "a", Role: app.AlternativePerson, Name: "Toinen Testi", Phone: "+358 50 123 4567", Email: "toinen@esimerkki.example"},
		},
	}
}

// found writes errors as "code field", to compare them at a glance.
func found(es app.Errors) string {
	var out []string
	for _, e := range es {
		out = append(out, e.Code+" "+e.Field)
	}
	return strings.Join(out, ", ")
}

func TestCustomerCheck(t *testing.T) {
	const hetu = "010190-900P"
	for name, c := range map[string]struct {
		spoil    func(*app.Customer)
		problems string
		remarks  string
	}{
		"a good card has neither problems nor remarks": {func(c *app.Customer) {}, "", ""},
		"a name alone is enough":                       {func(c *app.Customer) { *c = app.Customer{Name: "x", CreatedOn: today}.Normalised() }, "", ""},
		"without a name nothing is stored":             {func(c *app.Customer) { c.Name = "" }, "name-missing name", ""},
		"an unknown kind is refused":                   {func(c *app.Customer) { c.Kind = "club" }, "choice-invalid kind", ""},
		"an unknown language is refused":               {func(c *app.Customer) { c.Language = "de" }, "choice-invalid language", ""},
		"a wrong check digit is refused":               {func(c *app.Customer) { c.BusinessID = "0112038-8" }, "business-id-check businessId", ""},
		"what is no business id is refused":            {func(c *app.Customer) { c.BusinessID = "261741A-4" }, "business-id-form businessId", ""},
		"a foreign business id is taken as it is":      {func(c *app.Customer) { c.Country, c.BusinessID = "SE", "556703-7485" }, "", ""},
		"an odd postal code is remarked on":            {func(c *app.Customer) { c.Postcode = "100" }, "", "postcode-odd postcode"},
		"a foreign postal code is taken as it is":      {func(c *app.Customer) { c.Country, c.Postcode = "SE", "114 55" }, "", ""},
		"an Ålander's ids are Finnish":                 {func(c *app.Customer) { c.Country, c.Postcode = "AX", "221" }, "", "postcode-odd postcode"},
		"a short number is remarked on":                {func(c *app.Customer) { c.Phone = "116117" }, "", "phone-odd phone"},
		"words for a number are remarked on":           {func(c *app.Customer) { c.Phone = "soita vaimolle" }, "", "phone-odd phone"},
		"a valid foreign number is no remark":          {func(c *app.Customer) { c.Phone = "+46 70 123 45 67" }, "", ""},
		"an address without @ is refused":              {func(c *app.Customer) { c.Email = "esimerkki.example" }, "email-form email", ""},
		"an address without a dot is refused":          {func(c *app.Customer) { c.Email = "a@esimerkki" }, "email-form email", ""},
		"two addresses in one field are refused":       {func(c *app.Customer) { c.Email = "a@b.example; c@d.example" }, "email-form email", ""},
		"an address with letters of our own is good":   {func(c *app.Customer) { c.Email = "o'åke+lista@äö.example" }, "", ""},
		"a country is two letters":                     {func(c *app.Customer) { c.Country = "SVERIGE" }, "country-form country", ""},
		"a line break is no part of a line":            {func(c *app.Customer) { c.Town = "Kuo\npio" }, "control-characters town", ""},
		"a mark that turns the writing is refused":     {func(c *app.Customer) { c.Name = "a\u202eb" }, "control-characters name", ""},
		"broken characters are refused":                {func(c *app.Customer) { c.Street = "Tie \xe4" }, "control-characters street", ""},
		"a number of 21 characters is too long":        {func(c *app.Customer) { c.Number = strings.Repeat("1", 21) }, "too-long number", ""},
		"length counts characters, not bytes":          {func(c *app.Customer) { c.Name = strings.Repeat("ä", app.MaxName) }, "", ""},
		"a customer of tomorrow is refused":            {func(c *app.Customer) { c.CreatedOn = "2026-11-22" }, "day-future createdOn", ""},
		"a day that is none is refused":                {func(c *app.Customer) { c.CreatedOn = "2026-02-29" }, "day-invalid createdOn", ""},
		"the year 26 is a slip of typing":              {func(c *app.Customer) { c.CreatedOn = "0026-11-21" }, "day-invalid createdOn", ""},
		"without a first day no clock can run":         {func(c *app.Customer) { c.CreatedOn = "" }, "required createdOn", ""},
		"a correction of tomorrow is refused":          {func(c *app.Customer) { c.CorrectedOn = "2026-11-22" }, "day-future correctedOn", ""},
		"a hetu as customer number is refused":         {func(c *app.Customer) { c.Number = hetu }, "hetu-found number", ""},
		"a hetu as designation is refused":             {func(c *app.Customer) { c.Designation = hetu }, "hetu-found designation", ""},
		"a hetu behind the name is refused":            {func(c *app.Customer) { c.Name += " (" + hetu + ")" }, "hetu-found name", ""},
		"a hetu for a business id is refused once":     {func(c *app.Customer) { c.BusinessID = hetu }, "hetu-found businessId", ""},
		"a hetu in the address is refused":             {func(c *app.Customer) { c.Street = hetu }, "hetu-found street", ""},
		"a hetu for a town is refused":                 {func(c *app.Customer) { c.Town = hetu }, "hetu-found town", ""},
		"a hetu for a postal code is no mere remark":   {func(c *app.Customer) { c.Postcode = hetu }, "hetu-found postcode", ""},
		"a hetu for a phone number is no mere remark":  {func(c *app.Customer) { c.Phone = hetu }, "hetu-found phone", ""},
		"a hetu in an address of e-mail is refused":    {func(c *app.Customer) { c.Email = hetu + "@esimerkki.example" }, "hetu-found email", ""},
		"a hetu of the contact person is refused":      {func(c *app.Customer) { c.Persons[0].Name = hetu }, "hetu-found contactName", ""},
		"the alternative's odd number is remarked on":  {func(c *app.Customer) { c.Persons[1].Phone = "112" }, "", "phone-odd altContactPhone"},
		"the alternative's address is judged":          {func(c *app.Customer) { c.Persons[1].Email = "x" }, "email-form altContactEmail", ""},
		"a contact person in no known role is refused": {func(c *app.Customer) { c.Persons[0].Role = "boss" }, "choice-invalid persons", ""},
		"all that is wrong is said at once":            {func(c *app.Customer) { c.Name, c.Email, c.Phone = "", "x", "112" }, "name-missing name, email-form email", "phone-odd phone"},
	} {
		t.Run(name, func(t *testing.T) {
			card := good()
			c.spoil(&card)
			problems, remarks := card.Check(today)
			if found(problems) != c.problems || found(remarks) != c.remarks {
				t.Errorf("got problems %q, remarks %q; want %q, %q", found(problems), found(remarks), c.problems, c.remarks)
			}
			if strings.Contains(problems.JSON()+remarks.JSON(), hetu) {
				t.Error("a personal identity code was copied into an error")
			}
		})
	}
}

func TestErrorsCarryWhatTheirSentenceNeeds(t *testing.T) {
	arg := func(spoil func(*app.Customer), name string) string {
		card := good()
		spoil(&card)
		problems, remarks := card.Check(today)
		for _, e := range append(problems, remarks...) {
			return e.Args[name]
		}
		return ""
	}
	if got := arg(func(c *app.Customer) { c.BusinessID = "0112038-8" }, "expected"); got != "9" {
		t.Errorf("the digit that would fit is offered, got %q", got)
	}
	if got := arg(func(c *app.Customer) { c.BusinessID = "8000000-0" }, "expected"); got != "" {
		t.Errorf("where no digit fits none is offered, got %q", got)
	}
	if got := arg(func(c *app.Customer) { c.Postcode = "100" }, "suggestion"); got != "00100" {
		t.Errorf("lost zeros are offered back, got %q", got)
	}
	if got := arg(func(c *app.Customer) { c.Number = strings.Repeat("1", 21) }, "limit"); got != "20" {
		t.Errorf("the limit is told, got %q", got)
	}
	if got := arg(func(c *app.Customer) { c.Kind = "club" }, "choices"); got != "person company soletrader" {
		t.Errorf("the choices are told, got %q", got)
	}
}

func TestCustomerNormalised(t *testing.T) {
	typed := app.Customer{
		Number: " 1001 ", Name: "  A\u0308iti \u00a0 ja  poika\t", Kind: "COMPANY", BusinessID: "FI 01120389",
		Street: "Tie\n1", Postcode: "fi-70700", Town: "\ufeffKuopio", Country: "Suomi",
		Phone: "040-1234567", Email: " Etu.Nimi@ESIMERKKI.Example ", CreatedOn: " 2024-01-01 ",
		Persons: []app.ContactPerson{{Role: app.MainPerson}, {Role: app.AlternativePerson, Phone: "09 123 4567"}},
	}
	want := app.Customer{
		Number: "1001", Name: "Äiti ja poika", Kind: app.Company, BusinessID: "0112038-9",
		Street: "Tie 1", Postcode: "70700", Town: "Kuopio",
		Phone: "+358 40 123 4567", Email: "Etu.Nimi@esimerkki.example", Language: app.Finnish, CreatedOn: "2024-01-01",
	}
	got := typed.Normalised()
	if diff := app.Diff(want, got); !slices.Equal(diff, []string{"altContactPhone"}) {
		t.Errorf("differs in %v: %+v", diff, got)
	}
	if len(got.Persons) != 1 || got.Persons[0].Phone != "+358 9 123 4567" {
		t.Errorf("an empty contact person goes, the other's number is set in groups: got %+v", got.Persons)
	}
	if typed.Persons[1].Phone != "09 123 4567" {
		t.Error("the card that was handed in was changed")
	}
	if got := (app.Customer{Phone: "soita vaimolle", Postcode: "7070O", BusinessID: "haetaan"}).Normalised(); got.Phone != "soita vaimolle" || got.Postcode != "7070O" || got.BusinessID != "haetaan" {
		t.Errorf("what can not be read stays as typed, got %+v", got)
	}
	if got := (app.Customer{Country: "se", Phone: "070-123 45 67", Postcode: "114 55"}).Normalised(); got.Phone != "+46 70 123 45 67" || got.Postcode != "114 55" {
		t.Errorf("a Swede's number is read as Swedish and the code left alone, got %+v", got)
	}
}

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	text := rapid.OneOf(rapid.StringN(0, 40, -1), rapid.StringMatching(`[ 0-9+FIfi-]{0,14}`), rapid.StringMatching(`[aA\x{e4}\x{308}\x{a0}@.B ]{0,12}`))
	rapid.Check(t, func(t *rapid.T) {
		var c app.Customer
		for _, f := range fieldNames() {
			if f != "marketing" {
				_ = c.SetField(f, text.Draw(t, f)) // only marketing is judged there
			}
		}
		once := c.Normalised()
		if diff := app.Diff(once, once.Normalised()); len(diff) > 0 {
			t.Fatalf("%v changed again: %+v", diff, once)
		}
		for _, f := range fieldNames() {
			if !utf8.ValidString(once.Field(f)) {
				t.Fatalf("%s is not text any more", f)
			}
		}
	})
}

// Wherever a personal identity code was typed, it is refused or at the least
// repeated nowhere.
func TestNoErrorRepeatsAPersonalIdentityCode(t *testing.T) {
	const hetu = "010190-900P"
	for _, f := range fieldNames() {
		card := good()
		told := app.Told(card.SetField(f, hetu))
		problems, remarks := card.Normalised().Check(today)
		told = append(append(told, problems...), remarks...)
		if len(problems) == 0 && f != "marketing" {
			t.Errorf("%s took it", f)
		}
		if strings.Contains(told.JSON(), hetu) {
			t.Errorf("%s repeats it: %s", f, told.JSON())
		}
	}
	if _, err := app.ReadDay(hetu, today); strings.Contains(app.Told(err).JSON(), hetu) {
		t.Error("a day repeats it")
	}
}
