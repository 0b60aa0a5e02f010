// Package storetest gives tests the real store in memory: the tables as
// migrated, one connection, time and ids that repeat.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"kortisto/app"
	"kortisto/store"
)

// Now is the time of every transaction: a Saturday at noon in Helsinki.
var Now = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

// DB is a migrated register in memory.
type DB struct {
	*sql.DB
	Now time.Time
	ids int
}

// Open gives an empty database in memory without tables.
func Open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:?_pragma=temp_store(2)&_pragma=auto_vacuum(2)&_pragma=secure_delete(1)&_pragma=foreign_keys(1)&_pragma=journal_mode(memory)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// New gives an empty register in memory.
func New(t testing.TB) *DB {
	t.Helper()
	db := Open(t)
	if err := store.Migrate(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	return &DB{DB: db, Now: Now}
}

// Tx begins a transaction; the caller ends it.
func (db *DB) Tx(t testing.TB) *store.Tx {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return &store.Tx{Tx: tx, Now: db.Now, Today: app.DayOf(db.Now), NewID: func() string {
		db.ids++
		return fmt.Sprintf("%08d-0000-4000-8000-000000000000", db.ids)
	}}
}

// Update runs f in a transaction and commits; an error fails the test.
func (db *DB) Update(t testing.TB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.Try(t, f); err != nil {
		t.Fatal(err)
	}
}

// Try runs f in a transaction, commits when it succeeds, and gives its error.
func (db *DB) Try(t testing.TB, f func(*store.Tx) error) error {
	t.Helper()
	tx := db.Tx(t)
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
