package desktop

import (
	"errors"
	"os"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// Letters are what the firm sends because of a request: drafts, previews, and
// the log of what went out.
type Letters struct{ sh *shell }

// Posted is a letter that was issued as a file.
type Posted struct {
	Letter     app.IssuedLetter `json:"letter"`
	Path       string           `json:"path"`       // where it is; empty: the person changed their mind, and nothing was issued
	Passphrase []string         `json:"passphrase"` // that opens it, joined with hyphens; shown once, kept nowhere. None for a PDF
}

// For lists the letters that a request may need, in their order.
func (l *Letters) For(requestID string) ([]app.LetterKind, error) {
	return view(l.sh, func(tx *vault.Tx) ([]app.LetterKind, error) {
		r, err := tx.Request(requestID)
		if err != nil {
			return nil, err
		}
		return app.LettersFor(r), nil
	})
}

// Draft is a letter with what is known filled in. Language empty: the request's own.
func (l *Letters) Draft(requestID string, kind app.LetterKind, language app.Lang) (app.LetterDraft, error) {
	return view(l.sh, func(tx *vault.Tx) (app.LetterDraft, error) {
		in, err := printout.LetterOf(tx, requestID, kind, language, nil)
		if err != nil {
			return app.LetterDraft{}, err
		}
		return printout.DraftOf(in)
	})
}

// Preview shows the letter as it would be issued. Nothing is written. A place
// that is not filled in is "letter-unfilled", with its name.
func (l *Letters) Preview(requestID string, kind app.LetterKind, language app.Lang, paragraphs []string) (Printed, error) {
	return view(l.sh, func(tx *vault.Tx) (Printed, error) {
		in, err := printout.LetterOf(tx, requestID, kind, language, paragraphs)
		if err != nil {
			return Printed{}, err
		}
		return makePDF(string(kind), in, printout.Letter)
	})
}

// Issue writes down that the letter went out without a file of the program's:
// printed from the preview, handed over.
func (l *Letters) Issue(requestID string, kind app.LetterKind, language app.Lang, paragraphs []string, way string) (app.IssuedLetter, error) {
	return update(l.sh, func(tx *vault.Tx) (app.IssuedLetter, error) {
		issued, err := printout.LetterOrder{RequestID: requestID, Kind: kind, Lang: language, Paragraphs: paragraphs, Way: way}.Issue(tx)
		return issued.Letter, err
	})
}

// Save asks for a place, writes the PDF there, and writes the letter down.
func (l *Letters) Save(requestID string, kind app.LetterKind, language app.Lang, paragraphs []string, way string) (Posted, error) {
	o := printout.LetterOrder{RequestID: requestID, Kind: kind, Lang: language, Paragraphs: paragraphs, Way: way}
	return call(l.sh, func() (Posted, error) { return l.post(o, "kirje.pdf", FileKind{"PDF", "*.pdf"}) })
}

// Mail asks for a place, writes a draft of a mail there with the PDF in a file
// that only the passphrase opens, and writes the letter down. Seal is zip or age.
func (l *Letters) Mail(requestID string, kind app.LetterKind, language app.Lang, paragraphs []string, seal string) (Posted, error) {
	o := printout.LetterOrder{RequestID: requestID, Kind: kind, Lang: language, Paragraphs: paragraphs, Way: app.WayEmail, Seal: seal}
	return call(l.sh, func() (Posted, error) {
		if _, err := l.sh.vault(); err != nil {
			return Posted{}, err
		}
		if seal != printout.SealZIP && seal != printout.SealAge {
			return Posted{}, app.E("choice-invalid", "seal", "value", seal)
		}
		return l.post(o, "kirje.eml", FileKind{"EML", "*.eml"})
	})
}

// post asks for the place first: a letter that nobody wanted is not in the log.
func (l *Letters) post(o printout.LetterOrder, name string, kind FileKind) (Posted, error) {
	v, err := l.sh.vault()
	if err != nil {
		return Posted{}, err
	}
	none := Posted{Passphrase: []string{}}
	path, err := l.sh.where(name, kind)
	if err != nil || path == "" {
		return none, err
	}
	var issued printout.Issued
	written := false
	err = v.Update(func(tx *vault.Tx) error {
		if issued, err = o.Issue(tx); err != nil {
			return err
		}
		if err := writeFile(path, issued.File); err != nil {
			return errors.Join(app.E("file-unwritable", "path", "path", path), err)
		}
		written = true
		return nil
	})
	if err != nil {
		if written {
			_ = os.Remove(path) // no copy without its line in the register
		}
		return none, err
	}
	l.sh.mu.Lock()
	l.sh.saved[path] = true
	l.sh.mu.Unlock()
	return Posted{issued.Letter, path, list(issued.Passphrase)}, nil
}
