package app

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Mention is a place in a text at which the person is named or can be reached,
// in bytes of the text's normal form C.
type Mention struct {
	From, To int
	By       string
}

// Mentions finds the person in a text, in the order of the places: the name in
// either order, bent as Finnish bends it or with an initial, phones, e-mails, the
// street with its number. A first name or a surname alone is nobody.
func (s Sought) Mentions(text string) []Mention {
	text = norm.NFC.String(text)
	out := append(s.reached(text), s.named(text)...)
	slices.SortFunc(out, func(a, b Mention) int { return a.From - b.From })
	kept := out[:0]
	for _, m := range out {
		if n := len(kept); n > 0 && m.From < kept[n-1].To {
			kept[n-1].To = max(kept[n-1].To, m.To)
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

// MentionedBy lists by what a text speaks of the person, each once.
func (s Sought) MentionedBy(text string) []string {
	var out []string
	for _, m := range s.Mentions(text) {
		out = with(out, m.By)
	}
	return out
}

func (s Sought) reached(text string) (out []Mention) {
	for _, p := range patternHits(text) {
		found := text[p.From:p.To]
		switch {
		case p.Mask == MaskPhone && slices.Contains(s.Phones, PhoneKey(found)):
			out = append(out, Mention{p.From, p.To, ByPhone})
		case p.Mask == MaskEmail && slices.Contains(s.Emails, strings.ToLower(strings.Trim(found, "."))):
			out = append(out, Mention{p.From, p.To, ByEmail})
		}
	}
	return out
}

func (s Sought) named(text string) (out []Mention) {
	if len(s.Names) == 0 && len(s.Streets) == 0 {
		return nil
	}
	words := token.FindAllStringIndex(text, -1)
	for i := range words {
		if m, ok := s.nameAt(text, words[i:]); ok {
			out = append(out, m)
		}
		if m, ok := s.streetAt(text, words[i:]); ok {
			out = append(out, m)
		}
	}
	return out
}

// nameAt says whether two words of a name begin here; a third that follows is
// taken along. A name that is one word is looked for as it is.
func (s Sought) nameAt(text string, words [][]int) (Mention, bool) {
	for _, name := range s.Names {
		if len(name) == 1 {
			if isForm(name[0], text[words[0][0]:words[0][1]]) {
				return Mention{words[0][0], words[0][1], ByName}, true
			}
			continue
		}
		left := slices.Clone(name)
		taken, full, end := 0, 0, 0
		for i, w := range words {
			if i > 0 && !close(text[words[i-1][1]:w[0]]) {
				break
			}
			word := text[w[0]:w[1]]
			at := slices.IndexFunc(left, func(n string) bool { return isForm(n, word) })
			if at >= 0 {
				full++
			} else if at = slices.IndexFunc(left, func(n string) bool { return isInitial(n, word) }); at < 0 {
				break
			}
			left = slices.Delete(left, at, at+1)
			taken, end = taken+1, w[1]
		}
		if taken >= 2 && full >= 1 {
			by := ByName
			if taken > full {
				by = ByNameLike
			}
			return Mention{words[0][0], end, by}, true
		}
	}
	return Mention{}, false
}

// close says whether two words stand side by side.
func close(between string) bool {
	return len(between) <= 3 && strings.Trim(between, " .,\u00a0") == ""
}

func isInitial(name, word string) bool {
	rs := []rune(word)
	return len(rs) == 1 && unicode.IsUpper(rs[0]) && strings.HasPrefix(Fold(name), Fold(strings.ToLower(word)))
}

// isForm says whether a word is a name, bent or not, with its signs or without.
func isForm(name, word string) bool {
	w := Fold(strings.ToLower(word))
	name = strings.TrimSpace(name)
	if Fold(name) == w {
		return true
	}
	if len([]rune(name)) < 3 {
		return false
	}
	head, last := "", name
	if at := strings.LastIndex(name, "-"); at >= 0 { // of Korhonen-Virtanen the end is bent
		head, last = name[:at+1], name[at+1:]
	}
	for _, stem := range finnishStems(last) {
		if rest, ok := strings.CutPrefix(w, Fold(head+stem)); ok && len([]rune(stem)) > 1 && finnishEnding(rest) {
			return true
		}
	}
	return false
}

// streetAt says whether one of the streets, with its number, begins here.
func (s Sought) streetAt(text string, words [][]int) (Mention, bool) {
	for _, street := range s.Streets {
		want := strings.Fields(street)
		if len(want) < 2 || len(words) < 2 {
			continue
		}
		if !isForm(want[0], text[words[0][0]:words[0][1]]) {
			continue
		}
		n := 1
		for n < len(want) && n < len(words) && Fold(strings.ToLower(text[words[n][0]:words[n][1]])) == want[n] {
			n++
		}
		if n == len(want) || n >= 2 && strings.ContainsFunc(want[n-1], unicode.IsDigit) && n >= len(want)-2 {
			return Mention{words[0][0], words[n-1][1], ByAddress}, true
		}
	}
	return Mention{}, false
}

// Passages gives of a text the lines and sentences that speak of the person, each
// with where it begins, in bytes of the text's normal form C.
func (s Sought) Passages(text string) []Passage {
	text = norm.NFC.String(text)
	mentions := s.Mentions(text)
	var out []Passage
	for _, p := range sentences(text) {
		if slices.ContainsFunc(mentions, func(m Mention) bool { return m.From < p.From+len(p.Text) && p.From < m.To }) {
			out = append(out, p)
		}
	}
	return out
}

// Passage is a sentence of a text.
type Passage struct {
	From int
	Text string
}

func sentences(text string) (out []Passage) {
	from := 0
	cut := func(to int) {
		part := text[from:to]
		if trimmed := strings.TrimSpace(part); trimmed != "" {
			out = append(out, Passage{from + strings.Index(part, trimmed), trimmed})
		}
		from = to
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\n':
			cut(i + 1)
		case strings.IndexByte(".!?", text[i]) >= 0 && i+1 < len(text) && text[i+1] == ' ' && !afterInitial(text[from:i]):
			cut(i + 1)
		}
	}
	cut(len(text))
	return out
}

// afterInitial says that a point belongs to a letter before it: H. Mäkinen.
func afterInitial(before string) bool {
	at := strings.LastIndexAny(before, " \n") + 1
	return len([]rune(before[at:])) <= 1
}

// Hide takes the person out of a text: mark stands in the place of each mention.
func (s Sought) Hide(text, mark string) string {
	text = norm.NFC.String(text)
	var b strings.Builder
	at := 0
	for _, m := range s.Mentions(text) {
		b.WriteString(text[at:m.From])
		b.WriteString(mark)
		at = m.To
	}
	b.WriteString(text[at:])
	return b.String()
}

// Stems are the beginnings that forms of a word can have, in small letters, the
// word itself first: what an index is asked for. Those of fewer than three
// letters are left out.
func Stems(word string) []string {
	out := []string{strings.ToLower(word)}
	for _, s := range finnishStems(strings.ToLower(word)) {
		covered := slices.ContainsFunc(out, func(have string) bool { return strings.HasPrefix(s, have) })
		if len([]rune(s)) >= 3 && !covered {
			out = append(out, s)
		}
	}
	return out
}

// Redact gives the passage with mark in the place of the redactions of the whole
// text: see Redact.
func (p Passage) Redact(text string, places []Redaction, mark string) string {
	from := runes(norm.NFC.String(text)[:p.From])
	var own []Redaction
	for _, r := range places {
		r.Start, r.End = r.Start-from, r.End-from
		own = append(own, r)
	}
	return Redact(p.Text, own, mark)
}
