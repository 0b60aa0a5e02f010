package crypto

import (
	"errors"
	"fmt"
	"io/fs"
)

// What can go wrong with a vault. Errors of this package are one of these, or
// wrap one, or come unchanged from the file system or SQLite; ask with
// errors.Is and errors.As. None carries anything of what the vault holds.
var (
	ErrWrongPassphrase  = errors.New("wrong passphrase")
	ErrWrongRecoveryKey = errors.New("wrong recovery key")
	// ErrDamaged: a file of the vault is not what was written. Always a
	// *DamagedError, which names it.
	ErrDamaged = errors.New("vault is damaged or was tampered with")
	// ErrNewer: made by a newer program. Always a *NewerError.
	ErrNewer = errors.New("vault is newer than this program")
	// ErrInUse: open elsewhere. Always an *InUseError.
	ErrInUse = errors.New("vault is in use")
	// ErrNotEmpty: Create found other files in the directory.
	ErrNotEmpty = errors.New("directory is not empty")
	// ErrNoVault: the directory holds no vault, or is not there.
	ErrNoVault = errors.New("no vault here")
	// ErrReadOnly: a write failed in a way that left the file's state unknown.
	// Everything acknowledged before is safe and can be read; writes are
	// refused until the vault is opened again.
	ErrReadOnly = errors.New("vault takes no writes until it is reopened")
	// ErrFull: the disk, or the user's share of it, is full. Nothing that was
	// acknowledged is lost, and the vault goes on when there is room.
	ErrFull = errors.New("disk is full")
	// ErrTooLarge: one transaction changes more than a gibibyte of pages.
	ErrTooLarge = errors.New("transaction is too large")
	// ErrClosed: the vault was closed.
	ErrClosed = errors.New("vault is closed")
	// ErrName: ReadSealed or WriteSealed got a name that can not be one.
	ErrName = errors.New("not a name for a sealed file")
)

// DamagedError says which file of the vault, relative to its directory, is not
// what was written, and how that showed.
type DamagedError struct {
	File string
	Why  string
}

func (e *DamagedError) Error() string   { return fmt.Sprintf("%v: %s: %s", ErrDamaged, e.File, e.Why) }
func (e *DamagedError) Is(t error) bool { return t == ErrDamaged }

func damaged(file, format string, args ...any) error {
	return &DamagedError{File: file, Why: fmt.Sprintf(format, args...)}
}

// NewerError says which version of the format the vault has; this program
// knows Version and older.
type NewerError struct{ Version int }

func (e *NewerError) Error() string   { return fmt.Sprintf("%v: format %d", ErrNewer, e.Version) }
func (e *NewerError) Is(t error) bool { return t == ErrNewer }

// InUseError says who holds the vault, as the lock file tells; zero values
// where it does not.
type InUseError struct {
	PID  int
	Host string
	// Since is when the vault was opened there, RFC 3339 in UTC.
	Since string
}

func (e *InUseError) Error() string {
	return fmt.Sprintf("%v: process %d on %s", ErrInUse, e.PID, e.Host)
}
func (e *InUseError) Is(t error) bool { return t == ErrInUse }

// fileError marks an error of the file system, so that it is not taken for
// damage when it comes back through a decrypting reader.
type fileError struct{ err error }

func (e *fileError) Error() string { return e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// broken tells damage from a file system that could not read: the former is
// the file's, the latter may pass.
func broken(file string, err error) error {
	if err == nil {
		return nil
	}
	var fe *fileError
	if errors.As(err, &fe) {
		return withFull(fe.err)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return damaged(file, "missing")
	}
	return damaged(file, "%v", err)
}

// withFull adds ErrFull to an error that means it on some system.
func withFull(err error) error {
	if err != nil && !errors.Is(err, ErrFull) && isFull(err) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}
