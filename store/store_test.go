package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// id gives random-looking ids that tests can name.
func id(n int) string { return fmt.Sprintf("%08d-1111-4111-8111-111111111111", n) }

func add(t testing.TB, db *storetest.DB, cs ...app.Customer) {
	t.Helper()
	db.Update(t, func(tx *store.Tx) error {
		for _, c := range cs {
			if err := store.InsertCustomer(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

func makinen() app.Customer {
	return app.Customer{ID: id(1), Number: "1001", Designation: "Mäkinen Puijonkatu", Name: "Mäkinen Aino", Kind: app.Person,
		Street: "Puijonkatu 12 A 3", Postcode: "70100", Town: "Kuopio", Phone: "+358 40 123 4567", Email: "aino.makinen@posti.example",
		Language: app.Finnish, CreatedOn: "2023-01-15", Persons: []app.ContactPerson{}}
}

func TestTablesAreStrictAndVersioned(t *testing.T) {
	db := storetest.New(t)
	rows, err := db.Query(`SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var name string
		var strict bool
		if err := rows.Scan(&name, &strict); err != nil {
			t.Fatal(err)
		}
		n++
		if !strict && name != "goose_db_version" {
			t.Errorf("%s is not STRICT", name)
		}
	}
	rows.Close()
	if n < 13 {
		t.Errorf("only %d tables", n)
	}
	have, known, err := store.Version(db.DB)
	if err != nil || have != known || known < 1 {
		t.Fatalf("version %d of %d: %v", have, known, err)
	}
	if err := store.Migrate(context.Background(), db.DB); err != nil {
		t.Fatalf("migrating again: %v", err)
	}
	for pragma, want := range map[string]int{"foreign_keys": 1, "secure_delete": 1, "auto_vacuum": 2} {
		var got int
		if err := db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %d, want %d: %v", pragma, got, want, err)
		}
	}
}

func TestNewerRegisterIsRefusedUntouched(t *testing.T) {
	db := storetest.New(t)
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	var newer *store.NewerError
	if err := store.Migrate(context.Background(), db.DB); !errors.As(err, &newer) || newer.Version != 9999 {
		t.Fatalf("got %v", err)
	}
}

func TestVersionOfAnEmptyDatabaseChangesNothing(t *testing.T) {
	db := storetest.Open(t)
	have, _, err := store.Version(db)
	if err != nil || have != 0 {
		t.Fatalf("version %d: %v", have, err)
	}
	var n int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master`).Scan(&n); err != nil || n != 0 {
		t.Fatalf("%d objects: %v", n, err)
	}
}

func TestCustomerComesBackAsWritten(t *testing.T) {
	db := storetest.New(t)
	c := makinen()
	c.Persons = []app.ContactPerson{
		{ID: id(11), CustomerID: c.ID, Role: app.AlternativePerson, Name: "Mäkinen Eero", Phone: "040 765 4321", Email: ""},
		{ID: id(12), CustomerID: c.ID, Role: app.MainPerson, Name: "Mäkinen Aino", Phone: "", Email: "a@posti.example"},
	}
	add(t, db, c)
	slices.Reverse(c.Persons) // the main person comes first
	db.Update(t, func(tx *store.Tx) error {
		got, err := store.Customer(tx, c.ID)
		if err != nil {
			return err
		}
		same(t, got, c)
		c.Name, c.Town, c.Persons[1].Name = "Mäkelä Aino", "Äänekoski", "Mäkelä Eero"
		if err := store.UpdateCustomer(tx, c); err != nil {
			return err
		}
		if got, err = store.CustomerByNumber(tx, "1001"); err != nil {
			return err
		}
		same(t, got, c)
		if _, err := store.Customer(tx, "nobody"); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("unknown id: %v", err)
		}
		return nil
	})
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("got  %s\nwant %s", g, w)
	}
}

func TestNumbersAndDesignationsAreUnique(t *testing.T) {
	db := storetest.New(t)
	add(t, db, makinen())
	other := makinen()
	other.ID, other.Designation = id(2), ""
	if err := db.Try(t, func(tx *store.Tx) error { return store.InsertCustomer(tx, other) }); !errors.Is(err, app.E("number-taken", "number")) {
		t.Errorf("same number: %v", err)
	}
	other.Number, other.Designation = "1002", "mäkinen puijonkatu"
	if err := db.Try(t, func(tx *store.Tx) error { return store.InsertCustomer(tx, other) }); !errors.Is(err, app.E("designation-taken", "designation")) {
		t.Errorf("same designation: %v", err)
	}
	other.Designation = ""
	third := other
	third.ID, third.Number = id(3), "1003"
	add(t, db, other, third) // two without a designation
}

func TestNextNumber(t *testing.T) {
	for _, c := range []struct {
		name    string
		numbers []string
		want    string
	}{
		{"an empty register begins at 1001", nil, "1001"},
		{"the highest number plus one", []string{"1001", "1007", "999"}, "1008"},
		{"numbers are compared as numbers, not as text", []string{"9", "10"}, "11"},
		{"numbers with letters do not count", []string{"A-5000", "1200", "5000B"}, "1201"},
		{"leading zeros are read over", []string{"000042"}, "43"},
		{"too long a number is left alone", []string{"12345678901234567890", "77"}, "78"},
		{"only letters begin at 1001", []string{"ABC"}, "1001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := storetest.New(t)
			for i, n := range c.numbers {
				add(t, db, app.Customer{ID: id(i), Number: n, Name: "x"})
			}
			db.Update(t, func(tx *store.Tx) error {
				highest, err := store.HighestNumber(tx, "")
				series := app.PlainNumbers()
				series.Used(highest)
				if got := series.Next(); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
				return err
			})
		})
	}
}

func TestCustomersAreFilteredSortedAndPaged(t *testing.T) {
	db := storetest.New(t)
	yes := true
	add(t, db,
		app.Customer{ID: id(1), Number: "10", Name: "Öhman", Town: "Turku", Postcode: "20100", Kind: app.Person, CreatedOn: "2024-01-01"},
		app.Customer{ID: id(2), Number: "9", Name: "Åberg", Town: "Äänekoski", Postcode: "44100", Kind: app.Company, CreatedOn: "2023-01-01"},
		app.Customer{ID: id(3), Number: "A1", Name: "Ääri", Town: "Kuopio", Postcode: "70100", Kind: app.Person, CreatedOn: "2025-01-01"},
		app.Customer{ID: id(4), Number: "100", Name: "zorro", Town: "kuopio", Postcode: "70200", Kind: app.Person, CreatedOn: "2022-01-01"},
	)
	db.Update(t, func(tx *store.Tx) error {
		if err := store.InsertConsent(tx, app.Consent{ID: id(90), CustomerID: id(3), Given: true, On: "2026-01-01"}); err != nil {
			return err
		}
		return store.InsertContact(tx, app.Contact{ID: id(91), CustomerID: id(4), On: "2026-02-02", Text: "kattoremontti"})
	})
	for _, tt := range []struct {
		name   string
		filter store.CustomerFilter
		want   []string
		total  int
	}{
		{"by number as numbers, others after", store.CustomerFilter{}, []string{"9", "10", "100", "A1"}, 4},
		{"by name in Finnish order", store.CustomerFilter{Sort: "name"}, []string{"100", "9", "A1", "10"}, 4},
		{"by town, and by name within it", store.CustomerFilter{Sort: "town"}, []string{"100", "A1", "10", "9"}, 4},
		{"by postal code downwards", store.CustomerFilter{Sort: "postcode", Desc: true}, []string{"100", "A1", "9", "10"}, 4},
		{"by last needed, contacts counted", store.CustomerFilter{Sort: "lastNeeded"}, []string{"9", "10", "A1", "100"}, 4},
		{"a page says how many there are in all", store.CustomerFilter{Offset: 1, Limit: 2}, []string{"10", "100"}, 4},
		{"of a kind", store.CustomerFilter{Kind: app.Company}, []string{"9"}, 1},
		{"in a town, capitals alike", store.CustomerFilter{Town: "Kuopio"}, []string{"100", "A1"}, 2},
		{"with permission", store.CustomerFilter{Marketing: &yes}, []string{"A1"}, 1},
		{"by ids", store.CustomerFilter{IDs: []string{id(1), id(3)}}, []string{"10", "A1"}, 2},
		{"by no ids", store.CustomerFilter{IDs: []string{}}, []string{}, 0},
		{"by text", store.CustomerFilter{Text: "kuop"}, []string{"100", "A1"}, 2},
		{"by text without dots", store.CustomerFilter{Text: "oh"}, []string{"10"}, 1},
		{"by text that has no words", store.CustomerFilter{Text: "\"*("}, []string{}, 0},
		{"all together", store.CustomerFilter{Text: "kuop", Kind: app.Person, Town: "Kuopio", IDs: []string{id(4)}, Sort: "name", Desc: true, Limit: 1}, []string{"100"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db.Update(t, func(tx *store.Tx) error {
				rows, total, err := store.Customers(tx, tt.filter)
				got := []string{}
				for _, r := range rows {
					got = append(got, r.Number)
				}
				same(t, got, tt.want)
				same(t, total, tt.total)
				return err
			})
		})
	}
}
