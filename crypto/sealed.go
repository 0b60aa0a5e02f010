package crypto

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"regexp"
	"strings"

	"filippo.io/age"
)

// maxSealed bounds what ReadSealed takes into memory, in bytes.
const maxSealed = 1 << 30

// sealedName is what files beside the base may be called; those of the format
// itself are excepted below.
var sealedName = regexp.MustCompile(`^(blobs/)?[a-z0-9][a-z0-9-]{0,99}\.age$`)

func checkSealedName(name string) error {
	_, base := genOf(name, "base-", ".age")
	if !sealedName.MatchString(name) || base || name == keyPass || name == keyRecovery {
		return ErrName
	}
	return nil
}

// ReadSealed reads a small file that WriteSealed wrote. One that is not there
// is fs.ErrNotExist, and whether it ought to be is the caller's to know.
func (v *Vault) ReadSealed(name string) ([]byte, error) {
	if err := checkSealedName(name); err != nil {
		return nil, err
	}
	_, end, err := v.work(v.closing)
	if err != nil {
		return nil, err
	}
	defer end()
	b, err := readAll(v.opt.FS, path(v.dir, name), maxSealed)
	if err != nil {
		return nil, err
	}
	r, err := v.keys.decrypt(bytes.NewReader(b))
	if err != nil {
		return nil, damaged(name, "%v", err)
	}
	if b, err = io.ReadAll(r); err != nil {
		return nil, damaged(name, "%v", err)
	}
	return b, nil
}

// WriteSealed writes a small age file beside the base, like ledger.age, or
// into blobs/. After a crash the old content is there or the new one. Names
// are lower-case letters, digits and dashes, and end in .age; else ErrName.
func (v *Vault) WriteSealed(name string, b []byte) error {
	if err := checkSealedName(name); err != nil {
		return err
	}
	_, end, err := v.work(v.closing)
	if err != nil {
		return err
	}
	defer end()
	v.sealed.Lock()
	defer v.sealed.Unlock()
	ct, err := sealTo(v.keys.id.Recipient(), b)
	if err != nil {
		return err
	}
	dir, file := v.dir, name
	if rest, ok := strings.CutPrefix(name, blobsName+"/"); ok {
		dir, file = path(v.dir, blobsName), rest
		if err := v.makeBlobs(); err != nil {
			return withFull(err)
		}
	}
	return writeAtomic(v.opt.FS, dir, file, ct)
}

// ChangePassphrase replaces the passphrase; a wrong old one is
// ErrWrongPassphrase. Only key-pass.age is written: copies of the old file,
// in backups too, open with the old passphrase.
func (v *Vault) ChangePassphrase(old, passphrase string) error {
	_, end, err := v.work(v.closing)
	if err != nil {
		return err
	}
	defer end()
	if err := v.proves(old); err != nil {
		return err
	}
	return v.setPassphrase(passphrase)
}

// proves checks a passphrase against key-pass.age.
func (v *Vault) proves(passphrase string) error {
	id, err := passphraseIdentity(passphrase)
	if err != nil {
		return err
	}
	k, err := openKeyFile(v.opt.FS, path(v.dir, keyPass), keyPass, id, ErrWrongPassphrase)
	if errors.Is(err, ErrWrongPassphrase) {
		if changed := v.checkKeyFile(keyPass); changed != nil {
			return changed // no passphrase fits it any more
		}
	}
	if err != nil {
		return err
	}
	defer k.wipe()
	if subtle.ConstantTimeCompare(k.secret, v.keys.secret) != 1 {
		return damaged(keyPass, "opens another vault")
	}
	return nil
}

// NewRecoveryKey replaces the recovery key: the sheet printed before opens the
// vault no more, though copies of the old key-recovery.age, in backups too,
// still open with it. A wrong passphrase is ErrWrongPassphrase and leaves the
// old key in force. As with Created, the key is stored nowhere.
func (v *Vault) NewRecoveryKey(passphrase string) (string, error) {
	_, end, err := v.work(v.closing)
	if err != nil {
		return "", err
	}
	defer end()
	if err := v.proves(passphrase); err != nil {
		return "", err
	}
	paper, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	b, err := sealTo(paper.Recipient(), append(bytes.Clone(v.keys.secret), '\n'))
	if err != nil {
		return "", err
	}
	return paper.String(), v.writeKeyFile(keyRecovery, b)
}

// writeKeyFile replaces a key file. After an error nobody knows which one is there.
func (v *Vault) writeKeyFile(name string, b []byte) error {
	v.sealed.Lock()
	defer v.sealed.Unlock()
	delete(v.proven, name)
	if err := writeAtomic(v.opt.FS, v.dir, name, b); err != nil {
		return err
	}
	v.proven[name] = sha256.Sum256(b)
	return nil
}

// RecoverySum is the SHA-256 of key-recovery.age. Only the paper opens that
// file, so that damage to it shows by its sum alone.
func (v *Vault) RecoverySum() ([sha256.Size]byte, error) {
	b, err := readAll(v.opt.FS, path(v.dir, keyRecovery), maxKeyFile)
	if err != nil {
		return [sha256.Size]byte{}, broken(keyRecovery, asFileError(err))
	}
	return sha256.Sum256(b), nil
}

// PassphraseSum is the SHA-256 of key-pass.age as it is now in a directory, whoever
// has the vault there. Whoever kept it when the passphrase last opened the vault can
// tell a damaged file from a wrong passphrase, which age can not: scrypt's salt and
// what is sealed with it look like nothing.
func PassphraseSum(dir string, o Options) ([sha256.Size]byte, error) {
	b, err := readAll(o.withDefaults().FS, path(dir, keyPass), maxKeyFile)
	if err != nil {
		return [sha256.Size]byte{}, broken(keyPass, asFileError(err))
	}
	return sha256.Sum256(b), nil
}

// ProvenSum is PassphraseSum of the file that has opened the vault, or that was
// written since. known is false for a vault that was opened with the recovery key.
func (v *Vault) ProvenSum() (sum [sha256.Size]byte, known bool) {
	v.sealed.Lock()
	defer v.sealed.Unlock()
	sum, known = v.proven[keyPass]
	return sum, known
}

// SetPassphrase gives the vault a passphrase without asking for the old one,
// after OpenRecovery.
func (v *Vault) SetPassphrase(passphrase string) error {
	_, end, err := v.work(v.closing)
	if err != nil {
		return err
	}
	defer end()
	return v.setPassphrase(passphrase)
}

func (v *Vault) setPassphrase(passphrase string) error {
	if passphrase == "" {
		return ErrWrongPassphrase
	}
	b, err := v.keys.sealPassphrase(passphrase, v.opt.WorkFactor)
	if err != nil {
		return err
	}
	return v.writeKeyFile(keyPass, b)
}
