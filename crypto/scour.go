package crypto

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"unsafe"

	"kortisto/crypto/pagevfs"
)

var scouring sync.Mutex

// Scour overwrites what this process no longer uses of its memory, as far as Go
// lets us: copies of keys and passphrases inside of libraries, texts and pages
// that the collector has freed but nobody has overwritten. It is for the moment
// after Close, takes some tens of milliseconds, and changes nothing else.
//
// Freed memory keeps what it held until it is used again. So after two
// collections (the second empties what pools still hold) every free slot between
// living objects is taken once, which zeroes it, and let go. Whole free spans go
// back to the system, which gives them out again as zeros: before, so that what is
// taken comes from clean ones, and after. What lives, stacks among it, stays.
func Scour() {
	scouring.Lock()
	defer scouring.Unlock()
	pagevfs.Scour()
	runtime.GC()
	percent := debug.SetGCPercent(-1)
	// With one processor there is one cache of slots and pages, none out of reach.
	procs := runtime.GOMAXPROCS(1)
	debug.FreeOSMemory()
	takeFree()
	debug.FreeOSMemory()
	runtime.GOMAXPROCS(procs)
	debug.SetGCPercent(percent)
}

const (
	// batch is how much is taken at a time, in bytes: some spans of any class.
	batch = 256 << 10
	// largestSlot is the largest object that shares a span with others.
	largestSlot = 32 << 10
	// slotHeader stands before the pointers of an object of more than 512 bytes.
	slotHeader  = 8
	pointerSize = int(unsafe.Sizeof(uintptr(0)))
)

// takeFree takes the free slots of every size class, of those for objects with
// pointers and without.
func takeFree() {
	taken := []any{pages()}
	for _, size := range slotSizes() {
		taken = append(taken, untilFresh(size, func() []byte { return make([]byte, size) }))
		pointers := size / pointerSize
		if size > 512 {
			pointers -= slotHeader / pointerSize
		}
		taken = append(taken, untilFresh(size, func() []*byte { return make([]*byte, pointers) }))
	}
	runtime.KeepAlive(taken)
}

// pages takes what the processor has set aside of free pages: they were not given
// back to the system, and what is not taken of them stays as it was.
func pages() (taken [][]byte) {
	const page, aside = 8 << 10, 1 << 20 // twice what it sets aside
	for range aside / page {
		taken = append(taken, make([]byte, page))
	}
	return taken
}

// untilFresh takes batches of objects of a size until one batch comes from new
// spans alone: then the old ones are full.
func untilFresh[T any](size int, one func() T) (taken [][]T) {
	for range 4096 { // a gibibyte: more than there can be
		list := make([]T, batch/size) // before looking: it takes room itself
		taken = append(taken, list)
		before := inSpans()
		for i := range list {
			list[i] = one()
		}
		if inSpans() >= before+batch*3/4 {
			break
		}
	}
	return taken
}

// inSpans is how many bytes there are in spans, used and free. Asking does not stop
// the program, as runtime.ReadMemStats does.
func inSpans() uint64 {
	m := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(m)
	return m[0].Value.Uint64() + m[1].Value.Uint64()
}

// slotSizes are the size classes; those above what is reported are found by
// taking every size there could be.
func slotSizes() (sizes []int) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for _, class := range m.BySize {
		if class.Size > 0 {
			sizes = append(sizes, int(class.Size))
		}
	}
	for size := sizes[len(sizes)-1] + 1024; size <= largestSlot; size += 1024 {
		sizes = append(sizes, size)
	}
	return sizes
}

// stackRoom is more than the mathematics with a key takes of a stack, in bytes.
const stackRoom = 16 << 10

// burnStack overwrites what earlier calls have left on the stack below its caller.
// It is called before handling a key as well: then there is room, and the stack is
// not moved meanwhile, which would leave the old one behind.
//
//go:noinline
func burnStack() {
	var room [stackRoom]byte
	burn(room[:])
}

//go:noinline
func burn(b []byte) { clear(b) }
