package crypto

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// A power loss cuts the last record anywhere; its head slot was not written.
func TestARecordCutAnywhereIsDropped(t *testing.T) {
	s := newSpecimen(t)
	good := s.files["log-000002"]
	last := specimenRecords
	k := mustRing(t, s)
	v, _, err := replayBytes(t, s, k, good[:s.bounds[last-1]])
	if !errors.Is(err, ErrDamaged) || v.at.seq != uint64(last-1) {
		t.Fatalf("below the head: seq %d, %v", v.at.seq, err)
	}
	for cut := s.bounds[last-1]; cut < s.bounds[last]; cut++ {
		w := v
		w.overlay = overlay{}
		w.g = &generation{key: v.g.key, header: v.g.header, log: memFile{bytes.NewReader(good[:cut])}}
		torn, err := w.catchUp(int64(cut), uint64(last-1))
		if err != nil || w.at.seq != uint64(last-1) || (torn > 0) != (cut > s.bounds[last-1]) {
			t.Fatalf("cut at %d: seq %d, torn %d, %v", cut-s.bounds[last-1], w.at.seq, torn, err)
		}
		// When the head slot was written, something acknowledged is missing.
		if _, err := w.catchUp(int64(cut), uint64(last)); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d below the head: %v", cut, err)
		}
	}
}

// Any subset of the last record's sectors reached the disk, the others hold
// zeros or what was there before; the room behind it is zeros.
func TestSectorsOfTheLastRecord(t *testing.T) {
	s := newSpecimen(t)
	good := s.files["log-000002"]
	k := mustRing(t, s)
	r := rand.New(rand.NewPCG(1, 2))
	lo, hi := s.bounds[specimenRecords-1], s.bounds[specimenRecords]
	for i := range 600 {
		b := append(bytes.Clone(good), make([]byte, 8192)...)
		whole := true
		for at := lo &^ 511; at < hi; at += 512 {
			if i%20 == 0 || r.IntN(4) > 0 {
				continue
			}
			whole = false
			for j := max(at, lo); j < min(at+512, hi); j++ {
				b[j] = 0
				if i%3 == 0 {
					b[j] = byte(r.IntN(256))
				}
			}
		}
		slot := b[s.slot(specimenRecords):][:slotLen]
		clear(slot[r.IntN(slotLen):])
		v, _, err := replayBytes(t, s, k, b)
		want := specimenRecords - 1
		if whole {
			want = specimenRecords
		}
		if err != nil || int(v.at.seq) != want {
			t.Fatalf("state %d: seq %d, want %d: %v", i, v.at.seq, want, err)
		}
	}
}

func TestATornHeadSlotHidesNothing(t *testing.T) {
	s := newSpecimen(t)
	k := mustRing(t, s)
	for n := range slotLen + 1 {
		b := bytes.Clone(s.files["log-000002"])
		clear(b[s.slot(specimenRecords):][n:slotLen])
		if v, _, err := replayBytes(t, s, k, b); err != nil || v.at.seq != specimenRecords {
			t.Fatalf("torn at %d: seq %d, %v", n, v.at.seq, err)
		}
	}
}

func TestABitFlippedAnywhereIsRefusedOrHarmless(t *testing.T) {
	s := newSpecimen(t)
	_, want, err := s.open(t)
	if err != nil {
		t.Fatal(err)
	}
	s.reset(t)
	flips := 300
	if testing.Short() {
		flips = 60
	}
	r := rand.New(rand.NewPCG(3, 4))
	var refused, harmless int
	for i := range flips {
		name := []string{"log-000002", "base-000002.age", "log-000002", keyPass}[i%4]
		b := bytes.Clone(s.files[name])
		at := r.IntN(len(b))
		if i%4 == 2 {
			at = r.IntN(logHeaderLen)
		}
		b[at] ^= 1 << r.IntN(8)
		s.put(t, name, b)
		rows, sum, err := s.open(t)
		switch {
		case err != nil:
			refused++
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) && !(name == keyPass && errors.Is(err, ErrWrongPassphrase)) {
				t.Fatalf("%s at %d: %v", name, at, err)
			}
		case sum == want && rows == s.rows:
			harmless++
			// Only a head slot may differ, or the unused rest of its page.
			if name != "log-000002" || at < slotAt || at >= logHeaderLen {
				t.Errorf("%s at %d: not noticed", name, at)
			}
		default:
			t.Fatalf("%s at %d: silently %d rows", name, at, rows)
		}
		s.reset(t)
	}
	if refused == 0 || harmless == 0 {
		t.Fatalf("%d refused, %d harmless: the test does not test", refused, harmless)
	}
}

func TestRecordsMovedAboutAreRefused(t *testing.T) {
	s := newSpecimen(t)
	good := s.files["log-000002"]
	build := func(wipe bool, ids ...int) []byte {
		b := bytes.Clone(good[:logHeaderLen])
		for _, i := range ids {
			b = append(b, good[s.bounds[i-1]:s.bounds[i]]...)
		}
		if wipe {
			clear(b[slotAt:logHeaderLen])
		}
		return b
	}
	for _, c := range []struct {
		name string
		log  []byte
	}{
		{"the first is missing", build(false, 2, 3, 4, 5, 6, 7, 8)},
		{"the fourth is missing", build(false, 1, 2, 3, 5, 6, 7, 8)},
		{"the fourth is missing and no head is known", build(true, 1, 2, 3, 5, 6, 7, 8)},
		{"the last is missing", build(false, 1, 2, 3, 4, 5, 6, 7)},
		{"all are missing", build(false)},
		{"two are swapped", build(false, 1, 2, 3, 5, 4, 6, 7, 8)},
		{"two are swapped and no head is known", build(true, 1, 2, 3, 5, 4, 6, 7, 8)},
		{"one is there twice", build(false, 1, 2, 3, 4, 4, 5, 6, 7, 8)},
		{"the last is there twice", build(false, 1, 2, 3, 4, 5, 6, 7, 8, 8)},
		{"the first is there again at the end", build(true, 1, 2, 3, 4, 5, 6, 7, 8, 1)},
		{"the header is cut", good[:logHeaderLen-1]},
		{"it is empty", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			defer s.reset(t)
			s.put(t, "log-000002", c.log)
			_, _, err := s.open(t)
			var d *DamagedError
			if !errors.As(err, &d) || d.File != "log-000002" {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("bytes behind the last record are a torn write", func(t *testing.T) {
		defer s.reset(t)
		s.put(t, "log-000002", append(bytes.Clone(good), bytes.Repeat([]byte("rikki"), 100)...))
		if rows, _, err := s.open(t); err != nil || rows != s.rows {
			t.Error(rows, err)
		}
	})
}

func TestPartsOfAnotherTimeAreRefused(t *testing.T) {
	s := newSpecimen(t)
	v := reopen(t, s.dir)
	if err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if err := insert(v, 100); err != nil {
		t.Fatal(err)
	}
	k := mustRing(t, s)
	closeVault(t, v)
	old := s.files
	s.files = readDir(t, s.dir)
	forged := new(bytes.Buffer)
	w, err := k.encrypt(forged) // by someone who got hold of the recipient
	if err != nil {
		t.Fatal(err)
	}
	w.Write(make([]byte, pageSize))
	w.Close()
	for _, c := range []struct {
		name, file string
		b          []byte
	}{
		{"an old log with the new base", "log-000003", old["log-000002"]},
		{"an old base with the new log", "base-000003.age", old["base-000002.age"]},
		{"a forged base", "base-000003.age", forged.Bytes()},
		{"a forged newer base", "base-000099.age", forged.Bytes()},
		{"a base that is no age file", "base-000003.age", []byte("SQLite format 3")},
		{"an empty base", "base-000003.age", nil},
		{"a key file that is none", keyPass, []byte("x")},
		{"an empty key file", keyPass, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			defer s.reset(t)
			s.put(t, c.file, c.b)
			if _, _, err := s.open(t); !errors.Is(err, ErrDamaged) {
				t.Errorf("got %v", err)
			}
		})
	}
	for _, name := range []string{"log-000003", "base-000003.age", keyPass} {
		t.Run(name+" is missing", func(t *testing.T) {
			defer s.reset(t)
			os.Remove(filepath.Join(s.dir, name))
			if _, _, err := s.open(t); !errors.Is(err, ErrDamaged) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Every state of the directory in which a compaction can be interrupted.
func TestInterruptedCompactions(t *testing.T) {
	s := newSpecimen(t)
	v := reopen(t, s.dir)
	if err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	closeVault(t, v)
	all := readDir(t, s.dir)
	base, log := all["base-000003.age"], all["log-000003"]
	for _, c := range []struct {
		name string
		add  map[string][]byte
		gone []string
	}{
		{"the base is being written", map[string][]byte{"base-000003.age.tmp": base[:len(base)/2]}, nil},
		{"the base is written", map[string][]byte{"base-000003.age.tmp": base}, nil},
		{"the log is being written", map[string][]byte{"base-000003.age.tmp": base, "log-000003.tmp": log[:100]}, nil},
		{"the log is there", map[string][]byte{"base-000003.age.tmp": base, "log-000003": log}, nil},
		{"the new base counts", map[string][]byte{"base-000003.age": base, "log-000003": log}, nil},
		{"the old log is gone", map[string][]byte{"base-000003.age": base, "log-000003": log}, []string{"log-000002"}},
		{"the old base is gone", map[string][]byte{"base-000003.age": base, "log-000003": log}, []string{"base-000002.age"}},
		{"both are gone", map[string][]byte{"base-000003.age": base, "log-000003": log}, []string{"log-000002", "base-000002.age"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			defer s.reset(t)
			s.reset(t)
			for n, b := range c.add {
				s.put(t, n, b)
			}
			for _, n := range c.gone {
				os.Remove(filepath.Join(s.dir, n))
			}
			if rows, _, err := s.open(t); err != nil || rows != s.rows {
				t.Fatal(rows, err)
			}
			for n := range readDir(t, s.dir) {
				if filepath.Ext(n) == tmpSuffix {
					t.Error("left over:", n)
				}
			}
			if n := len(readDir(t, s.dir)); n != len(s.files) {
				t.Error(n, "files, want", len(s.files))
			}
		})
	}
}

func TestANewerFormatIsRefusedWithItsVersion(t *testing.T) {
	s := newSpecimen(t)
	b := bytes.Clone(s.files["log-000002"])
	copy(b, "AGELOG7\n")
	// A real one authenticates its header.
	sum := mustRing(t, s).mac([]byte("loghdr"), b[:48])
	copy(b[48:80], sum[:])
	s.put(t, "log-000002", b)
	before := readDir(t, s.dir)
	_, _, err := s.open(t)
	var newer *NewerError
	if !errors.As(err, &newer) || newer.Version != 7 {
		t.Fatal(err)
	}
	after := readDir(t, s.dir)
	for n, b := range before {
		if n != lockName && !bytes.Equal(after[n], b) {
			t.Error("changed:", n)
		}
	}
}

// Two copies of a vault that went on separately have the same generation, and
// records with the same numbers.
func TestRecordsOfAnotherHistoryAreRefused(t *testing.T) {
	s := newSpecimen(t)
	k := mustRing(t, s)
	goOn := func(rows ...int) (log []byte, first int) {
		s.reset(t)
		v := reopen(t, s.dir)
		for _, n := range rows {
			if err := insert(v, n); err != nil {
				t.Fatal(err)
			}
		}
		closeVault(t, v)
		log = readDir(t, s.dir)["log-000002"]
		at := s.bounds[specimenRecords]
		return log, at + recHeaderLen + int(binary.BigEndian.Uint32(log[at+4:]))
	}
	a, endA := goOn(100, 101)
	b, endB := goOn(200, 201)
	if v, _, err := replayBytes(t, s, k, a); err != nil || v.at.seq != specimenRecords+2 {
		t.Fatal(v.at.seq, err)
	}
	if _, _, err := replayBytes(t, s, k, append(bytes.Clone(a[:endA]), b[endB:]...)); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
