package app

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that carry their sign inside: they do not come apart in form D.
var undecomposed = strings.NewReplacer("ø", "o", "đ", "d", "ł", "l", "ß", "ss", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th", "ı", "i")

// Fold takes the signs off a lower-case word: mäkinen, makinen.
func Fold(w string) string {
	if isASCII(w) {
		return w
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(w) {
		if !unicode.IsMark(r) {
			b.WriteRune(r)
		}
	}
	return undecomposed.Replace(norm.NFC.String(b.String()))
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// foldedWords cuts a text into its words of letters and digits, small and
// without signs.
func foldedWords(s string) []string {
	ws := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	for i, w := range ws {
		ws[i] = Fold(w)
	}
	return ws
}

// PhoneKey is the international form of a phone number in digits: 358401234567
// for +358 40 123 4567, 0040 … and 040 123 4567 alike. Numbers that begin with
// a single 0 are Finnish. The (0) of +358 (0)40 falls out. Empty when there
// are fewer than four digits.
func PhoneKey(s string) string {
	d := digits(s)
	abroad := strings.HasPrefix(strings.TrimSpace(s), "+")
	if !abroad && strings.HasPrefix(d, "00") {
		d, abroad = d[2:], true
	}
	switch {
	case len(d) < 4:
		return ""
	case abroad && strings.HasPrefix(d, "3580"):
		return "358" + d[4:]
	case !abroad && strings.HasPrefix(d, "0"):
		return "358" + d[1:]
	}
	return d
}

// digits leaves only 0–9 of s.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
