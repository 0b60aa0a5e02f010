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
	Files      int    `json:"files"`      // attachments whose bytes are what was added
	Strays     int    `json:"strays"`     // files that belong to nobody: removed at the next opening
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
// needs, so damage elsewhere would otherwise show only when it is read. An
// attachment that is missing, or is not what was added, is damage too.
func (v *Vault) Verify(ctx context.Context, progress Progress) error {
	_, err := v.verify(ctx, progress)
	return err
}

func (v *Vault) verify(ctx context.Context, progress Progress) (files int, err error) {
	sums := map[string]crypto.BlobSum{}
	err = v.bytes.VerifyBlobs(ctx, func(done, total int64) { progress.say("verifying", done, total) },
		func(id string, sum crypto.BlobSum) { sums[id] = sum })
	if err != nil {
		return 0, told(err)
	}
	if err := v.View(func(tx *Tx) error { return errors.Join(tx.checkSheetSum(), tx.checkLedger()) }); err != nil {
		return 0, err
	}
	// With the pen in hand, so that no file comes or goes meanwhile.
	err = v.Update(func(tx *Tx) (err error) { files, err = tx.checkFiles(sums); return err })
	return files, err
}

// Check verifies the bytes, the tables and the chain of the log.
func (v *Vault) Check(ctx context.Context, progress Progress) (Findings, error) {
	files, err := v.verify(ctx, progress)
	if err != nil {
		return Findings{}, err
	}
	// By the connection that writes: FTS5 checks an index against the structure
	// that its connection saw last, which on the others may be an older one.
	if err := v.Update(func(tx *Tx) error { return store.Integrity(tx.Tx) }); err != nil {
		return Findings{}, err
	}
	f := Findings{Files: files}
	if f.Strays, err = v.countStrays(); err != nil {
		return Findings{}, err
	}
	err = v.View(func(tx *Tx) (err error) {
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
