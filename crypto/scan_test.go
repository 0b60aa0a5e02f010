package crypto

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestScanFindsWhatWasErasedUntilItIsCompacted(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	for i := range 300 {
		exec(t, v, "INSERT INTO a VALUES(?, ?)", i, fmt.Sprintf("Keksitty Henkilö%03d", i))
	}
	if err := v.WriteSealed("blobs/11.age", []byte("liite Henkilö007 loppu")); err != nil {
		t.Fatal(err)
	}
	scan := func(needles ...string) []int64 {
		t.Helper()
		var b [][]byte
		for _, n := range needles {
			b = append(b, []byte(n))
		}
		hits, err := v.ScanPlain(bg, b)
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	if h := scan("Henkilö007", "henkilö007", "Henkilö299", "", "ilö"); h[0] < 2 || h[1] != 0 || h[2] < 1 || h[3] != 0 || h[4] < 300 {
		t.Fatal(h)
	}
	exec(t, v, "DELETE FROM a WHERE n = 7")
	if h := scan("Henkilö007"); h[0] < 2 {
		t.Fatal("not in the log any more?", h)
	}
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	if h := scan("Henkilö007", "Henkilö008"); h[0] != 1 || h[1] != 1 {
		t.Fatal("the blob alone should be left:", h)
	}
}

// What a row of the database holds is not dead; what was deleted is, wherever its
// bytes are: in a frame that a later one replaced, in a base before that, in a file.
func TestDeadIsWhatNoRowHolds(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "CREATE INDEX i ON a(t)")
	long := strings.Repeat("pitkä teksti jatkuu ", 1000)
	for i := range 300 {
		exec(t, v, "INSERT INTO a VALUES(?, ?)", i, fmt.Sprintf("Keksitty Henkilö%03d", i))
	}
	exec(t, v, "INSERT INTO a VALUES(1000, ?)", "alussa Kirsikka "+long+"välissä Kuukkeli "+long+"lopussa Tikli")
	dead := func(step string, want map[string]bool) {
		t.Helper()
		var names []string
		var needles [][]byte
		for n := range want {
			names, needles = append(names, n), append(needles, []byte(n))
		}
		hits, err := v.ScanDead(bg, needles, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range names {
			if (hits[i] > 0) != want[n] {
				t.Errorf("%s: %s is dead %d times", step, n, hits[i])
			}
		}
	}
	compact := func() {
		t.Helper()
		if err := v.Compact(bg, nil); err != nil {
			t.Fatal(err)
		}
	}
	compact()
	// How much of the last page of a long text is used is not known: it counts as dead.
	dead("all there", map[string]bool{"Keksitty Henkilö007": false, "Henkilö299": false, "Kirsikka": false, "Kuukkeli": false, "Tikli": true})
	exec(t, v, "DELETE FROM a WHERE n = 7")
	dead("deleted", map[string]bool{"Henkilö007": true, "Henkilö299": false})
	compact()
	dead("compacted", map[string]bool{"Henkilö007": false, "Henkilö008": false})
	exec(t, v, "INSERT INTO a VALUES(7, 'Toinen Henkilö777')")
	exec(t, v, "DELETE FROM a WHERE n = 7")
	dead("added and deleted since", map[string]bool{"Henkilö777": true})
	if err := v.WriteSealed("tiedosto.age", []byte("Keksitty Henkilö008")); err != nil {
		t.Fatal(err)
	}
	compact()
	dead("in a file", map[string]bool{"Keksitty Henkilö008": true, "Keksitty Henkilö009": false, "Henkilö777": false})
	exec(t, v, "DELETE FROM a")
	compact()
	dead("pages given up are empty", map[string]bool{"Keksitty Henkilö009": false, "Kuukkeli": false, "Tikli": false})
}

// TestLiveIsWhatTheCellsSay puts a text into every place of a page by hand.
func TestLiveIsWhatTheCellsSay(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "CREATE TABLE b(t TEXT PRIMARY KEY, n) WITHOUT ROWID")
	for i := range 200 {
		text := strings.Repeat(string(rune('a'+i%26)), 1+i*i%5000)
		exec(t, v, "INSERT INTO a VALUES(?, ?)", i, text)
		exec(t, v, "INSERT INTO b VALUES(?, ?)", fmt.Sprint(i)+text, i)
	}
	for i := 0; i < 200; i += 3 {
		exec(t, v, "DELETE FROM a WHERE n = ?", i)
		exec(t, v, "DELETE FROM b WHERE n = ?", i)
	}
	exec(t, v, "PRAGMA incremental_vacuum")
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	s, err := v.pager.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	covered, pages := 0, 0
	for n := uint32(1); n <= s.pages; n++ {
		var data [pageSize]byte
		if err := s.page(n, data[:]); err != nil {
			t.Fatal(err)
		}
		alive := [pageSize]bool{}
		live(n, data[:], false, func(from, to int) {
			for i := from; i < to; i++ {
				if data[0] != 0 && alive[i] {
					t.Errorf("page %d: two cells at %d", n, i)
				}
				alive[i] = true
			}
		})
		kind := data[0]
		if n == 1 || kind != 10 && kind != 13 && kind != 2 && kind != 5 {
			continue
		}
		pages++
		// No text is outside of the cells: commits see to it. What is there are the
		// pages' and the free blocks' own numbers.
		run := 0
		for i := range data {
			if alive[i] {
				covered++
				run = 0
			} else if data[i] < 'a' || data[i] > 'z' {
				run = 0
			} else if run++; run == 4 {
				t.Errorf("page %d of kind %d: %q before %d is in no cell", n, kind, data[i-3:i+1], i)
				break
			}
		}
	}
	if pages < 50 || covered < pages*pageSize/4 {
		t.Errorf("%d pages with %d bytes in cells", pages, covered)
	}
}

// What is searched outside of cells only is held against a search of all that asks of
// each place: in pages as SQLite writes them, and in such with bytes that are wrong.
func TestOnlyDeadPlacesAreSearched(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "CREATE INDEX i ON a(t)")
	for i := range 400 {
		exec(t, v, "INSERT INTO a VALUES(?, ?)", i, strings.Repeat(fmt.Sprint("sana", i%7, " "), 1+i*i%900))
	}
	exec(t, v, "DELETE FROM a WHERE n % 5 = 0")
	s, err := v.pager.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer s.release() //nolint:errcheck // the vault goes
	r := rand.New(rand.NewPCG(5, 6))
	dead, all := 0, 0
	for n := uint32(1); n <= s.pages; n++ {
		var data [pageSize]byte
		if err := s.page(n, data[:]); err != nil {
			t.Fatal(err)
		}
		for i := range r.IntN(4) * 20 { // in the second half of them a cell's length, or where it is
			data[r.IntN(pageSize>>(i%2*6))] = byte(r.IntN(256))
		}
		for range 5 {
			copy(data[r.IntN(pageSize-6):], "sana3 ")
		}
		needles := [][]byte{[]byte("sana3 "), []byte("a1 sana1 sa"), []byte("sa"), {0, 0, 0, 0, 0, 0, 0}, data[:40], data[pageSize-40:]}
		for range 20 {
			from := r.IntN(pageSize - 30)
			needles = append(needles, data[from:from+1+r.IntN(30)])
		}
		alive := [pageSize]bool{}
		free := n%2 == 0
		live(n, data[:], free, func(from, to int) {
			for i := from; i < to; i++ {
				alive[i] = true
			}
		})
		c := newHaystack(needles).scanner()
		c.dead, c.free, c.current = true, free, func(uint32, []byte) bool { return true }
		c.page(n, data[:])
		for i, needle := range needles {
			want := int64(0)
			for at := 0; at+len(needle) <= pageSize; at++ {
				if !bytes.HasPrefix(data[at:], needle) {
					continue
				}
				all++
				if slices.Contains(alive[at:at+len(needle)], false) {
					want++
				}
			}
			dead += int(want)
			if c.hits[i] != want {
				t.Fatalf("page %d: %q is dead %d times, want %d", n, needle, c.hits[i], want)
			}
		}
	}
	if dead < 1000 || all-dead < 1000 {
		t.Errorf("%d of %d are dead", dead, all)
	}
}

// Needles of all lengths, alike and nested, are held against the plain search.
func TestManyNeedlesAtOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	word := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = "ab"[r.IntN(2)]
		}
		return b
	}
	found := 0
	for range 300 {
		var needles [][]byte
		for range 1 + r.IntN(40) {
			needles = append(needles, word(r.IntN(14)))
		}
		text := word(300)
		s := newHaystack(needles).scanner()
		s.page(3, text)
		for i, n := range needles {
			want := int64(0)
			for at := range text {
				if len(n) > 0 && bytes.HasPrefix(text[at:], n) {
					want++
				}
			}
			if s.hits[i] != want {
				t.Fatalf("%q %d times in %q, want %d", n, s.hits[i], text, want)
			}
			found += int(want)
		}
	}
	if found < 1000 {
		t.Errorf("found %d in all", found)
	}
}

func TestScannerCountsAcrossPieces(t *testing.T) {
	text := []byte("ananas banaani ananas anan x ananasananas ä")
	needles := [][]byte{[]byte("ananas"), []byte("an"), []byte("ä"), []byte("x ananasan"), []byte("poissa"), text}
	want := make([]int64, len(needles))
	for i, n := range needles {
		for j := range text {
			if bytes.HasPrefix(text[j:], n) {
				want[i]++
			}
		}
	}
	for size := 1; size <= len(text); size++ {
		s := newHaystack(needles).scanner()
		for rest := text; len(rest) > 0; {
			n := min(size, len(rest))
			s.feed(rest[:n])
			rest = rest[n:]
		}
		s.reset()
		for i := range needles {
			if s.hits[i] != want[i] {
				t.Errorf("pieces of %d: %q %d times, want %d", size, needles[i], s.hits[i], want[i])
			}
		}
	}
}

// TestNothingIsWrittenInClear does what makes SQLite write temporary files,
// and looks for the text in every file of the vault and the temporary
// directory.
func TestNothingIsWrittenInClear(t *testing.T) {
	tmp := t.TempDir()
	for _, name := range []string{"TMPDIR", "SQLITE_TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, tmp)
	}
	v, dir, _ := newVault(t, fast)
	const canary = "Kanarialintu Keksitty"
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < 20000) "+
		"INSERT INTO a SELECT x, ? || (x * 7919 % 20011) || hex(randomblob(40)) FROM c", canary)
	exec(t, v, "CREATE INDEX i ON a(t)")
	exec(t, v, "CREATE TEMP TABLE sorted AS SELECT t FROM a ORDER BY substr(t, 23) DESC")
	exec(t, v, "VACUUM")
	v.DB().Exec("SAVEPOINT s; UPDATE a SET t = t || 'x'; ROLLBACK TO s; RELEASE s")
	for _, root := range []string{dir, tmp} {
		for name, b := range readDir(t, root) {
			if bytes.Contains(b, []byte(canary)) || bytes.Contains(b, []byte("SQLite format 3")) {
				t.Error("in clear:", name)
			}
		}
	}
	if n := len(readDir(t, tmp)); n > 0 {
		t.Error(n, "temporary files")
	}
}
