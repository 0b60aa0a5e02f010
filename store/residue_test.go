package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func TestPersonalStrings(t *testing.T) {
	db := storetest.New(t)
	add(t, db, going)
	db.Update(t, func(tx *store.Tx) error {
		long := strings.Repeat("Pitkä teksti jatkuu. ", 20)
		err := store.InsertContact(tx, app.Contact{ID: id(12), CustomerID: id(1), On: "2026-01-01", Text: long, Channel: app.Phone})
		if err != nil {
			return err
		}
		got, err := store.PersonalStrings(tx, []string{id(1)})
		same(t, got, []string{"+358 40 555 0101", "358405550101", "Hömötiainen Aino", "Kuopio", long, "Puijonkatu 12",
			"aino homotiainen", "aino@posti.example", "eero@posti.example", "h}m}tiainen aino", "puijonkatu 12"})
		for _, n := range store.Needles(append(got, "70100", "lyhyt", "Kuopio")) {
			if n == "70100" || n == "lyhyt" || len(n) > 192 {
				t.Errorf("%q is looked for", n)
			}
		}
		same(t, len(store.Needles(append(got, "70100", "lyhyt", "Kuopio"))), len(got)+2)
		return err
	})
}

var going = app.Customer{ID: id(1), Number: "1001", Name: "Hömötiainen Aino", Kind: app.Person, Street: "Puijonkatu 12", Postcode: "70100", Town: "Kuopio",
	Phone: "+358 40 555 0101", Email: "aino@posti.example", Language: app.Finnish, CreatedOn: "2020-01-01",
	Persons: []app.ContactPerson{{ID: id(11), Role: app.MainPerson, Name: "Eero", Email: "eero@posti.example"}}}

// What was found in the bytes, and stands in something that stays, tells of nobody
// who was erased.
func TestWhatSomebodyElseSaysTooIsNoResidue(t *testing.T) {
	other := func(tx *store.Tx, c app.Customer) error {
		c.ID, c.Number, c.Name = id(2), "22", cmp.Or(c.Name, "x")
		return store.InsertCustomer(tx, c)
	}
	for _, c := range []struct {
		name string
		do   func(tx *store.Tx) error
		want []string // that is not said by anybody else
	}{
		{"nothing", func(*store.Tx) error { return nil }, nil},
		{"a town that another customer shares", func(tx *store.Tx) error { return other(tx, app.Customer{Town: "Kuopio"}) }, []string{"Kuopio"}},
		{"a name inside a staying text", func(tx *store.Tx) error {
			err := other(tx, app.Customer{})
			if err != nil {
				return err
			}
			return store.InsertContact(tx, app.Contact{ID: id(3), CustomerID: id(2), On: "2026-01-01", Text: "suositteli: Hömötiainen Aino, Eerola"})
		}, []string{"Hömötiainen Aino"}},
		{"the word that the index keeps of a staying text", func(tx *store.Tx) error { return other(tx, app.Customer{Name: "AINO@posti.example"}) }, []string{"aino@posti.example"}},
		{"a digit run of a staying phone", func(tx *store.Tx) error {
			return other(tx, app.Customer{Persons: []app.ContactPerson{{ID: id(4), Phone: "040 555 0101"}}})
		}, []string{"358405550101"}},
		{"a setting", func(tx *store.Tx) error { return store.SetSetting(tx, "firm", `{"town":"Kuopio"}`) }, []string{"Kuopio"}},
		{"a staying street that is shorter by one byte", func(tx *store.Tx) error { return other(tx, app.Customer{Street: "Puijonkatu 1"}) }, []string{"Puijonkatu 12", "puijonkatu 12"}},
		{"values side by side in a staying row", func(tx *store.Tx) error { return other(tx, app.Customer{Street: "Puijonkatu ", Postcode: "12345"}) },
			[]string{"Puijonkatu 12", "puijonkatu 12"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := storetest.New(t)
			add(t, db, going)
			db.Update(t, func(tx *store.Tx) error {
				needles, err := store.PersonalStrings(tx, []string{id(1)})
				if err != nil {
					return err
				}
				if unseen, err := store.Unseen(tx, needles); err != nil || len(unseen) != 0 {
					t.Errorf("before: %q, %v", unseen, err)
				}
				if _, err := store.EraseCustomers(tx, []string{id(1)}); err != nil {
					return err
				}
				if err := errors.Join(c.do(tx), store.OptimizeSearch(tx)); err != nil {
					return err
				}
				left, err := store.Unseen(tx, needles)
				same(t, left, slices.DeleteFunc(slices.Clone(needles), func(v string) bool { return slices.Contains(c.want, v) }))
				words, err2 := store.Indexed(tx, needles)
				same(t, len(words), 0)
				return errors.Join(err, err2)
			})
		})
	}
}

// A word that no row has any more is found in the index as long as that was not
// merged, and one that a row has is not told of.
func TestWordsThatOnlyTheIndexKeepsAreFound(t *testing.T) {
	db := storetest.New(t)
	add(t, db, going)
	db.Update(t, func(tx *store.Tx) error {
		needles := []string{"homotiainen", "358405550101", "katosta", "hirnakka"}
		err := store.InsertContact(tx, app.Contact{ID: id(12), CustomerID: id(1), On: "2026-01-01", Text: "Soitti katosta", Channel: app.Phone})
		if err != nil {
			return err
		}
		if words, err := store.Indexed(tx, needles); err != nil || len(words) != 0 {
			t.Errorf("while the rows are there: %q, %v", words, err)
		}
		for _, q := range []string{`DELETE FROM contacts`, `DELETE FROM contact_persons`, `DELETE FROM customers`} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		words, err := store.Indexed(tx, needles)
		same(t, words, []string{"358405550101", "homotiainen", "katosta"})
		return err
	})
}

// The search for many strings at once is held against the plain one.
func TestManyStringsAtOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	for range 300 {
		set := map[string]bool{}
		for range 1 + r.IntN(30) {
			set["c"+word(3+r.IntN(6))] = true
		}
		text := word(200) + "c" + word(50)
		var want []string
		for v := range set {
			if !strings.Contains(text, v) {
				want = append(want, v)
			}
		}
		slices.Sort(want)
		if got := store.UnseenForTest(set, text); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%q: got %v, want %v", text, got, want)
		}
	}
}
