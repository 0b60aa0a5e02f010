package crypto

import (
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"filippo.io/age"
)

const (
	lockName   = "lock"
	readmeName = "README.txt"
	blobsName  = "blobs"
	// markerName is there while Create works, and tells a vault that nobody
	// was ever given from one that lost files.
	markerName = "unfinished"
)

//go:embed vault-readme.txt
var readmeText []byte

// Created is what only Create can tell.
type Created struct {
	// RecoveryKey opens the vault without the passphrase: an age identity,
	// AGE-SECRET-KEY-1…. It is stored nowhere: print it and forget it.
	RecoveryKey string
}

// Create makes a vault in a directory that is missing or empty, readable by
// its owner only, and opens it. It is durable when Create returns; what an
// interrupted Create left behind, the next one clears away. Other files there
// are ErrNotEmpty, an empty passphrase is ErrWrongPassphrase.
func Create(ctx context.Context, dir, passphrase string, o Options) (_ *Vault, _ Created, err error) {
	o = o.withDefaults()
	if passphrase == "" {
		return nil, Created{}, ErrWrongPassphrase
	}
	if _, err := mayCreate(dir, o); err != nil {
		return nil, Created{}, err
	}
	if err := makeDir(o.FS, dir); err != nil {
		return nil, Created{}, withFull(err)
	}
	// What is there is looked at again under the lock: another may be creating.
	lock, err := o.FS.Lock(path(dir, lockName))
	if err != nil {
		return nil, Created{}, withFull(err)
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	if err := clearWay(dir, o); err != nil {
		return nil, Created{}, err
	}
	keys, err := newKeyring()
	if err != nil {
		return nil, Created{}, err
	}
	paper, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, Created{}, err
	}
	if err := writeVault(ctx, dir, passphrase, keys, paper, o); err != nil {
		keys.wipe()
		return nil, Created{}, withFull(err)
	}
	v, err := start(ctx, dir, keys, lock, o)
	if err != nil {
		keys.wipe()
		return nil, Created{}, err
	}
	if sum, err := PassphraseSum(dir, o); err == nil {
		v.proven[keyPass] = sum
	}
	if err := lock.Claim(); err != nil {
		v.Close(ctx)
		return nil, Created{}, withFull(err)
	}
	return v, Created{RecoveryKey: paper.String()}, nil
}

// makeDir makes the directory and its missing parents, and makes them durable
// one by one: a vault in a directory that has no name would be lost whole. What
// is there already may have been made a moment ago, by a file dialog or by a
// Create that was interrupted; so its name is made durable, too.
func makeDir(fsys FS, dir string) error {
	missing := []string{dir}
	at := filepath.Dir(dir)
	for ; at != filepath.Dir(at); at = filepath.Dir(at) {
		if _, err := fsys.Stat(at); err == nil {
			break
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		missing = append(missing, at)
	}
	if err := syncName(fsys, at); err != nil {
		return err
	}
	for _, name := range slices.Backward(missing) {
		if err := fsys.Mkdir(name); err != nil {
			return err
		}
		if err := syncName(fsys, name); err != nil {
			return err
		}
	}
	return nil
}

// syncName makes a directory's own name durable. A parent that one may not read
// can not be synced, and was made by somebody else.
func syncName(fsys FS, dir string) error {
	err := fsys.SyncDir(filepath.Dir(dir))
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return err
}

// mayCreate says whether a vault may be made here, and what an interrupted
// Create has left.
func mayCreate(dir string, o Options) (left []string, err error) {
	names, err := dirNames(o.FS, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	half, err := unfinished(o.FS, dir, names)
	if err != nil {
		return nil, err
	}
	if half {
		return names, nil
	}
	if len(foreign(names)) > 0 {
		return nil, ErrNotEmpty
	}
	return nil, nil
}

// clearWay removes what an interrupted Create left, but for the marker: until
// the new vault is whole this stays an unfinished one.
func clearWay(dir string, o Options) error {
	left, err := mayCreate(dir, o)
	if err != nil {
		return err
	}
	for _, n := range left {
		if n == markerName || !createdNames(n) {
			continue
		}
		if err := o.FS.Remove(path(dir, n)); err != nil {
			return err
		}
	}
	return nil
}

// createdNames are the files that Create writes.
func createdNames(n string) bool {
	return slices.Contains([]string{markerName, readmeName, keyPass, keyRecovery, blobsName,
		baseName(1), logName(1), readmeName + tmpSuffix, keyPass + tmpSuffix, keyRecovery + tmpSuffix,
		baseName(1) + tmpSuffix, logName(1) + tmpSuffix}, n)
}

// unfinished says whether a directory holds nothing but what an interrupted
// Create left, with no transaction in it.
func unfinished(fsys FS, dir string, names []string) (bool, error) {
	if !slices.Contains(names, markerName) {
		return false, nil
	}
	for _, n := range foreign(names) {
		if !createdNames(n) {
			return false, nil
		}
	}
	st, err := fsys.Stat(path(dir, logName(1)))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return st.Size() <= logHeaderLen, nil
}

// writeVault writes every file of a new vault. The marker's removal is what
// makes it one.
func writeVault(ctx context.Context, dir, passphrase string, keys *keyring, paper *age.X25519Identity, o Options) error {
	if err := writeNew(o.FS, path(dir, markerName), nil); err != nil {
		return err
	}
	if err := o.FS.SyncDir(dir); err != nil {
		return err
	}
	pass, err := keys.sealPassphrase(passphrase, o.WorkFactor)
	if err != nil {
		return err
	}
	recovery, err := sealTo(paper.Recipient(), append(bytes.Clone(keys.secret), '\n'))
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		b    []byte
	}{{readmeName, readmeText}, {keyPass, pass}, {keyRecovery, recovery}} {
		if err := writeAtomic(o.FS, dir, f.name, f.b); err != nil {
			return err
		}
	}
	if err := o.FS.Mkdir(path(dir, blobsName)); err != nil {
		return err
	}
	image, err := emptyImage(ctx)
	if err != nil {
		return err
	}
	first, err := newSuccessor(ctx, o.FS, dir, keys, 1, bytes.NewReader(image), nil)
	if err != nil {
		return err
	}
	if err := first.install(); err != nil {
		return err
	}
	if err := o.FS.Remove(path(dir, markerName)); err != nil {
		return err
	}
	return o.FS.SyncDir(dir)
}

// emptyImage is a SQLite database without tables. Page size and auto_vacuum
// can be chosen only here; and SQLite would ignore a WAL beside an empty file.
func emptyImage(ctx context.Context) (image []byte, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	// The application id, at offset 68 of the file, is "KORT".
	for _, s := range []string{"PRAGMA page_size = 4096", "PRAGMA auto_vacuum = INCREMENTAL",
		"PRAGMA temp_store = memory", "PRAGMA application_id = 1263489620"} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return nil, err
		}
	}
	err = conn.Raw(func(c any) (err error) {
		image, err = c.(interface{ Serialize() ([]byte, error) }).Serialize()
		return err
	})
	return image, err
}
