package store_test

import (
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

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
	if empty, again := digest(), digest(); empty != again {
		t.Error("two registers with nothing in them have different digests")
	}
	if one, again := digest(contact("a")), digest(contact("a")); one != again {
		t.Error("the same rows have different digests")
	}
	if digest() == digest(contact("a")) || digest(contact("a")) == digest(contact("b")) {
		t.Error("different rows have the same digest")
	}
	if digest() != digest(store.OptimizeSearch) {
		t.Error("tidying the search index changes the digest")
	}
}
