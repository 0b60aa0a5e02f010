package crypto

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"sync/atomic"
)

// A log larger than both of the first is worth a compaction, and one larger than
// the last is on any base: each mebibyte costs an opening about half a millisecond.
const (
	logWorth   = 8 << 20
	logPercent = 25 // of the base
	logMost    = 40 << 20
)

// ShouldCompact says whether the log has grown enough to be worth folding into
// a new base: above 8 MiB and a quarter of the base, or above 40 MiB.
func (v *Vault) ShouldCompact() bool {
	v.pager.mu.RLock()
	defer v.pager.mu.RUnlock()
	g := v.pager.view.g
	return g != nil && v.pager.view.at.end > min(max(logWorth, g.baseSize/100*logPercent), logMost)
}

// Compact writes a new base with everything committed so far and starts a new
// log: afterwards nothing is on the disk but the database as it is now, and what was
// committed while this went on. Commits and reads go on; only the last of it, some
// milliseconds, keeps commits waiting. progress, which may be nil, gets bytes of the
// database. When ctx ends, or on an error before the new base counts, the vault is
// as before.
func (v *Vault) Compact(ctx context.Context, progress func(done, total int64)) error {
	_, err := v.compact(ctx, progress)
	return err
}

// CompactAway is Compact that waits until nobody reads the old base any more, nor one
// before it: as long as somebody does, its bytes are on the disk, without a name or,
// on Windows, with it. When ctx ends while it waits, the new base counts all the same.
func (v *Vault) CompactAway(ctx context.Context, progress func(done, total int64)) error {
	ctx, end, err := v.work(ctx)
	if err != nil {
		return err
	}
	defer end()
	old, err := v.compact(ctx, progress)
	if err != nil {
		return err
	}
	for _, r := range v.pager.stillRead() {
		if r.gen > old.key.gen {
			continue // of a later compaction
		}
		if err := r.over(ctx); err != nil {
			return err
		}
	}
	return withFull(v.removeUntil(old.key.gen))
}

// stillRead are the generations before this one that somebody reads yet: who began
// before an earlier compaction as well.
func (p *pager) stillRead() []replaced {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replaced = slices.DeleteFunc(p.replaced, replaced.isOver)
	return slices.Clone(p.replaced)
}

// removeUntil removes what is left of that generation and of those before: their last
// reader may have failed to, or an earlier compaction.
func (v *Vault) removeUntil(gen uint64) error {
	names, err := dirNames(v.opt.FS, v.dir)
	if err != nil {
		return err
	}
	removed := false
	for _, n := range names {
		g, ok := genOf(n, "base-", ".age")
		if !ok {
			g, ok = genOf(n, "log-", "")
		}
		if !ok || g > gen {
			continue
		}
		if err := v.opt.FS.Remove(path(v.dir, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		removed = true
	}
	if !removed {
		return nil
	}
	return v.opt.FS.SyncDir(v.dir)
}

// compact gives the generation whose place a new one has taken.
func (v *Vault) compact(ctx context.Context, progress func(done, total int64)) (old *generation, err error) {
	ctx, end, err := v.work(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	p := v.pager
	p.compacting.Lock()
	defer p.compacting.Unlock()
	n, err := v.successor(ctx, progress)
	if err != nil {
		return nil, err
	}
	v.renewReadme()
	if old, err = p.changeOver(v, n); err != nil {
		return nil, err
	}
	// The new base counts, whatever happens here; but as long as the old one
	// lies there, so does what was erased.
	if err := old.retire(); err != nil {
		return nil, withFull(err)
	}
	return old, withFull(v.opt.FS.SyncDir(v.dir))
}

// successor writes the next generation up to a state that is almost that of now.
func (v *Vault) successor(ctx context.Context, progress func(done, total int64)) (*successor, error) {
	s, err := v.pager.stable()
	if err != nil {
		return nil, err
	}
	if err := v.proveLog(ctx, s.view); err != nil {
		return nil, errors.Join(err, s.release())
	}
	total := int64(s.pages) * pageSize
	done := func(n int64) {
		if progress != nil {
			progress(n, total)
		}
	}
	end, pages := s.at.end, s.pages
	image := newImage(s)
	defer image.Close() // also where progress panics: else an erasure would wait for it for ever
	n, err := newSuccessor(ctx, v.opt.FS, v.dir, v.keys, s.g.key.gen+1, image, done)
	image.Close()
	if err != nil {
		return nil, err
	}
	n.end, n.pages = end, pages
	// What was committed meanwhile; and meanwhile, ever less. What is left is for
	// when commits wait.
	for more := true; more && err == nil; {
		if err = ctx.Err(); err == nil {
			more, err = v.pager.followedBy(n, followed)
		}
	}
	if err == nil {
		err = n.log.Sync()
	}
	if err != nil {
		n.abandon()
		return nil, withFull(err)
	}
	return n, nil
}

// stable is a snapshot of a vault that takes commits.
func (p *pager) stable() (*snapshot, error) {
	p.writing.Lock()
	defer p.writing.Unlock()
	if p.poison != nil {
		return nil, p.poison
	}
	return p.snapshot()
}

// followedBy has a successor follow to what is committed now, if so many pages are
// missing in it.
func (p *pager) followedBy(n *successor, least int) (did bool, err error) {
	s, err := p.snapshot()
	if err != nil {
		return false, err
	}
	if pages := s.since(n.end, n.pages); len(pages) >= least {
		did, err = true, n.follow(&s.view, pages)
	}
	return did, errors.Join(err, s.release())
}

// changeOver makes the successor the generation that counts, and gives the one
// before.
func (p *pager) changeOver(v *Vault, n *successor) (old *generation, err error) {
	p.writing.Lock()
	defer p.writing.Unlock()
	if p.poison != nil {
		n.abandon()
		return nil, p.poison
	}
	if _, err := p.followedBy(n, 1); err != nil {
		n.abandon()
		return nil, withFull(err)
	}
	if err := n.install(); err != nil {
		return nil, p.settle(err, v, n.key.gen)
	}
	return p.move(v, n)
}

// settle handles a failed compaction: when the new base is there all the same,
// or nobody can say whether it is, commits to the old log could be lost at the
// next open.
func (p *pager) settle(cause error, v *Vault, gen uint64) error {
	if _, err := v.opt.FS.Stat(path(v.dir, baseName(gen))); errors.Is(err, fs.ErrNotExist) {
		return cause
	}
	return p.refuse(cause)
}

// move has SQLite see the new generation, and gives the old one.
func (p *pager) move(v *Vault, n *successor) (old *generation, err error) {
	g, err := openGeneration(v.opt.FS, v.dir, v.keys, n.key.gen, p.cacheBytes)
	if err != nil {
		return nil, p.refuse(err)
	}
	fresh, torn, err := replay(g)
	if err == nil && (torn > 0 || fresh.at.seq != n.at.seq || fresh.pages != p.view.pages) {
		err = damaged(baseName(n.key.gen), "is not what was written")
	}
	if err != nil {
		return nil, errors.Join(p.refuse(err), g.release())
	}
	g.laid.proven.Store(true) // its records were written here
	<-p.next.ok               // it is for the old log
	clear(p.next.key[:])
	p.next = g.key.startEnvelope()
	p.mu.Lock()
	defer p.mu.Unlock()
	old = p.view.g
	p.replaced = append(slices.DeleteFunc(p.replaced, replaced.isOver), replaced{old.key.gen, old.gone})
	p.view = fresh
	p.holders = new(atomic.Int32)
	p.room = fresh.at.end
	return old, nil
}

// Image streams the database as committed now, a file that stock sqlite3
// opens. It is read to its end or closed; the vault may go on being written.
func (v *Vault) Image() (io.ReadCloser, error) {
	s, err := v.pager.snapshot()
	if err != nil {
		return nil, err
	}
	return newImage(s), nil
}

// image reads a view page by page.
type image struct {
	v    *snapshot
	page uint32
	buf  [pageSize]byte
	rest []byte
	shut bool
}

func newImage(v *snapshot) *image { return &image{v: v} }

func (r *image) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(r.rest) == 0 {
			if r.page >= r.v.pages {
				break
			}
			if err := r.v.pageInOrder(r.page+1, r.buf[:]); err != nil {
				return n, err
			}
			r.page++
			r.rest = r.buf[:]
		}
		c := copy(p[n:], r.rest)
		r.rest = r.rest[c:]
		n += c
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Close lets go of the vault's files.
func (r *image) Close() error {
	if r.shut {
		return nil
	}
	r.shut = true
	clear(r.buf[:])
	return r.v.release()
}
