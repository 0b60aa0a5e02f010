package crypto

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strings"

	"filippo.io/age"
)

// Verify reads every byte of the vault and checks that it is what was written:
// base and log as they are now, files beside them, blobs, and that the key
// files are whole. Opening does that only for what it needs: it knows of the log
// that it is what was written by somebody who has the vault's key, and not that
// it was written rightly. Work on the database goes on meanwhile. progress, which
// may be nil, gets bytes.
func (v *Vault) Verify(ctx context.Context, progress func(done, total int64)) error {
	return v.VerifyBlobs(ctx, progress, nil)
}

// VerifyBlobs is Verify that also tells what each blob holds: a blob that was
// put in the place of another is whole by itself.
func (v *Vault) VerifyBlobs(ctx context.Context, progress func(done, total int64), blob func(id string, sum BlobSum)) error {
	for _, name := range []string{keyPass, keyRecovery} {
		if err := v.checkKeyFile(name); err != nil {
			return err
		}
	}
	if err := v.checkReadme(); err != nil {
		return err
	}
	if blob == nil {
		return v.eachPart(ctx, progress, func(string, []byte) {})
	}
	sums := blobSums{tell: blob, hash: sha256.New()}
	err := v.eachPart(ctx, progress, sums.take)
	if err == nil {
		sums.end()
	}
	return err
}

// blobSums adds up each blob out of the pieces in which it comes.
type blobSums struct {
	tell func(string, BlobSum)
	hash hash.Hash
	name string
	size int64
}

func (s *blobSums) take(name string, b []byte) {
	if name != s.name {
		s.end()
		s.name, s.size = name, 0
		s.hash.Reset()
	}
	if strings.HasPrefix(name, blobsName+"/") {
		s.size += int64(len(b))
		s.hash.Write(b)
	}
}

func (s *blobSums) end() {
	id, ok := strings.CutPrefix(s.name, blobsName+"/")
	if !ok {
		return
	}
	sum := BlobSum{Size: s.size}
	s.hash.Sum(sum.SHA256[:0])
	s.tell(strings.TrimSuffix(id, ".age"), sum)
}

// formerReadmes are the SHA-256 of what README.txt said in vaults of earlier
// programs. Compaction writes the present text over them.
var formerReadmes = []string{
	"d662e4f7625a2b8cfedad7af438cc632621065e2385da2ef4c337533543eb829",
	"8d41b09e2cf2bcbf86aa0c689cd9d83dd7ff4c3cf85a90ef570a54f938ace62c",
	"2169e444573349a34e04bb40357cdece9e7f5def04a816a3b134dec8f0b2d616",
}

// checkReadme: the file holds a program that people run with their key in hand.
func (v *Vault) checkReadme() error {
	b, err := readAll(v.opt.FS, path(v.dir, readmeName), maxKeyFile)
	if err != nil {
		return broken(readmeName, asFileError(err))
	}
	sum := sha256.Sum256(b)
	if !bytes.Equal(b, readmeText) && !slices.Contains(formerReadmes, hex.EncodeToString(sum[:])) {
		return damaged(readmeName, "is not the text that belongs there")
	}
	return nil
}

// renewReadme puts the present text there. It is tried at every compaction and
// may fail: the vault itself is whole without it, and Verify tells.
func (v *Vault) renewReadme() {
	if b, err := readAll(v.opt.FS, path(v.dir, readmeName), maxKeyFile); err != nil || !bytes.Equal(b, readmeText) {
		_ = writeAtomic(v.opt.FS, v.dir, readmeName, readmeText)
	}
}

// checkKeyFile finds a key file that can not be opened by anyone, or is another than
// the one that is known to open.
func (v *Vault) checkKeyFile(name string) error {
	v.sealed.Lock() // or it would be found half changed
	defer v.sealed.Unlock()
	b, err := readAll(v.opt.FS, path(v.dir, name), maxKeyFile)
	if err != nil {
		return broken(name, asFileError(err))
	}
	r := strings.NewReader(string(b))
	if _, err := age.ExtractHeader(r); err != nil {
		return damaged(name, "%v", err)
	}
	if sum, ok := v.proven[name]; ok && sum != sha256.Sum256(b) {
		return damaged(name, "is not the one that opens the vault")
	}
	return nil
}

// eachPart decrypts everything in the vault and gives it to take, in pieces; the
// name changes when a new part begins.
func (v *Vault) eachPart(ctx context.Context, progress func(done, total int64), take func(name string, b []byte)) error {
	ctx, end, err := v.work(ctx)
	if err != nil {
		return err
	}
	defer end()
	s, err := v.pager.snapshot()
	if err != nil {
		return err
	}
	defer s.release()
	beside, total, err := v.beside()
	if err != nil {
		return err
	}
	total += s.g.baseSize + s.at.end
	var done int64
	count := func(n int64) {
		done += n
		if progress != nil {
			progress(done, total)
		}
	}
	err = v.eachPage(ctx, s.view, count, take)
	if err == nil {
		err = v.eachRecord(ctx, s.view, count, func(_ uint32, data []byte) { take(logName(s.g.key.gen), data) })
	}
	for _, name := range beside {
		if err == nil {
			err = v.eachFile(ctx, name, count, take)
		}
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// eachPage decrypts the base from the disk, past the cache. Pages of what it has
// found authentic are read faster afterwards.
func (v *Vault) eachPage(ctx context.Context, s view, count func(int64), take func(string, []byte)) error {
	name := baseName(s.g.key.gen)
	if err := v.asAgeSees(s.g); err != nil {
		return broken(name, err)
	}
	buf := make([]byte, chunkSize)
	defer clear(buf)
	size := s.g.content.content.size
	for off := int64(0); off < size; off += chunkSize {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := buf[:min(chunkSize, size-off)]
		if _, err := s.g.content.ReadAt(b, off); err != nil {
			return broken(name, err)
		}
		take(name, b)
		count(int64(len(b)))
	}
	count(s.g.baseSize - size)
	return nil
}

// asAgeSees has age open the base as it lies on the disk now: this package took
// the header and the length from there when it opened it.
func (v *Vault) asAgeSees(g *generation) error {
	size, err := g.base.Size()
	if err != nil {
		return &fileError{err}
	}
	if size != g.baseSize {
		return fmt.Errorf("is %d bytes and was %d", size, g.baseSize)
	}
	r, err := v.keys.decrypt(io.NewSectionReader(markErrors{g.base}, 0, size))
	if err != nil {
		return err
	}
	var first [1]byte
	_, err = io.ReadFull(r, first[:])
	return err
}

// eachRecord decrypts the log up to where it ended when s was taken.
func (v *Vault) eachRecord(ctx context.Context, s view, count func(int64), take func(page uint32, data []byte)) error {
	k := s.g.key
	name := logName(k.gen)
	head := make([]byte, logHeaderLen)
	if err := readFull(s.g.log, head, 0); err != nil {
		return broken(name, err)
	}
	if err := k.checkHeader(head, s.g.header); err != nil {
		return err
	}
	count(logHeaderLen)
	at := position{chain: k.chain0(s.g.header), end: logHeaderLen}
	var buf []byte
	for at.seq < s.at.seq {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, chain, ok, err := k.record(s.g.log, at.end, s.at.end, at.seq+1, at.chain, buf)
		if err != nil {
			return broken(name, err)
		}
		if !ok {
			return damaged(name, "record %d is not what was written", at.seq+1)
		}
		wal, _, err := readRecord(v.keys, rec, at, take)
		if err != nil {
			return damaged(name, "record %d: %v", at.seq+1, err)
		}
		at = position{seq: at.seq + 1, chain: chain, wal: wal, end: at.end + int64(len(rec))}
		count(int64(len(rec)))
		buf = rec
	}
	if at.chain != s.at.chain {
		return damaged(name, "is not the one that was opened")
	}
	s.g.laid.proven.Store(true)
	return nil
}

// proveLog checks what an opening leaves unchecked in the log, where nobody has since:
// what is written anew of it would bear no trace of a record that is not whole.
func (v *Vault) proveLog(ctx context.Context, s view) error {
	if s.g.laid.proven.Load() {
		return nil
	}
	err := v.eachRecord(ctx, s, func(int64) {}, func(uint32, []byte) {})
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	return err
}

// beside lists the sealed files beside the base and in blobs/, and their size.
func (v *Vault) beside() (names []string, total int64, err error) {
	for _, dir := range []string{"", blobsName + "/"} {
		found, err := dirNames(v.opt.FS, path(v.dir, dir))
		if errors.Is(err, fs.ErrNotExist) && dir != "" {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		for _, n := range found {
			if checkSealedName(dir+n) != nil {
				continue
			}
			st, err := v.opt.FS.Stat(path(v.dir, dir+n))
			if errors.Is(err, fs.ErrNotExist) {
				continue // removed since
			}
			if err != nil {
				return nil, 0, err
			}
			names = append(names, dir+n)
			total += st.Size()
		}
	}
	return names, total, nil
}

func (v *Vault) eachFile(ctx context.Context, name string, count func(int64), take func(string, []byte)) error {
	f, err := v.opt.FS.Open(path(v.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // removed since
	}
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return err
	}
	r, err := v.keys.decrypt(io.NewSectionReader(markErrors{f}, 0, size))
	if err != nil {
		return broken(name, err)
	}
	return broken(name, pour(ctx, r, name, count, take))
}

// pour gives r to take in pieces until its end.
func pour(ctx context.Context, r io.Reader, name string, count func(int64), take func(string, []byte)) error {
	buf := make([]byte, 1<<20)
	defer clear(buf)
	for {
		if err := ctx.Err(); err != nil {
			return &fileError{err}
		}
		n, err := readUp(r, buf)
		take(name, buf[:n])
		count(int64(n))
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
