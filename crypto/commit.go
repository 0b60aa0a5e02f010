package crypto

import (
	"errors"
	"fmt"
)

// roomStep is how much the log file grows at a time, in zeros: a commit into
// room that is there does not change the file's size, and so costs one write to
// the disk rather than two.
const roomStep = 1 << 20

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
	d, err := p.append(pages, size)
	if err != nil {
		return err
	}
	at := d.after(p.view.at.end)
	rec, places := d.record()
	p.view.g.laid.keep(rec)
	// The head slot is not synced: the next commit's sync carries it. Should
	// it not be written at all, the loss of this record would go unnoticed,
	// but this record is not lost: no reason to fail.
	slot, off := p.view.g.key.slot(at.seq, at.end)
	p.view.g.log.WriteAt(slot[:], off)
	p.publish(pages, places, size, at)
	return nil
}

// append writes the pages as one record behind the last one and syncs it.
func (p *pager) append(pages []uint32, size uint32) (*draft, error) {
	d, err := p.draft(pages, size)
	if err != nil {
		return nil, err
	}
	log, off := p.view.g.log, p.view.at.end
	d.lay(p.view.g.laid, off)
	if p.makeRoom(off+d.length) != nil {
		// There may be room for the record all the same; the next zeros go
		// behind it.
		if err := log.Truncate(off); err != nil {
			return nil, p.refuse(err)
		}
		p.room = off + d.length
	}
	if p.buf, err = d.write(log, off, p.buf); err != nil {
		return nil, p.undo(err)
	}
	if err := log.Sync(); err != nil {
		// What a failed sync left on the disk can not be known, and a second
		// one would say "fine": https://lwn.net/Articles/752063/
		return nil, p.refuse(errors.Join(err, log.Truncate(off)))
	}
	return d, nil
}

// draft takes the envelope that waits and lets the next one be made.
func (p *pager) draft(pages []uint32, size uint32) (*draft, error) {
	if int64(len(pages))*frameLen > maxRecord {
		return nil, ErrTooLarge
	}
	env := p.next
	<-env.ok
	p.next = p.view.g.key.startEnvelope()
	if env.err != nil {
		return nil, env.err
	}
	data := func(page uint32) []byte { return p.pending[page] }
	return newDraft(p.view.g.key, env, p.view.at, &frames{pages: pages, data: data, size: size}), nil
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
