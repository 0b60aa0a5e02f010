package crypto

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	agetest "c2sp.org/CCTV/age"
	"filippo.io/age"
)

// vector is one of age's public test files: https://c2sp.org/CCTV/age.
type vector struct {
	name, expect string
	passphrase   string
	identity     string // the first
	identities   []age.Identity
	armored      bool
	payload      string // its SHA-256 in hexadecimal
	file         []byte
}

func vectors(t *testing.T) (all []vector) {
	t.Helper()
	entries, err := fs.ReadDir(agetest.Vectors, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := fs.ReadFile(agetest.Vectors, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, readVector(t, e.Name(), b))
	}
	if len(all) < 140 {
		t.Fatal("only", len(all), "vectors")
	}
	return all
}

func readVector(t *testing.T, name string, b []byte) vector {
	t.Helper()
	head, file, ok := bytes.Cut(b, []byte("\n\n"))
	if !ok {
		t.Fatal(name, "has no file")
	}
	v := vector{name: name, file: file}
	for line := range strings.Lines(string(head)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch key {
		case "expect":
			v.expect = value
		case "payload":
			v.payload = value
		case "passphrase":
			v.passphrase = value
			id, err := passphraseIdentity(value)
			if err != nil {
				t.Fatal(name, err)
			}
			v.identities = append(v.identities, id)
		case "identity":
			if strings.HasPrefix(value, "AGE-SECRET-KEY-PQ-") {
				id, err := age.ParseHybridIdentity(value)
				if err != nil {
					t.Fatal(name, err)
				}
				v.identities = append(v.identities, id)
				continue
			}
			id, err := age.ParseX25519Identity(value)
			if err != nil {
				t.Fatal(name, err)
			}
			v.identities = append(v.identities, identity{id})
			if v.identity == "" {
				v.identity = value
			}
		case "armored":
			v.armored = true
		case "compressed":
			r, err := zlib.NewReader(bytes.NewReader(v.file))
			if err == nil {
				v.file, err = io.ReadAll(r)
			}
			if err != nil {
				t.Fatal(name, err)
			}
		case "comment", "file key":
		default:
			t.Fatal(name, "says", key)
		}
	}
	return v
}

// good says whether a vault may take the file. It never takes an armored one, and age's own text form is none of the
// vault's.
func (v vector) good() bool { return v.expect == "success" && !v.armored }

// TestAgesVectorsAsKeyFiles: what age refuses is no key file, and the code tells a key that does not fit from damage.
func TestAgesVectorsAsKeyFiles(t *testing.T) {
	wrong := errors.New("does not fit")
	count := map[string]int{}
	for _, v := range vectors(t) {
		dir := t.TempDir()
		name := filepath.Join(dir, keyPass)
		if err := os.WriteFile(name, v.file, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, id := range v.identities[:min(1, len(v.identities))] {
			_, err := openKeyFile(OS(), name, keyPass, id, wrong)
			var d *DamagedError
			opened := errors.As(err, &d) && d.Why == "holds no identity"
			switch {
			case len(v.identities) > 1: // the vault has one key
				if err == nil {
					t.Errorf("%s is a key file", v.name)
				}
			case (v.good() && len(v.file) <= maxKeyFile) != opened:
				t.Errorf("%s, %s: %v", v.name, v.expect, err)
			case v.expect == "no match" && !v.armored && err != wrong:
				t.Errorf("%s, %s: %v", v.name, v.expect, err)
			case v.expect != "no match" && d == nil:
				t.Errorf("%s, %s: %v", v.name, v.expect, err)
			}
			count[v.expect]++
		}
	}
	if count["success"] == 0 || count["no match"] == 0 || count["header failure"] == 0 {
		t.Error("the test does not test")
	}
	t.Log(count)
}

// TestAgesVectorsAsFilesOfAVault: what age refuses is damage, whether a small file, an attachment or a record of the
// log holds it; what age reads is read, and is the same.
func TestAgesVectorsAsFilesOfAVault(t *testing.T) {
	vaults := map[string]*Vault{}
	var taken, refused int
	for _, vec := range vectors(t) {
		if vec.identity == "" || len(vec.identities) > 1 {
			continue // of other keys than a vault's
		}
		if vaults[vec.identity] == nil {
			vaults[vec.identity] = vaultOf(t, vec.identity)
		}
		v := vaults[vec.identity]
		for place, read := range map[string]func() ([]byte, error){
			"liite.age":       func() ([]byte, error) { return v.ReadSealed("liite.age") },
			"blobs/liite.age": func() ([]byte, error) { return blobOf(v, "liite") },
		} {
			name := filepath.Join(v.dir, place)
			if err := os.WriteFile(name, vec.file, 0o600); err != nil {
				t.Fatal(err)
			}
			b, err := read()
			vec.judge(t, place, b, err)
			if err := v.Verify(bg, nil); vec.good() != (err == nil) || err != nil && !errors.Is(err, ErrDamaged) {
				t.Errorf("%s, %s: verify: %v", vec.name, place, err)
			}
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
		b, err := recordOf(v, vec.file)
		if err != nil {
			err = damaged("log", "%v", err)
		}
		if vec.name != "stream_empty_payload" { // a record is never empty
			vec.judge(t, "record", b, err)
		}
		if vec.good() {
			taken++
		} else {
			refused++
		}
	}
	if taken < 10 || refused < 50 {
		t.Error(taken, "taken and", refused, "refused: the test does not test")
	}
	t.Log(taken, "taken,", refused, "refused")
}

func (v vector) judge(t *testing.T, place string, b []byte, err error) {
	t.Helper()
	sum := sha256.Sum256(b)
	switch {
	case v.good() && err != nil:
		t.Errorf("%s, %s: refused: %v", v.name, place, err)
	case v.good() && hex.EncodeToString(sum[:]) != v.payload:
		t.Errorf("%s, %s: another content", v.name, place)
	case !v.good() && !errors.Is(err, ErrDamaged):
		t.Errorf("%s, %s, %s: %v", v.name, place, v.expect, err)
	}
}

// vaultOf makes a vault whose own key is this one.
func vaultOf(t *testing.T, secret string) *Vault {
	t.Helper()
	keys, err := parseKeyring(secret)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := writeVault(bg, dir, testPass, keys, paper, fast.withDefaults()); err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir)
}

func blobOf(v *Vault, id string) ([]byte, error) {
	b, err := v.OpenBlob(id)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	return io.ReadAll(io.NewSectionReader(b, 0, b.Size()))
}

// recordOf decrypts a file as pages of a record are read, after a check has looked at
// all of it.
func recordOf(v *Vault, file []byte) ([]byte, error) {
	checked, err := v.keys.decrypt(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, checked); err != nil {
		return nil, err
	}
	n, fileKey, err := logKey{v.keys, 1}.openHeader(newSums(), file)
	if err != nil {
		return nil, err
	}
	rec := &logRecord{}
	if rec.key, _, err = payloadKey(fileKey, file[n:][:payloadNonce]); err != nil {
		return nil, err
	}
	sealed := file[n+payloadNonce:]
	rec.size, _ = contentLen(int64(len(sealed)))
	b := make([]byte, rec.size)
	for at := int64(0); at < rec.size; at += chunkSize {
		rest := b[at:min(at+chunkSize, rec.size)]
		copy(rest, sealed[rec.offset(at):])
		rec.xor(rest, at)
	}
	return b, nil
}
