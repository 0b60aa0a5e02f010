package crypto

import (
	"crypto/sha256"
	"encoding/base64"
	"hash"
)

// sums computes many short keyed sums one after the other, and leaves nothing to the
// collector: crypto/hmac makes two hashes for each, which takes four times as long
// as a sum of a hundred bytes does. An opening needs seven of each record.
type sums struct {
	h   hash.Hash // SHA-256
	pad [sha256.BlockSize]byte
	sum [sha256.Size]byte
	key [sha256.Size]byte
	buf [ageMACLen]byte
	one [1]byte
}

func newSums() *sums { return &sums{h: sha256.New(), one: [1]byte{1}} }

// mac is HMAC-SHA256 of the parts, end to end; the key is no longer than a block.
// What is given is valid until the next one.
func (s *sums) mac(key []byte, parts ...[]byte) []byte {
	s.begin(key, 0x36)
	for _, p := range parts {
		s.h.Write(p)
	}
	inner := s.h.Sum(s.sum[:0])
	s.begin(key, 0x5c)
	s.h.Write(inner)
	return s.h.Sum(s.sum[:0])
}

func (s *sums) begin(key []byte, with byte) {
	for i := range s.pad {
		s.pad[i] = with
	}
	for i, b := range key {
		s.pad[i] ^= b
	}
	s.h.Reset()
	s.h.Write(s.pad[:])
}

// hkdf is HKDF-SHA256 of 32 bytes. It is valid until the next one.
func (s *sums) hkdf(secret, salt, info []byte) []byte {
	copy(s.key[:], s.mac(salt, secret))
	copy(s.key[:], s.mac(s.key[:], info, s.one[:]))
	return s.key[:]
}

var (
	infoHeader  = []byte("header")
	infoPayload = []byte("payload")
)

// ageMAC is how an age header ends, behind the mark. It is valid until the next sum.
func (s *sums) ageMAC(fileKey, upToMark []byte) []byte {
	mac := s.mac(s.hkdf(fileKey, nil, infoHeader), upToMark)
	s.buf[0], s.buf[ageMACLen-1] = ' ', '\n'
	base64.RawStdEncoding.Encode(s.buf[1:ageMACLen-1], mac)
	return s.buf[:]
}

// wipe forgets the keys.
func (s *sums) wipe() {
	s.h.Reset()
	clear(s.pad[:])
	clear(s.sum[:])
	clear(s.key[:])
}
