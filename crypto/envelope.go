package crypto

import (
	"bytes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"

	"kortisto/crypto/chacha"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
)

// envelope is an age file that waits for its content. Its header, which is the
// costly part of a small file, is made between commits.
type envelope struct {
	head []byte      // age header and nonce
	aead cipher.AEAD // for the chunks behind it
	key  [chacha.KeySize]byte
	err  error
	ok   chan struct{} // closed when the others are there
}

// startEnvelope makes an envelope in the background.
func (k logKey) startEnvelope() *envelope {
	e := &envelope{ok: make(chan struct{})}
	go func() {
		defer close(e.ok)
		e.err = e.begin(k)
	}()
	return e
}

// begin makes header and keys. age's own writer is not used: it takes no file
// key, copies all it is given twice, and encrypts on one core.
func (e *envelope) begin(k logKey) error {
	var nonce [payloadNonce]byte
	rand.Read(nonce[:])
	s := newSums()
	defer s.wipe()
	fileKey := k.fileKey(s, nonce[:])
	defer clear(fileKey)
	head, err := ageHeader(s, fileKey, k.id.Recipient())
	if err != nil {
		return err
	}
	e.head = append(head, nonce[:]...)
	e.key, e.aead, err = payloadKey(fileKey, nonce[:])
	return err
}

const fileKeyLen = 16

// fileKey is the file key of the record with that nonce, which is random: one
// for each record, as age demands. Who has S need not unwrap it.
func (k logKey) fileKey(s *sums, nonce []byte) []byte {
	return bytes.Clone(s.mac(k.files, k.num(), nonce)[:fileKeyLen])
}

const (
	ageIntro = "age-encryption.org/v1\n"
	ageMark  = "---"
	// ageMACLen is the rest of an age header behind the mark.
	ageMACLen = 1 + 43 + 1
)

// ageHeader makes the header of an age file: https://c2sp.org/age#header.
func ageHeader(sums *sums, fileKey []byte, r age.Recipient) ([]byte, error) {
	stanzas, err := r.Wrap(fileKey)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(ageIntro)
	for _, s := range stanzas {
		body := base64.RawStdEncoding.EncodeToString(s.Body)
		if len(body) >= 64 {
			return nil, errors.New("an age stanza of several lines")
		}
		b.WriteString("-> " + strings.Join(append([]string{s.Type}, s.Args...), " ") + "\n" + body + "\n")
	}
	b.WriteString(ageMark)
	b.Write(sums.ageMAC(fileKey, b.Bytes()))
	return b.Bytes(), nil
}

// ageHeaderLen finds where the header of an age file ends that goes on behind it.
func ageHeaderLen(file []byte) (n int, ok bool) {
	mark := bytes.Index(file[:min(len(file), maxHeader)], []byte("\n"+ageMark))
	n = mark + 1 + len(ageMark) + ageMACLen
	return n, mark >= 0 && len(file) >= n+payloadNonce && bytes.HasPrefix(file, []byte(ageIntro))
}

// openHeader finds where the header of a record's age file ends, and its file
// key. A record of another program, or an earlier one, has a key of its own
// choice, which has to be unwrapped.
func (k logKey) openHeader(s *sums, file []byte) (headerLen int, fileKey []byte, err error) {
	if end, ok := ageHeaderLen(file); ok {
		fileKey := k.fileKey(s, file[end:end+payloadNonce])
		mark := end - ageMACLen
		if hmac.Equal(s.ageMAC(fileKey, file[:mark]), file[mark:end]) {
			return end, fileKey, nil
		}
	}
	header, err := age.ExtractHeader(bytes.NewReader(file))
	if err != nil {
		return 0, nil, err
	}
	fileKey, err = age.DecryptHeader(header, k.identity())
	return len(header), fileKey, err
}

// sealedLen is how long the payload of an age file with n bytes of content is,
// without its nonce.
func sealedLen(n int64) int64 {
	chunks := max((n+chunkSize-1)/chunkSize, 1)
	return n + chunks*chacha20poly1305.Overhead
}

// contentLen is how much content a payload of n bytes has, if there is such a one.
func contentLen(n int64) (size int64, ok bool) {
	chunks := max((n+sealedChunk-1)/sealedChunk, 1)
	size = n - chunks*chacha20poly1305.Overhead
	return size, size > (chunks-1)*chunkSize
}

// chunkNonce is that of a chunk of an age file with size bytes of content: its
// number, and whether it is the last.
func chunkNonce(chunk, size int64) (nonce [chacha20poly1305.NonceSize]byte) {
	binary.BigEndian.PutUint64(nonce[3:], uint64(chunk))
	if chunk == (size-1)/chunkSize {
		nonce[len(nonce)-1] = lastChunkFlag
	}
	return nonce
}
