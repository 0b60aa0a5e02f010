package desktop

import (
	"context"
	"errors"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
)

// goingAway is the reason of a lock when the window goes, and the process with it.
const goingAway = "closed"

// open lets somebody into the vault. A second key in the same lock, such as a
// double click, waits and gets "vault-exists": it is open.
func (sh *shell) open(how func(context.Context, vault.Options) (*vault.Vault, error)) error {
	sh.door.Lock()
	defer sh.door.Unlock()
	if _, err := sh.vault(); err == nil {
		return app.E("vault-exists", "", "dir", sh.cfg.Options.Dir)
	}
	v, err := how(context.Background(), sh.cfg.Options)
	if err != nil {
		return err
	}
	sh.opened(v)
	return nil
}

// opened takes the vault over and has every byte of it verified in the
// background: opening reads only what it needs. What goes by itself goes then too,
// and every day while the vault stays open.
func (sh *shell) opened(v *vault.Vault) {
	ctx, cancel := context.WithCancel(context.Background())
	watch, rest := context.WithCancel(context.Background())
	sh.mu.Lock()
	sh.v, sh.verify, sh.rest = v, cancel, rest
	sh.lock.stopped = nil
	sh.mu.Unlock()
	beats := time.NewTicker(beat)
	context.AfterFunc(watch, beats.Stop)
	go sh.guard(watch, beats.C)
	sh.remember(v)
	go sh.daily(ctx)
	go func() {
		_, err := call(sh, func() (none, error) { return none{}, v.Verify(ctx, nil) })
		if err != nil && ctx.Err() == nil && !errors.Is(err, app.E("vault-locked", "")) {
			sh.host.Emit("vault-problem", app.Told(err).JSON())
		}
	}()
}

// daily erases what goes by itself, now and once a day, until the vault is locked.
// The window is told of a run by the event "retention-run". While the clock is in
// doubt nothing goes; the window has told of that already.
func (sh *shell) daily(ctx context.Context) {
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		run, err := (&Retention{sh}).Automatic()
		switch {
		case err != nil:
			sh.cfg.Log.Warn("nothing went by itself", "error", err.Error())
		case run.ID != "":
			sh.host.Emit("retention-run", run)
		}
		select {
		case <-ctx.Done():
			return
		case <-day.C:
		}
	}
}

// close locks: nothing new begins, what runs is cancelled and waited for (an
// erasure still searches the bytes for what it has erased, unless the machine is
// about to sleep), then the vault is closed. It is locked afterwards even where that
// gives an error.
func (sh *shell) close(reason string) error {
	sh.door.Lock()
	defer sh.door.Unlock()
	sh.mu.Lock()
	v, stop, rest := sh.v, sh.verify, sh.rest
	sh.v, sh.setup = nil, nil
	sh.picked = map[string]bool{}
	sh.undo, sh.undoOrder = map[string]undone{}, nil
	var ending []chan struct{}
	var why error // the usual one
	if v != nil && reason == "suspend" {
		why = vault.ErrHurry
		v.Hurry()
	}
	for _, r := range sh.jobs {
		r.cancel(why)
		ending = append(ending, r.ended)
	}
	if v != nil {
		sh.lock = lockInfo{reason: reason, since: sh.cfg.Options.Now()}
	}
	sh.mu.Unlock()
	if v == nil {
		return nil
	}
	ctx, cancel := context.Background(), func() {}
	if reason == "suspend" {
		ctx, cancel = context.WithTimeout(ctx, tidying)
	}
	defer cancel()
	stop()
	for _, ended := range ending {
		<-ended
	}
	sh.takeBack()
	defer rest() // last: until then the machine waits with sleeping
	err := v.Close(ctx)
	if reason != goingAway {
		vault.Scour()
	}
	return err
}
