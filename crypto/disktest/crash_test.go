package disktest

import (
	"context"
	"testing"

	"kortisto/build/campaign"
)

// TestCrash: whatever operation on the disk a vault is at, and however the machine stops there, what is found opens,
// holds what was acknowledged or what was under way, and can be worked with.
func TestCrash(t *testing.T) {
	c := campaign.Begin(t, "crash", 1)
	for {
		n, more := c.Next()
		if !more {
			break
		}
		seed := c.Seed()*1000 + uint64(n)
		x := NewExplorer(seed)
		err := x.Life(context.Background(), seed, 30)
		c.Add("crash points", x.Points)
		c.Add("states", x.States)
		c.Add("distinct images opened", x.Images)
		c.Add("states of a second crash", x.Second)
		c.Add("images gone on with", x.GoneOn)
		c.Add("databases checked by SQLite", x.judge.Databases())
		c.Add("lives that went on after a crash", x.Reboots)
		if err != nil {
			t.Fatal(err)
		}
	}
}
