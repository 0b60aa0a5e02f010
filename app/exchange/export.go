package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"kortisto/app"
	"kortisto/app/vault"
)

// Formats of files that go out.
const (
	XLSX = "xlsx"
	CSV  = "csv"
	VCF  = "vcf"
	JSON = "json"
)

// Formats in which a register goes out, in the order of offering. Contacts and
// deliveries are tables; JSON of customers has them along.
func Formats(register string) []string {
	if register == Contacts || register == Deliveries {
		return []string{XLSX, CSV}
	}
	return []string{XLSX, CSV, VCF, JSON}
}

// Export is what is to go out.
type Export struct {
	Register string   // customers, contacts or deliveries
	Format   string   // one of Formats
	Safe     bool     // CSV: an apostrophe before what a spreadsheet would calculate
	Cards3   bool     // vCard: version 3.0 instead of 4.0, for older phones
	IDs      []string // of the customers; nil: all
	Path     string
	Replace  bool // the person agreed that a file of that name goes
}

// ExportedTable is a file that was written, and the copy that is told of it.
type ExportedTable struct {
	Exported
	Rows       int    `json:"rows"`
	Copy       string `json:"copy"`       // the id of the tracked copy
	Restricted int    `json:"restricted"` // customers who were left out: their data must not be used (GDPR Art. 18)
}

// sink writes records in one format.
type sink interface {
	row(cells []string) error
	customer(tx *vault.Tx, c app.Customer) error // where a format is more than a table
	close() error
}

// chunk is how many customers are read at a time, so that a large export keeps
// nobody waiting.
const chunk = 200

// ExportTable writes customers, contacts or deliveries into a file, unencrypted,
// because the person asked. Customers come in the order of their numbers, entries
// under them the oldest first. The file is readable by its owner alone, and
// appears under its name only when it is whole and written down as a tracked copy
// (GDPR Art. 5(2)). It fails with choice-invalid, file-exists or file-unwritable;
// after an error or when cancelled nothing is left behind. Progress is called
// with the phase "exporting" and customers.
func ExportTable(ctx context.Context, v *vault.Vault, e Export, progress vault.Progress) (done ExportedTable, err error) {
	if err := e.check(); err != nil {
		return done, err
	}
	unwritable := app.E("file-unwritable", "path", "path", e.Path)
	f, err := os.CreateTemp(filepath.Dir(e.Path), ".kortisto-*") // made with 0600
	if err != nil {
		return done, unwritable
	}
	defer os.Remove(f.Name())
	defer f.Close()
	out := &failing{w: f}
	sum := sha256.New()
	counted := &counting{w: io.MultiWriter(out, sum)}
	rows, restricted, err := e.write(ctx, v, counted, progress)
	if out.err != nil {
		return done, unwritable
	}
	if err != nil {
		return done, err
	}
	if f.Sync() != nil || f.Close() != nil {
		return done, unwritable
	}
	placed := false
	err = v.Update(func(tx *vault.Tx) error {
		c, err := tx.AddCopy(app.Copy{What: e.Register, Format: e.Format, Rows: rows, File: filepath.Base(e.Path)})
		if err != nil {
			return err
		}
		done = ExportedTable{Exported{e.Path, counted.n, hex.EncodeToString(sum.Sum(nil))}, rows, c.ID, restricted}
		if e.Replace {
			if os.Rename(f.Name(), e.Path) != nil {
				return unwritable
			}
		} else if err := place(f.Name(), e.Path); err != nil {
			return err
		}
		placed = true
		keepName(e.Path)
		return nil
	})
	if err != nil && placed {
		_ = os.Remove(e.Path) // what is not written down does not go out
	}
	if err != nil {
		return ExportedTable{}, err
	}
	return done, nil
}

func (e Export) check() error {
	if !slices.Contains([]string{"customers", Contacts, Deliveries}, e.Register) {
		return app.E("choice-invalid", "register", "value", e.Register)
	}
	if !slices.Contains(Formats(e.Register), e.Format) {
		return app.E("choice-invalid", "format", "value", e.Format)
	}
	if _, err := os.Lstat(e.Path); !e.Replace && !errors.Is(err, fs.ErrNotExist) {
		return app.E("file-exists", "path", "path", e.Path)
	}
	return nil
}

type counting struct {
	w io.Writer
	n int64
}

func (c *counting) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

func (e Export) sink(w io.Writer) (sink, error) {
	switch e.Format {
	case XLSX:
		return newXLSXSink(w, e.Register)
	case CSV:
		return newCSVSink(w, e.Safe)
	case VCF:
		return newCardSink(w, e.Cards3), nil
	}
	return newJSONSink(w)
}

func (e Export) write(ctx context.Context, v *vault.Vault, w io.Writer, progress vault.Progress) (rows, restricted int, err error) {
	out, err := e.sink(w)
	if err != nil {
		return 0, 0, err
	}
	if err := out.row(ownHeadings(e.Register)); err != nil {
		return 0, 0, err
	}
	ids, err := e.customers(v)
	if err != nil {
		return 0, 0, err
	}
	done := 0
	for part := range slices.Chunk(ids, chunk) {
		err := v.View(func(tx *vault.Tx) error {
			for _, id := range part {
				if ctx.Err() != nil {
					return app.E("cancelled", "")
				}
				if err := tx.MayUse(id, app.UseExport); errors.Is(err, app.E("restricted", "")) {
					restricted++
					continue
				} else if err != nil {
					return err
				}
				n, err := e.writeCustomer(tx, out, id)
				if err != nil {
					return err
				}
				rows += n
			}
			return nil
		})
		if err != nil {
			return 0, 0, err
		}
		done += len(part)
		if progress != nil {
			progress("exporting", int64(done), int64(len(ids)))
		}
	}
	return rows, restricted, out.close()
}

// customers are the ids of those that go out, in the order of their numbers.
func (e Export) customers(v *vault.Vault) ([]string, error) {
	var keys []Key
	chosen := map[string]bool{}
	for _, id := range e.IDs {
		chosen[id] = true
	}
	err := v.View(func(tx *vault.Tx) error {
		return tx.Keys(func(k Key) error {
			if e.IDs == nil || chosen[k.ID] {
				keys = append(keys, Key{ID: k.ID, Number: k.Number})
			}
			return nil
		})
	})
	slices.SortFunc(keys, inOrder)
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = k.ID
	}
	return ids, err
}

// writeCustomer writes what a register holds of one customer. One that was
// erased meanwhile is not there.
func (e Export) writeCustomer(tx *vault.Tx, out sink, id string) (int, error) {
	c, err := tx.Customer(id)
	if errors.Is(err, app.E("not-found", "")) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	switch e.Register {
	case Contacts:
		return writeContacts(tx, out, c)
	case Deliveries:
		return writeDeliveries(tx, out, c)
	}
	return 1, out.customer(tx, c)
}

func writeContacts(tx *vault.Tx, out sink, c app.Customer) (int, error) {
	all, _, err := tx.Contacts(c.ID, 0, 0)
	if err != nil {
		return 0, err
	}
	for _, t := range slices.Backward(all) {
		cells := map[string]string{
			"number": c.Number, "name": c.Name, "on": string(t.On), "at": t.At, "channel": string(t.Channel), "direction": string(t.Direction), "who": t.Who,
			"handledBy": t.HandledBy, "subject": t.Subject, "text": t.Text, "purpose": string(t.Purpose), "seconds": itoa(t.Seconds),
			"waiting": yesOrNo(t.Waiting), "followUpOn": string(t.FollowUpOn), "mass": yesOrNo(t.Mass),
		}
		if err := out.row(inColumns(Contacts, cells)); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

func writeDeliveries(tx *vault.Tx, out sink, c app.Customer) (int, error) {
	all, _, err := tx.Deliveries(c.ID, 0, 0)
	if err != nil {
		return 0, err
	}
	for _, d := range slices.Backward(all) {
		cells := map[string]string{"number": c.Number, "name": c.Name, "on": string(d.On), "product": d.Product, "quantity": d.Quantity}
		if err := out.row(inColumns(Deliveries, cells)); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

func inColumns(register string, cells map[string]string) []string {
	heads := ownHeadings(register)
	for i, h := range heads {
		heads[i] = cells[h]
	}
	return heads
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
