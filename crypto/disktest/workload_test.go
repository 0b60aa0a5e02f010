package disktest

import (
	"context"
	"testing"
)

// TestWorkload: with no crash at all everything is as the model says, on the disk as it is and as only the synced of it
// is at each acknowledged moment.
func TestWorkload(t *testing.T) {
	ctx := context.Background()
	d := NewDisk()
	w := NewWorkload(d, 7)
	if err := w.Create(ctx); err != nil {
		t.Fatal(err)
	}
	j := NewJudge()
	for range 20 {
		name, err := w.Step(ctx)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, found := range []*Disk{d.Clone(), d.Crash(Damage{})} {
			if err := j.Check(ctx, found, w.Model()); err != nil {
				t.Fatal(name, err)
			}
		}
	}
	if err := w.Close(ctx); err != nil {
		t.Fatal(err)
	}
}
