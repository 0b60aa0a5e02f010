package printout

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1" // prescribed by the format of encrypted ZIP files
	"encoding/binary"
	"io"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"kortisto/app"
)

// Ways of closing a file that goes by mail.
const (
	SealZIP = "zip" // AES-256 ZIP: 7-Zip, WinZip, Keka and others open it
	SealAge = "age" // age with a passphrase
)

// sealed closes a file under a passphrase and gives its name and media type.
// modified is the day that a ZIP shows; random gives its salt.
func sealed(seal, name string, data []byte, passphrase string, modified app.Day, random io.Reader) (file []byte, as, mediaType string, err error) {
	var b bytes.Buffer
	switch seal {
	case SealZIP:
		err = writeZIP(&b, name, data, passphrase, modified, random)
		return b.Bytes(), strings.TrimSuffix(name, filepath.Ext(name)) + ".zip", "application/zip", err
	case SealAge:
		err = writeAge(&b, data, passphrase)
		return b.Bytes(), name + ".age", "application/octet-stream", err
	}
	return nil, "", "", app.E("choice-invalid", "seal", "value", seal)
}

func writeAge(w io.Writer, data []byte, passphrase string) error {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	c, err := age.Encrypt(w, to)
	if err != nil {
		return err
	}
	if _, err := c.Write(data); err != nil {
		return err
	}
	return c.Close()
}

// Of the AES extension to ZIP files (WinZip, "AE-2", 256 bits).
const (
	zipSalt       = 16
	zipKey        = 32
	zipCheck      = 2    // bytes by which a wrong passphrase is told before anything is decrypted
	zipMAC        = 10   // bytes of the HMAC that are kept
	zipIterations = 1000 // prescribed: it is the passphrase's length that has to bear the load
	zipAES        = 99   // "method" of an encrypted entry; the true one is in the extra field
	zipEncrypted  = 0x1  // flags
	zipUTF8       = 0x800
)

// writeZIP writes a ZIP with one file in it, encrypted as WinZip's AE-2 with
// AES-256. The library that writes the rest has no encryption of its own.
func writeZIP(w io.Writer, name string, data []byte, passphrase string, modified app.Day, random io.Reader) error {
	packed, err := deflated(data)
	if err != nil {
		return err
	}
	salt := make([]byte, zipSalt)
	if _, err := io.ReadFull(random, salt); err != nil {
		return err
	}
	keys, err := pbkdf2.Key(sha1.New, passphrase, salt, zipIterations, 2*zipKey+zipCheck)
	if err != nil {
		return err
	}
	if err := zipCipher(keys[:zipKey], packed); err != nil {
		return err
	}
	mac := hmac.New(sha1.New, keys[zipKey:2*zipKey])
	mac.Write(packed)
	body := append(append(salt, keys[2*zipKey:]...), packed...)
	body = append(body, mac.Sum(nil)[:zipMAC]...)

	z := zip.NewWriter(w)
	header := zip.FileHeader{
		Name: name, Method: zipAES, Flags: zipEncrypted | zipUTF8, ReaderVersion: 51,
		CompressedSize64: uint64(len(body)), UncompressedSize64: uint64(len(data)), // AE-2 keeps no checksum of the plaintext
		// 0x9901, seven bytes: version 2, "AE", strength 3 (256 bits), deflate
		Extra: []byte{0x01, 0x99, 7, 0, 2, 0, 'A', 'E', 3, byte(zip.Deflate), 0},
	}
	//lint:ignore SA1019 CreateRaw writes this field and not Modified
	header.ModifiedDate = zipDay(modified)
	entry, err := z.CreateRaw(&header)
	if err != nil {
		return err
	}
	if _, err := entry.Write(body); err != nil {
		return err
	}
	return z.Close()
}

func deflated(data []byte) ([]byte, error) {
	var b bytes.Buffer
	f, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(data); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// zipCipher encrypts, or decrypts, in place: AES in counter mode. The format
// counts from one in little-endian order, which cipher.NewCTR does not.
func zipCipher(key, data []byte) error {
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	var counter, pad [aes.BlockSize]byte
	for n := uint64(1); len(data) > 0; n++ {
		binary.LittleEndian.PutUint64(counter[:], n)
		block.Encrypt(pad[:], counter[:])
		m := min(len(data), len(pad))
		for i := range m {
			data[i] ^= pad[i]
		}
		data = data[m:]
	}
	return nil
}

// zipDay is a day as ZIP files write it.
func zipDay(d app.Day) uint16 {
	t := d.Time()
	if t.Year() < 1980 {
		return 0
	}
	return uint16(t.Day()) | uint16(t.Month())<<5 | uint16(t.Year()-1980)<<9
}
