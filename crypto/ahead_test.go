package crypto

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// treeWalk reads a b-tree as SQLite does, in order or from its end, and gives
// the leaves.
func treeWalk(t *testing.T, s *snapshot, page uint32, backwards bool) (leaves []uint32) {
	t.Helper()
	data := make([]byte, pageSize)
	if _, err := s.ReadAt(data, int64(page-1)*pageSize); err != nil {
		t.Fatal(err)
	}
	want := make([]byte, pageSize)
	if err := s.page(page, want); err != nil || !bytes.Equal(data, want) {
		t.Fatalf("page %d is not what it is without reading ahead: %v", page, err)
	}
	if !hasBelow(page, data) {
		return []uint32{page}
	}
	children := below(nil, data)
	for i := range children {
		if backwards {
			i = len(children) - 1 - i
		}
		leaves = append(leaves, treeWalk(t, s, children[i], backwards)...)
	}
	return leaves
}

// glance is what is there now, until the test ends.
func glance(t *testing.T, v *Vault) *snapshot {
	t.Helper()
	s, err := v.pager.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.release() })
	return s
}

func asked(a *ahead) bool {
	return slices.ContainsFunc(a.above[:], func(f *family) bool { return f.used })
}

// broad makes a table whose pages lie among those of another, so many that its
// b-tree has three levels.
func broad(t *testing.T, v *Vault) (root uint32) {
	t.Helper()
	exec(t, v, "CREATE TABLE b(n INTEGER PRIMARY KEY, t TEXT)")
	exec(t, v, "CREATE TABLE c(t TEXT)")
	long := strings.Repeat("z", 1900)
	tx, err := v.DB().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3000 {
		if _, err := tx.Exec("INSERT INTO b VALUES(?, ?)", i, fmt.Sprint(i, long)); err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			if _, err := tx.Exec("INSERT INTO c VALUES(?)", long); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := v.Compact(bg, nil); err != nil {
		t.Fatal(err)
	}
	if err := v.DB().QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = 'b'").Scan(&root); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestWhatIsReadAheadIsWhatIsThere(t *testing.T) {
	v, _, _ := newVault(t, fast)
	root := broad(t, v)
	exec(t, v, "UPDATE b SET t = 'in the log ' || t WHERE n % 40 = 3")
	for _, backwards := range []bool{false, true} {
		s, err := v.pager.snapshot()
		if err != nil {
			t.Fatal(err)
		}
		leaves := treeWalk(t, s, root, backwards)
		if len(leaves) < 1400 {
			t.Fatal(len(leaves), "leaves are too few to mean anything")
		}
		// How many were ready in time is the machine's affair.
		if !asked(s.ahead) {
			t.Error("nothing was read ahead")
		}
		t.Logf("backwards %v: %d leaves, %d of them ready", backwards, len(leaves), s.ahead.taken)
		above := s.ahead.above
		if err := s.release(); err != nil {
			t.Fatal(err)
		}
		for _, f := range above {
			if bytes.Count(f.buf, []byte{0}) != len(f.buf) {
				t.Error("what was decrypted is left in memory")
			}
		}
	}
}

// With a goroutine that has all the time it needs, all but the first are ready.
func TestAllPagesInOrderAreAskedFor(t *testing.T) {
	v, _, _ := newVault(t, fast)
	root := broad(t, v)
	s := glance(t, v)
	a := aheads.New().(*ahead)
	data := make([]byte, pageSize)
	var leaves int
	var walk func(page uint32)
	walk = func(page uint32) {
		a.busy.Wait()
		if err := a.read(&s.view, page, data); err != nil {
			t.Fatal(err)
		}
		if !hasBelow(page, data) {
			leaves++
			return
		}
		for _, c := range below(nil, data) {
			walk(c)
		}
	}
	walk(root)
	if leaves < 1400 || leaves-a.taken > 10 {
		t.Errorf("%d leaves, %d of them ready", leaves, a.taken)
	}
	a.end()
}

// A leap about the table is no order, and has nothing read for it.
func TestPagesOutOfOrderAreNotReadAhead(t *testing.T) {
	v, _, _ := newVault(t, fast)
	root := broad(t, v)
	s := glance(t, v)
	leaves := treeWalk(t, s, root, false)
	a := aheads.New().(*ahead)
	data := make([]byte, pageSize)
	if err := a.read(&s.view, root, data); err != nil {
		t.Fatal(err)
	}
	for i := range leaves {
		if err := a.read(&s.view, leaves[i*677%len(leaves)], data); err != nil {
			t.Fatal(err)
		}
	}
	if asked(a) {
		t.Error("pages were read that nobody will want")
	}
}

func TestDamageThatIsMetAheadIsNamedWhereItIsRead(t *testing.T) {
	v, dir, _ := newVault(t, fast)
	root := broad(t, v)
	s, err := v.pager.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	leaves := treeWalk(t, s, root, false) // the sums of all pages are known
	hurt := leaves[len(leaves)/2]
	header := int64(len(s.g.header)) + payloadNonce
	off := int64(hurt-1) * pageSize
	flip(t, path(dir, baseName(s.g.key.gen)), header+off/chunkSize*sealedChunk+off%chunkSize+77)
	s.g.content.chunks.wipe()
	s.release()
	var sum int
	err = v.Explain(v.Reader().QueryRow("SELECT sum(length(t)) FROM b").Scan(&sum))
	var d *DamagedError
	if !errors.As(err, &d) || d.File != baseName(2) {
		t.Fatal(sum, err)
	}
	var text string
	if err := v.Reader().QueryRow("SELECT t FROM b WHERE n = 5").Scan(&text); err != nil || !strings.HasPrefix(text, "5z") {
		t.Error("what is whole can not be read:", err)
	}
}

// Readers go through the table both ways while others change it.
func TestReadersAheadBesideAWriter(t *testing.T) {
	v, _, _ := newVault(t, fast)
	broad(t, v)
	var all sync.WaitGroup
	errs := make(chan error, 4)
	for i := range 3 {
		all.Go(func() {
			for range 6 {
				order := []string{"ASC", "DESC"}[i%2]
				var rows, sum int
				err := v.Reader().QueryRow("SELECT count(*), sum(length(t) > 1900) FROM (SELECT t FROM b ORDER BY n "+order+" LIMIT -1)").Scan(&rows, &sum)
				if err != nil || rows != 3000 || sum != 3000 {
					errs <- fmt.Errorf("%d rows, %d long: %w", rows, sum, err)
					return
				}
			}
		})
	}
	for i := range 40 {
		exec(t, v, fmt.Sprintf("UPDATE b SET t = t || 'x' WHERE n %% 97 = %d", i))
		if i%15 == 14 {
			if err := v.Compact(bg, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	all.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
}

// Towards the end of what lies below a page nothing is asked for again.
func TestNoPageIsReadAheadTwice(t *testing.T) {
	v, _, _ := newVault(t, fast)
	root := broad(t, v)
	for _, backwards := range []bool{false, true} {
		s, err := v.pager.snapshot()
		if err != nil {
			t.Fatal(err)
		}
		leaves := treeWalk(t, s, root, backwards)
		if err := s.release(); err != nil {
			t.Fatal(err)
		}
		if s, err = v.pager.snapshot(); err != nil {
			t.Fatal(err)
		}
		f := &family{children: leaves[:60], at: -1, step: 1}
		if backwards {
			f = &family{children: slices.Clone(leaves[:60]), at: 60, step: -1}
			slices.Reverse(f.children)
		}
		f.restart()
		var busy sync.WaitGroup
		data := make([]byte, pageSize)
		for i, page := range leaves[:60] {
			f.at += f.step
			before := f.next
			f.ask(&s.view, &busy)
			busy.Wait()
			if i > 0 && (f.next-before)*f.step < 0 {
				t.Errorf("backwards %v: at %d what is next went from %d to %d", backwards, f.at, before, f.next)
			}
			f.take(page, data)
		}
		if err := s.release(); err != nil {
			t.Fatal(err)
		}
	}
}
