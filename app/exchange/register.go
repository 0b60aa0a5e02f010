package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/vault"
)

// Exported is a file that was written.
type Exported struct {
	File   string `json:"file"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// ExportRegister writes the whole register, unencrypted, as an SQLite database
// that any program opens: the firm's way out. The file is readable by its owner
// alone and appears under its name only when it is whole; it never takes the
// place of another. It fails with file-exists or file-unwritable, and then or
// when cancelled leaves nothing behind.
func ExportRegister(ctx context.Context, v *vault.Vault, path string, progress vault.Progress) (Exported, error) {
	return WriteNew(path, func(w io.Writer) error {
		_, err := v.ExportPlain(ctx, w, progress)
		return err
	})
}

// WriteNew writes a file that is readable by its owner alone and appears under
// its name only when it is whole; it never takes the place of another. It fails
// with file-exists, file-unwritable or what write fails with, and then leaves
// nothing behind.
func WriteNew(path string, write func(io.Writer) error) (Exported, error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return Exported{}, app.E("file-exists", "path", "path", path)
	}
	unwritable := app.E("file-unwritable", "path", "path", path)
	f, err := os.CreateTemp(filepath.Dir(path), ".kortisto-*") // made with 0600
	if err != nil {
		return Exported{}, unwritable
	}
	defer os.Remove(f.Name())
	defer f.Close()
	sum := sha256.New()
	out := &failing{w: io.MultiWriter(f, sum)}
	err = write(out)
	if out.err != nil {
		return Exported{}, unwritable
	}
	if err != nil {
		return Exported{}, err
	}
	if f.Sync() != nil || f.Close() != nil {
		return Exported{}, unwritable
	}
	if err := place(f.Name(), path); err != nil {
		return Exported{}, err
	}
	keepName(path)
	return Exported{path, out.n, hex.EncodeToString(sum.Sum(nil))}, nil
}

// place gives a file its name unless another has it. A link is refused by the
// system itself where the name is taken; file systems without links (memory
// sticks) are asked first.
func place(made, path string) error {
	err := os.Link(made, path)
	if errors.Is(err, fs.ErrExist) {
		return app.E("file-exists", "path", "path", path)
	}
	if err == nil {
		return nil
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return app.E("file-exists", "path", "path", path)
	}
	if os.Rename(made, path) != nil {
		return app.E("file-unwritable", "path", "path", path)
	}
	return nil
}

// keepName makes a file's new name durable, where the system can: it may be all
// that is left of somebody's data once they are erased here.
func keepName(path string) {
	if d, err := os.Open(filepath.Dir(path)); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// failing counts, and remembers that the target, not the vault, was at fault.
type failing struct {
	w   io.Writer
	n   int64
	err error
}

func (f *failing) Write(b []byte) (int, error) {
	n, err := f.w.Write(b)
	f.n += int64(n)
	if err != nil {
		f.err = err
	}
	return n, err
}
