package desktop

import (
	"context"
	"crypto/subtle"
	"errors"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/demo"
	"kortisto/app/vault"
)

// Session is the way into the vault and out of it.
type Session struct{ sh *shell }

// SessionState tells the window which page to show.
type SessionState struct {
	State       string      `json:"state"` // first-run, locked, open, blocked
	Firm        string      `json:"firm"`
	Dir         string      `json:"dir"`
	Reason      string      `json:"reason"`  // why it is locked: start, idle, user, suspend, screen
	Since       string      `json:"since"`   // when it was locked, RFC 3339
	Stopped     []string    `json:"stopped"` // names of the work that locking has stopped
	Notes       []string    `json:"notes"`   // codes to tell after unlocking
	Problem     *app.Error  `json:"problem"` // why it is blocked
	Preferences Preferences `json:"preferences"`
	Today       app.Day     `json:"today"`
	Version     string      `json:"version"`
}

// NewVault is what the first run asks for.
type NewVault struct {
	Firm       app.Firm `json:"firm"`
	Language   app.Lang `json:"language"`
	Passphrase string   `json:"passphrase"`
}

// RecoverySheet is the printed way in: the key in groups, as on the paper, and
// which groups the window asks back.
type RecoverySheet struct {
	Groups []string `json:"groups"`
	Ask    []int    `json:"ask"` // positions, counted from 0
	PDF    string   `json:"pdf"` // base64
}

// setup keeps the recovery key from the making of the vault until the person
// has shown that the sheet is on paper.
type setup struct {
	key  string
	firm app.Firm
}

// State says where things stand.
func (s *Session) State() (SessionState, error) {
	return call(s.sh, s.sh.state)
}

// SuggestPassphrase draws six words of a language.
func (s *Session) SuggestPassphrase(language app.Lang) ([]string, error) {
	return call(s.sh, func() ([]string, error) { return vault.SuggestPassphrase(language) })
}

// Create makes the vault and gives the recovery sheet.
func (s *Session) Create(n NewVault) (RecoverySheet, error) {
	return call(s.sh, func() (RecoverySheet, error) {
		var key string
		err := s.sh.open(func(ctx context.Context, o vault.Options) (v *vault.Vault, err error) {
			v, key, err = vault.Create(ctx, o, n.Passphrase, n.Firm, n.Language)
			return v, err
		})
		if err != nil {
			return RecoverySheet{}, err
		}
		return s.sh.offer(key)
	})
}

// RecoverySheet gives the sheet again until it has been confirmed.
func (s *Session) RecoverySheet() (RecoverySheet, error) { return call(s.sh, s.sh.recoverySheet) }

// RenewRecovery makes a new recovery key for a vault whose sheet was never
// confirmed, or is lost. The old sheet opens the vault no more.
func (s *Session) RenewRecovery(passphrase string) (RecoverySheet, error) {
	return call(s.sh, func() (RecoverySheet, error) {
		v, err := s.sh.vault()
		if err != nil {
			return RecoverySheet{}, err
		}
		key, err := v.RenewRecovery(passphrase)
		if err != nil {
			return RecoverySheet{}, err
		}
		return s.sh.offer(key)
	})
}

// AcceptOlder says that the older copy which was put in the register's place is the
// register from now on: it is announced no more.
func (s *Session) AcceptOlder() error {
	return only(call(s.sh, func() (none, error) {
		v, err := s.sh.vault()
		if err != nil {
			return none{}, err
		}
		return none{}, v.AcceptOlder()
	}))
}

// SaveRecoverySheet writes the sheet as a PDF where the person says; it gives
// the path, or "" when they changed their mind.
func (s *Session) SaveRecoverySheet() (string, error) {
	return call(s.sh, func() (string, error) {
		pdf, err := s.sh.recoveryPDF()
		if err != nil {
			return "", err
		}
		return s.sh.save("kortisto-palautuslehti.pdf", pdf)
	})
}

// ConfirmRecovery compares what was typed from the paper with the asked groups.
func (s *Session) ConfirmRecovery(typed []string) error {
	return only(call(s.sh, func() (none, error) {
		sheet, err := s.sh.recoverySheet()
		if err != nil {
			return none{}, err
		}
		if len(typed) != len(sheet.Ask) {
			return none{}, app.E("recovery-groups-wrong", "")
		}
		var wrong app.Errors
		for i, at := range sheet.Ask {
			is := strings.ToUpper(strings.Join(strings.Fields(typed[i]), ""))
			if subtle.ConstantTimeCompare([]byte(is), []byte(sheet.Groups[at])) != 1 {
				wrong = append(wrong, app.E("recovery-groups-wrong", strconv.Itoa(at)))
			}
		}
		if err := wrong.OrNil(); err != nil {
			return none{}, err
		}
		v, err := s.sh.vault()
		if err == nil {
			err = v.ConfirmRecovery()
		}
		if err != nil {
			return none{}, err
		}
		s.sh.mu.Lock()
		s.sh.setup = nil
		s.sh.mu.Unlock()
		return none{}, nil
	}))
}

// FillDemo puts invented customers into a new vault.
func (s *Session) FillDemo() error {
	return only(job(s.sh, "demo", func(ctx context.Context, v *vault.Vault, say vault.Progress) (none, error) {
		_, err := demo.Fill(ctx, v, demo.Options{Customers: 120, Seed: 1}, say)
		return none{}, err
	}))
}

// Unlock opens the vault.
func (s *Session) Unlock(passphrase string) (SessionState, error) {
	return call(s.sh, func() (SessionState, error) {
		err := s.sh.open(func(ctx context.Context, o vault.Options) (*vault.Vault, error) {
			return vault.Open(ctx, o, passphrase)
		})
		if err != nil && !errors.Is(err, app.E("vault-exists", "")) {
			return SessionState{}, err
		}
		return s.sh.state()
	})
}

// Recover opens the vault with the key on the recovery sheet and gives it a new
// passphrase.
func (s *Session) Recover(key, passphrase string) (SessionState, error) {
	return call(s.sh, func() (SessionState, error) {
		err := s.sh.open(func(ctx context.Context, o vault.Options) (*vault.Vault, error) {
			return vault.Recover(ctx, o, key, passphrase)
		})
		if err != nil {
			return SessionState{}, err
		}
		return s.sh.state()
	})
}

// Lock closes the vault: long work is cancelled and waited for, the keys are
// zeroed, the database is closed. Reason is user, idle, suspend or screen. Whatever goes
// wrong with tidying up, the vault is locked afterwards, and so Lock says.
func (s *Session) Lock(reason string) (SessionState, error) {
	return call(s.sh, func() (SessionState, error) {
		if err := s.sh.close(reason); err != nil {
			s.sh.cfg.Log.Error("locking", "error", err.Error())
		}
		return s.sh.state()
	})
}

// Used tells that somebody is at the window: a key, a pointer. The page says so
// every few seconds while that goes on.
func (s *Session) Used() error {
	return only(call(s.sh, func() (none, error) {
		s.sh.used()
		return none{}, nil
	}))
}

// Cancel stops long work by its name: import, purge, demo, verify.
func (s *Session) Cancel(job string) error {
	return only(call(s.sh, func() (none, error) {
		s.sh.stop(job)
		return none{}, nil
	}))
}
