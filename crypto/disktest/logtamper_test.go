package disktest_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"testing"

	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// TestALogThatWasChangedIsRefused takes records out of a log, moves, doubles and changes them, and cuts the log short.
// What opens all the same holds everything.
func TestALogThatWasChangedIsRefused(t *testing.T) {
	w := newWorld(t, 1, false)
	const log = where + "/log-000002"
	s := w.states["closed"]
	whole := content(t, s.disk, log)
	head, records := whole[:4096], split(t, whole[4096:])
	if len(records) < 4 {
		t.Fatalf("%d records", len(records))
	}
	tried := 0
	try := func(what string, parts ...[]byte) {
		t.Helper()
		tried++
		disk := s.disk.Clone()
		replace(t, disk, log, bytes.Join(parts, nil))
		v, err := crypto.Open(bg, where, passphrase, on(disk))
		if errors.Is(err, crypto.ErrDamaged) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		defer v.Close(bg)
		if got, err := digest(v.DB()); err != nil || got != w.want[s.acked] {
			t.Fatalf("%s: opens, and %s; %v", what, w.which(got), err)
		}
	}
	join := func(r [][]byte) []byte { return bytes.Join(r, nil) }
	for i, r := range records {
		before, after := join(records[:i]), join(records[i+1:])
		name := fmt.Sprintf("record %d of %d", i+1, len(records))
		try(name+" taken out", head, before, after)
		try(name+" doubled", head, before, r, r, after)
		try(name+" zeroed", head, before, make([]byte, len(r)), after)
		try(name+" is the end", head, before, r)
		try(name+" is not there, nor what follows", head, before)
		try(name+" half there", head, before, r[:len(r)/2])
		if i > 0 {
			try(name+" changes places", head, join(records[:i-1]), r, records[i-1], after)
		}
		for _, at := range []int{0, 4, 8, 15, 16, 47, 48, 63, 64, 300, len(r) / 2, len(r) - 1} {
			bad := slices.Clone(r)
			bad[at] ^= 4
			try(fmt.Sprintf("%s, byte %d", name, at), head, before, bad, after)
		}
	}
	noTags := slices.Clone(join(records))
	for at := 0; at < len(noTags); at += len(split(t, noTags[at:])[0]) {
		clear(noTags[at+48 : at+64])
	}
	refused(t, w, log, "records without tags", head, noTags)
	refused(t, w, log, "the last record without its tag", head, join(records[:len(records)-1]), noTags[len(noTags)-len(records[len(records)-1]):])
	for at := range 128 {
		bad := slices.Clone(head)
		bad[at] ^= 1
		try(fmt.Sprintf("header byte %d", at), bad, join(records))
	}
	try("no records", head)
	try("no log", nil)
	t.Logf("%d changes", tried)
}

// refused is for what must not open, whatever it holds.
func refused(t *testing.T, w *world, log, what string, parts ...[]byte) {
	t.Helper()
	disk := w.states["closed"].disk.Clone()
	replace(t, disk, log, bytes.Join(parts, nil))
	v, err := crypto.Open(bg, where, passphrase, on(disk))
	if err == nil {
		v.Close(bg)
	}
	if !errors.Is(err, crypto.ErrDamaged) {
		t.Fatalf("%s: %v", what, err)
	}
}

// split takes records apart.
func split(t *testing.T, b []byte) (records [][]byte) {
	t.Helper()
	for len(b) > 0 {
		if len(b) < 64 || string(b[:4]) != "AGR1" {
			t.Fatal("that is no record")
		}
		n := 64 + int(binary.BigEndian.Uint32(b[4:]))
		records = append(records, b[:n])
		b = b[n:]
	}
	return records
}

func content(t *testing.T, disk crypto.FS, name string) []byte {
	t.Helper()
	f, err := disk.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, size)
	if _, err := f.ReadAt(b, 0); err != nil {
		t.Fatal(err)
	}
	return b
}

func replace(t *testing.T, disk *disktest.Disk, name string, b []byte) {
	t.Helper()
	f, err := disk.Create(name)
	if err == nil {
		_, err = f.WriteAt(b, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
}
