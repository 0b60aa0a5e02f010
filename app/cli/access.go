package cli

import (
	"io"
	"strconv"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// accessCmd prints for a person all that the register knows about them (GDPR
// Art. 15). The letter is in the customer's language unless --lang says another.
type accessCmd struct {
	Number string `arg:""`
	Out    string `required:"" placeholder:"FILE.pdf"`
}

// Run keeps the file only when its line is in the log: no letter leaves the
// register unseen.
func (c accessCmd) Run(s *session) error {
	out, err := newOutput("out", c.Out)
	if err != nil {
		return err
	}
	defer out.Discard()
	err = s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		in, err := printout.AccessOf(tx, card.ID, app.Lang(s.global.Lang))
		if err != nil {
			return err
		}
		letter, err := printout.Access(in)
		if err != nil {
			return err
		}
		pdf, err := printout.PDF(letter)
		if err != nil {
			return err
		}
		pages, err := printout.Pages(letter)
		if err != nil {
			return err
		}
		if err := tx.Audited("access-printed", card.ID); err != nil {
			return err
		}
		if _, err := out.Write(pdf); err != nil {
			return err
		}
		return s.result(struct {
			Pages    int      `json:"pages"`
			Sections []string `json:"sections"`
			SHA256   string   `json:"sha256"`
		}{pages, printout.Sections(letter), sha(pdf)}, func(w io.Writer) {
			s.line(w, "say.access", "path", c.Out, "pages", strconv.Itoa(pages))
		})
	})
	if err != nil {
		return err
	}
	return out.Finish()
}
