package crypto

import (
	"errors"

	"golang.org/x/sys/unix"
)

// Harden keeps the memory of this process, with the keys in it, from being
// written to the disk when it crashes, and from being read by other processes
// of the same user. It is for the beginning of main, and a help only: a
// process that can not be hardened works all the same.
func Harden() error {
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}),
		unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0),
	)
}
