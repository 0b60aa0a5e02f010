package desktop

import (
	"context"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// Exports takes customers, contacts and deliveries out into files, and keeps in
// mind which files are out.
type Exports struct{ sh *shell }

// ExportChoices is what is to go out.
type ExportChoices struct {
	Register string   `json:"register"` // customers, contacts, deliveries
	Format   string   `json:"format"`   // xlsx, csv, vcf, json
	Safe     bool     `json:"safe"`     // csv: an apostrophe before what a spreadsheet would calculate
	Cards3   bool     `json:"cards3"`   // vcf: version 3.0, for older phones
	IDs      []string `json:"ids"`      // of the customers; empty: all
	Path     string   `json:"path"`     // as Pick gave it
}

// ExportPreview is what would go out.
type ExportPreview struct {
	Customers int      `json:"customers"`
	Formats   []string `json:"formats"`
}

// ExportResult is what went out.
type ExportResult struct {
	Path string `json:"path"`
	Rows int    `json:"rows"`
	Copy string `json:"copy"`
}

// Preview counts those who would go out; ids empty means all.
func (e *Exports) Preview(register string, ids []string) (ExportPreview, error) {
	return view(e.sh, func(tx *vault.Tx) (ExportPreview, error) {
		out := ExportPreview{Customers: len(ids), Formats: exchange.Formats(register)}
		if len(ids) > 0 {
			return out, nil
		}
		_, total, err := tx.Customers(vault.CustomerFilter{Limit: 1})
		out.Customers = total
		return out, err
	})
}

// Pick asks for a place; "" when the person changed their mind.
func (e *Exports) Pick(name, format string) (string, error) {
	return call(e.sh, func() (string, error) {
		return e.sh.where(name+"."+format, FileKind{strings.ToUpper(format), "*." + format})
	})
}

// Run writes the file, as the job "export". The person has agreed in the dialog
// that asked for the place that a file of that name goes.
func (e *Exports) Run(c ExportChoices) (ExportResult, error) {
	return job(e.sh, "export", func(ctx context.Context, v *vault.Vault, say vault.Progress) (ExportResult, error) {
		if c.Path == "" {
			return ExportResult{}, app.E("required", "path")
		}
		ids := c.IDs
		if len(ids) == 0 {
			ids = nil
		}
		done, err := exchange.ExportTable(ctx, v, exchange.Export{
			Register: c.Register, Format: c.Format, Safe: c.Safe, Cards3: c.Cards3, IDs: ids, Path: c.Path, Replace: true,
		}, say)
		return ExportResult{done.File, done.Rows, done.Copy}, err
	})
}

// Copies lists the files that are out of the vault, those that are still there
// first.
func (e *Exports) Copies() ([]app.Copy, error) {
	return view(e.sh, func(tx *vault.Tx) ([]app.Copy, error) {
		all, err := tx.Copies()
		return list(all), err
	})
}

// MarkGone writes down that a copy was destroyed.
func (e *Exports) MarkGone(id string) error {
	return only(update(e.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.MarkCopyGone(id) }))
}
