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

type importCmd struct {
	Customers  importCustomersCmd  `cmd:""`
	Contacts   importContactsCmd   `cmd:""`
	Deliveries importDeliveriesCmd `cmd:""`
	Chats      importChatsCmd      `cmd:""`
	Mail       importMailCmd       `cmd:""`
	Visits     importVisitsCmd     `cmd:""`
	Mailing    importMailingCmd    `cmd:""`
	Undo       importUndoCmd       `cmd:""`
}

// tableFlags say which table of which file, and how to read it.
type tableFlags struct {
	File      string `arg:""`
	Map       string `placeholder:"COLUMN=FIELD,…"`
	Charset   string `placeholder:"C"`
	Delimiter string `placeholder:"D"`
	Sheet     string `placeholder:"T"`
	DryRun    bool
}

type importCustomersCmd struct {
	tableFlags
	Existing      string `enum:"skip,update" default:"skip" placeholder:"skip|update"`
	ConsentSource string `placeholder:"T"`
	ConsentDate   string `placeholder:"DAY"`
	Returning     []int  `placeholder:"ROW,…"`
}

// imported is what an import did, or with --dry-run what it would do: the same
// but for the batch, which is not made.
type imported struct {
	Batch    string             `json:"batch"`
	Added    int                `json:"added"`
	Updated  int                `json:"updated"`
	Skipped  []exchange.Finding `json:"skipped"`
	Remarks  []exchange.Finding `json:"remarks"`
	Unplaced []string           `json:"unplaced"` // columns that are no field
}

func (c importCustomersCmd) Run(s *session) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	sheet, fields, err := c.read()
	if err != nil {
		return err
	}
	options.Chosen = len(fields) > 0
	return s.open(func(v *vault.Vault) error {
		remembered, err := exchange.Remembered(v, "customers", sheet, "")
		if err != nil {
			return err
		}
		mapping, err := sheet.Map(exchange.MapOptions{Fields: fields, Remembered: remembered})
		if err != nil {
			return err
		}
		plan, err := exchange.Preview(s.ctx, v, sheet, mapping, options)
		if err != nil {
			return err
		}
		done := imported{Added: plan.Counts.Add, Updated: plan.Counts.Update, Skipped: orEmpty(plan.Skipped), Remarks: orEmpty(plan.Remarks), Unplaced: []string{}}
		done.Unplaced = append(done.Unplaced, unplaced(plan.Mapping)...)
		if !c.DryRun {
			result, err := exchange.Run(s.ctx, v, plan, s.progress())
			if err != nil {
				return err
			}
			done.Batch, done.Added, done.Updated, done.Skipped, done.Remarks = result.Batch, result.Added, result.Updated, orEmpty(result.Skipped), orEmpty(result.Remarks)
		}
		return s.result(done, func(w io.Writer) { s.imported(w, done) })
	})
}

func (c importCustomersCmd) options() (exchange.Options, error) {
	on, err := day("consent-date", c.ConsentDate)
	if err != nil {
		return exchange.Options{}, err
	}
	return exchange.Options{UpdateExisting: c.Existing == "update", ConsentSource: c.ConsentSource, ConsentDate: on, Returning: c.Returning}, nil
}

// unplaced names the columns that are no field.
func unplaced(m *exchange.Mapping) (out []string) {
	for _, column := range m.Unplaced() {
		out = append(out, strings.TrimSpace(column.Letters+" "+column.Heading))
	}
	return out
}

// read takes the file in before the vault is opened: what is wrong with the file
// needs no passphrase to be told. Which column is which may be known there from
// an earlier file, and is settled then.
func (c tableFlags) read() (*exchange.Sheet, map[string]string, error) {
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
	return sheet, fields, err
}

func (s *session) imported(w io.Writer, i imported) {
	for _, list := range [][]exchange.Finding{i.Skipped, i.Remarks} {
		for _, f := range list {
			s.line(w, "say.import.row", "row", strconv.Itoa(f.Row), "text", s.explain(&app.Error{Code: f.Code, Field: f.Field, Args: f.Args}))
		}
	}
	if len(i.Unplaced) > 0 {
		s.line(w, "say.import.unplaced", "columns", strings.Join(i.Unplaced, ", "))
	}
	s.line(w, "say.import.counts", "added", strconv.Itoa(i.Added), "updated", strconv.Itoa(i.Updated), "skipped", strconv.Itoa(len(i.Skipped)))
	if i.Batch == "" {
		s.line(w, "say.import.preview")
	} else {
		s.line(w, "say.import.batch", "batch", i.Batch)
	}
}

type importUndoCmd struct {
	Batch string `arg:""`
}

func (c importUndoCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		u, err := exchange.Undo(s.ctx, v, c.Batch, s.progress())
		if errors.Is(err, app.E("not-found", "")) {
			return app.E("not-found", "batch", "value", c.Batch)
		}
		if err != nil {
			return err
		}
		return s.result(u, func(w io.Writer) {
			s.line(w, "say.import.undone", "removed", strconv.Itoa(u.Removed), "restored", strconv.Itoa(u.Restored), "kept", strconv.Itoa(u.Kept))
		})
	})
}
