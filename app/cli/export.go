package cli

import (
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

type exportCmd struct {
	Register   exportRegisterCmd   `cmd:""`
	Customers  exportCustomersCmd  `cmd:""`
	Contacts   exportContactsCmd   `cmd:""`
	Deliveries exportDeliveriesCmd `cmd:""`
	Copies     exportCopiesCmd     `cmd:""`
	Gone       exportGoneCmd       `cmd:""`

	Accountant laterExportCmd `cmd:"" hidden:"" passthrough:""`
	Finvoice   laterExportCmd `cmd:"" hidden:"" passthrough:""`
}

type laterExportCmd struct{ laterCmd }

func (c laterExportCmd) Run(s *session, parsed *kong.Context) error { return c.laterCmd.Run(s, parsed) }

// exportRegisterCmd writes everything unencrypted, because the owner asked.
type exportRegisterCmd struct {
	Out string `required:"" placeholder:"FILE.sqlite"`
}

func (c exportRegisterCmd) Run(s *session) error {
	return s.open(func(v *vault.Vault) error {
		done, err := exchange.ExportRegister(s.ctx, v, c.Out, s.progress())
		if err != nil {
			return err
		}
		return s.result(done, func(w io.Writer) {
			s.line(w, "say.written", "path", done.File)
			s.line(w, "say.exported", "bytes", strconv.FormatInt(done.Bytes, 10))
		})
	})
}

// exportFlags say where a table goes, and of whom. Its format is the name's end.
type exportFlags struct {
	Out    string   `required:"" placeholder:"FILE"`
	Number []string `placeholder:"N,…"`
	Safe   bool
}

type exportCustomersCmd struct {
	exportFlags
	Cards string `enum:"3,4" default:"4" placeholder:"3|4"`
}

func (c exportCustomersCmd) Run(s *session) error {
	return c.write(s, exchange.Export{Register: "customers", Cards3: c.Cards == "3"})
}

type exportContactsCmd struct{ exportFlags }

func (c exportContactsCmd) Run(s *session) error {
	return c.write(s, exchange.Export{Register: exchange.Contacts})
}

type exportDeliveriesCmd struct{ exportFlags }

func (c exportDeliveriesCmd) Run(s *session) error {
	return c.write(s, exchange.Export{Register: exchange.Deliveries})
}

func (c exportFlags) write(s *session, e exchange.Export) error {
	e.Path, e.Safe = c.Out, c.Safe
	e.Format = strings.ToLower(strings.TrimPrefix(filepath.Ext(c.Out), "."))
	return s.open(func(v *vault.Vault) error {
		if len(c.Number) > 0 {
			e.IDs = []string{}
			err := v.View(func(tx *vault.Tx) error {
				for _, n := range c.Number {
					card, err := tx.CustomerByNumber(n)
					if err != nil {
						return app.E("not-found", "number", "value", n)
					}
					e.IDs = append(e.IDs, card.ID)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		done, err := exchange.ExportTable(s.ctx, v, e, s.progress())
		if err != nil {
			return err
		}
		return s.result(done, func(w io.Writer) {
			s.line(w, "say.written", "path", done.File)
			s.line(w, "say.export.table", "rows", strconv.Itoa(done.Rows), "copy", done.Copy)
			if done.Restricted > 0 {
				s.line(w, "say.left-restricted", "count", strconv.Itoa(done.Restricted))
			}
		})
	})
}

type exportCopiesCmd struct{}

func (c exportCopiesCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.Copies()
		if err != nil {
			return err
		}
		return s.result(orEmpty(all), func(w io.Writer) {
			for _, k := range all {
				key := "say.export.copy"
				if k.GoneOn != "" {
					key = "say.export.copy.gone"
				}
				s.line(w, key, "copy", k.ID, "day", string(k.MadeOn), "file", strings.TrimSpace(k.What+" "+k.Format+" "+k.File), "rows", strconv.Itoa(k.Rows), "gone", string(k.GoneOn))
			}
			s.line(w, "say.export.copies", "count", strconv.Itoa(len(all)))
		})
	})
}

type exportGoneCmd struct {
	Copy string `arg:""`
}

func (c exportGoneCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		if err := tx.MarkCopyGone(c.Copy); err != nil {
			return app.E("not-found", "copy", "value", c.Copy)
		}
		return s.result(map[string]string{"copy": c.Copy}, func(w io.Writer) { s.line(w, "say.export.gone", "copy", c.Copy) })
	})
}
