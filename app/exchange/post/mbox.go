package post

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"

	"github.com/emersion/go-mbox"
)

const separator = "From "

// eachOfMbox parts a mailbox into its messages.
func eachOfMbox(r io.Reader, yield func([]byte, string) error) (large int, err error) {
	lines := &parting{in: bufio.NewReaderSize(r, 64<<10), begun: true, blank: true}
	box := mbox.NewReader(lines)
	var buf bytes.Buffer
	for {
		m, err := box.NextMessage()
		if errors.Is(err, io.EOF) {
			return large, nil
		}
		if err != nil {
			return large, err
		}
		if buf.Cap() > 4<<20 {
			buf = bytes.Buffer{} // one large message must not make all the others large
		}
		buf.Reset()
		n, err := io.Copy(&buf, io.LimitReader(m, MaxMailBytes+1))
		if err != nil {
			return large, err
		}
		sep := lines.next()
		if n > MaxMailBytes {
			large++
			continue // the next message begins after the rest of this one
		}
		if err := yield(unquoted(buf.Bytes()), sep); err != nil {
			return large, err
		}
	}
}

// quoted are lines that had one > more put before them when the mailbox was
// written; the reader of mailboxes takes it off those that have one only.
var quoted = regexp.MustCompile(`(?m)^>(>+From )`)

func unquoted(raw []byte) []byte {
	if !bytes.Contains(raw, []byte(">>From ")) {
		return raw
	}
	return quoted.ReplaceAll(raw, []byte("$1"))
}

// parting hands a mailbox on with a > before every line that begins with "From "
// and parts nothing: many programs do not write it, and the reader of mailboxes
// would begin a new message there. It keeps the lines that do part.
type parting struct {
	in      *bufio.Reader
	out     []byte
	line    []byte // what out may hold beyond in's own buffer
	begun   bool   // at the beginning of a line
	blank   bool   // the line before was blank, or there was none
	first   bool   // a message was there
	dated   bool   // the first parting line has a time: then all have
	waiting []string
}

func (p *parting) Read(b []byte) (int, error) {
	for len(p.out) == 0 {
		chunk, err := p.in.ReadSlice('\n')
		if len(chunk) == 0 && err != nil {
			return 0, err
		}
		p.out = p.judge(chunk)
		p.begun = chunk[len(chunk)-1] == '\n'
	}
	n := copy(b, p.out)
	p.out = p.out[n:]
	return n, nil
}

func (p *parting) judge(chunk []byte) []byte {
	if !p.begun {
		p.blank = false
		return chunk
	}
	if !p.first {
		chunk = bytes.TrimPrefix(chunk, []byte(bom))
	}
	before := p.blank
	p.blank = len(bytes.TrimSpace(chunk)) == 0
	if !bytes.HasPrefix(chunk, []byte(separator)) {
		if !p.first && p.blank {
			return []byte("\n")
		}
		return chunk
	}
	if !p.parts(chunk, before) {
		p.line = append(append(p.line[:0], '>'), chunk...)
		return p.line
	}
	p.waiting = append(p.waiting, string(bytes.TrimSpace(chunk)))
	return chunk
}

var (
	ctime = regexp.MustCompile(`(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(\d{1,2} )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.*\d:\d\d`)
	clock = regexp.MustCompile(`\d{1,2}:\d\d.*\d{4}|\d{4}.*\d{1,2}:\d\d`)
)

// parts says whether a line begins a message: the first one always; after it one
// with a time, and where the first has none, any after a blank line.
func (p *parting) parts(line []byte, blank bool) bool {
	dated := ctime.Match(line)
	if !p.first {
		p.first, p.dated = true, dated || clock.Match(line)
		return true
	}
	return dated || blank && (!p.dated || clock.Match(line))
}

// next is the line before the message that was read last.
func (p *parting) next() string {
	if len(p.waiting) == 0 {
		return ""
	}
	s := p.waiting[0]
	p.waiting = p.waiting[1:]
	return s
}
