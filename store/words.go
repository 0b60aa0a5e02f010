package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
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

// indexText is what the search index gets to see of texts: their words, and
// beside each word with signs its marked, folded twin. So "makinen" as typed
// and "makinen" as folded from "mäkinen" can be asked for apart.
func indexText(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		for _, w := range words(t) {
			b.WriteString(w)
			b.WriteByte(' ')
			if f := app.Fold(w); f != w && f != "" {
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
		ws[i] = app.Fold(finnishOrder.Replace(w))
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

// phoneWords are the spellings under which a number is found: international
// and national digits.
func phoneWords(s string) string {
	k := app.PhoneKey(s)
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
