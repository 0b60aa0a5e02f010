package crypto

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
)

// SQLite's write-ahead log, https://sqlite.org/fileformat2.html#the_write_ahead_log:
// a header of 32 bytes, then frames of a header of 24 bytes and one page each.
// A frame that ends a transaction carries the database's size in pages.
const (
	pageSize     = 4096
	walMagic     = 0x377f0683 // big-endian checksums
	walVersion   = 3007000
	walHeaderLen = 32
	frameHeader  = 24
	frameLen     = frameHeader + pageSize
)

// walSum is the state that runs through a WAL: its salt and the checksum of
// all frames so far.
type walSum struct {
	salt   [8]byte
	s0, s1 uint32
}

// add takes a multiple of eight bytes into the checksum.
func (w *walSum) add(b []byte) {
	s0, s1 := w.s0, w.s1
	for len(b) >= 8 {
		s0 += binary.BigEndian.Uint32(b) + s1
		s1 += binary.BigEndian.Uint32(b[4:]) + s0
		b = b[8:]
	}
	w.s0, w.s1 = s0, s1
}

// start begins a WAL with a new salt and gives its header.
func (w *walSum) start() (h [walHeaderLen]byte) {
	*w = walSum{}
	rand.Read(w.salt[:])
	be := binary.BigEndian
	be.PutUint32(h[0:], walMagic)
	be.PutUint32(h[4:], walVersion)
	be.PutUint32(h[8:], pageSize)
	copy(h[16:24], w.salt[:])
	w.add(h[:24])
	be.PutUint32(h[24:], w.s0)
	be.PutUint32(h[28:], w.s1)
	return h
}

// frame gives the header of the next frame. size is the database's size in
// pages for the last frame of a transaction, else 0.
func (w *walSum) frame(page, size uint32, data []byte) (h [frameHeader]byte) {
	be := binary.BigEndian
	be.PutUint32(h[0:], page)
	be.PutUint32(h[4:], size)
	copy(h[8:16], w.salt[:])
	w.add(h[:8])
	w.add(data)
	be.PutUint32(h[16:], w.s0)
	be.PutUint32(h[20:], w.s1)
	return h
}

var errWAL = errors.New("not a transaction in WAL frames")

// resume reads a WAL's header.
func (w *walSum) resume(r io.Reader) error {
	var h [walHeaderLen]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return errWAL
	}
	be := binary.BigEndian
	if be.Uint32(h[0:]) != walMagic || be.Uint32(h[8:]) != pageSize {
		return errWAL
	}
	*w = walSum{}
	copy(w.salt[:], h[16:24])
	w.add(h[:24])
	if w.s0 != be.Uint32(h[24:]) || w.s1 != be.Uint32(h[28:]) {
		return errWAL
	}
	return nil
}

// readTransaction reads frames up to the end of r and gives each page to keep,
// which then owns it. It returns the database's size after the transaction.
func (w *walSum) readTransaction(r io.Reader, keep func(page uint32, data []byte)) (size uint32, err error) {
	be := binary.BigEndian
	for {
		var h [frameHeader]byte
		if _, err := io.ReadFull(r, h[:]); err == io.EOF && size != 0 {
			return size, nil
		} else if err != nil || size != 0 {
			return 0, errWAL
		}
		data := make([]byte, pageSize)
		if _, err := io.ReadFull(r, data); err != nil {
			return 0, errWAL
		}
		page := be.Uint32(h[0:])
		size = be.Uint32(h[4:])
		if w.frame(page, size, data) != h || page == 0 {
			return 0, errWAL
		}
		keep(page, data)
	}
}
