package crypto

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
)

// Version is the newest format that this package reads, and the one it writes.
const Version = 1

// The log: a header page that binds it to its base, two head slots in that
// page, then records, each one committed transaction. Integers are big-endian.
//
//	header  0  "AGELOG1\n"  8  generation  16  chain0  48  HMAC  80  zeros
//	slot    0  "AGHEAD1\n"  8  sequence  16  end offset  24  zeros  32  HMAC
//	record  0  "AGR1"  4  length  8  sequence  16  chain  48  HMAC[:16]  64  age file
const (
	logHeaderLen = 4096
	slotLen      = 64
	slotAt       = 1024
	recHeaderLen = 64
	maxRecord    = 1 << 30 // of plaintext
)

var (
	logMagic  = []byte("AGELOG1\n")
	slotMagic = []byte("AGHEAD1\n")
	recMagic  = []byte("AGR1")
)

type chainSum = [sha256.Size]byte

// logKey computes and checks the keyed sums of one generation's log.
type logKey struct {
	*keyring
	gen uint64
}

func (k logKey) num() []byte { return binary.BigEndian.AppendUint64(nil, k.gen) }

// chain0 binds a log to its base: baseHeader is the base's age header.
func (k logKey) chain0(baseHeader []byte) chainSum {
	return k.mac([]byte("chain0"), k.num(), baseHeader)
}

// header makes the header page of an empty log.
func (k logKey) header(baseHeader []byte) []byte {
	h := make([]byte, logHeaderLen)
	copy(h, logMagic)
	binary.BigEndian.PutUint64(h[8:], k.gen)
	c := k.chain0(baseHeader)
	copy(h[16:48], c[:])
	sum := k.mac([]byte("loghdr"), h[:48])
	copy(h[48:80], sum[:])
	return h
}

// checkHeader says what is wrong with a header page, if anything is.
func (k logKey) checkHeader(h, baseHeader []byte) error {
	if len(h) < logHeaderLen {
		return damaged(logName(k.gen), "header is cut short")
	}
	if v := logVersion(h); v != Version {
		// A damaged magic is no newer version: with the magic put back, the
		// rest would be ours.
		old := append(bytes.Clone(logMagic), h[8:48]...)
		sum := k.mac([]byte("loghdr"), old)
		if v > Version && !hmac.Equal(sum[:], h[48:80]) {
			return &NewerError{Version: v}
		}
		return damaged(logName(k.gen), "header is not a log's")
	}
	if want := k.header(baseHeader); !hmac.Equal(want[:slotAt], h[:slotAt]) {
		return damaged(logName(k.gen), "header does not belong to this base")
	}
	return nil
}

// logVersion reads the version out of the magic; 0 when it is none.
func logVersion(h []byte) int {
	var v int
	if n, err := fmt.Sscanf(string(h[:8]), "AGELOG%d\n", &v); n != 1 || err != nil {
		return 0
	}
	return v
}

// slot makes the head slot for a sequence number and the offset at which its
// record ends, and says where in the file it goes.
func (k logKey) slot(seq uint64, end int64) (b [slotLen]byte, at int64) {
	copy(b[:], slotMagic)
	binary.BigEndian.PutUint64(b[8:], seq)
	binary.BigEndian.PutUint64(b[16:], uint64(end))
	sum := k.mac([]byte("head"), k.num(), b[:24])
	copy(b[32:], sum[:])
	return b, slotAt * int64(1+seq%2)
}

// head is the highest sequence number that the authentic slots of a header
// page name. A torn slot is nothing unusual and says nothing.
func (k logKey) head(h []byte) (seq uint64) {
	for i := range 2 {
		b := h[slotAt*(1+i):][:slotLen]
		sum := k.mac([]byte("head"), k.num(), b[:24])
		if bytes.Equal(b[:8], slotMagic) && hmac.Equal(b[32:], sum[:]) {
			seq = max(seq, binary.BigEndian.Uint64(b[8:]))
		}
	}
	return seq
}

// begin fills in what is known of a record's header before its age file of n
// bytes is, and gives the sum that the file is to be added to.
func (k logKey) begin(h []byte, n int64, seq uint64, prev chainSum) hash.Hash {
	copy(h, recMagic)
	binary.BigEndian.PutUint32(h[4:], uint32(n))
	binary.BigEndian.PutUint64(h[8:], seq)
	return k.chainSum(k.hash(), prev, h)
}

// chainSum begins the sum of a record's chain: its age file is to be added.
func (k logKey) chainSum(sum hash.Hash, prev chainSum, h []byte) hash.Hash {
	sum.Reset()
	sum.Write(prev[:])
	sum.Write(h[:16])
	return sum
}

// finish fills in the rest, and gives the chain's new value.
func (k logKey) finish(h []byte, sum hash.Hash) (chain chainSum) {
	sum.Sum(chain[:0])
	copy(h[16:48], chain[:])
	s := newSums()
	defer s.wipe()
	copy(h[48:64], k.tag(s, h))
	return chain
}

// tag authenticates a record's header by itself, without its predecessors.
func (k logKey) tag(s *sums, h []byte) []byte {
	return s.mac(k.log, tagWord, k.num(), h[:48])[:16]
}

var tagWord = []byte("rec")

func (k logKey) isHeader(s *sums, h []byte) bool {
	return bytes.Equal(h[:4], recMagic) && hmac.Equal(h[48:64], k.tag(s, h))
}

// hash is what computes keyed sums, many one after the other.
func (k logKey) hash() hash.Hash { return hmac.New(sha256.New, k.log) }

// recordHeader reads the header of the record at off, which must be number seq,
// and says how long its age file is. One that is not authentic, or whose record the
// log is too short for, gives ok == false; err is for a file that can not be read.
func (k logKey) recordHeader(s *sums, f io.ReaderAt, off, size int64, seq uint64, h *[recHeaderLen]byte) (n int64, ok bool, err error) {
	if size-off < recHeaderLen {
		return 0, false, nil
	}
	if err := readFull(f, h[:], off); err != nil {
		return 0, false, err
	}
	n = int64(binary.BigEndian.Uint32(h[4:]))
	return n, k.isHeader(s, h[:]) && binary.BigEndian.Uint64(h[8:]) == seq && n <= size-off-recHeaderLen, nil
}

// record reads the record at off, which must be number seq and follow prev.
// buf is used when it is large enough. A record that is not whole and
// authentic gives ok == false; err is for a file that can not be read.
func (k logKey) record(f io.ReaderAt, off, size int64, seq uint64, prev chainSum, buf []byte) (rec []byte, chain chainSum, ok bool, err error) {
	var h [recHeaderLen]byte
	s := newSums()
	defer s.wipe()
	n, ok, err := k.recordHeader(s, f, off, size, seq, &h)
	if !ok || err != nil {
		return buf, prev, false, err
	}
	if int64(cap(buf)) < recHeaderLen+n {
		buf = make([]byte, recHeaderLen+n)
	}
	rec = buf[:recHeaderLen+n]
	if err := readFull(f, rec, off); err != nil {
		return buf, prev, false, err
	}
	sum := k.chainSum(k.hash(), prev, rec)
	sum.Write(rec[recHeaderLen:])
	sum.Sum(chain[:0])
	return rec, chain, hmac.Equal(chain[:], rec[16:48]), nil
}

// tail is what lies behind the last good record.
type tail int

const (
	tailEmpty  tail = iota // nothing, or room that was set aside
	tailTorn               // a record that a crash cut short
	tailLater              // an authentic record: one before it was lost or changed
	tailWindow = 1 << 20
)

// tailOf looks at everything from off on, where record seq should begin.
func (k logKey) tailOf(f io.ReaderAt, off, size int64, seq uint64) (tail, error) {
	found := tailEmpty
	s := newSums()
	defer s.wipe()
	buf := make([]byte, max(0, min(tailWindow+recHeaderLen, size-off)))
	for at := off; at < size; at += tailWindow {
		b := buf[:min(int64(len(buf)), size-at)]
		if err := readFull(f, b, at); err != nil {
			return 0, err
		}
		if found == tailEmpty && !allZero(b) {
			found = tailTorn
		}
		for i := 0; ; i++ {
			j := bytes.Index(b[i:], recMagic)
			if j < 0 || len(b)-i-j < recHeaderLen {
				break
			}
			i += j
			h := b[i : i+recHeaderLen]
			// The header at off may be the torn record's own.
			own := at+int64(i) == off && binary.BigEndian.Uint64(h[8:]) == seq
			if !own && k.isHeader(s, h) {
				return tailLater, nil
			}
		}
	}
	return found, nil
}

func allZero(b []byte) bool {
	for len(b) >= 8 {
		if binary.NativeEndian.Uint64(b) != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// readFull reads len(p) bytes or fails; its errors are the file system's.
func readFull(f io.ReaderAt, p []byte, off int64) error {
	n, err := f.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return &fileError{err}
}
