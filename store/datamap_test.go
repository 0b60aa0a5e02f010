package store_test

import (
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// Every stored column is in the data map and the other way round: personal
// data can not be added and forgotten. What FTS5 and SQLite keep for
// themselves is left out, the columns of the search tables are not.
func TestTheDataMapIsTheSchema(t *testing.T) {
	db := storetest.New(t)
	rows, err := db.Query(`SELECT t.name, c.name FROM pragma_table_list t, pragma_table_xinfo(t.name) c
		WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	live := map[string]bool{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(table, "_search") && (column == table || column == "rank") {
			continue // FTS5's own
		}
		live[table+"."+column] = true
		if _, ok := app.FindColumn(table, column); !ok {
			t.Errorf("%s.%s is not in the data map", table, column)
		}
	}
	if len(live) < 80 {
		t.Errorf("only %d columns found", len(live))
	}
	for _, c := range app.DataMap() {
		if !live[c.Table+"."+c.Name] {
			t.Errorf("%s.%s is in the data map and nowhere else", c.Table, c.Name)
		}
	}
}

func TestTheDigestIsThatOfTheRows(t *testing.T) {
	digest := func(do ...func(*store.Tx) error) (d string) {
		db := storetest.New(t)
		add(t, db, makinen())
		db.Update(t, func(tx *store.Tx) (err error) {
			for _, f := range do {
				if err := f(tx); err != nil {
					return err
				}
			}
			d, err = store.Digest(tx)
			return err
		})
		return d
	}
	contact := func(text string) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			return store.InsertContact(tx, app.Contact{ID: id(5), CustomerID: id(1), On: "2026-01-01", Text: text})
		}
	}
	if digest() != digest() || digest(contact("a")) != digest(contact("a")) {
		t.Error("the same rows have different digests")
	}
	if digest() == digest(contact("a")) || digest(contact("a")) == digest(contact("b")) {
		t.Error("different rows have the same digest")
	}
	if digest() != digest(store.OptimizeSearch) {
		t.Error("tidying the search index changes the digest")
	}
}
