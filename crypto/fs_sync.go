//go:build !linux

package crypto

import "os"

// datasync is os.File.Sync: F_FULLFSYNC on macOS, which alone empties the
// drive's own cache there, and FlushFileBuffers on Windows.
func datasync(f *os.File) error { return f.Sync() }
