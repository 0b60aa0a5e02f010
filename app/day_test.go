package app_test

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // the test does not hang on the machine

	"pgregory.net/rapid"

	"kortisto/app"
)

func TestAddMonths(t *testing.T) {
	for name, c := range map[string]struct {
		from   app.Day
		months int
		want   app.Day
	}{
		"the same date in the next month":                    {"2026-03-05", 1, "2026-04-05"},
		"31 January ends on 28 February":                     {"2026-01-31", 1, "2026-02-28"},
		"31 January ends on 29 February in a leap year":      {"2028-01-31", 1, "2028-02-29"},
		"31 August ends on 30 September":                     {"2026-08-31", 1, "2026-09-30"},
		"30 November plus three ends on 28 February":         {"2026-11-30", 3, "2027-02-28"},
		"December passes into the next year":                 {"2026-12-31", 1, "2027-01-31"},
		"29 February three years on is 28 February":          {"2024-02-29", 36, "2027-02-28"},
		"29 February four years on is 29 February":           {"2024-02-29", 48, "2028-02-29"},
		"29 February to 2100, no leap year, is 28":           {"2096-02-29", 48, "2100-02-28"},
		"28 February stays 28 although 29 would be the last": {"2027-02-28", 12, "2028-02-28"},
		"months backwards":                                   {"2026-03-31", -1, "2026-02-28"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.from.AddMonths(c.months); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestNewDayRefusesWhatIsNotInTheCalendar(t *testing.T) {
	for _, c := range []struct{ y, m, d int }{{2026, 2, 29}, {2026, 13, 1}, {2026, 4, 31}, {2026, 1, 0}, {0, 1, 1}, {10000, 1, 1}} {
		if got, err := app.NewDay(c.y, time.Month(c.m), c.d); !errors.Is(err, app.E("day-invalid", "")) {
			t.Errorf("%v became %q, %v", c, got, err)
		}
	}
}

func TestReadDay(t *testing.T) {
	const today = app.Day("2026-11-21") // a Saturday
	for typed, want := range map[string]app.Day{
		"5.12.2026":                "2026-12-05",
		"05.12.2026":               "2026-12-05",
		" 5. 12. 2026":             "2026-12-05",
		"5.12.26":                  "2026-12-05",
		"5.12.46":                  "2046-12-05",
		"5.12.47":                  "1947-12-05",
		"5.12.":                    "2026-12-05",
		"5.12":                     "2026-12-05",
		"28.5.":                    "2026-05-28",
		"15.1.":                    "2027-01-15",
		"2026-12-05":               "2026-12-05",
		"tänään":                   "2026-11-21",
		"Tänään":                   "2026-11-21",
		"ta\u0308na\u0308a\u0308n": "2026-11-21", // decomposed, as from a Mac
		"idag":                     "2026-11-21",
		"i dag":                    "2026-11-21",
		"today":                    "2026-11-21",
		"eilen":                    "2026-11-20",
		"i morgon":                 "2026-11-22",
		"+14":                      "2026-12-05",
		"-21":                      "2026-10-31",
		"29.2.2028":                "2028-02-29",
	} {
		if got, err := app.ReadDay(typed, today); got != want || err != nil {
			t.Errorf("%q means %s, got %q, %v", typed, want, got, err)
		}
	}
	if got, err := app.ReadDay("28.12.", "2027-01-04"); got != "2026-12-28" || err != nil {
		t.Errorf("in January 28.12. is last month's, got %q, %v", got, err)
	}
	if got, err := app.ReadDay("29.2.", "2027-06-01"); got != "2028-02-29" || err != nil {
		t.Errorf("29.2. is found in the one leap year near, got %q, %v", got, err)
	}
	for _, typed := range []string{"", "31.4.2026", "29.2.", "32.1.", "5/12/2026", "huomenna klo 9", "+", "+99999", "2026-13-01", "5.12.202", "1.2.3.4"} {
		if got, err := app.ReadDay(typed, today); !errors.Is(err, app.E("day-invalid", "")) {
			t.Errorf("%q means no day, got %q, %v", typed, got, err)
		}
	}
}

func TestDaysReadBackAsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := someDay(t, "day")
		today := someDay(t, "today")
		for _, layout := range []string{"2.1.2006", "02.01.2006", "2006-01-02"} {
			if got, err := app.ReadDay(d.Time().Format(layout), today); got != d || err != nil {
				t.Fatalf("%s as %s: got %q, %v", d, layout, got, err)
			}
		}
	})
}

func TestMonthsNeverSkipAMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := someDay(t, "day"), rapid.IntRange(0, 240).Draw(t, "months")
		got := d.AddMonths(n)
		first := func(d app.Day) time.Time {
			return time.Date(d.Time().Year(), d.Time().Month(), 1, 0, 0, 0, 0, time.UTC)
		}
		if first(got) != first(d).AddDate(0, n, 0) {
			t.Fatalf("%s + %d months is %s", d, n, got)
		}
		if got.Time().Day() != d.Time().Day() && got.AddDays(1).Time().Day() != 1 {
			t.Fatalf("%s + %d months is %s, neither the same date nor a last day", d, n, got)
		}
	})
}

func someDay(t *rapid.T, label string) app.Day {
	return app.Day("1990-01-01").AddDays(rapid.IntRange(0, 30_000).Draw(t, label))
}

// Files and scripts write days out; only what says its year is read.
func TestReadFullDay(t *testing.T) {
	const today = app.Day("2026-11-21")
	for written, want := range map[string]app.Day{
		"2026-12-05": "2026-12-05", "2026-12-05T10:00:00Z": "2026-12-05", "2026-12-05 10:00": "2026-12-05", "2026/1/5": "2026-01-05",
		"5.12.2026": "2026-12-05", "5. 12. 2026": "2026-12-05", "5.12.2026 14.30": "2026-12-05", "05/12/2026": "2026-12-05", "5-12-26": "2026-12-05",
		"5.12.87": "1987-12-05",
	} {
		if got, err := app.ReadFullDay(written, today); got != want || err != nil {
			t.Errorf("%q means %s, got %q, %v", written, want, got, err)
		}
	}
	if got, err := app.ReadFullDay("5.12.26", ""); err == nil {
		t.Errorf("two digits without a today are %s", got)
	}
	for _, written := range []string{"", "5.12.", "tänään", "+14", "30.2.2026", "2026-13-01", "44000", "5.12.206"} {
		if got, err := app.ReadFullDay(written, today); !errors.Is(err, app.E("day-invalid", "")) {
			t.Errorf("%q means no day, got %q, %v", written, got, err)
		}
	}
}

// A day is the day on the firm's wall: the night in which clocks are turned makes
// no day longer or shorter for the rules.
func TestDayAcrossTheTurningOfClocks(t *testing.T) {
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]app.Day{
		"2026-10-24T20:59:00Z": "2026-10-24", "2026-10-24T21:00:00Z": "2026-10-25", // summer time: midnight is 21 UTC
		"2026-10-25T21:59:00Z": "2026-10-25", "2026-10-25T22:00:00Z": "2026-10-26", // winter time: 22 UTC
		"2027-03-27T22:00:00Z": "2027-03-28", "2027-03-28T20:59:00Z": "2027-03-28", "2027-03-28T21:00:00Z": "2027-03-29",
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := app.DayOf(moment.In(helsinki)); got != want {
			t.Errorf("%s is %s, want %s", at, got, want)
		}
	}
}
