package talk

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dayMonth is a day and perhaps a time as people and spreadsheets write them:
// 13.6.2026 klo 9.05, 6/13/26, 9:05 AM, 13-06-2026 09:05:12.
var dayMonth = regexp.MustCompile(`^(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})(?:,?\s+(?:klo\s+|kl\.?\s+|at\s+|um\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([AaPp]\.?\s?[Mm]\.?)?)?$`)

// splitDay gives the two fields that are day and month, and whether it is a date
// of which both orders are thinkable.
func splitDay(s string) (first, second int, either, ok bool) {
	m := dayMonth.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, 0, false, false
	}
	first, _ = strconv.Atoi(m[1])
	second, _ = strconv.Atoi(m[3])
	return first, second, m[2] == "/" && first <= 12 && second <= 12 && first != second, true
}

func readDayMonth(s, dayFirst string) stamp {
	m := dayMonth.FindStringSubmatch(strings.Map(plainBlank, s))
	if m == nil {
		return stamp{}
	}
	day, month, either, _ := splitDay(m[0])
	switch {
	case either && dayFirst == "no", m[2] != "." && month > 12:
		day, month = month, day
	}
	year, _ := strconv.Atoi(m[4])
	if year < 100 {
		year += 2000
	}
	hour, _ := strconv.Atoi(m[5])
	minute, _ := strconv.Atoi(m[6])
	second, _ := strconv.Atoi(m[7])
	if half := strings.ToLower(m[8]); half != "" {
		if hour < 1 || hour > 12 {
			return stamp{}
		}
		if hour %= 12; half[0] == 'p' {
			hour += 12
		}
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month || hour > 23 || minute > 59 || second > 59 {
		return stamp{}
	}
	return at(t, true)
}

func plainBlank(r rune) rune {
	if r == '\u00a0' || r == '\u202f' {
		return ' '
	}
	return r
}

// dayVote finds out from all the dates of a file how they are written.
type dayVote struct {
	order  string // "yes" for the day first, "no"; empty while no date tells
	needed bool   // some could be either
}

func (v *dayVote) see(s string) {
	if v.order != "" || len(s) > 60 {
		return
	}
	first, second, either, ok := splitDay(strings.Map(plainBlank, s))
	switch {
	case !ok:
	case first > 12:
		v.order = "yes"
	case second > 12:
		v.order = "no"
	case either:
		v.needed = true
	}
}
