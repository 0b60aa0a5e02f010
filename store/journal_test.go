package store_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"kortisto/store"

	_ "modernc.org/sqlite"
)

// What was committed is not told as failed because the journal can not be had back:
// whoever is told so would take back what goes with it, an erasure's line in the ledger.
func TestWithoutJournalTellsWhatBecameOfTheWork(t *testing.T) {
	open := func() *sql.DB {
		db, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		return db
	}
	db, ran := open(), false
	err := store.WithoutJournal(context.Background(), db, func() error {
		ran = true
		return db.Close() // so no journal can be chosen any more
	})
	if err != nil || !ran {
		t.Error(err, ran)
	}
	if err := store.WithoutJournal(context.Background(), db, func() error { t.Error("run with a journal"); return nil }); err == nil {
		t.Error("it is told as done")
	}
	db, failed := open(), errors.New("work")
	defer db.Close() //nolint:errcheck // nothing is in it
	if err := store.WithoutJournal(context.Background(), db, func() error { return failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	var mode string
	if err := db.QueryRow(`PRAGMA journal_mode`).Scan(&mode); err != nil || mode != "memory" {
		t.Error("the journal is", mode, err)
	}
}
