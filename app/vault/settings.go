package vault

import (
	"encoding/json"
	"fmt"
	"slices"

	"kortisto/app"
	"kortisto/store"
)

const (
	keyFirm       = "firm"
	keyLanguage   = "language"
	keyNumbers    = "numbers"      // the first number of the series; empty: app.PlainNumbers
	keyList       = "list"         // how the list of customers is shown
	keyRecovery   = "recovery"     // whether the owner has shown the sheet: yes, no; stopped while it was made: empty
	keySheetSum   = "recovery-sum" // SHA-256 of key-recovery.age, hex; empty: not known
	keyLedger     = "ledger"       // how many entries the ledger has at least
	keyLeap       = "clock-leap"   // the day to which the clock last jumped ahead
	keyAuto       = "auto-classes" // classes whose records go without being asked for, since when
	keyUncleansed = "uncleansed"   // yes: the bytes still hold what was deleted
)

// Firm is the controller, as letters show it.
func (tx *Tx) Firm() (app.Firm, error) {
	var f app.Firm
	return f, tx.setting(keyFirm, &f)
}

// SetFirm checks and keeps the controller's data.
func (tx *Tx) SetFirm(f app.Firm) error {
	f = f.Normalised()
	if err := f.Check().OrNil(); err != nil {
		return err
	}
	if err := tx.setSetting(keyFirm, f); err != nil {
		return err
	}
	return tx.audit("settings-changed", "", keyFirm)
}

// Language of the register: of the window and of letters without another.
func (tx *Tx) Language() (app.Lang, error) {
	lang := app.Finnish
	return lang, tx.setting(keyLanguage, &lang)
}

// SetLanguage chooses among fi, sv and en.
func (tx *Tx) SetLanguage(l app.Lang) error {
	if err := checkLanguage(l); err != nil {
		return err
	}
	return tx.setSetting(keyLanguage, l)
}

func checkLanguage(l app.Lang) error {
	if slices.Contains(app.Langs(), l) {
		return nil
	}
	return app.E("choice-invalid", "language")
}

// NumberSeries is the form of new customer numbers.
func (tx *Tx) NumberSeries() (app.NumberSeries, error) {
	first := ""
	if err := tx.setting(keyNumbers, &first); err != nil {
		return app.NumberSeries{}, err
	}
	if first == "" {
		return app.PlainNumbers(), nil
	}
	return app.ReadNumberSeries(first)
}

// SetNumberSeries chooses the form of new numbers by the first of them. Numbers
// in use stay as they are, and the next one comes after the highest of the form.
func (tx *Tx) SetNumberSeries(first string) error {
	series, err := app.ReadNumberSeries(first)
	if err != nil {
		return err
	}
	if err := tx.setSetting(keyNumbers, series.Next()); err != nil {
		return err
	}
	return tx.audit("settings-changed", "", keyNumbers)
}

func (tx *Tx) setting(key string, into any) error {
	s, err := store.Setting(tx.Tx, key)
	if err != nil || s == "" {
		return err
	}
	if err := json.Unmarshal([]byte(s), into); err != nil {
		return fmt.Errorf("setting %s: %w", key, err)
	}
	return nil
}

func (tx *Tx) setSetting(key string, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return store.SetSetting(tx.Tx, key, string(b))
}
