package crypto

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"errors"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
)

// envelope is an age file that waits for its content. Its header, which is the
// costly part of a small file, is made between commits, and so is each file's
// own: age forbids two files with one file key.
type envelope struct {
	head []byte      // age header and nonce
	aead cipher.AEAD // for the chunks behind it
	err  error
	ok   chan struct{} // closed when the others are there
}

// startEnvelope makes an envelope in the background.
func (k *keyring) startEnvelope() *envelope {
	e := &envelope{ok: make(chan struct{})}
	go func() {
		defer close(e.ok)
		e.head, e.aead, e.err = k.envelope()
	}()
	return e
}

// envelope begins an age file as age itself does. What age gives for the rest
// is not used: it copies all it is given twice, and encrypts on one core.
func (k *keyring) envelope() (head []byte, aead cipher.AEAD, err error) {
	var b bytes.Buffer
	to := &witness{Recipient: k.id.Recipient()}
	defer func() { clear(to.fileKey) }()
	if _, err := age.Encrypt(&b, to); err != nil {
		return nil, nil, err
	}
	head = b.Bytes()
	if len(head) < payloadNonce {
		return nil, nil, errors.New("an age header is cut short")
	}
	aead, err = payloadCipher(to.fileKey, head[len(head)-payloadNonce:])
	return head, aead, err
}

// witness is a recipient that sees the file key.
type witness struct {
	age.Recipient
	fileKey []byte
}

func (w *witness) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	w.fileKey = bytes.Clone(fileKey)
	return w.Recipient.Wrap(fileKey)
}

// sealedLen is how long the payload of an age file with n bytes of content is,
// without its nonce.
func sealedLen(n int64) int64 {
	chunks := max((n+chunkSize-1)/chunkSize, 1)
	return n + chunks*chacha20poly1305.Overhead
}

// chunkNonce is the nonce of a chunk: its number, and whether it is the last.
func chunkNonce(i int64, last bool) (nonce [chacha20poly1305.NonceSize]byte) {
	binary.BigEndian.PutUint64(nonce[3:], uint64(i))
	if last {
		nonce[len(nonce)-1] = lastChunkFlag
	}
	return nonce
}
