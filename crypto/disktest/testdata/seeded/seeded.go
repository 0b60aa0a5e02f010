package crypto

import "os"

var sown = os.Getenv("KORTISTO_SEEDED")

// seeded says whether this fault is in the program now.
func seeded(fault string) bool { return sown == fault }

// seededLog is the log as a commit sees it.
func seededLog(f File) File { return seededFile{f} }

type seededFile struct{ File }

func (f seededFile) Sync() error {
	if seeded("no sync before a commit is acknowledged") {
		return nil
	}
	err := f.File.Sync()
	if err != nil && seeded("a sync that failed is tried again") {
		return f.File.Sync()
	}
	return err
}

func (f seededFile) WriteAt(p []byte, off int64) (int, error) {
	n, err := f.File.WriteAt(p, off)
	if seeded("a commit is acknowledged though it was not written") {
		return len(p), nil
	}
	return n, err
}
