package store_test

import (
	"fmt"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// An import goes on while the words of the erased are merged away: between two steps
// it writes as much as there was.
func TestSearchIsMergedWhileAnImportWrites(t *testing.T) {
	for _, each := range []struct{ transactions, rows int }{{1, 1000}, {7, 60}, {100, 1}} {
		t.Run(fmt.Sprint(each.transactions, " of ", each.rows), func(t *testing.T) {
			db := storetest.New(t)
			next := 0
			card := func() app.Customer {
				next++
				c := makinen()
				c.ID, c.Number, c.Designation = id(next), fmt.Sprint(next), fmt.Sprint("K", next)
				c.Name = fmt.Sprintf("Sana%d Toinen%d Kolmas%d", next, next*7919, next*104729)
				c.BusinessID, c.Persons = "", nil
				return c
			}
			some := func(n int) (cs []app.Customer) {
				for range n {
					cs = append(cs, card())
				}
				return cs
			}
			for range 8 {
				add(t, db, some(100)...)
			}
			gone := some(1)[0]
			gone.Name = "Xuukkelinpoika"
			add(t, db, gone)
			add(t, db, some(500)...)
			db.Update(t, func(tx *store.Tx) error {
				_, err := store.EraseCustomers(tx, []string{gone.ID})
				return err
			})
			kept := func() string {
				return texts(t, db.DB, `SELECT count(*) FROM card_search_data WHERE instr(block, CAST('uukkelinpoika' AS BLOB))`)[0]
			}
			if kept() == "0" {
				t.Fatal("there is nothing to merge away")
			}
			var m store.SearchMerge
			for more := true; more; {
				db.Update(t, func(tx *store.Tx) (err error) { more, err = m.Step(tx); return err })
				for range each.transactions {
					if next < 12000 { // an import ends
						add(t, db, some(each.rows)...)
					}
				}
			}
			if n := kept(); n != "0" {
				t.Error("still in", n, "blocks")
			}
		})
	}
}

// The machine stops between two steps of a merge, or is in a hurry: the next merge begins
// anew, and comes to its end. So does one of an index that was large and has nothing in it.
func TestAMergeOfTheSearchThatWasCutOffIsMadeAnew(t *testing.T) {
	for cut := range 4 {
		left := cut % 2
		db := storetest.New(t)
		var ids []string
		for chunk := range 10 {
			var cs []app.Customer
			for i := range 250 {
				n := chunk*250 + i + 1
				c := makinen()
				c.ID, c.Number, c.Designation = id(n), fmt.Sprint(n), ""
				c.Name, c.BusinessID, c.Persons = fmt.Sprintf("Poistuva Henkilö%04d", n), "", nil
				cs, ids = append(cs, c), append(ids, c.ID)
			}
			add(t, db, cs...)
		}
		for chunk := range slices.Chunk(ids[left:], 250) {
			db.Update(t, func(tx *store.Tx) error {
				_, err := store.EraseCustomers(tx, chunk)
				return err
			})
		}
		var m store.SearchMerge
		for range cut {
			db.Update(t, func(tx *store.Tx) error { _, err := m.Step(tx); return err })
		}
		for range 3 { // and nothing is left that a later one could not merge
			m = store.SearchMerge{}
			for more := true; more; {
				db.Update(t, func(tx *store.Tx) (err error) { more, err = m.Step(tx); return err })
			}
		}
		if n := texts(t, db.DB, `SELECT count(*) FROM card_search_data WHERE instr(block, CAST('henkilo' AS BLOB))`)[0]; n != fmt.Sprint(left) {
			t.Errorf("cut off after %d steps: still in %s blocks", cut, n)
		}
	}
}
