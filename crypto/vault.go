package crypto

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"kortisto/crypto/pagevfs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Options change how a vault is opened; the zero value is right for people.
type Options struct {
	// FS is the file system, nil for OS().
	FS FS
	// WorkFactor is log2 of scrypt's N for key files written from now on; 0
	// for 18, which takes most of a second and 256 MiB. Tests use 10.
	WorkFactor int
	// CacheBytes is how much of the base is kept decrypted in memory, in whole
	// chunks; 0 for 4 MiB.
	CacheBytes int
}

// SQLite keeps pages itself (see pragmas), and reading one alone costs little
// more than copying it (see basePages). So this cache is for chunks that were
// never read before, whose other pages are often wanted next.
const defaultCache = 4 << 20

func (o Options) withDefaults() Options {
	if o.FS == nil {
		o.FS = OS()
	}
	if o.WorkFactor == 0 {
		o.WorkFactor = workFactor
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = defaultCache
	}
	return o
}

// Vault is an open vault. Its methods may be called from several goroutines.
type Vault struct {
	dir  string
	opt  Options
	keys *keyring
	lock Lock

	pager *pager
	name  string // bound in pagevfs
	db    *sql.DB
	ro    *sql.DB

	sealed sync.Mutex // one writer of sealed files and key files at a time
	// proven are the SHA-256 of the key files that are known to open the vault: the one
	// that did, and those written since. Under sealed.
	proven map[string][sha256.Size]byte

	reading sync.Mutex // what follows
	blobs   map[*Blob]bool

	// Long work ends when the vault closes, and closing waits for it: after
	// that there are no keys.
	working sync.RWMutex
	closing context.Context
	stop    context.CancelFunc
	gone    bool
}

// work begins a piece of long work. end is to be called after it.
func (v *Vault) work(ctx context.Context) (_ context.Context, end func(), err error) {
	if !v.working.TryRLock() {
		return nil, nil, ErrClosed // only Close takes it whole
	}
	if v.closing.Err() != nil {
		v.working.RUnlock()
		return nil, nil, ErrClosed
	}
	ctx, cancel := context.WithCancelCause(ctx)
	detach := context.AfterFunc(v.closing, func() { cancel(ErrClosed) })
	return ctx, func() { detach(); cancel(nil); v.working.RUnlock() }, nil
}

var vaults atomic.Int64

// start opens the newest generation and the database on it. On success the
// vault owns keys and lock.
func start(ctx context.Context, dir string, keys *keyring, lock Lock, o Options) (_ *Vault, err error) {
	v := &Vault{dir: dir, opt: o, keys: keys, lock: lock, pager: &pager{cacheBytes: o.CacheBytes}}
	v.proven = map[string][sha256.Size]byte{}
	v.closing, v.stop = context.WithCancel(context.Background())
	names, gen, err := newestGeneration(o.FS, dir)
	if err != nil {
		return nil, err
	}
	g, err := openGeneration(o.FS, dir, keys, gen, o.CacheBytes)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			g.release()
		}
	}()
	if err := v.pager.begin(g); err != nil {
		return nil, err
	}
	if err := v.openDB(ctx); err != nil {
		<-v.pager.next.ok // it uses the keys, which the caller wipes
		return nil, err
	}
	// Names as well: a process that was killed may have renamed a base, a key
	// file or a sealed one without it being durable. No older base goes, and
	// nothing is acknowledged, before it is.
	if err := o.FS.SyncDir(dir); err != nil {
		v.pager.refuse(err)
		return v, nil
	}
	v.removeLeftovers(names, gen)
	v.removeHalfBlobs()
	return v, nil
}

// begin replays a generation's log and makes the result what SQLite sees.
func (p *pager) begin(g *generation) error {
	v, torn, err := replay(g)
	if err != nil {
		return err
	}
	if torn > 0 {
		if err := v.dropTail(); err != nil {
			return err
		}
	}
	// What was read may be in the system's memory only: written by a process that
	// was killed before its sync, or cut off after a sync that failed. It is made
	// sure before anybody is shown it. A disk that can not is still one to read.
	if err := g.log.Sync(); err != nil {
		p.refuse(err)
	}
	size, err := g.log.Size()
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.view = v
	p.holders = new(atomic.Int32)
	p.pending = map[uint32][]byte{}
	p.size = v.pages
	p.room = size
	p.next = g.key.startEnvelope()
	return nil
}

// pragmas hold for the connection that writes. auto_vacuum and page_size are in the
// database since Create. cache_size, 48 MiB, is taken only as it is needed.
// max_page_count, 128 GiB, is what scrub relies on: up to there the first byte
// of a page tells a b-tree's from an overflow page, whose first four bytes are a
// page number.
const pragmas = "&_pragma=journal_mode(memory)&_pragma=temp_store(memory)" +
	"&_pragma=secure_delete(1)&_pragma=foreign_keys(1)&_pragma=cache_size(-49152)" +
	"&_pragma=max_page_count(33554431)"

// readers is how many connections read beside the one that writes: a long
// reading, a search, and a page that is shown meanwhile.
const readers = 3

// Their caches are small: SQLite takes eight kibibytes for each page of four, and
// what is not in them is read in some microseconds.
const readerPragmas = "&mode=ro&_pragma=query_only(1)&_pragma=temp_store(memory)&_pragma=cache_size(-16384)"

func (v *Vault) openDB(ctx context.Context) error {
	v.name = fmt.Sprintf("/kortisto-%d-%d", os.Getpid(), vaults.Add(1))
	if err := pagevfs.Bind(v.name, v.pager); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+v.name+"?vfs="+pagevfs.Name+pragmas)
	if err != nil {
		pagevfs.Unbind(v.name)
		return err
	}
	// One connection: two that write would make each other's commits fail.
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	v.db = db
	if v.ro, err = sql.Open("sqlite", "file:"+v.name+"?vfs="+pagevfs.Name+readerPragmas); err != nil {
		return errors.Join(err, v.closeDB())
	}
	v.ro.SetMaxOpenConns(readers)
	v.ro.SetMaxIdleConns(readers)
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA schema_version").Scan(&version); err != nil {
		err = v.Explain(err)
		v.closeDB()
		return err
	}
	return nil
}

func (v *Vault) closeDB() error {
	err := v.db.Close()
	if v.ro != nil {
		err = errors.Join(err, v.ro.Close())
	}
	pagevfs.Unbind(v.name)
	return err
}

// DB is the database, with one connection: close rows before the next
// statement, or it waits for ever. When Commit returns nil, or a statement
// outside of a transaction does, the change is on the disk. Pass errors of it
// through Explain.
func (v *Vault) DB() *sql.DB { return v.db }

// Reader is the same database for reading only, with a few connections. Each
// transaction sees what was committed when it first read; it never waits for a
// transaction of DB, and none waits for it.
func (v *Vault) Reader() *sql.DB { return v.ro }

// Explain gives an error of DB its cause. SQLite reports a failed read or
// write as a mere code; the error returned wraps both err and what happened:
// ErrFull, ErrReadOnly, ErrDamaged, ErrTooLarge, or the file system's own.
// Other errors come back unchanged.
func (v *Vault) Explain(err error) error {
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return err
	}
	switch se.Code() & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL:
	default:
		return err
	}
	v.pager.mu.RLock()
	cause, poison := v.pager.last, v.pager.poison
	v.pager.mu.RUnlock()
	// SQLite takes back what was not committed, and that may have failed, too:
	// still the caller has to know that no more writes are taken.
	if se.Code() == sqlite3.SQLITE_IOERR_FSYNC && poison != nil && !errors.Is(cause, ErrReadOnly) {
		cause = errors.Join(poison, cause)
	}
	if cause == nil {
		return err
	}
	return fmt.Errorf("%w: %w", cause, err)
}

// Dir is the vault's directory.
func (v *Vault) Dir() string { return v.dir }

// Position is the generation and the number of the last committed transaction
// in it. Both only ever grow, the generation first: a vault whose position is
// before one that was seen is an older copy.
func (v *Vault) Position() (gen, seq uint64) {
	v.pager.mu.RLock()
	defer v.pager.mu.RUnlock()
	if v.pager.view.g == nil {
		return 0, 0
	}
	return v.pager.view.g.key.gen, v.pager.view.at.seq
}

// MAC is a keyed hash of the data, different for each info; the key comes from
// the vault's own, so that the same data hash differently in each vault and
// can not be guessed at without it. The boundaries between the parts count.
//
// The vault must be open: without its key there is no sum, and MAC panics.
func (v *Vault) MAC(info string, data ...[]byte) [32]byte {
	v.working.RLock()
	defer v.working.RUnlock()
	if v.gone {
		panic(ErrClosed)
	}
	return v.keys.named(info, data)
}

// Close closes the database, lets go of the vault and overwrites keys and
// decrypted pages. It does not compact: see ShouldCompact. Images and checks
// still running end with an error. Closing twice does nothing.
func (v *Vault) Close(ctx context.Context) error {
	v.stop()
	v.working.Lock()
	defer v.working.Unlock()
	if v.gone {
		return nil
	}
	v.gone = true
	err := errors.Join(v.closeBlobs(), v.closeDB())
	err = errors.Join(err, v.pager.close())
	v.keys.wipe()
	return withFull(errors.Join(err, v.lock.Close()))
}

func (p *pager) close() error {
	p.writing.Lock()
	defer p.writing.Unlock()
	<-p.next.ok // it uses the keys
	clear(p.next.key[:])
	p.mu.Lock()
	defer p.mu.Unlock()
	wipe(p.pending)
	clear(p.pending)
	g, end := p.view.g, p.view.at.end
	p.view = view{}
	var err error
	if p.poison == nil && p.room > end {
		err = g.log.Truncate(end) // the room that was set aside
	}
	return errors.Join(err, g.release())
}

func path(dir, name string) string { return filepath.Join(dir, name) }
