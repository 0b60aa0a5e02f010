package store

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// question is a search as typed, cut into words. Everything that reaches FTS5
// is made from these words, so no input is an operator or an error.
type question struct {
	text  string
	words []string // nil: nothing to look for
	phone string   // the digits, when it looks like a phone number
}

func ask(text string) question {
	text = strings.ToValidUTF8(text[:min(len(text), longestQuery)], "")
	q := question{text: norm.NFC.String(text), phone: phoneQuestion(text)}
	seen := map[string]bool{}
	for _, w := range words(text) {
		if !seen[w] && len(q.words) < mostWords {
			seen[w] = true
			q.words = append(q.words, w)
		}
	}
	return q
}

// term asks for words that begin with w. Words shorter than least letters ask
// for themselves alone: half the register begins with any letter.
func term(w string, least int) string {
	if len([]rune(strings.TrimPrefix(w, foldedMark))) < least {
		return `"` + w + `"`
	}
	return `"` + w + `" *`
}

// The shortest words whose beginning counts, in cards and in contact texts.
// Shorter beginnings are not in the prefix indexes and would be slow.
const (
	leastInCards    = 2
	leastInContacts = 3
)

// exact asks for the words as typed, folded for the words without their signs.
func (q question) exact(least int) string {
	terms := make([]string, len(q.words))
	for i, w := range q.words {
		terms[i] = term(w, least)
	}
	return strings.Join(terms, " AND ")
}

func (q question) folded(least int) string {
	terms := make([]string, len(q.words))
	for i, w := range q.words {
		f := app.Fold(w)
		if f == "" {
			f = w
		}
		terms[i] = "(" + term(f, least) + " OR " + term(foldedMark+f, least)
		if f != w {
			terms[i] += " OR " + term(w, least)
		}
		terms[i] += ")"
	}
	return strings.Join(terms, " AND ")
}

// shortened is q with its words cut to n letters.
func (q question) shortened(n int) question {
	short := question{words: make([]string, len(q.words))}
	for i, w := range q.words {
		rs := []rune(w)
		short.words[i] = string(rs[:min(n, len(rs))])
	}
	return short
}

// holds says whether a contact text has all words of q.
func (q question) holds(text string, folded bool) bool {
	have := words(text)
	for i, h := range have {
		if folded {
			have[i] = app.Fold(h)
		}
	}
	for _, w := range q.words {
		if folded {
			w = app.Fold(w)
		}
		if !slices.ContainsFunc(have, func(h string) bool {
			return h == w || len([]rune(w)) >= leastInContacts && strings.HasPrefix(h, w)
		}) {
			return false
		}
	}
	return true
}

// either asks for all that a card can match by.
func (q question) either() string {
	e := "(" + q.folded(leastInCards) + ")"
	if q.phone != "" {
		e += ` OR phone : "` + q.phone + `" *`
	}
	return e
}

// field names the field of the card that answers most of the words; when none
// answers any, a contact person did.
func (q question) field(r app.CustomerRow, designation, businessID string) string {
	if q.phone != "" && strings.EqualFold(strings.TrimSpace(q.text), r.Number) {
		return "number"
	}
	fields := []struct{ name, text string }{
		{"number", r.Number}, {"name", r.Name}, {"designation", designation}, {"businessId", businessID}, {"phone", r.Phone},
		{"email", r.Email}, {"street", r.Street}, {"postcode", r.Postcode}, {"town", r.Town},
	}
	best, most := "persons", 0
	for _, f := range fields {
		if n := q.answered(f.text, f.name == "phone"); n > most {
			best, most = f.name, n
		}
	}
	return best
}

// answered counts the words of q with which words of a text begin, twice over
// and one more when the text holds the whole question.
func (q question) answered(text string, phone bool) int {
	if phone {
		for _, have := range strings.Fields(phoneWords(text)) {
			if q.phone != "" && strings.HasPrefix(have, q.phone) {
				return 2 * len(q.words)
			}
		}
	}
	n := 0
	have := words(text)
	for _, w := range q.words {
		f := app.Fold(w)
		for _, h := range have {
			if strings.HasPrefix(h, w) || strings.HasPrefix(app.Fold(h), f) {
				n += 2
				break
			}
		}
	}
	if n > 0 && strings.Contains(app.Fold(strings.ToLower(text)), app.Fold(strings.ToLower(strings.TrimSpace(q.text)))) {
		n++
	}
	return n
}
