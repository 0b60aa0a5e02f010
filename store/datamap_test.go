package store_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func TestDataMapAndSchemaAgree(t *testing.T) {
	db := storetest.New(t)
	if n := len(liveColumns(t, db.DB)); n < 80 {
		t.Fatalf("only %d live columns were found", n)
	}
	for _, wrong := range mapAgainst(t, db.DB) {
		t.Error(wrong)
	}
}

// The guard is shown schemas that have drifted from the map.
func TestDriftFromTheDataMapIsCaught(t *testing.T) {
	for name, c := range map[string]struct{ ddl, want string }{
		"a new column":         {`ALTER TABLE customers ADD COLUMN nickname TEXT NOT NULL DEFAULT ''`, "customers.nickname is stored and not in the data map"},
		"a computed column":    {`ALTER TABLE customers ADD COLUMN initials TEXT AS (substr(name, 1, 1))`, "customers.initials is stored and not in the data map"},
		"a new table":          {`CREATE TABLE stray (secret TEXT)`, "stray.secret is stored and not in the data map"},
		"a new search index":   {`CREATE VIRTUAL TABLE stray USING fts5 (word, content='')`, "stray.word is stored and not in the data map"},
		"a column that went":   {`ALTER TABLE deliveries DROP COLUMN quantity`, "deliveries.quantity is in the data map and not stored"},
		"a column renamed":     {`ALTER TABLE settings RENAME COLUMN value TO content`, "settings.content is stored and not in the data map; settings.value is in the data map and not stored"},
		"a table that went":    {`DROP TABLE erasing`, "erasing.customer_key is in the data map and not stored"},
		"an index is no drift": {`CREATE INDEX x ON customers (town, name)`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.New(t)
			if _, err := db.Exec(c.ddl); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(mapAgainst(t, db.DB), "; "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// What refers to a customer, straight or through others, goes with the customer
// and before it.
func TestWhatRefersToACustomerGoesBefore(t *testing.T) {
	db := storetest.New(t)
	refers := texts(t, db.DB, `SELECT m.name || ' ' || f."table" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`)
	if len(refers) < 7 {
		t.Fatalf("only %d references were found", len(refers))
	}
	order := app.PersonalTables()
	for _, r := range refers {
		from, to, _ := strings.Cut(r, " ")
		if parent := slices.Index(order, to); parent >= 0 {
			if child := slices.Index(order, from); child < 0 || child > parent {
				t.Errorf("%s refers to %s and must go before it: %v", from, to, order)
			}
		}
	}
}

// mapAgainst holds the map against a schema, both ways.
func mapAgainst(t *testing.T, db *sql.DB) []string {
	t.Helper()
	live := liveColumns(t, db)
	var wrong []string
	for _, c := range live {
		table, name, _ := strings.Cut(c, ".")
		if _, ok := app.FindColumn(table, name); !ok {
			wrong = append(wrong, c+" is stored and not in the data map")
		}
	}
	for _, c := range app.DataMap() {
		if at := c.Table + "." + c.Name; !slices.Contains(live, at) {
			wrong = append(wrong, at+" is in the data map and not stored")
		}
	}
	return wrong
}

// liveColumns lists every stored column as table.column. Left out are SQLite's
// own tables, the shadow tables in which a search index keeps its words (they
// are the index's, which is listed), and the hidden columns by which an index is
// commanded.
func liveColumns(t *testing.T, db *sql.DB) []string {
	t.Helper()
	return texts(t, db, `SELECT l.name || '.' || c.name
		FROM pragma_table_list l, pragma_table_xinfo(l.name) c
		WHERE l.schema = 'main' AND l.type <> 'shadow' AND l.name NOT LIKE 'sqlite_%' AND c.hidden <> 1
		ORDER BY l.name, c.cid`)
}

func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// The map says what goes with a customer; the erase path has to do it. A table
// that is added to the map and forgotten there is found here: it gets a row of
// the customer, and must be empty after the erasure.
func TestErasingEmptiesEveryTableOfTheMap(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error { return full(tx, 1, "kaneli") })
	for _, table := range app.PersonalTables() {
		if isSearch(t, db.DB, table) {
			continue // filled beside the rows it indexes; see TestErasingLeavesNothingAnywhere
		}
		if texts(t, db.DB, `SELECT count(*) FROM `+table)[0] == "0" {
			fillRow(t, db.DB, table)
		}
	}
	db.Update(t, func(tx *store.Tx) error {
		_, err := store.EraseCustomers(tx, []string{id(1)})
		return err
	})
	for _, table := range app.PersonalTables() {
		if isSearch(t, db.DB, table) {
			continue
		}
		if n := texts(t, db.DB, `SELECT count(*) FROM `+table)[0]; n != "0" {
			t.Errorf("%s still has %s rows", table, n)
		}
	}
}

func isSearch(t *testing.T, db *sql.DB, table string) bool {
	t.Helper()
	return slices.Contains(texts(t, db, `SELECT name FROM pragma_table_list WHERE type = 'virtual'`), table)
}

// fillRow puts one row into a table, and first into what it refers to and is
// still empty. Every value is 1, which is also the customer's key.
func fillRow(t *testing.T, db *sql.DB, table string) {
	t.Helper()
	for _, parent := range texts(t, db, `SELECT "table" FROM pragma_foreign_key_list('`+table+`')`) {
		if texts(t, db, `SELECT count(*) FROM `+parent)[0] == "0" {
			fillRow(t, db, parent)
		}
	}
	columns := texts(t, db, `SELECT name FROM pragma_table_info('`+table+`')`)
	ones := strings.TrimSuffix(strings.Repeat("1,", len(columns)), ",")
	if _, err := db.Exec(`INSERT INTO ` + table + ` (` + strings.Join(columns, ",") + `) VALUES (` + ones + `)`); err != nil {
		t.Fatalf("%s: %v", table, err)
	}
}
