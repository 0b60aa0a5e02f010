package chacha

import (
	"encoding/binary"

	"golang.org/x/sys/cpu"
)

// state is ChaCha20's, and behind it how far each of the eight blocks is from
// the counter, which is its word 12.
type state [16 + 8]uint32

// xorStrips works on whole strips, and leaves the counter behind them. It needs
// AVX2, which processors have had since 2013.
//
//go:noescape
func xorStrips(data *byte, strips int, s *state)

// wide does as much of the data as is whole strips and says how much that was.
func wide(data []byte, key *[KeySize]byte, nonce *[NonceSize]byte, block uint32) int {
	n := len(data) / strip
	if n == 0 || !cpu.X86.HasAVX2 {
		return 0
	}
	s := begin(key, nonce)
	s[12] = block
	for i := range uint32(8) {
		s[16+i] = i
	}
	xorStrips(&data[0], n, &s)
	clear(s[:])
	return n * strip
}

// wideBlocks does up to eight blocks, where it can.
func wideBlocks(data *[strip]byte, key *[KeySize]byte, nonce *[NonceSize]byte, blocks []uint32) bool {
	if !cpu.X86.HasAVX2 {
		return false
	}
	s := begin(key, nonce)
	copy(s[16:], blocks)
	xorStrips(&data[0], 1, &s)
	clear(s[:])
	return true
}

// begin is "expand 32-byte k", the key, no counter, the nonce.
func begin(key *[KeySize]byte, nonce *[NonceSize]byte) state {
	s := state{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}
	for i := range 8 {
		s[4+i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	for i := range 3 {
		s[13+i] = binary.LittleEndian.Uint32(nonce[4*i:])
	}
	return s
}
