package post

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"kortisto/app"
)

// Box is a file of mail.
type Box struct {
	Name   string // without its folder
	Format string // EML or MBOX
	Size   int64  // bytes
	path   string
}

// Open recognises a file by what stands in it. It fails with file-unreadable,
// import-empty, import-format-unknown, and for Outlook's own files, which hold
// mail in a form that only Outlook knows, with import-outlook-mail or
// import-outlook-store.
func Open(path string) (Box, error) {
	b := Box{Name: filepath.Base(path), path: path}
	f, err := os.Open(path)
	if err != nil {
		return b, b.unreadable()
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return b, b.unreadable()
	}
	b.Size = info.Size()
	head := make([]byte, app.MediaHead)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return b, b.unreadable()
	}
	b.Format, err = formatOf(b.Name, head[:n])
	return b, err
}

func (b Box) unreadable() error { return app.E("file-unreadable", "file", "file", b.Name) }

func formatOf(name string, head []byte) (string, error) {
	switch {
	case bytes.HasPrefix(head, []byte("!BDN")):
		return "", app.E("import-outlook-store", "file", "file", name)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "", app.E("import-outlook-mail", "file", "file", name)
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte(bom)), "\r\n \t")
	switch {
	case len(head) == 0:
		return "", app.E("import-empty", "file", "file", name)
	case bytes.HasPrefix(head, []byte(separator)):
		return MBOX, nil
	case looksLikeMail(head):
		return EML, nil
	}
	return "", app.E("import-format-unknown", "file", "file", name)
}

const bom = "\xef\xbb\xbf"

// Each hands over the messages one by one, as bytes that are good until the next,
// with the line that parted it from the one before. at is told how many bytes
// were read. It gives how many messages were over MaxMailBytes, and fails with
// file-unreadable, cancelled or the error of yield.
func (b Box) Each(ctx context.Context, at func(done int64), yield func(raw []byte, separator string) error) (large int, err error) {
	f, err := os.Open(b.path)
	if err != nil {
		return 0, b.unreadable()
	}
	defer f.Close()
	return b.each(&counted{ctx: ctx, r: f, at: at}, yield)
}

func (b Box) each(r io.Reader, yield func([]byte, string) error) (large int, err error) {
	var own error // of yield: not to be taken for one of reading
	once := func(raw []byte, separator string) error {
		own = yield(raw, separator)
		return own
	}
	if b.Format == MBOX {
		large, err = eachOfMbox(r, once)
	} else {
		large, err = single(r, once)
	}
	switch {
	case err == nil || own != nil:
		return large, own
	case errors.Is(err, context.Canceled):
		return large, app.E("cancelled", "")
	}
	return large, b.unreadable()
}

// single reads a file that is one message.
func single(r io.Reader, yield func([]byte, string) error) (int, error) {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(len(bom)); string(head) == bom {
		_, _ = in.Discard(len(bom))
	}
	raw, err := io.ReadAll(io.LimitReader(in, MaxMailBytes+1))
	switch {
	case err != nil:
		return 0, err
	case len(raw) > MaxMailBytes:
		return 1, nil
	}
	return 0, yield(bytes.TrimLeft(raw, "\r\n"), "")
}

// counted tells how far the reading is, and stops it when the work is cancelled.
type counted struct {
	ctx  context.Context
	r    io.Reader
	done int64
	at   func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, context.Canceled
	}
	n, err := c.r.Read(p)
	c.done += int64(n)
	if c.at != nil {
		c.at(c.done)
	}
	return n, err
}
