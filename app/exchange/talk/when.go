package talk

import (
	"fmt"
	"strings"
	"time"
)

// utc is a moment as Message.Time writes it, with parts of a second where there
// are any.
func utc(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z07:00") }

func fromMillis(ms int64) string { return utc(time.UnixMilli(ms)) }

// The years that anything here can be from. What lies outside is not a time but
// some other number.
const (
	firstYear = 1970
	lastYear  = 2200
)

// clock is a date and time as somebody's wall clock shows it.
type clock struct {
	year, month, day, hour, minute, second int
}

func (c clock) valid() bool {
	if c.year < firstYear || c.year > lastYear || c.month < 1 || c.month > 12 || c.day < 1 || c.hour < 0 || c.hour > 23 || c.minute > 59 || c.second > 59 {
		return false
	}
	return c.day <= time.Date(c.year, time.Month(c.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (c clock) String() string {
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute, c.second)
}

// day1 is a date of three numbers of which the order is not yet known. A first
// number of four digits is the year.
type threeNumbers struct {
	a, b, c   int
	yearFirst bool
}

func (n threeNumbers) date(dayFirst bool) (year, month, day int) {
	switch {
	case n.yearFirst:
		return n.a, n.b, n.c
	case dayFirst:
		year, month, day = n.c, n.b, n.a
	default:
		year, month, day = n.c, n.a, n.b
	}
	if year < 100 {
		year += 2000
	}
	return year, month, day
}

// dayOrder finds out which of two numbers is the day, of dates as a file lists
// them. A number over 12 proves it. Else the month is the one that never falls
// within a year, else the one that changes less often; that is likely and not
// proved, and nothing is known where neither changes.
type dayOrder struct {
	firstOver, secondOver bool
	firstFell, secondFell int
	firstMoved, secondMvd int
	last                  threeNumbers
	any                   bool
}

func (o *dayOrder) see(n threeNumbers) {
	if n.yearFirst {
		return
	}
	o.firstOver = o.firstOver || n.a > 12
	o.secondOver = o.secondOver || n.b > 12
	if o.any && n.c == o.last.c {
		if n.a < o.last.a {
			o.firstFell++
		}
		if n.b < o.last.b {
			o.secondFell++
		}
	}
	if o.any && n.a != o.last.a {
		o.firstMoved++
	}
	if o.any && n.b != o.last.b {
		o.secondMvd++
	}
	o.last, o.any = n, true
}

// dayFirst is the answer and whether it is proved. asked is Options.DayFirst,
// usual what the form of the file is mostly used with.
func (o *dayOrder) dayFirst(asked string, usual bool) (first, sure bool) {
	switch {
	case !o.any || o.firstOver != o.secondOver:
		return o.firstOver || !o.secondOver, true
	case asked == "yes" || asked == "no":
		return asked == "yes", true
	case o.firstFell != o.secondFell:
		return o.firstFell > o.secondFell, false
	case o.firstMoved != o.secondMvd:
		return o.firstMoved > o.secondMvd, false
	}
	return usual, false
}

// noon makes 24 hours of 12. half is "", or a or p with anything after it.
func noon(hour int, half string) int {
	switch {
	case half == "":
		return hour
	case hour < 1 || hour > 12:
		return -1
	}
	hour %= 12
	if strings.ToLower(half)[0] == 'p' {
		hour += 12
	}
	return hour
}
