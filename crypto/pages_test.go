package crypto

import (
	"bytes"
	"errors"
	"os"
	"testing"
)

// flip changes one bit of a file in place.
func flip(t *testing.T, file string, at int64) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b [1]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 0x10
	if _, err := f.WriteAt(b[:], at); err != nil {
		t.Fatal(err)
	}
}

// A page that is read alone is authenticated as one that is read with its chunk:
// every page of a base, a bit of each flipped, after its sum was learned.
func TestAPageReadAloneIsAuthenticated(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	fill(t, v, 400)
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	g := v.pager.view.g
	file := path(dir, baseName(g.key.gen))
	start := int64(len(g.header)) + payloadNonce
	whole := make([][]byte, g.pages+1)
	page := make([]byte, pageSize)
	for p := uint32(1); p <= g.pages; p++ {
		if err := g.readPage(p, page, (*basePages).read); err != nil {
			t.Fatal(err)
		}
		whole[p] = bytes.Clone(page)
	}
	if g.pages < 20 {
		t.Fatal("too small to mean anything:", g.pages)
	}
	for p := uint32(1); p <= g.pages; p++ {
		off := int64(p-1) * pageSize
		g.content.chunks.wipe()
		if !g.content.sums.known(off / chunkSize) {
			t.Fatal("the sums are not known")
		}
		if err := g.readPage(p, page, (*basePages).read); err != nil || !bytes.Equal(page, whole[p]) {
			t.Fatalf("page %d alone is not what it is with its chunk: %v", p, err)
		}
		if g.content.chunks.order.Len() > 0 {
			t.Fatalf("page %d was not read alone", p)
		}
		at := start + off/chunkSize*sealedChunk + off%chunkSize + int64(p)*31%pageSize
		flip(t, file, at)
		var d *DamagedError
		if err := g.readPage(p, page, (*basePages).read); !errors.As(err, &d) || d.File != baseName(g.key.gen) {
			t.Fatalf("page %d: damage is not noticed: %v", p, err)
		}
		flip(t, file, at)
	}
	// Two pages, each whole, that have changed places.
	one, two := make([]byte, pageSize), make([]byte, pageSize)
	g.content.chunks.wipe()
	if err := errors.Join(g.readPage(3, one, (*basePages).read), g.readPage(4, two, (*basePages).read)); err != nil {
		t.Fatal(err)
	}
	if !g.content.sums.right(3, one) || g.content.sums.right(3, two) || g.content.sums.right(4, one) {
		t.Error("a page's sum is right for another's place")
	}
}

// Where the chunk is whole it is the chunk that counts.
func TestAWrongSumIsNoDamage(t *testing.T) {
	v, _, _ := newVault(t, fast)
	fill(t, v, 100)
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	g := v.pager.view.g
	a, b := make([]byte, pageSize), make([]byte, pageSize)
	if err := g.readPage(3, a, (*basePages).read); err != nil {
		t.Fatal(err)
	}
	g.content.chunks.wipe()
	g.content.sums.of[0].Load()[2][5] ^= 1
	if err := g.readPage(3, b, (*basePages).read); err != nil || !bytes.Equal(a, b) {
		t.Error(err)
	}
}

func TestReadingAPageLeavesNothingToTheCollector(t *testing.T) {
	v, _, _ := newVault(t, fast)
	fill(t, v, 400)
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	g := v.pager.view.g
	page := make([]byte, pageSize)
	for p := uint32(1); p <= g.pages; p++ {
		if err := g.readPage(p, page, (*basePages).read); err != nil {
			t.Fatal(err)
		}
	}
	g.content.chunks.wipe()
	p := uint32(0)
	allocs := testing.AllocsPerRun(200, func() {
		p = p%g.pages + 1
		if err := g.readPage(p, page, (*basePages).read); err != nil {
			t.Fatal(err)
		}
	})
	if allocs >= 1 {
		t.Errorf("%v allocations for each page", allocs)
	}
}

func wantDamage(t *testing.T, what string, err error, file string) {
	t.Helper()
	var d *DamagedError
	if !errors.As(err, &d) || d.File != file {
		t.Errorf("%s: %v", what, err)
	}
}
func TestVerifyingKnowsThePagesAfterwards(t *testing.T) {
	v, _, _ := newVault(t, fast)
	broad(t, v)
	s := v.pager.view.g.content.sums
	last := int64(len(s.of) - 1)
	if s.known(last / 2) {
		t.Fatal("known before")
	}
	if err := v.Verify(bg, nil); err != nil {
		t.Fatal(err)
	}
	for i := range last + 1 {
		if !s.known(i) {
			t.Fatal("chunk", i, "is not known")
		}
	}
}

// What was changed in the base after it was opened, where nobody reads.
func TestVerifyingFindsWhatWasChangedSinceOpening(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	fill(t, v, 100)
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	name := baseName(v.pager.view.g.key.gen)
	file := path(dir, name)
	length := v.pager.view.g.baseSize
	header := int64(len(v.pager.view.g.header))
	for what, at := range map[string]int64{"the header": 30, "the nonce": header + 3, "the first chunk": header + 16 + 9, "the last byte": length - 1} {
		flip(t, file, at)
		wantDamage(t, what, v.Verify(bg, nil), name)
		flip(t, file, at)
	}
	if err := os.Truncate(file, length+100); err != nil {
		t.Fatal(err)
	}
	wantDamage(t, "bytes behind the end", v.Verify(bg, nil), name)
	if err := os.Truncate(file, length); err != nil {
		t.Fatal(err)
	}
	if err := v.Verify(bg, nil); err != nil {
		t.Error("whole again:", err)
	}
}

// A base that can not be read is an error of the scan, and no count.
func TestAScanOfADamagedBaseSaysSo(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	fill(t, v, 100)
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	g := v.pager.view.g
	name := baseName(g.key.gen)
	flip(t, path(dir, name), int64(len(g.header))+payloadNonce+sealedChunk/2)
	hits, err := v.ScanPlain(bg, [][]byte{[]byte("muistio")})
	wantDamage(t, "a flipped bit", err, name)
	if hits != nil {
		t.Error(hits)
	}
}
