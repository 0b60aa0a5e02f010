//go:build production || dev || bindings

package desktop

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// leftovers is the directory that the web view may write to: caches, storage,
// spelling. It lies in memory where the system has such a place, is made anew
// for each run and is removed at the end. Without this WebKit keeps its files
// in clear under the user's home.
//
// A run that was killed can not remove its own. The next one does: the lock in
// the directory tells whether anybody still uses it.
type leftovers struct {
	dir  string
	lock *flock.Flock
}

const (
	leftoversName = "kortisto-view-"
	leftoversLock = "in-use"
)

// ownLeftovers makes the directory and points the web view at it. It also
// closes the web view's remote control, which an environment variable opens.
func ownLeftovers() (leftovers, error) {
	for _, e := range os.Environ() {
		if name, _, _ := strings.Cut(e, "="); strings.HasPrefix(name, "WEBKIT_INSPECTOR") {
			if err := os.Unsetenv(name); err != nil {
				return leftovers{}, err
			}
		}
	}
	parent := inMemory()
	if parent == "" {
		parent = os.TempDir()
	}
	removeAbandoned(parent)
	dir, err := os.MkdirTemp(parent, leftoversName)
	if err != nil {
		return leftovers{}, err
	}
	lock := flock.New(filepath.Join(dir, leftoversLock))
	if err := lock.Lock(); err != nil {
		return leftovers{}, err
	}
	for name, sub := range viewDirs {
		path := filepath.Join(dir, sub)
		if err := os.Mkdir(path, 0o700); err != nil {
			return leftovers{}, err
		}
		if err := os.Setenv(name, path); err != nil {
			return leftovers{}, err
		}
	}
	return leftovers{dir, lock}, nil
}

func (l leftovers) remove() {
	_ = l.lock.Unlock()
	_ = os.RemoveAll(l.dir)
}

// removeAbandoned removes what earlier runs left that did not come to it. What
// can not be removed, such as another user's, stays.
func removeAbandoned(parent string) {
	locks, _ := filepath.Glob(filepath.Join(parent, leftoversName+"*", leftoversLock)) // the pattern is well formed
	for _, path := range locks {
		lock := flock.New(path)
		if free, err := lock.TryLock(); err == nil && free {
			leftovers{filepath.Dir(path), lock}.remove()
		}
	}
}

// inMemory is a directory that no disk holds, or "" for the system's temporary
// one.
func inMemory() string {
	for _, dir := range []string{os.Getenv("XDG_RUNTIME_DIR"), "/dev/shm"} {
		if info, err := os.Stat(dir); dir != "" && err == nil && info.IsDir() {
			if f, err := os.CreateTemp(dir, "kortisto-probe-"); err == nil {
				f.Close()
				os.Remove(f.Name())
				return dir
			}
		}
	}
	return ""
}
