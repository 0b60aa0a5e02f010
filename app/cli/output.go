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
}

// newOutput makes the file, readable by its owner alone. An empty path is an
// output that nobody asked for.
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
	return &output{path, f}, nil
}

// Write puts b on the disk.
func (o *output) Write(b []byte) error {
	if o.file == nil {
		return nil
	}
	_, err := o.file.Write(b)
	if err == nil {
		err = o.file.Sync()
	}
	if closing := o.file.Close(); err == nil {
		err = closing
	}
	o.file = nil
	if err != nil {
		return errors.Join(app.E("file-unwritable", "", "path", o.path), err, os.Remove(o.path))
	}
	return nil
}

// Discard takes the file away if nothing was written to it.
func (o *output) Discard() {
	if o.file != nil {
		o.file.Close()
		os.Remove(o.path)
		o.file = nil
	}
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
