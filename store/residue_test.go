package store_test

import (
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
	going := app.Customer{ID: id(1), Number: "1001", Name: "Hömötiainen Aino", Kind: app.Person, Street: "Puijonkatu 12", Postcode: "70100", Town: "Kuopio",
		Phone: "+358 40 555 0101", Email: "aino@posti.example", Language: app.Finnish, CreatedOn: "2020-01-01",
		Persons: []app.ContactPerson{{ID: id(11), Role: app.MainPerson, Name: "Eero", Email: "eero@posti.example"}}}
	all := []string{"+358 40 555 0101", "358405550101", "Hömötiainen Aino", "Kuopio", "Puijonkatu 12", "Soitti katosta",
		"aino homotiainen", "aino@posti.example", "eero@posti.example", "h}m}tiainen aino", "puijonkatu 12"}
	without := func(vs ...string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(v string) bool { return slices.Contains(vs, v) })
	}
	for _, c := range []struct {
		name string
		do   func(tx *store.Tx) error
		want []string
	}{
		{"everything stored, but nothing short and nothing coded", nil, all},
		{"a town that another customer shares is no proof", func(tx *store.Tx) error {
			return store.InsertCustomer(tx, app.Customer{ID: id(2), Number: "22", Name: "x", Town: "Kuopio"})
		}, without("Kuopio")},
		{"a name inside a staying text is no proof", func(tx *store.Tx) error {
			err := store.InsertCustomer(tx, app.Customer{ID: id(2), Number: "22", Name: "x"})
			if err != nil {
				return err
			}
			return store.InsertContact(tx, app.Contact{ID: id(3), CustomerID: id(2), On: "2026-01-01", Text: "suositteli: Hömötiainen Aino, Eerola"})
		}, without("Hömötiainen Aino")},
		{"the word that the index keeps of a staying text is no proof", func(tx *store.Tx) error {
			return store.InsertCustomer(tx, app.Customer{ID: id(2), Number: "22", Name: "AINO@posti.example"})
		}, without("aino@posti.example")},
		{"a digit run of a staying phone is no proof", func(tx *store.Tx) error {
			return store.InsertCustomer(tx, app.Customer{ID: id(2), Number: "22", Name: "x", Persons: []app.ContactPerson{{ID: id(4), Phone: "040 555 0101"}}})
		}, without("358405550101")},
		{"a setting that holds it is no proof", func(tx *store.Tx) error {
			return store.SetSetting(tx, "firm", `{"town":"Kuopio"}`)
		}, without("Kuopio")},
		{"a staying street that is shorter by one byte may read like it", func(tx *store.Tx) error {
			return store.InsertCustomer(tx, app.Customer{ID: id(2), Number: "22", Name: "x", Street: "Puijonkatu 1"})
		}, without("Puijonkatu 12", "puijonkatu 12")},
		{"values side by side in a staying row may read like it", func(tx *store.Tx) error {
			return store.InsertCustomer(tx, app.Customer{ID: id(2), Number: "22", Name: "x", Street: "Puijonkatu ", Postcode: "12345"})
		}, without("Puijonkatu 12", "puijonkatu 12")},
		{"another who goes too does not hide it", func(tx *store.Tx) error {
			return store.InsertCustomer(tx, app.Customer{ID: id(9), Number: "22", Name: "x", Town: "Kuopio"})
		}, all},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := storetest.New(t)
			add(t, db, going)
			db.Update(t, func(tx *store.Tx) error {
				if err := store.InsertContact(tx, app.Contact{ID: id(12), CustomerID: id(1), On: "2026-01-01", Text: "Soitti katosta", Channel: app.Phone}); err != nil {
					return err
				}
				ids := []string{id(1)}
				if c.do != nil {
					if err := c.do(tx); err != nil {
						return err
					}
				}
				if _, err := store.Customer(tx, id(9)); err == nil {
					ids = append(ids, id(9))
				}
				got, err := store.PersonalStrings(tx, ids)
				same(t, got, c.want)
				return err
			})
		})
	}
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
