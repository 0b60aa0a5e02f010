package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// The samples' tables, days and visits come out as their expected.json says.
func TestExportsOfVisitsAreRead(t *testing.T) {
	dirs, _ := filepath.Glob("testdata/visits/*/expected.json")
	if more := os.Getenv("KORTISTO_FORMAT_SAMPLES"); more != "" {
		for _, kind := range []string{"ga4", "matomo", "plausible"} {
			found, _ := filepath.Glob(filepath.Join(more, kind+"*", "expected.json"))
			dirs = append(dirs, found...)
		}
	}
	if len(dirs) < 3 {
		t.Fatal("only", len(dirs), "samples were found")
	}
	for _, path := range dirs {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			var want struct {
				File   string
				Tables []struct {
					Name       string
					Start, End app.Day
					Columns    []string
					Rows       int
				}
				Visits []struct {
					VisitorID string `json:"visitor_id"`
					Date      app.Day
					City      string
				}
			}
			b, err := os.ReadFile(path)
			if err == nil {
				err = json.Unmarshal(b, &want)
			}
			if err != nil {
				t.Fatal(err)
			}
			f := readVisits(t, filepath.Join(filepath.Dir(path), want.File))
			for i, w := range want.Tables {
				if i >= len(f.Tables) {
					t.Fatal("tables:", f.Tables)
				}
				got := f.Tables[i]
				if w.Name != "" && got.Name != w.Name || got.Start != w.Start || got.End != w.End || got.Rows != w.Rows || w.Columns != nil && !slices.Equal(got.Columns, w.Columns) {
					t.Errorf("table %+v, want %+v", got, w)
				}
			}
			if len(f.Visits) != len(want.Visits) {
				t.Fatal("visits:", f.Visits)
			}
			for i, w := range want.Visits {
				if got := f.Visits[i]; got.Visitor != w.VisitorID || got.On != w.Date || got.Place == "" {
					t.Errorf("visit %+v, want %+v", got, w)
				}
			}
			if len(f.Skipped) > 0 {
				t.Error("skipped:", f.Skipped)
			}
		})
	}
}

func readVisits(t *testing.T, path string) *exchange.VisitFile {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := exchange.ReadVisits(filepath.Base(path), bytes.NewReader(b), exchange.ReadOptions{}, "2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestVisitsAreCountedWithTheirDays(t *testing.T) {
	f := readVisits(t, "testdata/visits/ga4-report-csv/Pages_and_screens.csv")
	want := []app.VisitCount{
		{From: "2026-06-01", To: "2026-06-01", By: "day", Name: "2026-06-01", Views: 12, Visitors: 12},
		{From: "2026-06-02", To: "2026-06-02", By: "day", Name: "2026-06-02", Views: 9, Visitors: 9},
		{From: "2026-06-01", To: "2026-06-13", By: "page", Name: "/", Views: 120, Visitors: 80},
		{From: "2026-06-01", To: "2026-06-13", By: "page", Name: "/kourut,listat", Views: 40, Visitors: 31},
		{From: "2026-06-01", To: "2026-06-13", By: "page", Name: "(not set)", Views: 2, Visitors: 2},
	}
	if f.Origin != exchange.OriginGA4 || !slices.Equal(f.Counts, want) {
		t.Errorf("%s: %+v", f.Origin, f.Counts)
	}
	p := readVisits(t, "testdata/visits/plausible-csv/imported_pages_20260601_20260613.csv")
	if p.Origin != exchange.OriginPlausible || len(p.Counts) != 2 || p.Counts[0] != (app.VisitCount{From: "2026-06-12", To: "2026-06-12", By: "page", Name: "/kourut", Views: 9, Visitors: 8}) {
		t.Errorf("%s: %+v", p.Origin, p.Counts)
	}
}

// What would join a visit to somebody never comes in.
func TestVisitsAreJoinedToNobody(t *testing.T) {
	f := readVisits(t, "testdata/visits/matomo-csv-utf16/Export _ Visits.csv")
	if !slices.Equal(f.Dropped, []string{"userId", "visitIp"}) || f.Origin != exchange.OriginMatomo {
		t.Error(f.Origin, f.Dropped)
	}
	b, _ := json.Marshal(f)
	if bytes.Contains(b, []byte("aino")) || bytes.Contains(b, []byte("203.0.113")) {
		t.Errorf("%s", b)
	}
}

// A visit in Finnish words, with pages in numbered columns, and bad rows.
func TestAnyTableOfVisitsIsRead(t *testing.T) {
	const text = "Sivulatauksen ajankohta;Vierailijan tunniste;Vierailtu sivu;Sivu;Vierailun kesto;Selain;Arvioitu sijainti;IP-osoite\n" +
		"13.6.2026 9.05;abc1;/kourut?nimi=Aino;/kourut;65;Firefox;Kuopio;203.0.113.7\n" +
		"huomenna;abc2;/;;;;;\n" +
		"1.1.2099;abc3;/;/;;;;\n"
	f, err := exchange.ReadVisits("kaynnit.csv", bytes.NewReader([]byte(text)), exchange.ReadOptions{}, "2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	want := app.PageVisit{On: "2026-06-13", At: "09:05:00", Visitor: "abc1", Page: "/kourut", Seconds: 65, Browser: "Firefox", Place: "Kuopio"}
	if len(f.Visits) != 1 || f.Visits[0] != want {
		t.Errorf("%+v", f.Visits)
	}
	if len(f.Skipped) != 2 || f.Skipped[0].Row != 3 || f.Skipped[0].Code != "day-invalid" || f.Skipped[1].Code != "day-future" {
		t.Errorf("%+v", f.Skipped)
	}
}

func TestVisitsComeInOnceAndGoAsABatch(t *testing.T) {
	v := vaulttest.New(t)
	f := readVisits(t, "testdata/visits/matomo-csv-utf16/Export _ Visits.csv")
	res, err := exchange.RunVisits(t.Context(), v.Vault, f, nil)
	if err != nil || res.Added != 1 {
		t.Fatal(res, err)
	}
	if _, err := exchange.RunVisits(t.Context(), v.Vault, f, nil); err == nil || app.Told(err)[0].Code != "duplicate" {
		t.Fatal(err)
	}
	numbers := func() (n vault.VisitorNumbers) {
		if err := v.View(func(tx *vault.Tx) (err error) {
			n, err = tx.VisitorNumbers()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := numbers(); n.All != 1 || n.Due != 0 {
		t.Error(n)
	}
	v.Set("2027-08-13") // kept until this day
	if n := numbers(); n.Due != 0 {
		t.Error(n)
	}
	v.Set("2027-08-14")
	if n := numbers(); n.Due != 1 {
		t.Error(n)
	}
	if n, err := v.ForgetVisitors(t.Context(), nil); err != nil || n != 1 {
		t.Error(n, err)
	}
	if hits, err := v.Scan(t.Context(), []string{"5041e282fc23fe01", "Hämeenlinna"}); err != nil || hits != 0 {
		t.Error("a visitor's number is still in the bytes:", hits, err)
	}
	if u, err := v.UndoBatch(t.Context(), res.Batch, nil); err != nil || u.Removed != 1 {
		t.Error(u, err)
	}
}

func FuzzVisits(f *testing.F) {
	files, _ := filepath.Glob("testdata/visits/*/*")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := exchange.ReadVisits("x.csv", bytes.NewReader(b), exchange.ReadOptions{}, "2026-11-21")
		if err != nil {
			return
		}
		for _, v := range file.Visits {
			if es := v.Check("2026-11-21"); len(es) > 0 {
				t.Error(es)
			}
		}
	})
}
