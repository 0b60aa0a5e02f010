package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"
	"maps"
	"sync"

	"kortisto/crypto/chacha"
)

// overlay holds where the pages are that the log has put over the base. The
// pages themselves stay in the log: a page is read alone, and held against a sum
// that was kept when all of its record was known to be authentic.
//
// The places are in two maps, so that a commit beside a reader need not copy all
// of them: what a reader may look at is not changed any more.
type overlay struct {
	old, fresh map[uint32]*place
	lent       bool // a reader may look at old
}

// at is where the page is, or nil.
func (o *overlay) at(page uint32) *place {
	if pl := o.fresh[page]; pl != nil {
		return pl
	}
	return o.old[page]
}

// fork gives an overlay of the same places that can be changed while readers
// look at this one.
func (o *overlay) fork() overlay {
	if len(o.fresh) > max(1<<10, len(o.old)/4) {
		return o.merged()
	}
	return overlay{old: o.old, fresh: maps.Clone(o.fresh), lent: true}
}

func (o *overlay) merged() overlay {
	all := make(map[uint32]*place, len(o.old)+len(o.fresh))
	maps.Copy(all, o.old)
	maps.Copy(all, o.fresh)
	return overlay{old: all}
}

func (o *overlay) put(pages []uint32, places []place) {
	m := &o.old
	if o.lent {
		m = &o.fresh
	}
	if *m == nil {
		*m = map[uint32]*place{}
	}
	for i, page := range pages {
		(*m)[page] = &places[i]
	}
}

// cut drops the places of pages beyond size.
func (o *overlay) cut(size uint32) {
	if o.lent {
		*o = o.merged()
	}
	maps.DeleteFunc(o.old, func(page uint32, _ *place) bool { return page > size })
}

// since gives the pages that records behind end have put there, in no order.
func (o *overlay) since(end int64) (pages []uint32) {
	for page, pl := range o.fresh {
		if pl.rec.start >= end {
			pages = append(pages, page)
		}
	}
	for page, pl := range o.old {
		if pl.rec.start >= end && o.fresh[page] == nil {
			pages = append(pages, page)
		}
	}
	return pages
}

// place is where a page is in the log. It never changes.
type place struct {
	rec *logRecord
	at  int64 // in the record's content
	sum [pageSum]byte
}

// logRecord is what it takes to read single pages of a record.
type logRecord struct {
	key   [chacha.KeySize]byte
	start int64 // of its first chunk in the log
	size  int64 // of its content
}

// logPages reads pages of a log that one process writes.
type logPages struct {
	log   File
	mac   cipher.AEAD
	spare sync.Pool // of *logRoom

	mu      sync.Mutex
	records []*logRecord // whose keys are to be wiped
}

// logRoom is what reading one page needs.
type logRoom struct {
	sumRoom
	buf [chacha.BlockSize + pageSize]byte
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

// record notes a record that was written, or read and found authentic. places
// and data are its pages in order: their sums are taken.
func (l *logPages) record(rec *logRecord, places []place, data func(i int) []byte) {
	room := l.spare.Get().(*logRoom)
	for i := range places {
		places[i].rec = rec
		copy(places[i].sum[:], l.sum(&places[i], data(i), room))
	}
	l.spare.Put(room)
	l.mu.Lock()
	l.records = append(l.records, rec)
	l.mu.Unlock()
}

// sum is valid until room is used again. Its nonce is where the page lies in the
// file: no two pages that were committed lie at one place. What else is summed, to
// be compared, is kept nowhere.
func (l *logPages) sum(pl *place, data []byte, room *logRoom) []byte {
	binary.BigEndian.PutUint64(room.nonce[:], uint64(pl.rec.start+pl.at))
	return l.mac.Seal(room.sumRoom.sum[:0], room.nonce[:], nil, data)
}

// same says whether data is what the page holds.
func (l *logPages) same(pl *place, data []byte) bool {
	room := l.spare.Get().(*logRoom)
	defer l.spare.Put(room)
	return l.right(pl, data, room)
}

func (l *logPages) right(pl *place, data []byte, room *logRoom) bool {
	return subtle.ConstantTimeCompare(l.sum(pl, data, room), pl.sum[:]) == 1
}

// read reads a page; ok is false when the file no longer holds what was there.
func (l *logPages) read(pl *place, dst []byte) (ok bool, err error) {
	room := l.spare.Get().(*logRoom)
	defer l.spare.Put(room)
	rest := dst
	for at := pl.at; len(rest) > 0; {
		in := at % chunkSize
		n := min(int64(len(rest)), chunkSize-in)
		if err := l.decrypt(rest[:n], pl.rec, at, room); err != nil {
			return false, err
		}
		rest, at = rest[n:], at+n
	}
	return l.right(pl, dst, room), nil
}

// decrypt reads what lies in one chunk, and does not authenticate it. The
// keystream goes by blocks, so it begins with the one that at lies in.
func (l *logPages) decrypt(dst []byte, rec *logRecord, at int64, room *logRoom) error {
	chunk, in := at/chunkSize, at%chunkSize
	lead := in % chacha.BlockSize
	buf := room.buf[:lead+int64(len(dst))]
	if err := readFull(l.log, buf[lead:], rec.start+chunk*sealedChunk+in); err != nil {
		return err
	}
	nonce := chunkNonce(chunk, rec.size)
	chacha.XOR(buf, &rec.key, &nonce, uint32(1+in/chacha.BlockSize))
	copy(dst, buf[lead:])
	clear(buf)
	return nil
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
