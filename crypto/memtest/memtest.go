// Package memtest looks into the memory of a running process, for tests that
// want to know what is left there: keys, passphrases, customers' names. Only
// Linux lets a program do that, and only to processes of its own user that are
// not hardened.
package memtest

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// least is the shortest needle, in bytes: shorter ones stand everywhere.
const least = 8

// Hit is a place where a needle stands.
type Hit struct {
	Needle int     // which one, by its place in the list
	At     uintptr // address
	Region string  // what the system calls the mapping: a file, [heap], or "" for memory of no name
}

// Search finds many needles in one pass.
type Search struct {
	needles [][]byte
	first   [1 << 16]bool    // the first two bytes of some needle
	four    map[uint32][]int // needles by their first four bytes
	longest int
}

// NewSearch prepares to look for needles of at least eight bytes each.
func NewSearch(needles [][]byte) (*Search, error) {
	s := &Search{needles: needles, four: map[uint32][]int{}}
	for i, n := range needles {
		if len(n) < least {
			return nil, fmt.Errorf("needle %d has %d bytes, of at least %d", i, len(n), least)
		}
		s.first[binary.LittleEndian.Uint16(n)] = true
		four := binary.LittleEndian.Uint32(n)
		s.four[four] = append(s.four[four], i)
		s.longest = max(s.longest, len(n))
	}
	return s, nil
}

// in gives what begins in the first limit bytes of b.
func (s *Search) in(b []byte, limit int, found func(needle, at int)) {
	for i := 0; i < limit && i+least <= len(b); i++ {
		if !s.first[uint16(b[i])|uint16(b[i+1])<<8] {
			continue
		}
		for _, n := range s.four[binary.LittleEndian.Uint32(b[i:])] {
			want := s.needles[n]
			if i+len(want) <= len(b) && string(b[i:i+len(want)]) == string(want) {
				found(n, i)
			}
		}
	}
}

// UTF16 is the text as a web view holds it, little-endian.
func UTF16(text string) (b []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}
