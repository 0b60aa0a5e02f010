package crypto

import "golang.org/x/sys/windows"

// Harden keeps Windows from offering to report a crash with the memory of this
// process, and the keys in it. It is for the beginning of main, and a help
// only: a process that can not be hardened works all the same.
func Harden() error {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX)
	return nil
}
