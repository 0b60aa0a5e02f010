package app

import (
	"fmt"
	"time"
)

// Day is a civil date without a time or a zone, written YYYY-MM-DD. Days of the
// same form sort as text, so they are compared with < and >. The empty Day
// means "not known"; it is never a date.
type Day string

const dayLayout = "2006-01-02"

// DayOf is the civil date of t in t's own zone.
func DayOf(t time.Time) Day { return Day(t.Format(dayLayout)) }

// NewDay makes a day from its parts. Out-of-range parts are an error, not
// carried over: 30 February is a typing mistake, not 2 March.
func NewDay(year int, month time.Month, day int) (Day, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day || year < 1 || year > 9999 {
		return "", E("day-invalid", "", "value", fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	}
	return DayOf(t), nil
}

// ParseDay reads YYYY-MM-DD and nothing else: the form of files and of the
// command line. What people type is read by ReadDay.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil {
		return "", E("day-invalid", "", "value", s)
	}
	return DayOf(t), nil
}

// Valid says whether d is a real date of the calendar.
func (d Day) Valid() bool {
	_, err := ParseDay(string(d))
	return err == nil
}

// Time is midnight UTC of the day: for arithmetic, never for showing.
func (d Day) Time() time.Time {
	t, _ := time.Parse(dayLayout, string(d))
	return t
}

// AddDays counts calendar days; n may be negative.
func (d Day) AddDays(n int) Day { return DayOf(d.Time().AddDate(0, 0, n)) }

// AddMonths keeps the day of the month, and where the month lacks it takes the
// month's last day: 31 January + 1 month is 28 or 29 February (Regulation
// 1182/71 Art. 3(2)(c); laki 150/1930 3 §).
func (d Day) AddMonths(n int) Day {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DayOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// AddYears is AddMonths by twelves: 29 February goes to 28 February.
func (d Day) AddYears(n int) Day { return d.AddMonths(12 * n) }

// DaysUntil counts the days from d to other; negative when other is earlier.
func (d Day) DaysUntil(other Day) int {
	return int(other.Time().Sub(d.Time()) / (24 * time.Hour))
}
