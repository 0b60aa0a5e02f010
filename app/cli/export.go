package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/alecthomas/kong"

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
		out, err := newOutput("out", c.Out)
		if err != nil {
			return err
		}
		defer out.Discard()
		sum := sha256.New()
		size, err := v.ExportPlain(s.ctx, io.MultiWriter(out, sum), s.progress())
		if err != nil {
			return err
		}
		if err := out.Finish(); err != nil {
			return err
		}
		return s.result(struct {
			File   string `json:"file"`
			Bytes  int64  `json:"bytes"`
			SHA256 string `json:"sha256"`
		}{c.Out, size, hex.EncodeToString(sum.Sum(nil))}, func(w io.Writer) {
			s.line(w, "say.written", "path", c.Out)
			s.line(w, "say.exported", "bytes", strconv.FormatInt(size, 10))
		})
	})
}
