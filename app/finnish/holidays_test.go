package finnish

import (
	"testing"
	"time"
)

var namesOfHolidays = map[string]string{
	NewYear: "uudenvuodenpäivä", Epiphany: "loppiainen", GoodFriday: "pitkäperjantai", EasterDay: "pääsiäispäivä",
	EasterMonday: "toinen pääsiäispäivä", MayDay: "vapunpäivä", Ascension: "helatorstai", WhitSunday: "helluntaipäivä",
	MidsummerDay: "juhannuspäivä", AllSaints: "pyhäinpäivä", IndependenceDay: "itsenäisyyspäivä",
	ChristmasDay: "joulupäivä", SecondChristmas: "tapaninpäivä",
}

func TestHolidaysAreTheOnesOfTheAlmanac(t *testing.T) {
	almanac := vectors[map[string][][2]string](t, "holidays_fi_2025_2030.json")
	if len(almanac) != 6 {
		t.Fatalf("%d years", len(almanac))
	}
	for year, want := range almanac {
		y, _ := time.Parse("2006", year)
		got := Holidays(y.Year())
		if len(got) != len(want) {
			t.Fatalf("%s has %d holidays, want %d", year, len(got), len(want))
		}
		for i, h := range got {
			if day, name := h.On.Format(time.DateOnly), namesOfHolidays[h.Code]; day != want[i][0] || name != want[i][1] {
				t.Errorf("got %s %s, want %s %s", day, name, want[i][0], want[i][1])
			}
			if why := DayOff(h.On); why != h.Code {
				t.Errorf("%s is off because of %q", h.On.Format(time.DateOnly), why)
			}
		}
	}
}

// Easter by another road than the program's: the first Sunday after the church's
// full moon of spring, counted with the epact.
func easterByEpact(year int) time.Time {
	golden, century := year%19+1, year/100+1
	epact := (11*golden + 20 + (8*century+5)/25 - 5 - (3*century/4 - 12)) % 30
	epact = (epact + 30) % 30
	if epact == 25 && golden > 11 || epact == 24 {
		epact++
	}
	full := 44 - epact
	if full < 21 {
		full += 30
	}
	moon := time.Date(year, time.March, full, 0, 0, 0, 0, time.UTC)
	return moon.AddDate(0, 0, 7-int(moon.Weekday()))
}

func TestHolidaysOfAHundredYears(t *testing.T) {
	for year := 1990; year <= 2100; year++ {
		if got, want := Easter(year), easterByEpact(year); !got.Equal(want) {
			t.Errorf("Easter of %d is %s, want %s", year, got.Format(time.DateOnly), want.Format(time.DateOnly))
		}
		before := time.Time{}
		for _, h := range Holidays(year) {
			// Ascension can fall on the first of May and no earlier: the order holds.
			if h.On.Before(before) {
				t.Errorf("%d: %s is out of order", year, h.Code)
			}
			before = h.On
			weekday, month, day := h.On.Weekday(), h.On.Month(), h.On.Day()
			switch h.Code {
			case GoodFriday:
				inside(t, year, h.Code, weekday == time.Friday)
			case EasterDay, WhitSunday:
				inside(t, year, h.Code, weekday == time.Sunday)
			case EasterMonday:
				inside(t, year, h.Code, weekday == time.Monday)
			case Ascension:
				inside(t, year, h.Code, weekday == time.Thursday && (month == time.April && day == 30 || month == time.May || month == time.June && day <= 3))
			case MidsummerDay:
				inside(t, year, h.Code, weekday == time.Saturday && month == time.June && day >= 20 && day <= 26)
			case AllSaints:
				inside(t, year, h.Code, weekday == time.Saturday && (month == time.October && day == 31 || month == time.November && day <= 6))
			}
		}
	}
}

func inside(t *testing.T, year int, code string, ok bool) {
	t.Helper()
	if !ok {
		t.Errorf("%d: %s is on a wrong day", year, code)
	}
}

// Eves are working days: a last day is not moved for them.
func TestEvesAreWorkingDays(t *testing.T) {
	for _, day := range []string{"2026-06-19", "2026-12-24", "2026-04-02", "2026-04-30", "2026-12-31"} {
		d, _ := time.Parse(time.DateOnly, day)
		if why := DayOff(d); why != "" {
			t.Errorf("%s is off because of %s", day, why)
		}
	}
	for day, want := range map[string]string{"2026-11-21": Saturday, "2026-11-22": Sunday, "2026-12-06": IndependenceDay} {
		d, _ := time.Parse(time.DateOnly, day)
		if why := DayOff(d); why != want {
			t.Errorf("%s is off because of %q, want %s", day, why, want)
		}
	}
}
