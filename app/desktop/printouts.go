package desktop

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange/portable"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// Printouts makes PDFs, shows them in the window, and writes them where the
// person asks.
type Printouts struct{ sh *shell }

// Printed is a PDF in the window's memory. It is on no disk.
type Printed struct {
	Kind string `json:"kind"` // access, certificate, recovery
	PDF  string `json:"pdf"`  // base64
}

// makePDF makes a document of what was gathered, ready for the preview.
func makePDF[In any](kind string, in In, make func(In) (printout.Document, error)) (Printed, error) {
	doc, err := make(in)
	if err != nil {
		return Printed{}, err
	}
	pdf, err := printout.PDF(doc)
	return Printed{Kind: kind, PDF: base64.StdEncoding.EncodeToString(pdf)}, err
}

// Access makes the printout of all that the register knows about a customer
// (GDPR Art. 15). Language empty: the customer's own.
func (p *Printouts) Access(customerID string, language app.Lang) (Printed, error) {
	return update(p.sh, func(tx *vault.Tx) (Printed, error) {
		if err := tx.MayHandOver(customerID); err != nil {
			return Printed{}, err
		}
		in, err := printout.AccessOf(tx, customerID, language)
		if err != nil {
			return Printed{}, err
		}
		pdf, err := makePDF("access", in, printout.Access)
		if err != nil {
			return Printed{}, err
		}
		return pdf, tx.Audited("access-printed", customerID)
	})
}

// Save asks for a place and writes the PDF there. It gives the path, or "" when
// the person changed their mind.
func (p *Printouts) Save(name, pdf string) (string, error) {
	return call(p.sh, func() (string, error) {
		b, err := base64.StdEncoding.DecodeString(pdf)
		if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
			return "", app.E("invalid", "pdf")
		}
		return p.sh.save(name, b)
	})
}

// Show opens a file that was saved in this session in the system's viewer.
func (p *Printouts) Show(path string) error {
	return only(call(p.sh, func() (none, error) {
		p.sh.mu.Lock()
		ours := p.sh.saved[path]
		p.sh.mu.Unlock()
		if !ours {
			return none{}, app.E("not-found", "path")
		}
		return none{}, p.sh.host.Show(path)
	}))
}

// save writes a file that the person asked for: readable by them alone, whole
// or not at all.
func (sh *shell) save(name string, b []byte) (string, error) {
	path, err := sh.where(name, FileKind{"PDF", "*.pdf"})
	if err != nil || path == "" {
		return "", err
	}
	return path, sh.put(path, b)
}

// where asks for a place; empty when the person changed their mind.
func (sh *shell) where(name string, kind FileKind) (string, error) {
	return sh.host.SaveFile("", filepath.Base(name), kind)
}

// put writes a file at a place that the person chose.
func (sh *shell) put(path string, b []byte) error {
	if err := writeFile(path, b); err != nil {
		return app.E("file-unwritable", "path", "path", path)
	}
	sh.mu.Lock()
	sh.saved[path] = true
	sh.mu.Unlock()
	return nil
}

// writeFile writes through a file beside the target, so that a full disk leaves
// the old file whole.
func writeFile(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".kortisto-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Portable asks for a place and writes the ZIP there in which a person takes along
// what they gave (GDPR Art. 20); the file is written down among the copies. It
// gives the path, or "" when the person at the window changed their mind.
func (p *Printouts) Portable(customerID string) (string, error) {
	return call(p.sh, func() (string, error) {
		pack, err := view(p.sh, func(tx *vault.Tx) (portable.Package, error) { return portable.Gather(tx, customerID) })
		if err != nil {
			return "", err
		}
		path, err := p.sh.where(pack.Name(), FileKind{"ZIP", "*.zip"})
		if err != nil || path == "" {
			return "", err
		}
		return update(p.sh, func(tx *vault.Tx) (string, error) {
			pack, zip, err := portable.Make(tx, customerID)
			if err != nil {
				return "", err
			}
			if _, err := portable.Tell(tx, customerID, path, pack.Rows()); err != nil {
				return "", err
			}
			return path, p.sh.put(path, zip)
		})
	})
}
