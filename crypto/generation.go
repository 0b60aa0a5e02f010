package crypto

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"filippo.io/age"
)

const (
	tmpSuffix = ".tmp"
	// maxHeader is far above any age header that we write, in bytes.
	maxHeader = 64 << 10
)

func baseName(gen uint64) string { return fmt.Sprintf("base-%06d.age", gen) }
func logName(gen uint64) string  { return fmt.Sprintf("log-%06d", gen) }

// genOf reads the generation out of a base's or a log's name.
func genOf(name, prefix, suffix string) (uint64, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return 0, false
	}
	if digits, ok = strings.CutSuffix(digits, suffix); !ok {
		return 0, false
	}
	gen, err := strconv.ParseUint(digits, 10, 63)
	return gen, err == nil && len(digits) >= 6
}

// generation is one base with its log, open. It stays open, and on Windows
// stays in the directory, until the vault and every reader of an image of it
// has released it.
type generation struct {
	fs   FS
	dir  string
	key  logKey
	base File
	log  File

	header   []byte // the base's age header
	baseSize int64  // of the file
	pages    uint32 // in the base
	content  *basePages

	laid *logPages // in the log; nil until it is replayed

	mu      sync.Mutex
	refs    int
	retired bool
	gone    chan struct{} // closed when nobody holds it any more
}

// openGeneration opens a base and its log; nothing of the log is read yet. The
// base's header and last chunk are authenticated, the rest when it is read.
func openGeneration(fsys FS, dir string, keys *keyring, gen uint64, cacheBytes int) (_ *generation, err error) {
	g := &generation{fs: fsys, dir: dir, key: logKey{keys, gen}, refs: 1, gone: make(chan struct{})}
	defer func() {
		if err != nil {
			g.closeFiles()
		}
	}()
	name := baseName(gen)
	if g.base, err = fsys.Open(filepath.Join(dir, name)); err != nil {
		return nil, broken(name, asFileError(err))
	}
	if g.baseSize, err = g.base.Size(); err != nil {
		return nil, err
	}
	src := markErrors{g.base}
	if g.header, err = age.ExtractHeader(io.NewSectionReader(src, 0, min(g.baseSize, maxHeader))); err != nil {
		return nil, broken(name, err)
	}
	fileKey, err := age.DecryptHeader(g.header, keys.identity())
	if err != nil {
		return nil, broken(name, err)
	}
	defer clear(fileKey)
	_, size, err := age.DecryptReaderAt(src, g.baseSize, age.NewInjectedFileKeyIdentity(fileKey))
	if err != nil {
		return nil, broken(name, err)
	}
	if size == 0 || size%pageSize != 0 || size/pageSize > 1<<32-2 {
		return nil, damaged(name, "is not whole pages")
	}
	g.pages = uint32(size / pageSize)
	content, err := newPayload(src, fileKey, int64(len(g.header)), size)
	if err != nil {
		return nil, broken(name, err)
	}
	if g.content, err = newBasePages(content, cacheBytes); err != nil {
		return nil, err
	}
	if g.log, err = fsys.OpenRW(filepath.Join(dir, logName(gen))); err != nil {
		return nil, broken(logName(gen), asFileError(err))
	}
	return g, nil
}

// asFileError leaves "does not exist" to be damage; any other failure to open
// is the file system's.
func asFileError(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errTooLarge) {
		return err
	}
	return &fileError{err}
}

// readPage reads a page of the base, in one of its ways.
func (g *generation) readPage(page uint32, dst []byte, way func(*basePages, uint32, []byte) error) error {
	if err := way(g.content, page, dst); err != nil {
		return broken(baseName(g.key.gen), err)
	}
	return nil
}

// samePage says whether data is what a page of the base holds, as basePages.same.
func (g *generation) samePage(page uint32, data []byte, certain bool) (bool, error) {
	same, err := g.content.same(page, data, certain)
	if err != nil {
		return false, broken(baseName(g.key.gen), err)
	}
	return same, nil
}

// readPlace reads a page of the log.
func (g *generation) readPlace(pl *place, dst []byte) error {
	ok, err := g.laid.read(pl, dst)
	if ok && err == nil {
		return nil
	}
	clear(dst)
	return g.brokenPlace(err)
}

// samePlace says whether data is what a page of the log holds. Where it need not be
// certain it says no, and reads nothing.
func (g *generation) samePlace(pl *place, data []byte, certain bool) (bool, error) {
	if !certain {
		return false, nil
	}
	same, ok, err := g.laid.same(pl, data)
	if ok && err == nil {
		return same, nil
	}
	return false, g.brokenPlace(err)
}

func (g *generation) brokenPlace(err error) error {
	if err == nil {
		return damaged(logName(g.key.gen), "a page is not what was written")
	}
	return broken(logName(g.key.gen), err)
}

func (g *generation) hold() {
	g.mu.Lock()
	g.refs++
	g.mu.Unlock()
}

// release lets go of one hold. The last one closes the files, and removes those
// of a retired generation.
func (g *generation) release() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refs--; g.refs > 0 {
		return nil
	}
	err := g.closeFiles()
	if g.retired {
		err = errors.Join(err, g.remove())
	}
	close(g.gone)
	return err
}

// retire lets go of a generation whose place a newer one has taken, and removes its
// files: at once, though somebody may still read them. Windows does not do that;
// there the last reader removes them.
func (g *generation) retire() error {
	g.mu.Lock()
	g.retired = true
	read := g.refs > 1
	g.mu.Unlock()
	if read {
		_ = g.remove()
	}
	return g.release()
}

// replaced is a generation whose place a newer one has taken. It keeps nothing of it
// in memory.
type replaced struct {
	gen  uint64
	gone <-chan struct{} // closed when nobody reads it any more
}

// over waits for that, or until ctx ends.
func (r replaced) over(ctx context.Context) error {
	if r.isOver() {
		return nil
	}
	select {
	case <-r.gone:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (r replaced) isOver() bool {
	select {
	case <-r.gone:
		return true
	default:
		return false
	}
}

func (g *generation) remove() error {
	var all error
	for _, name := range []string{logName(g.key.gen), baseName(g.key.gen)} {
		if err := g.fs.Remove(filepath.Join(g.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}

func (g *generation) closeFiles() error {
	var err error
	if g.content != nil {
		g.content.wipe()
	}
	if g.laid != nil {
		g.laid.wipe()
	}
	if g.log != nil {
		err = g.log.Close()
	}
	if g.base != nil {
		err = errors.Join(err, g.base.Close())
	}
	return err
}

func writeBase(ctx context.Context, fsys FS, path string, keys *keyring, image io.Reader, done func(int64)) (header []byte, err error) {
	f, err := fsys.Create(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	written := writeBehind(f)
	defer written.end() //nolint:errcheck // the way to success asks
	out := bufio.NewWriterSize(written, 1<<20)
	w, err := keys.encrypt(out)
	if err != nil {
		return nil, err
	}
	if err := copyChunks(ctx, w, image, done); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if err := errors.Join(out.Flush(), written.end()); err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	return age.ExtractHeader(io.NewSectionReader(f, 0, maxHeader))
}

// copyChunks copies r to w, a mebibyte at a time, and tells how much is done.
func copyChunks(ctx context.Context, w io.Writer, r io.Reader, done func(int64)) error {
	buf := make([]byte, 1<<20)
	defer clear(buf)
	var total int64
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := readUp(r, buf)
		if _, werr := w.Write(buf[:n]); werr != nil {
			return werr
		}
		total += int64(n)
		if done != nil {
			done(total)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readUp reads until b is full or r gives an error: io.EOF at its end. io.ReadFull
// would tell an end within b as io.ErrUnexpectedEOF, which is what a source that
// broke off says of itself, age's reader of a file cut between two chunks too:
// the half would pass for the whole.
func readUp(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var m int
		m, err = r.Read(b[n:])
		n += m
	}
	return n, err
}

// markErrors marks what the file system says, so that broken knows it.
type markErrors struct{ f File }

func (m markErrors) ReadAt(p []byte, off int64) (int, error) {
	n, err := m.f.ReadAt(p, off)
	if err != nil && err != io.EOF {
		err = &fileError{err}
	}
	return n, err
}
