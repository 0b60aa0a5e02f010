package app

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kortisto/app/finnish"
)

// What stands in the place of what was taken out of a text: codes, for the
// catalogues to name.
const (
	MaskCustomer   = "customer"
	MaskPerson     = "person" // a contact person, or whoever else a contact names
	MaskStaff      = "staff"  // somebody of the firm
	MaskFirm       = "firm"
	MaskAddress    = "address"
	MaskTown       = "town"
	MaskPhone      = "phone"
	MaskEmail      = "email"
	MaskNumber     = "number"    // the customer's number
	MaskReference  = "reference" // of an order, an invoice, a payment
	MaskPlate      = "plate"     // of a car
	MaskBusinessID = "business-id"
	MaskHetu       = "hetu"
	MaskIBAN       = "iban"
	MaskLink       = "link"
	MaskOther      = "other" // what the owner has marked
)

// Masks lists them all.
func Masks() []string {
	return []string{MaskCustomer, MaskPerson, MaskStaff, MaskFirm, MaskAddress, MaskTown, MaskPhone, MaskEmail, MaskNumber, MaskReference, MaskPlate, MaskBusinessID, MaskHetu, MaskIBAN, MaskLink, MaskOther}
}

// Anonymiser takes out of texts what tells who somebody is: the names, addresses
// and numbers that it was told, in the forms in which Finnish bends them, and all
// that looks like a phone number, an e-mail or a link, a postal address, an account,
// a personal identity code, a business id, a car's plate or the number of an order.
// It would rather take too much than too little:
// somebody called Mäki takes the hills along. Names that nobody told it stay, so
// a person must look at the result.
type Anonymiser struct {
	stems   map[string]string     // a beginning that endings may follow -> mask
	phrases map[string][]namedRun // first word of a name of many words -> the names
	exact   map[string]string     // a word that is taken only as it is -> mask
	part    map[string]string     // like stems, of those who had part in the contact that the text is about
	own     string                // the number of the customer whom the text is about
	spared  map[string]bool       // words that stay, in small letters
	label   func(mask string) string
	found   map[masked]int
}

type namedRun struct {
	words []string
	mask  string
}

type masked struct{ mask, word string }

// MaskedCount is a word that was taken out, what stands in its place, and how
// often that was done.
type MaskedCount struct {
	Mask  string `json:"mask"`
	Word  string `json:"word"` // in small letters
	Count int    `json:"count"`
}

// NewAnonymiser knows nobody yet. label gives the word that stands in brackets in
// the place of a mask.
func NewAnonymiser(label func(mask string) string) *Anonymiser {
	return &Anonymiser{stems: map[string]string{}, part: map[string]string{}, phrases: map[string][]namedRun{}, exact: map[string]string{}, spared: map[string]bool{}, label: label, found: map[masked]int{}}
}

// Customer tells it all that a card says of who somebody is.
func (a *Anonymiser) Customer(c Customer) {
	if c.Kind == Company {
		a.Company(c.Name, MaskCustomer)
	} else {
		a.Name(c.Name, MaskCustomer)
		a.Company(c.Name, MaskCustomer)
	}
	a.Company(c.Designation, MaskCustomer)
	a.street(c.Street)
	a.Name(c.Town, MaskTown)
	a.word(c.Postcode, MaskAddress, 5)
	a.word(c.BusinessID, MaskBusinessID, 5)
	for _, p := range c.Persons {
		a.Name(p.Name, MaskPerson)
	}
}

// About tells it the number of the customer whom the next texts are about. The
// others' numbers stay what they are: a number of things, as a rule. Who had part
// in an earlier contact (Speakers) is forgotten.
func (a *Anonymiser) About(number string) {
	a.own = strings.ToLower(line(number))
	clear(a.part)
}

// Firm tells it who keeps the register.
func (a *Anonymiser) Firm(f Firm) {
	a.Company(f.Name, MaskFirm)
	a.Name(f.Contact, MaskStaff)
	a.street(f.Street)
	a.Name(f.Town, MaskTown)
	a.word(f.BusinessID, MaskBusinessID, 5)
}

// Name tells it a person's name or a place's: each of its words is taken wherever
// it stands, bent or not, in capitals or not.
func (a *Anonymiser) Name(name, mask string) { learn(a.stems, name, mask) }

func learn(stems map[string]string, name, mask string) {
	for _, w := range nameWords(name) {
		if len([]rune(w)) < 3 || dullWords[w] {
			continue
		}
		for _, stem := range finnishStems(w) {
			if _, known := stems[stem]; !known {
				stems[stem] = mask
			}
		}
	}
}

// Company tells it a name that is taken as a whole: its words alone may mean
// anything. The last one may be bent; what tells the form of the company may be
// left out. A name of one word is taken like a person's.
func (a *Anonymiser) Company(name, mask string) {
	ws := slices.DeleteFunc(nameWords(name), func(w string) bool { return companyForms[w] })
	switch {
	case len(ws) == 0:
	case len(ws) == 1:
		a.Name(ws[0], mask)
	default:
		a.phrases[ws[0]] = append(a.phrases[ws[0]], namedRun{ws, mask})
	}
}

// street tells it a street address: the street's name with the numbers after it.
func (a *Anonymiser) street(street string) {
	for _, w := range nameWords(street) {
		if len([]rune(w)) < 4 || !unicode.IsLetter([]rune(w)[0]) || dullWords[w] {
			continue
		}
		for _, stem := range finnishStems(w) {
			if _, known := a.stems[stem]; !known {
				a.stems[stem] = MaskAddress
			}
		}
	}
}

func (a *Anonymiser) word(w, mask string, least int) {
	if w = strings.ToLower(line(w)); len(w) >= least {
		a.exact[w] = mask
	}
}

// Found lists what was taken out so far, the most frequent first.
func (a *Anonymiser) Found() []MaskedCount {
	out := []MaskedCount{}
	for m, n := range a.found {
		out = append(out, MaskedCount{m.mask, m.word, n})
	}
	slices.SortFunc(out, func(x, y MaskedCount) int {
		if x.Count != y.Count {
			return y.Count - x.Count
		}
		return strings.Compare(x.Mask+"\x00"+x.Word, y.Mask+"\x00"+y.Word)
	})
	return out
}

// Spare has a word stay wherever it stands just so, in capitals or not.
func (a *Anonymiser) Spare(word string) { a.spared[strings.ToLower(line(word))] = true }

// Take tells it a word, or some that follow one another, that the owner wants out
// as well: bent or not, however short.
func (a *Anonymiser) Take(words string) {
	switch ws := nameWords(words); {
	case len(ws) > 1:
		a.phrases[ws[0]] = append(a.phrases[ws[0]], namedRun{ws, MaskOther})
	case len(ws) == 1 && (len([]rune(ws[0])) < 3 || dullWords[ws[0]]):
		a.exact[ws[0]] = MaskOther
	default:
		a.Name(words, MaskOther)
	}
}

// Text gives a text without what tells who somebody is.
func (a *Anonymiser) Text(s string) string {
	return a.replace(s, func(mask string) string { return "[" + a.label(mask) + "]" })
}

// Marked is Text with marks in the places of what was taken out, for texts that
// are kept.
func (a *Anonymiser) Marked(s string) string { return a.replace(s, Mark) }

func (a *Anonymiser) replace(s string, by func(mask string) string) string {
	var b strings.Builder
	s = nfc(s)
	at := 0
	for _, h := range a.Hits(s) {
		a.found[masked{h.Mask, strings.ToLower(line(h.Word))}]++
		b.WriteString(s[at:h.From])
		b.WriteString(by(h.Mask))
		at = h.To
	}
	b.WriteString(s[at:])
	return b.String()
}

// Hit is a place in a text that is to be taken out: bytes From to To of the text
// in NFC.
type Hit struct {
	finnish.Span
	Mask string
	Word string // as it stands there
}

// Hits finds what Text takes out, in the order of the text. What Mark has put
// there is no text any more.
func (a *Anonymiser) Hits(s string) []Hit {
	s = nfc(s)
	var hits []Hit
	at := 0
	for _, m := range append(marks.FindAllStringIndex(s, -1), []int{len(s), len(s)}) {
		for _, h := range a.hits(s[at:m[0]]) {
			h.From, h.To = h.From+at, h.To+at
			if h.Word = s[h.From:h.To]; neverSpared[h.Mask] || !a.spared[strings.ToLower(line(h.Word))] {
				hits = append(hits, h)
			}
		}
		at = m[1]
	}
	return hits
}

func (a *Anonymiser) hits(s string) (hits []Hit) {
	at := 0
	for _, p := range patternHits(s) {
		hits = append(hits, a.names(s, at, p.From)...)
		hits = append(hits, p)
		at = p.To
	}
	return append(hits, a.names(s, at, len(s))...)
}

// Mark is what stands in a kept text in the place of a mask: no word of any
// language, so that each reader gets their own, and nothing that is ever taken for
// a name.
func Mark(mask string) string { return "\u27e6" + mask + "\u27e7" }

var marks = regexp.MustCompile("\u27e6([a-z-]+)\u27e7")

// Unmarked puts words in the place of the marks of a text.
func Unmarked(s string, word func(mask string) string) string {
	return marks.ReplaceAllStringFunc(s, func(m string) string { return "[" + word(marks.FindStringSubmatch(m)[1]) + "]" })
}

// token is a run of letters, digits and what stands within words.
var token = regexp.MustCompile(`[\pL\pN\pM]+(?:[-'’][\pL\pN\pM]+)*`)

// afterStreet is what of an address follows the street's name.
var afterStreet = regexp.MustCompile(`(?i)^\s+\d+(?:-\d+)?(?:\s?[a-z]\b)?(?:\s+(?:as\.?\s*)?\d+\b)?`)

// names finds the words that it was told of between two places of a text.
func (a *Anonymiser) names(text string, begin, end int) (hits []Hit) {
	s := text[begin:end]
	words := token.FindAllStringIndex(s, -1)
	at := 0
	for i := 0; i < len(words); i++ {
		from, to := words[i][0], words[i][1]
		if from < at {
			continue // within an address that was taken
		}
		mask, end := a.known(s, words[i:])
		if mask == "" {
			continue
		}
		to = max(to, end)
		if mask == MaskAddress {
			to += len(afterStreet.FindString(s[to:]))
		}
		hits = append(hits, Hit{Span: finnish.Span{From: begin + from, To: begin + to}, Mask: mask})
		at = to
	}
	return hits
}

// known says what the first of some words is, and where what it belongs to ends.
func (a *Anonymiser) known(s string, words [][]int) (mask string, end int) {
	lower := strings.ToLower(s[words[0][0]:words[0][1]])
	for _, run := range a.phrases[lower] {
		if end, ok := a.runs(s, words, run.words); ok {
			return run.mask, end
		}
	}
	if lower == a.own {
		return MaskNumber, words[0][1]
	}
	if mask := a.exact[lower]; mask != "" {
		return mask, words[0][1]
	}
	// each part of Korhonen-Virtanen
	for _, part := range strings.FieldsFunc(lower, func(r rune) bool { return r == '-' }) {
		if mask := a.bent(part); mask != "" {
			return mask, words[0][1]
		}
	}
	return a.bent(lower), words[0][1]
}

// runs says whether words follow one another in the text, the last one perhaps
// bent, and where they end.
func (a *Anonymiser) runs(s string, words [][]int, want []string) (end int, ok bool) {
	if len(words) < len(want) {
		return 0, false
	}
	for i, w := range want {
		have := strings.ToLower(s[words[i][0]:words[i][1]])
		if i < len(want)-1 && have != w || i == len(want)-1 && !bendsTo(w, have) {
			return 0, false
		}
	}
	return words[len(want)-1][1], true
}

func bendsTo(w, have string) bool {
	for _, stem := range finnishStems(w) {
		if rest, ok := strings.CutPrefix(have, stem); ok && finnishEnding(rest) {
			return true
		}
	}
	return false
}

// bent gives the mask of the name that a word is a form of.
func (a *Anonymiser) bent(word string) string {
	word = strings.NewReplacer("'", "", "’", "").Replace(word)
	for i := len(word); i >= 2; i-- {
		for _, stems := range []map[string]string{a.stems, a.part} {
			if mask, ok := stems[word[:i]]; ok && finnishEnding(word[i:]) {
				return mask
			}
		}
	}
	return ""
}

func nameWords(s string) []string {
	var out []string
	for _, w := range token.FindAllString(strings.ToLower(line(s)), -1) {
		w = strings.NewReplacer("'", "", "’", "").Replace(w)
		out = append(out, strings.FieldsFunc(w, func(r rune) bool { return r == '-' })...)
	}
	return out
}

// dullWords stand in names and tell nothing.
var dullWords = wordSet("ja och and the von van der das les oy ab oyj ry tmi ltd inc")

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

func nfc(s string) string { return norm.NFC.String(s) }
