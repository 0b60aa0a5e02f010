package vault

import (
	"context"
	"errors"
	"strconv"

	"kortisto/app"
	"kortisto/store"
)

// cleanse makes deletions real in the bytes: words that were deleted leave the
// search index, free pages are given up, and the vault is rewritten without its
// log. What has to be cleansed is written down in the transaction that deletes,
// and so survives a machine that stops before it was done.
//
// The owner works on meanwhile: it is done in steps, and the longest one, the
// rewriting, keeps no changes waiting. It ends between steps, and in the rewriting,
// when ctx does or when who closes the vault can wait no longer.
func (v *Vault) cleanse(ctx context.Context, progress Progress) error {
	v.cleaning.Lock()
	defer v.cleaning.Unlock()
	ctx, end := v.patient(ctx)
	defer end()
	c := cleansing{v: v, progress: progress}
	for _, step := range []func() (bool, error){c.mark, c.merge, c.vacuum} {
		if err := c.repeat(ctx, func() (bool, error) { return v.penned(step) }); err != nil {
			return err
		}
	}
	if err := c.rewrite(ctx); err != nil {
		return err
	}
	_, err := v.penned(c.unmark)
	return err
}

// patient is a ctx that ends as well when who closes the vault can wait no longer.
func (v *Vault) patient(ctx context.Context) (_ context.Context, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	detach := context.AfterFunc(v.patience, cancel)
	return ctx, func() { detach(); cancel() }
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

// cleanseLocked is cleanse for who holds the locks.
func (v *Vault) cleanseLocked(ctx context.Context) error {
	c := cleansing{v: v}
	for _, step := range []func() (bool, error){c.mark, c.merge, c.vacuum} {
		if err := c.repeat(ctx, step); err != nil {
			return err
		}
	}
	if err := c.rewrite(ctx); err != nil {
		return err
	}
	_, err := c.unmark()
	return err
}

// vacuumedAtOnce is how many pages one step gives up.
const vacuumedAtOnce = 1000

// cleansing is one cleanse under way.
type cleansing struct {
	v        *Vault
	progress Progress
	merging  store.SearchMerge
	waiting  string // the deletions that wait, when it began
}

// repeat does a step as long as it says more, or until ctx ends.
func (c *cleansing) repeat(ctx context.Context, step func() (more bool, err error)) (err error) {
	for more := true; more && err == nil; {
		if err = ctx.Err(); err == nil {
			more, err = step()
		}
	}
	return told(err)
}

func (c *cleansing) mark() (_ bool, err error) {
	c.progress.say("optimising", 0, 0)
	c.waiting, err = c.v.uncleansedMark()
	return false, errors.Join(err, told(c.v.emptyBin()))
}

func (c *cleansing) merge() (more bool, err error) {
	err = c.v.transact(func(tx *Tx) error {
		more, err = c.merging.Step(tx.Tx)
		return err
	})
	return more, err
}

func (c *cleansing) vacuum() (bool, error) {
	more, err := store.IncrementalVacuum(context.Background(), c.v.db, vacuumedAtOnce)
	return more, told(c.v.bytes.Explain(err))
}

// rewrite needs no pen. It waits for those who still look at what was, and so keep
// its bytes on the disk; nobody waits for it.
func (c *cleansing) rewrite(ctx context.Context) error {
	say := func(done, total int64) { c.progress.say("compacting", done, total) }
	return told(c.v.bytes.CompactAway(ctx, say))
}

func (c *cleansing) unmark() (bool, error) {
	return false, c.v.transact(func(tx *Tx) error { return tx.cleansed(c.waiting) })
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
