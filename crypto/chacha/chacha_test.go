package chacha

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// RFC 8439, 2.4.2.
func TestTheStandardsExample(t *testing.T) {
	var key [KeySize]byte
	for i := range key {
		key[i] = byte(i)
	}
	nonce := [NonceSize]byte{7: 0x4a}
	data := make([]byte, 114)
	XOR(data, &key, &nonce, 1)
	text := "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
	for i := range data {
		data[i] ^= text[i]
	}
	const want = "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0b" +
		"f91b65c5524733ab8f593dabcd62b3571639d624e65152ab8f530c359f0861d8" +
		"07ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736" +
		"5af90bbf74a35be6b40b8eedf2785e42874d"
	if got := hex.EncodeToString(data); got != want {
		t.Error(got)
	}
}

// Lengths about every bound, and counters that pass the words' limits.
func TestEveryWayGivesTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var key [KeySize]byte
	var nonce [NonceSize]byte
	random := func(b []byte) {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	}
	for i := range 600 {
		random(key[:])
		random(nonce[:])
		data := make([]byte, []int{i, 512, 1024, 4096, r.IntN(9000)}[i%5])
		random(data)
		block := []uint32{0, 1, 65, 961, 1<<31 - 3, 1<<32 - 200, r.Uint32N(1 << 31)}[i%7]
		want := bytes.Clone(data)
		narrow(want, &key, &nonce, block)
		XOR(data, &key, &nonce, block)
		if !bytes.Equal(data, want) {
			t.Fatalf("%d bytes from block %d differ", len(data), block)
		}
	}
}

func TestSingleBlocksAreThoseOfTheStream(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var key [KeySize]byte
	var nonce [NonceSize]byte
	key[7], nonce[2] = 3, 5
	for n := range 40 {
		blocks, data := make([]uint32, n), make([]byte, n*BlockSize)
		for i := range blocks {
			blocks[i] = []uint32{r.Uint32N(1100), r.Uint32(), 1<<32 - 1, 0}[i%4]
		}
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		want := bytes.Clone(data)
		for i, block := range blocks {
			narrow(want[i*BlockSize:][:BlockSize], &key, &nonce, block)
		}
		XORBlocks(data, &key, &nonce, blocks)
		if !bytes.Equal(data, want) {
			t.Fatalf("%d blocks differ", n)
		}
	}
}

// The pages of what chacha20poly1305 sealed, each alone.
func TestPagesOfASealedChunk(t *testing.T) {
	var key [KeySize]byte
	var nonce [NonceSize]byte
	key[5], nonce[3] = 7, 9
	aead, err := chacha20poly1305.New(key[:])
	if err != nil {
		t.Fatal(err)
	}
	plain := make([]byte, 64<<10)
	for i := range plain {
		plain[i] = byte(i * i >> 7)
	}
	sealed := aead.Seal(nil, nonce[:], plain, nil)
	for at := 0; at < len(plain); at += 4096 {
		page := sealed[at : at+4096]
		XOR(page, &key, &nonce, uint32(1+at/BlockSize))
		if !bytes.Equal(page, plain[at:at+4096]) {
			t.Error("page at", at)
		}
	}
}

func BenchmarkPage(b *testing.B) {
	var key [KeySize]byte
	var nonce [NonceSize]byte
	page := make([]byte, 4096)
	b.SetBytes(4096)
	for b.Loop() {
		XOR(page, &key, &nonce, 65)
	}
}

func BenchmarkBlocks(b *testing.B) {
	var key [KeySize]byte
	var nonce [NonceSize]byte
	data := make([]byte, 20*BlockSize)
	blocks := make([]uint32, 20)
	for b.Loop() {
		XORBlocks(data, &key, &nonce, blocks)
	}
}
