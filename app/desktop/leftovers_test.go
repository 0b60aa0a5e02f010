package desktop

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestLeftoversOfAKilledRunAreRemovedAndThoseOfALivingOneStay(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for name := range viewDirs {
		t.Setenv(name, "")
	}
	parent := inMemory()
	first, err := ownLeftovers()
	if err != nil {
		t.Fatal(err)
	}
	killed := filepath.Join(parent, leftoversName+"killed")
	if err := os.MkdirAll(filepath.Join(killed, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(killed, usedName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	second, err := ownLeftovers()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(killed); !os.IsNotExist(err) {
		t.Errorf("what a killed run left is still there: %v", err)
	}
	if _, err := os.Stat(first.dir); err != nil {
		t.Errorf("a living run has lost its directory: %v", err)
	}
	first.remove()
	second.remove()
	if left, _ := os.ReadDir(parent); len(left) != 0 {
		t.Errorf("%d are left in the end", len(left))
	}
}

// TestNobodyCanLookIntoTheWebView: the variables that open its remote control are
// gone before it begins, and so are not its children's either.
func TestNobodyCanLookIntoTheWebView(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for name := range viewDirs {
		t.Setenv(name, "")
	}
	for _, name := range []string{"WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER", "WEBKIT_INSPECTOR_X"} {
		t.Setenv(name, "127.0.0.1:4711")
	}
	l, err := ownLeftovers()
	if err != nil {
		t.Fatal(err)
	}
	defer l.remove()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(exe, "-test.run=^$")
	for _, e := range child.Environ() {
		if strings.HasPrefix(e, "WEBKIT_INSPECTOR") {
			t.Errorf("a child of the window gets %s", e)
		}
	}
}
