package crypto

import (
	"bytes"
	"cmp"
)

// replay reads a generation's log into a view. torn is how many bytes of a
// record that was never acknowledged lie behind the last good one.
//
// A bad record is a torn one only where nothing authentic follows, and where
// the head slots know of no later transaction: else it is damage.
func replay(g *generation) (v view, torn int64, err error) {
	v = view{g: g, pages: g.pages, base: g.pages}
	name := logName(g.key.gen)
	size, err := g.log.Size()
	if err != nil {
		return v, 0, err
	}
	head := make([]byte, min(size, logHeaderLen))
	if err := readFull(g.log, head, 0); err != nil {
		return v, 0, broken(name, err)
	}
	if err := g.key.checkHeader(head, g.header); err != nil {
		return v, 0, err
	}
	if g.laid, err = newLogPages(g.log); err != nil {
		return v, 0, err
	}
	v.at = position{chain: g.key.chain0(g.header), end: logHeaderLen}
	torn, err = v.catchUp(size, g.key.head(head))
	return v, torn, err
}

// catchUp replays what follows the view's position in a log of size bytes,
// whose head slots know of transaction known.
func (v *view) catchUp(size int64, known uint64) (torn int64, err error) {
	k := v.g.key
	name := logName(k.gen)
	if err := v.replayRecords(size); err != nil {
		return 0, err
	}
	kind, err := k.tailOf(v.g.log, v.at.end, size, v.at.seq+1)
	if err != nil {
		return 0, broken(name, err)
	}
	if kind == tailLater {
		return 0, damaged(name, "record %d is bad and later ones follow", v.at.seq+1)
	}
	if v.at.seq < known {
		return 0, damaged(name, "ends at transaction %d, but %d was acknowledged", v.at.seq, known)
	}
	if kind == tailTorn {
		torn = size - v.at.end
	}
	return torn, nil
}

// replayRecords puts the good records that follow over the view. The chain goes
// from record to record, and is checked here; what they hold is decrypted on the
// other cores meanwhile.
func (v *view) replayRecords(size int64) error {
	k := v.g.key
	r := newReplayer(k, v.g.laid, v.at)
	at := v.at
	for {
		buf := r.buffer()
		rec, chain, ok, err := k.record(v.g.log, at.end, size, at.seq+1, at.chain, buf)
		if err != nil || !ok {
			r.room <- rec
			r.end()
			// What came before comes first, also when it is bad.
			return cmp.Or(v.apply(r.jobs), broken(logName(k.gen), err))
		}
		// The record is ours from here on: what does not fit is no torn write.
		at = position{seq: at.seq + 1, chain: chain, end: at.end + int64(len(rec))}
		r.take(rec, at)
	}
}

// apply puts what was replayed over the view.
func (v *view) apply(jobs []*job) error {
	for _, j := range jobs {
		if j.err != nil {
			return damaged(logName(v.g.key.gen), "record %d: %v", j.at.seq, j.err)
		}
		v.put(j.pages, j.places, j.size)
		v.at = j.at
	}
	return nil
}

// readRecord decrypts a record that follows at and gives its pages to keep.
func readRecord(keys *keyring, rec []byte, at position, keep func(uint32, []byte)) (wal walSum, pages uint32, err error) {
	r, err := keys.decrypt(bytes.NewReader(rec[recHeaderLen:]))
	if err != nil {
		return wal, 0, err
	}
	wal = at.wal
	if at.seq == 0 {
		if err := wal.resume(r); err != nil {
			return wal, 0, err
		}
	}
	pages, err = wal.readTransaction(r, keep)
	return wal, pages, err
}

// dropTail cuts a torn record off, so that the next one follows the last good.
// It is durable after the next sync.
func (v *view) dropTail() error { return v.g.log.Truncate(v.at.end) }
