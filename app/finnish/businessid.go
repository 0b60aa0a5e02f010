package finnish

import (
	"regexp"
	"strconv"
	"strings"
)

// Fault is what is wrong with an identifier.
type Fault string

const (
	NoFault    Fault = ""
	WrongForm  Fault = "form"  // not written as such an identifier is
	WrongCheck Fault = "check" // written so, but the check digit does not fit
)

var businessIDForm = regexp.MustCompile(`^[0-9]{7}-[0-9]$`)

// businessIDWeights are those of the check digit: modulus 11 over seven digits.
var businessIDWeights = [7]int{7, 9, 10, 5, 8, 4, 2}

// BusinessID writes a business id (Y-tunnus) as 1234567-1. It takes the VAT
// number form FI12345671, any dash or space, a missing hyphen, and the six digits
// and a check digit of old ids, which get a leading zero. What does not look
// like a business id comes back trimmed and otherwise as typed.
func BusinessID(s string) string {
	typed := strings.TrimSpace(s)
	t := strings.TrimPrefix(strings.ToUpper(typed), "FI")
	var digits, dashes int
	afterDash := 0
	var b strings.Builder
	for _, r := range t {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
			digits++
			afterDash++
		case isDash(r):
			dashes++
			afterDash = 0
		case r == ' ' || r == '\u00a0':
		default:
			return typed
		}
	}
	// Without a hyphen seven digits may as well be an id that lost its last one.
	whole := digits == 8 && (dashes == 0 || dashes == 1 && afterDash == 1)
	old := digits == 7 && dashes == 1 && afterDash == 1
	if !whole && !old {
		return typed
	}
	d := b.String()
	if old {
		d = "0" + d
	}
	return d[:7] + "-" + d[7:]
}

// CheckBusinessID judges a business id in the form 1234567-1.
func CheckBusinessID(s string) Fault {
	if !businessIDForm.MatchString(s) {
		return WrongForm
	}
	if want, ok := BusinessIDDigit(s[:7]); !ok || want != s[8:] {
		return WrongCheck
	}
	return NoFault
}

// BusinessIDDigit is the check digit that belongs to seven digits. It is false
// where there is none: a remainder of 1 is never given out.
func BusinessIDDigit(seven string) (string, bool) {
	if len(seven) != 7 {
		return "", false
	}
	sum := 0
	for i, w := range businessIDWeights {
		n := int(seven[i] - '0')
		if n < 0 || n > 9 {
			return "", false
		}
		sum += w * n
	}
	switch r := sum % 11; r {
	case 0:
		return "0", true
	case 1:
		return "", false
	default:
		return strconv.Itoa(11 - r), true
	}
}

// isDash takes what keyboards and word processors make of a hyphen.
func isDash(r rune) bool {
	return r == '-' || r >= '\u2010' && r <= '\u2015' || r == '\u2212'
}
