package desktop

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// Imports brings customer lists in, and takes them back.
type Imports struct{ sh *shell }

// ImportChoices is a file and what the person chose about it. Empty means: as
// recognised.
type ImportChoices struct {
	Path           string         `json:"path"`
	Columns        []ColumnChoice `json:"columns"`
	Charset        string         `json:"charset"`
	Delimiter      string         `json:"delimiter"`
	Sheet          string         `json:"sheet"`
	Heading        string         `json:"heading"` // yes, no or empty
	UpdateExisting bool           `json:"updateExisting"`
	ConsentSource  string         `json:"consentSource"`
	ConsentDate    app.Day        `json:"consentDate"`
	Returning      []int          `json:"returning"`
	KeepPostcodes  bool           `json:"keepPostcodes"` // 100 stays 100
}

// ColumnChoice maps a column, named by its letters, to a field; "-" leaves it out.
type ColumnChoice struct {
	Column string `json:"column"`
	Field  string `json:"field"`
}

// ImportPreview is what would happen. The rows are as they will be stored.
type ImportPreview struct {
	Path       string             `json:"path"`
	Name       string             `json:"name"`
	Charset    string             `json:"charset"`
	Delimiter  string             `json:"delimiter"`
	Sheet      string             `json:"sheet"`
	Sheets     []string           `json:"sheets"`     // of a workbook
	Remembered bool               `json:"remembered"` // columns are as chosen for an earlier file
	Heading    bool               `json:"heading"`
	Columns    []exchange.Column  `json:"columns"`
	Counts     exchange.Counts    `json:"counts"`
	Rows       []exchange.PlanRow `json:"rows"`    // the first that come in, at most 50
	Skipped    []FindingGroup     `json:"skipped"` // rows left out, by reason
	Remarks    []FindingGroup     `json:"remarks"` // rows that come in corrected, by kind
	Digest     string             `json:"digest"`
	Before     *ImportBatch       `json:"before"`  // the same file was brought in already
	Problem    *app.Error         `json:"problem"` // what the columns lack as chosen; then there are columns and nothing more
}

// FindingGroup is one reason, and the rows of the file to which it applies.
type FindingGroup struct {
	Code  string `json:"code"`
	Field string `json:"field"`
	Rows  []int  `json:"rows"` // the first twenty
	Count int    `json:"count"`
	Args  []Arg  `json:"args"` // of the first
}

// Arg is a named value of a message.
type Arg struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// ImportResult is what an import did.
type ImportResult struct {
	Batch   string `json:"batch"`
	Added   int    `json:"added"`
	Updated int    `json:"updated"`
	Skipped int    `json:"skipped"`
}

// ImportBatch is an import of the past.
type ImportBatch struct {
	ID       string  `json:"id"`
	On       app.Day `json:"on"`
	Register string  `json:"register"` // customers, contacts, deliveries, chats, mail, …
	File     string  `json:"file"`
	Added    int     `json:"added"`
	Updated  int     `json:"updated"`
	Skipped  int     `json:"skipped"`
	Undone   bool    `json:"undone"`
}

// Pick asks for a file; "" when the person changed their mind.
func (i *Imports) Pick() (string, error) {
	return call(i.sh, func() (string, error) {
		path, err := i.sh.host.OpenFile("", FileKind{"CSV, Excel, vCard, JSON", "*.csv;*.txt;*.tsv;*.xlsx;*.vcf;*.json"})
		i.sh.chose(path)
		return path, err
	})
}

// Fields are what a column can be brought in as.
func (i *Imports) Fields() ([]string, error) {
	return call(i.sh, func() ([]string, error) { return exchange.Fields(), nil })
}

// Preview works out what bringing the file in would do. It runs as the job
// "preview" and changes nothing.
func (i *Imports) Preview(c ImportChoices) (ImportPreview, error) {
	return job(i.sh, "preview", func(ctx context.Context, v *vault.Vault, _ vault.Progress) (ImportPreview, error) {
		if err := i.sh.chosen(c.Path); err != nil {
			return ImportPreview{}, err
		}
		sheet, mapping, err := readSheet(v, c)
		if mapping != nil && err != nil {
			return unmapped(c.Path, sheet, mapping, app.Told(err)[0]), nil
		}
		if err != nil {
			return ImportPreview{}, err
		}
		plan, err := exchange.Preview(ctx, v, sheet, mapping, c.options())
		if err != nil {
			return ImportPreview{}, err
		}
		p := preview(c.Path, plan)
		p.Sheets, p.Remembered = list(sheet.Tabs), mapping.Remembered
		err = v.View(func(tx *vault.Tx) error {
			b, there, err := exchange.BroughtIn(tx, sheet)
			if there {
				before := importBatch(tx, b)
				p.Before = &before
			}
			return err
		})
		return p, err
	})
}

// Run brings the file in, exactly as the preview with that digest showed. It
// runs as the job "import"; cancelling leaves nothing behind.
func (i *Imports) Run(c ImportChoices, digest string) (ImportResult, error) {
	return job(i.sh, "import", func(ctx context.Context, v *vault.Vault, say vault.Progress) (ImportResult, error) {
		if err := i.sh.chosen(c.Path); err != nil {
			return ImportResult{}, err
		}
		sheet, mapping, err := readSheet(v, c)
		if err != nil {
			return ImportResult{}, err
		}
		shown, err := exchange.Preview(ctx, v, sheet, mapping, c.options())
		if err != nil {
			return ImportResult{}, err
		}
		if shown.Digest != digest {
			return ImportResult{}, app.E("import-changed-since", "")
		}
		r, err := exchange.Run(ctx, v, shown, say)
		return ImportResult{r.Batch, r.Added, r.Updated, len(r.Skipped)}, err
	})
}

// Undo takes a whole import back.
func (i *Imports) Undo(batch string) (vault.Undone, error) {
	return job(i.sh, "undo", func(ctx context.Context, v *vault.Vault, say vault.Progress) (vault.Undone, error) {
		return v.UndoBatch(ctx, batch, say)
	})
}

// Batches lists imports, newest first.
func (i *Imports) Batches() ([]ImportBatch, error) {
	return view(i.sh, func(tx *vault.Tx) ([]ImportBatch, error) {
		all, err := tx.Batches()
		out := make([]ImportBatch, len(all))
		for n, b := range all {
			out[n] = importBatch(tx, b)
		}
		return out, err
	})
}

func importBatch(tx *vault.Tx, b vault.Batch) ImportBatch {
	return ImportBatch{b.ID, app.DayOf(b.At.In(tx.Zone())), b.Register, b.Source, b.Added, b.Updated, b.Skipped, !b.UndoneAt.IsZero()}
}

// readSheet reads the file and maps its columns. Where only the mapping lacks
// something, the columns come with the error, so that the person can mend it.
func readSheet(v *vault.Vault, c ImportChoices) (*exchange.Sheet, *exchange.Mapping, error) {
	sheet, err := c.read()
	if err != nil {
		return nil, nil, err
	}
	remembered, err := exchange.Remembered(v, "customers", sheet, c.Heading)
	if err != nil {
		return nil, nil, err
	}
	mapping, err := sheet.Map(exchange.MapOptions{Fields: c.fields(), Heading: c.Heading, Remembered: remembered})
	return sheet, mapping, err
}

func (c ImportChoices) read() (*exchange.Sheet, error) {
	f, err := os.Open(c.Path)
	if err != nil {
		return nil, app.E("file-unreadable", "file", "file", filepath.Base(c.Path))
	}
	defer f.Close()
	return exchange.Read(filepath.Base(c.Path), f, exchange.ReadOptions{Charset: c.Charset, Delimiter: c.Delimiter, Sheet: c.Sheet})
}

func (c ImportChoices) options() exchange.Options {
	return exchange.Options{UpdateExisting: c.UpdateExisting, ConsentSource: c.ConsentSource, ConsentDate: c.ConsentDate, Returning: c.Returning, KeepPostcodes: c.KeepPostcodes, Chosen: len(c.Columns) > 0}
}

func unmapped(path string, s *exchange.Sheet, m *exchange.Mapping, problem *app.Error) ImportPreview {
	return ImportPreview{
		Path: path, Name: s.Name, Charset: s.Charset, Delimiter: s.Delimiter, Sheet: s.Tab, Sheets: list(s.Tabs), Heading: m.Heading, Remembered: m.Remembered,
		Columns: list(m.Columns), Rows: []exchange.PlanRow{}, Skipped: []FindingGroup{}, Remarks: []FindingGroup{}, Problem: problem,
	}
}

func (c ImportChoices) fields() map[string]string {
	out := map[string]string{}
	for _, k := range c.Columns {
		out[k.Column] = k.Field
	}
	return out
}

func preview(path string, p *exchange.Plan) ImportPreview {
	out := ImportPreview{
		Path: path, Name: filepath.Base(p.File), Charset: p.Charset, Delimiter: p.Delim, Sheet: p.Tab, Heading: p.Mapping.Heading,
		Columns: list(p.Mapping.Columns), Counts: p.Counts, Rows: []exchange.PlanRow{},
		Skipped: groups(p.Skipped), Remarks: groups(p.Remarks), Digest: p.Digest,
	}
	for _, r := range p.Rows {
		if r.Do != exchange.Skip && len(out.Rows) < 50 {
			r.Customer = whole(r.Customer)
			r.Changed, r.Remarks = list(r.Changed), list(r.Remarks)
			out.Rows = append(out.Rows, r)
		}
	}
	return out
}

// groups puts findings of one kind together, in the order of their first row.
func groups(fs []exchange.Finding) []FindingGroup {
	out := []FindingGroup{}
	at := map[string]int{}
	for _, f := range fs {
		key := f.Code + " " + f.Field
		n, there := at[key]
		if !there {
			n = len(out)
			at[key] = n
			g := FindingGroup{Code: f.Code, Field: f.Field, Rows: []int{}, Args: []Arg{}}
			for _, name := range slices.Sorted(maps.Keys(f.Args)) {
				g.Args = append(g.Args, Arg{name, f.Args[name]})
			}
			out = append(out, g)
		}
		out[n].Count++
		if len(out[n].Rows) < 20 {
			out[n].Rows = append(out[n].Rows, f.Row)
		}
	}
	return out
}
