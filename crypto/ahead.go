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
// there. It belongs to one reader of one state, and reads only the base.
type ahead struct {
	above [4]family // the last used first
	ring  [2 * aheadMost]room
	buf   []byte // of the ring, nil until it is needed
	asked bool   // whether the ring was used
	taken int    // pages that were ready
	busy  sync.WaitGroup
}

const (
	// aheadMost is how many pages are given to the other goroutine at a time:
	// enough to be worth waking it. It begins with fewer, for whoever reads a
	// few in order and stops.
	aheadMost  = 32
	aheadFirst = 4
	// inOrder is after how many pages in order the next ones are expected.
	inOrder = 2
)

// family is a page of a b-tree that has pages below it.
type family struct {
	page     uint32
	children []uint32 // in order
	at       int      // the child that was read last
	step     int      // 1 or -1: in which order they are read
	run      int      // how many were read in that order
	next     int      // the child that the other goroutine gets next
	batch    int      // how many it gets
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

var aheads = sync.Pool{New: func() any { return new(ahead) }}

// read gives a page of the view, by whichever way is quickest.
func (a *ahead) read(v *view, page uint32, dst []byte) error {
	if a.follow(page) {
		a.ask(v)
		if a.take(page, dst) {
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

// follow is told which page is read next, and says whether it goes in order.
func (a *ahead) follow(page uint32) bool {
	for i := range a.above {
		f := &a.above[i]
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
			return false
		default:
			continue
		}
		a.first(i)
		return a.above[0].run >= inOrder
	}
	return false
}

// first moves a family to the front. What the ring holds is of another one then.
func (a *ahead) first(i int) {
	if i == 0 {
		return
	}
	f := a.above[i]
	f.restart()
	copy(a.above[1:i+1], a.above[:i])
	a.above[0] = f
}

func (f *family) restart() { f.next, f.batch = -1, aheadFirst }

// ask has the next pages read, when no more are on their way than at a time.
func (a *ahead) ask(v *view) {
	f := &a.above[0]
	if f.next < 0 || (f.next-f.at)*f.step <= 0 {
		f.next = f.at + f.step
	}
	if (f.next-f.at)*f.step > f.batch || !f.has(f.next) {
		return
	}
	if a.buf == nil {
		a.buf = make([]byte, len(a.ring)*pageSize)
	}
	var batch []int
	for len(batch) < f.batch && f.has(f.next) {
		i, page := f.next%len(a.ring), f.children[f.next]
		if !a.ring[i].clear() {
			break
		}
		f.next += f.step
		if page == 0 || page > v.base || v.overlay.at(page) != nil {
			continue // at hand, or no page at all
		}
		a.ring[i].page = page
		a.ring[i].state.Store(roomWanted)
		batch = append(batch, i)
	}
	f.batch = min(2*f.batch, aheadMost)
	if len(batch) > 0 {
		a.asked = true
		a.busy.Go(func() { a.work(v.g, batch) })
	}
}

// clear makes the room idle, unless it is being worked on.
func (r *room) clear() bool {
	r.state.CompareAndSwap(roomWanted, roomIdle)
	r.state.CompareAndSwap(roomReady, roomIdle)
	return r.state.Load() == roomIdle
}

func (a *ahead) at(i int) []byte { return a.buf[i*pageSize : (i+1)*pageSize] }

// work is the other goroutine. A page that can not be read is left to whoever
// wants it, to find out why.
func (a *ahead) work(g *generation, batch []int) {
	for _, i := range batch {
		r := &a.ring[i]
		if !r.state.CompareAndSwap(roomWanted, roomWorking) {
			continue
		}
		if g.content.read(r.page, a.at(i)) == nil {
			r.state.Store(roomReady)
		} else {
			r.state.Store(roomIdle)
		}
	}
}

// take gives a page that is ready. One that is not begun is not wanted any more.
func (a *ahead) take(page uint32, dst []byte) bool {
	i := a.above[0].at % len(a.ring)
	r := &a.ring[i]
	if r.page != page || !a.asked {
		return false
	}
	if r.state.CompareAndSwap(roomWanted, roomIdle) || r.state.Load() != roomReady {
		return false
	}
	copy(dst, a.at(i))
	r.state.Store(roomIdle)
	a.taken++
	return true
}

// hasBelow says whether that is a page of a b-tree with pages below it.
func hasBelow(page uint32, data []byte) bool {
	return page > 1 && !isPointerMap(page) && (data[0] == 2 || data[0] == 5)
}

// remember keeps which pages are below one. Should it be no such page after all,
// no harm is done: the numbers in it are only guesses at what is read next.
func (a *ahead) remember(page uint32, data []byte) {
	for i := range a.above {
		if f := &a.above[i]; f.is(f.at, page) {
			f.run = 0 // it is not leaves that were read in order there
		}
	}
	last := slices.IndexFunc(a.above[:], func(f family) bool { return f.page == page })
	if last < 0 {
		last = len(a.above) - 1
	}
	before := a.above[0]
	f := family{page: page, children: below(a.above[last].children[:0], data), at: -1, step: 1}
	// When the one before was gone through to its end, so will this one be.
	if before.run >= inOrder && !before.has(before.at+before.step) {
		f.step, f.run = before.step, inOrder
		if f.step < 0 {
			f.at = len(f.children)
		}
	}
	f.restart()
	a.above[last] = f
	a.first(last)
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
	for i := range a.ring {
		a.ring[i].state.CompareAndSwap(roomWanted, roomIdle)
	}
	a.busy.Wait()
	if a.asked {
		clear(a.buf)
	}
	for i := range a.ring {
		a.ring[i].page = 0
		a.ring[i].state.Store(roomIdle)
	}
	for i := range a.above {
		a.above[i] = family{children: a.above[i].children[:0]}
	}
	a.asked, a.taken = false, 0
	aheads.Put(a)
}
