//go:build unix

package disktest

import "syscall"

const (
	errNoSpace  = syscall.ENOSPC
	errBroken   = syscall.EIO
	errDenied   = syscall.EACCES
	errReadOnly = syscall.EROFS
)
