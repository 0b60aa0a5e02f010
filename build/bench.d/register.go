package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"kortisto/app"
	"kortisto/app/demo"
	"kortisto/app/vault"
	"kortisto/crypto"
	"kortisto/store"
)

// register is one way of keeping the same tables.
type register struct {
	name    string
	dir     string
	asks    string // the query for the version of what keeps it
	version string
	db      *sql.DB // writes, with one connection
	reader  *sql.DB // only reads, beside it
	// fromPlain makes the register from the plaintext one's file; nil for the two that fill makes.
	fromPlain func(ctx context.Context, file string) error
	open      func(context.Context) error
	close     func() error
}

// passphrase takes no time: scrypt is slow on purpose, always the same, and no matter of size.
const passphrase = "bench bench bench bench bench"

const leastWork = 1

const sqliteVersion = `SELECT 'SQLite ' || sqlite_version()`

const plainFile = "register.sqlite"

func newPlain(dir string) *register {
	r := &register{name: "plaintext", dir: dir, asks: sqliteVersion}
	r.open = func(ctx context.Context) (err error) {
		r.db, err = sql.Open("sqlite", "file:"+filepath.Join(dir, plainFile)+
			"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=temp_store(memory)"+
			"&_pragma=secure_delete(1)&_pragma=foreign_keys(1)&_pragma=cache_size(-32768)")
		if err != nil {
			return err
		}
		r.db.SetMaxOpenConns(1)
		if r.reader, err = sql.Open("sqlite", "file:"+filepath.Join(dir, plainFile)+
			"?mode=ro&_pragma=temp_store(memory)&_pragma=cache_size(-32768)"); err != nil {
			return err
		}
		return store.Migrate(ctx, r.db)
	}
	r.close = func() error { return errors.Join(r.reader.Close(), r.db.Close()) }
	return r
}

// newSealed closes as the program does: it folds the log in when that is worth it.
func newSealed(dir string) *register {
	r := &register{name: "vault", dir: dir, asks: sqliteVersion}
	var v *crypto.Vault
	r.open = func(ctx context.Context) (err error) {
		if v, err = crypto.Open(ctx, dir, passphrase, crypto.Options{WorkFactor: leastWork}); err != nil {
			return err
		}
		r.db, r.reader = v.DB(), v.Reader()
		return store.Migrate(ctx, r.db)
	}
	r.close = func() error {
		ctx := context.Background()
		if v.ShouldCompact() {
			if err := v.Compact(ctx, nil); err != nil {
				return err
			}
		}
		return v.Close(ctx)
	}
	return r
}

// fill makes the vault by the demo, the plaintext register of the vault's image, and the others of that. It says how
// many contacts there are.
func fill(ctx context.Context, all []*register, c config) (contacts int, err error) {
	plain, sealed := all[0], all[1]
	if contacts, err = fillVault(ctx, sealed.dir, c); err != nil {
		return 0, err
	}
	file := filepath.Join(plain.dir, plainFile)
	if err := copyPlain(ctx, sealed.dir, file); err != nil {
		return 0, err
	}
	for _, r := range all {
		if r.fromPlain != nil {
			if err := r.fromPlain(ctx, file); err != nil {
				return 0, fmt.Errorf("%s: %w", r.name, err)
			}
		}
	}
	return contacts, nil
}

func fillVault(ctx context.Context, dir string, c config) (contacts int, err error) {
	v, _, err := vault.Create(ctx, vault.Options{Dir: dir, Now: time.Now, NewID: uuid.NewString, WorkFactor: leastWork},
		passphrase, app.Firm{Name: "Esimerkki"}, app.Finnish)
	if err != nil {
		return 0, err
	}
	counts, err := demo.Fill(ctx, v, demo.Options{Customers: c.customers, Contacts: c.contacts, Seed: c.seed}, nil)
	if err == nil {
		err = v.Compact(ctx, nil)
	}
	if cerr := v.Close(ctx); err == nil {
		err = cerr
	}
	return counts.Contacts, err
}

func copyPlain(ctx context.Context, dir, file string) error {
	v, err := crypto.Open(ctx, dir, passphrase, crypto.Options{WorkFactor: leastWork})
	if err != nil {
		return err
	}
	defer v.Close(ctx) //nolint:errcheck // nothing was written
	image, err := v.Image()
	if err != nil {
		return err
	}
	defer image.Close() //nolint:errcheck // it was only read
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, image); err != nil {
		return err
	}
	return f.Close()
}

// update runs f in a transaction that is durable when update returns.
func (r *register) update(f func(tx *store.Tx) error) error {
	begun, err := r.db.Begin()
	if err != nil {
		return err
	}
	if err := f(transaction(begun)); err != nil {
		_ = begun.Rollback()
		return err
	}
	return begun.Commit()
}

// view runs f and leaves nothing behind.
func (r *register) view(f func(tx *store.Tx) error) error {
	begun, err := r.reader.Begin()
	if err != nil {
		return err
	}
	defer begun.Rollback() //nolint:errcheck // nothing was written
	return f(transaction(begun))
}

func transaction(begun *sql.Tx) *store.Tx {
	now := time.Now()
	return &store.Tx{Tx: begun, Now: now, Today: app.DayOf(now), NewID: uuid.NewString}
}

// size is what the register takes on disk, in bytes.
func (r *register) size() (total int64) {
	_ = filepath.WalkDir(r.dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if info, err := entry.Info(); err == nil && entry.Type().IsRegular() {
			total += info.Size()
		}
		return nil
	})
	return total
}
