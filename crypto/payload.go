package crypto

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"io"
	"sync"

	"kortisto/crypto/chacha"

	"golang.org/x/crypto/chacha20poly1305"
)

// payload reads what an age file holds, a chunk at a time, as the format says:
// https://c2sp.org/age#payload. age's own reader makes buffers anew for each
// chunk, which costs as much as decrypting it. Still it is that one that opens
// every base (see openGeneration): what age refuses is not read here.
type payload struct {
	src   io.ReaderAt
	aead  cipher.AEAD
	key   [chacha.KeySize]byte
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
	p := &payload{src: src, start: headerLen + payloadNonce, size: size}
	var err error
	if p.key, p.aead, err = payloadKey(fileKey, nonce); err != nil {
		return nil, err
	}
	p.spare.New = func() any { return new([sealedChunk]byte) }
	return p, nil
}

// payloadKey is the key of an age file's chunks, and the cipher with it.
func payloadKey(fileKey, nonce []byte) (key [chacha.KeySize]byte, aead cipher.AEAD, err error) {
	b, err := hkdf.Key(sha256.New, fileKey, nonce, "payload", chacha.KeySize)
	if err != nil {
		return key, nil, err
	}
	defer clear(b)
	aead, err = chacha20poly1305.New(b)
	return [chacha.KeySize]byte(b), aead, err
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
	nonce := chunkNonce(i, p.size)
	if _, err := p.aead.Open(b[:0], nonce[:], sealed, nil); err != nil {
		return 0, err
	}
	return len(b), nil
}

// readPage decrypts a page that begins at off, and does not authenticate it.
// RFC 8439: a chunk's keystream begins with block 1 of 64 bytes.
func (p *payload) readPage(dst []byte, off int64) error {
	i, in := off/chunkSize, off%chunkSize
	if n, err := p.src.ReadAt(dst, p.start+i*sealedChunk+in); n < len(dst) {
		return err
	}
	nonce := chunkNonce(i, p.size)
	chacha.XOR(dst, &p.key, &nonce, uint32(1+in/chacha.BlockSize))
	return nil
}

func (p *payload) wipe() { clear(p.key[:]) }
