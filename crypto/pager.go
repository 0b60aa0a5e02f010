package crypto

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"kortisto/crypto/pagevfs"
)

// view is a committed state of the database: a base and the pages that the log
// has put over it.
type view struct {
	g       *generation
	overlay overlay
	pages   uint32 // size of the database
	// base is how much of the base is still in sight: a database that shrank
	// and grew again does not see the base's old pages.
	base uint32
	at   position
}

// position is where the log ends.
type position struct {
	seq   uint64
	chain chainSum
	wal   walSum
	end   int64
}

// page reads a committed page.
func (v *view) page(page uint32, dst []byte) error {
	return v.read(page, dst, (*basePages).read)
}

// pageInOrder reads one of all pages, which are read from the first to the last.
func (v *view) pageInOrder(page uint32, dst []byte) error {
	return v.read(page, dst, (*basePages).readOn)
}

func (v *view) read(page uint32, dst []byte, base func(*basePages, uint32, []byte) error) error {
	if pl := v.overlay.at(page); pl != nil {
		return v.g.readPlace(pl, dst)
	}
	if page > v.base {
		clear(dst)
		return nil
	}
	return v.g.readPage(page, dst, base)
}

// same says whether data is what a committed page holds, as basePages.same.
func (v *view) same(page uint32, data []byte, certain bool) (bool, error) {
	if pl := v.overlay.at(page); pl != nil {
		return v.g.samePlace(pl, data, certain)
	}
	if page > v.base {
		return allZero(data), nil
	}
	return v.g.samePage(page, data, certain)
}

// since gives the pages, in order, that may not be what they were when the log
// ended at end and the database had so many pages.
func (v *view) since(end int64, pages uint32) (changed []uint32) {
	if v.at.end == end {
		return nil
	}
	changed = v.overlay.since(end)
	for page := v.base + 1; page <= min(pages, v.pages); page++ {
		if v.overlay.at(page) == nil { // cut off, and there again without being written
			changed = append(changed, page)
		}
	}
	slices.Sort(changed)
	return changed
}

// put publishes pages of a transaction after which the database has size pages.
func (v *view) put(pages []uint32, places []place, size uint32) {
	v.overlay.put(pages, places)
	if size < v.pages {
		v.overlay.cut(size)
	}
	v.base = min(v.base, size)
	v.pages = size
}

// pager is the database file that SQLite sees. SQLite has one connection that
// writes it; others read snapshots beside that, and so do images of it.
type pager struct {
	cacheBytes int

	compacting sync.Mutex // one compaction at a time; taken before writing

	// writing is held by a commit, and by a compaction while it changes over; it is
	// taken before mu.
	writing sync.Mutex
	next    *envelope // for the next record; guarded by writing
	buf     []byte    // for a record's first piece; guarded by writing
	room    int64     // bytes of the log file; guarded by writing

	mu       sync.RWMutex // guards what follows
	view     view
	replaced []replaced        // that somebody may still read
	holders  *atomic.Int32     // snapshots that look at view.overlay
	pending  map[uint32][]byte // written by SQLite, not committed
	spare    [][]byte          // room for more of them, wiped
	size     uint32            // in pages, with the pending ones
	poison   error             // why no more writes are taken
	last     error             // what SQLite was last told in a mere code
}

func (p *pager) Size() int64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return int64(p.size) * pageSize
}

func (p *pager) ReadAt(b []byte, off int64) (int, error) {
	p.mu.RLock()
	n, err := p.read(b, off)
	p.mu.RUnlock()
	if err != nil && err != io.EOF {
		p.remember(err)
	}
	return n, err
}

func (p *pager) read(b []byte, off int64) (int, error) {
	page := uint32(off/pageSize) + 1
	in := int(off % pageSize)
	switch {
	case p.view.g == nil:
		return 0, ErrClosed
	case page > p.size:
		return 0, io.EOF
	case in+len(b) > pageSize:
		return 0, fmt.Errorf("read of %d bytes at %d crosses pages", len(b), off)
	}
	if data := p.pending[page]; data != nil {
		return copy(b, data[in:]), nil
	}
	if len(b) == pageSize {
		if err := p.view.page(page, b); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	data := make([]byte, pageSize)
	if err := p.view.page(page, data); err != nil {
		return 0, err
	}
	return copy(b, data[in:]), nil
}

// WriteAt takes a page also when no more commits are taken: SQLite's rollback
// writes the old pages back.
func (p *pager) WriteAt(b []byte, off int64) (int, error) {
	if len(b) != pageSize || off%pageSize != 0 {
		return 0, p.remember(fmt.Errorf("write of %d bytes at %d is no page", len(b), off))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	page := uint32(off/pageSize) + 1
	data := p.pending[page]
	if data == nil {
		data = p.blank()
		p.pending[page] = data
	}
	copy(data, b)
	p.size = max(p.size, page)
	return len(b), nil
}

// Truncate comes before a commit when a rollback shortens the file, and after
// one that made it smaller; then the size is committed already.
func (p *pager) Truncate(size int64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := uint32(size / pageSize)
	maps.DeleteFunc(p.pending, func(page uint32, data []byte) bool {
		if page > n {
			clear(data)
		}
		return page > n
	})
	if len(p.pending) == 0 && n < p.view.pages {
		p.last = fmt.Errorf("truncate to %d pages below the committed %d", n, p.view.pages)
		return p.last
	}
	p.size = n
	return nil
}

// worthComparing is up to how many pages of a transaction are read to hold them
// against what was committed. Of larger ones, imports, most would be read for
// nothing: those are held only against the sums that are known.
const worthComparing = 256

// changes gives the pending pages that differ from the committed ones, in
// order, and the size the database is to have. Nothing changed: no pages and
// the old size. Of a large transaction it may give some that did not change.
//
// It takes no lock: pending is the writing connection's, which waits for this
// commit, and nobody else publishes during one. Readers shall not wait for it.
func (p *pager) changes() (pages []uint32, size uint32, err error) {
	if len(p.pending) == 0 {
		return nil, p.view.pages, nil
	}
	// SQLite shrinks the file only after the commit, but says so in page 1.
	size = p.size
	if first := p.pending[1]; first != nil {
		size = binary.BigEndian.Uint32(first[28:])
	}
	for _, page := range slices.Sorted(maps.Keys(p.pending)) { // so that the base is read once, and forwards
		data := p.pending[page]
		if page > size {
			continue
		}
		scrub(page, data)
		if page <= p.view.pages {
			same, err := p.view.same(page, data, len(p.pending) <= worthComparing)
			if err != nil {
				return nil, 0, err
			}
			if same {
				continue
			}
		}
		pages = append(pages, page)
	}
	return pages, size, nil
}

// publish makes pages, which lie in the log now, the committed state and forgets
// what else was pending.
func (p *pager) publish(pages []uint32, places []place, size uint32, at position) {
	p.mu.Lock()
	if p.holders.Load() > 0 { // they go on seeing what they saw
		p.view.overlay = p.view.overlay.fork()
		p.holders = new(atomic.Int32)
	}
	p.view.put(pages, places, size)
	p.view.at = at
	p.size = size
	gone := p.forget()
	p.mu.Unlock()
	wipe(gone)
	if len(gone) > giveBack {
		// An import takes more than the program does otherwise.
		go debug.FreeOSMemory()
	}
}

const (
	// sparePages is how many pages' room is kept for the next transaction.
	sparePages = 256
	// slabPages is for how many pages room is made at a time.
	slabPages = 32
	// giveBack is from how many pages on a transaction's memory goes back to
	// the system when it ends.
	giveBack = 4096
)

// blank is room for a page that SQLite writes.
func (p *pager) blank() []byte {
	if len(p.spare) == 0 {
		slab := make([]byte, slabPages*pageSize)
		for at := 0; at < len(slab); at += pageSize {
			p.spare = append(p.spare, slab[at:][:pageSize:pageSize])
		}
	}
	n := len(p.spare) - 1
	data := p.spare[n]
	p.spare = p.spare[:n]
	return data
}

// forget empties pending. A map that was large stays slow to walk, so that one
// import would slow every later commit down: such a map goes, and its pages are
// for the caller to wipe when nobody waits for that.
func (p *pager) forget() (gone map[uint32][]byte) {
	if len(p.pending) > sparePages {
		gone = p.pending
		p.pending = map[uint32][]byte{}
		return gone
	}
	wipe(p.pending)
	for _, data := range p.pending {
		if len(p.spare) < sparePages {
			p.spare = append(p.spare, data)
		}
	}
	clear(p.pending)
	return nil
}

func wipe(pages map[uint32][]byte) {
	for _, data := range pages {
		clear(data)
	}
}

// Rollback forgets what SQLite did not take back itself.
func (p *pager) Rollback() { p.drop() }

// drop forgets what is pending, so that nobody reads what is not durable.
func (p *pager) drop() {
	p.mu.Lock()
	gone := p.forget()
	p.size = p.view.pages
	p.mu.Unlock()
	wipe(gone)
}

// remember keeps an error that SQLite is told only as a code.
func (p *pager) remember(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = err
	return err
}

// snapshot is a committed state that is read while others write. Whoever took
// it releases it.
type snapshot struct {
	view
	p       *pager
	holders *atomic.Int32
	ahead   *ahead // for one that is read by SQLite
}

// snapshot is the committed state now.
func (p *pager) snapshot() (*snapshot, error) {
	p.mu.Lock() // between the hold and the look nothing may be published
	defer p.mu.Unlock()
	if p.view.g == nil {
		return nil, ErrClosed
	}
	p.view.g.hold()
	p.holders.Add(1)
	return &snapshot{view: p.view, p: p, holders: p.holders}, nil
}

func (s *snapshot) release() error {
	if s.ahead != nil {
		s.ahead.end()
		s.ahead = nil
	}
	s.holders.Add(-1)
	return s.g.release()
}

// Snapshot is snapshot for SQLite's connections that only read.
func (p *pager) Snapshot() (pagevfs.Snapshot, error) {
	s, err := p.snapshot()
	if err != nil {
		return nil, p.remember(err)
	}
	return s, nil
}

func (s *snapshot) Size() int64 { return int64(s.pages) * pageSize }

// Release lets go of it. That the files of a generation that was replaced could
// not be removed shows at the next open, which removes them.
func (s *snapshot) Release() { _ = s.release() }

func (s *snapshot) ReadAt(b []byte, off int64) (int, error) {
	page := uint32(off/pageSize) + 1
	in := int(off % pageSize)
	if page > s.pages {
		return 0, io.EOF
	}
	if in+len(b) > pageSize {
		return 0, s.p.remember(fmt.Errorf("read of %d bytes at %d crosses pages", len(b), off))
	}
	if s.ahead == nil {
		s.ahead = aheads.Get().(*ahead)
	}
	data := b
	if len(b) < pageSize {
		data = s.ahead.part[:]
	}
	if err := s.ahead.read(&s.view, page, data); err != nil {
		return 0, s.p.remember(err)
	}
	if len(b) < pageSize {
		copy(b, data[in:])
	}
	return len(b), nil
}
