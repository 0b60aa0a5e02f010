package canary

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/rand/v2"
	"mime"
	"mime/quotedprintable"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

func TestAFlockIsTheSameForTheSameSeedAndEveryWordIsItsOwn(t *testing.T) {
	one, again, other := Hatch(3, 10_000), Hatch(3, 10_000), Hatch(4, 1)
	seen := map[string]bool{}
	marked := 0
	for i, w := range one.Words {
		if w != again.Words[i] || seen[w] || !strings.HasPrefix(w, one.Stem) {
			t.Fatalf("word %d is %q", i, w)
		}
		seen[w] = true
		if strings.ContainsAny(w, "äöå") {
			marked++
		}
	}
	if marked != 7500 || len(one.Plain()) != 2500 || strings.ContainsAny(strings.Join(one.Plain(), ""), "äöå") {
		t.Errorf("%d words with a letter that is written in many ways, %d without", marked, len(one.Plain()))
	}
	if other.Stem == one.Stem {
		t.Error("another seed has the same stem")
	}
}

// written are texts as other people's encoders write them, not those that the search is made of.
func written(t *testing.T) map[string]func(string) []byte {
	t.Helper()
	coded := func(f func(io.Writer) io.WriteCloser) func(string) []byte {
		return func(s string) []byte {
			var b bytes.Buffer
			w := f(&b)
			_, err := io.WriteString(w, strings.Repeat("muuta ", 50)+s+" ja muuta")
			if cerr := w.Close(); err != nil || cerr != nil {
				t.Fatal(err, cerr)
			}
			return b.Bytes()
		}
	}
	text := func(f func(string) string) func(string) []byte {
		return func(s string) []byte { return []byte(f(s)) }
	}
	encoded := func(e interface{ Bytes([]byte) ([]byte, error) }) func(string) []byte {
		return func(s string) []byte {
			b, err := e.Bytes([]byte(s))
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	out := map[string]func(string) []byte{
		"as it is":      text(func(s string) string { return s }),
		"small letters": text(strings.ToLower),
		"capitals":      text(strings.ToUpper),
		"marks apart":   text(norm.NFD.String),
		"without marks": text(func(s string) string { return strings.NewReplacer("ä", "a", "ö", "o", "å", "a").Replace(s) }),
		"in an index": text(func(s string) string {
			return strings.ToLower(strings.NewReplacer("ä", "a", "ö", "o", "å", "a").Replace(s))
		}),
		"UTF-16LE":         encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()),
		"UTF-16BE":         encoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()),
		"Windows-1252":     encoded(charmap.Windows1252.NewEncoder()),
		"ISO 8859-15":      encoded(charmap.ISO8859_15.NewEncoder()),
		"query":            text(url.QueryEscape),
		"path":             text(func(s string) string { return strings.ToLower(url.PathEscape(s)) }),
		"JSON, ASCII only": text(func(s string) string { q := strconv.QuoteToASCII(s); return q[1 : len(q)-1] }),
		"JSON":             text(func(s string) string { b, _ := json.Marshal(s); return string(b) }),
		"quoted-printable": coded(func(w io.Writer) io.WriteCloser { return quotedprintable.NewWriter(w) }),
		"a header's word":  text(func(s string) string { return mime.BEncoding.Encode("utf-8", s) }),
		"hexadecimal":      text(func(s string) string { return hex.EncodeToString([]byte(s)) }),
		"HEXADECIMAL":      text(func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }),
		"named in HTML":    text(strings.NewReplacer("ä", "&auml;", "ö", "&ouml;", "å", "&aring;").Replace),
		"gzip":             coded(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"gzip with a name": coded(func(w io.Writer) io.WriteCloser {
			z := gzip.NewWriter(w)
			z.Name, z.Comment, z.Extra = "a", "b", []byte("c")
			return z
		}),
		"zlib":              coded(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
		"read as something": text(func(s string) string { b, _ := charmap.Windows1252.NewDecoder().String(s); return b }),
	}
	for shift := range 3 {
		before := "abc"[:shift]
		out["base64 shifted by "+strconv.Itoa(shift)] = text(func(s string) string { return base64.StdEncoding.EncodeToString([]byte(before + s + " ja muuta")) })
		out["base64 for addresses shifted by "+strconv.Itoa(shift)] = text(func(s string) string { return base64.URLEncoding.EncodeToString([]byte(before + s)) })
	}
	out["zip"] = func(s string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("xl/sharedStrings.xml")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, strings.Repeat("<t>muuta</t>", 50)+s)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	out["a zip in a gzip"] = func(s string) []byte {
		return coded(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })(string(out["zip"](s)))
	}
	return out
}

// TestThePlantedWordIsFoundInEveryForm hides words among noise, and each is found: alone, and as what it is.
func TestThePlantedWordIsFoundInEveryForm(t *testing.T) {
	flock := Hatch(1, 40)
	s := NewSearch(flock.Words...)
	noise := make([]byte, 5000)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	if hits := s.In(noise); len(hits) != 0 {
		t.Fatalf("in noise: %v", hits)
	}
	for name, write := range written(t) {
		for i, word := range flock.Words[:8] {
			dir := t.TempDir()
			path := filepath.Join(dir, "sub", "x.tmp")
			content := append(append(bytes.Clone(noise[:1000+i]), write(word)...), noise[1000:]...)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			finds, looked, err := s.Under(dir)
			if err != nil || len(finds) != 1 || finds[0].Word != word || finds[0].Path != path || looked.Files != 1 {
				t.Errorf("%s of %s: found %v (%v), looked at %v", name, word, finds, err, looked)
			}
			if finds, _, _ := s.Under(dir, path); len(finds) != 0 {
				t.Errorf("%s: the file was excepted: %v", name, finds)
			}
		}
	}
}

func TestWhatIsNoWordIsNotFound(t *testing.T) {
	flock := Hatch(1, 3)
	whole, word := NewSearch(flock.Words...), flock.Words[1]
	for name, text := range map[string]string{
		"nothing": "", "its beginning": word[:len(word)-1], "its end": word[1:], "another one's": Hatch(2, 2).Words[1],
		"turned round": flock.Words[0][5:] + flock.Words[0][:5],
	} {
		if hits := whole.In([]byte(text)); len(hits) != 0 {
			t.Errorf("%s: %v", name, hits)
		}
	}
	if hits := flock.Search().In([]byte(word[:len(word)-1])); len(hits) != 1 || hits[0].Word != flock.Stem {
		t.Errorf("a word that was cut off: %v", hits)
	}
	if hits := flock.Search().In([]byte(word + word + flock.Words[2])); len(hits) != 3 {
		t.Errorf("two words and their stem: %v", hits)
	}
	defer func() {
		if recover() == nil {
			t.Error("a word that may stand anywhere was taken")
		}
	}()
	NewSearch("Åbo")
}

func TestNamesOfFilesAndLinksCount(t *testing.T) {
	word := Hatch(1, 2).Words[1]
	s := NewSearch(word)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, norm.NFD.String(word)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/ei/"+word, filepath.Join(dir, "linkki")); err != nil {
		t.Skip(err)
	}
	finds, _, err := s.Under(dir)
	if err != nil || len(finds) != 2 {
		t.Errorf("%v, %v", finds, err)
	}
	if finds, _, err := s.Under(filepath.Join(dir, norm.NFD.String(word))); err != nil || len(finds) != 0 {
		t.Errorf("the directory's own name is not below it: %v, %v", finds, err)
	}
}

func TestAFileWithoutANameIsFoundAtItsHolder(t *testing.T) {
	word := Hatch(1, 2).Words[1]
	f, err := os.Create(filepath.Join(t.TempDir(), "tilapäinen"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(word); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(f.Name()); err != nil {
		t.Skip("this system removes no open file: ", err)
	}
	finds, looked := NewSearch(word).HeldOpen(os.Getpid())
	if looked.Files == 0 {
		t.Skip("this system does not tell what a process has open")
	}
	nameless := func(find Find) bool { return find.Word == word && strings.HasPrefix(find.Path, f.Name()+" ") }
	if !slices.ContainsFunc(finds, nameless) { // go test may hold its own log of names
		t.Errorf("found %v", finds)
	}
}

func TestStraysAreWhatChangedSince(t *testing.T) {
	was := Shared
	defer func() { Shared = was }()
	Shared = []string{t.TempDir()}
	make := func(name string, at time.Time) string {
		path := filepath.Join(Shared[0], name)
		var err error
		if strings.HasSuffix(name, "/") {
			err = os.Mkdir(path, 0o700)
		} else {
			err = os.WriteFile(path, nil, 0o600)
		}
		if err == nil {
			err = os.Chtimes(path, at, at)
		}
		if err != nil {
			t.Fatal(err)
		}
		return filepath.Clean(path)
	}
	now := time.Now()
	make("old", now.Add(-time.Hour))
	stray := make("stray", now)
	named := make("Kortisto-x/", now)
	own := make("kortisto-own/", now)
	make("somebody's/", now)
	got := Strays(now.Add(-time.Minute), filepath.Join(own, "sub"))
	if len(got) != 2 || got[0] != named || got[1] != stray {
		t.Errorf("strays: %q", got)
	}
}

func BenchmarkTenThousandWords(b *testing.B) {
	s := Hatch(1, 10_000).Search()
	noise := make([]byte, 1<<20)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	b.SetBytes(int64(len(noise)))
	b.Logf("%d needles", len(s.needles))
	for b.Loop() {
		if len(s.In(noise)) != 0 {
			b.Fatal("found")
		}
	}
}

func BenchmarkHatching(b *testing.B) {
	for b.Loop() {
		Hatch(1, 10_000).Search()
	}
}
