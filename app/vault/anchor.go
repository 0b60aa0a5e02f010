package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/crypto"
)

// OlderThanSeen notes that this computer has seen the vault further on than it is now.
const OlderThanSeen = "vault-older-than-seen"

// anchor remembers, outside the vault, how far the vault had come when it was
// last open here. Putting the whole directory back to an older copy can not be
// seen from inside the vault; this tells it.
type anchor struct {
	Vault      string `json:"vault,omitempty"` // a keyed hash: another vault in the same place is no older one
	Generation uint64 `json:"generation"`
	Sequence   uint64 `json:"sequence"`
	// Older: the vault was found older than it had been, and nobody has said yet
	// that it may be. Work in it goes on, and will come further than what was seen.
	Older bool `json:"older,omitempty"`
	// PassphraseSum is the SHA-256 of key-pass.age when it last opened the vault.
	PassphraseSum string `json:"passphraseSum,omitempty"`
}

func (o Options) anchorFile() string {
	if o.StateDir == "" {
		return ""
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return ""
	}
	name := sha256.Sum256([]byte(dir))
	return filepath.Join(o.StateDir, "anchor-"+hex.EncodeToString(name[:8])+".json")
}

// anchor is what is remembered of the vault in this place, if anything.
func (o Options) anchor() (a anchor, known bool) {
	b, err := os.ReadFile(o.anchorFile())
	return a, err == nil && json.Unmarshal(b, &a) == nil
}

// anchorName tells vaults apart, and tells nobody without the key which one it is.
func (v *Vault) anchorName() string {
	sum := v.bytes.MAC("anchor")
	return hex.EncodeToString(sum[:8])
}

// checkAnchor notes that the vault is older than it was seen. What is remembered goes
// on to where the vault is now, so that a program that is killed leaves a good anchor.
func (v *Vault) checkAnchor() {
	seen, known := v.opt.anchor()
	gen, seq := v.bytes.Position()
	if known && seen.Vault == v.anchorName() {
		if seen.Older || gen < seen.Generation || gen == seen.Generation && seq < seen.Sequence {
			v.addNote(OlderThanSeen)
		}
	}
	v.keepAnchor()
}

// AcceptOlder is the owner's word that the older copy is the register from now on. Until
// it is given, each opening announces the copy, and no attachment is swept away.
func (v *Vault) AcceptOlder() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	v.dropNote(OlderThanSeen)
	v.keepAnchor()
	return nil
}

// keepAnchor is a help, not a promise: when the state directory can not be
// written, the vault opens and closes all the same. The vault is open and nobody else
// closes it: mu is held, or the vault is not given to anybody yet.
func (v *Vault) keepAnchor() {
	file := v.opt.anchorFile()
	if file == "" {
		return
	}
	now := anchor{Vault: v.anchorName(), Older: v.noted(OlderThanSeen)}
	now.Generation, now.Sequence = v.bytes.Position()
	before, known := v.opt.anchor()
	if sum, proven := v.bytes.ProvenSum(); proven {
		now.PassphraseSum = hex.EncodeToString(sum[:])
	}
	if known && before == now {
		return // most openings find what the last closing left
	}
	b, err := json.Marshal(now)
	if err != nil {
		return
	}
	if os.MkdirAll(filepath.Dir(file), 0o700) == nil {
		_ = replaceFile(file, b)
	}
}

// wrongPassphrase says more of a passphrase that does not match where more is known: a
// damaged key-pass.age opens with none, and looks to age as if the passphrase were wrong.
func (o Options) wrongPassphrase() error {
	seen, known := o.anchor()
	if known && seen.PassphraseSum != "" {
		if sum, err := crypto.PassphraseSum(o.Dir, o.crypto()); err == nil && hex.EncodeToString(sum[:]) != seen.PassphraseSum {
			return app.E("key-file-changed", "", "file", "key-pass.age")
		}
	}
	return app.E("passphrase-wrong", "")
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
