package app

import (
	"regexp"
	"strconv"
	"strings"
)

// NumberSeries gives customer numbers of one form: 1001, 1002 … or …
// The zero value is none; make it with ReadNumberSeries or PlainNumbers.
type NumberSeries struct {
	prefix string
	width  int // digits at least, with leading zeros
	next   int64
	any    bool // next is only where an empty register begins
}

// PlainNumbers is the series of a firm that has not chosen: after the highest
// number in use, whatever it is, and 1001 in an empty register.
func PlainNumbers() NumberSeries { return NumberSeries{next: 1001, any: true} }

var seriesForm = regexp.MustCompile(`^(.*?)([0-9]{1,15})$`)

// ReadNumberSeries takes the form of the series from its first number, which must
// end in one to fifteen digits. "number-series" for what does not.
func ReadNumberSeries(first string) (NumberSeries, error) {
	first = line(first)
	m := seriesForm.FindStringSubmatch(first)
	if m == nil || len(checkLine("numberSeries", first, MaxNumber)) > 0 {
		return NumberSeries{}, E("number-series", "numberSeries", "value", first)
	}
	n, err := strconv.ParseInt(m[2], 10, 64)
	if err != nil {
		return NumberSeries{}, E("number-series", "numberSeries", "value", first)
	}
	width := 0
	if m[2][0] == '0' {
		width = len(m[2])
	}
	return NumberSeries{prefix: m[1], width: width, next: n}, nil
}

// Prefix is what stands before the digits.
func (s NumberSeries) Prefix() string { return s.prefix }

// Used tells the series of a number in use. One of its form, with at most fifteen
// digits, moves it on; others do not concern it.
func (s *NumberSeries) Used(number string) {
	if len(number) < len(s.prefix) || !strings.EqualFold(number[:len(s.prefix)], s.prefix) {
		return
	}
	digits := number[len(s.prefix):]
	if len(digits) == 0 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		return
	}
	n, _ := strconv.ParseInt(digits, 10, 64) // fifteen digits at most
	if s.any {
		s.any, s.next = false, n+1
	}
	s.next = max(s.next, n+1)
}

// Next is the number that comes next.
func (s NumberSeries) Next() string {
	digits := strconv.FormatInt(s.next, 10)
	return s.prefix + strings.Repeat("0", max(s.width-len(digits), 0)) + digits
}

// Take gives the next number and moves on.
func (s *NumberSeries) Take() string {
	n := s.Next()
	s.next++
	return n
}
