package vault

import (
	"io"

	"kortisto/app"
)

// Image streams the register as a plain SQLite database, as it stands now. It is
// for a file that the owner asked for, and for nothing else.
func (v *Vault) Image() (io.ReadCloser, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, app.E("vault-locked", "")
	}
	r, err := v.bytes.Image()
	return r, told(err)
}
