package crypto

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
)

// haystack finds many needles at once. A needle of six bytes or more is known by
// its first six: wherever it begins, its first or its second byte is at an even
// place, and five bytes from there are in the first bit map. So one look passes two
// places over, and another bit map, of all six bytes, those at which five are right
// by chance. Needles that begin alike are sorted, so that of those that begin at a
// place the longest is found by one binary search, and the others are its
// beginnings. Shorter needles, of which there are few, are tried one by one.
//
// It is not changed once it is made, and so serves several goroutines.
type haystack struct {
	needles [][]byte
	longest int
	first   *[1 << firstBits / 64]uint64 // bit map over hash5
	six     *[1 << firstBits / 64]uint64 // bit map over hash6
	groups  map[uint64][]straw           // by the first six bytes
	short   [256][]int                   // by the first byte
	shorts  bool                         // there are any
}

// straw is a needle of a group, and the longest other one with which it begins,
// or -1. same are further needles with the same bytes.
type straw struct {
	text   []byte
	needle int
	same   []int
	parent int
}

const (
	keyBytes  = 6
	firstBits = 21 // 256 KiB, which stays in a processor's cache

	hashFactor = 0x9e3779b97f4a7c15
)

// hash5 and hash6 are of the first five and six of eight bytes.
func hash5(w uint64) uint64 { return (w << 24 * hashFactor) >> (64 - firstBits) }
func hash6(w uint64) uint64 { return (w << 16 * hashFactor) >> (64 - firstBits) }

func key6(b []byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(b)) | uint64(b[4])<<32 | uint64(b[5])<<40
}

func newHaystack(needles [][]byte) *haystack {
	h := &haystack{needles: needles, first: new([1 << firstBits / 64]uint64), six: new([1 << firstBits / 64]uint64), groups: map[uint64][]straw{}}
	for i, n := range needles {
		h.longest = max(h.longest, len(n))
		switch {
		case len(n) == 0:
		case len(n) < keyBytes:
			h.short[n[0]], h.shorts = append(h.short[n[0]], i), true
		default:
			w := key6(n)
			for _, bit := range []uint64{hash5(w), hash5(w >> 8)} {
				h.first[bit/64] |= 1 << (bit % 64)
			}
			bit := hash6(w)
			h.six[bit/64] |= 1 << (bit % 64)
			h.groups[w] = append(h.groups[w], straw{text: n, needle: i})
		}
	}
	for w, g := range h.groups {
		h.groups[w] = grouped(g)
	}
	return h
}

func grouped(g []straw) []straw {
	slices.SortFunc(g, func(a, b straw) int { return cmp.Or(bytes.Compare(a.text, b.text), cmp.Compare(a.needle, b.needle)) })
	out := g[:0]
	for _, s := range g {
		if n := len(out); n > 0 && bytes.Equal(out[n-1].text, s.text) {
			out[n-1].same = append(out[n-1].same, s.needle)
			continue
		}
		s.parent = len(out) - 1
		for s.parent >= 0 && !bytes.HasPrefix(s.text, out[s.parent].text) {
			s.parent = out[s.parent].parent
		}
		out = append(out, s)
	}
	return out
}

// find tells of the needles in b that begin before n.
func (h *haystack) find(b []byte, n int, found func(needle, at int, b []byte)) {
	if h.shorts {
		h.findShort(b, n, found)
	}
	i := 0
	for ; i <= n && i+8 <= len(b); i += 2 {
		bit := hash5(binary.LittleEndian.Uint64(b[i:]))
		if h.first[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		for at := max(i-1, 0); at <= i && at < n; at++ {
			h.match(at, b, found)
		}
	}
	for i = max(i-1, 0); i < n && i+keyBytes <= len(b); i++ {
		h.match(i, b, found)
	}
}

// match tells of the needles that begin at a place; six bytes of it are there.
func (h *haystack) match(at int, b []byte, found func(needle, at int, b []byte)) {
	w := key6(b[at:])
	if bit := hash6(w); h.six[bit/64]&(1<<(bit%64)) == 0 {
		return
	}
	g := h.groups[w]
	rest := b[at:]
	i := sort.Search(len(g), func(k int) bool { return bytes.Compare(g[k].text, rest) > 0 }) - 1
	for i >= 0 && !bytes.HasPrefix(rest, g[i].text) {
		i = g[i].parent
	}
	for ; i >= 0; i = g[i].parent {
		found(g[i].needle, at, b)
		for _, k := range g[i].same {
			found(k, at, b)
		}
	}
}

func (h *haystack) findShort(b []byte, n int, found func(needle, at int, b []byte)) {
	for i := range n {
		for _, k := range h.short[b[i]] {
			if bytes.HasPrefix(b[i:], h.needles[k]) {
				found(k, i, b)
			}
		}
	}
}
