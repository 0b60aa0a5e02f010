package canary

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// form is a way in which a text comes to lie in a file.
type form struct {
	name string
	as   func(spelling string) []string
}

const formsOfAny = 4

func one(f func(string) string) func(string) []string {
	return func(s string) []string { return []string{f(s)} }
}

// forms begin with those in which any spelling may lie.
var forms = []form{
	{"UTF-8", one(func(s string) string { return s })},
	{"UTF-16, little end first", one(func(s string) string { return wide(s, false) })},
	{"UTF-16, big end first", one(func(s string) string { return wide(s, true) })},
	{"ISO 8859-1", func(s string) []string { return latin(s) }},
	{"UTF-8 taken for ISO 8859-1", one(twice)},
	{"base64", base64s},
	{"hexadecimal", func(s string) []string { return both(hex.EncodeToString([]byte(s))) }},
	{"percent-encoded", func(s string) []string { return escaped(s, byBytes("%%%02x")) }},
	{"quoted-printable", func(s string) []string { return escaped(s, byBytes("=%02x")) }},
	{"percent-encoded ISO 8859-1", func(s string) []string { return escaped(s, byNumber("%%%02x")) }},
	{"quoted-printable ISO 8859-1", func(s string) []string { return escaped(s, byNumber("=%02x")) }},
	{"JSON", func(s string) []string { return escaped(s, byNumber(`\u%04x`)) }},
	{"bytes in octal", one(func(s string) string { return escape(s, byBytes(`\%03o`)) })},
	{"HTML", htmls},
}

// spellings are the same word in other letters: as a search index folds it, in capitals, and with its marks apart from
// their letters, as one system writes the names of files. Those beyond the first few no program codes any further.
func spellings(word string) (out []string, further int) {
	for _, w := range []string{word, strings.ToLower(word)} {
		out = append(out, norm.NFC.String(w), norm.NFD.String(w))
	}
	further = len(out)
	upper := strings.ToUpper(word)
	return append(out, norm.NFC.String(upper), norm.NFD.String(upper), unmarked(strings.ToLower(word)), unmarked(word)), further
}

func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r < 0x370 { // the combining marks
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

func wide(s string, bigFirst bool) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if bigFirst {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return string(out)
}

func latin(s string) []string {
	var out []byte
	for _, r := range s {
		if r > 0xff {
			return nil
		}
		out = append(out, byte(r))
	}
	return []string{string(out)}
}

func twice(s string) string {
	var out []rune
	for _, b := range []byte(s) {
		out = append(out, rune(b))
	}
	return string(out)
}

// base64s are three: a word looks different at each offset. The first and the last sign depend on what is beside it
// and are left out.
func base64s(s string) (out []string) {
	for offset := range 3 {
		padded := append(make([]byte, offset), s...)
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			out = append(out, encoding.EncodeToString(padded)[(offset*8+5)/6:len(padded)*8/6])
		}
	}
	return out
}

// escape writes what is not ASCII in another way.
func escape(s string, how func(rune) string) string {
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			b.WriteString(how(r))
		}
	}
	return b.String()
}

// escaped is escape with the digits of numbers in small letters and in capitals.
func escaped(s string, how func(rune) string) []string {
	if escape(s, how) == s {
		return nil
	}
	return []string{escape(s, how), escape(s, func(r rune) string { return capitals.Replace(how(r)) })}
}

var capitals = strings.NewReplacer("a", "A", "b", "B", "c", "C", "d", "D", "e", "E", "f", "F")

func byBytes(format string) func(rune) string {
	return func(r rune) string {
		var b strings.Builder
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
}

func byNumber(format string) func(rune) string {
	return func(r rune) string { return fmt.Sprintf(format, r) }
}

func both(s string) []string { return []string{s, strings.ToUpper(s)} }

var entities = map[rune]string{'ä': "&auml;", 'ö': "&ouml;", 'å': "&aring;", 'Ä': "&Auml;", 'Ö': "&Ouml;", 'Å': "&Aring;"}

func htmls(s string) []string {
	return []string{
		escape(s, byNumber("&#%d;")),
		escape(s, byNumber("&#x%x;")),
		escape(s, byNumber("&#x%X;")),
		escape(s, func(r rune) string {
			if name, ok := entities[r]; ok {
				return name
			}
			return string(r)
		}),
	}
}
