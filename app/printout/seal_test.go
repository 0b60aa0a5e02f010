package printout

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"

	"kortisto/app"
)

// opened reads the one file of an AE-2 ZIP by the words of the format and not by
// the code that wrote it.
func opened(t interface{ Fatal(...any) }, file []byte, passphrase string) (name string, data []byte, ok bool) {
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil || len(r.File) != 1 {
		t.Fatal("no ZIP with one file", err)
	}
	f := r.File[0]
	if f.Method != 99 || f.Flags&1 == 0 || f.CRC32 != 0 || !bytes.Equal(f.Extra, []byte("\x01\x99\x07\x00\x02\x00AE\x03\x08\x00")) {
		t.Fatal("not AE-2 with 256 bits", f.Method, f.Flags, f.CRC32, f.Extra)
	}
	raw, err := f.OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(raw)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := pbkdf2.Key(sha1.New, passphrase, body[:16], 1000, 66)
	if err != nil {
		t.Fatal(err)
	}
	sealed := body[18 : len(body)-10]
	mac := hmac.New(sha1.New, keys[32:64])
	mac.Write(sealed)
	if !bytes.Equal(body[16:18], keys[64:]) || !bytes.Equal(body[len(body)-10:], mac.Sum(nil)[:10]) {
		return f.Name, nil, false
	}
	if err := zipCipher(keys[:32], sealed); err != nil {
		t.Fatal(err)
	}
	data, err = io.ReadAll(flate.NewReader(bytes.NewReader(sealed)))
	if err != nil {
		t.Fatal(err)
	}
	if uint64(len(data)) != f.UncompressedSize64 {
		t.Fatal("the size is another one")
	}
	return f.Name, data, true
}

func TestASealedZIPOpensWithItsPassphraseOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(t, "data")
		var b bytes.Buffer
		if err := writeZIP(&b, "kirje.pdf", data, "talo-kivi-metsa", today, rand.Reader); err != nil {
			t.Fatal(err)
		}
		name, got, ok := opened(t, b.Bytes(), "talo-kivi-metsa")
		if !ok || name != "kirje.pdf" || !bytes.Equal(got, data) {
			t.Fatalf("%q, %d bytes of %d, %v", name, len(got), len(data), ok)
		}
		if _, _, ok := opened(t, b.Bytes(), "talo-kivi-metso"); ok {
			t.Fatal("another passphrase opens it")
		}
	})
}

// What the people who get it have: 7-Zip, or what macOS and Linux bring along.
func TestOtherProgramsOpenASealedZIP(t *testing.T) {
	dir := t.TempDir()
	data := bytes.Repeat([]byte("Vastaus tietopyyntöönne. "), 4000)
	var b bytes.Buffer
	if err := writeZIP(&b, "kirje.pdf", data, "talo-kivi-metsa", today, rand.Reader); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "kirje.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	tried := false
	for _, with := range [][]string{
		{"7zz", "x", "-so", "-ptalo-kivi-metsa", path}, {"7z", "x", "-so", "-ptalo-kivi-metsa", path},
		{"bsdtar", "-xOf", path, "--passphrase", "talo-kivi-metsa"},
	} {
		if _, err := exec.LookPath(with[0]); err != nil {
			continue
		}
		tried = true
		got, err := exec.Command(with[0], with[1:]...).Output()
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes of %d, %v", with[0], len(got), len(data), err)
		}
	}
	if !tried {
		t.Skip("neither 7zz, 7z nor bsdtar is there (apt: 7zip libarchive-tools)")
	}
}

func TestASealedAgeFileOpens(t *testing.T) {
	file, name, _, err := sealed(SealAge, "kirje.pdf", []byte("%PDF-"), "talo-kivi-metsa", today, rand.Reader)
	if err != nil || name != "kirje.pdf.age" {
		t.Fatal(name, err)
	}
	who, err := age.NewScryptIdentity("talo-kivi-metsa")
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(file), who)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != "%PDF-" {
		t.Errorf("%q %v", got, err)
	}
	if _, _, _, err := sealed("rot13", "kirje.pdf", nil, "talo", today, rand.Reader); !errors.Is(err, app.E("choice-invalid", "")) {
		t.Errorf("an unknown seal: %v", err)
	}
	if strings.Contains(string(file), "%PDF-") {
		t.Error("the file can be read")
	}
}
