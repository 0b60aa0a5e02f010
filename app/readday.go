package app

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	dayShort  = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.?$`)
	dayFull   = regexp.MustCompile(`^(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})$`)
	dayISO    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	dayOffset = regexp.MustCompile(`^([+-])(\d{1,4})$`)
)

// dayWords are days by name in the languages of the program.
var dayWords = map[string]int{
	"tänään": 0, "idag": 0, "today": 0,
	"eilen": -1, "igår": -1, "yesterday": -1,
	"huomenna": 1, "imorgon": 1, "tomorrow": 1,
}

// ReadDay reads a day as people type it: 5.12.2026, 5.12.26, 5.12., tänään,
// idag, today, +14, -3, and 2026-12-05. Without a year it is the day of that
// name nearest to today, so that in January 28.12. is last month's. Two digits
// are the year that ends so and is at most twenty years ahead. "day-invalid"
// for everything else; nothing typed is an error too.
func ReadDay(s string, today Day) (Day, error) {
	t := strings.ToLower(strings.Join(strings.Fields(line(s)), ""))
	if n, ok := dayWords[t]; ok {
		return today.AddDays(n), nil
	}
	if m := dayOffset.FindStringSubmatch(t); m != nil {
		n, _ := strconv.Atoi(m[1] + m[2]) // at most four digits
		return today.AddDays(n), nil
	}
	if m := dayShort.FindStringSubmatch(t); m != nil {
		d, err := nearest(m[1], m[2], today)
		if err != nil {
			return "", E("day-invalid", "", "value", s)
		}
		return d, nil
	}
	if m := dayFull.FindStringSubmatch(t); m != nil && m[2] != "." {
		return "", E("day-invalid", "", "value", s) // 5/12: some write the month first
	}
	return ReadFullDay(t, today)
}

// ReadFullDay reads a day that is written out with its year, as files and scripts
// have it: 2026-12-05, 5.12.2026, 05/12/2026, 5-12-26, with or without a time of
// day after it. The day comes before the month. Nothing in it is counted from
// today, but which century two digits mean; without a today they are no year.
// "day-invalid" for everything else.
func ReadFullDay(s string, today Day) (Day, error) {
	t := line(s)
	if loose := strings.ReplaceAll(t, ". ", "."); dayFull.MatchString(loose) {
		t = loose
	}
	t, _, _ = strings.Cut(strings.Replace(t, "T", " ", 1), " ")
	d, err := Day(""), error(E("day-invalid", ""))
	if m := dayISO.FindStringSubmatch(t); m != nil {
		d, err = dayFromText(m[3], m[2], fullYear(m[1], 0))
	} else if m := dayFull.FindStringSubmatch(t); m != nil && (len(m[4]) == 4 || today != "") {
		d, err = dayFromText(m[1], m[3], fullYear(m[4], today.Time().Year()))
	}
	if err != nil {
		return "", E("day-invalid", "", "value", s)
	}
	return d, nil
}

func dayFromText(day, month string, year int) (Day, error) {
	d, _ := strconv.Atoi(day) // two digits each
	m, _ := strconv.Atoi(month)
	return NewDay(year, time.Month(m), d)
}

func fullYear(s string, now int) int {
	y, _ := strconv.Atoi(s) // two or four digits
	if len(s) == 4 {
		return y
	}
	y += now - now%100
	if y > now+20 {
		y -= 100
	}
	return y
}

// nearest tries last year, this and next: 29.2. is found only in a leap year.
func nearest(day, month string, today Day) (Day, error) {
	var best Day
	err := error(E("day-invalid", ""))
	for y := today.Time().Year() - 1; y <= today.Time().Year()+1; y++ {
		d, bad := dayFromText(day, month, y)
		if bad != nil {
			continue
		}
		if best == "" || distance(d, today) < distance(best, today) {
			best, err = d, nil
		}
	}
	return best, err
}

func distance(a, b Day) int {
	n := a.DaysUntil(b)
	return max(n, -n)
}
