package vault

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"

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
		return damage(damaged.File)
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
	case diskFailed(err):
		return errors.Join(app.E("disk-failed", ""), err)
	}
	return err
}

// damage is told with the file, and with what that means for the owner where it is
// not the register itself: each is mended in its own way.
func damage(file string) *app.Error {
	what := ""
	switch {
	case file == "key-pass.age":
		what = "key"
	case file == "key-recovery.age":
		what = "sheet"
	case file == "README.txt":
		what = "readme"
	case strings.HasPrefix(file, "blobs/"):
		what = "attachment"
	}
	if what == "" {
		return app.E("vault-damaged", "", "file", file)
	}
	return app.E("vault-damaged", "", "file", file, "what", what)
}

// diskFailed says whether the disk itself did not do what was asked of it; what one may not do, or what is not there, is
// another matter. Windows tells it in numbers of its own: not ready, CRC, general failure, and two of the device.
func diskFailed(err error) bool {
	var no syscall.Errno
	if !errors.As(err, &no) {
		return false
	}
	if runtime.GOOS == "windows" {
		return slices.Contains([]syscall.Errno{21, 23, 31, 483, 1117}, no)
	}
	return no == syscall.EIO || no == syscall.ENXIO || no == syscall.ENODEV
}
