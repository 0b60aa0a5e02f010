package disktest_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"kortisto/build/campaign"
)

// shard is how many damages a round tries.
const shard = 1024

// TestTamper: any one bit of a vault, any cut of any of its files, and any damage of several bytes is refused by the
// right name or changes nothing that means anything. The long form tries every bit and every cut once, in an order that
// spreads over all files, and random damages after that.
func TestTamper(t *testing.T) {
	g := newTarget(t)
	c := campaign.Begin(t, "tamper", 4)
	total := g.size*8 + g.size
	t.Logf("%d files of %d bytes: %d bits and %d cuts", len(g.names), g.size, g.size*8, g.size)
	for {
		round, more := c.Next()
		if !more {
			break
		}
		var wait sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for w := range workers {
			wait.Go(func() {
				for i := round*shard + w; i < (round+1)*shard; i += workers {
					if i < total {
						g.tryOne(t, c, spread(i, total))
					} else {
						g.tryRandom(t, c, uint64(i))
					}
				}
			})
		}
		wait.Wait()
	}
}

// spread visits every number below total once, far apart from each other.
func spread(i, total int) int {
	step := total*610/987 | 1 // the golden ratio
	for gcd(step, total) != 1 {
		step += 2
	}
	return i * step % total
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// tryOne flips bit n, or cuts a file at one of its bytes.
func (g *target) tryOne(t *testing.T, c *campaign.Campaign, n int) {
	if n >= g.size*8 {
		name, at := g.place(n - g.size*8)
		c.Add("cuts", 1)
		g.try(t, c, fmt.Sprintf("%s cut to %d bytes", name, at), name, g.files[name][:at], at)
		return
	}
	name, at := g.place(n / 8)
	c.Add("bits", 1)
	g.try(t, c, fmt.Sprintf("%s, bit %d of byte %d", name, n%8, at), name, g.flipped(name, at, n%8), at)
}

// tryRandom overwrites, moves, takes out or puts in some bytes of a file.
func (g *target) tryRandom(t *testing.T, c *campaign.Campaign, n uint64) {
	r := rand.New(rand.NewPCG(c.Seed(), n))
	name := g.names[r.IntN(len(g.names))]
	b := bytes.Clone(g.files[name])
	if len(b) == 0 {
		return
	}
	from, length := r.IntN(len(b)), 1+r.IntN(1<<r.IntN(13))
	end := min(from+length, len(b))
	to := r.IntN(len(b))
	switch r.IntN(5) {
	case 0:
		for i := from; i < end; i++ {
			b[i] = byte(r.Uint32())
		}
	case 1:
		clear(b[from:end])
	case 2:
		copy(b[to:], g.files[name][from:end])
	case 3:
		b = append(b[:from:from], b[end:]...)
	case 4:
		b = append(b[:to:to], append(bytes.Clone(b[from:end]), b[to:]...)...)
	}
	if bytes.Equal(b, g.files[name]) {
		return
	}
	c.Add("random damages", 1)
	// The first byte that differs; behind the end of a log nothing means anything.
	at := 0
	for at < min(len(b), len(g.files[name])) && b[at] == g.files[name][at] {
		at++
	}
	g.try(t, c, fmt.Sprintf("%s, damaged at %d as seed %d/%d says", name, at, c.Seed(), n), name, b, at)
}

func (g *target) try(t *testing.T, c *campaign.Campaign, what, name string, b []byte, at int) {
	got, err := g.judge(g.with(t, name, b), name)
	if err == nil && got == harmless && !meaningless(name, at) && !(name == targetLog && at == len(g.files[name])) {
		err = fmt.Errorf("not noticed")
	}
	if err != nil {
		t.Errorf("%s: %s %v", what, got, err)
		c.Add("violations", 1)
		return
	}
	c.Add(string(got), 1)
}
