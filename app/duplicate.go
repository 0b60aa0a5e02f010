package app

import (
	"slices"
	"strings"

	"kortisto/app/finnish"
)

// Ways in which two cards look like the same customer, the surest first.
const (
	ByBusinessID = "businessId"
	ByEmail      = "email"
	ByPhone      = "phone"
	ByAddress    = "address" // postal code or street
	ByName       = "name"
)

// Likeness is by what two cards look like the same customer; empty: by nothing.
type Likeness []string

// Signs are a card reduced to what a customer is recognised by, every value
// folded so that equal means the same. Import, the dialog of a new customer and
// the list of duplicates compare nothing else.
type Signs struct {
	Business   bool // a company or a sole trader
	BusinessID string
	Email      string
	Phone      string // digits of the international form
	Name       string // folded words in order of the alphabet, without the company's form
	Postcode   string
	Street     string
}

// Signs folds a card.
func (c Customer) Signs() Signs {
	return Signs{
		Business:   c.Kind == Company || c.Kind == SoleTrader,
		BusinessID: strings.ToUpper(finnish.BusinessID(c.BusinessID)),
		Email:      strings.ToLower(strings.TrimSpace(c.Email)),
		Phone:      PhoneKey(c.Phone),
		Name:       SameName(c.Name),
		Postcode:   strings.ToUpper(strings.Join(strings.Fields(c.Postcode), "")),
		Street:     SameStreet(c.Street),
	}
}

// Like compares two cards. Two businesses with two business ids are two, whatever
// else they share: an accountant's e-mail, an office hotel's address.
func (a Signs) Like(b Signs) Likeness {
	if a.Business && b.Business && a.BusinessID != "" && b.BusinessID != "" && a.BusinessID != b.BusinessID {
		return nil
	}
	var by Likeness
	same := func(reason, x, y string) {
		if x != "" && x == y && !by.has(reason) {
			by = append(by, reason)
		}
	}
	same(ByBusinessID, a.BusinessID, b.BusinessID)
	same(ByEmail, a.Email, b.Email)
	same(ByPhone, a.Phone, b.Phone)
	same(ByAddress, a.Postcode, b.Postcode)
	same(ByAddress, a.Street, b.Street)
	same(ByName, a.Name, b.Name)
	return by
}

// Likely says that a person should look: the two share a business id, an
// address to reach them by, or name and postal address together.
func (l Likeness) Likely() bool {
	return l.has(ByBusinessID) || l.has(ByEmail) || l.has(ByPhone) || l.has(ByName) && l.has(ByAddress)
}

// Sure says that a file's row may be taken for the card without asking: a
// family shares its phone and e-mail, and names alone are many people's.
func (l Likeness) Sure() bool {
	return l.has(ByBusinessID) || l.has(ByName) && len(l) > 1
}

// Weight orders pairs, the surest first.
func (l Likeness) Weight() int {
	weights := map[string]int{ByBusinessID: 8, ByName: 4, ByEmail: 3, ByPhone: 3, ByAddress: 1}
	n := 0
	for _, by := range l {
		n += weights[by]
	}
	return n
}

func (l Likeness) has(by string) bool { return slices.Contains(l, by) }

// companyForms say of what form a business is, not which one it is.
var companyForms = wordSet("oy oyj ab abp ky ay kb öb ob tmi ry rf rs osk ltd inc gmbh as oü ou " +
	"osakeyhtio aktiebolag kommandiittiyhtio kommanditbolag toiminimi firma")

// SameName folds a name for comparing: "Virtanen, Matti" and "MATTI VIRTANEN"
// are one, and so are "Mäkelän Puu Oy" and "Oy Makelan Puu Ab".
func SameName(name string) string {
	ws := foldedWords(strings.NewReplacer("T:mi", "tmi", "t:mi", "tmi", "T:MI", "tmi").Replace(name))
	own := slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return companyForms[w] })
	if len(own) == 0 {
		own = ws
	}
	slices.Sort(own)
	return strings.Join(own, " ")
}

// SameStreet folds a street address for comparing.
func SameStreet(street string) string { return strings.Join(foldedWords(street), " ") }

// Duplicate is two cards that are likely the same customer.
type Duplicate struct {
	First  CustomerRow `json:"first"` // the one that came first
	Second CustomerRow `json:"second"`
	By     Likeness    `json:"by"`
}
