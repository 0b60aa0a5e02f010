package exchange

import (
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// Key is what a customer is recognised by.
type Key = vault.Key

func keyOf(c app.Customer) Key {
	return Key{
		ID: c.ID, Number: c.Number, Designation: c.Designation, BusinessID: c.BusinessID, Name: c.Name,
		Postcode: c.Postcode, Phone: c.Phone, Email: c.Email, Kind: c.Kind, Street: c.Street,
	}
}

func signsOf(k Key) app.Signs {
	return app.Customer{Kind: k.Kind, BusinessID: k.BusinessID, Name: k.Name, Street: k.Street, Postcode: k.Postcode, Phone: k.Phone, Email: k.Email}.Signs()
}

// index finds the same customer again among many: by number, or where the rule of
// likeness is sure. All keys are in memory, so that a file of any size costs one
// pass over the register.
type index struct {
	keys        []Key
	signs       []app.Signs
	number      map[string]int
	designation map[string]int
	sign        map[string]int // what makes a likeness sure, by its kind
}

func newIndex() *index {
	return &index{number: map[string]int{}, designation: map[string]int{}, sign: map[string]int{}}
}

// sureBy are the signs that may make two cards one, the surest first.
var sureBy = []string{byBusinessID, byEmail, byPhone, byPlace, byStreet}

// sign is where cards meet that share one sign; a name alone is none.
func sign(s app.Signs, by string) string {
	value := map[string]string{byBusinessID: s.BusinessID, byEmail: s.Email, byPhone: s.Phone, byPlace: s.Postcode, byStreet: s.Street}[by]
	if value == "" || by != byBusinessID && s.Name == "" {
		return ""
	}
	if by == byBusinessID {
		return by + "\x00" + value
	}
	return by + "\x00" + value + "\x00" + s.Name
}

func (x *index) add(k Key) {
	at := len(x.keys)
	s := signsOf(k)
	x.keys, x.signs = append(x.keys, k), append(x.signs, s)
	first := func(m map[string]int, key string) {
		if _, there := m[key]; key != "" && !there {
			m[key] = at
		}
	}
	// Numbers and designations are unique in the register whatever their case.
	first(x.number, tableFold(k.Number))
	first(x.designation, tableFold(k.Designation))
	for _, by := range sureBy {
		first(x.sign, sign(s, by))
	}
}

// Ways in which a customer is found to be the same.
const (
	byNumber     = "number"
	byBusinessID = "businessId"
	byEmail      = "email"
	byPhone      = "phone"
	byPlace      = "postcode"
	byStreet     = "street"
	byOther      = "number-taken" // the number is somebody else's
)

// find looks for k. Within one file (sameFile) two numbers of one series are two
// customers, father and son under one roof: there name and postal address do not
// make them one, and neither does a business id with another name (a branch).
func (x *index) find(k Key, sameFile bool) (at int, by string, ok bool) {
	s := signsOf(k)
	if at, ok := x.number[tableFold(k.Number)]; ok && k.Number != "" {
		if x.keys[at].Name == k.Name || agrees(x.signs[at].Like(s)) {
			return at, byNumber, true
		}
		return at, byOther, true
	}
	for _, by := range sureBy {
		at, ok := x.sign[sign(s, by)]
		if !ok || !x.signs[at].Like(s).Sure() {
			continue
		}
		differ := x.numbersDiffer(at, k)
		if by == byBusinessID && differ && x.signs[at].Name != s.Name {
			continue
		}
		if (by == byPlace || by == byStreet) && sameFile && differ {
			continue
		}
		return at, by, true
	}
	return 0, "", false
}

func (x *index) numbersDiffer(at int, k Key) bool {
	other := x.keys[at].Number
	return k.Number != "" && other != "" && !strings.EqualFold(k.Number, other)
}

// agrees says whether something beside the number is the same: numbers alone
// come from the series of many programs, and a postal code is a whole village's.
func agrees(l app.Likeness) bool {
	for _, by := range l {
		if by != app.ByAddress {
			return true
		}
	}
	return false
}

// tableFold makes the letters small that the tables hold for the same: those of
// ASCII.
func tableFold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
