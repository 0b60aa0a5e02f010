package pagevfs

import (
	"errors"
	"io"
	"sync"

	sqlite3 "modernc.org/sqlite/lib"
)

type sizer interface {
	Truncate(size int64) error
	Size() int64
}

// bound holds the *shared of every name that can be opened.
var bound sync.Map

// Bind makes m the database that the name, an absolute path of no file, opens.
func Bind(name string, m Main) error {
	if err := register(); err != nil {
		return err
	}
	bound.Store(name, &shared{main: m})
	return nil
}

// Unbind forgets the name. Connections to it are to be closed before.
func Unbind(name string) { bound.Delete(name) }

// handles gives out numbers for open files, because C memory can not hold a
// Go pointer.
var handles = table{files: map[uintptr]any{}}

type table struct {
	mu    sync.RWMutex
	files map[uintptr]any
	last  uintptr
}

func (t *table) add(file any) uintptr {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last++
	t.files[t.last] = file
	return t.last
}

func (t *table) get(h uintptr) any {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.files[h]
}

func (t *table) drop(h uintptr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.files, h)
}

// scratch is a file that SQLite would have put into a temporary directory.
type scratch struct{ b []byte }

func (s *scratch) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(s.b)) {
		return 0, io.EOF
	}
	n := copy(p, s.b[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (s *scratch) WriteAt(p []byte, off int64) (int, error) {
	if end := off + int64(len(p)); end > int64(len(s.b)) {
		s.grow(end)
	}
	return copy(s.b[off:], p), nil
}

func (s *scratch) grow(size int64) {
	if size > int64(cap(s.b)) {
		b := make([]byte, size, size*3/2)
		copy(b, s.b)
		clear(s.b)
		s.b = b
	}
	s.b = s.b[:size]
}

// Truncate also wipes what it cuts off: it may be customer data.
func (s *scratch) Truncate(size int64) error {
	if size < int64(len(s.b)) {
		clear(s.b[size:])
		s.b = s.b[:size]
	}
	return nil
}

func (s *scratch) Size() int64 { return int64(len(s.b)) }

// locker is a connection's view of a database, with the lock that SQLite takes
// on it: a level, and a result code.
type locker interface {
	lock(level int32) int32
	unlock(level int32)
}

// readFile is the view of a connection that only reads. SQLite's shared lock is
// a snapshot: what is committed meanwhile is seen with the next one.
type readFile struct {
	main Main
	snap Snapshot
}

func (f *readFile) lock(level int32) int32 {
	if level > sqlite3.SQLITE_LOCK_SHARED {
		return sqlite3.SQLITE_READONLY
	}
	if f.snap != nil {
		return sqlite3.SQLITE_OK
	}
	s, err := f.main.Snapshot()
	if err != nil {
		return sqlite3.SQLITE_IOERR_LOCK
	}
	f.snap = s
	return sqlite3.SQLITE_OK
}

func (f *readFile) unlock(level int32) {
	if level == sqlite3.SQLITE_LOCK_NONE && f.snap != nil {
		f.snap.Release()
		f.snap = nil
	}
}

// look gives the snapshot, or for a read outside of any lock (SQLite reads the
// header so) one for the moment.
func (f *readFile) look(see func(Snapshot)) error {
	if f.snap != nil {
		see(f.snap)
		return nil
	}
	s, err := f.main.Snapshot()
	if err == nil {
		see(s)
		s.Release()
	}
	return err
}

func (f *readFile) ReadAt(p []byte, off int64) (n int, err error) {
	lookErr := f.look(func(s Snapshot) { n, err = s.ReadAt(p, off) })
	return n, errors.Join(lookErr, err)
}

func (f *readFile) Size() (n int64) {
	if f.look(func(s Snapshot) { n = s.Size() }) != nil {
		return 0 // the read that follows says what is wrong
	}
	return n
}

var errReadOnly = errors.New("pagevfs: this connection only reads")

func (f *readFile) WriteAt([]byte, int64) (int, error) { return 0, errReadOnly }
func (f *readFile) Truncate(int64) error               { return errReadOnly }

// shared is one bound database and SQLite's lock over it, as os_unix.c keeps
// it for a file: any number of readers, or one writer on its way to being
// alone.
type shared struct {
	main      Main
	mu        sync.Mutex
	readers   int
	reserved  bool
	pending   bool
	exclusive bool
}

// mainFile is one connection's view of a shared database.
type mainFile struct {
	*shared
	level int32
}

func (f *mainFile) ReadAt(p []byte, off int64) (int, error)  { return f.main.ReadAt(p, off) }
func (f *mainFile) WriteAt(p []byte, off int64) (int, error) { return f.main.WriteAt(p, off) }
func (f *mainFile) Truncate(size int64) error                { return f.main.Truncate(size) }
func (f *mainFile) Size() int64                              { return f.main.Size() }

func (f *mainFile) lock(level int32) int32 {
	s := f.shared
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.level >= level {
		return sqlite3.SQLITE_OK
	}
	switch level {
	case sqlite3.SQLITE_LOCK_SHARED:
		if s.pending || s.exclusive {
			return sqlite3.SQLITE_BUSY
		}
		s.readers++
	case sqlite3.SQLITE_LOCK_RESERVED:
		if s.reserved {
			return sqlite3.SQLITE_BUSY
		}
		s.reserved = true
	case sqlite3.SQLITE_LOCK_EXCLUSIVE:
		if !f.claim() {
			return sqlite3.SQLITE_BUSY
		}
	}
	f.level = level
	return sqlite3.SQLITE_OK
}

// claim takes the exclusive lock; when readers are left it keeps PENDING, so
// that no new ones come.
func (f *mainFile) claim() bool {
	s := f.shared
	if s.exclusive || (s.pending && f.level < sqlite3.SQLITE_LOCK_PENDING) {
		return false
	}
	if f.level < sqlite3.SQLITE_LOCK_RESERVED {
		if s.reserved {
			return false
		}
		s.reserved = true
	}
	s.pending = true
	f.level = sqlite3.SQLITE_LOCK_PENDING
	if s.readers > 1 {
		return false
	}
	s.exclusive = true
	return true
}

func (f *mainFile) unlock(level int32) {
	s := f.shared
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.level <= level {
		return
	}
	if f.level > sqlite3.SQLITE_LOCK_SHARED {
		s.main.Rollback()
		s.exclusive, s.pending, s.reserved = false, false, false
	}
	if level == sqlite3.SQLITE_LOCK_NONE {
		s.readers--
	}
	f.level = level
}

func (f *mainFile) reserved() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.shared.reserved
}
