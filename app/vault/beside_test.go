package vault_test

import (
	"errors"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// Whoever looks at the register while an import writes it waits for nothing and
// sees nothing of it until it is done. Were View to wait, this would hang.
func TestTheRegisterIsReadWhileItIsWritten(t *testing.T) {
	v := vaulttest.New(t)
	var kept app.Customer
	if err := v.Update(func(tx *vault.Tx) (err error) {
		kept, err = tx.AddCustomer(app.Customer{Number: "1", Name: "Aino Kuusela", Kind: app.Person})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	seen := func(name string) (n int) {
		if err := v.View(func(tx *vault.Tx) error {
			rows, err := tx.Find(name, 10)
			n = len(rows)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	err := v.Update(func(tx *vault.Tx) error {
		if _, err := tx.AddCustomer(app.Customer{Number: "2", Name: "Otso Pihlaja", Kind: app.Person}); err != nil {
			return err
		}
		if seen("Aino") != 1 || seen("Otso") != 0 {
			t.Error("a reader does not see the register as it was")
		}
		return v.Viewed(kept.ID) // is written when the import is done
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen("Otso") != 1 {
		t.Error("what was written is not seen")
	}
	v.Reopen()
	if err := v.View(func(tx *vault.Tx) error {
		rows, err := tx.AuditOf(kept.ID)
		if err == nil && rows[len(rows)-1].Action != "customer-viewed" {
			t.Error("the look at the card was not written down:", rows)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestTheRegisterIsReadWhileAnErasureWaitsForALongLook(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Kirsikka Poistuva", CreatedOn: "2020-01-01"})
	erased, waiting := make(chan error, 1), make(chan bool)
	err := v.View(func(tx *vault.Tx) error {
		if _, err := tx.Batches(); err != nil { // the look begins
			return err
		}
		go func() {
			_, err := v.Purge(t.Context(), vault.Approval{}, func(phase string, _, _ int64) {
				if phase == "optimising" {
					close(waiting)
				}
			})
			erased <- err
		}()
		<-waiting
		for range 100 {
			if err := v.View(func(tx *vault.Tx) error { _, err := tx.Batches(); return err }); err != nil {
				return err
			}
			time.Sleep(5 * time.Millisecond)
		}
		select {
		case err := <-erased:
			t.Errorf("the erasure did not wait: %v", err)
		default:
		}
		return nil
	})
	if err := errors.Join(err, <-erased); err != nil {
		t.Fatal(err)
	}
	mustNotHold(t, v.Vault, "Kirsikka", "kirsikka")
}
