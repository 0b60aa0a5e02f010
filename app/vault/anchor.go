package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"kortisto/store"
)

// anchor remembers, outside the vault, how far the vault had come when it was
// last open here. Putting the whole directory back to an older copy can not be
// seen from inside the vault; this tells it.
type anchor struct {
	Generation uint64 `json:"generation"`
	Sequence   uint64 `json:"sequence"`
}

func (v *Vault) anchorFile() string {
	if v.opt.StateDir == "" {
		return ""
	}
	dir, err := filepath.Abs(v.opt.Dir)
	if err != nil {
		return ""
	}
	name := sha256.Sum256([]byte(dir))
	return filepath.Join(v.opt.StateDir, "anchor-"+hex.EncodeToString(name[:8])+".json")
}

func (v *Vault) checkAnchor() {
	b, err := os.ReadFile(v.anchorFile())
	if err != nil {
		return // never opened here: nothing to compare with
	}
	var seen anchor
	if json.Unmarshal(b, &seen) != nil {
		return
	}
	gen, seq := v.bytes.Position()
	if gen < seen.Generation || gen == seen.Generation && seq < seen.Sequence {
		v.addNote("vault-older-than-seen")
	}
}

// keepAnchor is a help, not a promise: when the state directory can not be
// written, the vault closes all the same.
func (v *Vault) keepAnchor() {
	file := v.anchorFile()
	if file == "" {
		return
	}
	gen, seq := v.bytes.Position()
	b, err := json.Marshal(anchor{gen, seq})
	if err != nil {
		return
	}
	if os.MkdirAll(filepath.Dir(file), 0o700) == nil {
		_ = os.WriteFile(file, b, 0o600)
	}
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

// Notes on the clock.
const (
	ClockBack  = "clock-back"
	ClockAhead = "clock-ahead"
)
