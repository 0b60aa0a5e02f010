package vault_test

import (
	"testing"

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
