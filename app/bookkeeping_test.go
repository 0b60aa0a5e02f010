package app_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kortisto/app"
)

func TestBookkeepingVectors(t *testing.T) {
	b, err := os.ReadFile("testdata/retention.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		End          app.Day `json:"fy_end"`
		Vouchers     app.Day `json:"vouchers_keep_through"`
		VouchersFrom app.Day `json:"vouchers_deletable_from"`
		Books        app.Day `json:"books_keep_through"`
		BooksFrom    app.Day `json:"books_deletable_from"`
	}
	if err := json.Unmarshal(b, &vectors); err != nil || len(vectors) < 8 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		if got := (app.Voucher{FinancialYearEnd: v.End}).KeptThrough(); got != v.Vouchers || got.AddDays(1) != v.VouchersFrom {
			t.Errorf("vouchers of the year to %s: kept through %s, want %s", v.End, got, v.Vouchers)
		}
		if got := app.BooksKeptThrough(v.End); got != v.Books || got.AddDays(1) != v.BooksFrom {
			t.Errorf("books of the year to %s: kept through %s, want %s", v.End, got, v.Books)
		}
		i := app.Item{Class: app.ClassInvoice, Event: app.Event{On: v.End}}
		for day, due := range map[app.Day]bool{v.Vouchers: false, v.VouchersFrom: true} {
			if d := app.DecideItem(i, app.Softop(), day); d.Due(day) != due || d.Until != v.Vouchers || d.EraseOn != v.VouchersFrom {
				t.Errorf("the year to %s, on %s: %+v", v.End, day, d)
			}
		}
	}
}

func TestVoucherTakesTheLatest(t *testing.T) {
	for name, c := range map[string]struct {
		v    app.Voucher
		want app.Day
	}{
		"nothing is known":           {app.Voucher{}, ""},
		"the year of the tax":        {app.Voucher{FinancialYearEnd: "2026-12-31", Taxed: "2027-01-15"}, "2033-12-31"},
		"the financial year":         {app.Voucher{FinancialYearEnd: "2027-03-31", Taxed: "2026-05-01"}, "2033-12-31"},
		"real estate":                {app.Voucher{FinancialYearEnd: "2026-12-31", Taxed: "2026-05-01", Review: "2026-06-01"}, "2039-12-31"},
		"an outside example of 2017": {app.Voucher{FinancialYearEnd: "2017-04-30"}, "2023-12-31"},
		"an outside example of 2024": {app.Voucher{FinancialYearEnd: "2024-03-31"}, "2030-12-31"},
	} {
		if got := c.v.KeptThrough(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestFinancialYearEndOf(t *testing.T) {
	for _, c := range []struct {
		day  app.Day
		end  string
		want app.Day
	}{
		{"2026-05-01", "", "2026-12-31"}, {"2026-12-31", "", "2026-12-31"},
		{"2026-03-31", "03-31", "2026-03-31"}, {"2026-04-01", "03-31", "2027-03-31"},
		{"2027-02-28", "02-29", "2027-02-28"}, {"2027-03-01", "02-29", "2028-02-29"}, {"2028-02-29", "02-29", "2028-02-29"},
		{"2028-02-29", "02-28", "2029-02-28"}, {"2028-02-29", "04-30", "2028-04-30"},
	} {
		if got := app.FinancialYearEndOf(c.day, c.end); got != c.want {
			t.Errorf("%s, years to %q: %s, want %s", c.day, c.end, got, c.want)
		}
	}
}

// Every day belongs to a financial year that ends on it or less than a year later.
func TestFinancialYearsFollowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := someDay(t, "day")
		end := time.Date(2024, 1, rapid.IntRange(1, 366).Draw(t, "end"), 0, 0, 0, 0, time.UTC).Format("01-02")
		e := app.FinancialYearEndOf(day, end)
		if e < day || day.DaysUntil(e) > 365 || app.FinancialYearEndOf(e, end) != e || app.FinancialYearEndOf(e.AddDays(1), end) <= e {
			t.Fatalf("%s, years to %s: %s", day, end, e)
		}
	})
}
