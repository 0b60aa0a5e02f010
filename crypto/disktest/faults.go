package disktest

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"kortisto/crypto"
)

// Op is one of the operations of crypto.FS, of its files and of its locks.
type Op string

// Everything that can be asked of a disk.
const (
	OpOpen     Op = "open"
	OpOpenRW   Op = "openrw"
	OpCreate   Op = "create"
	OpRead     Op = "read"
	OpWrite    Op = "write"
	OpTruncate Op = "truncate"
	OpSync     Op = "sync"
	OpSize     Op = "size"
	OpClose    Op = "close"
	OpRename   Op = "rename"
	OpRemove   Op = "remove"
	OpReadDir  Op = "readdir"
	OpMkdir    Op = "mkdir"
	OpSyncDir  Op = "syncdir"
	OpStat     Op = "stat"
	OpLock     Op = "lock"
	OpClaim    Op = "claim"
	OpUnlock   Op = "unlock"
)

// Kind is a way in which an operation fails.
type Kind int

// The ways. Each is an error of the system; the short ones are half done, and a
// late one is done whole and yet told as an EIO.
const (
	NoSpace Kind = iota
	Broken
	Denied
	ReadOnly
	ShortWrite
	ShortRead
	Late
)

func (k Kind) String() string {
	return [...]string{"ENOSPC", "EIO", "EACCES", "EROFS", "short write", "short read", "late EIO"}[k]
}

// Err is what the operation says. A short read says nothing but that the file
// ends here.
func (k Kind) Err() error {
	switch k {
	case NoSpace:
		return errNoSpace
	case Denied:
		return errDenied
	case ReadOnly:
		return errReadOnly
	case ShortWrite:
		return io.ErrShortWrite
	case ShortRead:
		return io.EOF
	}
	return errBroken
}

// Kinds are the ways in which an operation can fail: nothing that takes no room
// fails for want of it.
func (op Op) Kinds() []Kind {
	kinds := []Kind{Broken, Denied}
	switch op {
	case OpCreate, OpWrite, OpTruncate, OpSync, OpRename, OpMkdir, OpSyncDir, OpLock, OpClaim, OpClose:
		kinds = append(kinds, NoSpace)
	}
	switch op {
	case OpOpenRW, OpCreate, OpWrite, OpTruncate, OpRename, OpRemove, OpMkdir, OpLock, OpClaim:
		kinds = append(kinds, ReadOnly)
	}
	switch op {
	case OpRead:
		kinds = append(kinds, ShortRead)
	case OpWrite:
		kinds = append(kinds, ShortWrite, Late)
	case OpCreate, OpTruncate, OpSync, OpRename, OpRemove, OpMkdir, OpSyncDir:
		kinds = append(kinds, Late)
	}
	return kinds
}

// Step is one operation, counted from 1 since Arm.
type Step struct {
	N    int
	Op   Op
	Name string // of the file, or the new one of a renaming; without its directory
}

// Done is a step and how it went.
type Done struct {
	Step
	Failed bool
	Kind   Kind // when it failed
}

// Plan says whether and how a step fails.
type Plan func(Step) (Kind, bool)

// Once fails step n, if it can fail in this way.
func Once(n int, k Kind) Plan {
	return func(s Step) (Kind, bool) { return k, s.N == n && slices.Contains(s.Op.Kinds(), k) }
}

// From fails, from step n on, everything that can fail in this way.
func From(n int, k Kind) Plan {
	return func(s Step) (Kind, bool) { return k, s.N >= n && slices.Contains(s.Op.Kinds(), k) }
}

// Either fails what one of the plans does.
func Either(plans ...Plan) Plan {
	return func(s Step) (Kind, bool) {
		for _, p := range plans {
			if k, fails := p(s); fails {
				return k, true
			}
		}
		return 0, false
	}
}

// Faults is a disk whose operations fail as planned. It may be used by several
// goroutines; then the numbers are in the order in which they came.
type Faults struct {
	disk crypto.FS

	mu   sync.Mutex
	plan Plan
	done []Done
}

// NewFaults puts faults over a disk. Until Arm nothing fails.
func NewFaults(disk crypto.FS) *Faults { return &Faults{disk: disk} }

// Arm begins to count and to fail as planned; nil only counts.
func (f *Faults) Arm(p Plan) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.plan, f.done = p, nil
}

// Disarm ends the faults and gives what was done since Arm.
func (f *Faults) Disarm() []Done {
	f.mu.Lock()
	defer f.mu.Unlock()
	done := f.done
	f.plan, f.done = nil, nil
	return done
}

// step counts an operation. do says whether it is to be done, wholly or, of
// short ones, by half; err is what to say then.
func (f *Faults) step(op Op, name string) (do bool, kind Kind, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := Step{N: len(f.done) + 1, Op: op, Name: filepath.Base(name)}
	d := Done{Step: s}
	if f.plan != nil {
		d.Kind, d.Failed = f.plan(s)
	}
	f.done = append(f.done, d)
	if !d.Failed {
		return true, 0, nil
	}
	err = &fs.PathError{Op: string(op), Path: s.Name, Err: d.Kind.Err()}
	switch d.Kind {
	case Late, ShortWrite:
		return true, d.Kind, err
	case ShortRead:
		return true, d.Kind, io.EOF // as a file that ends says it
	}
	// What is closed or let go of is gone, whatever close says.
	return op == OpClose || op == OpUnlock, d.Kind, err
}

// over does an operation that gives nothing but an error.
func (f *Faults) over(op Op, name string, do func() error) error {
	ok, _, fault := f.step(op, name)
	if !ok {
		return fault
	}
	if err := do(); err != nil {
		return err
	}
	return fault
}

func (f *Faults) file(op Op, name string, open func(string) (crypto.File, error)) (crypto.File, error) {
	ok, _, fault := f.step(op, name)
	if !ok {
		return nil, fault
	}
	file, err := open(name)
	if err != nil {
		return nil, err
	}
	if fault != nil {
		return nil, errors.Join(fault, file.Close())
	}
	return &faultFile{file: file, fs: f, name: name}, nil
}

// Open is crypto.FS's, as are the methods that follow.
func (f *Faults) Open(name string) (crypto.File, error) { return f.file(OpOpen, name, f.disk.Open) }

func (f *Faults) OpenRW(name string) (crypto.File, error) {
	return f.file(OpOpenRW, name, f.disk.OpenRW)
}

func (f *Faults) Create(name string) (crypto.File, error) {
	return f.file(OpCreate, name, f.disk.Create)
}

func (f *Faults) Rename(oldname, newname string) error {
	return f.over(OpRename, newname, func() error { return f.disk.Rename(oldname, newname) })
}

func (f *Faults) Remove(name string) error {
	return f.over(OpRemove, name, func() error { return f.disk.Remove(name) })
}

func (f *Faults) Mkdir(name string) error {
	return f.over(OpMkdir, name, func() error { return f.disk.Mkdir(name) })
}

func (f *Faults) SyncDir(name string) error {
	return f.over(OpSyncDir, name, func() error { return f.disk.SyncDir(name) })
}

func (f *Faults) ReadDir(name string) (entries []fs.DirEntry, err error) {
	err = f.over(OpReadDir, name, func() (err error) {
		entries, err = f.disk.ReadDir(name)
		return err
	})
	return entries, err
}

func (f *Faults) Stat(name string) (info fs.FileInfo, err error) {
	err = f.over(OpStat, name, func() (err error) {
		info, err = f.disk.Stat(name)
		return err
	})
	return info, err
}

func (f *Faults) Lock(name string) (crypto.Lock, error) {
	if _, _, fault := f.step(OpLock, name); fault != nil {
		return nil, fault
	}
	l, err := f.disk.Lock(name)
	if err != nil {
		return nil, err
	}
	return &faultLock{l, f, name}, nil
}

type faultFile struct {
	file crypto.File
	fs   *Faults
	name string
	// lost: a sync failed, and what it should have made durable is forgotten.
	lost atomic.Bool
}

func (f *faultFile) ReadAt(p []byte, off int64) (int, error) {
	ok, kind, fault := f.fs.step(OpRead, f.name)
	if !ok {
		return 0, fault
	}
	if fault != nil && kind == ShortRead {
		p = p[:len(p)/2]
	}
	n, err := f.file.ReadAt(p, off)
	if fault != nil {
		err = fault
	}
	return n, err
}

// WriteAt that fails has written half of it, as a disk that fills up does; one
// that is late, everything.
func (f *faultFile) WriteAt(p []byte, off int64) (int, error) {
	_, kind, fault := f.fs.step(OpWrite, f.name)
	if fault != nil && kind != Late {
		p = p[:len(p)/2]
	}
	n, err := f.file.WriteAt(p, off)
	if err == nil {
		err = fault
	}
	return n, err
}

func (f *faultFile) Truncate(size int64) error {
	return f.fs.over(OpTruncate, f.name, func() error { return f.file.Truncate(size) })
}

// Sync that has failed says "fine" from then on, and does nothing, as systems do: https://lwn.net/Articles/752063/
func (f *faultFile) Sync() error {
	do, _, fault := f.fs.step(OpSync, f.name)
	if !do {
		f.lost.Store(true)
		return fault
	}
	if f.lost.Load() {
		return nil
	}
	return errors.Join(f.file.Sync(), fault)
}

func (f *faultFile) Size() (size int64, err error) {
	err = f.fs.over(OpSize, f.name, func() (err error) {
		size, err = f.file.Size()
		return err
	})
	return size, err
}

func (f *faultFile) Close() error { return f.fs.over(OpClose, f.name, f.file.Close) }

type faultLock struct {
	lock crypto.Lock
	fs   *Faults
	name string
}

func (l *faultLock) Claim() error { return l.fs.over(OpClaim, l.name, l.lock.Claim) }
func (l *faultLock) Close() error { return l.fs.over(OpUnlock, l.name, l.lock.Close) }
