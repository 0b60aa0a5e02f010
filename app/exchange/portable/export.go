package portable

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

// Exported is the file that was written.
type Exported struct {
	exchange.Exported
	Rows int    `json:"rows"`
	Copy string `json:"copy"` // the id of the tracked copy
}

// Make gives the ZIP of a customer, and what is in it. See vault.Tx.MayHandOver.
func Make(tx *vault.Tx, customerID string) (Package, []byte, error) {
	if err := tx.MayHandOver(customerID); err != nil {
		return Package{}, nil, err
	}
	p, err := Gather(tx, customerID)
	if err != nil {
		return p, nil, err
	}
	zip, err := p.Zip()
	return p, zip, err
}

// Tell writes down that a ZIP goes out under a name: as a tracked copy, and in the
// customer's log.
func Tell(tx *vault.Tx, customerID, file string, rows int) (app.Copy, error) {
	if err := tx.Audited("portable-exported", customerID); err != nil {
		return app.Copy{}, err
	}
	return tx.AddCopy(app.Copy{What: "portable", Format: "zip", Rows: rows, File: filepath.Base(file)})
}

// Write writes a customer's ZIP where no file is yet, readable by its owner alone,
// and writes down that it did; a file that is not written down does not stay. It
// fails with not-found, file-exists or file-unwritable.
func Write(ctx context.Context, v *vault.Vault, customerID, path string) (done Exported, err error) {
	placed := false
	err = v.Update(func(tx *vault.Tx) error {
		p, zip, err := Make(tx, customerID)
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return app.E("cancelled", "")
		}
		out, err := exchange.WriteNew(path, func(w io.Writer) error { _, err := w.Write(zip); return err })
		if err != nil {
			return err
		}
		placed = true
		c, err := Tell(tx, customerID, path, p.Rows())
		done = Exported{out, p.Rows(), c.ID}
		return err
	})
	if err != nil && placed {
		_ = os.Remove(path)
	}
	return done, err
}
