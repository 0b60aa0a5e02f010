package desktop

import (
	"context"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/exchange/history"
	"kortisto/app/vault"
)

// EntryChoices are a table of contacts or deliveries and what the person chose
// about it.
type EntryChoices struct {
	Register  string        `json:"register"` // contacts or deliveries
	File      ImportChoices `json:"file"`     // of it: path, columns, charset, delimiter, sheet and heading
	MaskHetus bool          `json:"maskHetus"`
}

// EntryPreview is what would happen. The rows are as they will be stored.
type EntryPreview struct {
	Register   string             `json:"register"`
	Path       string             `json:"path"`
	Name       string             `json:"name"`
	Charset    string             `json:"charset"`
	Delimiter  string             `json:"delimiter"`
	Sheet      string             `json:"sheet"`
	Sheets     []string           `json:"sheets"`
	Remembered bool               `json:"remembered"`
	Heading    bool               `json:"heading"`
	Columns    []exchange.Column  `json:"columns"`
	Counts     exchange.Counts    `json:"counts"`
	Rows       []history.EntryRow `json:"rows"` // the first that come in, at most 50
	Skipped    []FindingGroup     `json:"skipped"`
	Remarks    []FindingGroup     `json:"remarks"`
	Digest     string             `json:"digest"`
	Problem    *app.Error         `json:"problem"` // what the columns lack as chosen; then there are columns and nothing more
}

// EntryFields are what a column can be brought in as in a register: contacts,
// deliveries or customers.
func (i *Imports) EntryFields(register string) ([]string, error) {
	return call(i.sh, func() ([]string, error) { return exchange.FieldsOf(register), nil })
}

// PreviewEntries works out what bringing a table of contacts or deliveries in
// would do. It runs as the job "preview" and changes nothing.
func (i *Imports) PreviewEntries(c EntryChoices) (EntryPreview, error) {
	return job(i.sh, "preview", func(ctx context.Context, v *vault.Vault, _ vault.Progress) (EntryPreview, error) {
		if err := i.sh.chosen(c.File.Path); err != nil {
			return EntryPreview{}, err
		}
		sheet, mapping, err := c.read(v)
		if mapping != nil && err != nil {
			return EntryPreview{
				Register: c.Register, Path: c.File.Path, Name: sheet.Name, Charset: sheet.Charset, Delimiter: sheet.Delimiter, Sheet: sheet.Tab, Sheets: list(sheet.Tabs), Heading: mapping.Heading, Remembered: mapping.Remembered,
				Columns: list(mapping.Columns), Rows: []history.EntryRow{}, Skipped: []FindingGroup{}, Remarks: []FindingGroup{}, Problem: app.Told(err)[0],
			}, nil
		}
		if err != nil {
			return EntryPreview{}, err
		}
		p, err := c.plan(ctx, v, sheet, mapping)
		if err != nil {
			return EntryPreview{}, err
		}
		out := entryPreview(c.File.Path, p)
		out.Sheets, out.Remembered = list(sheet.Tabs), mapping.Remembered
		return out, nil
	})
}

// RunEntries brings the table in, exactly as the preview with that digest
// showed. It runs as the job "import"; cancelling leaves nothing behind.
func (i *Imports) RunEntries(c EntryChoices, digest string) (ImportResult, error) {
	return job(i.sh, "import", func(ctx context.Context, v *vault.Vault, say vault.Progress) (ImportResult, error) {
		if err := i.sh.chosen(c.File.Path); err != nil {
			return ImportResult{}, err
		}
		sheet, mapping, err := c.read(v)
		if err != nil {
			return ImportResult{}, err
		}
		p, err := c.plan(ctx, v, sheet, mapping)
		if err != nil {
			return ImportResult{}, err
		}
		if p.Digest != digest {
			return ImportResult{}, app.E("import-changed-since", "")
		}
		r, err := history.RunEntries(ctx, v, p, say)
		return ImportResult{r.Batch, r.Added, r.Updated, len(r.Skipped)}, err
	})
}

func (c EntryChoices) read(v *vault.Vault) (*exchange.Sheet, *exchange.Mapping, error) {
	sheet, err := c.File.read()
	if err != nil {
		return nil, nil, err
	}
	remembered, err := exchange.Remembered(v, c.Register, sheet, c.File.Heading)
	if err != nil {
		return nil, nil, err
	}
	mapping, err := sheet.MapEntries(c.Register, exchange.MapOptions{Fields: c.File.fields(), Heading: c.File.Heading, Remembered: remembered})
	return sheet, mapping, err
}

func (c EntryChoices) plan(ctx context.Context, v *vault.Vault, s *exchange.Sheet, m *exchange.Mapping) (*history.EntryPlan, error) {
	return history.PreviewEntries(ctx, v, c.Register, s, m, history.EntryOptions{MaskHetus: c.MaskHetus, Chosen: len(c.File.Columns) > 0})
}

func entryPreview(path string, p *history.EntryPlan) EntryPreview {
	out := EntryPreview{
		Register: p.Register, Path: path, Name: filepath.Base(p.File), Charset: p.Charset, Delimiter: p.Delim, Sheet: p.Tab, Heading: p.Mapping.Heading,
		Columns: list(p.Mapping.Columns), Counts: p.Counts, Rows: []history.EntryRow{}, Skipped: groups(p.Skipped), Remarks: groups(p.Remarks), Digest: p.Digest,
	}
	for _, r := range p.Rows {
		if r.Do != exchange.Skip && len(out.Rows) < 50 {
			r.Remarks = list(r.Remarks)
			out.Rows = append(out.Rows, r)
		}
	}
	return out
}
