package exchange

import (
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// Key is what a customer is recognised by.
type Key = vault.Key

func keyOf(c app.Customer) Key {
	return Key{
		ID: c.ID, Number: c.Number, Designation: c.Designation, BusinessID: c.BusinessID,
		Name: c.Name, Postcode: c.Postcode, Phone: c.Phone, Email: c.Email,
	}
}

// index finds the same customer again among many: by number, business id, name
// with e-mail or phone, name with postal code. All keys are in memory, so that a
// file of any size costs one pass over the register.
type index struct {
	keys        []Key
	number      map[string]int
	designation map[string]int
	businessID  map[string]int
	email       map[string]int // e-mail and name
	phone       map[string]int // digits and name
	place       map[string]int // name and postal code
}

func newIndex() *index {
	return &index{number: map[string]int{}, designation: map[string]int{}, businessID: map[string]int{}, email: map[string]int{}, phone: map[string]int{}, place: map[string]int{}}
}

func (x *index) add(k Key) {
	at := len(x.keys)
	x.keys = append(x.keys, k)
	first := func(m map[string]int, key string) {
		if _, there := m[key]; key != "" && !there {
			m[key] = at
		}
	}
	// Numbers and designations are unique in the register whatever their case is.
	name := FoldName(k.Name)
	first(x.number, tableFold(k.Number))
	first(x.designation, tableFold(k.Designation))
	first(x.businessID, k.BusinessID)
	first(x.email, both(strings.ToLower(k.Email), name))
	first(x.phone, both(phoneDigits(k.Phone), name))
	first(x.place, both(k.Postcode, name))
}

// Ways in which a customer is found to be the same.
const (
	byNumber     = "number"
	byBusinessID = "businessId"
	byEmail      = "email"
	byPhone      = "phone"
	byPlace      = "postcode"
	byOther      = "number-taken" // the number is somebody else's
)

// find looks for k. Within one file (sameFile) two numbers of one series are two
// customers, father and son under one roof: there name and postal code do not
// make them one, and neither does a business id with another name (a branch).
func (x *index) find(k Key, sameFile bool) (at int, by string, ok bool) {
	name := FoldName(k.Name)
	if at, ok := x.number[tableFold(k.Number)]; ok && k.Number != "" {
		if agrees(x.keys[at], k, name) {
			return at, byNumber, true
		}
		return at, byOther, true
	}
	if at, ok := x.businessID[k.BusinessID]; ok && k.BusinessID != "" {
		if !x.numbersDiffer(at, k) || FoldName(x.keys[at].Name) == name {
			return at, byBusinessID, true
		}
	}
	if at, ok := x.email[both(strings.ToLower(k.Email), name)]; ok && k.Email != "" {
		return at, byEmail, true
	}
	if at, ok := x.phone[both(phoneDigits(k.Phone), name)]; ok && k.Phone != "" {
		return at, byPhone, true
	}
	if at, ok := x.place[both(k.Postcode, name)]; ok && k.Postcode != "" && !(sameFile && x.numbersDiffer(at, k)) {
		return at, byPlace, true
	}
	return 0, "", false
}

func (x *index) numbersDiffer(at int, k Key) bool {
	other := x.keys[at].Number
	return k.Number != "" && other != "" && !strings.EqualFold(k.Number, other)
}

// agrees says whether something beside the number is the same: numbers alone
// come from the series of many programs.
func agrees(k, other Key, foldedName string) bool {
	return FoldName(k.Name) == foldedName ||
		k.BusinessID != "" && k.BusinessID == other.BusinessID ||
		k.Email != "" && strings.EqualFold(k.Email, other.Email) ||
		k.Phone != "" && phoneDigits(k.Phone) == phoneDigits(other.Phone)
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

// both is empty where a half is missing.
func both(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a + "\x00" + b
}

// FoldName is how names are compared: it makes "Virtanen, Matti" and "Matti
// Virtanen" one.
func FoldName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" ,.\t", r) })
	slices.Sort(words)
	return strings.Join(words, " ")
}

func phoneDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
