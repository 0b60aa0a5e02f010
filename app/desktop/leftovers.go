package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// leftovers is the directory that the web view may write to: caches, storage,
// spelling. It lies in memory where the system has such a place, is made anew
// for each run and is removed at the end; what a crash has left, the next run
// removes. Without this WebKit keeps its files in clear under the user's home.
type leftovers struct {
	dir  string
	used *flock.Flock // held while the run lasts: how the next one knows that nobody needs the directory
}

const (
	leftoversName = "kortisto-view-*"
	usedName      = "in-use"

	removals     = 40 // together with the pause: two seconds at most
	removalPause = 50 * time.Millisecond
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
	clearAbandoned(parent)
	dir, err := os.MkdirTemp(parent, leftoversName)
	if err != nil {
		return leftovers{}, err
	}
	used := flock.New(filepath.Join(dir, usedName), flock.SetPermissions(0o600))
	if _, err := used.TryLock(); err != nil {
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
	return leftovers{dir, used}, nil
}

// remove takes the directory away. What a process of the web view still writes
// meanwhile would keep it there: so it is removed until it stays away.
func (l leftovers) remove() {
	_ = l.used.Close() // On Windows a file that is open can not be removed.
	for range removals {
		if err := os.RemoveAll(l.dir); err == nil {
			if time.Sleep(removalPause); !exists(l.dir) {
				return
			}
		} else {
			time.Sleep(removalPause)
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// clearAbandoned removes what runs that were killed have left under parent. A
// directory that can not be looked at belongs to somebody else.
func clearAbandoned(parent string) {
	dirs, _ := filepath.Glob(filepath.Join(parent, leftoversName))
	for _, dir := range dirs {
		// A directory without the file is of a run that begins just now.
		if _, err := os.Stat(filepath.Join(dir, usedName)); err != nil {
			continue
		}
		used := flock.New(filepath.Join(dir, usedName))
		if free, err := used.TryLock(); err == nil && free {
			leftovers{dir, used}.remove()
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
