package crypto

import "bytes"

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
	g.laid.proven.Store(v.at.seq == 0)
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

// replayRecords puts the good records that follow over the view.
func (v *view) replayRecords(size int64) error {
	r := v.g.replayer(v.at, size)
	r.run()
	name := logName(v.g.key.gen)
	for _, j := range r.jobs {
		if j.unread != nil {
			return broken(name, j.unread)
		}
		if !j.whole {
			return nil // it is for the tail to say what that means
		}
		// The record is ours from here on: what does not fit is no torn write.
		if j.bad == nil && j.at.seq > 1 && j.at.wal.salt != v.at.wal.salt {
			j.bad = errWAL
		}
		if j.bad != nil {
			return damaged(name, "record %d: %v", j.at.seq, j.bad)
		}
		v.put(j.pages, j.places, j.size)
		v.at = j.at
	}
	return broken(name, r.err)
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
