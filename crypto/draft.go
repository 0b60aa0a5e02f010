package crypto

import (
	"hash"
	"io"
)

// pieceLen is how much of a record is encrypted, summed up and written at a
// time. A record of one piece is one write; a longer one is encrypted on one
// core while another sums it up and writes what there is.
const (
	pieceChunks = 4
	pieceLen    = pieceChunks * sealedChunk
	// pieceRing is how many pieces are on their way.
	pieceRing = 4
)

// draft is a record on its way into the log.
type draft struct {
	key    logKey
	env    *envelope
	frames *frames
	laying laying
	size   int64 // of the frames, in bytes
	left   int64 // of them
	chunk  int64 // the next one's number
	length int64 // of the record
	seq    uint64
	sum    hash.Hash
	header [recHeaderLen]byte
	begun  bool     // to be summed up
	chain  chainSum // right after write
}

// newDraft is the record behind at.
func newDraft(key logKey, env *envelope, at position, f *frames) *draft {
	f.wal = at.wal
	if at.seq == 0 {
		f.begin()
	}
	d := &draft{key: key, env: env, frames: f, seq: at.seq + 1, size: f.len()}
	d.left = d.size
	file := int64(len(env.head)) + sealedLen(d.size)
	d.length = recHeaderLen + file
	d.sum = key.begin(d.header[:], file, d.seq, at.chain)
	return d
}

// lay has the places of the pages ready when the record is written, to be read there.
func (d *draft) lay(laid *logPages, off int64) {
	d.laying.begin(laid, &logRecord{start: off + recHeaderLen + int64(len(d.env.head)), size: d.size})
}

// write writes the record at off. Its header comes last: as long as that is not
// there, what is there of the rest is a write that was cut short. buf is used
// when it is large enough, and what is returned can be used for the next record.
func (d *draft) write(log io.WriterAt, off int64, buf []byte) ([]byte, error) {
	if need := recHeaderLen + len(d.env.head) + int(min(pieceLen, sealedLen(d.size))); cap(buf) < need {
		buf = make([]byte, 0, need)
	}
	first := append(buf[:0], d.header[:]...)
	first = d.piece(append(first, d.env.head...))
	if d.left > 0 {
		return first, d.writeLong(log, off, first[recHeaderLen:])
	}
	d.take(first[recHeaderLen:])
	d.chain = d.key.finish(d.header[:], d.sum)
	copy(first, d.header[:])
	_, err := log.WriteAt(first, off)
	return first, err
}

// writeLong goes on from the first piece.
func (d *draft) writeLong(log io.WriterAt, off int64, first []byte) error {
	full, empty := make(chan []byte, pieceRing), make(chan []byte, pieceRing)
	full <- first
	for range pieceRing - 1 {
		empty <- make([]byte, 0, pieceLen)
	}
	done := make(chan error, 1)
	go func() { done <- d.drain(log, off+recHeaderLen, full, empty) }() // may close empty at once
	for d.left > 0 {
		b, ok := <-empty
		if !ok {
			break
		}
		full <- d.piece(b[:0])
	}
	close(full)
	if err := <-done; err != nil {
		return err
	}
	d.chain = d.key.finish(d.header[:], d.sum)
	_, err := log.WriteAt(d.header[:], off)
	return err
}

// take sums up the next bytes, of which the first ones are age's header.
func (d *draft) take(b []byte) {
	d.sum.Write(b)
	if !d.begun {
		d.begun = true
		b = b[len(d.env.head):]
	}
	if d.laying.rec != nil {
		d.laying.take(b)
	}
}

// drain sums up and writes pieces until there are no more, or until a write
// fails; then it closes empty.
func (d *draft) drain(log io.WriterAt, off int64, full <-chan []byte, empty chan<- []byte) error {
	for b := range full {
		d.take(b)
		if _, err := log.WriteAt(b, off); err != nil {
			close(empty)
			for range full {
			}
			return err
		}
		off += int64(len(b))
		empty <- b
	}
	return nil
}

// after is the position behind the record, which was written at off.
func (d *draft) after(off int64) position {
	return position{seq: d.seq, chain: d.chain, wal: d.frames.wal, end: off + d.length}
}

// record says where in the log the pages lie. The draft has been laid and written.
func (d *draft) record() (*logRecord, []place) {
	rec := d.laying.rec
	rec.key = d.env.key
	clear(d.env.key[:])
	return rec, d.laying.places
}

// piece appends the next chunks to b, which has room for them.
func (d *draft) piece(b []byte) []byte {
	for n := 0; n < pieceChunks && d.left > 0; n++ {
		at := len(b)
		b = b[:at+int(min(chunkSize, d.left))]
		d.frames.read(b[at:])
		d.left -= int64(len(b) - at)
		nonce := chunkNonce(d.chunk, d.size)
		b = d.env.aead.Seal(b[:at], nonce[:], b[at:], nil)
		d.chunk++
	}
	return b
}

// frames are the WAL frames of a transaction, as a stream.
type frames struct {
	wal   walSum
	pages []uint32
	data  func(page uint32) []byte // valid until it is asked for the next
	size  uint32                   // of the database after it, in pages

	start [walHeaderLen]byte
	head  [frameHeader]byte
	rest  []byte // of a header
	page  []byte // behind it
}

// begin puts a WAL's header before the frames.
func (f *frames) begin() {
	f.start = f.wal.start()
	f.rest = f.start[:]
}

func (f *frames) len() int64 { return int64(len(f.rest)) + int64(len(f.pages))*frameLen }

// read fills b; there must be as much left.
func (f *frames) read(b []byte) {
	for len(b) > 0 {
		if len(f.rest) == 0 {
			f.rest, f.page = f.page, nil
		}
		if len(f.rest) == 0 {
			f.next()
		}
		n := copy(b, f.rest)
		b, f.rest = b[n:], f.rest[n:]
	}
}

func (f *frames) next() {
	var end uint32
	if len(f.pages) == 1 {
		end = f.size
	}
	f.page = f.data(f.pages[0])
	f.head = f.wal.frame(f.pages[0], end, f.page)
	f.rest = f.head[:]
	f.pages = f.pages[1:]
}
