package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func merging(from, to int) store.Merge {
	return store.Merge{ID: id(990), CustomerID: id(to), OtherID: id(from), At: storetest.Now, Number: "1", Before: `{"name":"b"}`, After: "{}", Other: fmt.Sprintf(`{"id":%q}`, id(from))}
}

// Every table that says whose a row is has a row of the customer, and none of them
// is under the card that goes. A table that is added later is found by its name.
func TestAMergeMovesTheRowsOfEveryTable(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error { return full(tx, 1, "kaneli") })
	referring := texts(t, db.DB, `SELECT l.name || ' ' || f."from" FROM pragma_table_list l, pragma_foreign_key_list(l.name) f WHERE l.schema = 'main' AND f."table" = 'customers'`)
	if len(referring) < 10 {
		t.Fatalf("only %d tables refer to a customer", len(referring))
	}
	for _, r := range referring {
		if table, _, _ := strings.Cut(r, " "); texts(t, db.DB, `SELECT count(*) FROM `+table)[0] == "0" {
			fillRow(t, db.DB, table)
		}
	}
	add(t, db, app.Customer{ID: id(2), Number: "2", Name: "toinen", CreatedOn: "2020-01-01"})
	db.Update(t, func(tx *store.Tx) error { return store.MergeRows(tx, merging(1, 2)) })
	for _, r := range referring {
		table, column, _ := strings.Cut(r, " ")
		if table == "contact_persons" { // united by name, and go with the card
			continue
		}
		if n := texts(t, db.DB, `SELECT count(*) FROM `+table+` WHERE `+column+` = 1`)[0]; n != "0" {
			t.Errorf("%s: %s rows were left behind", table, n)
		}
		if n := texts(t, db.DB, `SELECT count(*) FROM `+table+` WHERE `+column+` = 2`)[0]; n == "0" {
			t.Errorf("%s: nothing arrived", table)
		}
	}
	db.Update(t, func(tx *store.Tx) error { return store.EraseMerged(tx, id(1)) })
	if n := texts(t, db.DB, `SELECT count(*) FROM merging`)[0]; n != "0" {
		t.Errorf("%s cards are still being merged", n)
	}
}

func TestErasingTheKeptCardLeavesNothingOfEither(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		m := merging(2, 1)
		m.Other = `{"name":"nhömötiainen"}`
		return errors.Join(full(tx, 1, "kuukkeli"), full(tx, 2, "hömötiainen"), full(tx, 3, "naakka"),
			store.InsertDifferent(tx, id(2), id(3)), store.MergeRows(tx, m), store.EraseMerged(tx, id(2)), store.SetMerged(tx, m.ID, `"hömötiainen"`))
	})
	if found := holding(t, db, "hömötiainen"); len(found) < 10 {
		t.Fatalf("the word stands only in %v before", found)
	}
	db.Update(t, func(tx *store.Tx) error {
		_, err := store.EraseCustomers(tx, []string{id(1)})
		return errors.Join(err, store.OptimizeSearch(tx))
	})
	for _, word := range []string{"kuukkeli", "hömötiainen", "homotiainen"} {
		if found := holding(t, db, word); len(found) > 0 {
			t.Errorf("%s still in %v", word, found)
		}
	}
	for _, place := range holding(t, db, id(2)) {
		if !strings.HasPrefix(place, "audit.") {
			t.Errorf("the id of the card that went is still in %s", place)
		}
	}
	if n := len(holding(t, db, "naakka")); n < 12 {
		t.Errorf("the customer who stays stands in only %d places", n)
	}
}

func TestAPermissionChangesItsOwnerInAMergeAndNothingElse(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error { return errors.Join(full(tx, 1, "kaneli"), full(tx, 2, "inkivääri")) })
	refused := func(q string) {
		t.Helper()
		if _, err := db.Exec(q); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", q, err)
		}
	}
	refused(`UPDATE consents SET customer_key = 2 WHERE customer_key = 1`)
	if _, err := db.Exec(`INSERT INTO merging VALUES (1, 2)`); err != nil {
		t.Fatal(err)
	}
	refused(`UPDATE consents SET customer_key = 1 WHERE customer_key = 2`)
	columns := texts(t, db.DB, `SELECT name FROM pragma_table_info('consents') WHERE name <> 'customer_key'`)
	if len(columns) < 8 {
		t.Fatalf("only %v", columns)
	}
	for _, column := range columns {
		refused(`UPDATE consents SET customer_key = 2, ` + column + ` = 77 WHERE customer_key = 1`)
	}
	if _, err := db.Exec(`UPDATE consents SET customer_key = 2 WHERE customer_key = 1`); err != nil {
		t.Error(err)
	}
}

func TestDuplicatesAreFoundOnceWithTheirReasons(t *testing.T) {
	db := storetest.New(t)
	crowd := []app.Customer{}
	for i := range 12 { // a telephone exchange
		crowd = append(crowd, app.Customer{ID: id(100 + i), Number: fmt.Sprint(100 + i), Name: fmt.Sprintf("Joku %d", i), Phone: "+358 9 555 0100"})
	}
	add(t, db, append([]app.Customer{
		{ID: id(1), Number: "1", Name: "Aino Mäkinen", Postcode: "70100", Street: "Rantatie 5"},
		{ID: id(2), Number: "2", Name: "MAKINEN Aino", Street: "rantatie 5", Email: "aino@posti.example"},
		{ID: id(3), Number: "3", Name: "Aino Makinen", Postcode: "70100", Email: "AINO@posti.example"},
		{ID: id(4), Number: "4", Name: "Aino Mäkinen", Postcode: "00100"},
		{ID: id(5), Number: "5", Name: "Puu Oy", Kind: app.Company, BusinessID: "2617416-4", Email: "kirjat@tilit.example"},
		{ID: id(6), Number: "6", Name: "Kivi Oy", Kind: app.Company, BusinessID: "1234567-1", Email: "kirjat@tilit.example"},
	}, crowd...)...)
	db.Update(t, func(tx *store.Tx) error {
		pairs, err := store.Duplicates(tx)
		if err != nil {
			return err
		}
		want := []store.Pair{
			{First: id(2), Second: id(3), By: app.Likeness{app.ByEmail, app.ByName}},
			{First: id(1), Second: id(2), By: app.Likeness{app.ByAddress, app.ByName}},
			{First: id(1), Second: id(3), By: app.Likeness{app.ByAddress, app.ByName}},
		}
		same(t, pairs[:3], want)
		if rest := pairs[3:]; len(rest) != len(crowd)-1 || slices.ContainsFunc(rest, func(p store.Pair) bool { return !slices.Equal(p.By, app.Likeness{app.ByPhone}) }) {
			t.Errorf("of a crowd each meets the next, got %d: %v", len(rest), rest)
		}
		if err := store.InsertDifferent(tx, id(3), id(2)); err != nil {
			return err
		}
		pairs, err = store.Duplicates(tx)
		same(t, pairs[:2], want[1:])
		return err
	})
}

func TestFindLike(t *testing.T) {
	db := storetest.New(t)
	c := makinen()
	c.BusinessID = "2617416-4"
	add(t, db, c)
	for _, tt := range []struct {
		name string
		in   app.Customer
		by   app.Likeness
	}{
		{"by business id", app.Customer{BusinessID: "2617416-4"}, app.Likeness{app.ByBusinessID}},
		{"by e-mail in capitals", app.Customer{Email: "AINO.makinen@posti.example"}, app.Likeness{app.ByEmail}},
		{"by phone in the national spelling", app.Customer{Phone: "0401234567"}, app.Likeness{app.ByPhone}},
		{"by name and postal code, without dots", app.Customer{Name: "AINO Makinen", Postcode: "70100"}, app.Likeness{app.ByAddress, app.ByName}},
		{"by the name alone, which is little", app.Customer{Name: "Mäkinen  Aino"}, app.Likeness{app.ByName}},
		{"not by the address alone", app.Customer{Name: "Onni Mäkinen", Postcode: "70100"}, nil},
		{"not by nothing", app.Customer{}, nil},
		{"not oneself", c, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db.Update(t, func(tx *store.Tx) error {
				got, err := store.FindLike(tx, tt.in, 5)
				want := []store.Pair{}
				if tt.by != nil {
					want = append(want, store.Pair{First: c.ID, Second: tt.in.ID, By: tt.by})
				}
				same(t, got, want)
				return err
			})
		})
	}
}
