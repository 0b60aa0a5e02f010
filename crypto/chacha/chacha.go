// Package chacha is ChaCha20's keystream from any block on, as fast as the
// processor can: golang.org/x/crypto has it in assembly for others than amd64,
// where one page would take three times as long as reading it from the disk's
// cache. Where there is no faster way, it is that package that does the work.
//
// It authenticates nothing. Whoever uses it checks what comes out.
package chacha

import (
	"golang.org/x/crypto/chacha20"
)

const (
	// KeySize and NonceSize are in bytes.
	KeySize   = chacha20.KeySize
	NonceSize = chacha20.NonceSize
	// BlockSize is what the counter counts, in bytes.
	BlockSize = 64
)

// XOR decrypts or encrypts data in place with the keystream of RFC 8439 that
// begins at the block. The end of the data must come before block 2^32.
func XOR(data []byte, key *[KeySize]byte, nonce *[NonceSize]byte, block uint32) {
	if done := wide(data, key, nonce, block); done > 0 {
		data = data[done:]
		block += uint32(done / BlockSize)
	}
	if len(data) > 0 {
		narrow(data, key, nonce, block)
	}
}

func narrow(data []byte, key *[KeySize]byte, nonce *[NonceSize]byte, block uint32) {
	c, err := chacha20.NewUnauthenticatedCipher(key[:], nonce[:])
	if err != nil {
		panic(err) // only wrong lengths can fail
	}
	c.SetCounter(block)
	c.XORKeyStream(data, data)
}
