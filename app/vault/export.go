package vault

import (
	"context"
	"io"

	"kortisto/app"
)

// ExportPlain writes the whole register as an SQLite database that any program
// opens, unencrypted: the firm's way out, and nothing to leave lying about. It
// is written down in the log before it happens. Cancelling leaves w unfinished.
func (v *Vault) ExportPlain(ctx context.Context, w io.Writer, progress Progress) (bytes int64, err error) {
	if err := v.Update(func(tx *Tx) error { return tx.audit("register-exported", "") }); err != nil {
		return 0, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, app.E("vault-locked", "")
	}
	image, err := v.bytes.Image()
	if err != nil {
		return 0, told(err)
	}
	defer image.Close()
	for buf := make([]byte, 1<<20); ; {
		if err := ctx.Err(); err != nil {
			return bytes, told(err)
		}
		n, err := image.Read(buf)
		if n > 0 {
			if _, werr := w.Write(buf[:n]); werr != nil {
				return bytes, werr // the caller knows the file's name
			}
			bytes += int64(n)
			progress.say("exporting", bytes, 0)
		}
		if err == io.EOF {
			return bytes, nil
		}
		if err != nil {
			return bytes, told(err)
		}
	}
}
