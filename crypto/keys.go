package crypto

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode"

	"filippo.io/age"
)

const (
	// workFactor is log2 of scrypt's N for new key files: 0.7 s and 256 MiB on
	// the machine it was chosen on.
	workFactor = 18
	// maxWorkFactor bounds what a hostile key file can make an opener spend.
	maxWorkFactor = 20
	// maxKeyFile is far above any key file, in bytes.
	maxKeyFile = 64 << 10

	keyPass     = "key-pass.age"
	keyRecovery = "key-recovery.age"

	identityPrefix = "AGE-SECRET-KEY-1"
)

// keyring is S, the one identity that everything in a vault is encrypted to,
// and what is derived from it.
type keyring struct {
	secret []byte              // the text of S
	id     *age.X25519Identity // use it through decrypt and identity, which burn the stack
	log    []byte              // Kc
	files  []byte              // Kf
	from   [sha256.Size]byte   // SHA-256 of the key file that S came out of
}

// identity is age's, of which no stack keeps the scalar.
type identity struct{ *age.X25519Identity }

func (i identity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	burnStack()
	defer burnStack()
	return i.X25519Identity.Unwrap(stanzas)
}

func (k *keyring) identity() age.Identity { return identity{k.id} }

func newKeyring() (*keyring, error) {
	burnStack()
	defer burnStack()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	return ringOf(id)
}

func parseKeyring(text string) (*keyring, error) {
	burnStack()
	defer burnStack()
	id, err := age.ParseX25519Identity(strings.TrimSpace(text))
	if err != nil {
		return nil, err
	}
	return ringOf(id)
}

func ringOf(id *age.X25519Identity) (*keyring, error) {
	k := &keyring{secret: []byte(id.String()), id: id}
	var err error
	if k.log, err = k.derive("log"); err != nil {
		return nil, err
	}
	k.files, err = k.derive("files")
	return k, err
}

func (k *keyring) derive(info string) ([]byte, error) {
	return hkdf.Key(sha256.New, k.secret, nil, "kortisto vault v1 "+info, sha256.Size)
}

// mac is HMAC-SHA256 with the log's key over the parts, end to end.
func (k *keyring) mac(parts ...[]byte) (sum [sha256.Size]byte) {
	h := hmac.New(sha256.New, k.log)
	for _, p := range parts {
		h.Write(p)
	}
	h.Sum(sum[:0])
	return sum
}

// named is the keyed hash behind Vault.MAC: each part with its length before
// it, so that no two lists of parts give the same input.
func (k *keyring) named(info string, parts [][]byte) (sum [sha256.Size]byte) {
	key, err := k.derive("mac " + info)
	if err != nil {
		panic(err) // only a wrong length can fail
	}
	defer clear(key)
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(p))))
		h.Write(p)
	}
	h.Sum(sum[:0])
	return sum
}

func (k *keyring) encrypt(w io.Writer) (io.WriteCloser, error) {
	return age.Encrypt(w, k.id.Recipient())
}

func (k *keyring) decrypt(r io.Reader) (io.Reader, error) { return age.Decrypt(r, k.identity()) }

// wipe forgets the keys as far as Go lets us: the identity inside the age library
// is out of reach until Scour.
func (k *keyring) wipe() {
	clear(k.secret)
	clear(k.log)
	clear(k.files)
	k.id = nil
}

// sealTo encrypts a small text in memory.
func sealTo(r age.Recipient, text []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, r)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// sealPassphrase is what key-pass.age holds. factor 0 means workFactor.
func (k *keyring) sealPassphrase(passphrase string, factor int) ([]byte, error) {
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	if factor == 0 {
		factor = workFactor
	}
	r.SetWorkFactor(min(factor, maxWorkFactor))
	return sealTo(r, append(bytes.Clone(k.secret), '\n'))
}

// openKeyFile gets S out of a key file. wrong is the error to give when the
// identity does not fit.
func openKeyFile(fsys FS, path, name string, id age.Identity, wrong error) (*keyring, error) {
	b, err := readAll(fsys, path, maxKeyFile)
	if err != nil {
		return nil, broken(name, asFileError(err))
	}
	r, err := age.Decrypt(bytes.NewReader(b), id)
	if no := new(age.NoIdentityMatchError); errors.As(err, &no) {
		return nil, wrong
	}
	if err != nil {
		return nil, damaged(name, "%v", err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, damaged(name, "%v", err)
	}
	defer clear(text)
	k, err := parseKeyring(string(text))
	if err != nil {
		return nil, damaged(name, "holds no identity")
	}
	k.from = sha256.Sum256(b)
	return k, nil
}

func passphraseIdentity(passphrase string) (age.Identity, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrWrongPassphrase // an empty one
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	return id, nil
}

// recoveryIdentity reads a recovery key as people type it from paper: spaces,
// line breaks, dashes and case do not matter, and neither do the letters that
// bech32 leaves out because they look like others.
func recoveryIdentity(typed string) (*age.X25519Identity, error) {
	text := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, typed)
	plain := strings.ReplaceAll(identityPrefix, "-", "")
	text = strings.TrimPrefix(text, plain)
	text = strings.NewReplacer("O", "0", "I", "L", "1", "L", "B", "8").Replace(text)
	id, err := age.ParseX25519Identity(identityPrefix + text)
	if err != nil {
		return nil, ErrWrongRecoveryKey
	}
	return id, nil
}
