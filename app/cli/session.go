package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"kortisto/app"
	"kortisto/app/vault"
)

// session is one run of the program.
type session struct {
	Env
	global
	ctx   context.Context
	in    *bufio.Reader
	cmd   *commands
	model *kong.Application
	words words
	lang  app.Lang
	json  bool

	value any // the result, kept until everything has been saved
	human func(io.Writer)
	exit  int // when the work was done and something beside it was not

	delivered bool // the result has been printed

	progressing bool // a progress line stands on the terminal
}

// options are those of the vault that the command is about.
func (s *session) options() vault.Options {
	o := s.Env.Options
	if s.global.Vault != "" {
		o.Dir = s.global.Vault
	}
	return o
}

// open unlocks the vault, lets f work with it, and closes it. Nothing is
// printed before the vault is closed: what is said to be done is on the disk.
func (s *session) open(f func(v *vault.Vault) error) error {
	if err := s.mustBeThere(); err != nil {
		return err
	}
	passphrase, err := s.passphrase()
	if err != nil {
		return err
	}
	v, err := vault.Open(s.ctx, s.options(), passphrase)
	if err != nil {
		return s.where(err)
	}
	return s.using(v, f)
}

// mustBeThere is asked before the passphrase: nobody types one for nothing.
func (s *session) mustBeThere() error {
	there, err := vault.There(s.options())
	if err == nil && !there || errors.Is(err, app.E("vault-not-empty", "")) {
		err = app.E("vault-none", "")
	}
	return s.where(err)
}

// using works with a vault that is open, in its language, and closes it.
func (s *session) using(v *vault.Vault, f func(v *vault.Vault) error) error {
	err := s.vaultLanguage(v)
	if err == nil {
		for _, note := range v.Notes() {
			fmt.Fprintln(s.Stderr, "kortisto: "+s.text("note."+note))
		}
		err = f(v)
	}
	// Closing must not be cut short by the same Ctrl C that stopped the work.
	return errors.Join(err, v.Close(context.WithoutCancel(s.ctx)))
}

func (s *session) vaultLanguage(v *vault.Vault) error {
	if s.global.Lang != "" {
		return nil
	}
	return v.View(func(tx *vault.Tx) error {
		lang, err := tx.Language()
		if err == nil {
			s.speak(lang)
		}
		return err
	})
}

// view and update are a whole command in one transaction.
func (s *session) view(f func(tx *vault.Tx) error) error {
	return s.open(func(v *vault.Vault) error { return v.View(f) })
}

func (s *session) update(f func(tx *vault.Tx) error) error {
	return s.open(func(v *vault.Vault) error { return v.Update(f) })
}

// customer finds the card by the number that people use.
func (s *session) customer(tx *vault.Tx, number string) (app.Customer, error) {
	c, err := tx.CustomerByNumber(number)
	if errors.Is(err, app.E("not-found", "")) {
		return c, app.E("not-found", "number", "value", number)
	}
	return c, err
}

// where adds to an error about the vault which directory it was looked for in.
func (s *session) where(err error) error {
	var e *app.Error
	var path *fs.PathError
	if !errors.As(err, &e) && errors.As(err, &path) {
		return errors.Join(s.noWay(path), err)
	}
	if errors.As(err, &e) && (e.Code == "vault-none" || e.Code == "vault-not-empty" || e.Code == "vault-exists") {
		return app.E(e.Code, e.Field, "dir", s.options().Dir)
	}
	return err
}

// noWay tells which file or directory the system keeps the vault from, and for
// what. The lock is the first thing that opening writes.
func (s *session) noWay(path *fs.PathError) *app.Error {
	switch {
	case path.Op == "mkdir":
		return app.E("file-unwritable", "vault", "path", path.Path)
	case filepath.Base(path.Path) == "lock":
		return app.E("vault-read-only", "vault", "dir", s.options().Dir)
	}
	return app.E("file-unreadable", "vault", "file", path.Path)
}

// result keeps what the command has to say until it has succeeded.
func (s *session) result(value any, human func(w io.Writer)) error {
	s.value, s.human = value, human
	return nil
}

// deliver prints the result, once: one JSON value, or lines for a person.
func (s *session) deliver() int {
	if s.delivered {
		return s.exit
	}
	s.endProgress()
	out := bufio.NewWriter(s.Stdout)
	if s.json {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(s.value); err != nil {
			return s.fail(err)
		}
	} else if s.human != nil {
		s.human(out)
	}
	if err := out.Flush(); err != nil {
		return exitFailed // nobody is listening; there is nowhere to say so
	}
	s.delivered = true
	return s.exit
}

// progress shows how far long work has come, on a terminal only, and only when
// the shown figure changes.
func (s *session) progress() vault.Progress {
	f, ok := s.Stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	var shown string
	return func(phase string, done, total int64) {
		text := s.phase(phase)
		if total > 0 {
			text = fmt.Sprintf("%s %d %%", text, done*100/total)
		}
		if text != shown {
			shown, s.progressing = text, true
			fmt.Fprintf(f, "\r\x1b[K%s", text)
		}
	}
}

// endProgress wipes the progress line before anything else is said.
func (s *session) endProgress() {
	if s.progressing {
		fmt.Fprint(s.Stderr, "\r\x1b[K")
		s.progressing = false
	}
}
