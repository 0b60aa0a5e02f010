package desktop

import (
	"context"
	"crypto/subtle"
	"errors"
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
	Reason      string      `json:"reason"`  // why it is locked: start, idle, user, suspend
	Since       string      `json:"since"`   // when it was locked, RFC 3339
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
	return call(s.sh, func() (SessionState, error) { return s.sh.state(), nil })
}

// SuggestPassphrase draws six words.
func (s *Session) SuggestPassphrase() ([]string, error) {
	return call(s.sh, vault.SuggestPassphrase)
}

// Create makes the vault and gives the recovery sheet.
func (s *Session) Create(n NewVault) (RecoverySheet, error) {
	return call(s.sh, func() (RecoverySheet, error) {
		v, key, err := vault.Create(context.Background(), s.sh.cfg.Options, n.Passphrase, n.Firm, n.Language)
		if err != nil {
			return RecoverySheet{}, err
		}
		s.sh.opened(v)
		s.sh.mu.Lock()
		s.sh.setup = &setup{key: key, firm: n.Firm}
		s.sh.mu.Unlock()
		return s.sh.recoverySheet()
	})
}

// RecoverySheet gives the sheet again until it has been confirmed.
func (s *Session) RecoverySheet() (RecoverySheet, error) { return call(s.sh, s.sh.recoverySheet) }

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
			is := strings.ToUpper(strings.TrimSpace(typed[i]))
			if subtle.ConstantTimeCompare([]byte(is), []byte(sheet.Groups[at])) != 1 {
				wrong = append(wrong, app.E("recovery-groups-wrong", itoa(at)))
			}
		}
		if err := wrong.OrNil(); err != nil {
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
		v, err := vault.Open(context.Background(), s.sh.cfg.Options, passphrase)
		if err != nil {
			return SessionState{}, err
		}
		s.sh.opened(v)
		return s.sh.state(), nil
	})
}

// Recover opens the vault with the key on the recovery sheet and gives it a new
// passphrase.
func (s *Session) Recover(key, passphrase string) (SessionState, error) {
	return call(s.sh, func() (SessionState, error) {
		v, err := vault.Recover(context.Background(), s.sh.cfg.Options, key, passphrase)
		if err != nil {
			return SessionState{}, err
		}
		s.sh.opened(v)
		return s.sh.state(), nil
	})
}

// Lock closes the vault: keys zeroed, database closed. Reason is user, idle or
// suspend.
func (s *Session) Lock(reason string) (SessionState, error) {
	return call(s.sh, func() (SessionState, error) {
		err := s.sh.close(reason)
		return s.sh.state(), err
	})
}

// Cancel stops long work by its name: import, purge, demo, verify.
func (s *Session) Cancel(job string) error {
	return only(call(s.sh, func() (none, error) {
		s.sh.stop(job)
		return none{}, nil
	}))
}

// opened takes the vault over and has every byte of it verified in the
// background: opening reads only what it needs.
func (sh *shell) opened(v *vault.Vault) {
	ctx, cancel := context.WithCancel(context.Background())
	sh.mu.Lock()
	sh.v, sh.verify = v, cancel
	sh.mu.Unlock()
	sh.remember(v)
	go func() {
		defer cancel()
		err := v.Verify(ctx, nil)
		if err != nil && !errors.Is(err, app.E("cancelled", "")) && !errors.Is(err, app.E("vault-locked", "")) {
			sh.host.Emit("vault-problem", app.Told(err).JSON())
		}
	}()
}

func (sh *shell) close(reason string) error {
	sh.mu.Lock()
	v, stop := sh.v, sh.verify
	for _, cancel := range sh.jobs {
		cancel()
	}
	sh.v, sh.setup = nil, nil
	if v != nil {
		sh.lock = lockInfo{reason, sh.cfg.Options.Now()}
	}
	sh.mu.Unlock()
	if v == nil {
		return nil
	}
	stop()
	return v.Close(context.Background())
}
