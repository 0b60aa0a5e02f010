package talk

import (
	"context"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
)

// format is one kind of file. Each has a file of its own in this package and
// one row in formats.
type format struct {
	id string // File.Format; stays what it is, for it is remembered with imports

	// is recognises the format by what stands in the file, never by its name
	// alone. It looks at source.head, source.outline or source.archive and must
	// be false, not fail, for what it does not know.
	is func(*source) bool

	// read understands the file. Message order, roles and limits are its duty;
	// Read puts the format's id where it left none, and makes lists of nils.
	read func(*source) (*File, error)
}

// formats in the order of trying: what is known by a sure mark comes before
// what is known by a likeness. (A function, for an archive is read by the format
// of what lies in it.)
func formats() []format {
	return slices.Concat(phoneFormats(), messengerFormats(), deskFormats(), textFormats())
}

// Formats are the ids that Options.Format takes.
func Formats() []string {
	var ids []string
	for _, f := range formats() {
		ids = append(ids, f.id)
	}
	return ids
}

// Read understands a file of conversations or calls. name is used for what only
// names tell (whom a chat was with, when a recording was made); size is in
// bytes. Nothing is written anywhere and nothing is fetched.
//
// It fails with import-too-large (text over MaxFileBytes; archives and the XML
// of telephones are read as streams and may be larger), import-empty, import-charset, file-unreadable and
// import-format-unknown. A file of which some can be read is read, with
// findings for the rest.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64, o Options) (*File, error) {
	s := newSource(ctx, name, r, size, o)
	f, err := s.understand()
	if ctx.Err() != nil { // what was read until then may look broken
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	f.complete()
	return f, nil
}

func (s *source) understand() (*File, error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	for _, f := range formats() {
		if s.o.Format != "" && s.o.Format != f.id || s.o.Format == "" && !f.is(s) {
			continue
		}
		file, err := f.read(s)
		if err != nil {
			return nil, err
		}
		if file.Format == "" {
			file.Format = f.id
		}
		return file, nil
	}
	if s.err != nil { // the bytes were no text: that says more than that nobody knows it
		return nil, s.err
	}
	return nil, app.E("import-format-unknown", "file", "file", s.name)
}

// complete makes empty lists of those that nobody filled and cuts messages that
// are too long.
func (f *File) complete() {
	f.Conversations, f.Findings = list(f.Conversations), list(f.Findings)
	for i := range f.Conversations {
		c := &f.Conversations[i]
		for k := range c.Messages {
			if m := &c.Messages[k]; len(m.Text) > MaxMessageBytes {
				m.Text = strings.ToValidUTF8(m.Text[:MaxMessageBytes], "")
				f.find(MessageCut, k+1, "conversation", strconv.Itoa(i+1))
			}
		}
		c.Authors, c.LikelyUs, c.Messages, c.Technical = list(c.Authors), list(c.LikelyUs), list(c.Messages), list(c.Technical)
		c.Contact.Emails, c.Contact.Phones = list(c.Contact.Emails), list(c.Contact.Phones)
	}
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// baseName of a file as any system writes paths.
func baseName(name string) string {
	return path.Base(strings.ReplaceAll(name, `\`, "/"))
}
