package crypto

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync/atomic"
)

// A log larger than both of the first is worth a compaction, and one larger than
// the last is on any base: each mebibyte costs an opening about a millisecond.
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

// Compact writes a new base with everything committed so far and starts an
// empty log: afterwards nothing is on the disk but the database as it is now.
// Commits wait meanwhile, reads go on. progress, which may be nil, gets bytes
// of the database. When ctx ends, or on an error before the new base counts,
// the vault is as before.
func (v *Vault) Compact(ctx context.Context, progress func(done, total int64)) error {
	return v.CompactQuietly(ctx, progress, func() func() { return func() {} })
}

// CompactQuietly is Compact that calls quiet once the new base is written, before
// the vault changes over to it, and what quiet gave when that is done. If nobody
// reads the old base in between, its files are removed when this returns, on every
// system, and not only when the last reader has ended.
func (v *Vault) CompactQuietly(ctx context.Context, progress func(done, total int64), quiet func() (loud func())) error {
	ctx, end, err := v.work(ctx)
	if err != nil {
		return err
	}
	defer end()
	p := v.pager
	p.writing.Lock()
	defer p.writing.Unlock()
	if p.poison != nil {
		return p.poison
	}
	s, err := p.snapshot()
	if err != nil {
		return err
	}
	total := int64(s.pages) * pageSize
	done := func(n int64) {
		if progress != nil {
			progress(n, total)
		}
	}
	gen := s.g.key.gen + 1
	image := newImage(s)
	err = writeGeneration(ctx, v.opt.FS, v.dir, v.keys, gen, image, done)
	image.Close()
	if err != nil {
		return p.settle(err, v, gen)
	}
	v.renewReadme()
	defer quiet()()
	return p.move(v, gen)
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

// move changes over to the new generation and removes the old one.
func (p *pager) move(v *Vault, gen uint64) error {
	g, err := openGeneration(v.opt.FS, v.dir, v.keys, gen, p.cacheBytes)
	if err != nil {
		return p.refuse(err)
	}
	fresh, torn, err := replay(g)
	if err == nil && (torn > 0 || fresh.at.seq > 0 || fresh.pages != p.view.pages) {
		err = damaged(baseName(gen), "is not what was written")
	}
	if err != nil {
		return errors.Join(p.refuse(err), g.release())
	}
	p.mu.Lock()
	old := p.view
	p.view = fresh
	p.holders = new(atomic.Int32)
	p.room = fresh.at.end
	p.mu.Unlock()
	// The new base counts, whatever happens here; but as long as the old one
	// lies there, so does what was erased.
	if err := old.g.retire(); err != nil {
		return withFull(err)
	}
	return withFull(v.opt.FS.SyncDir(v.dir))
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
