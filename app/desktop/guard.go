package desktop

import (
	"context"
	"time"
)

// System is what the machine tells of itself.
type System interface {
	// Watch calls tell with "suspend" when the machine is about to sleep and with
	// "screen" when its screen was locked, until ctx ends. As far as the machine lets
	// it, sleep waits until tell has returned. Where the machine has no way of telling
	// this it returns at once.
	Watch(ctx context.Context, tell func(reason string))
}

const (
	// beat is how often it is looked whether somebody is there.
	beat = 5 * time.Second
	// slept is how late a beat is when the machine has slept, or the program stood
	// still; then nobody was there either.
	slept = time.Minute
	// farewell is how long the window has to save what is being typed before the
	// register is locked. Together with locking it stays below the five seconds for
	// which a machine waits with sleeping.
	farewell = 1500 * time.Millisecond
	// tidying is how long work may take to end and the register to be rewritten after
	// that, while the machine waits: an awake one lets them take their time.
	tidying = 1500 * time.Millisecond
	// still is for how long nobody must have used the program before it rewrites the
	// register unasked.
	still = 20 * time.Second
)

// idle counts for how long nobody has used the program.
type idle struct{ used, beat time.Time }

// begin starts the count.
func (i *idle) begin(now time.Time) { i.used, i.beat = now, now }

// since is the time between two looks at the clock: by the clock on the wall, for
// the other one stands still while the machine sleeps; and by the other one as
// well, for that on the wall can be put back.
func since(before, now time.Time) time.Duration {
	return max(now.Sub(before), now.Round(0).Sub(before.Round(0)))
}

// due says whether to lock and why: "idle" after so long a time without use,
// "suspend" when the beat before was so long ago that the machine has slept.
func (i *idle) due(now time.Time, after time.Duration) string {
	gap := since(i.beat, now)
	i.beat = now
	switch {
	case gap >= beat+slept:
		return "suspend"
	case since(i.used, now) >= after:
		return "idle"
	}
	return ""
}

// guard locks the register when nobody uses it, before the machine sleeps, and
// when the screen is locked, until ctx ends. It asks nothing of the page: one that
// hangs is locked as well.
func (sh *shell) guard(ctx context.Context, beats <-chan time.Time) {
	sh.mu.Lock()
	sh.idle.begin(sh.cfg.Options.Now())
	sh.mu.Unlock()
	if sh.cfg.System != nil {
		go sh.cfg.System.Watch(ctx, func(reason string) { sh.alarm(ctx, reason) })
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-beats:
			if reason := sh.idleDue(); reason != "" {
				sh.alarm(ctx, reason)
			} else {
				sh.fold(ctx)
			}
		}
	}
}

func (sh *shell) idleDue() string {
	after := time.Duration(sh.preferences().LockMinutes) * time.Minute
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.idle.due(sh.cfg.Options.Now(), after)
}

// fold rewrites a register whose log has grown long, while nobody is at the window: so
// one that a power cut leaves behind is opened as fast as any. What fails is tried
// again at closing only.
func (sh *shell) fold(ctx context.Context) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	v := sh.v
	if v == nil || v == sh.folding || len(sh.jobs) > 0 || since(sh.idle.used, sh.cfg.Options.Now()) < still {
		return
	}
	sh.folding = v
	go func() {
		if err := v.CompactIfWorth(ctx); err != nil {
			sh.cfg.Log.Warn("not folded", "error", err.Error())
			return
		}
		sh.mu.Lock()
		sh.folding = nil
		sh.mu.Unlock()
	}()
}

// used notes that somebody is there. After too long a time, such as a night's
// sleep, it comes too late to count.
func (sh *shell) used() {
	after := time.Duration(sh.preferences().LockMinutes) * time.Minute
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if now := sh.cfg.Options.Now(); since(sh.idle.used, now) < after {
		sh.idle.used = now
	}
}

// alarm locks. The page is told before by the event "locking", so that it saves
// what is being typed and locks of itself, and after by "locked".
func (sh *shell) alarm(ctx context.Context, reason string) {
	if ctx.Err() != nil {
		return
	}
	sh.host.Emit("locking", reason)
	select {
	case <-ctx.Done():
	case <-time.After(farewell):
	}
	if err := sh.close(reason); err != nil {
		sh.cfg.Log.Error("locking", "error", err.Error())
	}
	sh.host.Emit("locked", reason)
}
