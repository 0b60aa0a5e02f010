package finnish

import "time"

// Public holidays of Finland, as Regulation 1182/71 Art. 2(1) wants them: those
// that the Member State has. Midsummer Eve and Christmas Eve are no public
// holidays, and no last day is moved for them.

// Codes of what a day off is.
const (
	NewYear         = "new-year"
	Epiphany        = "epiphany"
	GoodFriday      = "good-friday"
	EasterDay       = "easter-day"
	EasterMonday    = "easter-monday"
	MayDay          = "may-day"
	Ascension       = "ascension"
	WhitSunday      = "whit-sunday"
	MidsummerDay    = "midsummer-day"
	AllSaints       = "all-saints"
	IndependenceDay = "independence-day"
	ChristmasDay    = "christmas-day"
	SecondChristmas = "second-christmas-day"
	Saturday        = "saturday"
	Sunday          = "sunday"
)

// DaysOff lists all codes that DayOff gives.
func DaysOff() []string {
	return []string{NewYear, Epiphany, GoodFriday, EasterDay, EasterMonday, MayDay, Ascension, WhitSunday, MidsummerDay, AllSaints,
		IndependenceDay, ChristmasDay, SecondChristmas, Saturday, Sunday}
}

// Holiday is a public holiday and the code of its name.
type Holiday struct {
	On   time.Time // midnight UTC
	Code string
}

// Holidays lists the public holidays of a year, 1583 or later, in the order of
// the calendar.
func Holidays(year int) []Holiday {
	easter := Easter(year)
	return []Holiday{
		{date(year, time.January, 1), NewYear},
		{date(year, time.January, 6), Epiphany},
		{easter.AddDate(0, 0, -2), GoodFriday},
		{easter, EasterDay},
		{easter.AddDate(0, 0, 1), EasterMonday},
		{date(year, time.May, 1), MayDay},
		{easter.AddDate(0, 0, 39), Ascension},
		{easter.AddDate(0, 0, 49), WhitSunday},
		{saturdayFrom(date(year, time.June, 20)), MidsummerDay},
		{saturdayFrom(date(year, time.October, 31)), AllSaints},
		{date(year, time.December, 6), IndependenceDay},
		{date(year, time.December, 25), ChristmasDay},
		{date(year, time.December, 26), SecondChristmas},
	}
}

// DayOff says why a day is no working day: the holiday's code, or saturday or
// sunday; empty for a working day. A holiday's own name comes before the
// weekday's.
func DayOff(day time.Time) string {
	for _, h := range Holidays(day.Year()) {
		if h.On.Month() == day.Month() && h.On.Day() == day.Day() {
			return h.Code
		}
	}
	switch day.Weekday() {
	case time.Saturday:
		return Saturday
	case time.Sunday:
		return Sunday
	}
	return ""
}

// Easter is Easter Day of the Gregorian calendar, midnight UTC, for years from
// 1583 on. The moon's age and the weekday are counted as the calendar's own
// tables do (Meeus, Astronomical Algorithms, chapter 8).
func Easter(year int) time.Time {
	century, yearOf := year/100, year%100
	golden := year % 19
	moon := (19*golden + century - century/4 - (century-(century+8)/25+1)/3 + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(yearOf/4) - moon - yearOf%4) % 7
	late := (golden + 11*moon + 22*weekday) / 451
	n := moon + weekday - 7*late + 114
	return date(year, time.Month(n/31), n%31+1)
}

// saturdayFrom is the first Saturday on the day or after it.
func saturdayFrom(day time.Time) time.Time {
	return day.AddDate(0, 0, int(time.Saturday-day.Weekday()))
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
