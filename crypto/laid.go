package crypto

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"

	"kortisto/crypto/chacha"

	"golang.org/x/crypto/chacha20poly1305"
)

// place is where a page is in the log. It never changes.
type place struct {
	rec *logRecord
	at  int64         // in the record's content
	sum [pageSum]byte // of what the page is in the log
}

// sealed is from where to where in the log the page lies. Where a chunk ends
// within it, that chunk's tag lies there, too.
func (pl *place) sealed() (from, to int64) {
	return pl.rec.offset(pl.at), pl.rec.offset(pl.at+pageSize-1) + 1
}

// logRecord is what it takes to read single pages of a record.
type logRecord struct {
	key   [chacha.KeySize]byte
	start int64 // of its first chunk in the log
	size  int64 // of its content
}

const chunkTag = chacha20poly1305.Overhead

// offset is where in the log a byte of the content lies.
func (r *logRecord) offset(at int64) int64 { return r.start + at + at/chunkSize*chunkTag }

// places are those of the record's pages, without their sums.
func (r *logRecord) places() []place {
	places := make([]place, r.size/frameLen)
	first := r.size - int64(len(places))*frameLen // a WAL's header, or nothing
	for i := range places {
		places[i].rec, places[i].at = r, first+int64(i)*frameLen+frameHeader
	}
	return places
}

// xor decrypts what lies in one chunk. The keystream goes by blocks: b begins
// with the one in which at lies.
func (r *logRecord) xor(b []byte, at int64) {
	nonce := chunkNonce(at/chunkSize, r.size)
	chacha.XOR(b, &r.key, &nonce, uint32(1+at%chunkSize/chacha.BlockSize))
}

// logPages reads pages of a log that one process writes. A page is read alone,
// and held against the sum (AES-GMAC) of what lay there when all of its record was
// known to be what was written: the sum is of the sealed bytes, and what differs is
// never decrypted.
type logPages struct {
	log   File
	mac   cipher.AEAD
	spare sync.Pool // of *logRoom

	// proven says that every record was checked whole: the tags of its age file and
	// the sums of its frames, too, which opening leaves to Verify.
	proven atomic.Bool

	mu      sync.Mutex
	records []*logRecord // whose keys are to be wiped
}

// logRoom is what reading one page needs.
type logRoom struct {
	sumRoom
	buf  [chacha.BlockSize + pageSize + chunkTag]byte
	page [pageSize]byte
}

func newLogPages(log File) (*logPages, error) {
	mac, err := newPageMAC()
	if err != nil {
		return nil, err
	}
	l := &logPages{log: log, mac: mac}
	l.spare.New = func() any { return new(logRoom) }
	return l, nil
}

// newPageMAC makes AES-GMAC under a key that lives as long as the process works
// with the file, and is never written anywhere.
func newPageMAC() (cipher.AEAD, error) {
	var key [32]byte
	rand.Read(key[:])
	defer clear(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// keep notes a record that was written, or read and found right.
func (l *logPages) keep(rec *logRecord) {
	l.mu.Lock()
	l.records = append(l.records, rec)
	l.mu.Unlock()
}

// sum is valid until room is used again. Its nonce is where the page lies in the
// file: no two pages that were committed lie at one place. Other sums, of what was
// never committed or is to be compared, are kept nowhere.
func (l *logPages) sum(from int64, sealed []byte, room *sumRoom) []byte {
	binary.BigEndian.PutUint64(room.nonce[:], uint64(from))
	return l.mac.Seal(room.sum[:0], room.nonce[:], nil, sealed)
}

// same says whether data is what the page holds; ok is as in read.
func (l *logPages) same(pl *place, data []byte) (same, ok bool, err error) {
	room := l.spare.Get().(*logRoom)
	defer l.spare.Put(room)
	ok, err = l.readIn(room, pl, room.page[:])
	same = ok && bytes.Equal(room.page[:], data)
	clear(room.page[:])
	return same, ok, err
}

// read reads a page; ok is false when the file no longer holds what was there.
func (l *logPages) read(pl *place, dst []byte) (ok bool, err error) {
	room := l.spare.Get().(*logRoom)
	defer l.spare.Put(room)
	return l.readIn(room, pl, dst)
}

func (l *logPages) readIn(room *logRoom, pl *place, dst []byte) (ok bool, err error) {
	const ahead = chacha.BlockSize // room for what of the first block is not the page's
	from, to := pl.sealed()
	sealed := room.buf[ahead:][:to-from]
	if err := readFull(l.log, sealed, from); err != nil {
		return false, err
	}
	if subtle.ConstantTimeCompare(l.sum(from, sealed, &room.sumRoom), pl.sum[:]) == 0 {
		return false, nil
	}
	n := min(pageSize, chunkSize-pl.at%chunkSize) // in the first chunk
	lead := pl.at % chacha.BlockSize
	pl.rec.xor(room.buf[ahead-lead:ahead+n], pl.at)
	copy(dst, sealed[:n])
	if n < pageSize {
		rest := sealed[n+chunkTag:]
		pl.rec.xor(rest, pl.at+n)
		copy(dst[n:], rest)
	}
	clear(room.buf[:])
	return true, nil
}

// wipe forgets the records' keys.
func (l *logPages) wipe() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.records {
		clear(r.key[:])
	}
	l.records = nil
}

// laying takes the sums of a record's pages, and what is sealed of its frames'
// headers, out of the record's bytes as they go by.
type laying struct {
	pages  *logPages
	rec    *logRecord
	places []place
	at     int64  // in the log, of the byte that comes next
	next   int    // the frame that is not complete yet
	held   []byte // of it
	room   sumRoom

	wanted bool   // the headers
	start  []byte // what is before the first frame, if anything is
	heads  []byte // the headers, end to end
}

// longestFrame is a frame in the log, with the tag of a chunk that ends in it.
const longestFrame = frameLen + chunkTag

// begin is for a record's bytes from its first chunk on.
func (y *laying) begin(pages *logPages, rec *logRecord) {
	y.pages, y.rec, y.places, y.at, y.next, y.wanted = pages, rec, rec.places(), rec.start, 0, false
	y.held = y.held[:0]
}

// takeHeads has the headers kept. start is what is before the first frame.
func (y *laying) takeHeads(start []byte) {
	y.wanted = true
	y.start = append(y.start[:0], start...)
	n := len(y.places) * frameHeader
	y.heads = slices.Grow(y.heads[:0], n)[:n]
}

func (y *laying) head(i int) []byte { return y.heads[i*frameHeader:][:frameHeader] }

// take is given the next bytes.
func (y *laying) take(b []byte) {
	end := y.at + int64(len(b))
	for ; y.next < len(y.places); y.next++ {
		pl := &y.places[y.next]
		from, to := y.rec.offset(pl.at-frameHeader), y.rec.offset(pl.at+pageSize-1)+1
		if to > end {
			y.hold(b, from)
			break
		}
		frame := b[max(from-y.at, 0) : to-y.at]
		if from < y.at {
			y.held = append(y.held, frame...)
			frame = y.held
		}
		y.frame(pl, frame, from)
		y.held = y.held[:0]
	}
	y.at = end
}

// hold keeps what b has of a frame that begins at from and goes on behind it.
func (y *laying) hold(b []byte, from int64) {
	y.held = slices.Grow(y.held, longestFrame-len(y.held))
	if skip := max(from-y.at, 0); skip < int64(len(b)) {
		y.held = append(y.held, b[skip:]...)
	}
}

// frame takes one that lies at from in the log.
func (y *laying) frame(pl *place, frame []byte, from int64) {
	page, to := pl.sealed()
	copy(pl.sum[:], y.pages.sum(page, frame[page-from:to-from], &y.room))
	if !y.wanted {
		return
	}
	at := pl.at - frameHeader
	n := min(frameHeader, chunkSize-at%chunkSize) // in the first chunk
	head := y.head(y.next)
	copy(head, frame[:n])
	if n < frameHeader {
		copy(head[n:], frame[n+chunkTag:])
	}
}
