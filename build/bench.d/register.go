package main

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"kortisto/app"
	"kortisto/crypto"
	"kortisto/store"
)

// register is one way of keeping the same tables.
type register struct {
	name   string
	dir    string
	file   string   // of the database in dir; empty for the vault
	asks   []string // the queries for the versions of what keeps it
	db     *sql.DB  // writes, with one connection
	reader *sql.DB  // only reads, beside it
	vault  *crypto.Vault
	// fromPlain makes the register of the plaintext one's file; nil for the two that are made otherwise.
	fromPlain func(file string) error
	open      func(context.Context) error
	close     func() error
	at        *process // which has it open, in turns
}

// passphrase takes no time: scrypt is slow on purpose, always the same, and no matter of size.
const passphrase = "bench bench bench bench bench"

const leastWork = 1

var sqliteVersion = []string{`SELECT 'SQLite ' || sqlite_version()`}

// registers that are compared; the first is what the others are divided by, the second is ours.
func registers(dir string) []*register {
	all := []*register{newPlain(filepath.Join(dir, "plaintext")), newSealed(filepath.Join(dir, "vault"))}
	for _, more := range others {
		all = append(all, more(dir))
	}
	return all
}

// others are added by files that are not always built.
var others []func(dir string) *register

// The places of registers in every list; the last two are there only where the bench was built with SQLCipher. The
// plaintext register that is kept by the same library in C is there because of it: the vault's SQLite and the first
// register's are the same sources in Go.
const (
	ours   = 1
	theirs = 2
	inC    = 3
)

func newPlain(dir string) *register {
	r := &register{name: "plaintext", dir: dir, file: "register.sqlite", asks: sqliteVersion}
	r.open = func(ctx context.Context) (err error) {
		at := "file:" + filepath.Join(dir, r.file)
		r.db, err = sql.Open("sqlite", at+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=temp_store(memory)"+
			"&_pragma=secure_delete(1)&_pragma=foreign_keys(1)&_pragma=cache_size(-32768)")
		if err != nil {
			return err
		}
		r.db.SetMaxOpenConns(1)
		if r.reader, err = sql.Open("sqlite", at+"?mode=ro&_pragma=temp_store(memory)&_pragma=cache_size(-32768)"); err != nil {
			return err
		}
		return store.Migrate(ctx, r.db)
	}
	r.close = func() error { return errors.Join(r.reader.Close(), r.db.Close()) }
	return r
}

// newSealed leaves the log as it is when it closes; the program folds it in where that is worth it.
func newSealed(dir string) *register {
	r := &register{name: "vault", dir: dir, asks: sqliteVersion}
	r.open = func(ctx context.Context) (err error) {
		if r.vault, err = crypto.Open(ctx, dir, passphrase, crypto.Options{WorkFactor: leastWork}); err != nil {
			return err
		}
		r.db, r.reader = r.vault.DB(), r.vault.Reader()
		return store.Migrate(ctx, r.db)
	}
	r.close = func() error { return r.vault.Close(context.Background()) }
	return r
}

// check reads all once, as the program does with the vault after each unlocking. The others have nothing to check.
func (r *register) check(ctx context.Context) error {
	if r.vault == nil {
		return nil
	}
	return r.vault.Verify(ctx, nil)
}

// rewrite makes the files as small as their content: the vault's compaction, SQLite's VACUUM.
func (r *register) rewrite(ctx context.Context) error {
	if r.vault != nil {
		return r.vault.Compact(ctx, nil)
	}
	return r.exec(ctx, `VACUUM`, `PRAGMA wal_checkpoint(TRUNCATE)`)
}

// settle is what a careful program does after deleting: nothing of it is to be left in the files.
func (r *register) settle(ctx context.Context) error {
	var merge store.SearchMerge
	for more := true; more; {
		err := r.update(func(tx *store.Tx) (err error) { more, err = merge.Step(tx); return err })
		if err != nil {
			return err
		}
	}
	if _, err := store.IncrementalVacuum(ctx, r.db, 0); err != nil {
		return err
	}
	return r.exec(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
}

func (r *register) exec(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := r.db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// version is what keeps the register.
func (r *register) version(ctx context.Context) (string, error) {
	var all []string
	for _, ask := range r.asks {
		var v string
		if err := r.db.QueryRowContext(ctx, ask).Scan(&v); err != nil {
			return "", err
		}
		all = append(all, v)
	}
	return strings.Join(all, ", "), nil
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

// copyTo is a copy of all registers as they lie in a directory; they must be closed.
func copyTo(from, to string) error {
	for _, r := range registers(from) {
		rel, err := filepath.Rel(from, r.dir)
		if err != nil {
			return err
		}
		if err := os.CopyFS(filepath.Join(to, rel), os.DirFS(r.dir)); err != nil {
			return err
		}
	}
	return nil
}
