package vault

import (
	"context"
	"errors"
	"strconv"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// cleanse makes deletions real in the bytes: words that were deleted leave the
// search index, free pages are given up, and the vault is rewritten without its
// log. What has to be cleansed is written down in the transaction that deletes,
// and so survives a machine that stops before it was done.
//
// The owner works on meanwhile: it is done in steps, and only the last one, the
// rewriting, keeps changes waiting.
func (v *Vault) cleanse(ctx context.Context, progress Progress) error {
	v.cleaning.Lock()
	defer v.cleaning.Unlock()
	steps := v.cleansing(ctx, progress)
	for i := range steps {
		for more := true; more; {
			err := ctx.Err()
			if err != nil {
				return told(err)
			}
			if more, err = v.penned(steps[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// penned does a step while nobody else writes.
func (v *Vault) penned(step func() (more bool, err error)) (bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return false, app.E("vault-locked", "")
	}
	return step()
}

// cleanseLocked is cleanse for who holds the lock. It ends between steps when ctx
// does, with that error.
func (v *Vault) cleanseLocked(ctx context.Context) error {
	for _, step := range v.cleansing(ctx, nil) {
		for more := true; more; {
			err := ctx.Err()
			if err != nil {
				return err
			}
			if more, err = step(); err != nil {
				return err
			}
		}
	}
	return nil
}

// vacuumedAtOnce is how many pages one step gives up.
const vacuumedAtOnce = 1000

// cleansing are the steps of cleanse; each is repeated as long as it says more.
func (v *Vault) cleansing(ctx context.Context, progress Progress) []func() (more bool, err error) {
	merge, mark := store.SearchMerge{}, ""
	return []func() (bool, error){
		func() (_ bool, err error) {
			progress.say("optimising", 0, 0)
			mark, err = v.uncleansedMark()
			return false, errors.Join(err, told(v.emptyBin()))
		},
		func() (more bool, err error) {
			err = v.transact(func(tx *Tx) error {
				more, err = merge.Step(tx.Tx)
				return err
			})
			return more, err
		},
		func() (bool, error) {
			more, err := store.IncrementalVacuum(ctx, v.db, vacuumedAtOnce)
			return more, told(v.bytes.Explain(err))
		},
		func() (bool, error) {
			err := v.bytes.CompactQuietly(ctx, func(done, total int64) { progress.say("compacting", done, total) }, v.unread)
			if err != nil {
				return false, told(err)
			}
			return false, v.transact(func(tx *Tx) error { return tx.cleansed(mark) })
		},
	}
}

// unread waits until nobody looks at the register, and lets nobody look until what
// it gave is called: whoever still looks at the old state keeps its bytes on the
// disk. It may be a long look, and new ones must not queue up behind it. But short
// ones that never leave a gap would have it wait for ever, with the pen in its
// hand: so now and then new ones are kept back for as long as a short one takes,
// on a slow machine longer.
func (v *Vault) unread() (release func()) {
	for gap := gapLeast; !v.unseen(gapAwaited); gap = min(2*gap, gapMost) {
		v.gap.Lock()
		free := v.unseen(gap)
		v.gap.Unlock()
		if free {
			break
		}
	}
	return v.reading.Unlock
}

const (
	gapAwaited = 200 * time.Millisecond
	gapLeast   = 30 * time.Millisecond
	gapMost    = 500 * time.Millisecond
)

// unseen takes reading whole if nobody looks at some moment of so long a time.
func (v *Vault) unseen(most time.Duration) bool {
	for begun := time.Now(); ; time.Sleep(2 * time.Millisecond) {
		if v.reading.TryLock() {
			return true
		}
		if time.Since(begun) > most {
			return false
		}
	}
}

// uncleansed writes down that the bytes still hold what this transaction
// deletes. It is counted: what is deleted while others are being cleansed waits for
// the next time.
func (tx *Tx) uncleansed() error {
	mark, err := store.Setting(tx.Tx, keyUncleansed)
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(mark)
	return store.SetSetting(tx.Tx, keyUncleansed, strconv.Itoa(n+1))
}

// cleansed takes that back for what was deleted until mark was read.
func (tx *Tx) cleansed(mark string) error {
	now, err := store.Setting(tx.Tx, keyUncleansed)
	if err != nil || now != mark {
		return err
	}
	return store.SetSetting(tx.Tx, keyUncleansed, "")
}

// uncleansedMark is how many deletions wait; empty: none.
func (v *Vault) uncleansedMark() (mark string, err error) {
	err = v.transact(func(tx *Tx) error { mark, err = store.Setting(tx.Tx, keyUncleansed); return err })
	return mark, err
}

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
