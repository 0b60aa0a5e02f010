package crypto

import (
	"bytes"
	"errors"
	"testing"
)

// slowFile fails from some write or sync on.
type slowFile struct {
	File
	content []byte
	synced  int // bytes
	fails   int // which of the calls; 0: none
	calls   int
}

var errSlow = errors.New("no more")

func (f *slowFile) call() error {
	if f.calls++; f.calls == f.fails {
		return errSlow
	}
	return nil
}

func (f *slowFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.call(); err != nil {
		return 0, err
	}
	if int64(len(f.content)) != off {
		return 0, errors.New("not in order")
	}
	f.content = append(f.content, p...)
	return len(p), nil
}

func (f *slowFile) Sync() error {
	f.synced = len(f.content)
	return f.call()
}

const slowPiece = behindSync / 4

// writeAll gives b pieces of different content.
func writeAll(b *behind, pieces int) error {
	p := make([]byte, slowPiece)
	for i := range pieces {
		for j := range p {
			p[j] = byte(i)
		}
		if _, err := b.Write(p); err != nil {
			return errors.Join(err, b.end())
		}
	}
	return b.end()
}

func TestWritingBehindWritesAllInOrder(t *testing.T) {
	const pieces = 6
	var f slowFile
	if err := writeAll(writeBehind(&f), pieces); err != nil {
		t.Fatal(err)
	}
	var want []byte
	for i := range pieces {
		want = append(want, bytes.Repeat([]byte{byte(i)}, slowPiece)...)
	}
	if !bytes.Equal(f.content, want) {
		t.Error("the file is not what was written")
	}
	if f.synced != behindSync {
		t.Errorf("%d bytes were synced on the way, not %d", f.synced, behindSync)
	}
}

// Whichever write or sync fails, whoever writes hears of it, and does not wait.
func TestWritingBehindTellsOfEachFailure(t *testing.T) {
	const pieces = 6
	for fails := 1; fails <= pieces+1; fails++ { // with one sync among them
		f := slowFile{fails: fails}
		if err := writeAll(writeBehind(&f), pieces); !errors.Is(err, errSlow) {
			t.Fatalf("call %d of %d failed, and what is told is %v", fails, f.calls, err)
		}
		if f.calls != fails {
			t.Fatalf("after call %d failed there were %d more", fails, f.calls-fails)
		}
	}
}
