package vault

import (
	"context"
	"errors"

	"kortisto/app"
	"kortisto/crypto"
	"kortisto/store"
)

// Findings is what a check of the vault found. A check that found damage gives
// an error instead.
type Findings struct {
	AuditRows  int    `json:"auditRows"`  // lines of the log whose chain holds
	Digest     string `json:"digest"`     // of all registers
	Generation int64  `json:"generation"` // of the vault's files
	Sequence   int64  `json:"sequence"`   // of the last change
}

// There says whether a vault lies in the directory. A directory that can not be
// read, or that holds something else, is an error: never "no vault".
func There(o Options) (bool, error) {
	state, err := crypto.Exists(o.Dir, o.crypto())
	if err != nil {
		return false, told(err)
	}
	switch state {
	case crypto.Present:
		return true, nil
	case crypto.None:
		return false, nil
	}
	return false, app.E("vault-not-empty", "")
}

// Verify authenticates every byte of the vault: opening reads only what it
// needs, so damage elsewhere would otherwise show only when it is read.
func (v *Vault) Verify(ctx context.Context, progress Progress) error {
	if err := v.bytes.Verify(ctx, func(done, total int64) { progress.say("verifying", done, total) }); err != nil {
		return told(err)
	}
	return v.View(func(tx *Tx) error { return errors.Join(tx.checkSheetSum(), tx.checkLedger()) })
}

// Check verifies the bytes, the tables and the chain of the log.
func (v *Vault) Check(ctx context.Context, progress Progress) (Findings, error) {
	if err := v.Verify(ctx, progress); err != nil {
		return Findings{}, err
	}
	// By the connection that writes: FTS5 checks an index against the structure
	// that its connection saw last, which on the others may be an older one.
	if err := v.Update(func(tx *Tx) error { return store.Integrity(tx.Tx) }); err != nil {
		return Findings{}, err
	}
	var f Findings
	err := v.View(func(tx *Tx) (err error) {
		if f.AuditRows, err = tx.VerifyAudit(); err != nil {
			return err
		}
		f.Digest, err = store.Digest(tx.Tx)
		return err
	})
	gen, seq := v.bytes.Position()
	f.Generation, f.Sequence = int64(gen), int64(seq)
	return f, err
}

// Digest is a sum over every row of every register: two registers with the same
// digest hold the same.
func (tx *Tx) Digest() (string, error) { return store.Digest(tx.Tx) }
