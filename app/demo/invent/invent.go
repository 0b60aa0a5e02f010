// Package invent makes up customers: plausible Finnish names, addresses,
// numbers and firms, put together at random from common parts, the same for the
// same seed on every machine. The demo register and the tests are filled with
// them.
//
// Nobody real is meant. Phone numbers have a 555 where subscribers' numbers
// begin, e-mail addresses are in domains that can not exist (RFC 2606), and
// business ids are of a range that has not been given out.
package invent

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"kortisto/app"
	"kortisto/app/finnish"
)

//go:embed parts.json
var partsJSON []byte

type parts struct {
	First, Last, Streets, FirmFirst, FirmTrade []string
	Towns                                      [][2]string
}

var data = sync.OnceValue(func() parts {
	var p parts
	if err := json.Unmarshal(partsJSON, &p); err != nil {
		panic("invent: parts.json: " + err.Error()) // embedded: can only be wrong in the build
	}
	return p
})

// Source draws numbers: SplitMix64, so that a seed means the same in every
// version of the language's library.
type Source struct{ state uint64 }

// New begins a series. The same seed gives the same series.
func New(seed int64) *Source { return &Source{state: uint64(seed)} }

func (s *Source) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Int is a number from 0 to n-1; n must be positive.
func (s *Source) Int(n int) int { return int(s.next() % uint64(n)) }

// Chance is true in that many of a thousand cases.
func (s *Source) Chance(perMille int) bool { return s.Int(1000) < perMille }

// Pick draws one of a list.
func Pick[T any](s *Source, list []T) T { return list[s.Int(len(list))] }

// Customer invents the card with the running number n, without a day. Seven of
// ten are persons, two companies, one a sole trader.
func (s *Source) Customer(n int) app.Customer {
	d := data()
	town := Pick(s, d.Towns)
	c := app.Customer{
		Kind: app.Person, Language: app.Finnish, Postcode: town[0], Town: town[1],
		Street: fmt.Sprintf("%s %d", Pick(s, d.Streets), 1+s.Int(90)), Phone: s.Phone(),
	}
	if s.Chance(300) {
		c.Street += fmt.Sprintf(" %c %d", 'A'+rune(s.Int(5)), 1+s.Int(60))
	}
	if s.Chance(60) {
		c.Language = app.Swedish
	}
	first, last := s.name()
	c.Name, c.Email = first+" "+last, mail(first+"."+last, n, "posti.example")
	switch kind := s.Int(10); {
	case kind >= 8:
		s.firm(&c, n, first, last)
	case kind == 7:
		c.Kind, c.BusinessID = app.SoleTrader, s.businessID()
		c.Name = "Tmi " + c.Name
	case s.Chance(150):
		c.Email = ""
	}
	return c
}

func (s *Source) firm(c *app.Customer, n int, first, last string) {
	d := data()
	c.Kind, c.BusinessID = app.Company, s.businessID()
	name := Pick(s, d.FirmFirst) + " " + Pick(s, d.FirmTrade)
	c.Name, c.Email = name+" "+Pick(s, []string{"Oy", "Oy", "Oy", "Ky", "Ab"}), mail("toimisto", 0, plainLetters(name)+strconv.Itoa(n)+".example")
	c.Persons = []app.ContactPerson{{Role: app.MainPerson, Name: first + " " + last}}
	if s.Chance(300) {
		first, last = s.name()
		c.Persons = append(c.Persons, app.ContactPerson{Role: app.AlternativePerson, Name: first + " " + last, Phone: s.Phone(), Email: mail(first+"."+last, n, "posti.example")})
	}
}

func (s *Source) name() (first, last string) {
	d := data()
	return Pick(s, d.First), Pick(s, d.Last)
}

// Phone is a mobile number with 555.
func (s *Source) Phone() string {
	return fmt.Sprintf("+358 %s 555 %04d", Pick(s, []string{"40", "44", "45", "50"}), s.Int(10_000))
}

// businessID draws from 9xxxxxx, with a check digit that fits.
func (s *Source) businessID() string {
	for {
		seven := fmt.Sprintf("9%06d", s.Int(1_000_000))
		if digit, ok := finnish.BusinessIDDigit(seven); ok {
			return seven + "-" + digit
		}
	}
}

// mail makes an address; n keeps namesakes apart.
func mail(local string, n int, domain string) string {
	local = plainLetters(local)
	if n > 0 {
		local += strconv.Itoa(n)
	}
	return local + "@" + domain
}

// plainLetters leaves what stands in addresses: a-z and dots.
func plainLetters(s string) string {
	s = strings.NewReplacer("ä", "a", "ö", "o", "å", "a", "é", "e", "ü", "u").Replace(strings.ToLower(s))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r == '.' {
			return r
		}
		return -1
	}, s)
}
