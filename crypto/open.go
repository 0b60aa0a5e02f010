package crypto

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"filippo.io/age"
)

// State is what a directory holds.
type State int

const (
	// None: nothing, or what an interrupted Create left. Create may use it.
	None State = iota
	// Present: a vault, whole or damaged.
	Present
	// Other: files that are no vault.
	Other
)

// Exists says what the directory holds. A directory that can not be read is an
// error, never None.
func Exists(dir string, o Options) (State, error) {
	o = o.withDefaults()
	names, err := dirNames(o.FS, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return None, nil
	}
	if err != nil {
		return Other, err
	}
	if half, err := unfinished(o.FS, dir, names); err != nil || half {
		return None, err
	}
	switch {
	case hasVault(names):
		return Present, nil
	case len(foreign(names)) > 0:
		return Other, nil
	}
	return None, nil
}

func dirNames(fsys FS, dir string) ([]string, error) {
	entries, err := fsys.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

// hasVault says whether any file is there that only a vault has. One is
// enough: a vault that lost the others is damaged, not absent.
func hasVault(names []string) bool {
	for _, n := range names {
		_, base := genOf(n, "base-", ".age")
		_, log := genOf(n, "log-", "")
		if base || log || n == keyPass || n == keyRecovery {
			return true
		}
	}
	return false
}

// foreign leaves out what file managers put into every directory, and the lock
// of a Create that got no further.
func foreign(names []string) []string {
	var out []string
	for _, n := range names {
		switch n {
		case ".DS_Store", "desktop.ini", "Thumbs.db", ".directory", lockName:
		default:
			out = append(out, n)
		}
	}
	return out
}

// Open opens the vault with its passphrase. Checking that takes the time that
// scrypt takes, most of a second. A wrong one is ErrWrongPassphrase and leaves
// every file as it was; other errors are ErrNoVault, ErrInUse, ErrDamaged,
// ErrNewer, or the file system's.
func Open(ctx context.Context, dir, passphrase string, o Options) (*Vault, error) {
	return open(ctx, dir, keyPass, o, ErrWrongPassphrase, func() (age.Identity, error) {
		return passphraseIdentity(passphrase)
	})
}

// OpenRecovery opens the vault with the key on the recovery sheet, as people
// type it: case, spaces, dashes and line breaks do not matter. A wrong one is
// ErrWrongRecoveryKey. SetPassphrase then gives the vault a new passphrase.
func OpenRecovery(ctx context.Context, dir, recoveryKey string, o Options) (*Vault, error) {
	return open(ctx, dir, keyRecovery, o, ErrWrongRecoveryKey, func() (age.Identity, error) {
		return recoveryIdentity(recoveryKey)
	})
}

func open(ctx context.Context, dir, keyFile string, o Options, wrong error, identity func() (age.Identity, error)) (_ *Vault, err error) {
	o = o.withDefaults()
	switch state, err := Exists(dir, o); {
	case err != nil:
		return nil, err
	case state != Present:
		return nil, ErrNoVault
	}
	lock, err := o.FS.Lock(path(dir, lockName))
	if err != nil {
		return nil, withFull(err)
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	id, err := identity()
	if err != nil {
		return nil, err
	}
	keys, err := openKeyFile(o.FS, path(dir, keyFile), keyFile, id, wrong)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v, err := start(ctx, dir, keys, lock, o)
	if err != nil {
		keys.wipe()
		return nil, err
	}
	v.proven[keyFile] = keys.from
	if err = lock.Claim(); err != nil && isFull(err) {
		err = nil // a full disk must not keep anyone from reading
	}
	if err != nil {
		v.Close(ctx)
	}
	return v, err
}

// newestGeneration finds the base with the highest number.
func newestGeneration(fsys FS, dir string) (names []string, gen uint64, err error) {
	if names, err = dirNames(fsys, dir); err != nil {
		return nil, 0, err
	}
	logs := uint64(1)
	for _, n := range names {
		if g, ok := genOf(n, "base-", ".age"); ok {
			gen = max(gen, g)
		}
		if g, ok := genOf(n, "log-", ""); ok {
			logs = max(logs, g)
		}
	}
	if gen == 0 {
		return nil, 0, damaged(baseName(logs), "no base is there")
	}
	return names, gen, nil
}

// removeLeftovers removes what interrupted writes and compactions left. What
// can not be removed now can be the next time.
func (v *Vault) removeLeftovers(names []string, gen uint64) {
	for _, n := range names {
		_, base := genOf(n, "base-", ".age")
		_, log := genOf(n, "log-", "")
		if strings.HasSuffix(n, tmpSuffix) || (base && n != baseName(gen)) || (log && n != logName(gen)) {
			v.opt.FS.Remove(path(v.dir, n))
		}
	}
}
