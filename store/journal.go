package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// WithoutJournal runs f while transactions of the connection keep none of what they
// change. Such a transaction is committed, or taken back whole by what the database
// lies in; one in which a statement failed must not be committed (Failed), for
// that statement is not taken back by itself. The database must have one connection.
//
// An error is f's, or f was not run: what f has committed counts, also where the
// journal can not be had back. Then the connection is closed, and the next one has it.
func WithoutJournal(ctx context.Context, db *sql.DB, f func() error) error {
	if err := journal(ctx, db, "off"); err != nil {
		return err
	}
	err := f()
	_ = journal(ctx, db, "memory")
	return err
}

// journal chooses where the journal is. A connection that does not do so is closed,
// and the next one is as the database is opened.
func journal(ctx context.Context, db *sql.DB, mode string) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close() //nolint:errcheck // it goes back to where it was, or is closed already
	var is string
	err = c.QueryRowContext(ctx, `PRAGMA journal_mode = `+mode).Scan(&is)
	if err == nil && is != mode {
		err = fmt.Errorf("store: the journal is %s, not %s", is, mode)
	}
	if err != nil {
		_ = c.Raw(func(any) error { return driver.ErrBadConn })
	}
	return err
}
