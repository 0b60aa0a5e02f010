package canary

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Search looks for any number of words at once, in one pass over the bytes.
type Search struct {
	needles []needle // by key
	maybe   []uint64 // a bit for each key's hash
	shift   uint
}

// needle is a word in one of its forms. Its key is its last eight bytes: words of a flock begin alike.
type needle struct {
	key  uint64
	text string
	word string
	form uint8
}

const (
	keyLen = 8
	// shortest is how long a word must be for all its forms to have a key that no other text has by chance.
	shortest = 8
)

// NewSearch panics where a word is so short that it might stand anywhere.
func NewSearch(words ...string) *Search {
	s := &Search{}
	for _, word := range words {
		if len(word) < shortest {
			panic(fmt.Sprintf("canary: %q is too short to be looked for", word))
		}
		s.add(word)
	}
	slices.SortFunc(s.needles, func(a, b needle) int {
		if a.key != b.key {
			if a.key < b.key {
				return -1
			}
			return 1
		}
		return strings.Compare(a.text, b.text)
	})
	bits := uint(10)
	for 1<<bits < 32*len(s.needles) {
		bits++
	}
	s.shift, s.maybe = 64-bits, make([]uint64, 1<<bits/64)
	for _, n := range s.needles {
		h := hash(n.key) >> s.shift
		s.maybe[h/64] |= 1 << (h % 64)
	}
	return s
}

func (s *Search) add(word string) {
	first := len(s.needles)
	spelt, further := spellings(word)
	for i, spelling := range spelt {
		if slices.Contains(spelt[:i], spelling) {
			continue
		}
		in := forms
		if i >= further {
			in = forms[:formsOfAny]
		}
		for kind, form := range in {
			for _, text := range form.as(spelling) {
				same := func(n needle) bool { return n.text == text }
				if len(text) >= keyLen && !slices.ContainsFunc(s.needles[first:], same) {
					key := binary.LittleEndian.Uint64([]byte(text[len(text)-keyLen:]))
					s.needles = append(s.needles, needle{key, text, word, uint8(kind)})
				}
			}
		}
	}
}

func hash(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 }

// Hit is a word that was found, and the form it was in.
type Hit struct{ Word, Form string }

// plain finds each word that stands in the bytes once.
func (s *Search) plain(b []byte, found map[string]Hit) {
	for i := 0; i+keyLen <= len(b); i++ {
		key := binary.LittleEndian.Uint64(b[i:])
		h := hash(key) >> s.shift
		if s.maybe[h/64]&(1<<(h%64)) == 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(s.needles, key, func(n needle, key uint64) int {
			switch {
			case n.key < key:
				return -1
			case n.key > key:
				return 1
			}
			return 0
		})
		for ; at < len(s.needles) && s.needles[at].key == key; at++ {
			n, end := s.needles[at], i+keyLen
			if end < len(n.text) || string(b[end-len(n.text):end]) != n.text {
				continue
			}
			if _, known := found[n.word]; !known {
				found[n.word] = Hit{n.word, forms[n.form].name}
			}
		}
	}
}

// In finds the words that stand in the bytes, or in anything compressed among them: each once, in the order of the
// alphabet.
func (s *Search) In(b []byte) []Hit {
	found := map[string]Hit{}
	s.plain(b, found)
	unpack(b, deepest, func(inner []byte) { s.plain(inner, found) })
	out := make([]Hit, 0, len(found))
	for _, hit := range found {
		out = append(out, hit)
	}
	slices.SortFunc(out, func(a, b Hit) int { return strings.Compare(a.Word, b.Word) })
	return out
}
