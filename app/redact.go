package app

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Reasons of a redaction that the program proposes or offers.
const (
	RedactThirdParty  = "third-party"
	RedactTradeSecret = "trade-secret"
)

// RedactReasons in the order in which they are offered.
func RedactReasons() []string { return []string{RedactThirdParty, RedactTradeSecret} }

// Redact gives a text with mark in the place of each redaction. Places are in
// characters (runes) of the text's normal form C; those that overlap become one,
// and what reaches past the text's end is cut there.
func Redact(text string, places []Redaction, mark string) string {
	if len(places) == 0 {
		return text
	}
	rs := []rune(norm.NFC.String(text))
	var b strings.Builder
	at := 0
	for _, p := range mergedPlaces(places, len(rs)) {
		b.WriteString(string(rs[at:p.Start]))
		b.WriteString(mark)
		at = p.End
	}
	b.WriteString(string(rs[at:]))
	return b.String()
}

func mergedPlaces(places []Redaction, end int) []Redaction {
	sorted := slices.SortedStableFunc(slices.Values(places), func(a, b Redaction) int { return a.Start - b.Start })
	var out []Redaction
	for _, p := range sorted {
		p.Start, p.End = max(p.Start, 0), min(p.End, end)
		if p.Start >= p.End {
			continue
		}
		if n := len(out); n > 0 && p.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, p.End)
			continue
		}
		out = append(out, p)
	}
	return out
}

// Check judges redactions as the owner made them: each with a place and a reason.
func (r Redaction) Check() Errors {
	es := checkLine("reason", r.Reason, MaxLine)
	if r.Reason == "" {
		es = append(es, E("required", "reason"))
	}
	if r.Start < 0 || r.End <= r.Start {
		es = append(es, E("invalid", "redactions"))
	}
	return es
}

// Others proposes what of the person's texts is about somebody else (GDPR Art.
// 15(4)): whoever of the register is named in full, and phones, e-mails, accounts
// and identity codes that are not the person's own.
type Others struct {
	person Sought
	known  *Anonymiser
}

// NewOthers proposes for one person.
func NewOthers(person Sought) *Others {
	return &Others{person: person, known: NewAnonymiser(func(mask string) string { return mask })}
}

// Name tells it somebody else's name. The person's own is not one.
func (o *Others) Name(name string) {
	if len(o.person.Party(name, "", "")) == 0 {
		o.known.Name(name, MaskPerson)
	}
}

// Suggest proposes redactions in one text, in the order of the places.
func (o *Others) Suggest(record, column, text string) []Redaction {
	text = norm.NFC.String(text)
	var spans [][2]int
	for _, p := range patternHits(text) {
		if o.others(p.Mask, text[p.From:p.To]) {
			spans = append(spans, [2]int{p.From, p.To})
		}
	}
	spans = append(spans, o.names(text)...)
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	out := []Redaction{}
	for _, s := range spans {
		r := Redaction{Record: record, Column: column, Start: runes(text[:s[0]]), End: runes(text[:s[1]]), Reason: RedactThirdParty}
		if n := len(out); n > 0 && r.Start <= out[n-1].End+1 { // a name and the one beside it are one place
			out[n-1].End = max(out[n-1].End, r.End)
			continue
		}
		out = append(out, r)
	}
	return out
}

func runes(s string) int { return len([]rune(s)) }

func (o *Others) others(mask, found string) bool {
	switch mask {
	case MaskPhone:
		return !slices.Contains(o.person.Phones, PhoneKey(found))
	case MaskEmail:
		return !slices.Contains(o.person.Emails, strings.ToLower(strings.Trim(found, ".")))
	case MaskHetu, MaskIBAN:
		return true // the register has no place for the person's own: whose it is must be looked at
	}
	return false
}

// names finds the words that belong to others. A word that is the person's too,
// such as a shared surname, is taken only beside one that is not.
func (o *Others) names(text string) (out [][2]int) {
	words := token.FindAllStringIndex(text, -1)
	own := o.person.Mentions(text)
	taken := make([]bool, len(words))
	shared := make([]bool, len(words))
	for i, w := range words {
		word := text[w[0]:w[1]]
		if slices.ContainsFunc(own, func(m Mention) bool { return w[0] < m.To && m.From < w[1] }) {
			continue
		}
		if mask, _ := o.known.known(text, words[i:i+1]); mask == "" {
			continue
		}
		if o.isOwn(word) {
			shared[i] = true
		} else {
			taken[i] = true
		}
	}
	for i, w := range words {
		beside := func(j int) bool {
			return j >= 0 && j < len(words) && taken[j] && close(text[words[min(i, j)][1]:words[max(i, j)][0]])
		}
		if taken[i] || shared[i] && (beside(i-1) || beside(i+1)) {
			out = append(out, [2]int{w[0], w[1]})
		}
	}
	return out
}

func (o *Others) isOwn(word string) bool {
	for _, name := range o.person.Names {
		if slices.ContainsFunc(name, func(n string) bool { return isForm(n, word) }) {
			return true
		}
	}
	return false
}

// NamesIn says whether all words of a name, at least two, stand in a text. It is
// asked of a whole register's names, so it looks at the beginnings first.
type NamesIn struct{ words map[string][]string }

// NewNamesIn cuts the texts into words once.
func NewNamesIn(texts []string) *NamesIn {
	n := &NamesIn{words: map[string][]string{}}
	for _, t := range texts {
		for _, w := range token.FindAllString(norm.NFC.String(t), -1) {
			for _, part := range append(strings.Split(w, "-"), w) {
				n.add(Fold(strings.ToLower(part)))
			}
		}
	}
	return n
}

func (n *NamesIn) add(w string) {
	if k := beginning(w); k != "" && !slices.Contains(n.words[k], w) {
		n.words[k] = append(n.words[k], w)
	}
}

// beginning is what of a word no ending changes.
func beginning(w string) string {
	if len(w) < 2 {
		return ""
	}
	return w[:2]
}

// Has says whether the name may stand in one of the texts.
func (n *NamesIn) Has(name string) bool {
	ws := nameWords(name)
	if len(ws) < 2 {
		return false
	}
	for _, w := range ws {
		if dullWords[w] || companyForms[w] {
			continue
		}
		if !slices.ContainsFunc(n.words[beginning(Fold(w))], func(have string) bool { return isForm(w, have) }) {
			return false
		}
	}
	return true
}
