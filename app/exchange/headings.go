package exchange

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// headings.json lists, for each field, the headings that programs and people
// give its column in Finnish, Swedish, English and German.
//
//go:embed headings.json
var headingsJSON []byte

// Fields beside those of the customer card, which files have and the card does
// not. They are combined into card fields row by row.
const (
	fieldFirstName    = "firstName"
	fieldMiddleName   = "middleName"
	fieldLastName     = "lastName"
	fieldNameExtra    = "nameExtra" // a continuation of the name
	fieldCompany      = "company"   // beside a person's name: the company is the customer
	fieldIsPerson     = "isPerson"
	fieldVATID        = "vatId"
	fieldPostcodeTown = "postcodeTown"
	fieldMobile       = "mobile"
	fieldPhoneWork    = "phoneWork"
	fieldPhoneHome    = "phoneHome"
	fieldEmail2       = "email2"
	fieldBillStreet   = "billingStreet" // used where there is no other address
	fieldBillPostcode = "billingPostcode"
	fieldBillTown     = "billingTown"
	fieldMarketingBan = "marketingBan" // yes means no
)

// helperFields in the order of offering.
var helperFields = []string{
	fieldFirstName, fieldMiddleName, fieldLastName, fieldNameExtra, fieldCompany, fieldIsPerson, fieldVATID, fieldPostcodeTown,
	fieldMobile, fieldPhoneWork, fieldPhoneHome, fieldEmail2, fieldBillStreet, fieldBillPostcode, fieldBillTown, fieldMarketingBan,
}

// vocabulary is what the columns of one register are called.
type vocabulary struct {
	fields    []string          // that a column can be mapped to
	table     map[string]string // headings → fields
	byContent bool              // a file without headings is recognised by what stands in it
}

var customerWords = sync.OnceValue(func() *vocabulary {
	var listed map[string][]string
	if err := json.Unmarshal(headingsJSON, &listed); err != nil {
		panic("exchange: headings.json: " + err.Error()) // embedded: can only be wrong in the build
	}
	return &vocabulary{Fields(), headingTable(listed), true}
})

// headingTable finds fields by heading: exactly, else with blanks and
// punctuation left out ("Asiakas-nro" is "Asiakasnro").
func headingTable(listed map[string][]string) map[string]string {
	table := map[string]string{}
	for field, words := range listed {
		table[plainHeading(field)] = field
		for _, word := range words {
			table[plainHeading(word)] = field
		}
	}
	for _, words := range listed {
		for _, word := range words {
			if s := squeezed(word); table[s] == "" {
				table[s] = table[plainHeading(word)]
			}
		}
	}
	return table
}

// field is empty for a heading that is not known.
func (w *vocabulary) field(heading string) string {
	if f := w.table[plainHeading(heading)]; f != "" {
		return f
	}
	return w.table[squeezed(heading)]
}

// plainHeading is how headings are compared: lower case, one form of ä, no
// byte order mark or quotes, single blanks, no closing colon or full stop.
func plainHeading(s string) string {
	s = strings.Trim(norm.NFC.String(s), "\ufeff\"' \t\r\n")
	return strings.TrimRight(strings.Join(strings.Fields(strings.ToLower(s)), " "), ":.*")
}

func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .,-_/:()'", r) {
			return -1
		}
		return r
	}, plainHeading(s))
}

// cardFields are the names of the customer card's fields, in its order.
var cardFields = sync.OnceValue(func() []string {
	var names []string
	for _, f := range app.CustomerFields() {
		names = append(names, f.Name)
	}
	return names
})
