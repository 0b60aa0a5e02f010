package disktest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Digest is the SHA-256 of what some rows, a blob or a small file hold.
type Digest = [sha256.Size]byte

// Outcome is what a directory turned out to hold.
type Outcome struct {
	Absent bool   // no vault is there
	Rows   Digest // of all tables
	Pass   string // the passphrase that opened it
	// Generation and transaction.
	Gen, Seq uint64
	Oldest   uint64            // generation of which a file lay there when it was found
	Named    map[string]Digest // blobs that have a row
	Blobs    map[string]Digest // blobs that lie there
	Sealed   map[string]Digest
}

// Model is what a vault must hold. It never changes: each method that tells of something new gives another Model, so
// that a moment keeps its own.
//
// Where something is under way, what was before it and what will be after it are both right.
type Model struct {
	created bool
	rows    []Digest // the first is what was acknowledged
	pass    []string
	// recovery is the key that opens the vault, too; none is known when it is empty.
	recovery string
	gen      uint64
	seq      uint64
	clean    uint64 // no file of a generation before this one may be there
	blobs    map[string]promise
	sealed   map[string][]Digest // the zero Digest: not there
}

// promise is what is known of a blob: what it holds, and whether it must be, or must not be, there.
type promise struct {
	sum        Digest
	here, gone bool
}

// NewModel is of a vault that is being created with a passphrase, and holds rows when it is.
func NewModel(pass string, rows Digest) *Model {
	return &Model{rows: []Digest{rows}, pass: []string{pass}, blobs: map[string]promise{}, sealed: map[string][]Digest{}}
}

func (m *Model) change(f func(*Model)) *Model {
	n := *m
	f(&n)
	return &n
}

// Created: the vault was acknowledged, and this key with it.
func (m *Model) Created(recoveryKey string) *Model {
	return m.change(func(m *Model) { m.created, m.recovery = true, recoveryKey })
}

// Paper: this recovery key opens the vault. While it is being changed nobody knows one: the new one was not shown yet,
// and the old one may not open any more.
func (m *Model) Paper(recoveryKey string) *Model {
	return m.change(func(m *Model) { m.recovery = recoveryKey })
}

// Writing: a transaction is under way, after which the tables hold rows.
func (m *Model) Writing(rows Digest) *Model {
	return m.change(func(m *Model) { m.rows = append(slices.Clip(m.rows), rows) })
}

// Wrote: what was under way was acknowledged, and this is where the vault stands.
func (m *Model) Wrote(gen, seq uint64) *Model {
	return m.change(func(m *Model) { m.rows = m.rows[len(m.rows)-1:]; m.gen, m.seq = gen, seq })
}

// Unwritten: what was under way last failed, and in a way that says that nothing of it is there.
func (m *Model) Unwritten() *Model {
	return m.change(func(m *Model) { m.rows = m.rows[:len(m.rows)-1] })
}

// Moved: a compaction was acknowledged, so what was before it is gone from the disk.
func (m *Model) Moved(gen, seq uint64) *Model {
	return m.change(func(m *Model) { m.gen, m.seq, m.clean = gen, seq, gen })
}

// Passing: the passphrase is being changed.
func (m *Model) Passing(pass string) *Model {
	return m.change(func(m *Model) { m.pass = append(slices.Clip(m.pass), pass) })
}

// Passed: it was.
func (m *Model) Passed() *Model {
	return m.change(func(m *Model) { m.pass = m.pass[len(m.pass)-1:] })
}

// Blob: this is known of a blob from now on: it must be there, must not be there, or may.
func (m *Model) Blob(id string, sum Digest, here, gone bool) *Model {
	return m.change(func(m *Model) {
		m.blobs = maps.Clone(m.blobs)
		m.blobs[id] = promise{sum, here, gone}
	})
}

// Sealing: a small file is being written.
func (m *Model) Sealing(name string, sum Digest) *Model {
	return m.change(func(m *Model) {
		may := m.sealed[name]
		if may == nil {
			may = []Digest{{}}
		}
		m.sealed = maps.Clone(m.sealed)
		m.sealed[name] = append(slices.Clip(may), sum)
	})
}

// Sealed: it was.
func (m *Model) Sealed(name string) *Model {
	return m.change(func(m *Model) {
		m.sealed = maps.Clone(m.sealed)
		may := m.sealed[name]
		m.sealed[name] = may[len(may)-1:]
	})
}

// Adopt is the model of a vault that was found so and opened: what was seen once must not change any more. Blobs whose
// writing or removing was under way mean nothing without a row, and may still come and go.
func (m *Model) Adopt(o Outcome) *Model {
	return m.change(func(m *Model) {
		if o.Absent {
			return
		}
		m.created = true
		m.rows, m.pass, m.gen, m.seq = []Digest{o.Rows}, []string{o.Pass}, o.Gen, o.Seq
		sealed := map[string][]Digest{}
		for name := range m.sealed {
			sealed[name] = []Digest{o.Sealed[name]} // the zero Digest when it is not there
		}
		m.sealed = sealed
	})
}

// Allows says what in an outcome is not as it must be.
func (m *Model) Allows(o Outcome) error {
	if o.Absent {
		if m.created {
			return errors.New("the vault is gone")
		}
		return nil
	}
	if !slices.Contains(m.rows, o.Rows) {
		return fmt.Errorf("the tables hold %x, which is none of %d states that they may be in", o.Rows[:4], len(m.rows))
	}
	if !slices.Contains(m.pass, o.Pass) {
		return fmt.Errorf("opens with %q, and not with one of %q", o.Pass, m.pass)
	}
	if o.Gen < m.gen || o.Gen == m.gen && o.Seq < m.seq {
		return fmt.Errorf("stands at %d/%d, but %d/%d was acknowledged", o.Gen, o.Seq, m.gen, m.seq)
	}
	if o.Oldest < m.clean {
		return fmt.Errorf("a file of generation %d came back, though that of %d was compacted", o.Oldest, m.clean)
	}
	return errors.Join(m.allowsBlobs(o), m.allowsSealed(o))
}

func (m *Model) allowsBlobs(o Outcome) error {
	for id, sum := range o.Named {
		if got, ok := o.Blobs[id]; !ok || got != sum {
			return fmt.Errorf("blob %s has a row and is there: %v", id, ok)
		}
	}
	for id, p := range m.blobs {
		got, ok := o.Blobs[id]
		switch {
		case p.here && !ok:
			return fmt.Errorf("blob %s is gone", id)
		case p.gone && ok:
			return fmt.Errorf("blob %s came back", id)
		case ok && got != p.sum:
			return fmt.Errorf("blob %s holds something else", id)
		}
	}
	for id := range o.Blobs {
		if _, ok := m.blobs[id]; !ok {
			return fmt.Errorf("blob %s was never written", id)
		}
	}
	return nil
}

func (m *Model) allowsSealed(o Outcome) error {
	for name, may := range m.sealed {
		if !slices.Contains(may, o.Sealed[name]) {
			return fmt.Errorf("%s holds something else", name)
		}
	}
	return nil
}

// Passphrases are those that may open the vault, the acknowledged one first.
func (m *Model) Passphrases() []string { return m.pass }

// SealedNames are the small files that were ever begun.
func (m *Model) SealedNames() []string { return slices.Sorted(maps.Keys(m.sealed)) }
