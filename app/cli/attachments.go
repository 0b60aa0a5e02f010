package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// brought opens a file that is to hang on a contact.
func brought(flag, path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, app.E("file-unreadable", flag, "file", path)
	}
	return f, nil
}

// stage seals a file in the vault before the transaction that hangs it on a
// contact. No path is no file.
func (s *session) stage(v *vault.Vault, flag, path string) (vault.Staged, error) {
	if path == "" {
		return vault.Staged{}, nil
	}
	f, err := brought(flag, path)
	if err != nil {
		return vault.Staged{}, err
	}
	defer f.Close()
	return v.Stage(s.ctx, filepath.Base(path), f)
}

type contactAttachCmd struct {
	ID   string `arg:""`
	File string `arg:""`
}

func (c contactAttachCmd) Run(s *session) error {
	f, err := brought("file", c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	return s.open(func(v *vault.Vault) error {
		a, err := v.AddAttachment(s.ctx, c.ID, filepath.Base(c.File), f)
		if errors.Is(err, app.E("not-found", "")) {
			err = app.E("not-found", "id", "value", c.ID)
		}
		if err != nil {
			return err
		}
		return s.result(a, func(w io.Writer) { s.line(w, "say.attached", "name", a.Name, "id", a.ID) })
	})
}

type attachmentCmd struct {
	List     attachmentListCmd     `cmd:""`
	Save     attachmentSaveCmd     `cmd:""`
	Remove   attachmentRemoveCmd   `cmd:""`
	Extend   attachmentExtendCmd   `cmd:""`
	Unextend attachmentUnextendCmd `cmd:""`
}

type attachmentListCmd struct {
	ID string `arg:""`
}

func (c attachmentListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		if _, err := tx.Contact(c.ID); err != nil {
			return unknown(err, c.ID)
		}
		all, err := tx.Attachments(c.ID)
		if err != nil {
			return err
		}
		return s.result(orEmpty(all), func(w io.Writer) {
			t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
			for _, a := range all {
				fmt.Fprintf(t, "%s\t%s\t%s\t%d\n", a.ID, a.Name, s.choice("media", app.MediaFamily(a.MediaType)), a.Size)
			}
			t.Flush()
		})
	})
}

// unknown names the id that nothing has.
func unknown(err error, id string) error {
	if errors.Is(err, app.E("not-found", "")) || errors.Is(err, app.E("attachment-none", "")) {
		return app.E("not-found", "id", "value", id)
	}
	return err
}

// attachmentSaveCmd writes a readable copy, because the owner asked.
type attachmentSaveCmd struct {
	ID  string `arg:""`
	Out string `required:"" placeholder:"FILE"`
}

func (c attachmentSaveCmd) Run(s *session) error {
	out, err := newOutput("out", c.Out)
	if err != nil {
		return err
	}
	defer out.Discard()
	return s.open(func(v *vault.Vault) error {
		a, r, err := v.OpenAttachment(c.ID)
		if err != nil {
			return unknown(err, c.ID)
		}
		defer r.Close()
		if err := v.Update(func(tx *vault.Tx) error { return tx.Audited("attachment-saved", a.CustomerID) }); err != nil {
			return err
		}
		if _, err := io.Copy(out, r); err != nil {
			return err
		}
		if err := out.Finish(); err != nil {
			return err
		}
		return s.result(struct {
			app.Attachment
			File string `json:"file"`
		}{a, c.Out}, func(w io.Writer) { s.line(w, "say.written", "path", c.Out) })
	})
}

type attachmentRemoveCmd struct {
	ID string `arg:""`
}

func (c attachmentRemoveCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		a, err := tx.DeleteAttachment(c.ID)
		if err != nil {
			return unknown(err, c.ID)
		}
		return s.result(a, func(w io.Writer) { s.line(w, "say.attachment-removed", "name", a.Name) })
	})
}

// contactTranscriptCmd gives the customer the conversation that they had.
type contactTranscriptCmd struct {
	ID     string `arg:""`
	Out    string `required:"" placeholder:"FILE.pdf|FILE.eml"`
	To     string `placeholder:"ADDRESS"`
	Thread bool
}

// Run keeps the file only when the disclosure is in the register.
func (c contactTranscriptCmd) Run(s *session) error {
	kind := strings.ToLower(filepath.Ext(c.Out))
	if kind != ".pdf" && kind != ".eml" {
		return app.E("choice-invalid", "out", "value", kind)
	}
	out, err := newOutput("out", c.Out)
	if err != nil {
		return err
	}
	defer out.Discard()
	err = s.update(func(tx *vault.Tx) error {
		order := printout.TranscriptOrder{ContactID: c.ID, Whole: c.Thread, Mail: kind == ".eml", To: c.To, Lang: app.Lang(s.global.Lang)}
		file, given, err := order.Make(tx)
		if err != nil {
			return unknown(err, c.ID)
		}
		if _, err := out.Write(file); err != nil {
			return err
		}
		return s.result(struct {
			app.Disclosure
			File   string `json:"file"`
			SHA256 string `json:"sha256"`
		}{given, c.Out, sha(file)}, func(w io.Writer) {
			s.line(w, "say.transcript", "path", c.Out, "recipient", given.Recipient, "bytes", strconv.Itoa(len(file)))
		})
	})
	if err != nil {
		return err
	}
	return out.Finish()
}
