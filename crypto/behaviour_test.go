package crypto

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var bg = context.Background()

func TestAWrongKeyChangesNothing(t *testing.T) {
	v, dir, recovery := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n)")
	closeVault(t, v)
	before := readDir(t, dir)
	swapped := []byte(recovery)
	swapped[30], swapped[31] = swapped[31], swapped[30]
	if swapped[30] == swapped[31] {
		swapped[30] = 'Q' ^ swapped[30] ^ 'P'
	}
	for _, c := range []struct {
		name string
		open func() (*Vault, error)
		want error
	}{
		{"another passphrase", func() (*Vault, error) { return Open(bg, dir, testPass+" ", fast) }, ErrWrongPassphrase},
		{"an empty passphrase", func() (*Vault, error) { return Open(bg, dir, "", fast) }, ErrWrongPassphrase},
		{"a mistyped recovery key", func() (*Vault, error) { return OpenRecovery(bg, dir, string(swapped), fast) }, ErrWrongRecoveryKey},
		{"no recovery key", func() (*Vault, error) { return OpenRecovery(bg, dir, "", fast) }, ErrWrongRecoveryKey},
		{"another vault's recovery key", func() (*Vault, error) {
			_, _, other := newVault(t, fast)
			return OpenRecovery(bg, dir, other, fast)
		}, ErrWrongRecoveryKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := c.open(); !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			after := readDir(t, dir)
			for n := range after {
				if n != lockName && !bytes.Equal(after[n], before[n]) {
					t.Error("changed:", n)
				}
			}
			if len(after) != len(before) {
				t.Error("files came or went")
			}
		})
	}
}

func TestTheRecoveryKeyAsPeopleTypeIt(t *testing.T) {
	v, dir, key := newVault(t, fast)
	closeVault(t, v)
	body := strings.TrimPrefix(key, identityPrefix)
	for _, c := range []struct{ name, typed string }{
		{"as printed", key},
		{"in lower case", strings.ToLower(key)},
		{"in groups with spaces and line breaks", " " + key[:20] + " " + key[20:40] + "\r\n\t" + key[40:] + "\n"},
		{"with long dashes", strings.ReplaceAll(key, "-", "–")},
		{"without its beginning", body[:4] + " " + body[4:]},
		{"with O for zero", strings.ReplaceAll(key, "0", "o")},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := OpenRecovery(bg, dir, c.typed, fast)
			if err != nil {
				t.Fatal(err)
			}
			closeVault(t, v)
		})
	}
}

func TestPassphrases(t *testing.T) {
	v, dir, recovery := newVault(t, fast)
	if err := v.ChangePassphrase("väärä", "uusi"); !errors.Is(err, ErrWrongPassphrase) {
		t.Fatal(err)
	}
	if err := v.ChangePassphrase(testPass, ""); !errors.Is(err, ErrWrongPassphrase) {
		t.Fatal(err)
	}
	before := readDir(t, dir)
	if err := v.ChangePassphrase(testPass, "toinen lause"); err != nil {
		t.Fatal(err)
	}
	for n, b := range readDir(t, dir) {
		if changed := !bytes.Equal(b, before[n]); changed != (n == keyPass) {
			t.Errorf("%s: changed %v", n, changed)
		}
	}
	closeVault(t, v)
	if _, err := Open(bg, dir, testPass, fast); !errors.Is(err, ErrWrongPassphrase) {
		t.Fatal(err)
	}
	if v, err := Open(bg, dir, "toinen lause", fast); err != nil {
		t.Fatal(err)
	} else {
		closeVault(t, v)
	}
	v, err := OpenRecovery(bg, dir, recovery, fast)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.SetPassphrase(testPass); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	closeVault(t, reopen(t, dir))
}

func TestAHostileWorkFactorIsRefusedAtOnce(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	closeVault(t, v)
	b, _ := os.ReadFile(filepath.Join(dir, keyPass))
	hostile := bytes.Replace(b, []byte(" 10\n"), []byte(" 29\n"), 1)
	if bytes.Equal(b, hostile) {
		t.Fatal("no work factor found")
	}
	os.WriteFile(filepath.Join(dir, keyPass), hostile, 0o600)
	if _, err := Open(bg, dir, testPass, fast); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
}

func TestOnlyTheOwnerMayRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists, not modes")
	}
	dir := t.TempDir() // 0755 or so, and empty
	os.Chmod(dir, 0o755)
	v, _, err := Create(bg, dir, testPass, fast)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, v, "CREATE TABLE a(n)")
	v.WriteSealed("blobs/0a1b.age", []byte("x"))
	v.WriteSealed("ledger.age", []byte("x"))
	v.Compact(bg, nil)
	defer v.Close(bg)
	files := 0
	filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		st, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if st.Mode().Perm() != want {
			t.Errorf("%s: %v", p, st.Mode())
		}
		files++
		return nil
	})
	if files < 9 {
		t.Error("only", files, "files")
	}
}

func TestCreateRefusesADirectoryWithOtherFiles(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	closeVault(t, v)
	other := t.TempDir()
	os.WriteFile(filepath.Join(other, "kirje.txt"), []byte("x"), 0o600)
	file := filepath.Join(t.TempDir(), "tiedosto")
	os.WriteFile(file, []byte("x"), 0o600)
	keyOnly := t.TempDir()
	os.WriteFile(filepath.Join(keyOnly, keyRecovery), []byte("x"), 0o600)
	hidden := t.TempDir()
	os.WriteFile(filepath.Join(hidden, ".DS_Store"), []byte("x"), 0o600)
	for _, c := range []struct {
		name, dir string
		state     State
		create    error
		open      error
	}{
		{"a vault", dir, Present, ErrNotEmpty, nil},
		{"a vault that lost all but a key", keyOnly, Present, ErrNotEmpty, ErrDamaged},
		{"another file", other, Other, ErrNotEmpty, ErrNoVault},
		{"an empty directory", t.TempDir(), None, nil, ErrNoVault},
		{"what a file manager leaves", hidden, None, nil, ErrNoVault},
		{"nothing", filepath.Join(t.TempDir(), "a", "b"), None, nil, ErrNoVault},
	} {
		t.Run(c.name, func(t *testing.T) {
			if s, err := Exists(c.dir, fast); s != c.state || err != nil {
				t.Errorf("exists: %v, %v", s, err)
			}
			v, err := Open(bg, c.dir, testPass, fast)
			if !errors.Is(err, c.open) {
				t.Errorf("open: %v", err)
			}
			if v != nil {
				v.Close(bg)
			}
			v, _, err = Create(bg, c.dir, testPass, fast)
			if !errors.Is(err, c.create) {
				t.Errorf("create: %v", err)
			}
			if v != nil {
				v.Close(bg)
			}
		})
	}
	if _, err := Exists(file, fast); err == nil {
		t.Error("a file in the place of the directory is no error")
	}
	if _, _, err := Create(bg, file, testPass, fast); err == nil {
		t.Error("created in a file")
	}
}

func TestInUseSaysByWhom(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	host, _ := os.Hostname()
	_, err := Open(bg, dir, testPass, fast)
	var use *InUseError
	if !errors.As(err, &use) || !errors.Is(err, ErrInUse) {
		t.Fatal(err)
	}
	if use.PID != os.Getpid() || use.Host != host || use.Since == "" {
		t.Errorf("%+v", use)
	}
	closeVault(t, v)
	closeVault(t, reopen(t, dir))
	if b, _ := os.ReadFile(filepath.Join(dir, lockName)); len(bytes.Trim(b, "\x00")) > 0 {
		t.Errorf("the lock file still says %q", b)
	}
}

func TestSealedFiles(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	if _, err := v.ReadSealed("ledger.age"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, text := range []string{"yksi", "", strings.Repeat("x", 200_000)} {
		if err := v.WriteSealed("ledger.age", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if b, err := v.ReadSealed("ledger.age"); err != nil || string(b) != text {
			t.Fatal(err)
		}
	}
	if err := v.WriteSealed("blobs/00ff.age", []byte("liite")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "lock", keyPass, keyRecovery, "base-000001.age", "../x.age", "a/b.age", "blobs/../x.age",
		"/x.age", "X.age", "x.age.tmp", `blobs\x.age`, ".age", "README.txt"} {
		if err := v.WriteSealed(name, nil); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	b, _ := os.ReadFile(filepath.Join(dir, "ledger.age"))
	b[len(b)-1] ^= 1
	os.WriteFile(filepath.Join(dir, "ledger.age"), b, 0o600)
	if _, err := v.ReadSealed("ledger.age"); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if err := v.Verify(bg, nil); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if err := v.RemoveSealed("ledger.age"); err != nil {
		t.Error(err)
	}
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
}

func TestVerifyFindsDamageThatOpeningDoesNotMeet(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	fill(t, v, 5)
	exec(t, v, "INSERT INTO notes(body) VALUES(?)", strings.Repeat("pitkä", 100_000))
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "INSERT INTO notes(body) VALUES('x')")
	last, total := int64(0), int64(0)
	if err := v.Verify(bg, func(d, n int64) { last, total = d, n }); err != nil {
		t.Fatal(err)
	}
	if last < total*9/10 || last > total {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	gen, _ := v.Position()
	for _, c := range []struct {
		name string
		at   int
	}{{baseName(gen), 100_000}, {logName(gen), logHeaderLen + 500}, {keyRecovery, 5}} {
		p := filepath.Join(dir, c.name)
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		b[c.at] ^= 4
		writeInPlace(t, p, b)
		var d *DamagedError
		if err := v.Verify(bg, nil); !errors.As(err, &d) || d.File != c.name {
			t.Errorf("%s: %v", c.name, err)
		}
		b[c.at] ^= 4
		writeInPlace(t, p, b)
	}
	cancelled, cancel := context.WithCancel(bg)
	cancel()
	if err := v.Verify(cancelled, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := v.Compact(cancelled, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	exec(t, v, "INSERT INTO notes(body) VALUES('x')")
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
}

func writeInPlace(t *testing.T, path string, b []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(b, 0); err != nil {
		t.Fatal(err)
	}
}

// TestDamageReachesTheCaller: SQLite gives a code, Explain the file.
func TestDamageReachesTheCaller(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n, t)")
	for i := range 200 {
		exec(t, v, "INSERT INTO a VALUES(?, ?)", i, strings.Repeat("x", 3000))
	}
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	p := filepath.Join(dir, "base-000002.age")
	b, _ := os.ReadFile(p)
	b[300_000] ^= 1
	os.WriteFile(p, b, 0o600)
	v = reopen(t, dir)
	var n int
	err := v.Explain(v.DB().QueryRow("SELECT sum(length(t)) FROM a").Scan(&n))
	var d *DamagedError
	if !errors.As(err, &d) || d.File != "base-000002.age" {
		t.Fatal(err)
	}
}

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
		s := newScanner(needles)
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

func TestAnImageStaysWhatItWas(t *testing.T) {
	v, _, _ := newVault(t, fast)
	fill(t, v, 5)
	first, err := v.Image()
	if err != nil {
		t.Fatal(err)
	}
	second, _ := v.Image()
	a, err := io.ReadAll(first)
	if err != nil || !bytes.HasPrefix(a, []byte("SQLite format 3\x00")) {
		t.Fatal(err, len(a))
	}
	first.Close()
	exec(t, v, "DELETE FROM notes")
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	exec(t, v, "INSERT INTO notes(body) VALUES('y')")
	b, err := io.ReadAll(second)
	second.Close()
	if err != nil || !bytes.Equal(a, b) {
		t.Fatal("the second image changed", err, len(a), len(b))
	}
}

func TestACompactionInsideATransactionLosesNothing(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	tx, err := v.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 12000; i++ { // more than SQLite's cache holds
		if _, err := tx.Exec("INSERT INTO a VALUES(?, ?)", i, strings.Repeat("z", 3500)); err != nil {
			t.Fatal(err)
		}
		if i == 11000 {
			if err := v.Compact(bg, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if !v.ShouldCompact() {
		t.Error("a log of 40 MB is not worth a compaction?")
	}
	closeVault(t, v)
	v = reopen(t, dir)
	checkRows(t, v, 12000)
	exec(t, v, "DELETE FROM a WHERE n > 100")
	exec(t, v, "PRAGMA incremental_vacuum")
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	checkRows(t, v, 100)
	st, _ := os.Stat(filepath.Join(dir, "base-000003.age"))
	if st == nil || st.Size() > 1<<20 {
		t.Error("the base did not shrink", st)
	}
	closeVault(t, v)
	checkRows(t, reopen(t, dir), 100)
}

func TestKeyedHashes(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	a := v.MAC("ledger", []byte("ab"), []byte("c"))
	for _, other := range [][32]byte{v.MAC("ledger", []byte("a"), []byte("bc")), v.MAC("ledger", []byte("abc")),
		v.MAC("other", []byte("ab"), []byte("c"))} {
		if other == a {
			t.Error("two inputs, one hash")
		}
	}
	closeVault(t, v)
	if reopen(t, dir).MAC("ledger", []byte("ab"), []byte("c")) != a {
		t.Error("changed by reopening")
	}
	w, _, _ := newVault(t, fast)
	if w.MAC("ledger", []byte("ab"), []byte("c")) == a {
		t.Error("the same in two vaults")
	}
}

func TestAClosedVaultHasNoKeysAndSaysSo(t *testing.T) {
	v, _, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n)")
	secret, kc := v.keys.secret, v.keys.log
	closeVault(t, v)
	if !allZero(secret) || !allZero(kc) {
		t.Error("keys are left")
	}
	if err := v.Close(bg); err != nil {
		t.Error("closing twice:", err)
	}
	_, imageErr := v.Image()
	_, scanErr := v.ScanPlain(bg, nil)
	for _, err := range []error{v.Verify(bg, nil), v.Compact(bg, nil), v.SetPassphrase("x"), v.WriteSealed("x.age", nil), imageErr, scanErr} {
		if !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	}
	if _, err := v.DB().Exec("SELECT 1"); err == nil {
		t.Error("the database still answers")
	}
}
