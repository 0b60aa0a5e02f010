package crypto

import (
	"bytes"
	"crypto/hmac"
	"encoding/binary"
	"hash"
	"runtime"
	"sync"

	"kortisto/crypto/chacha"
)

// replayer reads the records that follow a position, on several cores. What the chain
// was before a record stands in the header of the one before, which is authentic by
// itself: so each is held against the chain without waiting for those before it,
// and counts where all of those are right as well.
//
// Of a record whose chain is right, nothing of the age file but the headers of its
// frames is decrypted, and neither the tags of its chunks nor the sums of its frames
// are checked: the chain tells that it is what somebody wrote who has S. That this
// was done rightly is for Verify to find out, as for all that lies in the base.
type replayer struct {
	log  File
	key  logKey
	laid *logPages
	size int64 // of the log

	mu    sync.Mutex
	sums  *sums
	at    position // behind the last record that was claimed; nothing of the WAL's sums
	jobs  []*job   // in the log's order
	ended bool     // there are no more records, or one was not right
	err   error    // of reading what would be the next header
}

// job is one record on its way into a view.
type job struct {
	head [recHeaderLen]byte
	prev chainSum
	from int64 // in the log, behind the header

	at     position // after it
	unread error    // the file system's
	whole  bool     // its chain is right
	bad    error    // and yet it is no transaction
	pages  []uint32
	places []place
	size   uint32 // of the database after it
}

// largeRecord is from how many bytes on one is not read whole, but by pieces, which
// are hashed on another core than the rest is done.
var largeRecord int64 = 4 << 20

const (
	readPiece = 256 << 10 // above maxHeader
	readRing  = 4
	// mostReaders bounds what they take of memory.
	mostReaders = 4
)

// replayer is for what follows a position in a log of size bytes.
func (g *generation) replayer(at position, size int64) *replayer {
	return &replayer{log: g.log, key: g.key, laid: g.laid, size: size, at: at, sums: newSums()}
}

// run reads all there is.
func (r *replayer) run() {
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), mostReaders) {
		all.Go(r.work)
	}
	all.Wait()
	r.sums.wipe()
}

// reader is one of those who read at the same time, and what it uses again for each
// record.
type reader struct {
	*replayer
	sum    hash.Hash
	sums   *sums
	buf    []byte
	laying laying
	blocks blocks
}

func (r *replayer) work() {
	w := reader{replayer: r, sum: r.key.hash(), sums: newSums()}
	defer w.sums.wipe()
	for j := r.claim(); j != nil; j = r.claim() {
		w.read(j)
		if !j.whole || j.bad != nil {
			r.mu.Lock()
			r.ended = true
			r.mu.Unlock()
		}
	}
}

// claim gives the next record, nil when there is none.
func (r *replayer) claim() *job {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return nil
	}
	j := &job{prev: r.at.chain, from: r.at.end + recHeaderLen}
	n, ok, err := r.key.recordHeader(r.sums, r.log, r.at.end, r.size, r.at.seq+1, &j.head)
	if !ok || err != nil {
		r.ended, r.err = true, err
		return nil
	}
	j.at = position{seq: r.at.seq + 1, chain: chainSum(j.head[16:48]), end: j.from + n}
	r.at = j.at
	r.jobs = append(r.jobs, j)
	return j
}

// read reads the record and takes what is needed of it.
func (r *reader) read(j *job) {
	n := j.at.end - j.from
	r.key.chainSum(r.sum, j.prev, j.head[:])
	if n > largeRecord {
		r.readLong(j)
		return
	}
	if int64(cap(r.buf)) < n {
		r.buf = make([]byte, n)
	}
	file := r.buf[:n]
	if j.unread = readFull(r.log, file, j.from); j.unread != nil {
		return
	}
	r.sum.Write(file)
	if j.whole = r.rightChain(j); !j.whole {
		return
	}
	header, err := r.begin(j, file)
	if err == nil {
		r.laying.take(file[len(header):])
		err = r.open(j, header)
	}
	j.bad = err
}

// readLong is read of a record by pieces.
func (r *reader) readLong(j *job) {
	full, empty := make(chan []byte, readRing), make(chan []byte, readRing)
	for range readRing {
		empty <- make([]byte, readPiece)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for b := range full {
			r.sum.Write(b)
			empty <- b[:readPiece]
		}
	}()
	var header []byte
	for at := j.from; at < j.at.end; at += readPiece {
		b := (<-empty)[:min(readPiece, j.at.end-at)]
		if j.unread = readFull(r.log, b, at); j.unread != nil {
			break
		}
		rest := b
		if at == j.from {
			header, j.bad = r.begin(j, b)
			header = bytes.Clone(header)
			rest = b[len(header):]
		}
		if j.bad == nil {
			r.laying.take(rest)
		}
		full <- b
	}
	close(full)
	<-done
	j.whole = j.unread == nil && r.rightChain(j)
	if j.whole && j.bad == nil {
		j.bad = r.open(j, header)
	}
}

func (r *reader) rightChain(j *job) bool {
	var got chainSum
	return hmac.Equal(r.sum.Sum(got[:0]), j.at.chain[:])
}

// begin looks at the beginning of a record's age file, which need not be authentic,
// and gives age's header and nonce. The rest is for the laying to take.
func (r *reader) begin(j *job, file []byte) (header []byte, err error) {
	end, ok := ageHeaderLen(file)
	if !ok {
		return nil, errWAL
	}
	header = file[:end+payloadNonce]
	rec := &logRecord{start: j.from + int64(len(header))}
	if rec.size, ok = contentLen(j.at.end - rec.start); !ok {
		return nil, errWAL
	}
	lead := rec.size % frameLen
	if first := j.at.seq == 1; rec.size < frameLen || first != (lead == walHeaderLen) || !first && lead != 0 {
		return nil, errWAL
	}
	r.laying.begin(r.laid, rec)
	r.laying.takeHeads(file[len(header):][:lead])
	return header, nil
}

// open decrypts the headers of the frames in a record that is authentic, and of all
// of which the sums were taken.
func (r *reader) open(j *job, header []byte) error {
	n, fileKey, err := r.key.openHeader(r.sums, header)
	if err != nil {
		return err
	}
	defer clear(fileKey)
	y := &r.laying
	copy(y.rec.key[:], r.sums.hkdf(fileKey, header[n:], infoPayload))
	r.laid.keep(y.rec)
	j.places = y.places
	r.blocks.rec = y.rec
	r.blocks.add(y.start, 0)
	for i := range y.places {
		r.blocks.add(y.head(i), y.places[i].at-frameHeader)
	}
	r.blocks.xor()
	return j.frames(y.start, y.heads)
}

// frames takes a transaction out of the headers of its frames.
func (j *job) frames(start, heads []byte) error {
	be := binary.BigEndian
	wal := walSum{salt: [8]byte(heads[8:16])}
	if len(start) > 0 {
		if err := wal.resume(bytes.NewReader(start)); err != nil {
			return err
		}
	}
	n := len(j.places)
	j.pages = make([]uint32, n)
	for i := range n {
		h := heads[i*frameHeader:][:frameHeader]
		j.pages[i], j.size = be.Uint32(h), be.Uint32(h[4:])
		if j.pages[i] == 0 || (j.size != 0) != (i == n-1) || [8]byte(h[8:16]) != wal.salt {
			return errWAL
		}
		wal.s0, wal.s1 = be.Uint32(h[16:]), be.Uint32(h[20:])
	}
	j.at.wal = wal // as the transaction says it leaves it
	return nil
}

// blocks decrypts small pieces of a record, many at a time.
type blocks struct {
	rec   *logRecord
	chunk int64  // in which those lie that wait
	data  []byte // whole blocks
	which []uint32
	parts []part
}

// part is where a piece is in the data, and where it came from.
type part struct {
	at int
	b  []byte
}

// add is told of a piece and where in the content it begins; xor then decrypts it.
// They come in their order.
func (s *blocks) add(b []byte, at int64) {
	for len(b) > 0 {
		chunk, in := at/chunkSize, at%chunkSize
		if chunk != s.chunk {
			s.xor()
			s.chunk = chunk
		}
		skip := int(in % chacha.BlockSize)
		n := min(len(b), chacha.BlockSize-skip)
		var block [chacha.BlockSize]byte
		copy(block[skip:], b[:n])
		s.parts = append(s.parts, part{len(s.data) + skip, b[:n]})
		s.data = append(s.data, block[:]...)
		s.which = append(s.which, uint32(1+in/chacha.BlockSize))
		b, at = b[n:], at+int64(n)
	}
}

func (s *blocks) xor() {
	nonce := chunkNonce(s.chunk, s.rec.size)
	chacha.XORBlocks(s.data, &s.rec.key, &nonce, s.which)
	for _, p := range s.parts {
		copy(p.b, s.data[p.at:])
	}
	s.data, s.which, s.parts = s.data[:0], s.which[:0], s.parts[:0]
}
