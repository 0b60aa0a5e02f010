package crypto

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"io"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"
)

// payload reads what an age file holds, a chunk at a time, as the format says:
// https://c2sp.org/age#payload. age's own reader makes buffers anew for each
// chunk, which costs as much as decrypting it. Still it is that one that opens
// every base (see openGeneration): what age refuses is not read here.
type payload struct {
	src   io.ReaderAt
	aead  cipher.AEAD
	start int64 // of the first chunk in the file
	size  int64 // of the content
	spare sync.Pool
}

const (
	payloadNonce  = 16
	sealedChunk   = chunkSize + chacha20poly1305.Overhead
	lastChunkFlag = 1
)

func newPayload(src io.ReaderAt, fileKey []byte, headerLen, size int64) (*payload, error) {
	nonce := make([]byte, payloadNonce)
	if n, err := src.ReadAt(nonce, headerLen); n < len(nonce) {
		return nil, err
	}
	aead, err := payloadCipher(fileKey, nonce)
	if err != nil {
		return nil, err
	}
	p := &payload{src: src, aead: aead, start: headerLen + payloadNonce, size: size}
	p.spare.New = func() any { return new([sealedChunk]byte) }
	return p, nil
}

// payloadCipher is the cipher of an age file's chunks.
func payloadCipher(fileKey, nonce []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, fileKey, nonce, "payload", chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return chacha20poly1305.New(key)
}

// ReadAt reads one whole chunk: off is where it begins, and b as long as it is.
func (p *payload) ReadAt(b []byte, off int64) (int, error) {
	buf := p.spare.Get().(*[sealedChunk]byte)
	defer p.spare.Put(buf)
	sealed := buf[:len(b)+chacha20poly1305.Overhead]
	i := off / chunkSize
	if n, err := p.src.ReadAt(sealed, p.start+i*sealedChunk); n < len(sealed) {
		return 0, err
	}
	nonce := chunkNonce(i, off+int64(len(b)) == p.size)
	if _, err := p.aead.Open(b[:0], nonce[:], sealed, nil); err != nil {
		return 0, err
	}
	return len(b), nil
}
