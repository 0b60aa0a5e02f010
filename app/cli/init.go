package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

type initCmd struct {
	Firm             string `required:"" placeholder:"NAME"`
	BusinessID       string `name:"business-id" aliases:"businessId" placeholder:"ID"`
	Preset           string `enum:"softop,kivra,app2day,seamk,kouta" default:"softop" placeholder:"softop"`
	FinancialYearEnd string `placeholder:"MM-DD"`
	RecoverySheet    string `placeholder:"FILE.pdf"`
}

// Run makes the vault. The sheet's file is taken first: a vault whose recovery
// key could not be written down would be a trap.
func (c initCmd) Run(s *session) error {
	if there, err := vault.There(s.options()); err != nil {
		return s.where(err)
	} else if there {
		return s.where(app.E("vault-exists", ""))
	}
	firm := app.Firm{Name: c.Firm, BusinessID: c.BusinessID, FinancialYearEnd: c.FinancialYearEnd}.Normalised()
	if err := firm.Check().OrNil(); err != nil {
		return err
	}
	passphrase, err := s.firstPassphrase()
	if err != nil {
		return err
	}
	sheet, err := newOutput("recovery-sheet", c.RecoverySheet)
	if err != nil {
		return err
	}
	defer sheet.Discard()
	v, key, err := vault.Create(s.ctx, s.options(), passphrase, firm, s.lang)
	if err != nil {
		return s.where(err)
	}
	return s.using(v, func(v *vault.Vault) error {
		s.promise(v, c.Preset)
		return s.made(v, key, firm, sheet)
	})
}

// promise follows the preset. The vault is there by now and its key is still to be
// given: what goes wrong here is told beside it.
func (s *session) promise(v *vault.Vault, preset string) {
	if preset == app.PresetCodes()[0] { // a register begins with it
		return
	}
	err := v.Update(func(tx *vault.Tx) error {
		_, err := tx.UsePreset(preset)
		return err
	})
	if err != nil {
		s.complain(err)
	}
}

// firstPassphrase is asked with an example beside the question.
func (s *session) firstPassphrase() (string, error) {
	if s.asks() && s.global.PassphraseFile == "" {
		words, err := vault.SuggestPassphrase(s.lang)
		if err != nil {
			return "", err
		}
		s.line(s.Stderr, "say.suggest", "words", strings.Join(words, " "))
	}
	return s.newPassphrase("passphrase-file", s.global.PassphraseFile)
}

// made writes the sheet and gives the key. The key is given even where the
// sheet can not be written: it is shown once, and the vault is there.
func (s *session) made(v *vault.Vault, key string, firm app.Firm, sheet *output) error {
	told := func(w io.Writer) {
		s.line(w, "say.init", "vault", v.Dir())
		fmt.Fprintln(w, s.text("say.init.key"))
		fmt.Fprintln(w, key)
		s.line(w, "say.init.keep")
		if sheet.kept() != "" {
			s.line(w, "say.written", "path", sheet.path)
		}
	}
	_ = s.result(struct {
		Vault       string `json:"vault"`
		RecoveryKey string `json:"recoveryKey"`
	}{v.Dir(), key}, told)
	s.writeSheet(v, key, firm, sheet)
	// The vault is on the disk by now. Its key is told before it is written down
	// that it was: were the machine to stop in between, nobody would have it. The
	// terminal asks for no groups back: who starts a vault there is given the key
	// itself.
	if s.deliver(); !s.delivered {
		return nil
	}
	if err := v.ConfirmRecovery(); err != nil {
		s.complain(err)
	}
	return nil
}

func (s *session) writeSheet(v *vault.Vault, key string, firm app.Firm, sheet *output) {
	if sheet.path == "" {
		return
	}
	err := v.View(func(tx *vault.Tx) error {
		pdf, err := pdfOf(printout.Recovery(printout.RecoveryInput{Firm: firm, Lang: s.lang, Today: tx.Today, Key: key}))
		if err != nil {
			return err
		}
		return sheet.Put(pdf)
	})
	if err != nil {
		s.complain(err)
	}
}

type recoverCmd struct {
	RecoveryKeyFile   string `placeholder:"FILE"`
	NewPassphraseFile string `placeholder:"FILE"`
}

func (c recoverCmd) Run(s *session) error {
	if err := s.mustBeThere(); err != nil {
		return err
	}
	key, err := s.recoveryKey(c.RecoveryKeyFile)
	if err != nil {
		return err
	}
	fresh, err := s.newPassphrase("new-passphrase-file", c.NewPassphraseFile)
	if err != nil {
		return err
	}
	v, err := vault.Recover(s.ctx, s.options(), key, fresh)
	if err != nil {
		return s.where(err)
	}
	return s.using(v, func(v *vault.Vault) error {
		return s.result(struct {
			Vault string `json:"vault"`
		}{v.Dir()}, func(w io.Writer) { s.line(w, "say.recovered") })
	})
}

type passphraseCmd struct {
	Change passphraseChangeCmd `cmd:""`
}

type passphraseChangeCmd struct {
	NewPassphraseFile string `placeholder:"FILE"`
}

func (c passphraseChangeCmd) Run(s *session) error {
	if err := s.mustBeThere(); err != nil {
		return err
	}
	old, err := s.passphrase()
	if err != nil {
		return err
	}
	v, err := vault.Open(s.ctx, s.options(), old)
	if err != nil {
		return s.where(err)
	}
	return s.using(v, func(v *vault.Vault) error {
		fresh, err := s.newPassphrase("new-passphrase-file", c.NewPassphraseFile)
		if err == nil {
			err = v.ChangePassphrase(old, fresh)
		}
		return errors.Join(err, s.result(struct {
			Vault string `json:"vault"`
		}{v.Dir()}, func(w io.Writer) { s.line(w, "say.passphrase-changed") }))
	})
}
