package crypto

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// However a record's bytes are cut on their way, what is taken of them is the same.
func TestARecordIsTakenInAnyPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	pages, err := newLogPages(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{frameLen, walHeaderLen + frameLen, walHeaderLen + 40*frameLen, 200 * frameLen} {
		rec := &logRecord{start: 5000, size: size}
		sealed := make([]byte, sealedLen(size))
		for i := range sealed {
			sealed[i] = byte(r.Uint32())
		}
		lead := size % frameLen
		var whole laying
		whole.begin(pages, rec)
		whole.takeHeads(sealed[:lead])
		whole.take(sealed)
		for i := range whole.places {
			pl := &whole.places[i]
			from, to := pl.sealed()
			if !bytes.Equal(pl.sum[:], pages.sum(from, sealed[from-rec.start:to-rec.start], new(sumRoom))) {
				t.Fatalf("%d: another sum of page %d", size, i)
			}
			var head []byte
			for at := pl.at - frameHeader; at < pl.at; at++ {
				head = append(head, sealed[rec.offset(at)-rec.start])
			}
			if !bytes.Equal(whole.head(i), head) {
				t.Fatalf("%d: another header of page %d", size, i)
			}
		}
		if n := int64(len(whole.places)); n != size/frameLen || whole.places[n-1].at+pageSize != size {
			t.Fatalf("%d: %d pages", size, n)
		}
		for range 30 {
			var cut laying
			cut.begin(pages, rec)
			cut.takeHeads(sealed[:lead])
			most := []int{1 + r.IntN(40), 5000, 1 + r.IntN(300_000)}[r.IntN(3)]
			for rest := sealed; len(rest) > 0; {
				n := min(1+r.IntN(most), len(rest))
				cut.take(rest[:n])
				rest = rest[n:]
			}
			if !bytes.Equal(cut.heads, whole.heads) || !bytes.Equal(cut.start, whole.start) {
				t.Fatalf("%d: in pieces of %d, other headers", size, most)
			}
			for i := range cut.places {
				if cut.places[i] != whole.places[i] {
					t.Fatalf("%d: in pieces of %d, page %d is another", size, most, i)
				}
			}
		}
	}
}

// The tag of a chunk that ends within a page lies among what the page is summed of.
func TestAPageAcrossChunksIsNotReadWithAnotherTag(t *testing.T) {
	v, dir := newLong(t, fast)
	exec(t, v, long, 2)
	closeVault(t, v)
	v = reopen(t, dir)
	defer v.Close(bg)
	page, tried := make([]byte, pageSize), 0
	for n, pl := range v.pager.view.overlay.old {
		from, to := pl.sealed()
		if to-from == pageSize {
			continue
		}
		tried++
		if err := v.pager.view.page(n, page); err != nil {
			t.Fatal(err)
		}
		tag := pl.rec.offset(pl.at/chunkSize*chunkSize+chunkSize) - chunkTag
		for _, at := range []int64{from, tag, tag + chunkTag - 1, tag + chunkTag, to - 1} {
			flip(t, path(dir, "log-000002"), at)
			wantDamage(t, "a flipped bit", v.pager.view.page(n, page), "log-000002")
			flip(t, path(dir, "log-000002"), at)
		}
	}
	if tried < 20 {
		t.Errorf("only %d pages across chunks", tried)
	}
}

// A commit compares with what is on the disk, and does not go on where that changed.
func TestACommitOverAChangedPageOfTheLogFails(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	for i := range 3 {
		if err := insert(v, i+1); err != nil {
			t.Fatal(err)
		}
	}
	for n, pl := range v.pager.view.overlay.old {
		if n > 1 {
			continue
		}
		from, _ := pl.sealed()
		flip(t, path(dir, "log-000001"), from+200)
		wantDamage(t, "a commit", v.Explain(insert(v, 4)), "log-000001")
		flip(t, path(dir, "log-000001"), from+200)
	}
	if err := insert(v, 4); err != nil {
		t.Error("whole again:", err)
	}
	checkRows(t, v, 4)
	closeVault(t, v)
}

// A transaction that changes nothing in a page of the log does not write it again.
func TestPagesOfTheLogThatDidNotChangeAreNotWritten(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	exec(t, v, "CREATE TABLE a(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "CREATE TABLE b(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "INSERT INTO a VALUES(1, 'x')")
	exec(t, v, "INSERT INTO b VALUES(1, 'x')")
	for _, again := range []bool{false, true} {
		if again {
			closeVault(t, v)
			v = reopen(t, dir)
		}
		before := v.pager.view.at.end
		tx, err := v.DB().Begin()
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"UPDATE a SET t = 'y'", "UPDATE a SET t = 'x'", "UPDATE b SET t = t || 'z'"} {
			if _, err := tx.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		// Page 1, with its counter, and the page of b.
		if n := (v.pager.view.at.end - before) / frameLen; n != 2 {
			t.Errorf("%d pages written", n)
		}
	}
	closeVault(t, v)
}

// Reading a page of the log leaves nothing to the collector.
func TestReadingAPageOfTheLogLeavesNothing(t *testing.T) {
	v, _ := newLong(t, fast)
	defer v.Close(bg)
	exec(t, v, long, 2)
	page := make([]byte, pageSize)
	places := v.pager.view.overlay.old
	n := uint32(0)
	if allocs := testing.AllocsPerRun(200, func() {
		n = n%uint32(len(places)) + 1
		if pl := places[n]; pl != nil {
			if err := v.pager.view.g.readPlace(pl, page); err != nil {
				t.Fatal(err)
			}
		}
	}); allocs >= 1 {
		t.Errorf("%v allocations for each page", allocs)
	}
}

// The records of a log are read by several at once, and count in their order.
func TestRecordsAreReadInTheirOrder(t *testing.T) { inBothWays(t, readsInOrder) }

func readsInOrder(t *testing.T) {
	s := newSpecimen(t)
	k := mustRing(t, s)
	log := s.files["log-000002"]
	for i := range specimenRecords {
		bad := bytes.Clone(log)
		bad[s.bounds[i+1]-1] ^= 1
		v, _, err := replayBytes(t, s, k, bad)
		if i == specimenRecords-1 {
			wantDamage(t, "below the head", err, "log-000002")
		} else {
			wantDamage(t, "a bad record among good ones", err, "log-000002")
		}
		if v.at.seq != uint64(i) {
			t.Errorf("record %d is bad, and %d count", i+1, v.at.seq)
		}
	}
}
