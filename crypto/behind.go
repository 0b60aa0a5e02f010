package crypto

const (
	// behindRing is how many pieces are on their way.
	behindRing = 2
	// behindSync is how much may wait to be synced, in bytes. A system left to
	// itself gathers gigabytes before it writes any, and then one sync waits for
	// all of them.
	behindSync = 32 << 20
)

// behind writes a new file, from its beginning to its end, on another processor
// than the one that makes what is to be written.
type behind struct {
	pieces, spare chan []byte // together never more than behindRing
	done          chan error
	ended         bool
	err           error // how it ended
}

func writeBehind(f File) *behind {
	b := &behind{pieces: make(chan []byte, behindRing), spare: make(chan []byte, behindRing), done: make(chan error, 1)}
	for range behindRing {
		b.spare <- nil
	}
	go func() {
		err := b.drain(f)
		close(b.spare)
		b.done <- err
	}()
	return b
}

func (b *behind) drain(f File) error {
	var off, waiting int64
	for p := range b.pieces {
		if _, err := f.WriteAt(p, off); err != nil {
			return err
		}
		off, waiting = off+int64(len(p)), waiting+int64(len(p))
		if waiting >= behindSync {
			waiting = 0
			if err := f.Sync(); err != nil {
				return err
			}
		}
		b.spare <- p
	}
	return nil
}

// Write takes a copy of p to be written. The error may be that of an earlier piece.
func (b *behind) Write(p []byte) (int, error) {
	buf, ok := <-b.spare
	if !ok {
		return 0, b.end()
	}
	b.pieces <- append(buf[:0], p...)
	return len(p), nil
}

// end waits until everything is written, the last of it not yet synced. Nothing may
// be written afterwards.
func (b *behind) end() error {
	if !b.ended {
		b.ended = true
		close(b.pieces)
		b.err = <-b.done
	}
	return b.err
}
