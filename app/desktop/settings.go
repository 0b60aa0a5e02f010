package desktop

import (
	"context"
	"encoding/json"
	"os"
	"strconv"

	"kortisto/app"
	"kortisto/app/vault"
)

// Settings is the firm, the language, the looks and the passphrase.
type Settings struct{ sh *shell }

// SettingsPage is what the page shows.
type SettingsPage struct {
	Firm        app.Firm    `json:"firm"`
	Language    app.Lang    `json:"language"`
	Preferences Preferences `json:"preferences"`
	Dir         string      `json:"dir"`
	Version     string      `json:"version"`
	NextNumber  string      `json:"nextNumber"` // what a new customer gets
}

// Preferences is how the window looks, and whose it is. It lies in the user's
// settings in clear, because the lock page needs it: no customer data.
type Preferences struct {
	Language    app.Lang `json:"language"`
	Theme       string   `json:"theme"`    // system, light, dark
	TextSize    int      `json:"textSize"` // percent: 100, 115, 130
	Density     string   `json:"density"`  // normal, airy, compact
	LetterKeys  bool     `json:"letterKeys"`
	LockMinutes int      `json:"lockMinutes"` // idle minutes before locking; 1 to 120
	Firm        string   `json:"firm"`
}

// Get gives the page.
func (s *Settings) Get() (SettingsPage, error) {
	return view(s.sh, func(tx *vault.Tx) (SettingsPage, error) {
		firm, err := tx.Firm()
		if err != nil {
			return SettingsPage{}, err
		}
		next, err := tx.NextNumber()
		if err != nil {
			return SettingsPage{}, err
		}
		lang, err := tx.Language()
		return SettingsPage{firm, lang, s.sh.preferences(), s.sh.cfg.Options.Dir, s.sh.cfg.Version, next}, err
	})
}

// SetFirm saves the controller's data.
func (s *Settings) SetFirm(f app.Firm) (SettingsPage, error) {
	_, err := update(s.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.SetFirm(f) })
	if err != nil {
		return SettingsPage{}, err
	}
	if err := s.sh.changePreferences(func(p *Preferences) { p.Firm = f.Normalised().Name }); err != nil {
		return SettingsPage{}, err
	}
	return s.Get()
}

// SetNumberSeries chooses the form of customer numbers by the first new one.
func (s *Settings) SetNumberSeries(first string) (SettingsPage, error) {
	_, err := update(s.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.SetNumberSeries(first) })
	if err != nil {
		return SettingsPage{}, err
	}
	return s.Get()
}

// SetLanguage chooses the language of the register and of the window.
func (s *Settings) SetLanguage(l app.Lang) error {
	_, err := update(s.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.SetLanguage(l) })
	if err != nil {
		return err
	}
	return s.sh.changePreferences(func(p *Preferences) { p.Language = l })
}

// SetPreferences saves how the window looks. It works while locked too.
func (s *Settings) SetPreferences(p Preferences) error {
	return s.sh.changePreferences(func(kept *Preferences) { *kept = p })
}

// ChangePassphrase needs the old one.
func (s *Settings) ChangePassphrase(old, fresh string) error {
	return only(call(s.sh, func() (none, error) {
		v, err := s.sh.vault()
		if err != nil {
			return none{}, err
		}
		return none{}, v.ChangePassphrase(old, fresh)
	}))
}

// Verify checks every byte of the vault and the chain of the log. It runs as
// the job "verify".
func (s *Settings) Verify() (vault.Findings, error) {
	return job(s.sh, "verify", func(ctx context.Context, v *vault.Vault, say vault.Progress) (vault.Findings, error) {
		return v.Check(ctx, say)
	})
}

// Audit gives a stretch of the log, newest first.
func (s *Settings) Audit(offset, limit int) ([]app.AuditRow, error) {
	return view(s.sh, func(tx *vault.Tx) ([]app.AuditRow, error) {
		rows, _, err := tx.Audit(min(max(limit, 1), 500), max(offset, 0))
		return list(rows), err
	})
}

func (sh *shell) changePreferences(change func(*Preferences)) error {
	return only(call(sh, func() (none, error) {
		sh.pen.Lock()
		defer sh.pen.Unlock()
		p := sh.preferences()
		change(&p)
		if err := p.check(); err != nil {
			return none{}, err
		}
		b, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			return none{}, err
		}
		return none{}, sh.writePreferences(b)
	}))
}

func (p Preferences) check() error {
	oneOf := func(s string, of ...string) bool {
		for _, o := range of {
			if s == o {
				return true
			}
		}
		return false
	}
	switch {
	case !oneOf(string(p.Language), "fi", "sv", "en"):
		return app.E("choice-invalid", "language")
	case !oneOf(p.Theme, "system", "light", "dark"):
		return app.E("choice-invalid", "theme")
	case !oneOf(p.Density, "normal", "airy", "compact"):
		return app.E("choice-invalid", "density")
	case !oneOf(strconv.Itoa(p.TextSize), "100", "115", "130"):
		return app.E("choice-invalid", "textSize")
	case p.LockMinutes < 1 || p.LockMinutes > 120:
		return app.E("choice-invalid", "lockMinutes")
	case len(p.Firm) > 400:
		return app.E("too-long", "firm", "limit", "400")
	}
	return nil
}

// preferences reads the file; where it is missing or unreadable, what a new
// window begins with.
func (sh *shell) preferences() Preferences {
	fresh := Preferences{Language: app.Finnish, Theme: "system", TextSize: 100, Density: "normal", LetterKeys: true, LockMinutes: 10}
	b, err := os.ReadFile(sh.cfg.Preferences)
	if err != nil {
		return fresh
	}
	p := fresh
	if json.Unmarshal(b, &p) != nil || p.check() != nil {
		return fresh
	}
	return p
}
