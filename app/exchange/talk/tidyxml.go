package talk

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// tidyXML makes XML that encoding/xml can read of what telephones write, and
// keeps it small. It leaves elements and their attributes, and of these
//
//   - joins two references to the halves of a pair (&#55357;&#56397;) into the
//     one character that was meant: the decoder makes two U+FFFD of them,
//   - leaves out references and bytes that no XML may hold,
//   - cuts values at maxValue and leaves out pictures (the attribute data of an
//     MMS part, which can be as large as the rest together).
//
// Text between elements, comments and instructions are left out. A document type
// is refused (errEntities): no telephone writes one, and bombs begin with it.
type tidyXML struct {
	r     *bufio.Reader
	out   []byte
	at    int
	err   error
	state func(*tidyXML, byte)
	name  []byte // of the attribute, or the element
	quote byte
	value int  // bytes of the value
	tag   int  // bytes of the tag
	drop  bool // this value
	high  rune // first half of a pair that waits for the second
	first string
}

const (
	maxValue = MaxMessageBytes + 4096 // cut and reported later on
	maxTag   = 4 << 20
	maxName  = 64
)

var (
	errEntities = errors.New("talk: a document type in XML")
	errTag      = errors.New("talk: an element too large")
)

func newTidyXML(r io.Reader) *tidyXML {
	return &tidyXML{r: bufio.NewReaderSize(r, 64<<10), state: (*tidyXML).between}
}

func (t *tidyXML) Read(p []byte) (int, error) {
	for t.at == len(t.out) && t.err == nil {
		t.out, t.at = t.out[:0], 0
		for len(t.out) < 32<<10 && t.err == nil {
			t.step()
		}
	}
	if t.at < len(t.out) {
		n := copy(p, t.out[t.at:])
		t.at += n
		return n, nil
	}
	return 0, t.err
}

// root reads up to the first element and gives its name.
func (t *tidyXML) root() (string, error) {
	for t.first == "" && t.err == nil {
		t.step()
	}
	if t.first != "" {
		return t.first, nil
	}
	return "", t.err
}

func (t *tidyXML) step() {
	c, err := t.r.ReadByte()
	if err != nil {
		t.err = err
		return
	}
	t.state(t, c)
}

// between elements nothing is kept.
func (t *tidyXML) between(c byte) {
	if c != '<' {
		return
	}
	next, err := t.r.Peek(1)
	if err != nil {
		return
	}
	switch next[0] {
	case '?':
		t.skip("?>")
	case '!':
		t.special()
	default:
		t.name, t.tag, t.state = t.name[:0], 0, (*tidyXML).element
		t.out = append(t.out, '<')
	}
}

func (t *tidyXML) special() {
	next, _ := t.r.Peek(8) // fewer at the end of the file
	switch {
	case len(next) > 2 && string(next[:3]) == "!--":
		t.skip("-->")
	case len(next) > 7 && string(next[:8]) == "![CDATA[":
		t.skip("]]>")
	default:
		t.err = errEntities
	}
}

// skip to behind the mark.
func (t *tidyXML) skip(mark string) {
	last := make([]byte, 0, len(mark))
	for t.err == nil {
		c, err := t.r.ReadByte()
		if err != nil {
			t.err = err
			return
		}
		if len(last) == len(mark) {
			last = append(last[:0], last[1:]...)
		}
		if last = append(last, c); string(last) == mark {
			return
		}
	}
}

// element: within a tag, outside of values.
func (t *tidyXML) element(c byte) {
	t.grow()
	switch {
	case c == '"' || c == '\'':
		t.quote, t.value, t.high = c, 0, 0
		t.drop = string(t.name) == "data"
		t.state = (*tidyXML).inValue
	case c == '>':
		t.state = (*tidyXML).between
		t.seen()
	case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/':
		t.seen()
		t.name = t.name[:0]
	case c < ' ':
		return
	case c != '=' && len(t.name) < maxName:
		t.name = append(t.name, c)
	}
	t.out = append(t.out, c)
}

func (t *tidyXML) seen() {
	if t.first == "" && len(t.name) > 0 {
		t.first = string(t.name)
	}
}

func (t *tidyXML) grow() {
	if t.tag++; t.tag > maxTag {
		t.err = errTag
	}
}

// inValue keeps what may stand in XML.
func (t *tidyXML) inValue(c byte) {
	switch {
	case c == t.quote:
		t.flushHigh()
		t.out = append(t.out, c)
		t.name, t.state = t.name[:0], (*tidyXML).element
	case c == '&' && !t.drop:
		t.reference()
	case t.drop || c < ' ' && c != '\t' && c != '\n' && c != '\r':
	case c == '<':
		t.keep("&lt;")
	case c < utf8.RuneSelf:
		t.keep(string(rune(c)))
	default:
		t.character()
	}
}

// character of several bytes; wrong ones become U+FFFD.
func (t *tidyXML) character() {
	if err := t.r.UnreadByte(); err != nil {
		t.err = err
		return
	}
	r, _, err := t.r.ReadRune()
	if err != nil {
		t.err = err
		return
	}
	if r == 0xFFFE || r == 0xFFFF {
		r = utf8.RuneError
	}
	t.keep(string(r))
}

// keep a piece of the value, up to its limit.
func (t *tidyXML) keep(s string) {
	t.flushHigh()
	t.append(s)
}

func (t *tidyXML) append(s string) {
	if t.value += len(s); t.value > maxValue {
		return
	}
	if t.tag += len(s); t.tag > maxTag {
		t.err = errTag
		return
	}
	t.out = append(t.out, s...)
}

func (t *tidyXML) flushHigh() {
	if t.high != 0 {
		t.high = 0
		t.append(string(utf8.RuneError))
	}
}

// reference such as &amp; or &#55357;. An ampersand that begins none is one that
// somebody forgot to write as such.
func (t *tidyXML) reference() {
	next, _ := t.r.Peek(12) // fewer at the end of the file
	end := -1
	for i, c := range next {
		if c == ';' {
			end = i
			break
		}
		if c != '#' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			break
		}
	}
	if end < 1 {
		t.keep("&amp;")
		return
	}
	name := string(next[:end])
	if _, err := t.r.Discard(end + 1); err != nil {
		t.err = err
		return
	}
	switch name {
	case "amp", "lt", "gt", "quot", "apos":
		t.keep("&" + name + ";")
		return
	}
	if name[0] != '#' || len(name) < 2 {
		t.keep("&amp;" + name + ";")
		return
	}
	t.numeric(name[1:])
}

func (t *tidyXML) numeric(digits string) {
	base := 10
	if digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	r := rune(min(n, utf8.MaxRune+1))
	switch {
	case err != nil:
		t.keep(string(utf8.RuneError))
	case r >= 0xD800 && r < 0xDC00:
		t.flushHigh()
		t.high = r
	case t.high != 0 && utf16.IsSurrogate(r):
		r, t.high = utf16.DecodeRune(t.high, r), 0
		t.append(string(r))
	case r < ' ' && r != '\t' && r != '\n' && r != '\r':
		t.flushHigh() // a control character: left out
	case r < utf8.RuneSelf:
		t.keep("&#" + strconv.Itoa(int(r)) + ";") // a quote or a bracket may be one
	case r == 0xFFFE || r == 0xFFFF || !utf8.ValidRune(r):
		t.keep(string(utf8.RuneError))
	default:
		t.keep(string(r))
	}
}
