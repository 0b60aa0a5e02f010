package desktop

import (
	"os"
	"path/filepath"
	"testing"

	"kortisto/app/vault"
)

const visits = "serverDate;visitorId;userId;url;city\n2025-06-13;5041e282fc23fe01;aino@posti.example;/kourut;Kuopio\n" +
	"2026-11-20;5041e282fc23fe02;;/;Kuopio\n"

func visitsStory(b *bench) {
	b.Helper()
	if p := do[VisitsPage](b, "Visits.Show", ""); len(p.Origins) != 0 || len(p.Months) != visitMonths {
		b.Fatalf("begins with %+v", p)
	}
	b.host.open = filepath.Join(b.dir, "kaynnit.csv")
	if err := os.WriteFile(b.host.open, []byte(visits), 0o600); err != nil {
		b.Fatal(err)
	}
	path := do[string](b, "Visits.Pick")
	p := do[VisitsPreview](b, "Visits.Preview", path)
	if p.Visits != 2 || p.Start != "2025-06-13" || p.End != "2026-11-20" || len(p.Dropped) != 1 || p.Before {
		b.Fatalf("%+v", p)
	}
	refused(b, "import-changed-since", "Visits.Run", path, "another")
	r := do[ImportResult](b, "Visits.Run", path, p.Digest)
	if r.Added != 2 {
		b.Fatalf("%+v", r)
	}
	if again := do[VisitsPreview](b, "Visits.Preview", path); !again.Before {
		b.Fatal("the same file is not recognised")
	}
	shown := do[VisitsPage](b, "Visits.Show", "")
	if shown.Origin != "matomo" || shown.Months[visitMonths-1] != (VisitMonth{"2026-11", 1}) || len(shown.Pages) != 1 || shown.Numbers.Due != 1 {
		b.Fatalf("%+v", shown)
	}
	if n := do[int](b, "Visits.Forget"); n != 1 {
		b.Fatalf("forgot %d", n)
	}
	if u := do[vault.Undone](b, "Imports.Undo", r.Batch); u.Removed != 2 {
		b.Fatalf("%+v", u)
	}
}

func TestVisitsByThemselves(t *testing.T) { visitsStory(opened(t)) }
