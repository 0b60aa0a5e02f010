package crypto

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
)

// forger writes records as one can who has the vault's key.
type forger struct {
	s       *specimen
	key     logKey
	records [][]byte // the age files
}

func newForger(t *testing.T) *forger {
	t.Helper()
	f := &forger{s: newSpecimen(t)}
	f.key = logKey{mustRing(t, f.s), 2}
	f.forget()
	return f
}

// forget takes back what was forged.
func (f *forger) forget() {
	f.records = nil
	log := f.s.files["log-000002"]
	for i, at := range f.s.bounds[:specimenRecords] {
		f.records = append(f.records, bytes.Clone(log[at+recHeaderLen:f.s.bounds[i+1]]))
	}
}

// content decrypts a record.
func (f *forger) content(t *testing.T, i int) []byte {
	t.Helper()
	r, err := f.key.decrypt(bytes.NewReader(f.records[i]))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// seal puts a record there that holds that. Its file key is age's own.
func (f *forger) seal(t *testing.T, i int, content []byte) {
	t.Helper()
	var b bytes.Buffer
	w, err := f.key.encrypt(&b)
	if err == nil {
		_, err = w.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	f.records[i] = b.Bytes()
}

// log has every sum of the log right.
func (f *forger) log(t *testing.T) []byte {
	t.Helper()
	log := bytes.Clone(f.s.files["log-000002"][:logHeaderLen])
	chain := chainSum(log[16:48])
	for i, file := range f.records {
		h := make([]byte, recHeaderLen)
		sum := f.key.begin(h, int64(len(file)), uint64(i)+1, chain)
		sum.Write(file)
		chain = f.key.finish(h, sum)
		log = append(append(log, h...), file...)
	}
	slot, at := f.key.slot(uint64(len(f.records)), int64(len(log)))
	copy(log[at:], slot[:])
	return log
}

// unwhole are records that can not be told from good ones by an opening, which
// decrypts no pages.
var unwhole = map[string]func(t *testing.T, f *forger, i int){
	"the tag of a chunk": func(t *testing.T, f *forger, i int) {
		file := f.records[i]
		file[len(file)-1] ^= 1
	},
	"a byte of a page": func(t *testing.T, f *forger, i int) {
		file := f.records[i]
		file[len(file)-chunkTag-pageSize/2] ^= 1
	},
	"a page that its frame's sum is not of": func(t *testing.T, f *forger, i int) {
		b := f.content(t, i)
		b[len(b)-pageSize/2] ^= 1
		f.seal(t, i, b)
	},
	"the sum of the last frame": func(t *testing.T, f *forger, i int) {
		b := f.content(t, i)
		b[len(b)-pageSize-1] ^= 1
		f.seal(t, i, b)
	},
	"the sum of the first frame": func(t *testing.T, f *forger, i int) {
		b := f.content(t, i)
		b[len(b)%frameLen+frameHeader-1] ^= 1
		f.seal(t, i, b)
	},
}

// Somebody who has the key could have written it, or a machine that computes wrong:
// it opens, and is found by a check; no commit and no compaction hides it.
func TestARecordThatIsNotWholeIsFoundByACheck(t *testing.T) {
	f := newForger(t)
	for name, spoil := range unwhole {
		for _, i := range []int{0, 3, specimenRecords - 1} {
			f.forget()
			spoil(t, f, i)
			f.s.reset(t)
			f.s.put(t, "log-000002", f.log(t))
			v := reopen(t, f.s.dir)
			check := func(when string, do func() error) {
				t.Helper()
				var d *DamagedError
				if err := do(); !errors.As(err, &d) || d.File != "log-000002" {
					t.Errorf("record %d, %s, %s: %v", i+1, name, when, err)
				}
			}
			verify := func() error { return v.Verify(bg, nil) }
			compact := func() error { return v.Compact(bg, nil) }
			check("compacted unchecked", compact)
			check("opened", verify)
			if err := insert(v, 50); err != nil {
				t.Fatal(name, err)
			}
			check("after a commit", verify)
			closeVault(t, v)
			v = reopen(t, f.s.dir)
			check("opened again", verify)
			check("compacted", compact)
			if gen, seq := v.Position(); gen != 2 || seq != specimenRecords+1 {
				t.Errorf("record %d, %s: at %d, %d", i+1, name, gen, seq)
			}
			closeVault(t, v)
			if n := len(readDir(t, f.s.dir)); n != len(f.s.files) {
				t.Errorf("%d files", n)
			}
		}
	}
}

// What the forger writes without spoiling it is a log like any other.
func TestAForgedLogThatIsWholeIsWhole(t *testing.T) { inBothWays(t, takesForged) }

func takesForged(t *testing.T) {
	f := newForger(t)
	f.seal(t, 0, f.content(t, 0))
	f.seal(t, 5, f.content(t, 5))
	f.s.put(t, "log-000002", f.log(t))
	v := reopen(t, f.s.dir)
	if err := v.Verify(bg, nil); err != nil {
		t.Error(err)
	}
	checkRows(t, v, specimenRecords)
	closeVault(t, v)
	v = reopen(t, f.s.dir)
	if err := v.Compact(bg, nil); err != nil {
		t.Error("unchecked:", err)
	}
	checkRows(t, v, specimenRecords)
	closeVault(t, v)
}

// What is no transaction is refused at once, whoever wrote it.
func TestARecordThatIsNoTransactionIsRefused(t *testing.T) { inBothWays(t, refusesNoTransaction) }

// inBothWays runs a test with records that are read whole, and by pieces.
func inBothWays(t *testing.T, test func(t *testing.T)) {
	t.Run("whole", test)
	large := largeRecord
	defer func() { largeRecord = large }()
	largeRecord = 0
	t.Run("by pieces", test)
}

func refusesNoTransaction(t *testing.T) {
	f := newForger(t)
	be := binary.BigEndian
	for name, spoil := range map[string]func(b []byte, start int) []byte{
		"page 0":                      func(b []byte, start int) []byte { be.PutUint32(b[start:], 0); return b },
		"a size in the middle":        func(b []byte, start int) []byte { be.PutUint32(b[start+4:], 9); return b },
		"no size at the end":          func(b []byte, _ int) []byte { be.PutUint32(b[len(b)-frameLen+4:], 0); return b },
		"another salt":                func(b []byte, _ int) []byte { b[len(b)-frameLen+8] ^= 1; return b },
		"another salt throughout":     func(b []byte, start int) []byte { return resalted(b, start) },
		"half a frame":                func(b []byte, _ int) []byte { return b[:len(b)-frameLen/2] },
		"half a frame more":           func(b []byte, _ int) []byte { return append(b, make([]byte, frameLen/2)...) },
		"nothing":                     func([]byte, int) []byte { return nil },
		"no frames":                   func(b []byte, start int) []byte { return b[:start] },
		"a WAL's header where not":    func(b []byte, start int) []byte { return append(make([]byte, walHeaderLen-start), b...) },
		"no WAL's header, or no more": func(b []byte, start int) []byte { return b[min(start+1, walHeaderLen):] },
	} {
		for _, i := range []int{0, 3, specimenRecords - 1} {
			f.forget()
			b := f.content(t, i)
			if len(b) < 2*frameLen {
				t.Fatal("one frame only")
			}
			bad := spoil(bytes.Clone(b), len(b)%frameLen)
			if bytes.Equal(bad, b) {
				continue
			}
			f.seal(t, i, bad)
			f.s.put(t, "log-000002", f.log(t))
			_, _, err := f.s.open(t)
			wantDamage(t, name, err, "log-000002")
		}
	}
	// The header of its age file is not authentic, and there is no other key.
	f.forget()
	f.records[4][len(ageIntro)+10] ^= 1
	f.s.put(t, "log-000002", f.log(t))
	_, _, err := f.s.open(t)
	wantDamage(t, "age's header", err, "log-000002")
	f.records[4] = []byte("lyhyt")
	f.s.put(t, "log-000002", f.log(t))
	_, _, err = f.s.open(t)
	wantDamage(t, "no age file", err, "log-000002")
}

func resalted(b []byte, start int) []byte {
	for at := start; at < len(b); at += frameLen {
		b[at+9] ^= 1
	}
	return b
}
