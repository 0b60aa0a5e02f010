package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

type importVisitsCmd struct {
	File      string `arg:""`
	Charset   string `placeholder:"C"`
	Delimiter string `placeholder:"D"`
	DryRun    bool
}

// importedVisits is what an import of visits did, or with --dry-run would do.
type importedVisits struct {
	Batch   string              `json:"batch"`
	Added   int                 `json:"added"`
	Updated int                 `json:"updated"`
	Known   int                 `json:"known"`
	Skipped []exchange.Finding  `json:"skipped"`
	Dropped []string            `json:"dropped"`
	File    *exchange.VisitFile `json:"file,omitempty"` // with --dry-run: what was read
}

func (c importVisitsCmd) Run(s *session) error {
	f, err := os.Open(c.File)
	if err != nil {
		return app.E("file-unreadable", "file", "file", c.File)
	}
	defer f.Close()
	return s.open(func(v *vault.Vault) error {
		var today app.Day
		if err := v.View(func(tx *vault.Tx) error { today = tx.Today; return nil }); err != nil {
			return err
		}
		file, err := exchange.ReadVisits(filepath.Base(c.File), f, exchange.ReadOptions{Charset: c.Charset, Delimiter: c.Delimiter}, today)
		if err != nil {
			return err
		}
		done := importedVisits{Added: len(file.Visits) + len(file.Counts), Skipped: file.Skipped, Dropped: file.Dropped, File: file}
		if !c.DryRun {
			r, err := exchange.RunVisits(s.ctx, v, file, s.progress())
			if err != nil {
				return err
			}
			done.Batch, done.Added, done.Known, done.File = r.Batch, r.Added, r.Known, nil
		}
		return s.result(done, func(w io.Writer) {
			if len(done.Dropped) > 0 {
				s.line(w, "say.visits.dropped", "columns", strings.Join(done.Dropped, ", "))
			}
			s.imported(w, imported{Batch: done.Batch, Added: done.Added, Skipped: done.Skipped})
		})
	})
}

type visitsCmd struct {
	Show   visitsShowCmd   `cmd:""`
	Forget visitsForgetCmd `cmd:""`
}

type visitsShowCmd struct {
	From string `placeholder:"DAY"`
}

// visitsOf is what one tool has told.
type visitsOf struct {
	Origin string           `json:"origin"`
	Days   []app.VisitCount `json:"days"`
	Pages  []app.VisitCount `json:"pages"`
}

func (c visitsShowCmd) Run(s *session) error {
	from, err := day("from", c.From)
	if err != nil {
		return err
	}
	return s.view(func(tx *vault.Tx) error {
		out := struct {
			Origins []visitsOf           `json:"origins"`
			Numbers vault.VisitorNumbers `json:"numbers"`
		}{Origins: []visitsOf{}}
		origins, err := tx.VisitOrigins()
		if err != nil {
			return err
		}
		for _, o := range origins {
			of := visitsOf{Origin: o}
			var e1, e2 error
			of.Days, e1 = tx.VisitsByDay(o, from)
			of.Pages, e2 = tx.VisitsBy(o, app.CountByPage, from, 50)
			if err := errors.Join(e1, e2); err != nil {
				return err
			}
			out.Origins = append(out.Origins, of)
		}
		if out.Numbers, err = tx.VisitorNumbers(); err != nil {
			return err
		}
		return s.result(out, func(w io.Writer) {
			for _, o := range out.Origins {
				for _, p := range o.Pages {
					s.line(w, "say.visits.page", "views", strconv.Itoa(p.Views), "page", p.Name)
				}
			}
			s.line(w, "say.visits.numbers", "all", strconv.Itoa(out.Numbers.All), "due", strconv.Itoa(out.Numbers.Due))
		})
	})
}

type visitsForgetCmd struct{}

func (visitsForgetCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		n, err := v.ForgetVisitors(s.ctx, s.progress())
		if err != nil {
			return err
		}
		return s.result(struct {
			Forgotten int `json:"forgotten"`
		}{n}, func(w io.Writer) { s.line(w, "say.visits.forgotten", "count", strconv.Itoa(n)) })
	})
}
