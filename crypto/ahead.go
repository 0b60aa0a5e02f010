package crypto

import (
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
)

// ahead reads on for one who goes through a table or an index in order. Its
// pages lie anywhere in the file, but the page above them in the b-tree, which
// SQLite read before, names them in order. So the next ones are decrypted on
// another processor while SQLite works on this one.
//
// It is a help and no more: what is not ready yet is read as if this were not
// there. It belongs to one reader of one state, which does not change.
type ahead struct {
	above [4]*family // the last used first
	taken int        // pages that were ready
	busy  sync.WaitGroup

	part [pageSize]byte // of which SQLite wants a piece
}

const (
	// aheadMost is how many pages are given to the other goroutine at a time:
	// enough to be worth waking it. It begins with fewer, for whoever reads a
	// few in order and stops.
	aheadMost  = 16
	aheadFirst = 4
	// inOrder is after how many pages in order the next ones are expected.
	inOrder = 2
)

// family is a page of a b-tree that has pages below it, and those of them that
// are read ahead.
type family struct {
	page     uint32
	children []uint32 // in order
	at       int      // the child that was read last
	step     int      // 1 or -1: in which order they are read
	run      int      // how many were read in that order
	next     int      // the child that the other goroutine gets next
	batch    int      // how many it gets

	ring [2 * aheadMost]room
	buf  []byte // of the ring, nil until it is needed
	used bool
}

func (f *family) has(child int) bool { return child >= 0 && child < len(f.children) }

func (f *family) is(child int, page uint32) bool { return f.has(child) && f.children[child] == page }

// room is a place in the ring, for one page.
type room struct {
	page  uint32 // changed only by the reader, while the room is idle
	state atomic.Int32
}

const (
	roomIdle    int32 = iota
	roomWanted        // the other goroutine may begin
	roomWorking       // it has
	roomReady
)

var aheads = sync.Pool{New: func() any {
	a := new(ahead)
	for i := range a.above {
		a.above[i] = new(family)
	}
	return a
}}

// read gives a page of the view, by whichever way is quickest.
func (a *ahead) read(v *view, page uint32, dst []byte) error {
	if f := a.follow(page); f != nil {
		f.ask(v, &a.busy)
		if f.take(page, dst) {
			a.taken++
			return nil
		}
	}
	if err := v.page(page, dst); err != nil {
		return err
	}
	if hasBelow(page, dst) {
		a.remember(page, dst)
	}
	return nil
}

// follow is told which page is read next, and gives the family in which it goes
// in order, or nil.
func (a *ahead) follow(page uint32) *family {
	for i, f := range a.above {
		switch {
		case f.is(f.at+f.step, page):
			f.at += f.step
			f.run++
		case f.is(f.at-f.step, page):
			f.step = -f.step
			f.at += f.step
			f.run = 1
			f.restart()
		case i == 0 && slices.Contains(f.children, page):
			f.at = slices.Index(f.children, page)
			f.run = 0
			f.restart()
			return nil
		default:
			continue
		}
		a.first(i)
		if f.run < inOrder {
			return nil
		}
		return f
	}
	return nil
}

// first moves a family to the front.
func (a *ahead) first(i int) {
	f := a.above[i]
	copy(a.above[1:i+1], a.above[:i])
	a.above[0] = f
}

func (f *family) restart() { f.next, f.batch = f.at, aheadFirst }

// ask has the next pages read, when no more are on their way than at a time.
func (f *family) ask(v *view, busy *sync.WaitGroup) {
	if (f.next-f.at)*f.step <= 0 {
		f.next = f.at + f.step
	}
	if (f.next-f.at)*f.step > f.batch || !f.has(f.next) {
		return
	}
	if f.buf == nil {
		f.buf = make([]byte, len(f.ring)*pageSize)
	}
	batch := make([]int, 0, aheadMost)
	for len(batch) < f.batch && f.has(f.next) {
		i, page := f.next%len(f.ring), f.children[f.next]
		if !f.ring[i].clear() {
			break
		}
		f.next += f.step
		if page == 0 || page > v.pages {
			continue // it was no page of a b-tree after all
		}
		f.ring[i].page = page
		f.ring[i].state.Store(roomWanted)
		batch = append(batch, i)
	}
	f.batch = min(2*f.batch, aheadMost)
	if len(batch) > 0 {
		f.used = true
		busy.Go(func() { f.work(v, batch) })
	}
}

// clear makes the room idle, unless it is being worked on.
func (r *room) clear() bool {
	r.state.CompareAndSwap(roomWanted, roomIdle)
	r.state.CompareAndSwap(roomReady, roomIdle)
	return r.state.Load() == roomIdle
}

func (f *family) room(i int) []byte { return f.buf[i*pageSize : (i+1)*pageSize] }

// work is the other goroutine. A page that can not be read is left to whoever
// wants it, to find out why.
func (f *family) work(v *view, batch []int) {
	for _, i := range batch {
		r := &f.ring[i]
		if !r.state.CompareAndSwap(roomWanted, roomWorking) {
			continue
		}
		if v.page(r.page, f.room(i)) == nil {
			r.state.Store(roomReady)
		} else {
			r.state.Store(roomIdle)
		}
	}
}

// take gives a page that is ready. One that is not begun is not wanted any more.
func (f *family) take(page uint32, dst []byte) bool {
	i := f.at % len(f.ring)
	r := &f.ring[i]
	if r.page != page || !f.used {
		return false
	}
	if r.state.CompareAndSwap(roomWanted, roomIdle) || r.state.Load() != roomReady {
		return false
	}
	copy(dst, f.room(i))
	r.state.Store(roomIdle)
	return true
}

// hasBelow says whether that is a page of a b-tree with pages below it.
func hasBelow(page uint32, data []byte) bool {
	return page > 1 && !isPointerMap(page) && (data[0] == 2 || data[0] == 5)
}

// remember keeps which pages are below one. Should it be no such page after all,
// no harm is done: the numbers in it are only guesses at what is read next.
func (a *ahead) remember(page uint32, data []byte) {
	for _, f := range a.above {
		if f.is(f.at, page) {
			f.run = 0 // it is not leaves that were read in order there
		}
	}
	i := slices.IndexFunc(a.above[:], func(f *family) bool { return f.page == page })
	if i < 0 {
		i = len(a.above) - 1
		for k, f := range a.above { // one that is at its end is not needed any more
			if f.run >= inOrder && !f.has(f.at+f.step) {
				i = k
				break
			}
		}
	}
	f := a.above[i]
	through := f.run >= inOrder && !f.has(f.at+f.step)
	f.page, f.children = page, below(f.children[:0], data)
	switch {
	case !through:
		f.at, f.step, f.run = -1, 1, 0
	case f.step > 0: // so will this one be gone through
		f.at = -1
	default:
		f.at = len(f.children)
	}
	f.restart()
	a.first(i)
}

// below appends the pages below one, in order: each cell begins with its page,
// and the last stands in the header.
func below(children []uint32, data []byte) []uint32 {
	const header = 12
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(data[at:])) }
	cells := min(u16(3), (pageSize-header)/2)
	for i := range cells {
		if at := u16(header + 2*i); at <= pageSize-4 {
			children = append(children, binary.BigEndian.Uint32(data[at:]))
		}
	}
	return append(children, binary.BigEndian.Uint32(data[8:]))
}

// end waits for the other goroutine, overwrites what was decrypted, and leaves
// the memory to the next reader.
func (a *ahead) end() {
	for _, f := range a.above {
		for i := range f.ring {
			f.ring[i].state.CompareAndSwap(roomWanted, roomIdle)
		}
	}
	a.busy.Wait()
	for _, f := range a.above {
		f.end()
	}
	clear(a.part[:])
	a.taken = 0
	aheads.Put(a)
}

func (f *family) end() {
	if f.used {
		clear(f.buf)
		for i := range f.ring {
			f.ring[i].page = 0
			f.ring[i].state.Store(roomIdle)
		}
	}
	f.page, f.children, f.used = 0, f.children[:0], false
	f.at, f.step, f.run = 0, 1, 0
}
