package finnish

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The personal identity code (henkilötunnus): ddmmyyXNNNC. The separator X tells
// the century; since 2023 several letters stand for each (decree 128/2010 2 § as
// amended by 690/2022). The check character is the number ddmmyyNNN modulo 31 in
// a table without G, I, O, Q and Z. Individual numbers begin at 002; 900-999 are
// given for the time being and to test data.
//
// The register has no place for it (tietosuojalaki 29 §), so it is looked for
// only to be refused. Text in which one was found must not be logged.

const hetuTable = "0123456789ABCDEFHJKLMNPRSTUVWXY"

const hetuLength = 11

var hetuCentury = map[rune]int{
	'+': 1800,
	'-': 1900, 'Y': 1900, 'X': 1900, 'W': 1900, 'V': 1900, 'U': 1900,
	'A': 2000, 'B': 2000, 'C': 2000, 'D': 2000, 'E': 2000, 'F': 2000,
}

// Span is where something was found: bytes From up to, not with, To.
type Span struct{ From, To int }

// ValidHetu says whether s is a personal identity code as the decree writes it.
func ValidHetu(s string) bool {
	return len(s) == hetuLength && isHetu([]rune(s))
}

// FindHetus finds every personal identity code in a text. It is more lenient
// than ValidHetu: small letters and the dashes of word processors do not hide a
// code from a reader and so not from this. A code that runs on into other
// letters or digits is part of something else.
func FindHetus(text string) []Span {
	var found []Span
	var before rune = -1
	for i, r := range text {
		if r >= '0' && r <= '3' && !wordly(before) {
			if n, ok := hetuAt(text[i:]); ok && (len(found) == 0 || found[len(found)-1].To <= i) {
				found = append(found, Span{i, i + n})
			}
		}
		before = r
	}
	return found
}

// MaskHetus puts an asterisk for every character of the codes in a text.
func MaskHetus(text string) string {
	var b strings.Builder
	at := 0
	for _, s := range FindHetus(text) {
		b.WriteString(text[at:s.From])
		b.WriteString(strings.Repeat("*", hetuLength))
		at = s.To
	}
	b.WriteString(text[at:])
	return b.String()
}

// hetuAt says whether text begins with a code, and in how many bytes.
func hetuAt(text string) (int, bool) {
	var rs [hetuLength]rune
	n := 0
	for i := range rs {
		r, size := utf8.DecodeRuneInString(text[n:])
		if size == 0 {
			return 0, false
		}
		if isDash(r) {
			r = '-'
		}
		rs[i] = unicode.ToUpper(r)
		n += size
	}
	next, _ := utf8.DecodeRuneInString(text[n:])
	if n < len(text) && wordly(next) {
		return 0, false
	}
	return n, isHetu(rs[:])
}

func isHetu(rs []rune) bool {
	if len(rs) != hetuLength {
		return false
	}
	digits := string(rs[:6]) + string(rs[7:10])
	n, err := strconv.Atoi(digits)
	century, known := hetuCentury[rs[6]]
	if err != nil || !known || strings.ContainsAny(digits, "+-") || n%1000 < 2 {
		return false
	}
	day, month, year := n/10_000_000, time.Month(n/100_000%100), century+n/1000%100
	born := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if born.Day() != day || born.Month() != month {
		return false
	}
	return rs[10] == rune(hetuTable[n%31])
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
