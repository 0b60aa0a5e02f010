package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
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
