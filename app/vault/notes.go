package vault

import (
	"slices"
	"time"

	"kortisto/store"
)

// Notes on the clock.
const (
	ClockBack  = "clock-back"
	ClockAhead = "clock-ahead"
)

// Notes are codes of what the owner should know after unlocking:
// "vault-older-than-seen", "clock-back", "clock-ahead", "recovery-unconfirmed".
func (v *Vault) Notes() []string {
	v.noting.Lock()
	defer v.noting.Unlock()
	return append([]string{}, v.notes...)
}

func (v *Vault) addNote(note string) {
	v.noting.Lock()
	defer v.noting.Unlock()
	if !slices.Contains(v.notes, note) {
		v.notes = append(v.notes, note)
	}
}

func (v *Vault) dropNote(note string) {
	v.noting.Lock()
	defer v.noting.Unlock()
	v.notes = slices.DeleteFunc(v.notes, func(n string) bool { return n == note })
}

// checkClock compares the computer's clock with the newest line of the audit
// log. A clock set back would keep data too long, and one set forward would
// erase them early: erasing waits on the first and is warned of on the second.
func (v *Vault) checkClock() error {
	return v.View(func(tx *Tx) error {
		last, _, err := store.LastAudit(tx.Tx)
		if err != nil || last.IsZero() {
			return err
		}
		if tx.Now.Before(last.Add(-24 * time.Hour)) {
			v.addNote(ClockBack)
		} else if tx.Now.After(last.Add(90 * 24 * time.Hour)) {
			v.addNote(ClockAhead)
		}
		return nil
	})
}
