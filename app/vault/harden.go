package vault

import "kortisto/crypto"

// Harden is for the beginning of main: it keeps the memory of the process, with
// keys and customers' data in it, out of core dumps.
func Harden() error { return crypto.Harden() }

// Scour is for the moment after Close, in a process that goes on: it overwrites
// what is left in memory of keys and customers' data, as far as that can be done.
func Scour() { crypto.Scour() }
