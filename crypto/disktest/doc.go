// Package disktest has what shows that a vault outlives its machine: a disk in memory that can lose its power, work on
// a vault whose every acknowledged result is remembered, and the judging of what a vault holds afterwards. It is for
// tests only.
//
// # What the disk models
//
// A Disk keeps, of every file, what was synced and, in order, what was written or cut since; and of every directory,
// which entries are durable and, in order, what was created, renamed and removed since. Only File.Sync makes a file's
// bytes and size durable, and only SyncDir a directory's entries: a file that was synced may still be lost by its name.
// This is what POSIX promises and less than most file systems give.
//
// Disk.Clone is the disk after the process was killed: everything it wrote is there, and still not durable.
// Disk.Crash is the disk after the power was lost. Of what was not durable, any of this is there:
//
//   - of the bytes written: each sector of 512 bytes on its own, as it was at any of the writes since or as it was
//     before, in any order, so that a later write may be there and an earlier not;
//   - of the size: grown as far as sectors came, or the whole way; where it grew without the bytes, there are zeros,
//     noise, or what a file that was removed, replaced or cut had there;
//   - a cut happened or did not, whatever was written after it;
//   - of the directories: each creation, renaming and removal on its own, whether or not an earlier one is there; a
//     renaming may leave both names. An entry may be there while the bytes of its file are not.
//
// # What it does not model
//
// A sector is written whole or not at all. What was synced stays: drives that lie about it, bits that rot and bytes
// that change by themselves are for the tests of tampering. There are no links, and no renaming from one directory into
// another. The lock goes with the process, and its file holds nothing. Renaming a file over another is, as on every POSIX file system, either done or
// not for the name that is replaced: that name is never gone.
package disktest
