package crypto

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"testing"
)

// The sums are those of the standard library.
func TestSumsAreTheStandardOnes(t *testing.T) {
	s := newSums()
	for n := range 300 {
		key, a, b := make([]byte, n%65), make([]byte, n), make([]byte, n/3)
		rand.Read(key)
		rand.Read(a)
		rand.Read(b)
		h := hmac.New(sha256.New, key)
		h.Write(a)
		h.Write(b)
		if !bytes.Equal(s.mac(key, a, b), h.Sum(nil)) {
			t.Fatalf("HMAC of %d bytes", n)
		}
		want, err := hkdf.Key(sha256.New, key, b[:min(len(b), 64)], string(a), sha256.Size)
		if err == nil && !bytes.Equal(s.hkdf(key, b[:min(len(b), 64)], a), want) {
			t.Fatalf("HKDF of %d bytes", n)
		}
	}
	if allocs := testing.AllocsPerRun(100, func() { s.ageMAC(infoHeader, infoPayload) }); allocs > 0 {
		t.Error(allocs, "allocations")
	}
}
