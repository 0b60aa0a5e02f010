// Package vaulttest opens real vaults for tests: the real store on the real
// encrypted files in a temporary directory, with a clock that tests turn.
package vaulttest

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
)

// Passphrase opens every vault made here.
const Passphrase = "koe koe koe koe koe koe"

// Start is the time at which the clock of a test vault begins.
var Start = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// V is an open vault with its clock.
type V struct {
	*vault.Vault
	Options     vault.Options
	RecoveryKey string
	t           testing.TB
	mu          sync.Mutex
	now         time.Time
	ids         int
}

// New makes and opens a vault; it is closed when the test ends.
func New(t testing.TB) *V {
	t.Helper()
	return NewAt(t, Start)
}

// NewAt is New at another time than Start.
func NewAt(t testing.TB, now time.Time) *V {
	t.Helper()
	w := &V{t: t, now: now}
	w.Options = vault.Options{
		Dir: filepath.Join(t.TempDir(), "vault"), StateDir: filepath.Join(t.TempDir(), "state"),
		Now: w.Now, NewID: w.newID, WorkFactor: 10,
	}
	v, key, err := vault.Create(context.Background(), w.Options, Passphrase, app.Firm{Name: "Piha ja Metsä Saarela"}, app.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	w.Vault, w.RecoveryKey = v, key
	t.Cleanup(func() { _ = w.Vault.Close(context.Background()) })
	return w
}

// Reopen closes the vault and unlocks it again.
func (w *V) Reopen() {
	w.t.Helper()
	if err := w.Close(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	v, err := vault.Open(context.Background(), w.Options, Passphrase)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Vault = v
}

// Now is the vault's clock.
func (w *V) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Set turns the clock to nine in the morning of a day, Helsinki winter time.
func (w *V) Set(day app.Day) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = day.Time().Add(9 * time.Hour)
}

// At turns the clock to a moment.
func (w *V) At(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

func (w *V) newID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids++
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", w.ids)
}

// Customer adds a card and fails the test if it is refused.
func (w *V) Customer(c app.Customer) app.Customer {
	w.t.Helper()
	err := w.Update(func(tx *vault.Tx) (err error) {
		c, err = tx.AddCustomer(c)
		return
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}
