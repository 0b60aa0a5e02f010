package canary

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Find is a file in which, or in whose name, a word lies.
type Find struct {
	Path string
	Hit
}

func (f Find) String() string { return f.Path + ": " + f.Word + " as " + f.Form }

// Looked is how much was looked at, for a report: a search of nothing finds nothing.
type Looked struct{ Files, Bytes int64 }

// Under looks through all files in a directory, or at one file, and at their names below it. Left out are the files
// excepted, and nothing else. Whole files are read: meant for a program's home, not for a disk.
func (s *Search) Under(root string, except ...string) (finds []Find, looked Looked, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if gone(err) { // a living program may remove its files
			return nil
		}
		if err != nil || slices.Contains(except, path) {
			return err
		}
		name, _ := filepath.Rel(root, path)
		content := []byte(name + "\n")
		switch entry.Type() {
		case 0:
			text, err := os.ReadFile(path)
			if err != nil && !gone(err) {
				return err
			}
			content = append(content, text...)
			looked.Files++
		case fs.ModeSymlink:
			target, _ := os.Readlink(path)
			content = append(content, target...)
		}
		looked.Bytes += int64(len(content))
		for _, hit := range s.In(content) {
			finds = append(finds, Find{path, hit})
		}
		return nil
	})
	return finds, looked, err
}

func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) }

// Shared are the directories to which every program of the machine may write.
var Shared = []string{"/tmp", "/var/tmp", memory}

const memory = "/dev/shm"

// Strays are what has changed in the shared directories since then, and all that lies in shared memory: a program is
// told of other places, but a library might not listen. Of directories on the disk only those that bear the program's
// name count; own are the test's, and left out.
func Strays(since time.Time, own ...string) (paths []string) {
	for _, dir := range Shared {
		entries, _ := os.ReadDir(dir)
		for _, entry := range entries {
			path := filepath.Join(dir, entry.Name())
			info, err := entry.Info()
			if err != nil || dir != memory && info.ModTime().Before(since) || !info.IsDir() && !info.Mode().IsRegular() {
				continue
			}
			if info.IsDir() && dir != memory && !strings.Contains(strings.ToLower(entry.Name()), "kortisto") {
				continue
			}
			mine := func(o string) bool { return o == path || strings.HasPrefix(o, path+"/") }
			if !slices.ContainsFunc(own, mine) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}
