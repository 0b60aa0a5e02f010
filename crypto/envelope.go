package crypto

import (
	"bytes"
	"crypto/cipher"
	"errors"

	"kortisto/crypto/chacha"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
)

// envelope is an age file that waits for its content. Its header, which is the
// costly part of a small file, is made between commits, and so is each file's
// own: age forbids two files with one file key.
type envelope struct {
	head []byte      // age header and nonce
	aead cipher.AEAD // for the chunks behind it
	key  [chacha.KeySize]byte
	err  error
	ok   chan struct{} // closed when the others are there
}

// startEnvelope makes an envelope in the background.
func (k *keyring) startEnvelope() *envelope {
	e := &envelope{ok: make(chan struct{})}
	go func() {
		defer close(e.ok)
		e.err = e.begin(k.id.Recipient())
	}()
	return e
}

// begin makes the header as age does. What age gives for the rest is not used:
// it copies all it is given twice, and encrypts on one core.
func (e *envelope) begin(r age.Recipient) error {
	var b bytes.Buffer
	to := &witness{Recipient: r}
	defer func() { clear(to.fileKey) }()
	if _, err := age.Encrypt(&b, to); err != nil {
		return err
	}
	e.head = b.Bytes()
	if len(e.head) < payloadNonce {
		return errors.New("an age header is cut short")
	}
	var err error
	e.key, e.aead, err = payloadKey(to.fileKey, e.head[len(e.head)-payloadNonce:])
	return err
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
