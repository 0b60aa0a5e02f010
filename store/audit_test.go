package store_test

import (
	"errors"
	"testing"

	"kortisto/store"
	"kortisto/store/storetest"
)

func auditedRegister(t *testing.T) *storetest.DB {
	db := storetest.New(t)
	add(t, db, makinen())
	for range 2 { // two transactions: the chain goes on across them
		db.Update(t, func(tx *store.Tx) error {
			return errors.Join(
				store.AppendAudit(tx, "customer-viewed", id(1)),
				store.AppendAudit(tx, "customer-changed", id(1), "phone", "email"),
				store.AppendAuditSealed(tx, "import", id(1), "tiedosto äiti.csv"),
			)
		})
	}
	return db
}

func TestAuditChain(t *testing.T) {
	db := auditedRegister(t)
	db.Update(t, func(tx *store.Tx) error {
		n, err := store.VerifyAudit(tx)
		same(t, n, 6)
		rows, total, err2 := store.AuditRows(tx, 2, 1)
		same(t, total, 6)
		same(t, rows[0].Seq, 5)
		same(t, rows[0].Fields, []string{"phone", "email"})
		same(t, rows[0].When, "2026-11-21T10:00:00.000Z")
		same(t, rows[1].Action, "customer-viewed")
		of, err3 := store.AuditFor(tx, id(1))
		same(t, len(of), 6)
		same(t, of[0].Seq, 1)
		at, head, err4 := store.LastAudit(tx)
		same(t, at.Equal(storetest.Now), true)
		same(t, len(head), 64)
		return errors.Join(err, err2, err3, err4)
	})
}

func TestAnEmptyAuditLogVerifies(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		n, err := store.VerifyAudit(tx)
		same(t, n, 0)
		at, head, err2 := store.LastAudit(tx)
		same(t, at.IsZero() && head == "", true)
		return errors.Join(err, err2)
	})
}

func TestTamperingWithTheAuditLogIsFound(t *testing.T) {
	for _, c := range []struct {
		name, sql string
		seq       int64
	}{
		{"an action is edited", `UPDATE audit SET action = 'x' WHERE seq = 2`, 2},
		{"a time is edited", `UPDATE audit SET at = '2026-11-20T10:00:00.000Z' WHERE seq = 3`, 3},
		{"an object is edited", `UPDATE audit SET object = 'x' WHERE seq = 1`, 1},
		{"a field name is edited", `UPDATE audit SET fields = 'phone' WHERE seq = 5`, 5},
		{"letters move from one column to the next", `UPDATE audit SET action = action || substr(object, 1, 1), object = substr(object, 2) WHERE seq = 4`, 4},
		{"a row in the middle is dropped", `DELETE FROM audit WHERE seq = 2`, 2},
		{"the first row is dropped", `DELETE FROM audit WHERE seq = 1`, 1},
		{"the last row is dropped", `DELETE FROM audit WHERE seq = 6`, 6},
		{"all rows are dropped", `DELETE FROM audit`, 1},
		{"two rows are swapped", `UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE seq IN (2, 3); UPDATE audit SET seq = -seq WHERE seq < 0`, 2},
		{"a row is dropped and the rest moved up", `DELETE FROM audit WHERE seq = 2; UPDATE audit SET seq = seq - 1 WHERE seq > 2`, 2},
		{"a row is added", `INSERT INTO audit SELECT 7, at, action, object, fields, sealed, hash FROM audit WHERE seq = 6`, 7},
		{"a sealed payload is edited", `UPDATE audit_sealed SET payload = 'x' WHERE seq = 3`, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := auditedRegister(t)
			for _, q := range []string{`PRAGMA foreign_keys = OFF`, `DROP TRIGGER audit_no_update`, `DROP TRIGGER audit_no_delete`, c.sql} {
				if _, err := db.Exec(q); err != nil {
					t.Fatal(err)
				}
			}
			err := db.Try(t, func(tx *store.Tx) error {
				_, err := store.VerifyAudit(tx)
				return err
			})
			var broken *store.AuditError
			if !errors.As(err, &broken) || broken.Seq != c.seq {
				t.Errorf("got %v, want row %d", err, c.seq)
			}
		})
	}
}

func TestTheAuditChainHoldsAfterSealedPayloadsAreErased(t *testing.T) {
	db := auditedRegister(t)
	db.Update(t, func(tx *store.Tx) error {
		_, err := store.EraseCustomers(tx, []string{id(1)})
		return err
	})
	var sealed int
	if err := db.QueryRow(`SELECT count(*) FROM audit_sealed`).Scan(&sealed); err != nil || sealed != 0 {
		t.Errorf("%d sealed payloads left: %v", sealed, err)
	}
	db.Update(t, func(tx *store.Tx) error {
		n, err := store.VerifyAudit(tx)
		same(t, n, 6)
		return err
	})
}

func TestSettings(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		v, err := store.Setting(tx, "language")
		same(t, v, "")
		err = errors.Join(err, store.SetSetting(tx, "language", "fi"), store.SetSetting(tx, "language", "sv"))
		v, err2 := store.Setting(tx, "language")
		same(t, v, "sv")
		return errors.Join(err, err2)
	})
}
