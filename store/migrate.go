package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// NewerError says that the register was last opened by a newer program, whose
// tables this one does not know. It is refused rather than guessed at.
type NewerError struct {
	Version int // of the register
	Known   int // the newest that this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("store: register has version %d, known is %d", e.Version, e.Known)
}

// Migrate brings the tables up to what this program knows; each migration is a
// transaction of its own. A newer register gives *NewerError and is not touched.
func Migrate(ctx context.Context, db *sql.DB) error {
	have, known, err := Version(db)
	if err != nil {
		return err
	}
	if have > known {
		return &NewerError{Version: have, Known: known}
	}
	if have == known {
		return nil
	}
	p, err := provider(db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	return nil
}

// Version tells which migration the register has (0: an empty database) and
// the newest that this program knows. It changes nothing, and asks no more than
// that: every opening of a register waits for it.
func Version(db *sql.DB) (have, known int, err error) {
	if known, err = newest(); err != nil {
		return 0, 0, fmt.Errorf("store: version: %w", err)
	}
	var n int
	err = db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?`, goose.DefaultTablename).Scan(&n)
	if err != nil {
		return 0, 0, fmt.Errorf("store: version: %w", err)
	}
	if n == 0 {
		return 0, known, nil
	}
	err = db.QueryRow(`SELECT version_id FROM ` + goose.DefaultTablename + ` WHERE is_applied ORDER BY version_id DESC LIMIT 1`).Scan(&have)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("store: version: %w", err)
	}
	return have, known, nil
}

// newest is the highest number among the migrations' files.
func newest() (known int, err error) {
	files, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		n, err := goose.NumericComponent(f.Name())
		if err != nil {
			return 0, err
		}
		known = max(known, int(n))
	}
	return known, nil
}

func provider(db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, dir,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
}
