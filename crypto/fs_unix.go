//go:build unix

package crypto

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func rename(oldname, newname string) error { return os.Rename(oldname, newname) }

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func isFull(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}
