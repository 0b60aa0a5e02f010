package crypto

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// ScanPlain decrypts everything that the vault has on disk and counts how
// often each needle occurs in it: the whole base, pages of it that the log
// replaced included, every page in the log, files beside them and blobs. It
// compares bytes, so the caller gives each spelling. A needle that spans two
// pages is not found, because SQLite puts other bytes between. Empty needles
// count 0.
//
// It reads at some hundred megabytes a second and processor, however many
// needles there are.
func (v *Vault) ScanPlain(ctx context.Context, needles [][]byte) (hits []int64, err error) {
	return v.scan(ctx, needles, func(string) bool { return true }, false)
}

// ScanDead is ScanPlain that counts only what the database does not have any more:
// in a page that a later one replaced, and, of the pages as they are now, where at
// least a byte of the needle lies outside of the cells of a b-tree page and of the
// pages on which these go on. What lies inside is a row, or a key of an index; what
// it says is for SQL to judge. Of blobs it reads only those that are named, of which
// all counts.
//
// This is the proof of an erasure: delete, compact, then scan. Commits go on
// meanwhile.
func (v *Vault) ScanDead(ctx context.Context, needles [][]byte, blobs map[string]bool) (hits []int64, err error) {
	return v.scan(ctx, needles, func(id string) bool { return blobs[id] }, true)
}

func (v *Vault) scan(ctx context.Context, needles [][]byte, blob func(id string) bool, dead bool) ([]int64, error) {
	ctx, end, err := v.work(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	s, err := v.pager.snapshot()
	if err != nil {
		return nil, err
	}
	defer s.release() //nolint:errcheck // what could not be removed goes at the next opening
	beside, _, err := v.beside()
	if err != nil {
		return nil, err
	}
	h := newHaystack(needles)
	hits, err := h.base(ctx, s.view, dead)
	rest := h.scanner()
	rest.dead, rest.current = dead, func(page uint32, b []byte) bool {
		same, err := s.same(page, b, true)
		return same && err == nil && page <= s.pages
	}
	nothing := func(int64) {}
	if err == nil {
		err = v.eachRecord(ctx, s.view, nothing, rest.page)
	}
	rest.dead = false
	for _, name := range beside {
		id, isBlob := strings.CutPrefix(strings.TrimSuffix(name, ".age"), blobsName+"/")
		if err == nil && (!isBlob || blob(id)) {
			err = v.eachFile(ctx, name, nothing, func(_ string, b []byte) { rest.feed(b) })
			rest.reset()
		}
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return nil, cause
	}
	if err != nil {
		return nil, err
	}
	for i, n := range rest.hits {
		hits[i] += n
	}
	return hits, nil
}

// base scans the base as it lies on the disk, past the cache, on all processors. After
// a compaction that is the first time that it is read, and the sums of its pages are
// kept: from then on they are read alone.
func (h *haystack) base(ctx context.Context, s view, dead bool) ([]int64, error) {
	var first [pageSize]byte
	if err := s.g.readPage(1, first[:], (*basePages).read); err != nil {
		return nil, err
	}
	size := int64(s.g.pages) * pageSize
	var next atomic.Int64
	workers := make([]*scanner, min(runtime.GOMAXPROCS(0), 4))
	errs := make([]error, len(workers))
	var wait sync.WaitGroup
	for i := range workers {
		w := h.scanner()
		w.dead, w.free, w.current = dead, freePages(first[:]) > 0, func(page uint32, _ []byte) bool { return page <= s.base && s.overlay.at(page) == nil }
		workers[i] = w
		wait.Go(func() {
			buf := make([]byte, chunkSize)
			defer clear(buf)
			for errs[i] == nil {
				off := (next.Add(1) - 1) * chunkSize
				if off >= size {
					return
				}
				b := buf[:min(chunkSize, size-off)]
				if errs[i] = ctx.Err(); errs[i] != nil {
					return
				}
				if n, err := s.g.content.ReadAt(b, off); n < len(b) {
					errs[i] = broken(baseName(s.g.key.gen), err)
					return
				}
				for at := 0; at < len(b); at += pageSize {
					w.page(uint32((off+int64(at))/pageSize)+1, b[at:at+pageSize])
				}
			}
		})
	}
	wait.Wait()
	hits := make([]int64, len(h.needles))
	for i, w := range workers {
		if errs[i] != nil {
			return nil, errs[i]
		}
		for k, n := range w.hits {
			hits[k] += n
		}
	}
	return hits, nil
}

// scanner looks for the needles of a haystack in pages or in a stream.
type scanner struct {
	*haystack
	hits []int64
	held []byte // of a stream: what a needle may have begun in

	// dead leaves out what lies in cells of a page that is current. Where pages are
	// free, a page that is no b-tree's may be one of them, and all of it is dead.
	dead, free bool
	current    func(page uint32, b []byte) bool
	alive      [pageSize]byte // 1 in cells
	from       int            // of the piece that is looked through
}

func (h *haystack) scanner() *scanner {
	return &scanner{haystack: h, hits: make([]int64, len(h.needles))}
}

// page takes a page of the database.
func (s *scanner) page(number uint32, b []byte) {
	if !s.dead || !s.current(number, b) {
		s.find(b, len(b), s.count)
		return
	}
	clear(s.alive[:])
	live(number, b, s.free, func(from, to int) { copy(s.alive[from:to], inCells[:]) })
	// A needle with a byte outside of the cells begins there, or so much before.
	for at := s.next(0, 0); at < len(b); at = s.next(s.from, 0) {
		begins := max(at-s.longest+1, s.from, 0)
		ends := s.next(at, 1)
		s.from = begins
		s.find(b[begins:], ends-begins, s.inPage)
		s.from = ends
	}
	s.from = 0
}

// next is where the page's next byte in a cell (1) or outside of all (0) is, from a
// place on.
func (s *scanner) next(from int, is byte) int {
	if i := bytes.IndexByte(s.alive[from:], is); i >= 0 {
		return from + i
	}
	return pageSize
}

// inCells is as long as a cell can be.
var inCells = [pageSize]byte(bytes.Repeat([]byte{1}, pageSize))

func (s *scanner) inPage(needle, at int, _ []byte) {
	from := s.from + at
	if s.next(from, 0) < from+len(s.needles[needle]) {
		s.hits[needle]++
	}
}

// feed takes the next bytes of a stream. It leaves the last ones, in which a
// needle may have begun, for the next call.
func (s *scanner) feed(b []byte) {
	if s.longest == 0 {
		return
	}
	keep := s.longest - 1
	if len(s.held) > 0 {
		// Needles that begin in what was held: give them the bytes they need.
		held := len(s.held)
		joined := append(s.held, b[:min(keep, len(b))]...)
		if len(b) < keep {
			n := max(len(joined)-keep, 0)
			s.find(joined, n, s.count)
			s.held = joined[:copy(joined, joined[n:])]
			return
		}
		s.find(joined, held, s.count)
		s.held = joined[:0]
	}
	n := max(len(b)-keep, 0)
	s.find(b, n, s.count)
	s.held = append(s.held[:0], b[n:]...)
}

// reset ends a stream: what was held is all there is.
func (s *scanner) reset() {
	s.find(s.held, len(s.held), s.count)
	clear(s.held[:cap(s.held)])
	s.held = s.held[:0]
}

func (s *scanner) count(needle, _ int, _ []byte) { s.hits[needle]++ }
