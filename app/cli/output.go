package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"

	"kortisto/app"
	"kortisto/app/printout"
)

// output is a file that the person asked for. It is made before the work whose
// result it is to hold, so that a name that can not be used is told first, and
// taken away again when the work fails. It never writes over a file.
type output struct {
	path string
	file *os.File
	done bool
}

// newOutput makes the file, readable by its owner alone. An empty path is an
// output that nobody asked for, and writing to it does nothing.
func newOutput(flag, path string) (*output, error) {
	if path == "" {
		return &output{}, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, app.E("file-exists", flag, "path", path)
	}
	if err != nil {
		return nil, app.E("file-unwritable", flag, "path", path)
	}
	return &output{path: path, file: f}, nil
}

// Write adds to the file.
func (o *output) Write(b []byte) (int, error) {
	if o.file == nil {
		return len(b), nil
	}
	n, err := o.file.Write(b)
	return n, o.told(err)
}

// Finish puts what was written on the disk; from then on the file stays.
func (o *output) Finish() error {
	if o.file == nil {
		return nil
	}
	if err := o.file.Sync(); err != nil {
		return o.told(err)
	}
	if err := o.file.Close(); err != nil {
		return o.told(err)
	}
	o.done = true
	return nil
}

// Put is a whole file at once.
func (o *output) Put(b []byte) error {
	if _, err := o.Write(b); err != nil {
		return err
	}
	return o.Finish()
}

// kept is the file's name once it is whole; empty before.
func (o *output) kept() string {
	if !o.done {
		return ""
	}
	return o.path
}

// Discard takes an unfinished file away.
func (o *output) Discard() {
	if o.file != nil && !o.done {
		o.file.Close()
		os.Remove(o.path)
	}
}

// told names the file, and keeps the system's reason for whoever debugs.
func (o *output) told(err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(app.E("file-unwritable", "", "path", o.path), err)
}

// pdfOf renders a document that could be made.
func pdfOf(d printout.Document, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return printout.PDF(d)
}

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
