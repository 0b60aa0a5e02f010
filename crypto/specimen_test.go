package crypto

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// specimen is a closed vault with a log of some records, kept as bytes so that
// every case starts from the same.
type specimen struct {
	dir    string
	files  map[string][]byte
	bounds []int // where the log's records begin, and its end
	rows   int
}

const specimenRecords = 8

func newSpecimen(t *testing.T) *specimen {
	t.Helper()
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	if err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= specimenRecords; i++ {
		if err := insert(v, i); err != nil {
			t.Fatal(err)
		}
	}
	closeVault(t, v)
	s := &specimen{dir: dir, files: readDir(t, dir), rows: specimenRecords}
	log := s.files["log-000002"]
	at := logHeaderLen
	for at < len(log) {
		s.bounds = append(s.bounds, at)
		at += recHeaderLen + int(binary.BigEndian.Uint32(log[at+4:]))
	}
	s.bounds = append(s.bounds, at)
	if at != len(log) || len(s.bounds) != specimenRecords+1 {
		t.Fatal("bounds", s.bounds, len(log))
	}
	return s
}

func readDir(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, p)
		files[name], err = os.ReadFile(p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (s *specimen) put(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// reset puts everything back.
func (s *specimen) reset(t *testing.T) {
	t.Helper()
	for name := range readDir(t, s.dir) {
		if _, ok := s.files[name]; !ok {
			os.Remove(filepath.Join(s.dir, name))
		}
	}
	for name, b := range s.files {
		s.put(t, name, b)
	}
}

// open gives the number of rows, and the digest of the whole image.
func (s *specimen) open(t *testing.T) (rows int, sum [32]byte, err error) {
	t.Helper()
	v, err := Open(context.Background(), s.dir, testPass, fast)
	if err != nil {
		return 0, sum, err
	}
	defer v.Close(context.Background())
	r, err := v.Image()
	if err != nil {
		return 0, sum, err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return 0, sum, err
	}
	err = v.Explain(v.DB().QueryRow("SELECT count(*) FROM a").Scan(&rows))
	return rows, [32]byte(h.Sum(nil)), err
}

func (s *specimen) slot(seq int) int { return slotAt * (1 + seq%2) }

func mustRing(t *testing.T, s *specimen) *keyring {
	t.Helper()
	id, err := passphraseIdentity(testPass)
	if err != nil {
		t.Fatal(err)
	}
	k, err := openKeyFile(OS(), filepath.Join(s.dir, keyPass), keyPass, id, ErrWrongPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// replayBytes replays a log that is only in memory, on the specimen's base.
func replayBytes(t *testing.T, s *specimen, k *keyring, log []byte) (view, int64, error) {
	t.Helper()
	g, err := openGeneration(OS(), s.dir, k, 2, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer g.release()
	g.log.Close()
	g.log = memFile{bytes.NewReader(log)}
	return replay(g)
}

type memFile struct{ *bytes.Reader }

func (memFile) WriteAt([]byte, int64) (int, error) { panic("written") }

func (memFile) Truncate(int64) error { panic("truncated") }

func (memFile) Sync() error { return nil }

func (m memFile) Size() (int64, error) { return m.Reader.Size(), nil }

func (memFile) Close() error { return nil }
