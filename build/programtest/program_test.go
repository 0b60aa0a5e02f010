// Package programtest tells stories of the program itself, as main wires it: its
// own directories, its own keys, and a build whose clock can be turned.
package programtest

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestProgram(t *testing.T) {
	dir := t.TempDir()
	build := exec.Command("go", "build", "-tags", "testclock", "-o", filepath.Join(dir, "kortisto"), "kortisto")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata", Setup: func(env *testscript.Env) error {
		env.Setenv("HOME", env.WorkDir)
		env.Setenv("LANG", "en_US.UTF-8")
		env.Setenv("PATH", dir+string(filepath.ListSeparator)+env.Getenv("PATH"))
		for _, name := range []string{"XDG_DATA_HOME", "XDG_STATE_HOME"} {
			env.Setenv(name, env.WorkDir+"/"+name)
		}
		return nil
	}})
}
