package desktop

import (
	"context"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// ListPreview is what a file would do to the e-mail list. The rows are as they
// will be stored.
type ListPreview struct {
	Path      string             `json:"path"`
	Name      string             `json:"name"`
	Charset   string             `json:"charset"`
	Delimiter string             `json:"delimiter"`
	Sheet     string             `json:"sheet"`
	Heading   bool               `json:"heading"`
	Columns   []exchange.Column  `json:"columns"`
	Counts    exchange.Counts    `json:"counts"`
	Rows      []exchange.ListRow `json:"rows"`    // the first that come in, at most 50
	Skipped   []FindingGroup     `json:"skipped"` // rows left out, by reason
	Remarks   []FindingGroup     `json:"remarks"`
	Digest    string             `json:"digest"`
	Before    *ImportBatch       `json:"before"`  // the same file was brought in already
	Problem   *app.Error         `json:"problem"` // what the columns lack as chosen; then there are columns and nothing more
}

// ListFields are what a column of a file for the list can be brought in as.
func (m *Mailing) ListFields() ([]string, error) {
	return call(m.sh, func() ([]string, error) { return exchange.ListFields(), nil })
}

// PreviewImport works out what a file would do to the list. The file is picked
// with Imports.Pick; UpdateExisting has no meaning here. It runs as the job
// "preview" and changes nothing.
func (m *Mailing) PreviewImport(c ImportChoices) (ListPreview, error) {
	return job(m.sh, "preview", func(ctx context.Context, v *vault.Vault, _ vault.Progress) (ListPreview, error) {
		if err := m.sh.chosen(c.Path); err != nil {
			return ListPreview{}, err
		}
		plan, out, err := listPlan(ctx, v, c)
		if err != nil || plan == nil {
			return out, err
		}
		out.Counts, out.Skipped, out.Remarks, out.Digest = plan.Counts, groups(plan.Skipped), groups(plan.Remarks), plan.Digest
		for _, r := range plan.Rows {
			if r.Do != exchange.Skip && len(out.Rows) < 50 {
				r.Remarks = list(r.Remarks)
				out.Rows = append(out.Rows, r)
			}
		}
		return out, nil
	})
}

// RunImport brings the file in, exactly as the preview with that digest showed.
// It runs as the job "import"; Imports.Undo takes it back.
func (m *Mailing) RunImport(c ImportChoices, digest string) (ImportResult, error) {
	return job(m.sh, "import", func(ctx context.Context, v *vault.Vault, say vault.Progress) (ImportResult, error) {
		if err := m.sh.chosen(c.Path); err != nil {
			return ImportResult{}, err
		}
		plan, out, err := listPlan(ctx, v, c)
		if err != nil {
			return ImportResult{}, err
		}
		if plan == nil {
			return ImportResult{}, out.Problem
		}
		if plan.Digest != digest {
			return ImportResult{}, app.E("import-changed-since", "")
		}
		r, err := exchange.RunList(ctx, v, plan, say)
		return ImportResult{r.Batch, r.Added, r.Updated, len(r.Skipped)}, err
	})
}

// listPlan reads the file and works the plan out. Where only the columns lack
// something there is no plan, and the preview says what.
func listPlan(ctx context.Context, v *vault.Vault, c ImportChoices) (*exchange.ListPlan, ListPreview, error) {
	out := ListPreview{Path: c.Path, Rows: []exchange.ListRow{}, Skipped: []FindingGroup{}, Remarks: []FindingGroup{}, Columns: []exchange.Column{}}
	f, err := os.Open(c.Path)
	if err != nil {
		return nil, out, app.E("file-unreadable", "file", "file", filepath.Base(c.Path))
	}
	defer f.Close()
	sheet, err := exchange.Read(filepath.Base(c.Path), f, exchange.ReadOptions{Charset: c.Charset, Delimiter: c.Delimiter, Sheet: c.Sheet})
	if err != nil {
		return nil, out, err
	}
	out.Name, out.Charset, out.Delimiter, out.Sheet = sheet.Name, sheet.Charset, sheet.Delimiter, sheet.Tab
	mapping, err := sheet.MapList(exchange.MapOptions{Fields: c.fields(), Heading: c.Heading})
	if mapping != nil {
		out.Heading, out.Columns = mapping.Heading, list(mapping.Columns)
	}
	if mapping != nil && err != nil {
		out.Problem = app.Told(err)[0]
		return nil, out, nil
	}
	if err != nil {
		return nil, out, err
	}
	plan, err := exchange.PreviewList(ctx, v, sheet, mapping, exchange.ListOptions{ConsentSource: c.ConsentSource, ConsentDate: c.ConsentDate, Returning: c.Returning})
	if err != nil {
		return nil, out, err
	}
	return plan, out, v.View(func(tx *vault.Tx) error {
		b, there, err := exchange.BroughtIn(tx, sheet)
		if there {
			before := importBatch(tx, b)
			out.Before = &before
		}
		return err
	})
}
