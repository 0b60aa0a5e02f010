//go:build unix && !linux

package crypto

import "golang.org/x/sys/unix"

// Harden keeps the memory of this process, with the keys in it, from being
// written to the disk when it crashes. It is for the beginning of main, and a
// help only: a process that can not be hardened works all the same.
func Harden() error { return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }
