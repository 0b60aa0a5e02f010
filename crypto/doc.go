// Package crypto keeps a SQLite database on disk so that nothing of it is ever
// there in clear.
//
// A vault is a directory: an age file that holds the database, an append-only
// log of age files that hold what was committed since, small age files beside
// them, and the key to all of them, sealed once with the passphrase and once
// with a recovery key that exists only on paper. README.md in this package
// specifies every byte of it.
//
// Use Create or Open to get a Vault, work on its DB, and Close it. The package
// knows bytes, not customers.
//
// It promises:
//   - A transaction that was committed is on the disk, and survives the end of
//     the process or of the power at any later moment.
//   - A transaction is there whole or not at all.
//   - What is read is what was written: damage, forgery, and the loss or
//     reordering of parts are refused, never taken for less data. The replacing
//     of a whole vault by an older one is not: compare Position with one kept
//     elsewhere.
//   - No plaintext is written to any file, by SQLite either.
//   - Stock age and sqlite3 read everything.
//
// Close overwrites the keys and the decrypted pages that this package holds. Scour,
// after it, overwrites what the process has freed: copies inside the age library, in
// SQLite's page cache, or that Go's runtime made while moving memory. Out of reach
// are strings that somebody still holds, and what the operating system swapped out.
package crypto
