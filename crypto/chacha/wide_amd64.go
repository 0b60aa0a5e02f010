package chacha

import (
	"encoding/binary"

	"golang.org/x/sys/cpu"
)

// strip is how much eight blocks side by side are, in bytes.
const strip = 8 * BlockSize

// xorStrips works on whole strips, and leaves the counter in state[12] behind
// them. It needs AVX2, which processors have had since 2013.
//
//go:noescape
func xorStrips(data *byte, strips int, state *[16]uint32)

// wide does as much of the data as is whole strips and says how much that was.
func wide(data []byte, key *[KeySize]byte, nonce *[NonceSize]byte, block uint32) int {
	n := len(data) / strip
	if n == 0 || !cpu.X86.HasAVX2 {
		return 0
	}
	// "expand 32-byte k", the key, the counter, the nonce.
	state := [16]uint32{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, 12: block}
	for i := range 8 {
		state[4+i] = binary.LittleEndian.Uint32(key[4*i:])
	}
	for i := range 3 {
		state[13+i] = binary.LittleEndian.Uint32(nonce[4*i:])
	}
	xorStrips(&data[0], n, &state)
	clear(state[:])
	return n * strip
}
