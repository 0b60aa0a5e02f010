package vault

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"kortisto/app"
	"kortisto/crypto"
	"kortisto/store"
)

// told turns what crypto and store report into errors that a person can be
// told. What it does not know stays as it is and becomes "internal" above.
func told(err error) error {
	if err == nil {
		return nil
	}
	var coded *app.Error
	var several app.Errors
	if errors.As(err, &coded) || errors.As(err, &several) {
		return err
	}
	for _, known := range []struct {
		is   error
		code string
	}{
		{crypto.ErrWrongPassphrase, "passphrase-wrong"},
		{crypto.ErrWrongRecoveryKey, "recovery-key-wrong"},
		{crypto.ErrNotEmpty, "vault-not-empty"},
		{crypto.ErrNoVault, "vault-none"},
		{crypto.ErrBlobTooLarge, "attachment-too-large"},
		{crypto.ErrFull, "disk-full"},
		{crypto.ErrReadOnly, "vault-read-only"},
		{crypto.ErrClosed, "vault-locked"}, // before "cancelled": closing cancels
		{context.Canceled, "cancelled"},
	} {
		if errors.Is(err, known.is) {
			return app.E(known.code, "")
		}
	}
	var damaged *crypto.DamagedError
	var inUse *crypto.InUseError
	var newerFormat *crypto.NewerError
	var newerTables *store.NewerError
	var brokenLog *store.AuditError
	switch {
	case errors.As(err, &damaged):
		return app.E("vault-damaged", "", "file", damaged.File)
	case errors.As(err, &brokenLog):
		return app.E("vault-damaged", "", "file", "SQLite")
	case errors.As(err, &inUse):
		if inUse.PID == 0 { // The other is still at the door and has not said who it is.
			return app.E("vault-in-use", "")
		}
		return app.E("vault-in-use", "", "by", fmt.Sprintf("%s %d", inUse.Host, inUse.PID))
	case errors.As(err, &newerFormat):
		return app.E("vault-newer", "", "version", strconv.Itoa(newerFormat.Version))
	case errors.As(err, &newerTables):
		return app.E("vault-newer", "", "version", strconv.Itoa(newerTables.Version))
	}
	return err
}
