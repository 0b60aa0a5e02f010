package vault

import (
	"crypto/hmac"
	"encoding/binary"

	"kortisto/app"
	"kortisto/store"
)

func (tx *Tx) audit(action, object string, fields ...string) error {
	if err := tx.leapt(); err != nil {
		return err
	}
	return store.AppendAudit(tx.Tx, action, object, fields...)
}

// Audited writes down something done outside the vault: a printout, an export.
func (tx *Tx) Audited(action, object string, fields ...string) error {
	return tx.audit(action, object, fields...)
}

// Viewed writes down that a customer's card was looked at.
func (tx *Tx) Viewed(id string) error { return tx.audit("customer-viewed", id) }

// Viewed writes down that a customer's card is being looked at: at once, or,
// while long work such as an import is writing, as soon as that is done. The
// owner does not wait with a customer on the phone.
func (v *Vault) Viewed(id string) error {
	view := func(tx *Tx) error { return tx.Viewed(id) }
	if !v.mu.TryLock() {
		v.later.Go(func() { _ = v.Update(view) })
		return nil
	}
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	return v.transact(view)
}

// Audit lists the log, newest first.
func (tx *Tx) Audit(limit, offset int) ([]app.AuditRow, int, error) {
	return store.AuditRows(tx.Tx, limit, offset)
}

// AuditOf lists what was done with one customer's data, oldest first.
func (tx *Tx) AuditOf(object string) ([]app.AuditRow, error) { return store.AuditFor(tx.Tx, object) }

// Changes lists what was changed of one customer's data, the newest first, and
// how many changes there are: when, what was done, which fields; never values.
func (tx *Tx) Changes(customerID string, limit, offset int) ([]app.AuditRow, int, error) {
	return store.Changes(tx.Tx, customerID, limit, offset)
}

// VerifyAudit walks the chain of the log and gives the number of lines that
// hold together. Where the oldest lines were cut off, that was done by somebody
// with the vault's key.
func (tx *Tx) VerifyAudit() (int, error) {
	a, err := store.AuditAnchorOf(tx.Tx)
	if err != nil {
		return 0, err
	}
	if a.Seq > 0 && !hmac.Equal(a.MAC, tx.v.anchorMAC(a)) {
		return 0, &store.AuditError{Seq: a.Seq + 1}
	}
	return store.VerifyAudit(tx.Tx)
}

func (v *Vault) anchorMAC(a store.AuditAnchor) []byte {
	sum := v.bytes.MAC("audit anchor v1", binary.BigEndian.AppendUint64(nil, uint64(a.Seq)), a.Hash)
	return sum[:]
}
