package talk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"kortisto/app"
)

// headBytes are looked at to recognise a format.
const headBytes = 64 << 10

// source is the file that is being read. Readers of streams take stream; the
// others text, which is held in memory as a whole.
type source struct {
	ctx  context.Context
	name string // without its folder
	r    io.ReaderAt
	size int64
	o    Options
	head []byte // the first headBytes, as they are
	err  error  // why text failed, where it did

	decoded *string
	shape   *outline
	values  []raw // of JSON, see jsonValues
	broken  []int
	desk    *string // the kind of its JSON, see deskKind
}

func newSource(ctx context.Context, name string, r io.ReaderAt, size int64, o Options) *source {
	return &source{ctx: ctx, name: baseName(name), r: r, size: size, o: o}
}

func (s *source) open() error {
	head := make([]byte, min(max(s.size, 0), headBytes))
	if _, err := io.ReadFull(s.stream(), head); err != nil {
		return app.E("file-unreadable", "file", "file", s.name)
	}
	s.head = head
	if len(bytes.TrimSpace(head)) == 0 {
		return app.E("import-empty", "file", "file", s.name)
	}
	return nil
}

// stream reads the file from its beginning and stops when the work is cancelled.
func (s *source) stream() io.Reader {
	return &heeding{s.ctx, io.NewSectionReader(s.r, 0, s.size)}
}

type heeding struct {
	ctx context.Context
	r   io.Reader
}

func (h *heeding) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.r.Read(p)
}

// text is the whole file as UTF-8 without its byte order mark, whichever of
// UTF-8, UTF-16 and Windows-1252 it is in. It fails with file-unreadable, or
// import-charset for what is no text, import-too-large over MaxFileBytes.
func (s *source) text() (string, error) {
	if s.decoded != nil || s.err != nil {
		return deref(s.decoded), s.err
	}
	if s.size > MaxFileBytes {
		s.err = app.E("import-too-large", "file", "file", s.name)
		return "", s.err
	}
	data, err := io.ReadAll(s.stream())
	if err != nil {
		s.err = app.E("file-unreadable", "file", "file", s.name)
		return "", s.err
	}
	text, ok := toText(data)
	if !ok {
		s.err = app.E("import-charset", "file", "file", s.name)
		return "", s.err
	}
	s.decoded = &text
	return text, nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// toText follows the order that never guesses where it can know: byte order
// mark, zeros in every other byte, valid UTF-8, and Windows-1252 for the rest.
func toText(data []byte) (string, bool) {
	enc := charsetOf(data)
	if enc == nil {
		text := string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
		return text, !binary(text)
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", false
	}
	text := string(bytes.TrimPrefix(out, []byte("\xef\xbb\xbf")))
	return text, !binary(text)
}

func charsetOf(data []byte) encoding.Encoding {
	little := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	big := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) && utf8.Valid(data):
		return nil
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return little
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return big
	case len(data) > 3 && data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		return little
	case len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		return big
	case utf8.Valid(data):
		return nil
	}
	return charmap.Windows1252
}

// binary says that the beginning holds so many control characters that it is a
// picture, a sound or a program, not a text.
func binary(text string) bool {
	head := text[:min(len(text), 4096)]
	odd := 0
	for i := 0; i < len(head); i++ {
		if c := head[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			odd++
		}
	}
	return odd > 8 && odd > len(head)/20
}

// outline is the shape of a JSON file: enough to know whose it is.
type outline struct {
	Kind shape
	Top  map[string]json.RawMessage // of the object, or of the list's or the lines' first one
}

type shape int

const (
	notJSON shape = iota
	object        // {…}
	array         // [{…}, …]
	lines         // {…}, an object a line
)

// has says that the outermost object (or the first one of a list or of lines)
// has all of the keys.
func (o *outline) has(keys ...string) bool {
	for _, k := range keys {
		if _, ok := o.Top[k]; !ok {
			return false
		}
	}
	return len(keys) > 0
}

// first is the first object of a list under a key of the outermost object; nil
// where there is no such list or it begins with something else.
func (o *outline) first(key string) map[string]json.RawMessage {
	return firstObject(json.NewDecoder(bytes.NewReader(o.Top[key])))
}

// outline looks at the shape once. What does not begin as JSON is notJSON, and
// so is what breaks off within the first object.
func (s *source) outline() *outline {
	if s.shape != nil {
		return s.shape
	}
	s.shape = &outline{}
	head := bytes.TrimPrefix(s.head[:min(len(s.head), 4096)&^1], []byte("\xef\xbb\xbf"))
	if start, ok := toText(head); !ok || !strings.HasPrefix(strings.TrimSpace(start), "{") && !strings.HasPrefix(strings.TrimSpace(start), "[") {
		return s.shape // without reading a film to its end
	}
	text, err := s.text()
	if err != nil {
		return s.shape
	}
	start := firstNonBlank(text)
	switch {
	case start < len(text) && text[start] == '[':
		if s.shape.Top = firstObject(json.NewDecoder(strings.NewReader(text))); s.shape.Top != nil {
			s.shape.Kind = array
		}
	case start < len(text) && text[start] == '{':
		s.shape.Kind, s.shape.Top = outermost(json.NewDecoder(strings.NewReader(text)))
	}
	return s.shape
}

func outermost(d *json.Decoder) (shape, map[string]json.RawMessage) {
	var top map[string]json.RawMessage
	if d.Decode(&top) != nil {
		return notJSON, nil
	}
	if _, err := d.Token(); errors.Is(err, io.EOF) {
		return object, top
	}
	return lines, top
}

func firstObject(d *json.Decoder) map[string]json.RawMessage {
	if t, err := d.Token(); err != nil || t != json.Delim('[') || !d.More() {
		return nil
	}
	var first map[string]json.RawMessage
	if d.Decode(&first) != nil {
		return nil
	}
	return first
}

func firstNonBlank(text string) int {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return i
		}
	}
	return len(text)
}

// decode reads JSON as far as it is of the kinds that are expected: one field of
// another kind does not lose the file. It is false for what is no whole JSON.
func decode(text string, into any) bool {
	var kind *json.UnmarshalTypeError
	err := json.Unmarshal([]byte(text), into)
	return err == nil || errors.As(err, &kind)
}
