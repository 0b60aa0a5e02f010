// Package pagevfs lets SQLite read and write its pages through Go.
//
// modernc.org/sqlite has no public interface for a writable VFS, so this
// package registers one at the level of the translated C library. Use it by
// binding a Main under a name and opening that name with "?vfs=kortisto".
//
// It promises that SQLite itself never opens a file of the operating system:
// the database is the bound Main, and everything else that SQLite asks for
// (rollback and statement journals, sorter spill, temporary tables, VACUUM
// scratch) lives in memory and goes with the connection.
//
// All unsafe code of the program is in this file.
package pagevfs

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Name is the VFS to name when opening: file:/bound-name?vfs=kortisto.
const Name = "kortisto"

// Main is a database file. One connection writes it; any number of others,
// opened with "mode=ro", read snapshots of it and neither wait for the writer
// nor make it wait. SQLite calls it from one goroutine at a time per connection.
type Main interface {
	// ReadAt fills p; at the end of the database it returns io.EOF with what
	// there was.
	ReadAt(p []byte, off int64) (int, error)
	// WriteAt keeps one page as pending: not durable, but seen by ReadAt.
	WriteAt(p []byte, off int64) (int, error)
	// Truncate sets the size in bytes that Size reports.
	Truncate(size int64) error
	// Commit makes the pending pages durable, or drops them and says why. It
	// is called once per transaction, before SQLite calls it committed, and
	// whatever "PRAGMA synchronous" says.
	Commit() error
	// Rollback drops pages that are still pending when a write transaction has
	// ended, in whichever way: then they are nobody's.
	Rollback()
	Size() int64
	// Snapshot is what is committed now. It stays as it is until it is released.
	Snapshot() (Snapshot, error)
}

// Snapshot is a committed state of a Main.
type Snapshot interface {
	// ReadAt fills p; at the end of the database it returns io.EOF with what
	// there was.
	ReadAt(p []byte, off int64) (int, error)
	Size() int64
	Release()
}

// ptr turns an address in C memory into a pointer.
//
// go vet's unsafeptr check would flag unsafe.Pointer(p), because a uintptr does
// not keep Go memory alive or follow it when it moves. These addresses point
// into memory that modernc.org/libc allocated outside the Go heap, which does
// neither. Reading the word through its own address says exactly that, here
// and nowhere else.
func ptr(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

// setFunc stores a Go function where the translated C expects a function
// pointer: a Go func value is one word, and the ones given here are static.
func setFunc[T any](dst *uintptr, f T) { *(*T)(unsafe.Pointer(dst)) = f }

func bytesAt(p uintptr, n int32) []byte { return unsafe.Slice((*byte)(ptr(p)), n) }

// cFile is what SQLite knows as sqlite3_file.
type cFile struct {
	methods uintptr
	handle  uintptr
}

func fileAt(p uintptr) *cFile { return (*cFile)(ptr(p)) }

func fileOf(p uintptr) any { return handles.get(fileAt(p).handle) }

func xOpen(_ *libc.TLS, _, zName, pFile uintptr, flags int32, pOut uintptr) int32 {
	f := fileAt(pFile)
	*f = cFile{}
	var file any = &scratch{}
	if flags&sqlite3.SQLITE_OPEN_MAIN_DB != 0 {
		if zName == 0 {
			return sqlite3.SQLITE_CANTOPEN
		}
		s, ok := bound.Load(libc.GoString(zName))
		if !ok {
			return sqlite3.SQLITE_CANTOPEN
		}
		file = &mainFile{shared: s.(*shared)}
		if flags&sqlite3.SQLITE_OPEN_READONLY != 0 {
			file = &readFile{main: s.(*shared).main}
		}
	}
	f.handle = handles.add(file)
	f.methods = uintptr(unsafe.Pointer(&ioMethods))
	if pOut != 0 {
		*(*int32)(ptr(pOut)) = flags
	}
	return sqlite3.SQLITE_OK
}

func xClose(_ *libc.TLS, p uintptr) int32 {
	f := fileAt(p)
	switch file := handles.get(f.handle).(type) {
	case locker:
		file.unlock(sqlite3.SQLITE_LOCK_NONE)
	case *scratch:
		file.Truncate(0)
	}
	handles.drop(f.handle)
	*f = cFile{}
	return sqlite3.SQLITE_OK
}

func xRead(_ *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	b := bytesAt(buf, n)
	got, err := fileOf(p).(io.ReaderAt).ReadAt(b, off)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return sqlite3.SQLITE_IOERR_READ // whatever it put into b
	case got < len(b):
		clear(b[got:])
		return sqlite3.SQLITE_IOERR_SHORT_READ
	}
	return sqlite3.SQLITE_OK
}

func xWrite(_ *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	if _, err := fileOf(p).(io.WriterAt).WriteAt(bytesAt(buf, n), off); err != nil {
		return sqlite3.SQLITE_IOERR_WRITE
	}
	return sqlite3.SQLITE_OK
}

func xTruncate(_ *libc.TLS, p uintptr, size int64) int32 {
	if err := fileOf(p).(sizer).Truncate(size); err != nil {
		return sqlite3.SQLITE_IOERR_TRUNCATE
	}
	return sqlite3.SQLITE_OK
}

func xFileSize(_ *libc.TLS, p, pSize uintptr) int32 {
	*(*int64)(ptr(pSize)) = fileOf(p).(sizer).Size()
	return sqlite3.SQLITE_OK
}

// xSync does nothing: durability is xFileControl's, which SQLite calls just
// before, and calls also when it would skip this.
func xSync(_ *libc.TLS, _ uintptr, _ int32) int32 { return sqlite3.SQLITE_OK }

func xFileControl(_ *libc.TLS, p uintptr, op int32, _ uintptr) int32 {
	m, ok := fileOf(p).(*mainFile)
	if !ok || op != sqlite3.SQLITE_FCNTL_SYNC {
		return sqlite3.SQLITE_NOTFOUND
	}
	if err := m.main.Commit(); err != nil {
		return sqlite3.SQLITE_IOERR_FSYNC
	}
	return sqlite3.SQLITE_OK
}

func xLock(_ *libc.TLS, p uintptr, level int32) int32 {
	if l, ok := fileOf(p).(locker); ok {
		return l.lock(level)
	}
	return sqlite3.SQLITE_OK
}

func xUnlock(_ *libc.TLS, p uintptr, level int32) int32 {
	if l, ok := fileOf(p).(locker); ok {
		l.unlock(level)
	}
	return sqlite3.SQLITE_OK
}

func xCheckReservedLock(_ *libc.TLS, p, pOut uintptr) int32 {
	m, ok := fileOf(p).(*mainFile)
	setBool(pOut, ok && m.reserved())
	return sqlite3.SQLITE_OK
}

func xSectorSize(_ *libc.TLS, _ uintptr) int32 { return 4096 }

func xDeviceCharacteristics(_ *libc.TLS, _ uintptr) int32 {
	return sqlite3.SQLITE_IOCAP_POWERSAFE_OVERWRITE | sqlite3.SQLITE_IOCAP_SAFE_APPEND |
		sqlite3.SQLITE_IOCAP_SEQUENTIAL | sqlite3.SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN
}

func xDelete(_ *libc.TLS, _, _ uintptr, _ int32) int32 { return sqlite3.SQLITE_OK }

func xAccess(_ *libc.TLS, _, zName uintptr, _ int32, pOut uintptr) int32 {
	_, ok := bound.Load(libc.GoString(zName))
	setBool(pOut, ok)
	return sqlite3.SQLITE_OK
}

func xFullPathname(_ *libc.TLS, _, zPath uintptr, n int32, zOut uintptr) int32 {
	s := libc.GoString(zPath)
	if len(s)+1 > int(n) {
		return sqlite3.SQLITE_CANTOPEN
	}
	b := bytesAt(zOut, n)
	b[copy(b, s)] = 0
	return sqlite3.SQLITE_OK
}

func setBool(p uintptr, v bool) {
	*(*int32)(ptr(p)) = 0
	if v {
		*(*int32)(ptr(p)) = 1
	}
}

// ioMethods is version 1 on purpose: no shared memory, so no WAL, and no
// memory mapping.
var ioMethods = sqlite3.Tsqlite3_io_methods{FiVersion: 1}

var register = sync.OnceValue(func() error {
	setFunc(&ioMethods.FxClose, xClose)
	setFunc(&ioMethods.FxRead, xRead)
	setFunc(&ioMethods.FxWrite, xWrite)
	setFunc(&ioMethods.FxTruncate, xTruncate)
	setFunc(&ioMethods.FxSync, xSync)
	setFunc(&ioMethods.FxFileSize, xFileSize)
	setFunc(&ioMethods.FxLock, xLock)
	setFunc(&ioMethods.FxUnlock, xUnlock)
	setFunc(&ioMethods.FxCheckReservedLock, xCheckReservedLock)
	setFunc(&ioMethods.FxFileControl, xFileControl)
	setFunc(&ioMethods.FxSectorSize, xSectorSize)
	setFunc(&ioMethods.FxDeviceCharacteristics, xDeviceCharacteristics)

	tls := libc.NewTLS()
	defer tls.Close()
	base := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if base == 0 {
		return errors.New("pagevfs: no default VFS to build on")
	}
	// The default gives randomness, sleep and clock; files are ours.
	p := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_vfs{})))
	name, err := libc.CString(Name)
	if p == 0 || err != nil {
		return errors.New("pagevfs: out of memory")
	}
	vfs := (*sqlite3.Tsqlite3_vfs)(ptr(p))
	*vfs = *(*sqlite3.Tsqlite3_vfs)(ptr(base))
	vfs.FiVersion = 2
	vfs.FszOsFile = int32(unsafe.Sizeof(cFile{}))
	vfs.FpNext = 0
	vfs.FpAppData = 0
	vfs.FzName = name
	setFunc(&vfs.FxOpen, xOpen)
	setFunc(&vfs.FxDelete, xDelete)
	setFunc(&vfs.FxAccess, xAccess)
	setFunc(&vfs.FxFullPathname, xFullPathname)
	if rc := sqlite3.Xsqlite3_vfs_register(tls, p, 0); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("pagevfs: register: SQLite code %d", rc)
	}
	return nil
})

const (
	// region is the smallest piece that the C library's allocator gets from the
	// system; objects of up to a quarter of it share one.
	region       = 64 << 10
	regionHeader = 32
	// largestRegion is the largest that is looked for; SQLite asks for larger ones
	// only to sort more than fits into them.
	largestRegion = 64 << 20
	// cleanInARow is after how many regions that are zeros already no others are
	// expected: the allocator gives out used ones first.
	cleanInARow = 4 << 20
	// strewn is how much is taken of each size of small objects, in bytes, for the
	// free room in regions in which something lives: there are few.
	strewn = 512 << 10
)

// Scour overwrites what SQLite has freed. Its allocator keeps freed memory for
// itself, with all that was in it. So all that it has is taken from it, zeroed,
// and given back.
func Scour() {
	tls := libc.NewTLS()
	defer tls.Close()
	var taken []uintptr
	take := func(n int) (clean bool) {
		p := libc.Xmalloc(tls, libc.Tsize_t(n))
		if p == 0 {
			return true
		}
		taken = append(taken, p)
		b := bytesAt(p, int32(n))
		for i := range b {
			if b[i] != 0 {
				clear(b)
				return false
			}
		}
		return true
	}
	for size := region; size <= largestRegion; size *= 2 {
		for clean := 0; clean < max(cleanInARow, size); {
			if clean += size; !take(size - regionHeader) {
				clean = 0
			}
		}
	}
	for size := 16; size <= region/4; size *= 2 {
		for n := 0; n < strewn; n += size {
			take(size)
		}
	}
	for _, p := range taken {
		libc.Xfree(tls, p)
	}
}
