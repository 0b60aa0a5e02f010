package crypto

import (
	"bytes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"sync"
	"sync/atomic"
)

// basePages reads single pages of a base. age authenticates chunks of sixteen
// pages, which is much to decrypt for one of them. So from each chunk that was
// found authentic a sum of every page is kept, and from then on a page is read
// alone and held against its sum. Where the two differ, or the page can not be
// read, the chunk is read: it alone decides what is authentic, and says what is
// wrong.
type basePages struct {
	content *payload
	sums    *pageSums
	chunks  *chunkCache
}

func newBasePages(content *payload, cacheBytes int) (*basePages, error) {
	sums, err := newPageSums(content.size)
	if err != nil {
		return nil, err
	}
	b := &basePages{content: content, sums: sums}
	b.chunks = newChunkCache(b, content.size, cacheBytes)
	return b, nil
}

// ReadAt reads one whole chunk, past the cache, and keeps the sums of its pages.
func (b *basePages) ReadAt(p []byte, off int64) (int, error) {
	n, err := b.content.ReadAt(p, off)
	if err == nil {
		b.sums.learn(off/chunkSize, p)
	}
	return n, err
}

// read reads a page that nothing says is near the one before.
func (b *basePages) read(page uint32, dst []byte) error {
	off := int64(page-1) * pageSize
	if b.chunks.cached(dst, off) {
		return nil
	}
	if b.sums.known(off/chunkSize) && b.content.readPage(dst, off) == nil && b.sums.right(page, dst) {
		return nil
	}
	return b.chunks.read(dst, off)
}

// readOn reads a page of many that are read in order: those beside it are
// wanted next.
func (b *basePages) readOn(page uint32, dst []byte) error {
	return b.chunks.read(dst, int64(page-1)*pageSize)
}

// same says whether data is what a page holds. Where that would have to be read
// and it need not be certain, it may say no.
func (b *basePages) same(page uint32, data []byte, certain bool) (bool, error) {
	if b.sums.known(int64(page-1) * pageSize / chunkSize) {
		return b.sums.right(page, data), nil
	}
	if !certain {
		return false, nil
	}
	old := make([]byte, pageSize)
	if err := b.read(page, old); err != nil {
		return false, err
	}
	return bytes.Equal(old, data), nil
}

func (b *basePages) wipe() {
	b.chunks.wipe()
	b.content.wipe()
}

const (
	pageSum    = 16
	chunkPages = chunkSize / pageSize
)

// pageSums are keyed sums of pages, under a key that lives as long as they do
// and is never written anywhere: AES-GMAC with the page's number as the nonce. A
// page of a base never changes, so no two contents of it are summed with one nonce;
// what SQLite wrote is, to be compared, and that sum is kept nowhere.
type pageSums struct {
	mac   cipher.AEAD
	of    []atomic.Pointer[chunkSums] // by chunk, nil until it was found authentic
	spare sync.Pool                   // of *sumRoom
}

type chunkSums [chunkPages][pageSum]byte

type sumRoom struct {
	nonce [12]byte
	sum   [pageSum]byte
}

func newPageSums(size int64) (*pageSums, error) {
	mac, err := newPageMAC()
	if err != nil {
		return nil, err
	}
	s := &pageSums{mac: mac, of: make([]atomic.Pointer[chunkSums], (size+chunkSize-1)/chunkSize)}
	s.spare.New = func() any { return new(sumRoom) }
	return s, nil
}

// sum gives the page's sum, in room.
func (s *pageSums) sum(room *sumRoom, page uint32, data []byte) []byte {
	binary.BigEndian.PutUint32(room.nonce[:], page)
	return s.mac.Seal(room.sum[:0], room.nonce[:], nil, data)
}

// known says whether the chunk was found authentic before.
func (s *pageSums) known(chunk int64) bool { return s.of[chunk].Load() != nil }

// learn takes the sums of a chunk that is authentic.
func (s *pageSums) learn(chunk int64, data []byte) {
	if s.known(chunk) {
		return
	}
	room := s.spare.Get().(*sumRoom)
	defer s.spare.Put(room)
	sums := new(chunkSums)
	for i := range len(data) / pageSize {
		copy(sums[i][:], s.sum(room, uint32(chunk*chunkPages)+uint32(i)+1, data[i*pageSize:][:pageSize]))
	}
	s.of[chunk].Store(sums)
}

// right says whether that is the page's content. Its chunk is known.
func (s *pageSums) right(page uint32, data []byte) bool {
	room := s.spare.Get().(*sumRoom)
	defer s.spare.Put(room)
	sums := s.of[(page-1)/chunkPages].Load()
	return subtle.ConstantTimeCompare(s.sum(room, page, data), sums[(page-1)%chunkPages][:]) == 1
}
