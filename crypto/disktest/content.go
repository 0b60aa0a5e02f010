package disktest

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"sync/atomic"
)

const (
	sectorSize = 512
	leafSize   = 4096
)

// leaf is a piece of a file that never changes, so that disks share it. nil is zeros.
type leaf struct {
	b   [leafSize]byte
	sum atomic.Uint64 // 0: not known
}

var sumSeed = maphash.MakeSeed()

func (l *leaf) hash() uint64 {
	if l == nil {
		return 0
	}
	if s := l.sum.Load(); s != 0 {
		return s
	}
	s := maphash.Bytes(sumSeed, l.b[:]) | 1
	l.sum.Store(s)
	return s
}

// content is the bytes of a file. Behind size, leaves hold zeros.
type content struct {
	size   int64
	leaves []*leaf
}

func (c *content) clone() content { return content{c.size, slices.Clone(c.leaves)} }

// readAt gives zeros behind the end.
func (c *content) readAt(p []byte, off int64) {
	for len(p) > 0 {
		i, in := off/leafSize, off%leafSize
		n := int(min(int64(len(p)), leafSize-in))
		if i < int64(len(c.leaves)) && c.leaves[i] != nil {
			copy(p[:n], c.leaves[i].b[in:])
		} else {
			clear(p[:n])
		}
		p, off = p[n:], off+int64(n)
	}
}

// writeAt does not grow the size.
func (c *content) writeAt(p []byte, off int64) {
	for len(p) > 0 {
		i, in := off/leafSize, off%leafSize
		n := int(min(int64(len(p)), leafSize-in))
		for int64(len(c.leaves)) <= i {
			c.leaves = append(c.leaves, nil)
		}
		if old := c.leaves[i]; old != nil || !zeros(p[:n]) {
			l := new(leaf)
			if old != nil {
				l.b = old.b
			}
			copy(l.b[in:], p[:n])
			c.leaves[i] = l
		}
		p, off = p[n:], off+int64(n)
	}
}

func (c *content) truncate(size int64) {
	if size < c.size {
		keep := (size + leafSize - 1) / leafSize
		if int64(len(c.leaves)) > keep {
			c.leaves = slices.Clone(c.leaves[:keep])
		}
		if in := size % leafSize; in != 0 && int64(len(c.leaves)) == keep && c.leaves[keep-1] != nil {
			l := &leaf{b: c.leaves[keep-1].b}
			clear(l.b[in:])
			c.leaves[keep-1] = l
		}
	}
	c.size = size
}

// addTo takes the bytes into a sum.
func (c *content) addTo(h *maphash.Hash) {
	add(h, uint64(c.size))
	for i, l := range c.leaves {
		if s := l.hash(); s != 0 {
			add(h, uint64(i))
			add(h, s)
		}
	}
}

func add(h *maphash.Hash, n uint64) {
	h.Write([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24), byte(n >> 32), byte(n >> 40), byte(n >> 48), byte(n >> 56)})
}

func zeros(p []byte) bool {
	for ; len(p) >= 8; p = p[8:] {
		if binary.NativeEndian.Uint64(p) != 0 {
			return false
		}
	}
	for _, b := range p {
		if b != 0 {
			return false
		}
	}
	return true
}

// clear is writeAt of zeros.
func (c *content) clear(off, n int64) {
	var none [leafSize]byte
	for n > 0 {
		m := min(n, leafSize-off%leafSize)
		if i := off / leafSize; m == leafSize {
			if i < int64(len(c.leaves)) {
				c.leaves[i] = nil
			}
		} else {
			c.writeAt(none[:m], off)
		}
		off, n = off+m, n-m
	}
}
