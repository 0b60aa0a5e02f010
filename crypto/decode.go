package crypto

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"runtime"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"
)

// replayer decrypts records whose chain was found right, a few at a time.
type replayer struct {
	key  logKey
	laid *logPages
	jobs []*job // in the log's order
	last *job
	room chan []byte
}

// largeRecord is one that is decrypted on all cores, and nothing beside it: so
// what a replay takes of memory is one such record and a few small ones.
const largeRecord = 4 << 20

// job is one record on its way into a view.
type job struct {
	key  logKey
	laid *logPages
	prev *job

	// Right when opened is closed:
	at     position // after it; the sums as its last frame says they are
	sealed bool     // it could not be opened
	opened chan struct{}
	// Right when done is closed:
	rec    *logRecord
	pages  []uint32
	places []place
	size   uint32 // of the database after it
	err    error
	done   chan struct{}
}

// newReplayer goes on from a position.
func newReplayer(key logKey, laid *logPages, at position) *replayer {
	before := &job{at: at, opened: make(chan struct{})}
	close(before.opened)
	r := &replayer{key: key, laid: laid, last: before, room: make(chan []byte, runtime.GOMAXPROCS(0)+1)}
	for range cap(r.room) {
		r.room <- nil
	}
	return r
}

// buffer waits for room to read a record into; what is got is given to take or
// put back.
func (r *replayer) buffer() []byte { return <-r.room }

// take begins to decrypt a record that ends where at says.
func (r *replayer) take(rec []byte, at position) {
	j := &job{key: r.key, laid: r.laid, prev: r.last, at: at, opened: make(chan struct{}), done: make(chan struct{})}
	r.jobs, r.last = append(r.jobs, j), j
	if len(rec) > largeRecord {
		j.run(rec, runtime.GOMAXPROCS(0))
		clear(rec)
		r.room <- nil
		return
	}
	go func() {
		j.run(rec, 1)
		r.room <- rec
	}()
}

// end waits until nothing is on its way, and wipes the room.
func (r *replayer) end() {
	for _, j := range r.jobs {
		<-j.done
	}
	for range cap(r.room) {
		b := <-r.room
		clear(b[:cap(b)])
	}
}

// run decrypts the record, in place, and takes its pages' sums. That frames are
// right is told by the sum of the frames before, which the record before says
// and is held to by its own run.
func (j *job) run(rec []byte, cores int) {
	defer close(j.done)
	content, err := j.open(rec, cores)
	if err == nil {
		j.at.wal, err = lastSum(content)
	}
	j.err, j.sealed = err, err != nil
	close(j.opened)
	<-j.prev.opened
	if j.sealed || j.prev.sealed {
		return // of two that are bad the first one is told
	}
	wal := j.prev.at.wal
	if j.at.seq == 1 {
		if err := wal.resume(bytes.NewReader(content)); err != nil {
			j.err = err
			return
		}
	}
	j.frames(content, wal)
}

// open decrypts the age file in a record and gives what it holds.
func (j *job) open(rec []byte, cores int) ([]byte, error) {
	file := rec[recHeaderLen:]
	header, fileKey, err := j.key.openHeader(file)
	if err != nil {
		return nil, err
	}
	defer clear(fileKey)
	sealed := file[header:]
	if len(sealed) < payloadNonce {
		return nil, errWAL
	}
	j.rec = &logRecord{start: j.at.end - int64(len(sealed)) + payloadNonce}
	var aead cipher.AEAD
	if j.rec.key, aead, err = payloadKey(fileKey, sealed[:payloadNonce]); err != nil {
		return nil, err
	}
	content, err := openChunks(aead, sealed[payloadNonce:], cores)
	j.rec.size = int64(len(content))
	return content, err
}

var errChunk = errors.New("a chunk is not authentic")

// openChunks decrypts the chunks of an age file in place, and moves them together.
func openChunks(aead cipher.AEAD, sealed []byte, cores int) ([]byte, error) {
	chunks := max((len(sealed)+sealedChunk-1)/sealedChunk, 1)
	size := len(sealed) - chunks*chacha20poly1305.Overhead
	if size <= (chunks-1)*chunkSize {
		return nil, errChunk
	}
	bad := make([]bool, cores)
	var all sync.WaitGroup
	for core := range cores {
		all.Go(func() {
			for i := core; i < chunks && !bad[core]; i += cores {
				b := sealed[i*sealedChunk : min((i+1)*sealedChunk, len(sealed))]
				nonce := chunkNonce(int64(i), int64(size))
				_, err := aead.Open(b[:0], nonce[:], b, nil)
				bad[core] = err != nil
			}
		})
	}
	all.Wait()
	for _, b := range bad {
		if b {
			return nil, errChunk
		}
	}
	for i := 1; i < chunks; i++ {
		to := sealed[i*chunkSize : min((i+1)*chunkSize, size)]
		copy(to, sealed[i*sealedChunk:])
	}
	return sealed[:size], nil
}

// lastSum is the state that a transaction says it leaves the WAL in.
func lastSum(content []byte) (w walSum, err error) {
	if len(content) < frameLen {
		return w, errWAL
	}
	h := content[len(content)-frameLen:]
	copy(w.salt[:], h[8:16])
	w.s0 = binary.BigEndian.Uint32(h[16:])
	w.s1 = binary.BigEndian.Uint32(h[20:])
	return w, nil
}

// frames reads a record's frames, which follow a WAL that is as wal says.
func (j *job) frames(content []byte, wal walSum) {
	at := len(content) % frameLen
	if first := j.at.seq == 1; first != (at == walHeaderLen) || !first && at != 0 {
		j.err = errWAL
		return
	}
	n := len(content) / frameLen
	j.pages, j.places = make([]uint32, n), make([]place, n)
	data := func(i int) []byte { return content[j.places[i].at:][:pageSize] }
	for i := range n {
		h := content[at:][:frameHeader]
		j.pages[i] = binary.BigEndian.Uint32(h)
		j.size = binary.BigEndian.Uint32(h[4:])
		j.places[i].at = int64(at + frameHeader)
		if j.pages[i] == 0 || (j.size != 0) != (i == n-1) || wal.frame(j.pages[i], j.size, data(i)) != [frameHeader]byte(h) {
			j.err = errWAL
			return
		}
		at += frameLen
	}
	j.laid.record(j.rec, j.places, data)
}
