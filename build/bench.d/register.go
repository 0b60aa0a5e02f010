//go:build bench

package main

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"kortisto/app"
	"kortisto/crypto"
	"kortisto/store"
)

// register is one way of keeping the same tables.
type register struct {
	name   string
	dir    string
	db     *sql.DB
	create func(context.Context) error
	open   func(context.Context) error
	close  func() error
	ids    int
}

func newPlain(dir string) *register {
	r := &register{name: "plaintext", dir: dir}
	r.open = func(ctx context.Context) (err error) {
		r.db, err = sql.Open("sqlite", "file:"+filepath.Join(dir, "register.sqlite")+
			"?_pragma=auto_vacuum(2)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=temp_store(memory)"+
			"&_pragma=secure_delete(1)&_pragma=foreign_keys(1)&_pragma=cache_size(-32768)")
		if err != nil {
			return err
		}
		r.db.SetMaxOpenConns(1)
		return r.db.PingContext(ctx)
	}
	r.create = func(ctx context.Context) error {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := r.open(ctx); err != nil {
			return err
		}
		return store.Migrate(ctx, r.db)
	}
	r.close = func() error { return r.db.Close() }
	return r
}

// newSealed opens with the recovery key: the passphrase's scrypt is slow on purpose and no matter of size.
func newSealed(dir string) *register {
	r := &register{name: "vault", dir: dir}
	options := crypto.Options{WorkFactor: 10}
	var vault *crypto.Vault
	var key string
	r.create = func(ctx context.Context) error {
		made, created, err := crypto.Create(ctx, dir, "bench", options)
		if err != nil {
			return err
		}
		vault, key, r.db = made, created.RecoveryKey, made.DB()
		return store.Migrate(ctx, r.db)
	}
	r.open = func(ctx context.Context) (err error) {
		if vault, err = crypto.OpenRecovery(ctx, dir, key, options); err != nil {
			return err
		}
		r.db = vault.DB()
		return nil
	}
	r.close = func() error { return vault.Close(context.Background()) }
	return r
}

// update runs f in a transaction that is durable when update returns.
func (r *register) update(f func(tx *store.Tx) error) error {
	begun, err := r.db.Begin()
	if err != nil {
		return err
	}
	if err := f(r.tx(begun)); err != nil {
		_ = begun.Rollback()
		return err
	}
	return begun.Commit()
}

// view runs f and leaves nothing behind.
func (r *register) view(f func(tx *store.Tx) error) error {
	begun, err := r.db.Begin()
	if err != nil {
		return err
	}
	defer begun.Rollback() //nolint:errcheck // nothing was written
	return f(r.tx(begun))
}

func (r *register) tx(begun *sql.Tx) *store.Tx {
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	return &store.Tx{Tx: begun, Now: now, Today: app.DayOf(now), NewID: func() string {
		r.ids++
		return fmt.Sprintf("%08d-0000-4000-8000-00000000000a", r.ids)
	}}
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
