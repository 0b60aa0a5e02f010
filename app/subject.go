package app

import (
	"slices"
	"strings"
	"unicode"
)

// By what a place in the register was found, beside the likenesses of cards.
const (
	ByNumber   = "number"
	ByNameLike = "name-like" // initials, another order, one name more or less
	ByNameNear = "name-near" // a letter astray: counts only beside another sign
)

// Sought is a person who asks for their data, reduced to what they can be known
// by in the register. It judges cards, parties and texts; it takes nothing for
// granted, since names and phones are shared.
type Sought struct {
	Numbers   []string
	Names     [][]string // words in small letters, Korhonen-Virtanen as one
	Phones    []string   // as PhoneKey
	Emails    []string   // in small letters
	Streets   []string   // as SameStreet
	Postcodes []string
}

// AddName adds a name as written: Helvi Mäkinen, Mäkinen Helvi, H. Mäkinen.
func (s *Sought) AddName(name string) {
	ws := token.FindAllString(strings.ToLower(line(name)), -1)
	ws = slices.DeleteFunc(ws, func(w string) bool { return dullWords[w] })
	if len(ws) > 0 && !slices.ContainsFunc(s.Names, func(have []string) bool { return slices.Equal(have, ws) }) {
		s.Names = append(s.Names, ws)
	}
}

// AddPhone adds a number in any spelling; one of fewer than four digits is none.
func (s *Sought) AddPhone(phone string) { s.Phones = with(s.Phones, PhoneKey(phone)) }

// AddEmail adds an address.
func (s *Sought) AddEmail(email string) {
	s.Emails = with(s.Emails, strings.ToLower(strings.TrimSpace(email)))
}

// AddStreet adds a street with its number; a name without a number is half a town.
func (s *Sought) AddStreet(street string) {
	if strings.ContainsFunc(street, unicode.IsDigit) && strings.ContainsFunc(street, unicode.IsLetter) {
		s.Streets = with(s.Streets, SameStreet(street))
	}
}

// AddPostcode adds a postal code: it counts only beside a name.
func (s *Sought) AddPostcode(code string) {
	s.Postcodes = with(s.Postcodes, strings.ToUpper(strings.Join(strings.Fields(code), "")))
}

// AddCard adds what a card says of its customer, not of the contact persons.
func (s *Sought) AddCard(c Customer) {
	s.Numbers = with(s.Numbers, c.Number)
	s.AddName(c.Name)
	s.AddPhone(c.Phone)
	s.AddEmail(c.Email)
	s.AddStreet(c.Street)
	s.AddPostcode(c.Postcode)
}

// AddRequest adds what a request says of who asks.
func (s *Sought) AddRequest(r Request) {
	s.AddName(r.Name)
	s.AddPhone(r.Phone)
	s.AddEmail(r.Email)
	for l := range strings.Lines(r.Address) {
		for part := range strings.SplitSeq(l, ",") {
			part = strings.TrimSpace(part)
			if code, _, _ := strings.Cut(part, " "); len(code) == 5 && digits(code) == code {
				s.AddPostcode(code)
				continue
			}
			s.AddStreet(part)
		}
	}
}

func with(all []string, one string) []string {
	if one == "" || slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// Card says by what a card is the person's, perhaps; nothing where it is not
// worth a look.
func (s Sought) Card(c Customer) []string {
	var by []string
	if slices.ContainsFunc(s.Numbers, func(n string) bool { return strings.EqualFold(n, c.Number) }) {
		by = append(by, ByNumber)
	}
	by = append(by, s.signs(c.Name, c.Phone, c.Email)...)
	if slices.Contains(s.Streets, SameStreet(c.Street)) && c.Street != "" {
		by = append(by, ByAddress)
	} else if slices.Contains(s.Postcodes, strings.ToUpper(strings.Join(strings.Fields(c.Postcode), ""))) && named(by) {
		by = append(by, ByAddress)
	}
	return worth(by)
}

// Party is Card for somebody of whom no more than this is known.
func (s Sought) Party(name, phone, email string) []string { return worth(s.signs(name, phone, email)) }

func (s Sought) signs(name, phone, email string) []string {
	var by []string
	if like := s.nameLike(name); like != "" {
		by = append(by, like)
	}
	if slices.Contains(s.Phones, PhoneKey(phone)) {
		by = append(by, ByPhone)
	}
	if email = strings.ToLower(strings.TrimSpace(email)); email != "" && slices.Contains(s.Emails, email) {
		by = append(by, ByEmail)
	}
	return by
}

func named(by []string) bool {
	return slices.ContainsFunc(by, func(b string) bool { return b == ByName || b == ByNameLike || b == ByNameNear })
}

// worth drops what alone says nothing: a street is a whole house's, a name with a
// letter astray is another's.
func worth(by []string) []string {
	if len(by) == 1 && (by[0] == ByAddress || by[0] == ByNameNear) {
		return nil
	}
	return by
}

// nameLike compares a name with the sought ones.
func (s Sought) nameLike(name string) string {
	var probe Sought
	probe.AddName(name)
	best := ""
	for _, a := range s.Names {
		for _, b := range probe.Names {
			switch like := alike(a, b); {
			case like == ByName:
				return ByName
			case like == ByNameLike || best == "":
				best = like
			}
		}
	}
	return best
}

// alike compares the words of two names, whatever their order.
func alike(a, b []string) string {
	if len(a) > len(b) {
		a, b = b, a
	}
	left := make([]string, len(b))
	for i, w := range b {
		left[i] = Fold(w)
	}
	full, near := 0, 0
	like := len(a) != len(b)
	for _, w := range a {
		w = Fold(w)
		at := slices.Index(left, w)
		if at >= 0 && len(w) > 1 {
			full++
		} else if at = slices.IndexFunc(left, func(o string) bool { return initialOf(w, o) || initialOf(o, w) }); at >= 0 {
			like = true
		} else if at = slices.IndexFunc(left, func(o string) bool { return oneAstray(w, o) }); at >= 0 {
			near++
		} else {
			return ""
		}
		left = slices.Delete(left, at, at+1)
	}
	switch {
	case len(a) == 1 && len(b) > 1: // a surname alone is a whole family's
		return ""
	case near > 0 && near <= len(a):
		return ByNameNear
	case full == 0:
		return ""
	case like:
		return ByNameLike
	}
	return ByName
}

func initialOf(w, o string) bool { return len([]rune(w)) == 1 && strings.HasPrefix(o, w) }

// oneAstray says whether two words differ by one letter: another one, one more,
// or two that changed places. Short words do so by nature.
func oneAstray(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 5 || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	rest := func(s []rune, at int) string { return string(s[min(at, len(s)):]) }
	if len(x) < len(y) {
		return rest(x, i) == rest(y, i+1)
	}
	swapped := i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && rest(x, i+2) == rest(y, i+2)
	return swapped || rest(x, i+1) == rest(y, i+1)
}
