//go:build production || dev || bindings

package desktop

import (
	"os"
	"path/filepath"
	"strings"
)

// leftovers is the directory that the web view may write to: caches, storage,
// spelling. It lies in memory where the system has such a place, is made anew
// for each run and is removed at the end. Without this WebKit keeps its files
// in clear under the user's home.
type leftovers struct{ dir string }

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
	dir, err := os.MkdirTemp(parent, "kortisto-view-")
	if err != nil {
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
	return leftovers{dir}, nil
}

func (l leftovers) remove() { _ = os.RemoveAll(l.dir) }

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
