//go:build testclock

package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"kortisto": main}) }

// The program itself, as main wires it: its own directories, its own keys, and
// in this build a clock that can be turned.
func TestProgram(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", Setup: func(env *testscript.Env) error {
		env.Setenv("HOME", env.WorkDir)
		env.Setenv("LANG", "en_US.UTF-8")
		for _, name := range []string{"XDG_DATA_HOME", "XDG_STATE_HOME"} {
			env.Setenv(name, env.WorkDir+"/"+name)
		}
		return nil
	}})
}
