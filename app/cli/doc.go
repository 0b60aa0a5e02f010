// Package cli is the command line: the same calls, the same rules and the same
// errors as the window, for terminals, scripts and tests.
//
// It promises that a command either did all it says or changed nothing; that
// standard output carries the result and nothing else (one JSON value with
// --json); that what goes wrong is one line per reason on standard error,
// "kortisto: CODE: text"; and that the exit code tells the kind of failure.
// No file is written over, and no passphrase is taken from the arguments, where
// every process of the machine could read it.
package cli
