package printout

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// lacking stands where the fonts have no glyph: the reader sees that something
// is there. Inter covers Finnish, Swedish and the Sámi languages, no CJK, no
// emoji, and not U+FFFD either.
const lacking = '□'

// printable makes text safe to draw: valid, composed, without control and
// format characters, and only of characters that both faces have. Line breaks
// stay; other blanks become spaces.
func printable(s string, fs [2]*face) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r <= 0xffff && fs[0].has[r] && fs[1].has[r] {
			return r
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return lacking
	}, plain(s))
}

// plain is text without what could act on a printer, a viewer or a terminal:
// control characters (escape sequences), format characters (reversed writing,
// invisible letters) and broken UTF-8. Decomposed letters are composed.
func plain(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	s = norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector):
			return -1
		}
		return r
	}, s)
}
