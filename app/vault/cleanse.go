package vault

import (
	"context"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// cleanse makes deletions real in the bytes: words that were deleted leave the
// search index, free pages are given up, and the vault is rewritten without its
// log. What has to be cleansed is written down in the transaction that deletes,
// and so survives a machine that stops before it was done.
func (v *Vault) cleanse(ctx context.Context, progress Progress) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return app.E("vault-locked", "")
	}
	return v.cleanseLocked(ctx, progress)
}

func (v *Vault) cleanseLocked(ctx context.Context, progress Progress) error {
	progress.say("optimising", 0, 0)
	if err := v.emptyBin(); err != nil {
		return told(err)
	}
	if err := v.transact(func(tx *Tx) error { return store.OptimizeSearch(tx.Tx) }); err != nil {
		return err
	}
	if err := store.IncrementalVacuum(ctx, v.db); err != nil {
		return told(v.bytes.Explain(err))
	}
	// Whoever still looks at the old state keeps its bytes on the disk. It may be a
	// long look, and new ones must not queue up behind it.
	for !v.reading.TryLock() {
		time.Sleep(2 * time.Millisecond)
	}
	defer v.reading.Unlock()
	err := v.bytes.Compact(ctx, func(done, total int64) { progress.say("compacting", done, total) })
	if err != nil {
		return told(err)
	}
	return v.transact(func(tx *Tx) error { return store.SetSetting(tx.Tx, keyUncleansed, "") })
}

// uncleansed writes down that the bytes still hold what this transaction
// deletes.
func (tx *Tx) uncleansed() error { return store.SetSetting(tx.Tx, keyUncleansed, "yes") }

// finishCleansing does what an earlier run of the program did not come to. A
// disk that is too full for it must not keep the owner from the register: then
// it is tried again when the vault is next closed or opened.
func (v *Vault) finishCleansing(ctx context.Context) error {
	waits, err := v.waitsForCleansing()
	if err == nil && waits {
		_ = v.cleanse(ctx, nil)
	}
	return err
}

func (v *Vault) waitsForCleansing() (waits bool, err error) {
	err = v.View(func(tx *Tx) error {
		s, err := store.Setting(tx.Tx, keyUncleansed)
		waits = s != ""
		return err
	})
	return waits, err
}
