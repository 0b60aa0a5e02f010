package history

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"kortisto/app"
	"kortisto/app/exchange/talk"
)

// Open reads a file of conversations or calls into memory. It fails as talk.Read
// does, and with file-unreadable.
func Open(ctx context.Context, path string, o talk.Options) (Source, *talk.File, error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return Source{}, nil, app.E("file-unreadable", "file", "file", name)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return Source{}, nil, app.E("file-unreadable", "file", "file", name)
	}
	read, err := talk.Read(ctx, name, f, info.Size(), o)
	if errors.Is(err, context.Canceled) {
		return Source{}, nil, app.E("cancelled", "")
	}
	if err != nil {
		return Source{}, nil, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, info.Size())); err != nil {
		return Source{}, nil, app.E("file-unreadable", "file", "file", name)
	}
	s := FromFile(name, hex.EncodeToString(sum.Sum(nil)), read)
	if len(read.Conversations)+len(read.Calls) == 0 && len(read.Recordings) == 1 && read.Recordings[0].File == name {
		s.Sound = func() (io.ReadCloser, error) { return os.Open(path) }
	}
	return s, read, nil
}
