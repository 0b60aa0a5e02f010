// Package store holds all SQL of the program: the tables of the register, one
// file for each, the search index, the audit chain and the one path by which
// rows are erased. It knows tables, not rules; what must go and when is decided
// in package app.
//
// Functions take a Tx, in which time stands still. The caller opens the
// database with one connection and with foreign keys on, begins the
// transaction and commits it. No function leaves rows open when it returns,
// because on one connection an open cursor blocks everything else; Keys alone
// calls back while it reads, and its callback must not touch the Tx.
//
// Text is stored in Unicode normal form C. Nothing here logs, and no error
// text contains a stored value.
package store
