// Package vault is the open register: the only place that holds the lock, the
// keys and the clock. Everything that reads or changes customers' data goes
// through View and Update.
//
// It promises that an Update is durable when it returns nil and undone when it
// does not, that a transaction sees one frozen time, and that a vault which can
// not be read is refused, never replaced by an empty one.
package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"kortisto/app"
	"kortisto/crypto"
	"kortisto/store"
)

// Options say where the vault is and where time and identifiers come from.
// Main sets them once; tests set their own.
type Options struct {
	Dir        string
	Now        func() time.Time
	NewID      func() string
	StateDir   string    // where the anchor is kept, outside the vault; empty: nowhere
	FS         crypto.FS // nil: the operating system's
	WorkFactor int       // scrypt work factor of new key files; 0: the default
}

func (o Options) crypto() crypto.Options {
	return crypto.Options{FS: o.FS, WorkFactor: o.WorkFactor}
}

// Vault is an open register. Its methods may be called from any goroutine.
type Vault struct {
	opt    Options
	bytes  *crypto.Vault
	db     *sql.DB
	mu     sync.Mutex // one transaction at a time, and none during compaction
	closed bool
	notes  []string
	zone   *time.Location
}

// Tx is one transaction. Its Now and Today stand still.
type Tx struct {
	*store.Tx
	v *Vault
}

// Progress is told how far long work is. Phase is a code for the catalogues.
type Progress func(phase string, done, total int64)

func (p Progress) say(phase string, done, total int64) {
	if p != nil {
		p(phase, done, total)
	}
}

// Create makes a vault for firm in an empty or missing directory and opens it.
// The recovery key is returned here once and is written nowhere.
func Create(ctx context.Context, o Options, passphrase string, firm app.Firm, lang app.Lang) (*Vault, string, error) {
	if err := CheckPassphrase(passphrase); err != nil {
		return nil, "", err
	}
	if firm.Name == "" {
		return nil, "", app.E("required", "firm")
	}
	b, made, err := crypto.Create(ctx, o.Dir, passphrase, o.crypto())
	if err != nil {
		return nil, "", told(err)
	}
	v, err := start(ctx, o, b)
	if err != nil {
		return nil, "", err
	}
	v.notes = nil // another vault may have been in this place before
	v.keepAnchor()
	err = v.Update(func(tx *Tx) error {
		if err := tx.SetFirm(firm); err != nil {
			return err
		}
		if err := tx.SetLanguage(lang); err != nil {
			return err
		}
		return tx.audit("vault-created", "")
	})
	if err != nil {
		return nil, "", errors.Join(err, v.Close(ctx))
	}
	return v, made.RecoveryKey, nil
}

// Open unlocks the vault with its passphrase. A wrong one is
// "passphrase-wrong" and changes nothing.
func Open(ctx context.Context, o Options, passphrase string) (*Vault, error) {
	b, err := crypto.Open(ctx, o.Dir, passphrase, o.crypto())
	if err != nil {
		return nil, told(err)
	}
	return start(ctx, o, b)
}

// Recover opens the vault with the printed key and gives it a new passphrase.
func Recover(ctx context.Context, o Options, recoveryKey, newPassphrase string) (*Vault, error) {
	if err := CheckPassphrase(newPassphrase); err != nil {
		return nil, err
	}
	b, err := crypto.OpenRecovery(ctx, o.Dir, recoveryKey, o.crypto())
	if err != nil {
		return nil, told(err)
	}
	v, err := start(ctx, o, b)
	if err != nil {
		return nil, err
	}
	if err := b.SetPassphrase(newPassphrase); err != nil {
		return nil, errors.Join(told(err), v.Close(ctx))
	}
	return v, v.Update(func(tx *Tx) error { return tx.audit("vault-recovered", "") })
}

func start(ctx context.Context, o Options, b *crypto.Vault) (*Vault, error) {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("time zone: %w", err), b.Close(ctx))
	}
	v := &Vault{opt: o, bytes: b, db: b.DB(), zone: zone}
	if err := store.Migrate(ctx, v.db); err != nil {
		return nil, errors.Join(told(err), b.Close(ctx))
	}
	v.checkAnchor()
	if err := v.checkClock(); err != nil {
		return nil, errors.Join(err, b.Close(ctx))
	}
	return v, nil
}

// Notes are codes of what the owner should know after unlocking:
// "vault-older-than-seen", "clock-back", "clock-ahead".
func (v *Vault) Notes() []string { return append([]string(nil), v.notes...) }

// Dir is where the vault lies.
func (v *Vault) Dir() string { return v.opt.Dir }

// View runs f in a transaction that reads.
func (v *Vault) View(f func(tx *Tx) error) error { return v.run(f, true) }

// Update runs f in a transaction that may change the register. When f returns
// nil, what it changed is on the disk before Update returns.
func (v *Vault) Update(f func(tx *Tx) error) error { return v.run(f, false) }

func (v *Vault) run(f func(tx *Tx) error, readOnly bool) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	sqlTx, err := v.db.BeginTx(context.Background(), nil)
	if err != nil {
		return told(v.bytes.Explain(err))
	}
	defer sqlTx.Rollback()
	now := v.opt.Now()
	tx := &Tx{Tx: &store.Tx{Tx: sqlTx, Now: now, Today: app.DayOf(now.In(v.zone)), NewID: v.opt.NewID}, v: v}
	if err := f(tx); err != nil {
		return told(v.bytes.Explain(err))
	}
	if readOnly {
		return nil
	}
	if err := sqlTx.Commit(); err != nil {
		return told(v.bytes.Explain(err))
	}
	return nil
}

// Close compacts when that is worth it, zeroes the keys and lets go of the
// vault. The register is safe on the disk before and after, compacted or not,
// so a failed compaction is no reason to keep the window open.
func (v *Vault) Close(ctx context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil
	}
	v.closed = true
	var compaction error
	if v.bytes.ShouldCompact() {
		compaction = v.bytes.Compact(ctx, nil)
	}
	v.keepAnchor()
	return told(errors.Join(compaction, v.bytes.Close(ctx)))
}
