package crypto

import (
	"maps"
	"math/rand/v2"
	"testing"
)

// Overlays of readers stay what they were, whatever comes after them.
func TestAForkedOverlayStaysWhatItWas(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	type lent struct {
		seen overlay
		want map[uint32]*place
	}
	var o overlay
	now := map[uint32]*place{}
	var readers []lent
	for step := range 400 {
		if r.IntN(3) == 0 {
			readers = append(readers, lent{o, maps.Clone(now)})
			o = o.fork()
		}
		pages, places := make([]uint32, 1+r.IntN(60)), make([]place, 60)
		for i := range pages {
			pages[i] = 1 + r.Uint32N(4000)
			now[pages[i]] = &places[i]
		}
		o.put(pages, places)
		if step%50 == 49 {
			size := 500 + r.Uint32N(3500)
			o.cut(size)
			maps.DeleteFunc(now, func(page uint32, _ *place) bool { return page > size })
		}
	}
	for i, l := range append(readers, lent{o, now}) {
		for page := range uint32(4002) {
			if l.seen.at(page) != l.want[page] {
				t.Fatalf("reader %d: page %d is another one", i, page)
			}
		}
	}
	if len(readers) < 50 || len(now) == 0 {
		t.Error(len(readers), "readers,", len(now), "pages")
	}
}
