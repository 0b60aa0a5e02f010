package crypto

import (
	"context"
	"encoding/binary"
)

// ScanPlain decrypts everything that the vault has on disk and counts how
// often each needle occurs in it: the whole base, pages of it that the log
// replaced included, every page in the log, files beside them and blobs. It
// compares bytes, so the caller gives each spelling. A needle that spans two
// pages is not found, because SQLite puts other bytes between. Empty needles
// count 0.
//
// This is the proof of an erasure: delete, compact, then scan. It reads at
// some hundred megabytes a second, however many needles there are.
func (v *Vault) ScanPlain(ctx context.Context, needles [][]byte) (hits []int64, err error) {
	return v.ScanPlainWithout(ctx, needles, nil)
}

// ScanPlainWithout is ScanPlain that passes over the blobs with these ids.
func (v *Vault) ScanPlainWithout(ctx context.Context, needles [][]byte, blobs map[string]bool) (hits []int64, err error) {
	s := newScanner(needles)
	part := ""
	err = v.eachPart(ctx, nil, blobs, func(name string, b []byte) {
		if _, log := genOf(name, "log-", ""); log || name != part { // pages of a log stand alone
			s.reset()
			part = name
		}
		s.feed(b)
	})
	s.reset()
	return s.hits, err
}

// scanner finds many needles in a stream. Positions whose first four bytes
// begin no needle are passed over by one look into a bit map.
type scanner struct {
	needles [][]byte
	hits    []int64
	first   []uint64         // bit map over hash4
	start   map[uint32][]int // needles by their first four bytes
	short   map[byte][]int   // needles of one to three bytes, by the first
	longest int
	held    []byte // what a needle may have begun in
}

const firstBits = 20

func hash4(w uint32) uint32 { return (w * 0x9e3779b1) >> (32 - firstBits) }

func newScanner(needles [][]byte) *scanner {
	s := &scanner{needles: needles, hits: make([]int64, len(needles)),
		first: make([]uint64, 1<<firstBits/64), start: map[uint32][]int{}, short: map[byte][]int{}}
	for i, n := range needles {
		s.longest = max(s.longest, len(n))
		switch {
		case len(n) == 0:
		case len(n) < 4:
			s.short[n[0]] = append(s.short[n[0]], i)
		default:
			w := binary.LittleEndian.Uint32(n)
			h := hash4(w)
			s.first[h/64] |= 1 << (h % 64)
			s.start[w] = append(s.start[w], i)
		}
	}
	return s
}

// feed takes the next bytes. It leaves the last ones, in which a needle may
// have begun, for the next call.
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
			s.find(joined, n)
			s.held = joined[:copy(joined, joined[n:])]
			return
		}
		s.find(joined, held)
		s.held = joined[:0]
	}
	n := max(len(b)-keep, 0)
	s.find(b, n)
	s.held = append(s.held[:0], b[n:]...)
}

// reset ends a stream: what was held is all there is.
func (s *scanner) reset() {
	s.find(s.held, len(s.held))
	clear(s.held[:cap(s.held)])
	s.held = s.held[:0]
}

// find counts the needles in b that begin before n.
func (s *scanner) find(b []byte, n int) {
	if len(s.short) > 0 {
		for i := range n {
			for _, k := range s.short[b[i]] {
				s.match(k, b[i:])
			}
		}
	}
	for i := range min(n, len(b)-3) {
		w := binary.LittleEndian.Uint32(b[i:])
		h := hash4(w)
		if s.first[h/64]&(1<<(h%64)) == 0 {
			continue
		}
		for _, k := range s.start[w] {
			s.match(k, b[i:])
		}
	}
}

func (s *scanner) match(k int, b []byte) {
	if n := s.needles[k]; len(b) >= len(n) && string(b[:len(n)]) == string(n) {
		s.hits[k]++
	}
}
