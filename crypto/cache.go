package crypto

import (
	"container/list"
	"io"
	"sync"
)

// chunkSize is age's: what is decrypted and authenticated in one piece.
const chunkSize = 64 << 10

// chunkCache keeps decrypted chunks of a base, the least recently used going
// first. Buffers are used again rather than left to the collector.
type chunkCache struct {
	src  io.ReaderAt
	size int64
	max  int

	mu    sync.Mutex
	at    map[int64]*list.Element
	order *list.List // of *chunk, most recently used first
	spare [][]byte
}

type chunk struct {
	index int64
	data  []byte
}

func newChunkCache(src io.ReaderAt, size int64, bytes int) *chunkCache {
	return &chunkCache{src: src, size: size, max: max(bytes/chunkSize, 1),
		at: map[int64]*list.Element{}, order: list.New()}
}

// read fills dst, which lies within one chunk.
func (c *chunkCache) read(dst []byte, off int64) error {
	if c.cached(dst, off) {
		return nil
	}
	i := off / chunkSize
	in := off % chunkSize
	c.mu.Lock()
	b := c.buffer()
	c.mu.Unlock()

	b = b[:min(chunkSize, c.size-i*chunkSize)]
	if n, err := c.src.ReadAt(b, i*chunkSize); n < len(b) {
		return err
	}
	copy(dst, b[in:])
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at[i] != nil { // another reader was faster
		c.spare = append(c.spare, b[:chunkSize])
		return nil
	}
	c.at[i] = c.order.PushFront(&chunk{i, b})
	return nil
}

// cached fills dst if its chunk is there.
func (c *chunkCache) cached(dst []byte, off int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[off/chunkSize]
	if e == nil {
		return false
	}
	c.order.MoveToFront(e)
	copy(dst, e.Value.(*chunk).data[off%chunkSize:])
	return true
}

// buffer finds room for one more chunk.
func (c *chunkCache) buffer() []byte {
	if n := len(c.spare); n > 0 {
		b := c.spare[n-1]
		c.spare = c.spare[:n-1]
		return b
	}
	if c.order.Len() < c.max {
		return make([]byte, chunkSize)
	}
	e := c.order.Back()
	ch := c.order.Remove(e).(*chunk)
	delete(c.at, ch.index)
	return ch.data[:chunkSize]
}

// wipe overwrites what was decrypted.
func (c *chunkCache) wipe() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := c.order.Front(); e != nil; e = e.Next() {
		clear(e.Value.(*chunk).data[:chunkSize])
	}
	for _, b := range c.spare {
		clear(b)
	}
	c.order.Init()
	clear(c.at)
	c.spare = nil
}
