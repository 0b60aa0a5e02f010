package disktest

import "syscall"

// What Windows says where Unix says ENOSPC, EIO, EACCES and EROFS:
// ERROR_DISK_FULL, ERROR_IO_DEVICE, ERROR_ACCESS_DENIED, ERROR_WRITE_PROTECT.
const (
	errNoSpace  = syscall.Errno(112)
	errBroken   = syscall.Errno(1117)
	errDenied   = syscall.Errno(5)
	errReadOnly = syscall.Errno(19)
)
