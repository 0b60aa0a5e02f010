package app

import (
	"slices"
	"strings"
)

// Finnish bends names, and the middle of a word changes with its end: Virtanen,
// Virtasen; Mäki, Mäen; Lahti, Lahden; Pekka, Pekan; Rasmus, Rasmuksen. This is no
// grammar. It makes every beginning that a form of the name can have, a few that
// it can not, and knows the endings that may follow.

// finnishStems gives the beginnings of a word's forms. w is in small letters.
func finnishStems(w string) []string {
	out := []string{w}
	add := func(s string) {
		if len([]rune(s)) >= 2 && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	rs := []rune(w)
	if len(rs) < 3 {
		return out
	}
	switch {
	case strings.HasSuffix(w, "nen"): // Virtanen: Virtase-, Virtas-ta
		base := strings.TrimSuffix(w, "nen")
		add(base + "se")
		add(base + "s")
		add(base + "si")
	case hasAny(w, "us", "ys", "os", "ös", "is", "as", "äs", "es"): // Rasmus: Rasmukse-; Kallas: Kallakse-, Kallaa-
		base := string(rs[:len(rs)-1])
		add(base + "kse")
		add(base + "ksi")
		add(base + string(rs[len(rs)-2]))
		for _, strong := range strengthened(string(rs[:len(rs)-2])) { // Kangas: Kankaa-
			add(strong + string(rs[len(rs)-2]) + string(rs[len(rs)-2]))
		}
	case !strings.ContainsRune(vowels, rs[len(rs)-1]): // Mikael: Mikaeli-
		add(w + "i")
		add(w + "e")
		add(w + "in")
	}
	last := rs[len(rs)-1]
	if strings.ContainsRune(vowels, last) {
		body := string(rs[:len(rs)-1])
		for _, weak := range weakened(body) {
			add(weak + string(last))
			if last == 'i' || last == 'a' || last == 'ä' {
				add(weak + "e") // Lahti: Lahde-; Mäki: Mäe-
				add(weak + "o") // Pekka: Pekoille
			}
		}
		switch last {
		case 'i':
			add(body + "e") // Niemi: Niemeä, Niemen
			add(body)       // Lahti: Laht-ta
		case 'a', 'ä':
			add(body + "i") // Mattila: Mattiloita needs -loi-; Anna: Annia
			add(body + "o")
			add(body + "ö")
		case 'e':
			add(body + "ee") // Virne: Virnee-
			for _, strong := range strengthened(body) {
				add(strong + "ee") // Puute: Puuttee-
			}
		}
	}
	return out
}

const vowels = "aeiouyåäö"

func hasAny(w string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(e string) bool { return strings.HasSuffix(w, e) })
}

// gradation: how k, p and t weaken before the last vowel.
var gradation = []struct{ strong, weak string }{
	{"kk", "k"}, {"pp", "p"}, {"tt", "t"},
	{"nk", "ng"}, {"nt", "nn"}, {"lt", "ll"}, {"rt", "rr"}, {"mp", "mm"},
	{"lk", "l"}, {"rk", "r"}, {"hk", "h"}, {"lk", "lj"}, {"rk", "rj"}, {"hk", "hj"},
	{"uku", "uvu"}, {"yky", "yvy"},
	{"ht", "hd"}, {"k", ""}, {"p", "v"}, {"t", "d"}, {"d", "d"},
}

func weakened(body string) []string {
	var out []string
	for _, g := range gradation {
		if base, ok := strings.CutSuffix(body, g.strong); ok && base != "" {
			out = append(out, base+g.weak)
		}
	}
	return out
}

// endings are those of the cases, and after them those of owners and the small
// words that hang on.
var (
	caseEndings = wordSet(`n t a ä ta tä an än en in on un yn ön han hän hen hin hon hun hyn hön seen siin
		ssa ssä sta stä lla llä lta ltä lle na nä ksi tta ttä ine ja jä ita itä ien jen iden itten ten tten
		issa issä ista istä illa illä ilta iltä ille iin ihin ina inä iksi itta ittä oita öitä oiden öiden oille öille oilla öillä oilta öiltä
		ns s es ar er or na nas arna ens`)
	ownerEndings = []string{"ni", "si", "nsa", "nsä", "mme", "nne", "an", "än", "en", "in"}
	cliticWords  = []string{"kin", "kaan", "kään", "ko", "kö", "han", "hän", "pa", "pä", "kohan", "köhän"}
)

// finnishEnding says whether what is left of a word may follow a name's stem.
// Swedish and English genitives may, too.
func finnishEnding(rest string) bool {
	if rest == "" || caseEndings[rest] {
		return true
	}
	for _, c := range cliticWords {
		if left, ok := strings.CutSuffix(rest, c); ok && (left == "" || caseEndings[left]) {
			return true
		}
	}
	for _, o := range ownerEndings {
		if left, ok := strings.CutSuffix(rest, o); ok && caseEndings[left] && len(left) > 1 {
			return true
		}
	}
	return false
}

// strengthened is the way back, for words whose first form is the weak one.
func strengthened(body string) []string {
	var out []string
	for _, g := range gradation {
		if base, ok := strings.CutSuffix(body, g.weak); ok && base != "" && g.weak != "" {
			out = append(out, base+g.strong)
		}
	}
	return out
}
