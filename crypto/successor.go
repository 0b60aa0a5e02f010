package crypto

import (
	"context"
	"errors"
	"io"
	"io/fs"
)

// successor is a generation that is being written: a base that holds one state of
// the database, and a log of what was committed while the base was written. Its
// files mean nothing until install gives them their names.
type successor struct {
	fs  FS
	dir string
	key logKey
	log File
	at  position // where its log ends
	// room is for a record's first piece.
	room []byte

	// What is in it of the generation before: what that one's log held up to here,
	// when the database had so many pages.
	end   int64
	pages uint32
}

// newSuccessor writes a base from a plain image, and begins its log.
func newSuccessor(ctx context.Context, fsys FS, dir string, keys *keyring, gen uint64, image io.Reader, done func(int64)) (*successor, error) {
	n := &successor{fs: fsys, dir: dir, key: logKey{keys, gen}}
	header, err := writeBase(ctx, fsys, path(dir, baseName(gen))+tmpSuffix, keys, image, done)
	if err == nil {
		n.log, err = fsys.Create(path(dir, logName(gen)) + tmpSuffix)
	}
	if err == nil {
		n.at = position{chain: n.key.chain0(header), end: logHeaderLen}
		_, err = n.log.WriteAt(n.key.header(header), 0)
	}
	if err != nil {
		n.abandon()
		return nil, withFull(err)
	}
	return n, nil
}

// followed is how many pages are not left for when commits wait.
const followed = 256

// follow puts pages that changed since the last time into the log, as one
// transaction.
func (n *successor) follow(now *view, pages []uint32) error {
	if int64(len(pages))*frameLen > maxRecord {
		return ErrTooLarge
	}
	var buf [pageSize]byte
	defer clear(buf[:])
	var unread error
	data := func(page uint32) []byte {
		unread = errors.Join(unread, now.page(page, buf[:]))
		return buf[:]
	}
	env := n.key.startEnvelope()
	if <-env.ok; env.err != nil {
		return env.err
	}
	d := newDraft(n.key, env, n.at, &frames{pages: pages, data: data, size: now.pages})
	room, err := d.write(n.log, n.at.end, n.room)
	if err = errors.Join(unread, err); err != nil {
		return err
	}
	clear(env.key[:])
	n.room, n.at = room, d.after(n.at.end)
	n.end, n.pages = now.at.end, now.pages
	return nil
}

// install makes the files durable and gives them their names, the log first. The
// rename of the base is the point from which the new generation counts.
func (n *successor) install() error {
	err := n.finishLog()
	log, base := path(n.dir, logName(n.key.gen)), path(n.dir, baseName(n.key.gen))
	if err == nil {
		err = n.fs.Rename(log+tmpSuffix, log)
	}
	if err == nil {
		err = n.fs.SyncDir(n.dir)
	}
	if err == nil {
		err = n.fs.Rename(base+tmpSuffix, base)
	}
	if err != nil {
		n.abandon()
		return withFull(err)
	}
	return withFull(n.fs.SyncDir(n.dir))
}

// finishLog syncs the log and closes it. Its head slot names the last record, so
// that none can go missing unnoticed.
func (n *successor) finishLog() (err error) {
	if n.at.seq > 0 {
		slot, off := n.key.slot(n.at.seq, n.at.end)
		_, err = n.log.WriteAt(slot[:], off)
	}
	if err == nil {
		err = n.log.Sync()
	}
	err = errors.Join(err, n.log.Close())
	n.log = nil
	return err
}

// abandon removes the files of a generation that does not count. One whose rename
// failed may count all the same: then both files are whole, and stay.
func (n *successor) abandon() {
	if n.log != nil {
		n.log.Close()
		n.log = nil
	}
	log, base := path(n.dir, logName(n.key.gen)), path(n.dir, baseName(n.key.gen))
	if _, err := n.fs.Stat(base); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	for _, name := range []string{base + tmpSuffix, log + tmpSuffix, log} {
		n.fs.Remove(name)
	}
}
