package desktop

import (
	"crypto/sha256"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"time"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

func (sh *shell) state() (SessionState, error) {
	sh.mu.Lock()
	v, lock, stopped := sh.v, sh.lock, slices.Clone(sh.lock.stopped)
	sh.mu.Unlock()
	today, err := sh.cfg.Options.Today()
	if err != nil {
		return SessionState{}, err
	}
	s := SessionState{
		Dir: sh.cfg.Options.Dir, Reason: lock.reason, Stopped: list(stopped), Notes: []string{}, Preferences: sh.preferences(),
		Today: today, Version: sh.cfg.Version,
	}
	s.Firm = s.Preferences.Firm
	if !lock.since.IsZero() {
		s.Since = lock.since.Format(time.RFC3339)
	}
	if v != nil {
		s.State, s.Notes = "open", list(v.Notes())
		return s, nil
	}
	there, err := vault.There(sh.cfg.Options)
	switch {
	case err != nil:
		s.State, s.Problem = "blocked", app.Told(err)[0]
	case there:
		s.State = "locked"
	default:
		s.State = "first-run"
	}
	return s, nil
}

// remember keeps what the lock page shows: the firm's name and the language.
func (sh *shell) remember(v *vault.Vault) {
	var firm app.Firm
	var lang app.Lang
	err := v.View(func(tx *vault.Tx) (err error) {
		if firm, err = tx.Firm(); err != nil {
			return err
		}
		lang, err = tx.Language()
		return err
	})
	if err == nil {
		err = sh.changePreferences(func(p *Preferences) { p.Firm, p.Language = firm.Name, lang })
	}
	if err != nil {
		sh.cfg.Log.Warn("preferences not kept", "error", err.Error())
	}
}

func (sh *shell) writePreferences(b []byte) error {
	if err := os.MkdirAll(filepath.Dir(sh.cfg.Preferences), 0o700); err != nil {
		return app.E("file-unwritable", "preferences")
	}
	if err := writeFile(sh.cfg.Preferences, b); err != nil {
		return app.E("file-unwritable", "preferences")
	}
	return nil
}

// offer keeps a fresh recovery key until its sheet is confirmed.
func (sh *shell) offer(key string) (RecoverySheet, error) {
	firm, err := view(sh, func(tx *vault.Tx) (app.Firm, error) { return tx.Firm() })
	if err != nil {
		return RecoverySheet{}, err
	}
	sh.mu.Lock()
	sh.setup = &setup{key: key, firm: firm}
	sh.mu.Unlock()
	return sh.recoverySheet()
}

func (sh *shell) recoverySheet() (RecoverySheet, error) {
	sh.mu.Lock()
	set := sh.setup
	sh.mu.Unlock()
	if set == nil {
		return RecoverySheet{}, app.E("not-found", "")
	}
	pdf, err := sh.recoveryPDF()
	if err != nil {
		return RecoverySheet{}, err
	}
	groups := printout.Groups(set.key)
	return RecoverySheet{Groups: groups, Ask: ask(set.key, len(groups)), PDF: base64.StdEncoding.EncodeToString(pdf)}, nil
}

func (sh *shell) recoveryPDF() ([]byte, error) {
	sh.mu.Lock()
	set := sh.setup
	sh.mu.Unlock()
	if set == nil {
		return nil, app.E("not-found", "")
	}
	today, err := sh.cfg.Options.Today()
	if err != nil {
		return nil, err
	}
	doc, err := printout.Recovery(printout.RecoveryInput{
		Firm: set.firm, Lang: sh.preferences().Language, Today: today, Key: set.key,
	})
	if err != nil {
		return nil, err
	}
	return printout.PDF(doc)
}

// ask chooses four groups to type back. They follow from the key, so that
// asking again asks the same. The first groups are skipped: they read
// AGE-SECRET-KEY on every sheet.
func ask(key string, groups int) []int {
	const skip, n = 4, 4
	sum := sha256.Sum256([]byte("ask " + key))
	seen := map[int]bool{}
	var out []int
	for _, b := range sum {
		at := skip + int(b)%(groups-skip)
		if !seen[at] {
			seen[at] = true
			out = append(out, at)
		}
		if len(out) == n {
			break
		}
	}
	sort.Ints(out)
	return out
}
