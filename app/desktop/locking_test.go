package desktop

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault"
)

// within fails the test when f takes so long that it must be waiting for itself.
func within(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(3 * time.Minute):
		t.Fatal(what + " never ends")
	}
}

// lockAt locks the vault from another thread as soon as work is in a phase.
type lockAt struct {
	*fakeHost
	b      *bench
	lock   func()
	phase  string
	done   int64
	once   sync.Once
	locked chan struct{}
}

func (h *lockAt) Emit(event string, data any) {
	h.fakeHost.Emit(event, data)
	if p, ok := data.(Progress); ok && p.Phase == h.phase && p.Done >= h.done {
		h.once.Do(func() {
			go func() {
				defer close(h.locked)
				h.lock()
			}()
			// The work goes on only when the lock has begun to cancel it.
			for range 5000 {
				if _, err := h.b.sh.vault(); err != nil {
					return
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
}

func (b *bench) lockAt(phase string, done int64) *lockAt {
	lock := func() { _, _ = b.Session.Lock("idle") }
	h := &lockAt{fakeHost: b.host, b: b, lock: lock, phase: phase, done: done, locked: make(chan struct{})}
	b.sh.host = h
	return h
}

func TestLockingDuringAnImportLeavesAllOfItOrNothing(t *testing.T) {
	b := opened(t)
	choice := b.chosen("asiakkaat.csv", invent.List(3000, 2))
	p := do[ImportPreview](b, "Imports.Preview", choice)
	h := b.lockAt("importing", 0)
	within(t, "the import", func() { refused(b, "cancelled", "Imports.Run", choice, p.Digest) })
	within(t, "locking", func() { <-h.locked })
	if s := do[SessionState](b, "Session.State"); s.State != "locked" {
		t.Fatalf("after locking: %s", s.State)
	}
	do[SessionState](b, "Session.Unlock", passphrase)
	if n := len(b.register()); n != 0 {
		t.Fatalf("%d customers of a cancelled import", n)
	}
	if all := do[[]ImportBatch](b, "Imports.Batches"); len(all) != 0 {
		t.Fatalf("a cancelled import is listed: %+v", all)
	}
}

const people = 2500 // more than one transaction of an erasure

// longErasure fills the register with people who are due, and approves all of them.
func (b *bench) longErasure() (all Approval) {
	b.Helper()
	_, err := update(b.sh, func(tx *vault.Tx) (none, error) {
		for i := range people {
			if _, err := tx.AddCustomer(app.Customer{Name: fmt.Sprintf("Poistuva Henkilö%04d", i), CreatedOn: "2020-01-01"}); err != nil {
				return none{}, err
			}
		}
		return none{}, nil
	})
	if err != nil {
		b.Fatal(err)
	}
	review := do[app.Review](b, "Retention.Review", people)
	for _, c := range review.Classes {
		if c.Due > 0 {
			all.Classes = append(all.Classes, c.Class)
		}
	}
	all.Digest, all.Count = review.Digest, people
	return all
}

// TestLockingDuringAnErasureStillSearchesTheBytes: what was erased before the
// lock closed is erased whole, certified, and nowhere in the bytes.
func TestLockingDuringAnErasureStillSearchesTheBytes(t *testing.T) {
	b := opened(t)
	all := b.longErasure()
	h := b.lockAt("erasing", 0)
	var done PurgeResult
	within(t, "the erasure", func() { done = do[PurgeResult](b, "Retention.Purge", all) })
	within(t, "locking", func() { <-h.locked })
	if s := do[SessionState](b, "Session.State"); !slices.Equal(s.Stopped, []string{"purge"}) {
		t.Errorf("stopped: %q", s.Stopped)
	}
	do[SessionState](b, "Session.Unlock", passphrase)
	left := b.register()
	if n := done.Purged.Counts.Customers; n == 0 || n == people || len(left) != people-n {
		t.Fatalf("%d of %d erased by the result, %d left", n, people, len(left))
	}
	var gone []string
	for i := range people {
		name := fmt.Sprintf("Henkilö%04d", i)
		if !slices.ContainsFunc(slices.Collect(maps.Values(left)), func(c app.Customer) bool { return strings.HasSuffix(c.Name, name) }) {
			gone = append(gone, name)
		}
	}
	hits, err := b.sh.v.Scan(context.Background(), gone)
	if err != nil || hits != 0 || len(gone) != done.Purged.Counts.Customers {
		t.Fatalf("%d hits of %d erased, %v", hits, len(gone), err)
	}
}

// TestAnErasureDoesNotKeepTheMachineFromSleeping: it ends where it is, and unlocking
// goes on with it, bytes and all.
func TestAnErasureDoesNotKeepTheMachineFromSleeping(t *testing.T) {
	for _, phase := range []string{"erasing", "optimising"} {
		f := &fakeSystem{make(chan func(string), 1), make(chan struct{}, 1)}
		b := openedOn(t, f)
		tell := <-f.tell
		all := b.longErasure()
		h := b.lockAt(phase, 0)
		h.lock = func() { tell("suspend") }
		within(t, "the erasure", func() { refused(b, "cancelled", "Retention.Purge", all) })
		within(t, "locking", func() { <-h.locked })
		if s := do[SessionState](b, "Session.State"); s.State != "locked" || s.Reason != "suspend" || !slices.Equal(s.Stopped, []string{"purge"}) {
			t.Errorf("%s: %+v", phase, s)
		}
		if s := do[SessionState](b, "Session.Unlock", passphrase); len(s.Notes) != 0 {
			t.Errorf("%s: notes %v", phase, s.Notes)
		}
		if left := len(b.register()); left != 0 {
			t.Errorf("%s: %d are left", phase, left)
		}
		for _, run := range do[[]app.Run](b, "Retention.Runs", 10) {
			if run.State != app.RunDone || run.Done != people || run.Unsearched == 0 {
				t.Errorf("%s: %s, %d done, %d of them not searched for", phase, run.State, run.Done, run.Unsearched)
			}
		}
		if hits, err := b.sh.v.Scan(t.Context(), []string{"Henkilö0000", "Henkilö2499"}); err != nil || hits != 0 {
			t.Errorf("%s: %d hits, %v", phase, hits, err)
		}
	}
}

// TestLockingWhileEverythingCalls: calls that come too late get vault-locked,
// and the check of all bytes that runs after unlocking is no trouble to anyone.
func TestLockingWhileEverythingCalls(t *testing.T) {
	b := opened(t)
	do[none](b, "Session.FillDemo")
	for range 8 {
		stop := make(chan struct{})
		var calls sync.WaitGroup
		for n := range 6 {
			calls.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					var err error
					switch n {
					case 0:
						_, err = b.Settings.Verify()
					case 1:
						_, err = b.Customers.Add([]FieldValue{{"name", "Aino Esimerkki"}})
					default:
						_, err = b.Customers.List(CustomerQuery{Limit: 50})
					}
					switch {
					case errors.Is(err, app.E("vault-locked", "")):
						time.Sleep(time.Millisecond) // it is refused at once: who asked on and on would only take the locking's time
					case err != nil && !errors.Is(err, app.E("cancelled", "")):
						t.Errorf("call %d: %s", n, app.Told(err).JSON())
						return
					}
				}
			})
		}
		time.Sleep(20 * time.Millisecond)
		within(t, "locking", func() { do[SessionState](b, "Session.Lock", "idle") })
		close(stop)
		within(t, "a call", calls.Wait)
		do[SessionState](b, "Session.Unlock", passphrase)
	}
	b.host.mu.Lock()
	defer b.host.mu.Unlock()
	for _, e := range b.host.events {
		if strings.HasPrefix(e, "vault-problem") {
			t.Errorf("the window was told %s", e)
		}
	}
}

func TestTwoKeysInTheSameLock(t *testing.T) {
	b := opened(t)
	do[SessionState](b, "Session.Lock", "user")
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if s, err := b.Session.Unlock(passphrase); err != nil || s.State != "open" {
				t.Errorf("%s, %v", s.State, err)
			}
		})
	}
	within(t, "unlocking", both.Wait)
}

func TestASheetThatWasNeverConfirmedIsToldAndRenewed(t *testing.T) {
	b := newBench(t)
	old := do[RecoverySheet](b, "Session.Create", firstRun)
	if err := b.Window.Close(); err != nil { // before the groups were typed
		t.Fatal(err)
	}
	b.Window = New(b.config(), b.host)
	s := do[SessionState](b, "Session.Unlock", passphrase)
	if !slices.Equal(s.Notes, []string{"recovery-unconfirmed"}) {
		t.Fatalf("notes %v", s.Notes)
	}
	refused(b, "not-found", "Session.RecoverySheet")
	fresh := do[RecoverySheet](b, "Session.RenewRecovery", passphrase)
	if s := do[SessionState](b, "Session.State"); len(s.Notes) != 1 {
		t.Fatalf("before it is confirmed: notes %v", s.Notes)
	}
	do[none](b, "Session.ConfirmRecovery", typedFrom(fresh))
	if s := do[SessionState](b, "Session.Lock", "user"); s.State != "locked" {
		t.Fatalf("%+v", s)
	}
	refused(b, "recovery-key-wrong", "Session.Recover", strings.Join(old.Groups, ""), passphrase)
	if s := do[SessionState](b, "Session.Recover", strings.Join(fresh.Groups, ""), passphrase); s.State != "open" || len(s.Notes) != 0 {
		t.Fatalf("recovered: %+v", s)
	}
}

func TestACorruptPreferencesFileIsNoObstacle(t *testing.T) {
	b := opened(t)
	do[none](b, "Settings.SetLanguage", app.Swedish)
	for what, content := range map[string]string{
		"cut": `{"language":"sv","th`, "empty": "", "of another kind": `[1,2]`, "out of range": `{"language":"xx","lockMinutes":-1}`, "binary": "\x00\xff\xfe",
	} {
		do[SessionState](b, "Session.Lock", "user")
		if err := os.WriteFile(b.sh.cfg.Preferences, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if s := do[SessionState](b, "Session.State"); s.State != "locked" || s.Preferences.Language != app.Finnish || s.Preferences.LockMinutes != 10 {
			t.Errorf("%s: %+v", what, s.Preferences)
		}
		if s := do[SessionState](b, "Session.Unlock", passphrase); s.Preferences.Language != app.Swedish || s.Firm != firstRun.Firm.Name {
			t.Errorf("%s: after unlocking %+v", what, s.Preferences)
		}
	}
}

func TestADirectoryWithOtherFilesIsLeftAlone(t *testing.T) {
	b := newBench(t)
	dir := b.sh.cfg.Options.Dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/kesäkuvat.txt", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := do[SessionState](b, "Session.State"); s.State != "blocked" || s.Problem == nil || s.Problem.Code != "vault-not-empty" {
		t.Fatalf("%+v", s)
	}
	refused(b, "vault-not-empty", "Session.Create", firstRun)
	if names, err := os.ReadDir(dir); err != nil || len(names) != 1 {
		t.Fatalf("%d files, %v", len(names), err)
	}
}
