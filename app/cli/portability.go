package cli

import (
	"io"
	"strconv"

	"kortisto/app"
	"kortisto/app/exchange/portable"
	"kortisto/app/vault"
)

// portabilityCmd writes the ZIP in which a person takes along what they gave (GDPR
// Art. 20).
type portabilityCmd struct {
	Number string `arg:""`
	Out    string `required:"" placeholder:"FILE.zip"`
}

func (c portabilityCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		var card app.Customer
		if err := v.View(func(tx *vault.Tx) (err error) { card, err = s.customer(tx, c.Number); return err }); err != nil {
			return err
		}
		done, err := portable.Write(s.ctx, v, card.ID, c.Out)
		if err != nil {
			return err
		}
		return s.result(done, func(w io.Writer) {
			s.line(w, "say.written", "path", done.File)
			s.line(w, "say.portable", "rows", strconv.Itoa(done.Rows))
		})
	})
}
