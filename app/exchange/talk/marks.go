package talk

import (
	"strings"
	"unicode"
)

// mark says that a character is one of those that messengers strew in to steer
// the direction of writing, or a byte order mark: never shown, never meant.
// (Joiners, which make one emoji of several, are no such marks.)
func mark(r rune) bool {
	return r == 0xFEFF || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

const lrm = "\u200e"

// unmark takes all marks out.
func unmark(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0xE2 { // the first byte of every mark, and of few else
			return strings.Map(func(r rune) rune {
				if mark(r) {
					return -1
				}
				return r
			}, s)
		}
	}
	return s
}

// trimMarks takes those at the beginning off.
func trimMarks(s string) string { return strings.TrimLeftFunc(s, mark) }

// blank is a space of any width, of those that programs put into times and names.
func blank(r rune) bool { return r == ' ' || r == '\t' || r == 0xA0 || r == 0x202F || r == 0x2009 }

// shownName is an author's name as people read it: without marks, without the
// tilde before those who are not in the telephone's contacts, and with common
// blanks.
func shownName(s string) string {
	s = unmark(s)
	if rest, ok := strings.CutPrefix(strings.TrimLeftFunc(s, blank), "~"); ok {
		s = rest
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return blank(r) || unicode.IsControl(r) }), " ")
}

// beginning is the first n bytes of a text, and no half character.
func beginning(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// folded is a phrase to compare by: without marks, case and a final stop.
func folded(s string) string {
	s = strings.Join(strings.FieldsFunc(unmark(s), blank), " ")
	return strings.TrimSuffix(strings.ToLower(s), ".")
}
