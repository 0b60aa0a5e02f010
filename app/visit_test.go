package app_test

import (
	"testing"

	"kortisto/app"
)

func TestVisitorsNumbersGoTheDayAfterTheirTime(t *testing.T) {
	rule, ok := app.Softop().Rule(app.ClassVisitor, "2026-11-21")
	if !ok || rule.Do != app.Anonymise {
		t.Fatal("no rule for visitors' numbers")
	}
	for day := app.Day("2024-01-01"); day < "2028-03-05"; day = day.AddDays(1) {
		until, _ := app.VisitorsKept(app.Softop(), day)
		if until.AddMonths(rule.Months) >= day || until.AddDays(1).AddMonths(rule.Months) < day {
			t.Fatalf("on %s numbers of visits until %s go: kept to %s", day, until, until.AddMonths(rule.Months))
		}
	}
}

func TestOfAnAddressOnlyThePageIsKept(t *testing.T) {
	v := app.PageVisit{On: "2026-06-13", Page: "https://rayst.example/tarjous?email=aino@example.com#x", Referrer: "https://haku.example/?q=aino+kuusela"}.Normalised()
	if v.Page != "https://rayst.example/tarjous" || v.Referrer != "https://haku.example/" {
		t.Errorf("got %q and %q", v.Page, v.Referrer)
	}
	if es := v.Check("2026-06-13"); len(es) > 0 {
		t.Error(es)
	}
	if es := v.Check("2026-06-12"); len(es) != 1 || es[0].Code != "day-future" {
		t.Error(es)
	}
}
