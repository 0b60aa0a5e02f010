package disktest

import (
	"hash/maphash"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"kortisto/crypto"
)

// Disk is a crypto.FS in memory that knows what is durable. Its methods may be called from several goroutines.
type Disk struct {
	mu    sync.Mutex
	root  *directory
	locks map[string]bool
	clock int64 // numbers what is not yet durable, over all files
	// gone is what files that were removed, replaced or cut had, the last few: a file system may show it again.
	gone  []content
	after func(op string)
}

// inode is a file. Its names are entries of directories.
type inode struct {
	live    content
	durable content
	pending []change
}

// change is a write or a cut that is not durable. A write is kept in whole sectors, as they were after it.
type change struct {
	at    int64 // the disk's clock
	cut   bool
	off   int64 // of the first sector
	n     int64 // bytes, from off on
	data  []byte
	size  int64 // of the file after it
	grown bool  // it set size
}

// directory holds files and directories by name.
type directory struct {
	live    map[string]node
	durable map[string]node
	pending []entryChange
}

type node struct {
	file *inode
	dir  *directory
}

// entryChange puts a node under name, and takes it from old; a removal has no node.
type entryChange struct {
	at        int64
	name, old string
	node      node
}

func newDirectory() *directory {
	return &directory{live: map[string]node{}, durable: map[string]node{}}
}

// NewDisk is an empty disk, with a root.
func NewDisk() *Disk { return &Disk{root: newDirectory(), locks: map[string]bool{}} }

// After has f called after each operation that changed or synced something, with its name and that of the file:
// "write log-000001". The disk is free meanwhile.
func (d *Disk) After(f func(op string)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.after = f
}

func (d *Disk) tell(op, name string) {
	d.mu.Lock()
	f := d.after
	d.mu.Unlock()
	if f != nil {
		f(op + " " + path.Base(filepath.ToSlash(name)))
	}
}

// Clone is the disk after every process on it was killed: nobody holds a lock, and what was not durable still is not.
func (d *Disk) Clone() *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := &copier{files: map[*inode]*inode{}, dirs: map[*directory]*directory{}}
	return &Disk{root: c.dir(d.root), locks: map[string]bool{}, clock: d.clock, gone: slices.Clip(d.gone)}
}

// copier copies a tree; one node may have several names.
type copier struct {
	files map[*inode]*inode
	dirs  map[*directory]*directory
}

func (c *copier) dir(d *directory) *directory {
	if n := c.dirs[d]; n != nil {
		return n
	}
	n := &directory{live: make(map[string]node, len(d.live)), durable: make(map[string]node, len(d.durable))}
	c.dirs[d] = n
	for name, e := range d.live {
		n.live[name] = c.node(e)
	}
	for name, e := range d.durable {
		n.durable[name] = c.node(e)
	}
	for _, ch := range d.pending {
		ch.node = c.node(ch.node)
		n.pending = append(n.pending, ch)
	}
	return n
}

func (c *copier) node(n node) node {
	if n.dir != nil {
		return node{dir: c.dir(n.dir)}
	}
	if n.file == nil {
		return n
	}
	f := c.files[n.file]
	if f == nil {
		f = &inode{live: n.file.live.clone(), durable: n.file.durable, pending: slices.Clip(n.file.pending)}
		c.files[n.file] = f
	}
	return node{file: f}
}

// Sum is the same for disks on which the same is to be seen, whatever of it is durable.
func (d *Disk) Sum() uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	var h maphash.Hash
	h.SetSeed(sumSeed)
	d.root.addTo(&h)
	return h.Sum64()
}

func (d *directory) addTo(h *maphash.Hash) {
	for _, name := range slices.Sorted(maps.Keys(d.live)) {
		h.WriteString(name)
		if n := d.live[name]; n.dir != nil {
			h.WriteString("/(")
			n.dir.addTo(h)
			h.WriteString(")")
		} else {
			n.file.live.addTo(h)
		}
	}
}

// find walks to the directory of a name; the caller holds mu.
func (d *Disk) find(op, name string) (*directory, string, error) {
	full := path.Clean("/" + filepath.ToSlash(strings.TrimPrefix(name, filepath.VolumeName(name))))
	parent, base := path.Split(full)
	at := d.root
	for _, part := range strings.Split(parent, "/") {
		if part == "" {
			continue
		}
		n, ok := at.live[part]
		if !ok || n.dir == nil {
			return nil, "", missing(op, name)
		}
		at = n.dir
	}
	return at, base, nil
}

func missing(op, name string) error { return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist} }

func (d *Disk) lookup(op, name string) (node, error) {
	at, base, err := d.find(op, name)
	if err != nil {
		return node{}, err
	}
	if base == "" {
		return node{dir: at}, nil
	}
	n, ok := at.live[base]
	if !ok {
		return n, missing(op, name)
	}
	return n, nil
}

func (d *Disk) tick() int64 { d.clock++; return d.clock }

// bury keeps what a file had, for a crash to bring up again.
func (d *Disk) bury(c content) {
	if c.size > 0 {
		d.gone = append(d.gone[max(0, len(d.gone)-3):len(d.gone):len(d.gone)], c.clone())
	}
}

func (d *Disk) Open(name string) (crypto.File, error)   { return d.open("open", name) }
func (d *Disk) OpenRW(name string) (crypto.File, error) { return d.open("openrw", name) }

func (d *Disk) open(op, name string) (crypto.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err := d.lookup(op, name)
	if err != nil {
		return nil, err
	}
	if n.file == nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return &file{d, n.file, name}, nil
}

func (d *Disk) Create(name string) (crypto.File, error) {
	f, err := d.create(name)
	if err == nil {
		d.tell("create", name)
	}
	return f, err
}

func (d *Disk) create(name string) (crypto.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	at, base, err := d.find("create", name)
	if err != nil {
		return nil, err
	}
	if n, ok := at.live[base]; ok {
		if n.file == nil {
			return nil, &fs.PathError{Op: "create", Path: name, Err: fs.ErrInvalid}
		}
		d.cut(n.file, 0)
		return &file{d, n.file, name}, nil
	}
	n := node{file: &inode{}}
	at.put(entryChange{at: d.tick(), name: base, node: n})
	return &file{d, n.file, name}, nil
}

// put makes a change that is not durable.
func (at *directory) put(ch entryChange) {
	at.pending = append(at.pending, ch)
	ch.apply(at.live)
}

func (ch entryChange) apply(m map[string]node) {
	if ch.node == (node{}) {
		delete(m, ch.name)
		return
	}
	m[ch.name] = ch.node
	if ch.old != "" {
		delete(m, ch.old)
	}
}

// Rename knows names of one directory only, which is all that a vault does.
func (d *Disk) Rename(oldname, newname string) error {
	if err := d.rename(oldname, newname); err != nil {
		return err
	}
	d.tell("rename", newname)
	return nil
}

func (d *Disk) rename(oldname, newname string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	from, old, err := d.find("rename", oldname)
	if err != nil {
		return err
	}
	to, base, err := d.find("rename", newname)
	if err != nil {
		return err
	}
	n, ok := from.live[old]
	if !ok {
		return missing("rename", oldname)
	}
	if from != to {
		return &fs.PathError{Op: "rename", Path: newname, Err: fs.ErrInvalid}
	}
	if over, ok := to.live[base]; ok && over.file != nil {
		d.bury(over.file.live)
	}
	to.put(entryChange{at: d.tick(), name: base, old: old, node: n})
	return nil
}

// Remove takes files and empty directories.
func (d *Disk) Remove(name string) error {
	if err := d.remove(name); err != nil {
		return err
	}
	d.tell("remove", name)
	return nil
}

func (d *Disk) remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	at, base, err := d.find("remove", name)
	if err != nil {
		return err
	}
	n, ok := at.live[base]
	if !ok {
		return missing("remove", name)
	}
	if n.dir != nil && len(n.dir.live) > 0 {
		return &fs.PathError{Op: "remove", Path: name, Err: fs.ErrInvalid}
	}
	if n.file != nil {
		d.bury(n.file.live)
	}
	at.put(entryChange{at: d.tick(), name: base})
	return nil
}

func (d *Disk) Mkdir(name string) error {
	d.mu.Lock()
	full := path.Clean("/" + filepath.ToSlash(strings.TrimPrefix(name, filepath.VolumeName(name))))
	at, made := d.root, false
	for _, part := range strings.Split(full, "/") {
		if part == "" {
			continue
		}
		n, ok := at.live[part]
		if ok && n.dir == nil {
			d.mu.Unlock()
			return &fs.PathError{Op: "mkdir", Path: name, Err: fs.ErrExist}
		}
		if !ok {
			n = node{dir: newDirectory()}
			at.put(entryChange{at: d.tick(), name: part, node: n})
			made = true
		}
		at = n.dir
	}
	d.mu.Unlock()
	if made {
		d.tell("mkdir", name)
	}
	return nil
}

func (d *Disk) SyncDir(name string) error {
	d.mu.Lock()
	n, err := d.lookup("syncdir", name)
	if err == nil && n.dir == nil {
		err = &fs.PathError{Op: "syncdir", Path: name, Err: fs.ErrInvalid}
	}
	if err == nil {
		n.dir.durable = maps.Clone(n.dir.live)
		n.dir.pending = nil
	}
	d.mu.Unlock()
	if err == nil {
		d.tell("syncdir", name)
	}
	return err
}

func (d *Disk) ReadDir(name string) ([]fs.DirEntry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err := d.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if n.dir == nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	var list []fs.DirEntry
	for _, base := range slices.Sorted(maps.Keys(n.dir.live)) {
		list = append(list, fs.FileInfoToDirEntry(n.dir.live[base].info(base)))
	}
	return list, nil
}

func (d *Disk) Stat(name string) (fs.FileInfo, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, err := d.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return n.info(filepath.Base(name)), nil
}

func (n node) info(name string) fs.FileInfo {
	if n.dir != nil {
		return info{name: name, dir: true}
	}
	return info{name: name, size: n.file.live.size}
}

type info struct {
	name string
	size int64
	dir  bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) IsDir() bool        { return i.dir }
func (i info) Sys() any           { return nil }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o700
	}
	return 0o600
}

// Lock makes the file when there is none, as the system's does.
func (d *Disk) Lock(name string) (crypto.Lock, error) {
	d.mu.Lock()
	at, base, err := d.find("lock", name)
	if err == nil && d.locks[name] {
		err = &crypto.InUseError{PID: 1, Host: "disktest"}
	}
	made := false
	if err == nil {
		d.locks[name] = true
		if _, ok := at.live[base]; !ok {
			at.put(entryChange{at: d.tick(), name: base, node: node{file: &inode{}}})
			made = true
		}
	}
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if made {
		d.tell("create", name)
	}
	return &lock{d: d, name: name}, nil
}

type lock struct {
	d    *Disk
	name string
}

// Claim writes nothing: the text says for people who holds the lock, and means nothing.
func (l *lock) Claim() error { return nil }

func (l *lock) Close() error {
	l.d.mu.Lock()
	defer l.d.mu.Unlock()
	delete(l.d.locks, l.name)
	return nil
}

// file is an open file; it stays itself when its name goes.
type file struct {
	d    *Disk
	n    *inode
	name string
}

func (f *file) ReadAt(p []byte, off int64) (int, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	n := int(max(0, min(int64(len(p)), f.n.live.size-off)))
	f.n.live.readAt(p[:n], off)
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *file) WriteAt(p []byte, off int64) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	f.d.mu.Lock()
	f.d.write(f.n, p, off)
	f.d.mu.Unlock()
	f.d.tell("write", f.name)
	return len(p), nil
}

func (d *Disk) write(n *inode, p []byte, off int64) {
	end := off + int64(len(p))
	ch := change{at: d.tick(), off: off / sectorSize * sectorSize, size: max(n.live.size, end), grown: end > n.live.size}
	n.live.writeAt(p, off)
	n.live.size = ch.size
	// A gap that a write behind the end leaves is part of no sector of it.
	ch.n = min((end+sectorSize-1)/sectorSize*sectorSize, ch.size) - ch.off
	data := make([]byte, ch.n)
	n.live.readAt(data, ch.off)
	if !zeros(data) {
		ch.data = data
	}
	n.pending = append(n.pending, ch)
}

func (f *file) Truncate(size int64) error {
	f.d.mu.Lock()
	changed := f.d.cut(f.n, size)
	f.d.mu.Unlock()
	if changed {
		f.d.tell("truncate", f.name)
	}
	return nil
}

func (d *Disk) cut(n *inode, size int64) (changed bool) {
	if size == n.live.size {
		return false
	}
	d.bury(n.live)
	n.live.truncate(size)
	n.pending = append(n.pending, change{at: d.tick(), cut: true, size: size})
	return true
}

func (f *file) Sync() error {
	f.d.mu.Lock()
	f.n.durable = f.n.live.clone()
	f.n.pending = nil
	f.d.mu.Unlock()
	f.d.tell("sync", f.name)
	return nil
}

func (f *file) Size() (int64, error) {
	f.d.mu.Lock()
	defer f.d.mu.Unlock()
	return f.n.live.size, nil
}

func (f *file) Close() error { return nil }
