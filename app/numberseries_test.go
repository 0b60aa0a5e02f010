package app_test

import (
	"errors"
	"testing"

	"kortisto/app"
)

func TestNumberSeries(t *testing.T) {
	for name, c := range map[string]struct {
		first string
		used  []string
		want  string
	}{
		"an empty register begins with the first":   {"1001", nil, "1001"},
		"after the highest in use":                  {"1001", []string{"1003", "1001"}, "1004"},
		"a prefix counts its own numbers alone":     {"A-001", []string{"1003", "B-7", "a-004", "A-x", "A-"}, "A-005"},
		"leading zeros stay until they are used up": {"A-098", []string{"A-099"}, "A-100"},
		"a year before the number":                  {"2026/1", []string{"2026/9"}, "2026/10"},
		"numbers too long are not counted on":       {"1001", []string{"9999999999999999"}, "1001"},
		"letters beyond ASCII":                      {"Ä1", []string{"Ä5", "5"}, "Ä6"},
		"a higher first number leaves a gap":        {"5000", []string{"1234"}, "5000"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := app.ReadNumberSeries(c.first)
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range c.used {
				s.Used(u)
			}
			if got := s.Next(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if first, second := s.Take(), s.Take(); first != c.want || first == second {
				t.Errorf("taken %s and %s", first, second)
			}
		})
	}
	plain := app.PlainNumbers()
	if got := plain.Next(); got != "1001" {
		t.Errorf("an empty register begins with %s", got)
	}
	plain.Used("9")
	plain.Used("7")
	if got := plain.Next(); got != "10" {
		t.Errorf("after 9 and 7 comes %s", got)
	}
	for _, bad := range []string{"", "A", "A-", "12345678901234567890123", "1001 ?"} {
		if _, err := app.ReadNumberSeries(bad); !errors.Is(err, app.E("number-series", "")) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
