// Package vault is the open register: the only place that holds the lock, the
// keys and the clock. Everything that reads or changes customers' data goes
// through View and Update.
//
// It promises that an Update is durable when it returns nil and undone when it
// does not, that a transaction sees one frozen time and one state of the register, and that a vault which can
// not be read is refused, never replaced by an empty one.
package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // Windows has no table of time zones

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

// Today is the day in Finland, where the register's days are counted whatever
// the computer's own zone.
func (o Options) Today() (app.Day, error) {
	zone, err := helsinki()
	return app.DayOf(o.Now().In(zone)), err
}

func helsinki() (*time.Location, error) {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		return time.UTC, fmt.Errorf("time zone: %w", err)
	}
	return zone, nil
}

func (o Options) crypto() crypto.Options {
	return crypto.Options{FS: o.FS, WorkFactor: o.WorkFactor}
}

// Vault is an open register. Its methods may be called from any goroutine.
type Vault struct {
	opt   Options
	bytes *crypto.Vault
	db    *sql.DB
	mu    sync.Mutex // one transaction that writes at a time
	// waiting is how many wait for mu to write: long work that can stop half-way does.
	waiting atomic.Int32
	zone    *time.Location

	updates atomic.Int64 // how many there were

	reading sync.RWMutex // held by every View, and taken whole by closing
	closed  bool         // changed with mu and reading

	cleaning sync.Mutex // the vault is rewritten by one at a time; taken before mu
	// patience ends when who closes the vault can no longer wait for that.
	patience context.Context
	hurry    context.CancelFunc

	later sync.WaitGroup // what is to be written when the pen is free; see Viewed

	noting sync.Mutex
	notes  []string

	files files // under mu
}

// Tx is one transaction. Its Now and Today stand still.
type Tx struct {
	*store.Tx
	v     *Vault
	files fileChanges
	known *app.Anonymiser // see knower
	clock bool            // the clock was compared with the log: see leapt
}

// Zone is the time zone in which the register's days are counted.
func (tx *Tx) Zone() *time.Location { return tx.v.zone }

// Progress is told how far long work is. Phase is a code for the catalogues.
type Progress func(phase string, done, total int64)

func (p Progress) say(phase string, done, total int64) {
	if p != nil {
		p(phase, done, total)
	}
}

// Open unlocks the vault with its passphrase. A wrong one is
// "passphrase-wrong" and changes nothing; where key-pass.age is another than the one
// that last opened the vault on this computer it is "key-file-changed".
func Open(ctx context.Context, o Options, passphrase string) (*Vault, error) {
	b, err := crypto.Open(ctx, o.Dir, typed(passphrase), o.crypto())
	if errors.Is(err, crypto.ErrWrongPassphrase) {
		return nil, o.wrongPassphrase()
	}
	if err != nil {
		return nil, told(err)
	}
	return start(ctx, o, b)
}

func start(ctx context.Context, o Options, b *crypto.Vault) (*Vault, error) {
	zone, err := helsinki()
	if err != nil {
		return nil, errors.Join(err, b.Close(ctx))
	}
	v := &Vault{opt: o, bytes: b, db: b.DB(), zone: zone}
	v.patience, v.hurry = context.WithCancel(context.Background())
	if err := store.Migrate(ctx, v.db); err != nil {
		return nil, errors.Join(told(b.Explain(err)), b.Close(ctx))
	}
	v.checkAnchor()
	v.sweep()
	for _, check := range []func() error{v.checkClock, v.checkRecovery,
		func() error { return v.finishRuns(ctx) }, func() error { return v.finishCleansing(ctx) }} {
		if err := check(); err != nil {
			return nil, errors.Join(err, b.Close(ctx))
		}
	}
	return v, nil
}

// Dir is where the vault lies.
func (v *Vault) Dir() string { return v.opt.Dir }

// View runs f in a transaction that reads. It sees what was committed when it
// began to read, and waits for no Update: the register can be searched while an
// import writes.
func (v *Vault) View(f func(tx *Tx) error) error {
	v.reading.RLock()
	defer v.reading.RUnlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	return v.within(v.bytes.Reader(), func(tx *Tx, _ *sql.Tx) error { return f(tx) })
}

// Update runs f in a transaction that may change the register. When f returns
// nil, what it changed is on the disk before Update returns.
func (v *Vault) Update(f func(tx *Tx) error) error {
	v.waiting.Add(1)
	v.mu.Lock()
	v.waiting.Add(-1)
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	v.updates.Add(1)
	return v.transact(f)
}

// transact is Update for those who hold the lock.
func (v *Vault) transact(f func(tx *Tx) error) error {
	return v.within(v.db, func(tx *Tx, sqlTx *sql.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		if err := sqlTx.Commit(); err != nil {
			return err
		}
		v.settleFiles(tx)
		return nil
	})
}

func (v *Vault) within(db *sql.DB, f func(*Tx, *sql.Tx) error) error {
	sqlTx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return told(v.bytes.Explain(err))
	}
	defer sqlTx.Rollback()
	now := v.opt.Now()
	tx := &Tx{Tx: &store.Tx{Tx: sqlTx, Now: now, Today: app.DayOf(now.In(v.zone)), NewID: v.opt.NewID}, v: v}
	if err := f(tx, sqlTx); err != nil {
		return told(v.bytes.Explain(err))
	}
	return nil
}

// Close compacts when that is worth it, or when deletions wait for it, zeroes
// the keys and lets go of the vault. The register is safe on the disk before
// and after, compacted or not, so after an error of Close too the vault is
// closed. When ctx ends, what has not been tidied up by then waits for the next
// opening or closing, and that is no error. What runs in the vault meanwhile ends
// with "vault-locked".
func (v *Vault) Close(ctx context.Context) error {
	v.later.Wait()
	defer context.AfterFunc(ctx, v.hurry)()
	v.cleaning.Lock() // it would only have to be done again
	defer v.cleaning.Unlock()
	waits, err := v.waitsForCleansing()
	if errors.Is(err, app.E("vault-locked", "")) {
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil
	}
	v.reading.Lock()
	v.closed = true
	v.reading.Unlock()
	switch {
	case waits:
		err = v.cleanseLocked(ctx)
	case v.bytes.ShouldCompact():
		err = v.bytes.Compact(ctx, nil)
	default:
		err = nil // that the settings could not be read shows elsewhere
	}
	if ctx.Err() != nil {
		err = nil
	}
	v.keepAnchor()
	return told(errors.Join(err, v.dropFiles(), v.bytes.Close(ctx)))
}
