package desktop

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// Visits is the register of visits to the firm's site: statistics, joined to
// nobody.
type Visits struct{ sh *shell }

// VisitsPage is what the page shows of one tool's visits.
type VisitsPage struct {
	Origins []string             `json:"origins"` // the tools of which there is something
	Origin  string               `json:"origin"`  // the one shown
	Since   app.Day              `json:"since"`
	Months  []VisitMonth         `json:"months"` // the oldest first, months without visits too
	Pages   []app.VisitCount     `json:"pages"`
	Sources []app.VisitCount     `json:"sources"`
	Places  []app.VisitCount     `json:"places"`
	Devices []app.VisitCount     `json:"devices"`
	Numbers vault.VisitorNumbers `json:"numbers"`
}

// VisitMonth is how much was looked at in a month.
type VisitMonth struct {
	Month string `json:"month"` // YYYY-MM
	Views int    `json:"views"`
}

// visitMonths is how far back the page looks, this month included.
const visitMonths = 13

// listed is how many lines of a kind the page shows.
const listed = 15

// Show gives the last thirteen months of one tool's visits; of the first tool
// where none is named.
func (v *Visits) Show(origin string) (VisitsPage, error) {
	return view(v.sh, func(tx *vault.Tx) (VisitsPage, error) {
		p := VisitsPage{Origin: origin, Since: (tx.Today[:8] + "01").AddMonths(1 - visitMonths)}
		var err error
		if p.Origins, err = tx.VisitOrigins(); err != nil {
			return p, err
		}
		if p.Origin == "" && len(p.Origins) > 0 {
			p.Origin = p.Origins[0]
		}
		days, err := tx.VisitsByDay(p.Origin, p.Since)
		if err != nil {
			return p, err
		}
		p.Months = byMonth(days, p.Since)
		var errs []error
		for _, by := range []struct {
			by   string
			into *[]app.VisitCount
		}{{app.CountByPage, &p.Pages}, {app.CountBySource, &p.Sources}, {app.CountByPlace, &p.Places}, {app.CountByDevice, &p.Devices}} {
			rows, err := tx.VisitsBy(p.Origin, by.by, p.Since, listed)
			*by.into = list(rows)
			errs = append(errs, err)
		}
		p.Numbers, err = tx.VisitorNumbers()
		return p, errors.Join(append(errs, err)...)
	})
}

// byMonth sums days into the months since a day.
func byMonth(days []app.VisitCount, since app.Day) []VisitMonth {
	views := map[string]int{}
	for _, d := range days {
		views[string(d.From[:7])] += d.Views
	}
	out := make([]VisitMonth, visitMonths)
	for i := range out {
		month := string(since.AddMonths(i)[:7])
		out[i] = VisitMonth{month, views[month]}
	}
	return out
}

// VisitsPreview is what a file would bring in.
type VisitsPreview struct {
	Path     string                `json:"path"`
	Name     string                `json:"name"`
	Origin   string                `json:"origin"`
	Visits   int                   `json:"visits"`
	Counts   int                   `json:"counts"`
	Start    app.Day               `json:"start"`
	End      app.Day               `json:"end"`
	Tables   []exchange.VisitTable `json:"tables"`
	Dropped  []string              `json:"dropped"`
	Unplaced []string              `json:"unplaced"`
	Skipped  []FindingGroup        `json:"skipped"`
	Before   bool                  `json:"before"` // this very file is in the register
	Digest   string                `json:"digest"`
}

// Pick asks for a file; "" when the person changed their mind.
func (v *Visits) Pick() (string, error) {
	return call(v.sh, func() (string, error) {
		path, err := v.sh.host.OpenFile("", FileKind{"CSV, ZIP", "*.csv;*.tsv;*.txt;*.zip"})
		v.sh.chose(path)
		return path, err
	})
}

// Preview says what a file would bring in. It changes nothing.
func (v *Visits) Preview(path string) (VisitsPreview, error) {
	return job(v.sh, "preview", func(_ context.Context, open *vault.Vault, _ vault.Progress) (VisitsPreview, error) {
		f, err := v.read(open, path)
		if err != nil {
			return VisitsPreview{}, err
		}
		p := VisitsPreview{
			Path: path, Name: f.Name, Origin: f.Origin, Visits: len(f.Visits), Counts: len(f.Counts), Tables: list(f.Tables),
			Dropped: list(f.Dropped), Unplaced: list(f.Unplaced), Skipped: groups(f.Skipped), Digest: f.Digest,
		}
		p.Start, p.End = span(f)
		err = open.View(func(tx *vault.Tx) (err error) {
			_, p.Before, err = exchange.BroughtIn(tx, &exchange.Sheet{Digest: f.Digest})
			return err
		})
		return p, err
	})
}

// Run brings the file in, if it is still the one that was previewed.
func (v *Visits) Run(path, digest string) (ImportResult, error) {
	return job(v.sh, "import", func(ctx context.Context, open *vault.Vault, say vault.Progress) (ImportResult, error) {
		f, err := v.read(open, path)
		if err != nil {
			return ImportResult{}, err
		}
		if f.Digest != digest {
			return ImportResult{}, app.E("import-changed-since", "", "file", f.Name)
		}
		r, err := exchange.RunVisits(ctx, open, f, say)
		return ImportResult{Batch: r.Batch, Added: r.Added, Skipped: len(r.Skipped) + r.Known}, err
	})
}

// Forget erases the numbers of visitors whose time is over, and says from how
// many visits.
func (v *Visits) Forget() (int, error) {
	return job(v.sh, "forget", func(ctx context.Context, open *vault.Vault, say vault.Progress) (int, error) {
		return open.ForgetVisitors(ctx, say)
	})
}

func (v *Visits) read(open *vault.Vault, path string) (*exchange.VisitFile, error) {
	if err := v.sh.chosen(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, app.E("file-unreadable", "file", "file", filepath.Base(path))
	}
	defer f.Close()
	var today app.Day
	if err := open.View(func(tx *vault.Tx) error { today = tx.Today; return nil }); err != nil {
		return nil, err
	}
	return exchange.ReadVisits(filepath.Base(path), f, exchange.ReadOptions{}, today)
}

// span is the first and the last day of a file.
func span(f *exchange.VisitFile) (start, end app.Day) {
	see := func(from, to app.Day) {
		if start == "" || from < start {
			start = from
		}
		end = max(end, to)
	}
	for _, v := range f.Visits {
		see(v.On, v.On)
	}
	for _, c := range f.Counts {
		see(c.From, c.To)
	}
	return start, end
}
