package store_test

import (
	"errors"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func imported(t *testing.T) *storetest.DB {
	db := storetest.New(t)
	two := app.Customer{ID: id(2), Number: "1002", Name: "Naakka Oy"}
	add(t, db, makinen(), two)
	db.Update(t, func(tx *store.Tx) error {
		return errors.Join(
			store.InsertBatch(tx, store.ImportBatch{ID: id(70), Source: "kuukkelin asiakkaat.csv", Digest: "abcd"}),
			store.AddBatchRow(tx, store.ImportRow{BatchID: id(70), CustomerID: id(1), Table: "customers", RowID: id(1), Did: store.DidAdd, Line: 2}),
			store.AddBatchRow(tx, store.ImportRow{BatchID: id(70), CustomerID: id(2), Table: "customers", RowID: id(2), Did: store.DidUpdate, Line: 3, Before: `{"name":"Kuukkeli Oy"}`, After: "ef01"}),
			store.UpdateBatch(tx, store.ImportBatch{ID: id(70), Added: 1, Updated: 1, Skipped: 4}),
		)
	})
	return db
}

func TestImportsAreRemembered(t *testing.T) {
	db := imported(t)
	db.Update(t, func(tx *store.Tx) error {
		b, err := store.BatchByDigest(tx, "abcd")
		same(t, b, store.ImportBatch{ID: id(70), At: storetest.Now, Register: "customers", Source: "kuukkelin asiakkaat.csv", Digest: "abcd", Added: 1, Updated: 1, Skipped: 4})
		rows, err2 := store.BatchRows(tx, id(70))
		same(t, len(rows), 2)
		same(t, rows[0], store.ImportRow{BatchID: id(70), CustomerID: id(2), Table: "customers", RowID: id(2), Did: store.DidUpdate, Line: 3, Before: `{"name":"Kuukkeli Oy"}`, After: "ef01"})
		of, err3 := store.BatchesOf(tx, id(1))
		same(t, len(of), 1)
		err4 := store.MarkUndone(tx, id(70))
		if err := store.MarkUndone(tx, id(70)); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("undone twice: %v", err)
		}
		if _, err := store.BatchByDigest(tx, "abcd"); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("an undone import is still found: %v", err)
		}
		all, err5 := store.Batches(tx)
		same(t, all[0].UndoneAt, storetest.Now)
		return errors.Join(err, err2, err3, err4, err5)
	})
	err := db.Try(t, func(tx *store.Tx) error {
		return store.AddBatchRow(tx, store.ImportRow{BatchID: "none", CustomerID: id(1)})
	})
	if !errors.Is(err, app.E("not-found", "")) {
		t.Errorf("a row of no batch: %v", err)
	}
}

func TestWhatImportsRememberGoesWithTheCustomer(t *testing.T) {
	db := imported(t)
	erase := func(n int) {
		db.Update(t, func(tx *store.Tx) error {
			_, err := store.EraseCustomers(tx, []string{id(n)})
			return err
		})
	}
	erase(2)
	if found := holding(t, db, "Kuukkeli"); len(found) > 0 {
		t.Errorf("still in %v", found)
	}
	if found := holding(t, db, "kuukkelin"); len(found) != 1 {
		t.Errorf("the file's name went while a customer of it is left: %v", found)
	}
	erase(1)
	if found := holding(t, db, "kuukkelin"); len(found) > 0 {
		t.Errorf("the file's name stays in %v", found)
	}
}
