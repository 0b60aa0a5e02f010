package crypto

import (
	"bytes"
)

// replay reads a generation's log into a view. torn is how many bytes of a
// record that was never acknowledged lie behind the last good one.
//
// A bad record is a torn one only where nothing authentic follows, and where
// the head slots know of no later transaction: else it is damage.
func replay(g *generation) (v view, torn int64, err error) {
	v = view{g: g, overlay: map[uint32][]byte{}, pages: g.pages, base: g.pages}
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
	v.at = position{chain: g.key.chain0(g.header), end: logHeaderLen}
	torn, err = v.catchUp(size, g.key.head(head))
	return v, torn, err
}

// catchUp replays what follows the view's position in a log of size bytes,
// whose head slots know of transaction known.
func (v *view) catchUp(size int64, known uint64) (torn int64, err error) {
	k := v.g.key
	name := logName(k.gen)
	var buf []byte
	for ok := true; ok; {
		if buf, ok, err = v.replayRecord(size, buf); err != nil {
			return 0, err
		}
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

// replayRecord puts the next record over the view; ok is false when there is
// no good one.
func (v *view) replayRecord(size int64, buf []byte) (_ []byte, ok bool, err error) {
	k := v.g.key
	name := logName(k.gen)
	rec, chain, ok, err := k.record(v.g.log, v.at.end, size, v.at.seq+1, v.at.chain, buf)
	if err != nil || !ok {
		return rec, false, broken(name, err)
	}
	// The record is ours from here on: what does not fit is no torn write.
	changed := map[uint32][]byte{}
	wal, pages, err := readRecord(k.keyring, rec, v.at, func(page uint32, data []byte) { changed[page] = data })
	if err != nil {
		return rec, false, damaged(name, "record %d: %v", v.at.seq+1, err)
	}
	v.put(changed, pages)
	v.at.seq++
	v.at.chain = chain
	v.at.wal = wal
	v.at.end += int64(len(rec))
	return rec, true, nil
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
