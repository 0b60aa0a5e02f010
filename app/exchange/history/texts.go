package history

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kortisto/app"
)

// What stands in files is tidied to what the register takes: no characters that
// steer a screen, nothing longer than its place.

// tidyLine is a value of one line.
func tidyLine(s string, most int) string {
	return strings.TrimSpace(cut(strings.Join(strings.Fields(plain(s)), " "), most))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// tidyText is a text of many; long says that its end had to go.
func tidyText(s string) (text string, long bool) {
	s = strings.TrimSpace(lineEnds.Replace(plain(s)))
	text = cut(s, app.MaxText)
	return strings.TrimSpace(text), len(text) < len(s)
}

// plain drops what is not text. Line separators become line breaks.
func plain(s string) string {
	clean := func(r rune) bool {
		return r == '\ufeff' || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r'
	}
	if utf8.ValidString(s) && !strings.ContainsFunc(s, clean) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case clean(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// cut keeps the first characters.
func cut(s string, most int) string {
	if len(s) <= most { // as many bytes as characters at most
		return s
	}
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}
