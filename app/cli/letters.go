package cli

import (
	"io"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// requestLetterCmd writes a letter of a request and notes that it went out. With
// --seal the file is a draft of a mail, and the passphrase is in the result and
// nowhere else.
type requestLetterCmd struct {
	ID        string   `arg:""`
	Kind      string   `required:"" placeholder:"confirm|identity|extend|access|…"`
	Out       string   `required:"" placeholder:"FILE"`
	Way       string   `default:"paper" placeholder:"paper|email-encrypted|in-person"`
	Seal      string   `placeholder:"zip|age"`
	Paragraph []string `sep:"none"`
}

func (c requestLetterCmd) Run(s *session) error {
	return s.letter(c.Out, func(tx *vault.Tx) (printout.LetterOrder, error) {
		r, err := requestBy(tx, c.ID)
		o := printout.LetterOrder{RequestID: r.ID, Kind: app.LetterKind(c.Kind), Lang: app.Lang(s.global.Lang), Way: c.Way, Seal: c.Seal}
		if c.Seal != "" {
			o.Way = app.WayEmail
		}
		if len(c.Paragraph) > 0 {
			o.Paragraphs = c.Paragraph
		}
		return o, err
	})
}

// letter issues a letter and keeps the file only when its line is in the log.
func (s *session) letter(path string, order func(tx *vault.Tx) (printout.LetterOrder, error)) error {
	out, err := newOutput("out", path)
	if err != nil {
		return err
	}
	defer out.Discard()
	err = s.update(func(tx *vault.Tx) error {
		o, err := order(tx)
		if err != nil {
			return err
		}
		issued, err := o.Issue(tx)
		if err != nil {
			return err
		}
		if _, err := out.Write(issued.File); err != nil {
			return err
		}
		l := issued.Letter
		return s.result(struct {
			Letter     app.IssuedLetter `json:"letter"`
			Pages      int              `json:"pages"`
			Sections   []string         `json:"sections"`
			SHA256     string           `json:"sha256"`
			Passphrase string           `json:"passphrase"`
		}{l, l.Pages, orEmpty(issued.Sections), l.SHA256, strings.Join(issued.Passphrase, "-")}, func(w io.Writer) {
			s.line(w, "say.access", "path", path, "pages", strconv.Itoa(l.Pages))
			if len(issued.Passphrase) > 0 {
				s.line(w, "say.sealed", "passphrase", strings.Join(issued.Passphrase, "-"))
			}
		})
	})
	if err != nil {
		return err
	}
	return out.Finish()
}
