package desktop

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/app/demo/invent"
)

func TestNobodyIsThereByBothClocks(t *testing.T) {
	start := time.Now()
	wall := func(d time.Duration) time.Time { return start.Add(d).Round(0) } // asleep: only the clock on the wall goes on
	for _, c := range []struct {
		what string
		used time.Duration
		now  []time.Time
		want string
	}{
		{"just below", 0, beats(start, 0, 10*time.Minute-time.Second), ""},
		{"after the minutes", 0, beats(start, 0, 10*time.Minute), "idle"},
		{"used meanwhile", 9 * time.Minute, beats(start, 0, 15*time.Minute), ""},
		{"used too long ago", 9 * time.Minute, beats(start, 0, 19*time.Minute), "idle"},
		{"a slow beat", 0, []time.Time{start.Add(beat + slept - time.Second)}, ""},
		{"asleep for a while", 0, []time.Time{start.Add(beat), wall(3 * time.Minute)}, "suspend"},
		{"asleep for a night", 0, []time.Time{start.Add(beat), wall(8 * time.Hour)}, "suspend"},
		{"the clock was put back", 0, []time.Time{wall(-8 * time.Hour)}, ""},
	} {
		var i idle
		i.begin(start)
		i.used = start.Add(c.used)
		var got string
		for _, now := range c.now {
			if got = i.due(now, 10*time.Minute); got != "" {
				break
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	// The clock on the wall goes back while the other one goes on.
	var i idle
	i.begin(start)
	back := start.Add(20 * time.Minute)
	if since(i.used, back) < since(i.used, back.Round(0).Add(-time.Hour)) {
		t.Error("a clock that is put back makes it later")
	}
}

func beats(start time.Time, from, to time.Duration) (all []time.Time) {
	for d := from; d < to; d += beat {
		all = append(all, start.Add(d))
	}
	return append(all, start.Add(to))
}

// fakeSystem is a machine of which only the signals exist.
type fakeSystem struct {
	tell  chan func(string)
	ended chan struct{}
}

func (f *fakeSystem) Watch(ctx context.Context, tell func(string)) {
	f.tell <- tell
	<-ctx.Done()
	f.ended <- struct{}{}
}

func openedOn(t *testing.T, f System) *bench {
	b := newBench(t)
	b.sh.cfg.System = f
	sheet := do[RecoverySheet](b, "Session.Create", firstRun)
	do[none](b, "Session.ConfirmRecovery", typedFrom(sheet))
	return b
}

func (b *bench) told(event string) bool {
	b.host.mu.Lock()
	defer b.host.mu.Unlock()
	return slices.ContainsFunc(b.host.events, func(e string) bool { return strings.HasPrefix(e, event+" ") })
}

func TestTheMachineTellsAndTheRegisterIsLockedBeforeItSleeps(t *testing.T) {
	for _, reason := range []string{"suspend", "screen"} {
		f := &fakeSystem{make(chan func(string), 1), make(chan struct{}, 1)}
		b := openedOn(t, f)
		tell := <-f.tell
		within(t, "telling", func() { tell(reason) })
		// Sleep waits until tell has returned: by now it must be locked.
		if s := do[SessionState](b, "Session.State"); s.State != "locked" || s.Reason != reason || s.Since == "" {
			t.Fatalf("%+v", s)
		}
		if !b.told("locking") || !b.told("locked") {
			t.Errorf("the page was not told: %v", b.host.events)
		}
		within(t, "watching", func() { <-f.ended })
		tell(reason) // a second signal has nothing to lock
		do[SessionState](b, "Session.Unlock", passphrase)
		if tell = <-f.tell; do[SessionState](b, "Session.State").State != "open" {
			t.Error("not watched again after unlocking")
		}
	}
}

// TestAPageThatHangsIsLockedAllTheSame: the count is not the page's.
func TestAPageThatHangsIsLockedAllTheSame(t *testing.T) {
	b := opened(t)
	later := func(d time.Duration) {
		b.mu.Lock()
		b.now = b.now.Add(d)
		b.mu.Unlock()
	}
	tick := make(chan time.Time)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go b.sh.guard(ctx, tick)
	tick <- time.Time{} // the guard has begun
	for range 119 {     // nine minutes and fifty-five seconds
		later(beat)
		tick <- time.Time{}
	}
	do[none](b, "Session.Used")
	for range 119 {
		later(beat)
		tick <- time.Time{}
	}
	if s := do[SessionState](b, "Session.State"); s.State != "open" {
		t.Fatalf("locked while it was used: %+v", s)
	}
	later(beat)
	do[none](b, "Session.Used") // too late to count
	tick <- time.Time{}
	within(t, "locking", func() {
		for do[SessionState](b, "Session.State").State == "open" {
			time.Sleep(10 * time.Millisecond)
		}
	})
	if s := do[SessionState](b, "Session.State"); s.Reason != "idle" {
		t.Fatalf("%+v", s)
	}
}

// TestALongLogIsFoldedWhileNobodyIsThere, and not while somebody is.
func TestALongLogIsFoldedWhileNobodyIsThere(t *testing.T) {
	b := opened(t)
	tick := make(chan time.Time)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go b.sh.guard(ctx, tick)
	tick <- time.Time{} // the guard has begun
	base := func() string {
		found, err := filepath.Glob(filepath.Join(b.sh.cfg.Options.Dir, "base-*.age"))
		if err != nil || len(found) == 0 {
			t.Fatal(found, err)
		}
		return found[len(found)-1]
	}
	first := base()
	rest := func() {
		b.mu.Lock()
		b.now = b.now.Add(beat)
		b.mu.Unlock()
		tick <- time.Time{}
	}
	choice := b.chosen("asiakkaat.csv", invent.List(9000, 2)) // above 8 MiB
	do[ImportResult](b, "Imports.Run", choice, do[ImportPreview](b, "Imports.Preview", choice).Digest)
	do[none](b, "Session.Used")
	for range int(still/beat) - 1 {
		rest()
	}
	if base() != first {
		t.Fatal("rewritten while somebody was there")
	}
	rest()
	within(t, "folding", func() {
		for base() == first {
			time.Sleep(10 * time.Millisecond)
		}
	})
}

func TestTheLockPageTellsWhatWasStopped(t *testing.T) {
	b := opened(t)
	choice := b.chosen("asiakkaat.csv", invent.List(3000, 2))
	p := do[ImportPreview](b, "Imports.Preview", choice)
	h := b.lockAt("importing", 0)
	within(t, "the import", func() { refused(b, "cancelled", "Imports.Run", choice, p.Digest) })
	within(t, "locking", func() { <-h.locked })
	if s := do[SessionState](b, "Session.State"); !slices.Equal(s.Stopped, []string{"import"}) {
		t.Fatalf("stopped: %q", s.Stopped)
	}
	do[SessionState](b, "Session.Unlock", passphrase)
	if s := do[SessionState](b, "Session.Lock", "user"); len(s.Stopped) != 0 {
		t.Fatalf("stopped: %q", s.Stopped)
	}
}
