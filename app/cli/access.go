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
	// Request is the request that the letter answers, by number or id: it is then
	// noted as sent.
	Request string `placeholder:"ID"`
}

// Run keeps the file only when its line is in the log: no letter leaves the
// register unseen.
func (c accessCmd) Run(s *session) error {
	if c.Request != "" {
		return s.letter(c.Out, c.answer(s))
	}
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
		if err := tx.MayHandOver(card.ID); err != nil {
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

// answer is the letter as the answer to a request of this very customer.
func (c accessCmd) answer(s *session) func(tx *vault.Tx) (printout.LetterOrder, error) {
	return func(tx *vault.Tx) (printout.LetterOrder, error) {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return printout.LetterOrder{}, err
		}
		r, err := requestBy(tx, c.Request)
		if err != nil {
			return printout.LetterOrder{}, err
		}
		if r.CustomerID != card.ID {
			return printout.LetterOrder{}, app.E("not-found", "request", "value", c.Request)
		}
		return printout.LetterOrder{RequestID: r.ID, Kind: app.LetterAccess, Lang: app.Lang(s.global.Lang), Way: app.WayPaper}, nil
	}
}
