package store_test

import (
	"fmt"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func TestTheHighestNumberOfASeries(t *testing.T) {
	db := storetest.New(t)
	for i, n := range []string{"A-009", "a-10", "A-x", "A-", "B-99", "50", "A-1234567890123456"} {
		add(t, db, app.Customer{ID: id(i), Number: n, Name: "x"})
	}
	for prefix, want := range map[string]string{"A-": "a-10", "B-": "B-99", "C-": "", "": "50"} {
		db.Update(t, func(tx *store.Tx) error {
			got, err := store.HighestNumber(tx, prefix)
			if got != want {
				t.Errorf("after %q: got %q, want %q", prefix, got, want)
			}
			return err
		})
	}
}

// More hits than are sorted as they are found are looked for along the order:
// both ways give the same list.
func TestManyHitsComeInTheSameOrderAsFew(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		for i := range 1500 {
			kind := app.Person
			if i%3 == 0 {
				kind = app.Company
			}
			c := app.Customer{ID: id(i), Number: fmt.Sprint(5000 - i), Name: fmt.Sprintf("Sana %c%d", 'a'+i%26, i), Kind: kind, Town: []string{"Kuopio", "Oulu"}[i%2],
				Postcode: fmt.Sprint(70100 + i%7), CreatedOn: app.Day("2024-01-01").AddDays(i % 400)}
			if err := store.InsertCustomer(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	tx := db.Tx(t)
	defer tx.Rollback()
	for sort := range map[string]bool{"number": true, "name": true, "town": true, "postcode": true, "lastNeeded": true} {
		for _, desc := range []bool{false, true} {
			all, total, err := store.Customers(tx, store.CustomerFilter{Text: "sana", Sort: sort, Desc: desc})
			if err != nil || total != 1500 || len(all) != 1500 {
				t.Fatalf("%s: %d of %d, %v", sort, len(all), total, err)
			}
			var want []string
			for _, r := range all {
				if r.Kind == app.Company && r.Town == "Kuopio" && r.LastNeeded < "2024-06-01" {
					want = append(want, r.ID)
				}
			}
			for name, f := range map[string]store.CustomerFilter{
				"of a text and facets": {Text: "sana", Kind: app.Company, Town: "Kuopio", NeededBefore: "2024-06-01"},
				"of facets alone":      {Kind: app.Company, Town: "Kuopio", NeededBefore: "2024-06-01"},
				"of ids":               {IDs: want},
			} {
				f.Sort, f.Desc = sort, desc
				ids, err := store.CustomerIDs(tx, f)
				if err != nil || !slices.Equal(ids, want) {
					t.Errorf("%s by %s: %d, want %d, %v", name, sort, len(ids), len(want), err)
				}
				f.Offset, f.Limit = 3, 5
				rows, n, err := store.Customers(tx, f)
				if err != nil || n != len(want) || len(rows) != 5 || rows[0].ID != want[3] {
					t.Errorf("a page %s by %s: %d of %d, %v", name, sort, len(rows), n, err)
				}
			}
		}
	}
}

func TestTownsAndTheirCounts(t *testing.T) {
	db := storetest.New(t)
	for i, c := range []app.Customer{
		{Postcode: "70100", Town: "Kuopio"}, {Postcode: "70100", Town: "KUOPIO"}, {Postcode: "70100", Town: "Siilinjärvi"},
		{Postcode: "70100", Town: "Elsewhere", Country: "SE"}, {Postcode: "70100"}, {Postcode: "90100", Town: "Oulu"},
	} {
		c.ID, c.Number, c.Name = id(i), fmt.Sprint(i), "x"
		add(t, db, c)
	}
	tx := db.Tx(t)
	defer tx.Rollback()
	of, err := store.TownsOf(tx, "70100", "")
	if err != nil || len(of) != 2 || of[0].Count != 2 || of[1].Value != "Siilinjärvi" {
		t.Errorf("beside 70100: %+v, %v", of, err)
	}
	towns, err := store.Towns(tx, "", 10)
	if err != nil || len(towns) != 4 || towns[0].Count != 2 {
		t.Errorf("all: %+v, %v", towns, err)
	}
	if towns, err = store.Towns(tx, "ou", 10); err != nil || len(towns) != 1 || towns[0].Value != "Oulu" {
		t.Errorf("that begin with ou: %+v, %v", towns, err)
	}
}

func TestCardsComeInTheOrderAskedWithTheirPersons(t *testing.T) {
	db := storetest.New(t)
	for i := range 3 {
		add(t, db, app.Customer{ID: id(i), Number: fmt.Sprint(i), Name: "x", Persons: []app.ContactPerson{
			{ID: id(10 + i), Role: app.AlternativePerson, Name: "b"}, {ID: id(20 + i), Role: app.MainPerson, Name: "a"},
		}})
	}
	tx := db.Tx(t)
	defer tx.Rollback()
	cards, err := store.Cards(tx, []string{id(2), id(99), id(0)})
	if err != nil || len(cards) != 2 || cards[0].ID != id(2) || cards[1].ID != id(0) {
		t.Fatalf("%+v, %v", cards, err)
	}
	for _, c := range cards {
		one, err := store.Customer(tx, c.ID)
		if err != nil || !slices.Equal(one.Persons, c.Persons) {
			t.Errorf("persons %+v, by itself %+v, %v", c.Persons, one.Persons, err)
		}
	}
}
