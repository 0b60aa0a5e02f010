package desktop

import (
	"kortisto/app"
)

// Letters are what the firm sends because of a request: drafts, previews, and
// the log of what went out.
type Letters struct{ sh *shell }

// Posted is a letter that was issued as a file.
type Posted struct {
	Letter     app.IssuedLetter `json:"letter"`
	Path       string           `json:"path"`       // where it is; empty: the person changed their mind, and nothing was issued
	Passphrase []string         `json:"passphrase"` // that opens it, shown once; none on paper
}

// For lists the letters that a request may need, in their order.
func (l *Letters) For(requestID string) ([]app.LetterKind, error) {
	return view(l.sh, func(tx *vault.Tx) ([]app.LetterKind, error) {
		r, err := tx.Request(requestID)
		return list(app.LettersFor(r)), err
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

// Issue writes down that the letter went out without a file: printed from the
// preview, handed over.
func (l *Letters) Issue(requestID string, kind app.LetterKind, language app.Lang, paragraphs []string, way string) (app.IssuedLetter, error) {
	return update(l.sh, func(tx *vault.Tx) (app.IssuedLetter, error) {
		issued, err := printout.LetterOrder{RequestID: requestID, Kind: kind, Lang: language, Paragraphs: paragraphs, Way: way}.Issue(tx)
		return issued.Letter, err
	})
}
