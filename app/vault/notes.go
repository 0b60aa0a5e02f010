package vault

import (
	"slices"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// Notes on the clock.
const (
	ClockBack  = "clock-back"
	ClockAhead = "clock-ahead"
)

// Notes on a run that was stopped in the middle and gone on with at the opening: it
// could not be brought to its end, or something is left of what went.
const (
	RunUnfinished = "run-unfinished"
	ResidueFound  = "residue-found"
)

// Notes are codes of what the owner should know after unlocking:
// OlderThanSeen, "clock-back", "clock-ahead", "recovery-unconfirmed", RunUnfinished, ResidueFound.
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

func (v *Vault) noted(note string) bool { return slices.Contains(v.Notes(), note) }

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
		note, err := tx.clockNote()
		if note != "" {
			v.addNote(note)
		}
		return err
	})
}

// How far the clock may be from the newest line of the log.
const (
	mostBack  = 24 * time.Hour
	mostAhead = 90 * 24 * time.Hour
)

// clockNote says what is doubtful about the clock now, or "". The register may have
// been open for long, so it is asked before every run and not only at the opening.
func (tx *Tx) clockNote() (string, error) {
	last, _, err := store.LastAudit(tx.Tx)
	switch {
	case err != nil || last.IsZero():
		return "", err
	case tx.Now.Before(last.Add(-mostBack)):
		return ClockBack, nil
	case tx.Now.After(last.Add(mostAhead)):
		return ClockAhead, nil
	}
	return "", nil
}

// leapt remembers, before the log gets its first line after a jump ahead, that there
// was one: with that line the log would call the new time as good as any.
func (tx *Tx) leapt() error {
	if tx.clock {
		return nil
	}
	tx.clock = true
	if note, err := tx.clockNote(); err != nil || note != ClockAhead {
		return err
	}
	return tx.setSetting(keyLeap, tx.Today)
}

// leaptLately says whether the clock has jumped ahead within app.AnnounceDays. A jump
// to a day that has not come is over: the clock was put right.
func (tx *Tx) leaptLately() (bool, error) {
	var on app.Day
	err := tx.setting(keyLeap, &on)
	return on != "" && on <= tx.Today && tx.Today < on.AddDays(app.AnnounceDays), err
}
