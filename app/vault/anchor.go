package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
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
		_ = replaceFile(file, b)
	}
}

// replaceFile leaves, when the machine stops, what was there or what is to be
// there: an anchor that is empty would let an older copy of the vault pass.
func replaceFile(file string, b []byte) error {
	tmp := file + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(tmp, file)
	}
	return err
}
