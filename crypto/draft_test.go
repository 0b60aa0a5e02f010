package crypto

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
)

// long is a transaction of several pieces, and above largeRecord.
const long = "INSERT INTO a(n, t) SELECT ?, hex(randomblob(2600000))"

func lastRecord(t *testing.T, dir string) (path string, log []byte, at int) {
	t.Helper()
	path = filepath.Join(dir, "log-000002")
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at = logHeaderLen
	for {
		next := at + recHeaderLen + int(binary.BigEndian.Uint32(log[at+4:]))
		if next+recHeaderLen > len(log) || allZero(log[next:]) {
			return path, log, at
		}
		at = next
	}
}

func newLong(t *testing.T, o Options) (*Vault, string) {
	t.Helper()
	v, dir, _ := newVault(t, o)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	if err := insert(v, 1); err != nil {
		t.Fatal(err)
	}
	return v, dir
}

// A long record's header is written last: whatever of the rest a crash leaves
// without it is a write that was cut short.
func TestALongRecordIsThereWithItsHeader(t *testing.T) {
	v, dir := newLong(t, fast)
	exec(t, v, long, 2)
	want := digest(t, v.DB())
	closeVault(t, v)
	v = reopen(t, dir)
	if got := digest(t, v.DB()); got != want {
		t.Fatal("another database after reopening")
	}
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
	closeVault(t, v)

	path, log, at := lastRecord(t, dir)
	if int64(len(log)-at) < largeRecord {
		t.Fatalf("the record is of %d bytes", len(log)-at)
	}
	for i := range 2 * slotLen { // nobody was told of it
		log[slotAt*(1+i/slotLen)+i%slotLen] = 0
	}
	for _, rest := range []int{recHeaderLen + 1, pieceLen / 2, pieceLen + recHeaderLen, len(log) - at} {
		cut := bytes.Clone(log[:at+rest])
		clear(cut[at:][:recHeaderLen])
		if err := os.WriteFile(path, cut, 0o600); err != nil {
			t.Fatal(err)
		}
		v := reopen(t, dir)
		if n := count(t, v, "SELECT count(*) FROM a"); n != 1 {
			t.Errorf("%d rows with %d bytes of the second one's record", n, rest)
		}
		if err := insert(v, 2); err != nil {
			t.Error(err)
		}
		checkRows(t, v, 2)
		closeVault(t, v)
	}
}

// Every write of a long record fails once, half-way.
func TestALongRecordThatCanNotBeWrittenLosesNothing(t *testing.T) {
	for at := 1; ; at += 1 + at/8 {
		fs := &faultFS{FS: OS()}
		v, dir := newLong(t, Options{FS: fs, WorkFactor: 10})
		fs.arm(func(n int, _ string) error {
			if n == at {
				return errFull
			}
			return nil
		})
		_, err := v.DB().Exec(long, 2)
		fs.arm(nil)
		if err == nil {
			if at < 10 {
				t.Fatalf("only %d operations", at)
			}
			closeVault(t, v)
			return
		}
		if n := count(t, v, "SELECT count(*) FROM a"); n != 1 {
			t.Fatalf("operation %d: %d rows", at, n)
		}
		if err := insert(v, 2); err != nil && !errors.Is(err, ErrReadOnly) {
			t.Fatalf("operation %d: %v", at, err)
		} else if err == nil {
			checkRows(t, v, 2)
		}
		v.Close(bg)
		v = reopen(t, dir)
		if n := count(t, v, "SELECT count(*) FROM a WHERE length(t) > 3000"); n != 0 {
			t.Fatalf("operation %d: the transaction is there", at)
		}
		closeVault(t, v)
	}
}

// A bit in any part of a long record: refused, and named.
func TestALongRecordThatChangedIsRefused(t *testing.T) {
	v, dir := newLong(t, fast)
	exec(t, v, long, 2)
	closeVault(t, v)
	path, log, at := lastRecord(t, dir)
	for i := at + 1; i < len(log); i += len(log) / 7 {
		log[i] ^= 1
		if err := os.WriteFile(path, log, 0o600); err != nil {
			t.Fatal(err)
		}
		log[i] ^= 1
		if w, err := Open(bg, dir, testPass, fast); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d: %v", i-at, err)
			if err == nil {
				closeVault(t, w)
			}
		}
	}
}

// A page is read out of the log each time, and each time held against what was
// committed there.
func TestAPageThatChangedInTheLogIsNotRead(t *testing.T) {
	v, dir := newLong(t, fast)
	exec(t, v, long, 2)
	defer v.Close(bg)
	path, log, _ := lastRecord(t, dir)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := v.pager.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer s.release()
	page := make([]byte, pageSize)
	all := s.overlay.merged()
	tried := 0
	for n, pl := range all.old {
		if tried++; tried > 60 {
			break
		}
		if err := s.page(n, page); err != nil {
			t.Fatal(n, err)
		}
		at := pl.rec.start + pl.at/chunkSize*sealedChunk + pl.at%chunkSize
		changed := []byte{log[at] ^ 0x10}
		if _, err := f.WriteAt(changed, at); err != nil {
			t.Fatal(err)
		}
		var d *DamagedError
		if err := s.page(n, page); !errors.As(err, &d) || d.File != "log-000002" || !allZero(page) {
			t.Errorf("page %d: %v", n, err)
		}
		if _, err := f.WriteAt(log[at:at+1], at); err != nil {
			t.Fatal(err)
		}
		if err := s.page(n, page); err != nil {
			t.Errorf("page %d is right again: %v", n, err)
		}
	}
	if tried < 60 {
		t.Errorf("only %d pages in the log", tried)
	}
}

// What a record holds is an ordinary age file, each with a key of its own.
func TestRecordsAreOrdinaryAgeFiles(t *testing.T) {
	s := newSpecimen(t)
	k := mustRing(t, s)
	log := s.files["log-000002"]
	keys := map[string]bool{}
	for i, at := range s.bounds[:specimenRecords] {
		file := log[at+recHeaderLen : s.bounds[i+1]]
		header, err := age.ExtractHeader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		key, err := age.DecryptHeader(header, k.id)
		if err != nil {
			t.Fatal(err)
		}
		keys[string(key)] = true
		n, own, err := logKey{k, 2}.openHeader(newSums(), file)
		if err != nil || n != len(header) || !bytes.Equal(own, key) {
			t.Errorf("record %d: %d bytes of header, %v", i+1, n, err)
		}
		// One of another generation has nothing in common with it.
		if bytes.Equal(logKey{k, 3}.fileKey(newSums(), file[n:n+payloadNonce]), key) {
			t.Error("the key does not depend on the generation")
		}
	}
	if len(keys) != specimenRecords {
		t.Errorf("%d keys for %d records", len(keys), specimenRecords)
	}
}

// A record whose file key age has chosen, as earlier programs wrote them.
func TestARecordWithAnotherFileKeyIsUnwrapped(t *testing.T) {
	k := mustRing(t, newSpecimen(t))
	var b bytes.Buffer
	w, err := k.encrypt(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	header, err := age.ExtractHeader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	want, err := age.DecryptHeader(header, k.id)
	if err != nil {
		t.Fatal(err)
	}
	n, key, err := logKey{k, 1}.openHeader(newSums(), b.Bytes())
	if err != nil || n != len(header) || !bytes.Equal(key, want) {
		t.Errorf("%d bytes of header, %v", n, err)
	}
	for _, bad := range [][]byte{nil, []byte("\n---"), b.Bytes()[:40], append([]byte("x"), b.Bytes()...)} {
		if _, _, err := (logKey{k, 1}).openHeader(newSums(), bad); err == nil {
			t.Errorf("opened %q", bad)
		}
	}
}

func TestALongLogIsWorthFoldingWhateverTheBase(t *testing.T) {
	v, _, _ := newVault(t, fast)
	defer closeVault(t, v)
	real := v.pager.view.at.end
	defer func() { v.pager.view.at.end = real }()
	base := v.pager.view.g.baseSize
	defer func() { v.pager.view.g.baseSize = base }()
	for _, c := range []struct {
		base, log int64
		worth     bool
	}{
		{1 << 20, logWorth, false}, {1 << 20, logWorth + 1, true},
		{100 << 20, 25 << 20, false}, {100 << 20, 26 << 20, true},
		{8 << 30, logMost, false}, {8 << 30, logMost + 1, true},
	} {
		v.pager.view.g.baseSize, v.pager.view.at.end = c.base, c.log
		if got := v.ShouldCompact(); got != c.worth {
			t.Errorf("%d of log on %d of base: %v", c.log, c.base, got)
		}
	}
}
