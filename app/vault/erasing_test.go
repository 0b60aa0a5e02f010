package vault_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// poor are customers whose time is over, each with a contact.
func poor(t *testing.T, v *vaulttest.V, n int) {
	t.Helper()
	for i := range n {
		c := v.Customer(app.Customer{Name: fmt.Sprint("Poistuva", i), CreatedOn: "2019-01-01", Email: fmt.Sprintf("p%d@poistuva.example", i)})
		talk(t, v, c, "2019-02-01", fmt.Sprint("Mennyttä", i))
	}
}

func customers(t *testing.T, v *vault.Vault) (n int) {
	t.Helper()
	err := v.View(func(tx *vault.Tx) error { return tx.QueryRow(`SELECT count(*) FROM customers`).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// No part of a transaction that failed in a later part has happened, though SQLite
// keeps no journal of it.
func TestAnErasureThatFailsHalfWayErasesNobody(t *testing.T) {
	defer vault.EraseInParts(100, 2)()
	v := vaulttest.New(t)
	poor(t, v, 7)
	change := func(statement string) {
		t.Helper()
		if err := v.Update(func(tx *vault.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
			t.Fatal(err)
		}
	}
	change(`CREATE TRIGGER not_this_one BEFORE DELETE ON customers WHEN OLD.name = 'Poistuva4' BEGIN SELECT RAISE(ABORT, 'not this one'); END`)
	before := rowsOf(t, v)
	parts := 0
	run, err := v.Purge(t.Context(), vault.Approval{}, func(phase string, _, _ int64) {
		if phase == "erasing" {
			parts++
		}
	})
	if err == nil || parts != 3 || run.Done != 0 || run.Counts != (app.Counts{}) || len(run.Ledger) != 0 {
		t.Fatalf("after %d parts: %+v, %v", parts, run, err)
	}
	if after := rowsOf(t, v); after != before {
		t.Errorf("%+v is left of %+v", after, before)
	}
	if l, err := v.Ledger(); err != nil || len(l) != 0 {
		t.Errorf("%d are listed, %v", len(l), err)
	}
	err = v.Update(func(tx *vault.Tx) error {
		found, err := tx.Find("poistuva0", 10)
		if err == nil && len(found) != 1 {
			err = fmt.Errorf("found %d", len(found))
		}
		var mode, sound string
		err = errors.Join(err, tx.QueryRow(`PRAGMA journal_mode`).Scan(&mode), tx.QueryRow(`PRAGMA integrity_check`).Scan(&sound))
		if mode != "memory" || sound != "ok" {
			t.Errorf("the journal is %q; the database: %s", mode, sound)
		}
		_, verified := tx.VerifyAudit()
		return errors.Join(err, verified)
	})
	if err != nil {
		t.Error(err)
	}
	change(`DROP TRIGGER not_this_one`)
	if run, err := v.Purge(t.Context(), vault.Approval{}, nil); err != nil || run.Counts.Customers != 7 || len(run.Ledger) != 7 {
		t.Errorf("later: %+v, %v", run, err)
	}
	mustNotHold(t, v.Vault, "Poistuva", "poistuva0", "Mennyttä")
}

// Many go in one transaction as long as nobody else wants to write, and no longer.
func TestWhoWantsToWriteIsLetInBetweenTwoParts(t *testing.T) {
	defer vault.EraseInParts(100, 2)()
	v := vaulttest.New(t)
	poor(t, v, 20)
	written := make(chan int, 1)
	_, err := v.Purge(t.Context(), vault.Approval{}, func(phase string, done, _ int64) {
		if phase != "erasing" || done != 6 {
			return
		}
		go func() {
			left := 0
			if err := v.Update(func(tx *vault.Tx) error { return tx.QueryRow(`SELECT count(*) FROM customers`).Scan(&left) }); err != nil {
				t.Error(err)
			}
			written <- left
		}()
		for vault.Waiting(v.Vault) == 0 {
			time.Sleep(time.Millisecond)
		}
		if n := customers(t, v.Vault); n != 20 {
			t.Errorf("six of twenty are under way, and %d are there for others", n)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if left := <-written; left != 12 {
		t.Errorf("%d of 20 were left when it came to write, not 12", left)
	}
	if n := customers(t, v.Vault); n != 0 {
		t.Errorf("%d are left", n)
	}
}
