package app

// Kind tells what a customer is before the law.
type Kind string

const (
	Person     Kind = "person"
	Company    Kind = "company"
	SoleTrader Kind = "soletrader" // toiminimi: a natural person
)

// Kinds in the order in which they are offered.
func Kinds() []Kind { return []Kind{Person, Company, SoleTrader} }

// Natural says whether the customer is a natural person and so a data subject
// (GDPR Art. 4(1)). The three-year promise covers companies all the same.
func (k Kind) Natural() bool { return k != Company }

// Lang is a language of texts and letters.
type Lang string

const (
	Finnish Lang = "fi" // the reference language
	Swedish Lang = "sv"
	English Lang = "en"
)

func Langs() []Lang { return []Lang{Finnish, Swedish, English} }

// Customer is the customer card: the fields that Softop's notice names and no
// others (data minimisation, GDPR Art. 5(1)(c)). There is no field for a
// personal identity code and none for notes on the person.
type Customer struct {
	ID          string `json:"id"`          // random, never shown
	Number      string `json:"number"`      // asiakasnumero; unique; digits as a rule, up to 20 characters
	Designation string `json:"designation"` // yksilöivä nimitys; unique when given
	Name        string `json:"name"`        // required
	Kind        Kind   `json:"kind"`
	BusinessID  string `json:"businessId"` // Y-tunnus 1234567-1
	Street      string `json:"street"`
	Postcode    string `json:"postcode"`
	Town        string `json:"town"`
	Country     string `json:"country"` // ISO 3166-1 alpha-2; empty is Finland
	Phone       string `json:"phone"`   // as +358 40 123 4567 where it could be read, else as typed
	Email       string `json:"email"`
	Language    Lang   `json:"language"` // of letters to the customer

	CreatedOn   Day  `json:"createdOn"`   // when the customer came to the firm; starts the clock
	CorrectedOn Day  `json:"correctedOn"` // last correction of the card; moves the clock
	Marketing   bool `json:"marketing"`   // worked out from the consent ledger, never stored

	Persons []ContactPerson `json:"persons"`
}

// PersonRole tells the contact person from the alternative ones.
type PersonRole string

const (
	MainPerson        PersonRole = "main"        // yhteyshenkilö
	AlternativePerson PersonRole = "alternative" // vaihtoehtoinen yhteyshenkilö
)

// ContactPerson is a data subject of his own, kept in a row of his own.
type ContactPerson struct {
	ID         string     `json:"id"`
	CustomerID string     `json:"customerId"`
	Role       PersonRole `json:"role"`
	Name       string     `json:"name"`
	Phone      string     `json:"phone"`
	Email      string     `json:"email"`
}

// CustomerRow is what lists and search results show of a customer.
type CustomerRow struct {
	ID         string `json:"id"`
	Number     string `json:"number"`
	Name       string `json:"name"`
	Kind       Kind   `json:"kind"`
	Street     string `json:"street"`
	Postcode   string `json:"postcode"`
	Town       string `json:"town"`
	Phone      string `json:"phone"`
	Email      string `json:"email"`
	Marketing  bool   `json:"marketing"`
	LastNeeded Day    `json:"lastNeeded"`
	EraseOn    Day    `json:"eraseOn"`
	Held       bool   `json:"held"`
	Restricted bool   `json:"restricted"`      // processing is restricted (GDPR Art. 18)
	Match      string `json:"match,omitempty"` // the field that matched the search: a field name of Customer, "contacts", "persons"
}
