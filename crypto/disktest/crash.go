package disktest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// Keep says what of a kind of change a loss of power leaves, of all that was not durable.
type Keep int

const (
	KeepNone Keep = iota
	KeepAll
	KeepFirst  // only the earliest
	KeepLast   // only the latest
	KeepPrefix // all up to some moment, the one at that moment in part
	KeepSome   // each on its own, of a write each sector on its own
	keeps
)

// Fill is what lies where a file grew without the bytes that were written there.
type Fill int

const (
	FillZeros Fill = iota
	FillNoise
	FillOld // what a file that is gone had there
	fills
)

// Damage is one way in which the power goes.
type Damage struct {
	Data, Entries Keep
	// Grow: sizes are as large as they were written, whatever came of the bytes.
	Grow bool
	Fill Fill
	Seed uint64 // decides what the above leave open
}

func (d Damage) String() string {
	keep := [...]string{"none", "all", "first", "last", "prefix", "some"}
	fill := [...]string{"zeros", "noise", "old"}
	return fmt.Sprintf("data %s, entries %s, grow %v, fill %s, seed %d", keep[d.Data], keep[d.Entries], d.Grow, fill[d.Fill], d.Seed)
}

// Damages are n ways, the plain ones first and then others at random. At least 32 of them are worth taking.
func Damages(r *rand.Rand, n int) []Damage {
	all := []Damage{
		{Data: KeepNone, Entries: KeepNone},
		{Data: KeepAll, Entries: KeepAll},
		{Data: KeepAll, Entries: KeepNone},
		{Data: KeepNone, Entries: KeepAll},
		{Data: KeepNone, Entries: KeepAll, Grow: true},
		{Data: KeepNone, Entries: KeepAll, Grow: true, Fill: FillNoise},
		{Data: KeepNone, Entries: KeepAll, Grow: true, Fill: FillOld},
		{Data: KeepFirst, Entries: KeepNone},
		{Data: KeepNone, Entries: KeepFirst},
		{Data: KeepLast, Entries: KeepNone, Grow: true},
		{Data: KeepNone, Entries: KeepLast},
		{Data: KeepLast, Entries: KeepAll, Grow: true, Fill: FillOld},
		{Data: KeepAll, Entries: KeepLast},
		{Data: KeepAll, Entries: KeepFirst},
	}
	for i := range all {
		all[i].Seed = r.Uint64()
	}
	for len(all) < n {
		k := KeepSome
		if r.IntN(4) == 0 {
			k = KeepPrefix
		}
		all = append(all, Damage{Data: k, Entries: k, Grow: r.IntN(2) == 0, Fill: Fill(r.IntN(int(fills))), Seed: r.Uint64()})
		if k == KeepSome && r.IntN(3) == 0 {
			all[len(all)-1].Entries = Keep(r.IntN(int(keeps)))
		}
	}
	return all[:n]
}

// Crash is the disk as it is found after its power was lost so. All that is on it is durable.
func (d *Disk) Crash(how Damage) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := &crash{how: how, r: rand.New(rand.NewPCG(how.Seed, 1)), gone: d.gone,
		files: map[*inode]*inode{}, dirs: map[*directory]*directory{}, data: never, entries: never}
	c.look(d.root, map[any]bool{})
	c.odds = []int{1, 4, 7}[c.r.IntN(3)] // of eight
	c.moment = c.data.between(c.r, c.entries)
	return &Disk{root: c.dir(d.root), locks: map[string]bool{}, clock: d.clock, gone: slices.Clip(d.gone)}
}

// Unsynced is how many sectors and entries of directories are not durable.
func (d *Disk) Unsynced() (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := &crash{data: never, entries: never}
	c.look(d.root, map[any]bool{})
	return c.pending
}

type crash struct {
	how           Damage
	r             *rand.Rand
	gone          []content
	files         map[*inode]*inode
	dirs          map[*directory]*directory
	data, entries span
	pending       int // sectors and entries
	odds          int
	moment        int64
}

// span is when the changes of a kind were made.
type span struct{ first, last int64 }

var never = span{first: 1 << 62}

func (s *span) add(at int64) { s.first, s.last = min(s.first, at), max(s.last, at) }

func (s span) between(r *rand.Rand, o span) int64 {
	first, last := min(s.first, o.first), max(s.last, o.last)
	if first > last {
		return 0
	}
	return first + r.Int64N(last-first+1)
}

// look finds everything that is not durable, in what can be reached.
func (c *crash) look(d *directory, seen map[any]bool) {
	if seen[d] {
		return
	}
	seen[d] = true
	for _, m := range []map[string]node{d.live, d.durable} {
		for _, n := range m {
			c.lookAt(n, seen)
		}
	}
	for _, ch := range d.pending {
		c.entries.add(ch.at)
		c.pending++
		c.lookAt(ch.node, seen)
	}
}

func (c *crash) lookAt(n node, seen map[any]bool) {
	if n.dir != nil {
		c.look(n.dir, seen)
	}
	if n.file == nil || seen[n.file] {
		return
	}
	seen[n.file] = true
	for _, ch := range n.file.pending {
		c.data.add(ch.at)
		c.pending += 1 + int(ch.n/sectorSize)
	}
}

type part int

const (
	dropped part = iota
	whole
	torn
)

// decide says what comes of the change that was made at a moment.
func (c *crash) decide(k Keep, s span, at int64) part {
	kept := false
	switch k {
	case KeepAll:
		kept = true
	case KeepFirst:
		kept = at == s.first
	case KeepLast:
		kept = at == s.last
	case KeepPrefix:
		if at == c.moment {
			return torn
		}
		kept = at < c.moment
	case KeepSome:
		if c.r.IntN(2) == 0 {
			return torn
		}
		kept = c.chance()
	}
	if kept {
		return whole
	}
	return dropped
}

func (c *crash) chance() bool { return c.r.IntN(8) < c.odds }

// dir is a directory as it is found. Names in order, so that a seed always means the same.
func (c *crash) dir(d *directory) *directory {
	if n := c.dirs[d]; n != nil {
		return n
	}
	n := newDirectory()
	c.dirs[d] = n
	found := maps.Clone(d.durable)
	for _, ch := range d.pending {
		switch c.decide(c.how.Entries, c.entries, ch.at) {
		case whole:
			ch.apply(found)
		case torn: // half of a renaming: both names
			if c.chance() && ch.old != "" {
				found[ch.name] = ch.node
			} else if c.chance() {
				ch.apply(found)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		e := found[name]
		if e.dir != nil {
			n.live[name] = node{dir: c.dir(e.dir)}
		} else {
			n.live[name] = node{file: c.file(e.file)}
		}
	}
	n.durable = maps.Clone(n.live)
	return n
}

func (c *crash) file(f *inode) *inode {
	if n := c.files[f]; n != nil {
		return n
	}
	n := &inode{live: c.bytes(f)}
	n.durable = n.live.clone()
	c.files[f] = n
	return n
}

// bytes are what is found of a file.
func (c *crash) bytes(f *inode) content {
	got := f.durable.clone()
	if len(f.pending) == 0 {
		return got
	}
	var came sectors // those beyond what was durable
	for _, ch := range f.pending {
		p := c.decide(c.how.Data, c.data, ch.at)
		switch {
		case p == dropped:
		case ch.cut:
			if p == whole || c.chance() {
				got.truncate(ch.size)
			}
		case p == whole:
			c.put(&got, &came, ch, 0, ch.n)
		case c.how.Data == KeepPrefix:
			c.put(&got, &came, ch, 0, c.r.Int64N(ch.n/sectorSize+1)*sectorSize)
		default:
			c.some(&got, &came, ch)
		}
	}
	if c.how.Grow {
		got.size = max(got.size, f.live.size)
	}
	c.fill(&got, &came, f.durable.size)
	return got
}

// some has each sector of a write come or not. Of a long one, runs of sectors: room that is set aside has thousands.
func (c *crash) some(got *content, came *sectors, ch change) {
	step := int64(sectorSize)
	if ch.n > 256*sectorSize {
		step = sectorSize * (1 + c.r.Int64N(ch.n/sectorSize/16))
	}
	for from := int64(0); from < ch.n; from += step {
		if c.chance() {
			c.put(got, came, ch, from, min(from+step, ch.n))
		}
	}
}

// put has the bytes of a write come, of those from one place in it to another.
func (c *crash) put(got *content, came *sectors, ch change, from, to int64) {
	if from >= to {
		return
	}
	if ch.data != nil {
		got.writeAt(ch.data[from:to], ch.off+from)
	} else {
		got.clear(ch.off+from, to-from)
	}
	got.size = max(got.size, min(ch.off+to, ch.size))
	came.add(ch.off+from, ch.off+to)
}

// fill puts something into the sectors that a file grew by and that never came. What a sector had that reaches over
// the end of what was durable stays: a file system reads it before it writes.
func (c *crash) fill(got *content, came *sectors, durable int64) {
	if c.how.Fill == FillZeros {
		return
	}
	var old content
	if c.how.Fill == FillOld && len(c.gone) > 0 {
		old = c.gone[c.r.IntN(len(c.gone))]
	}
	buf := make([]byte, sectorSize)
	from := (durable + sectorSize - 1) / sectorSize * sectorSize
	for at, n := from, 0; at < got.size && n < 512; at += sectorSize {
		if came.has(at) {
			continue
		}
		n++ // a megabyte of noise teaches no more than so many sectors
		if c.how.Fill == FillNoise {
			for i := range buf {
				buf[i] = byte(c.r.Uint32())
			}
		} else {
			old.readAt(buf, at)
		}
		got.writeAt(buf[:min(sectorSize, got.size-at)], at)
	}
}

// sectors are ranges of a file.
type sectors [][2]int64

func (s *sectors) add(from, to int64) {
	if last := len(*s) - 1; last >= 0 && (*s)[last][1] == from {
		(*s)[last][1] = to
		return
	}
	*s = append(*s, [2]int64{from, to})
}

func (s sectors) has(at int64) bool {
	return slices.ContainsFunc(s, func(r [2]int64) bool { return r[0] <= at && at < r[1] })
}
