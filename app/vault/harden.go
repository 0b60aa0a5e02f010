package vault

import "kortisto/crypto"

// Harden is for the beginning of main: it keeps the memory of the process, with
// keys and customers' data in it, out of core dumps.
func Harden() error { return crypto.Harden() }
