package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

type importMailingCmd struct {
	File          string `arg:""`
	Map           string `placeholder:"COLUMN=FIELD,…"`
	Charset       string `placeholder:"C"`
	Delimiter     string `placeholder:"D"`
	Sheet         string `placeholder:"T"`
	DryRun        bool
	ConsentSource string `placeholder:"T"`
	ConsentDate   string `placeholder:"DAY"`
	Returning     []int  `placeholder:"ROW,…"`
}

func (c importMailingCmd) Run(s *session) error {
	on, err := day("consent-date", c.ConsentDate)
	if err != nil {
		return err
	}
	sheet, mapping, err := c.read()
	if err != nil {
		return err
	}
	return s.open(func(v *vault.Vault) error {
		plan, err := exchange.PreviewList(s.ctx, v, sheet, mapping, exchange.ListOptions{ConsentSource: c.ConsentSource, ConsentDate: on, Returning: c.Returning})
		if err != nil {
			return err
		}
		done := imported{Added: plan.Counts.Add, Skipped: orEmpty(plan.Skipped), Remarks: orEmpty(plan.Remarks), Unplaced: []string{}}
		for _, column := range plan.Mapping.Unplaced() {
			done.Unplaced = append(done.Unplaced, strings.TrimSpace(column.Letters+" "+column.Heading))
		}
		if !c.DryRun {
			result, err := exchange.RunList(s.ctx, v, plan, s.progress())
			if err != nil {
				return err
			}
			done.Batch, done.Added = result.Batch, result.Added
		}
		return s.result(done, func(w io.Writer) { s.imported(w, done) })
	})
}

// read takes the file in before the vault is opened: what is wrong with the file
// needs no passphrase to be told.
func (c importMailingCmd) read() (*exchange.Sheet, *exchange.Mapping, error) {
	fields, err := exchange.ParseMap(c.Map)
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, nil, app.E("file-unreadable", "file", "file", c.File)
	}
	defer f.Close()
	sheet, err := exchange.Read(filepath.Base(c.File), f, exchange.ReadOptions{Charset: c.Charset, Delimiter: c.Delimiter, Sheet: c.Sheet})
	if err != nil {
		return nil, nil, err
	}
	mapping, err := sheet.MapList(exchange.MapOptions{Fields: fields})
	return sheet, mapping, err
}
