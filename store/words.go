package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words are cut here, once for the index and for the question, so that both
// always agree; SQLite's tokenizer only sees the finished words.

const (
	longestWord  = 40  // runes; longer words are found by their beginning
	foldedMark   = "¬" // begins the folded twin of a word: no letter, so never part of one
	mostWords    = 8   // of a question
	longestQuery = 400 // bytes of a question that are looked at
)

// words cuts text into lower-case words of letters, digits and marks in normal
// form C. ä, ö and å stay what they are.
func words(s string) []string {
	s = norm.NFC.String(strings.ToLower(norm.NFC.String(strings.ToValidUTF8(s, " "))))
	ws := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	for i, w := range ws {
		if len(w) > longestWord {
			if rs := []rune(w); len(rs) > longestWord {
				ws[i] = string(rs[:longestWord])
			}
		}
	}
	return ws
}

// letters that carry their sign inside: they do not come apart in form D.
var undecomposed = strings.NewReplacer("ø", "o", "đ", "d", "ł", "l", "ß", "ss", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th", "ı", "i")

// fold takes the signs off a word: mäkinen, makinen.
func fold(w string) string {
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

// indexText is what the search index gets to see of texts: their words, and
// beside each word with signs its marked, folded twin. So "makinen" as typed
// and "makinen" as folded from "mäkinen" can be asked for apart.
func indexText(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		for _, w := range words(t) {
			b.WriteString(w)
			b.WriteByte(' ')
			if f := fold(w); f != w && f != "" {
				b.WriteString(foldedMark)
				b.WriteString(f)
				b.WriteByte(' ')
			}
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// Finnish alphabetical order by bytes: å, ä, ö come after z, in this order.
var finnishOrder = strings.NewReplacer("å", "{", "ä", "|", "æ", "|", "ö", "}", "ø", "}", "õ", "}")

// nameKey sorts names as a Finnish list does, and its beginnings answer for
// the beginnings of names: the key of "Mäk" begins the key of "Mäkinen".
func nameKey(s string) string {
	ws := words(s)
	for i, w := range ws {
		ws[i] = fold(finnishOrder.Replace(w))
	}
	return strings.Join(ws, " ")
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

// phoneKey is the international form of a phone number in digits: 358401234567
// for +358 40 123 4567, 0040 … and 040 123 4567 alike. Numbers that begin with
// a single 0 are Finnish. The (0) of +358 (0)40 falls out. Empty when there
// are fewer than four digits.
func phoneKey(s string) string {
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

// phoneWords are the spellings under which a number is found: international
// and national digits.
func phoneWords(s string) string {
	k := phoneKey(s)
	if rest, ok := strings.CutPrefix(k, "358"); ok {
		return k + " 0" + rest
	}
	return k
}

// phoneQuestion gives the digits with which a question for a number begins, or
// "" when the question does not look like one.
func phoneQuestion(s string) string {
	for _, r := range s {
		if !unicode.IsDigit(r) && !strings.ContainsRune(" \u00a0+-–()./", r) {
			return ""
		}
	}
	d := digits(s)
	if len(d) < 4 {
		return ""
	}
	d = strings.TrimPrefix(d, "00")
	if national, ok := strings.CutPrefix(d, "358"); ok {
		d = "358" + strings.TrimPrefix(national, "0") // +358 (0)40 …
	}
	return d
}
