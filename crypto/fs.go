package crypto

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// FS is every file operation the package does, and there is no other way to
// the disk in it: an FS that injects faults or loses unsynced writes sees, and
// decides, everything. Names are paths of the operating system.
type FS interface {
	// Open opens for reading.
	Open(name string) (File, error)
	// OpenRW opens an existing file for reading and writing.
	OpenRW(name string) (File, error)
	// Create makes the file, or empties it, for its owner only (0600).
	Create(name string) (File, error)
	// Rename replaces newname atomically. It is durable after SyncDir.
	Rename(oldname, newname string) error
	Remove(name string) error
	ReadDir(name string) ([]fs.DirEntry, error)
	// Mkdir makes the directory and its missing parents; the directory itself
	// is for its owner only (0700) afterwards, also if it was there.
	Mkdir(name string) error
	// SyncDir makes creations, renames and removals in the directory durable.
	SyncDir(name string) error
	Stat(name string) (fs.FileInfo, error)
	// Lock takes the lock that the file stands for and writes the holder into
	// it once Claim is called. When another holds it: *InUseError.
	Lock(name string) (Lock, error)
}

// File is an open file. Writes are durable after Sync.
type File interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	// Sync makes data and size durable: fdatasync, F_FULLFSYNC,
	// FlushFileBuffers.
	Sync() error
	Size() (int64, error)
	Close() error
}

// Lock is a held lock; closing it lets go. The system lets go of it, too, when
// the process ends in any way.
type Lock interface {
	// Claim writes into the lock file by whom and since when.
	Claim() error
	Close() error
}

// OS is the file system of the operating system.
func OS() FS { return osFS{} }

type osFS struct{}

func (osFS) Open(name string) (File, error) { return openOS(name, os.O_RDONLY) }

func (osFS) OpenRW(name string) (File, error) { return openOS(name, os.O_RDWR) }

func (osFS) Create(name string) (File, error) {
	return openOS(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
}

func openOS(name string, flag int) (File, error) {
	f, err := os.OpenFile(name, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (osFS) Rename(oldname, newname string) error       { return rename(oldname, newname) }
func (osFS) Remove(name string) error                   { return os.Remove(name) }
func (osFS) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (osFS) Stat(name string) (fs.FileInfo, error)      { return os.Stat(name) }
func (osFS) SyncDir(name string) error                  { return syncDir(name) }

func (osFS) Mkdir(name string) error {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return err
	}
	return os.Chmod(name, 0o700)
}

func (osFS) Lock(name string) (Lock, error) {
	l := flock.New(name, flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, readHolder(name)
	}
	return &osLock{l: l, name: name}, nil
}

type osFile struct{ *os.File }

func (f osFile) Sync() error { return datasync(f.File) }

func (f osFile) Size() (int64, error) {
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// osLock is a lock of the system over the file's first byte; who holds it is
// written behind that byte, because Windows lets nobody else read a locked one.
type osLock struct {
	l    *flock.Flock
	name string
}

func (l *osLock) Claim() error {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return l.write(fmt.Sprintf("pid %d\nhost %s\nsince %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339)))
}

func (l *osLock) write(text string) error {
	f, err := os.OpenFile(l.name, os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(text), 1)
	if err == nil {
		err = f.Truncate(1 + int64(len(text)))
	}
	return errors.Join(err, f.Close())
}

// Close leaves the file: removing it would let two others each lock a file of
// that name.
func (l *osLock) Close() error {
	err := l.write("")
	return errors.Join(err, l.l.Close())
}

func readHolder(name string) error {
	e := &InUseError{}
	f, err := os.Open(name)
	if err != nil {
		return e
	}
	defer f.Close()
	b, _ := io.ReadAll(io.NewSectionReader(f, 1, 1024))
	for line := range strings.Lines(string(b)) {
		switch key, value, _ := strings.Cut(strings.TrimSpace(line), " "); key {
		case "pid":
			e.PID, _ = strconv.Atoi(value)
		case "host":
			e.Host = value
		case "since":
			e.Since = value
		}
	}
	return e
}

// writeAtomic writes a whole small file so that after a crash either the old
// or the new one is there.
func writeAtomic(fsys FS, dir, name string, b []byte) error {
	tmp := filepath.Join(dir, name+tmpSuffix)
	if err := writeNew(fsys, tmp, b); err != nil {
		fsys.Remove(tmp)
		return withFull(err)
	}
	if err := fsys.Rename(tmp, filepath.Join(dir, name)); err != nil {
		fsys.Remove(tmp)
		return withFull(err)
	}
	return withFull(fsys.SyncDir(dir))
}

func writeNew(fsys FS, path string, b []byte) error {
	f, err := fsys.Create(path)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(b, 0)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// errTooLarge is about the file, not about the system that reads it.
var errTooLarge = errors.New("larger than such a file can be")

// readAll reads a whole file of at most limit bytes.
func readAll(fsys FS, path string, limit int64) ([]byte, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return nil, err
	}
	if size > limit {
		return nil, errTooLarge
	}
	b := make([]byte, size)
	if n, err := f.ReadAt(b, 0); err != nil && (err != io.EOF || n < len(b)) {
		return nil, err
	}
	return b, nil
}
