package store_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func TestHostileQuestionsAreAnswered(t *testing.T) {
	db := storetest.New(t)
	add(t, db, makinen())
	for _, c := range []struct{ name, text string }{
		{"a lone quote", `"`},
		{"quotes and stars", `"mäk"*" OR "*`},
		{"operators", `AND OR NOT NEAR(a b) ^x - +`},
		{"a column filter", `name : x {name town} : y`},
		{"a bracket without its pair", `(((`},
		{"SQL", `'; DROP TABLE customers; --`},
		{"NUL", "mäk\x00inen"},
		{"bytes that are not UTF-8", "m\xe4k\xff"},
		{"a megabyte of one word", strings.Repeat("ä", 1<<20)},
		{"a megabyte of words", strings.Repeat("a ", 1<<19)},
		{"a letter cut in the middle by the limit", strings.Repeat("a", 399) + "ä"},
		{"emoji", "👩‍👩‍👧 🇫🇮"},
		{"marks without letters", "\u0308\u0308 \u0301"},
		{"right to left", "שלום \u202e"},
		{"the mark of folded words", "¬makinen"},
		{"percent and underscore", "%_%"},
		{"digits of another script", "٠٤٠١٢٣٤"},
	} {
		t.Run(c.name, func(t *testing.T) {
			db.Update(t, func(tx *store.Tx) error {
				if _, err := store.Find(tx, c.text, 10); err != nil {
					t.Error("find:", err)
				}
				if _, _, err := store.Customers(tx, store.CustomerFilter{Text: c.text}); err != nil {
					t.Error("list:", err)
				}
				return nil
			})
		})
	}
}

func TestAnyQuestionIsAnswered(t *testing.T) {
	db := storetest.New(t)
	add(t, db, makinen())
	tx := db.Tx(t)
	defer tx.Rollback()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\x00-\xff"*^:(){}+\-¬äÄ0-9 ]{0,40}`)).Draw(t, "text")
		if _, err := store.Find(tx, text, 5); err != nil {
			t.Fatal(err)
		}
		if _, _, err := store.Customers(tx, store.CustomerFilter{Text: text}); err != nil {
			t.Fatal(err)
		}
	})
}

// Whatever a card holds is found by any of its words, and is in the index no
// more when the card is gone.
func TestWhatIsWrittenIsFoundAndForgotten(t *testing.T) {
	db := storetest.New(t)
	rapid.Check(t, func(rt *rapid.T) {
		tx := db.Tx(t)
		defer tx.Rollback()
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zåäöÅÄÖéüøß\x{0308} .,'\-]{1,60}`)).Draw(rt, "text")
		c := app.Customer{ID: id(1), Number: "1", Name: text}
		if err := store.InsertCustomer(tx, c); err != nil {
			rt.Fatal(err)
		}
		if err := store.InsertContact(tx, app.Contact{ID: id(2), CustomerID: c.ID, On: "2026-01-01", Text: text}); err != nil {
			rt.Fatal(err)
		}
		for _, w := range strings.Fields(text) {
			if !utf8.ValidString(w) || !store.HasWords(w) {
				continue
			}
			rows, err := store.Find(tx, w, 5)
			if err != nil || len(rows) != 1 {
				rt.Fatalf("%q found %d: %v", w, len(rows), err)
			}
		}
		c.Name = "zebra"
		if err := store.UpdateCustomer(tx, c); err != nil {
			rt.Fatal(err)
		}
		if _, err := store.EraseCustomers(tx, []string{c.ID}); err != nil {
			rt.Fatal(err)
		}
		if err := store.OptimizeSearch(tx); err != nil {
			rt.Fatal(err)
		}
		for _, index := range []string{"card_search", "contact_search"} {
			if _, err := tx.Exec(`CREATE VIRTUAL TABLE temp.left_over USING fts5vocab(main, ` + index + `, 'row')`); err != nil {
				rt.Fatal(err)
			}
			var n int
			if err := tx.QueryRow(`SELECT count(*) FROM temp.left_over`).Scan(&n); err != nil || n != 0 {
				rt.Fatalf("%d words left in %s: %v", n, index, err)
			}
			if _, err := tx.Exec(`DROP TABLE temp.left_over`); err != nil {
				rt.Fatal(err)
			}
		}
	})
}
