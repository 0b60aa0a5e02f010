package crypto

import (
	"bytes"
	"fmt"
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
