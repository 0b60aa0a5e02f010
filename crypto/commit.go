package crypto

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	// roomStep is how much the log file grows at a time, in zeros: a commit
	// into room that is there does not change the file's size, and so costs
	// one write to the disk rather than two.
	roomStep = 1 << 20
	// keepBuffer is the largest record buffer that is kept for the next one.
	keepBuffer = 16 << 20
)

// sealer is an age file that waits for its content. The header, which is the
// costly part of a small one, is made between commits.
type sealer struct {
	buf *bytes.Buffer
	w   io.WriteCloser
	err error
	ok  chan struct{}
}

// prepare starts making the next record's sealer.
func (p *pager) prepare(buf *bytes.Buffer) {
	keys := p.view.g.key.keyring
	if buf == nil || buf.Cap() > keepBuffer {
		buf = new(bytes.Buffer)
	}
	buf.Reset()
	s := &sealer{buf: buf, ok: make(chan struct{})}
	p.next = s
	go func() {
		defer close(s.ok)
		s.buf.Write(make([]byte, recHeaderLen))
		s.w, s.err = keys.encrypt(s.buf)
	}()
}

// Commit makes the pending pages durable: when it returns nil they are on the
// disk. On an error they are forgotten, and the file is as it was.
func (p *pager) Commit() error {
	p.writing.Lock()
	defer p.writing.Unlock()
	err := p.commit()
	if err != nil {
		p.drop()
		p.remember(err)
	}
	return err
}

func (p *pager) commit() error {
	if p.view.g == nil {
		return ErrClosed
	}
	pages, size, err := p.changes()
	if err != nil {
		return err
	}
	if len(pages) == 0 && size == p.view.pages {
		p.drop()
		return nil
	}
	if p.poison != nil {
		return p.poison
	}
	if len(pages) == 0 { // only the size changed; a frame has to carry it
		return fmt.Errorf("size changed from %d to %d pages without page 1", p.view.pages, size)
	}
	s := p.next
	defer func() { p.prepare(s.buf) }()
	rec, at, err := p.seal(s, pages, size)
	if err != nil {
		return err
	}
	if err := p.append(rec); err != nil {
		return err
	}
	// The head slot is not synced: the next commit's sync carries it. Should
	// it not be written at all, the loss of this record would go unnoticed,
	// but this record is not lost: no reason to fail.
	slot, off := p.view.g.key.slot(at.seq, at.end)
	p.view.g.log.WriteAt(slot[:], off)
	p.publish(pages, size, at)
	return nil
}

// seal encrypts the pages as one record and gives the position after it.
func (p *pager) seal(s *sealer, pages []uint32, size uint32) (rec []byte, at position, err error) {
	at = p.view.at
	if int64(len(pages))*frameLen > maxRecord {
		return nil, at, ErrTooLarge
	}
	<-s.ok
	if s.err != nil {
		return nil, at, s.err
	}
	s.buf.Grow(len(pages)*frameLen + len(pages)*2 + 1024)
	if at.seq == 0 {
		h := at.wal.start()
		s.w.Write(h[:])
	}
	for i, page := range pages {
		var end uint32
		if i == len(pages)-1 {
			end = size
		}
		data := p.pending[page]
		h := at.wal.frame(page, end, data)
		s.w.Write(h[:])
		if _, err := s.w.Write(data); err != nil {
			return nil, at, err
		}
	}
	if err := s.w.Close(); err != nil {
		return nil, at, err
	}
	rec = s.buf.Bytes()
	at.seq++
	at.chain = p.view.g.key.finish(rec, at.seq, at.chain)
	at.end += int64(len(rec))
	return rec, at, nil
}

// append writes a record behind the last one and syncs it.
func (p *pager) append(rec []byte) error {
	log, off := p.view.g.log, p.view.at.end
	if p.makeRoom(off+int64(len(rec))) != nil {
		// There may be room for the record all the same; the next zeros go
		// behind it.
		if err := log.Truncate(off); err != nil {
			return p.refuse(err)
		}
		p.room = off + int64(len(rec))
	}
	if _, err := log.WriteAt(rec, off); err != nil {
		return p.undo(err)
	}
	if err := log.Sync(); err != nil {
		// What a failed sync left on the disk can not be known, and a second
		// one would say "fine": https://lwn.net/Articles/752063/
		return p.refuse(errors.Join(err, log.Truncate(off)))
	}
	return nil
}

// makeRoom grows the log file so that a record can end at end. Records larger
// than a step make their own room.
func (p *pager) makeRoom(end int64) error {
	if end <= p.room || end-p.room >= roomStep {
		p.room = max(p.room, end)
		return nil
	}
	if _, err := p.view.g.log.WriteAt(make([]byte, roomStep), p.room); err != nil {
		return err
	}
	p.room += roomStep
	return nil
}

// undo removes what a failed write left behind; when that fails as well, the
// vault takes no more writes.
func (p *pager) undo(cause error) error {
	err := p.view.g.log.Truncate(p.view.at.end)
	if err == nil {
		err = p.view.g.log.Sync()
	}
	if err != nil {
		return p.refuse(errors.Join(cause, err))
	}
	p.room = p.view.at.end
	return withFull(cause)
}

func (p *pager) refuse(cause error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.poison = fmt.Errorf("%w: %w", ErrReadOnly, withFull(cause))
	return p.poison
}
