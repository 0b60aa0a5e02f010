package vault_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func TestAWrongPassphraseChangesNothingAndTheRightOneStillOpens(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	if err := v.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	_, err := vault.Open(context.Background(), v.Options, "väärä väärä väärä")
	if !errors.Is(err, app.E("passphrase-wrong", "")) {
		t.Fatalf("got %v", err)
	}
	v.Reopen()
	err = v.View(func(tx *vault.Tx) error {
		got, err := tx.CustomerByNumber(c.Number)
		if err == nil && got.Name != c.Name {
			t.Errorf("name %q", got.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func contact(t *testing.T, v *vaulttest.V, c app.Customer, on app.Day, text string) {
	t.Helper()
	err := v.Update(func(tx *vault.Tx) error {
		_, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: on, Channel: app.Phone, Direction: app.In, Text: text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestThreeYearsOnExactlyTheForgottenGoAndLeaveNothingInTheBytes(t *testing.T) {
	v := vaulttest.New(t)
	gone := v.Customer(app.Customer{Name: "Kirsikka Poistuva", Street: "Unohdustie 7", Email: "kirsikka@poistuva.example", Phone: "040 555 0101"})
	contact(t, v, gone, "2026-11-21", "kysyi hinnastoa vihreästä penkistä")
	stays := v.Customer(app.Customer{Name: "Pysyvä Oy", Kind: app.Company})
	held := v.Customer(app.Customer{Name: "Riita Kesken"})
	v.Set("2028-01-10")
	contact(t, v, stays, "2028-01-10", "tilasi uudelleen")
	v.Set("2029-11-22")
	err := v.Update(func(tx *vault.Tx) error {
		_, err := tx.PlaceHold(app.Hold{CustomerID: held.ID, Reason: "reklamaatio kesken", ReviewOn: "2030-03-01"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	due := map[string]string{}
	for _, d := range review.Decisions {
		due[d.Customer] = string(d.Do) + " " + string(d.Until) + " " + d.Because
	}
	want := map[string]string{gone.Number: "erase 2029-11-21 last-needed", held.Number: "keep 2030-03-01 hold", "": "erase 2029-11-21 written"} // and the log
	if !maps.Equal(due, want) {
		t.Fatalf("review %v, want %v", due, want)
	}
	if _, err := v.Purge(context.Background(), vault.Approval{Digest: "another"}, nil); !errors.Is(err, app.E("digest-changed", "")) {
		t.Fatalf("an approval of another review: %v", err)
	}
	p, err := v.Purge(context.Background(), vault.Approval{Digest: review.Digest}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Counts != review.Counts || p.Counts.Customers != 1 || p.Residue != 0 || len(p.Ledger) != 1 {
		t.Fatalf("purged %+v, review counted %+v", p, review.Counts)
	}
	hits, err := v.Scan(context.Background(), []string{"Poistuva", "poistuva", "Unohdustie", "penkistä", "555 0101", "405550101"})
	if err != nil || hits != 0 {
		t.Fatalf("%d hits, %v", hits, err)
	}
	before, err := erasedBefore(v)
	if err != nil {
		t.Fatal(err)
	}
	if on, ok := before(app.Customer{Name: "K P", Email: "KIRSIKKA@poistuva.example"}); !ok || on != "2029-11-22" {
		t.Fatalf("an erased person who comes back is not recognised: %v %v", on, ok)
	}
	if _, ok := before(stays); ok {
		t.Fatal("somebody who was never erased is recognised")
	}
}

func TestErasingWaitsWhileTheClockIsSetBack(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Aino Esimerkki", CreatedOn: "2020-01-01"})
	v.Set("2026-11-10")
	v.Reopen()
	if notes := v.Notes(); !slices.Contains(notes, vault.ClockBack) {
		t.Fatalf("notes %v", notes)
	}
	if _, err := v.Purge(context.Background(), vault.Approval{}, nil); !errors.Is(err, app.E("clock-back", "")) {
		t.Fatalf("got %v", err)
	}
}

func TestAnImportIsTakenBackExactly(t *testing.T) {
	v := vaulttest.New(t)
	old := v.Customer(app.Customer{Name: "Vanha Asiakas", Town: "Kuopio"})
	before := cards(t, v)
	var batch string
	err := v.Update(func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("customers", "asiakkaat.csv", "sum"); err != nil {
			return err
		}
		for _, name := range []string{"Eka Tuotu", "Toka Tuotu"} {
			if _, err = tx.BatchAdd(batch, 2, app.Customer{Name: name}); err != nil {
				return err
			}
		}
		old.Town = "Siilinjärvi"
		if err = tx.BatchUpdate(batch, 4, old); err != nil {
			return err
		}
		return tx.EndBatch(batch, 2, 1, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
	u, err := v.UndoBatch(context.Background(), batch, nil)
	if err != nil {
		t.Fatal(err)
	}
	if u != (vault.Undone{Removed: 2, Restored: 1}) {
		t.Fatalf("undone %+v", u)
	}
	if after := cards(t, v); after != before {
		t.Fatal("the register is not as it was before the import")
	}
	if _, err := v.UndoBatch(context.Background(), batch, nil); !errors.Is(err, app.E("import-batch-undone", "")) {
		t.Fatalf("undone twice: %v", err)
	}
}

// cards are all customers as JSON.
func cards(t *testing.T, v *vaulttest.V) string {
	t.Helper()
	var out []app.Customer
	err := v.View(func(tx *vault.Tx) error {
		return tx.Keys(func(k vault.Key) error {
			out = append(out, app.Customer{ID: k.ID})
			return nil
		})
	})
	for i := range out {
		err = errors.Join(err, v.View(func(tx *vault.Tx) (err error) {
			out[i], err = tx.Customer(out[i].ID)
			return err
		}))
	}
	b, failed := json.Marshal(out)
	if err = errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAContactPersonTakenOffTheCardIsGoneAndComesBackByUndo(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Esimerkki Oy", Kind: app.Company})
	update := func(f func(tx *vault.Tx) error) {
		t.Helper()
		if err := v.Update(f); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *vault.Tx) error {
		return tx.SavePerson(app.ContactPerson{CustomerID: c.ID, Role: app.AlternativePerson, Name: "Ville Varalla"})
	})
	var before app.Customer
	update(func(tx *vault.Tx) (err error) {
		if before, err = tx.Customer(c.ID); err != nil {
			return err
		}
		return tx.DeletePerson(c.ID, before.Persons[0].ID)
	})
	update(func(tx *vault.Tx) error {
		now, err := tx.Customer(c.ID)
		if len(now.Persons) != 0 {
			t.Errorf("still there: %d", len(now.Persons))
		}
		_, restored := tx.RestoreCustomer(before)
		return errors.Join(err, restored)
	})
	update(func(tx *vault.Tx) error {
		now, err := tx.Customer(c.ID)
		if len(now.Persons) != 1 || now.Persons[0].Name != "Ville Varalla" {
			t.Errorf("undo gave %d persons", len(now.Persons))
		}
		return err
	})
}

func TestALogThatWasTamperedWithIsDamageAndSaysSo(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	err := v.Update(func(tx *vault.Tx) error {
		if _, err := tx.Exec(`DROP TRIGGER audit_no_update`); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE audit SET action = 'customer-viewed' WHERE object = ?`, c.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Check(t.Context(), nil); !errors.Is(err, app.E("vault-damaged", "")) {
		t.Errorf("got %v", err)
	}
}

func erasedBefore(v interface {
	View(func(*vault.Tx) error) error
}) (before func(app.Customer) (app.Day, bool), err error) {
	err = v.View(func(tx *vault.Tx) (err error) {
		before, err = tx.ErasedBefore()
		return err
	})
	return before, err
}
