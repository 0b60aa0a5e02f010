package cli

import (
	"io"
	"strconv"

	"github.com/alecthomas/kong"

	"kortisto/app/exchange"
	"kortisto/app/vault"
)

type exportCmd struct {
	Register exportRegisterCmd `cmd:""`

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
