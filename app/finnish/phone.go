package finnish

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Phone is a phone number that could be read.
type Phone struct {
	E164  string // +358401234567, for comparing and searching
	Shown string // +358 40 123 4567, for people
}

// phoneForm is one number and nothing beside it. The library would read the first
// number out of a text and drop the rest: a name, a second number, the letter
// that shows the digits to be a personal identity code.
var phoneForm = regexp.MustCompile(`^\s*[+(]?[0-9(][0-9()\s.\x{a0}\x{2010}-\x{2015}\x{2212}-]*(?i:(x|ext\.?)\s*[0-9]+)?\s*$`)

// ReadPhone reads a number as it is written in a country (ISO 3166-1 alpha-2;
// empty is Finland). It is false for what is no number that could be called
// from abroad: short numbers, extensions without a number, words. That is no
// reason to refuse it: such numbers exist, and are kept as typed.
func ReadPhone(s, country string) (Phone, bool) {
	if country == "" {
		country = "FI"
	}
	if p, ok := mobile(s, country); ok {
		return p, true
	}
	if !phoneForm.MatchString(s) || len(FindHetus(s)) > 0 {
		return Phone{}, false
	}
	n, err := phonenumbers.Parse(s, country)
	if err != nil {
		return Phone{}, false
	}
	if !phonenumbers.IsValidNumber(n) {
		// Exports drop the plus: 358401234567.
		n, err = phonenumbers.Parse("+"+strings.TrimLeft(s, " 0"), country)
		if err != nil || !phonenumbers.IsValidNumber(n) || n.GetCountryCode() != 358 {
			return Phone{}, false
		}
	}
	p := Phone{E164: phonenumbers.Format(n, phonenumbers.E164)}
	if n.GetCountryCode() == 358 {
		p.Shown = "+358 " + grouped(phonenumbers.GetNationalSignificantNumber(n))
	} else {
		p.Shown = phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	}
	if x := n.GetExtension(); x != "" {
		p.Shown += " x" + x
	}
	return p, true
}

// mobile reads what most numbers are, Finnish mobile ones of usual length, some
// fifty times as fast as the library, which a test compares it with. Imports
// read hundreds of thousands of numbers, and each card's again when it is kept.
func mobile(s, country string) (Phone, bool) {
	national, abroad := strings.CutPrefix(strings.ReplaceAll(s, " ", ""), "+358")
	if !abroad {
		var trunk bool
		if national, trunk = strings.CutPrefix(national, "0"); !trunk || country != "FI" {
			return Phone{}, false
		}
	}
	if len(national) != 9 || !strings.HasPrefix(national, "50") && (national[0] != '4' || national[1] > '6') {
		return Phone{}, false
	}
	for _, r := range national {
		if r < '0' || r > '9' {
			return Phone{}, false
		}
	}
	return Phone{E164: "+358" + national, Shown: "+358 " + grouped(national)}, true
}

// finnishCodes are area and network codes without the leading zero, longer ones
// first; all that begin otherwise (1x, 4x) have two digits.
var finnishCodes = []string{
	"400", "457", "500", "600", "606", "700", "800",
	"20", "29", "30", "39", "50", "60", "70", "71", "73", "75", "80",
	"2", "3", "5", "6", "8", "9",
}

// grouped sets a national number as Finns read it: the code, then groups. The
// library's own grouping, 40 1234567, is hard to dictate.
func grouped(national string) string {
	code := national[:min(2, len(national))]
	for _, c := range finnishCodes {
		if strings.HasPrefix(national, c) {
			code = c
			break
		}
	}
	return strings.Join(append([]string{code}, groups(national[len(code):])...), " ")
}

// groups cuts digits into threes; 4, 7 and 8 end in fours, 5 stays whole.
func groups(d string) []string {
	var out []string
	for len(d) > 5 {
		n := 3
		if len(d) == 8 {
			n = 4
		}
		out = append(out, d[:n])
		d = d[n:]
	}
	if d != "" {
		out = append(out, d)
	}
	return out
}
