package crypto

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"strings"

	"filippo.io/age"
)

// blobCache is how much of an open blob is kept decrypted, in bytes.
const blobCache = 1 << 20

// ErrBlobTooLarge: what was to be sealed is longer than the caller allows.
var ErrBlobTooLarge = errors.New("larger than allowed")

// BlobSum is the length and the SHA-256 of what a blob holds.
type BlobSum struct {
	Size   int64
	SHA256 [sha256.Size]byte
}

// blobPath is blobs/<id>.age; a bad id is ErrName.
func blobPath(id string) (string, error) {
	name := blobsName + "/" + id + ".age"
	if strings.ContainsAny(id, "/.") {
		return "", ErrName
	}
	return name, checkSealedName(name)
}

// WriteBlob seals all that r gives as blobs/<id>.age, at most limit bytes of
// it, else ErrBlobTooLarge. It holds about a megabyte in memory however much
// comes, and no plain byte touches the disk. After a crash the blob is there
// whole or not at all. Ids are lower-case letters, digits and dashes.
func (v *Vault) WriteBlob(ctx context.Context, id string, r io.Reader, limit int64) (sum BlobSum, err error) {
	name, err := blobPath(id)
	if err != nil {
		return sum, err
	}
	ctx, end, err := v.work(ctx)
	if err != nil {
		return sum, err
	}
	defer end()
	if err := v.makeBlobs(); err != nil {
		return sum, withFull(err)
	}
	tmp := path(v.dir, name) + tmpSuffix
	if sum, err = v.pourInto(ctx, tmp, r, limit); err == nil {
		err = v.opt.FS.Rename(tmp, path(v.dir, name))
	}
	if err != nil {
		v.opt.FS.Remove(tmp)
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return BlobSum{}, withFull(err)
	}
	return sum, withFull(v.opt.FS.SyncDir(path(v.dir, blobsName)))
}

// makeBlobs makes the directory; a new one must outlast a crash, or what is
// acknowledged inside of it would not.
func (v *Vault) makeBlobs() error {
	if err := v.opt.FS.Mkdir(path(v.dir, blobsName)); err != nil {
		return err
	}
	return v.opt.FS.SyncDir(v.dir)
}

// pourInto encrypts r into a new file and syncs it.
func (v *Vault) pourInto(ctx context.Context, path string, r io.Reader, limit int64) (sum BlobSum, err error) {
	f, err := v.opt.FS.Create(path)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriterSize(io.NewOffsetWriter(f, 0), 1<<20)
	w, err := v.keys.encrypt(out)
	if err != nil {
		return sum, err
	}
	hash := sha256.New()
	over := &io.LimitedReader{R: r, N: limit + 1}
	err = copyChunks(ctx, io.MultiWriter(w, hash), over, func(n int64) { sum.Size = n })
	if err == nil && sum.Size > limit {
		err = ErrBlobTooLarge
	}
	if err != nil {
		return sum, err
	}
	if err := w.Close(); err != nil {
		return sum, err
	}
	if err := out.Flush(); err != nil {
		return sum, err
	}
	hash.Sum(sum.SHA256[:0])
	return sum, f.Sync()
}

// Blob is an open blob, read from any place in it. It is closed by its reader;
// once the vault has been closed it gives ErrClosed.
type Blob struct {
	v      *Vault
	name   string
	file   File
	size   int64
	chunks *chunkCache
}

// OpenBlob opens blobs/<id>.age. One that is not there is fs.ErrNotExist.
// Header and last chunk are authenticated, the rest when it is read.
func (v *Vault) OpenBlob(id string) (_ *Blob, err error) {
	name, err := blobPath(id)
	if err != nil {
		return nil, err
	}
	_, end, err := v.work(v.closing)
	if err != nil {
		return nil, err
	}
	defer end()
	f, err := v.opt.FS.Open(path(v.dir, name))
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	b := &Blob{v: v, name: name, file: f}
	content, err := b.open()
	if err != nil {
		return nil, broken(name, err)
	}
	b.chunks = newChunkCache(content, b.size, blobCache)
	v.reading.Lock()
	defer v.reading.Unlock()
	if v.blobs == nil {
		v.blobs = map[*Blob]bool{}
	}
	v.blobs[b] = true
	return b, nil
}

func (b *Blob) open() (*payload, error) {
	length, err := b.file.Size()
	if err != nil {
		return nil, &fileError{err}
	}
	src := markErrors{b.file}
	header, err := age.ExtractHeader(io.NewSectionReader(src, 0, min(length, maxHeader)))
	if err != nil {
		return nil, err
	}
	fileKey, err := age.DecryptHeader(header, b.v.keys.identity())
	if err != nil {
		return nil, err
	}
	defer clear(fileKey)
	if _, b.size, err = age.DecryptReaderAt(src, length, age.NewInjectedFileKeyIdentity(fileKey)); err != nil {
		return nil, err
	}
	return newPayload(src, fileKey, int64(len(header)), b.size)
}

// Size is the length of what the blob holds, in bytes.
func (b *Blob) Size() int64 { return b.size }

// ReadAt reads from any place, several readers at once.
func (b *Blob) ReadAt(p []byte, off int64) (n int, err error) {
	_, end, err := b.v.work(b.v.closing)
	if err != nil {
		return 0, err
	}
	defer end()
	if off < 0 {
		return 0, fs.ErrInvalid
	}
	for n < len(p) && off < b.size {
		piece := min(int64(len(p)-n), chunkSize-off%chunkSize, b.size-off)
		if err := b.chunks.read(p[n:n+int(piece)], off); err != nil {
			return n, broken(b.name, err)
		}
		n, off = n+int(piece), off+piece
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Close lets go of the file and overwrites what was decrypted of it.
func (b *Blob) Close() error {
	b.v.reading.Lock()
	defer b.v.reading.Unlock()
	if !b.v.blobs[b] {
		return nil
	}
	delete(b.v.blobs, b)
	b.chunks.wipe()
	return withFull(b.file.Close())
}

// closeBlobs closes what readers still have open, when the vault closes.
func (v *Vault) closeBlobs() error {
	v.reading.Lock()
	defer v.reading.Unlock()
	var err error
	for b := range v.blobs {
		b.chunks.wipe()
		err = errors.Join(err, b.file.Close())
	}
	clear(v.blobs)
	return err
}

// Blobs lists the ids of the blobs that lie in the vault.
func (v *Vault) Blobs() ([]string, error) {
	names, err := dirNames(v.opt.FS, path(v.dir, blobsName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var ids []string
	for _, n := range names {
		if id, ok := strings.CutSuffix(n, ".age"); ok && checkSealedName(blobsName+"/"+n) == nil {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// RemoveBlobs removes blobs for good; one that is not there is no error. After
// it returned nil a crash does not bring them back.
func (v *Vault) RemoveBlobs(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	var all error
	for _, id := range ids {
		name, err := blobPath(id)
		if err == nil {
			err = v.opt.FS.Remove(path(v.dir, name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	err := v.opt.FS.SyncDir(path(v.dir, blobsName))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return withFull(errors.Join(all, err))
}

// removeHalfBlobs removes what writes of blobs left that did not come to their
// end.
func (v *Vault) removeHalfBlobs() {
	names, err := dirNames(v.opt.FS, path(v.dir, blobsName))
	if err != nil {
		return // there are none, or the next opening tries again
	}
	for _, n := range names {
		if strings.HasSuffix(n, tmpSuffix) {
			v.opt.FS.Remove(path(v.dir, blobsName+"/"+n))
		}
	}
}
