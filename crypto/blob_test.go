package crypto

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"
)

const big = 1 << 30 // no limit in these tests

// noise gives n bytes that depend on seed alone.
func noise(seed int64, n int) []byte {
	b := make([]byte, n)
	rand.New(rand.NewSource(seed)).Read(b)
	return b
}

func TestBlobsReadAsWrittenFromAnyPlace(t *testing.T) {
	v, _, _ := newVault(t, fast)
	for _, size := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize, 3*chunkSize + 777, 30 * chunkSize} {
		want := noise(int64(size), size)
		sum, err := v.WriteBlob(bg, "00ff-1", bytes.NewReader(want), big)
		if err != nil || sum != (BlobSum{int64(size), sha256.Sum256(want)}) {
			t.Fatalf("%d bytes: %+v, %v", size, sum, err)
		}
		b, err := v.OpenBlob("00ff-1")
		if err != nil || b.Size() != int64(size) {
			t.Fatalf("%d bytes: %v", size, err)
		}
		if got, err := io.ReadAll(io.NewSectionReader(b, 0, b.Size())); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes read through: %v", size, err)
		}
		r := rand.New(rand.NewSource(1))
		for range 40 {
			off := r.Intn(size + 10)
			p := make([]byte, r.Intn(200_000))
			n, err := b.ReadAt(p, int64(off))
			rest := want[min(off, size):]
			if !bytes.Equal(p[:n], rest[:min(len(p), len(rest))]) || (n < len(p)) != (err == io.EOF) {
				t.Fatalf("%d bytes at %d: %d, %v", len(p), off, n, err)
			}
		}
		if err := errors.Join(b.Close(), b.Close()); err != nil {
			t.Error(err)
		}
	}
	if _, err := v.OpenBlob("00ff-2"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	for _, id := range []string{"", "..", "../key-pass", "a/b", "A", "x.age", `a\b`} {
		if _, err := v.WriteBlob(bg, id, strings.NewReader(""), big); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// endless gives spaces for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte(" "), len(p))), nil }

func TestBlobsTakeBoundedMemory(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const size = 96 << 20
	spaces := bytes.Repeat([]byte(" "), 1<<16)
	if _, err := v.WriteBlob(bg, "b1", io.LimitReader(readerFunc(func(p []byte) (int, error) { return copy(p, spaces), nil }), size), big); err != nil {
		t.Fatal(err)
	}
	b, err := v.OpenBlob("b1")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, io.NewSectionReader(b, 0, size), make([]byte, 1<<16)); n != size || err != nil {
		t.Fatal(n, err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 {
		t.Errorf("%d MiB were allocated over all for a blob of %d MiB", took>>20, size>>20)
	}
	st, err := os.Stat(filepath.Join(dir, "blobs", "b1.age"))
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Error(st.Mode(), err)
	}
	if d, err := os.Stat(filepath.Join(dir, "blobs")); err != nil || d.Mode().Perm() != 0o700 {
		t.Error(d.Mode(), err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestABlobThatIsTooLargeOrBreaksOffLeavesNothing(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	left := func(why string) {
		t.Helper()
		if names, _ := dirNames(OS(), filepath.Join(dir, "blobs")); len(names) != 0 {
			t.Errorf("%s: %v is left", why, names)
		}
	}
	if _, err := v.WriteBlob(bg, "b1", bytes.NewReader(make([]byte, 1001)), 1000); !errors.Is(err, ErrBlobTooLarge) {
		t.Error(err)
	}
	left("one byte too many")
	if _, err := v.WriteBlob(bg, "b1", endless{}, 3<<20); !errors.Is(err, ErrBlobTooLarge) {
		t.Error(err)
	}
	left("endless")
	gone := errors.New("the stick was pulled")
	if _, err := v.WriteBlob(bg, "b1", io.MultiReader(bytes.NewReader(make([]byte, 1<<20)), readerFunc(func([]byte) (int, error) { return 0, gone })), big); !errors.Is(err, gone) {
		t.Error(err)
	}
	left("source broke off")
	// What readers of encodings say of an end that came too early.
	if _, err := v.WriteBlob(bg, "b1", io.MultiReader(bytes.NewReader(make([]byte, 1000)), readerFunc(func([]byte) (int, error) { return 0, io.ErrUnexpectedEOF })), big); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	left("source was cut short")
	ctx, cancel := context.WithCancel(bg)
	if _, err := v.WriteBlob(ctx, "b1", readerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil }), big); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	left("cancelled")
	if sum, err := v.WriteBlob(bg, "b1", bytes.NewReader(make([]byte, 1000)), 1000); err != nil || sum.Size != 1000 {
		t.Error(sum, err)
	}
}

func TestHalfABlobOfAKilledRunIsRemovedAtOpening(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	if _, err := v.WriteBlob(bg, "b1", strings.NewReader("kokonainen"), big); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	if err := os.WriteFile(filepath.Join(dir, "blobs", "b2.age.tmp"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, dir)
	if ids, err := v.Blobs(); err != nil || len(ids) != 1 || ids[0] != "b1" {
		t.Error(ids, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "blobs", "b2.age.tmp")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a half is left", err)
	}
}

func TestAClosedVaultGivesNothingOfABlob(t *testing.T) {
	v, _, _ := newVault(t, fast)
	if _, err := v.WriteBlob(bg, "b1", strings.NewReader(strings.Repeat("puhelu ", 50_000)), big); err != nil {
		t.Fatal(err)
	}
	b, err := v.OpenBlob("b1")
	if err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 100)
	if _, err := b.ReadAt(p, 0); err != nil {
		t.Fatal(err)
	}
	inside := b.chunks.at[0].Value.(*chunk).data
	closeVault(t, v)
	if bytes.Contains(inside, []byte("puhelu")) {
		t.Error("what was decrypted is still in memory")
	}
	if n, err := b.ReadAt(p, 0); n != 0 || !errors.Is(err, ErrClosed) {
		t.Error(n, err)
	}
	if _, err := v.OpenBlob("b1"); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if _, err := v.WriteBlob(bg, "b2", strings.NewReader(""), big); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

func TestVerifyTellsWhatBlobsHoldAndFindsDamageInThem(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	a, c := noise(1, 3<<20), noise(2, 10)
	for id, b := range map[string][]byte{"aa": a, "cc": c} {
		if _, err := v.WriteBlob(bg, id, bytes.NewReader(b), big); err != nil {
			t.Fatal(err)
		}
	}
	sums := map[string]BlobSum{}
	if err := v.VerifyBlobs(bg, nil, func(id string, s BlobSum) { sums[id] = s }); err != nil {
		t.Fatal(err)
	}
	if len(sums) != 2 || sums["aa"] != (BlobSum{3 << 20, sha256.Sum256(a)}) || sums["cc"] != (BlobSum{10, sha256.Sum256(c)}) {
		t.Errorf("%+v", sums)
	}
	file := filepath.Join(dir, "blobs", "aa.age")
	whole, _ := os.ReadFile(file)
	for _, at := range []int{5, 300, len(whole) / 2, len(whole) - 1} {
		b := bytes.Clone(whole)
		b[at] ^= 1
		os.WriteFile(file, b, 0o600)
		var d *DamagedError
		if err := v.Verify(bg, nil); !errors.As(err, &d) || d.File != "blobs/aa.age" {
			t.Errorf("byte %d: %v", at, err)
		}
		blob, err := v.OpenBlob("aa")
		if err == nil {
			_, err = io.Copy(io.Discard, io.NewSectionReader(blob, 0, blob.Size()))
			blob.Close()
		}
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d read: %v", at, err)
		}
	}
	// The last one is cut between two chunks, where every byte that is left is authentic.
	for _, cut := range []int{1, chunkSize, onBorder(whole)} {
		os.WriteFile(file, whole[:len(whole)-cut], 0o600)
		if _, err := v.OpenBlob("aa"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes cut off: %v", cut, err)
		}
		if err := v.Verify(bg, nil); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes cut off, checked: %v", cut, err)
		}
	}
}

func TestScanLooksIntoBlobs(t *testing.T) {
	v, _, _ := newVault(t, fast)
	text := strings.Repeat(".", 1<<20-4) + "kuukkeli" + strings.Repeat(".", 1<<20) // over the border of two pieces
	if _, err := v.WriteBlob(bg, "aa", strings.NewReader(text), big); err != nil {
		t.Fatal(err)
	}
	needles := [][]byte{[]byte("kuukkeli")}
	if hits, err := v.ScanPlain(bg, needles); err != nil || hits[0] != 1 {
		t.Error(hits, err)
	}
	for id, want := range map[string]int64{"aa": 1, "bb": 0} {
		if hits, err := v.ScanDead(bg, needles, map[string]bool{id: true}); err != nil || hits[0] != want {
			t.Errorf("%s: %d, %v", id, hits, err)
		}
	}
}

// onBorder is how many bytes an age file's last chunk has.
func onBorder(sealed []byte) int {
	header, err := age.ExtractHeader(bytes.NewReader(sealed))
	if err != nil {
		panic(err)
	}
	return (len(sealed)-len(header)-payloadNonce-1)%sealedChunk + 1
}
