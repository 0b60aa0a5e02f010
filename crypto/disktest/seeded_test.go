package disktest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What TestSeededFaults says to the test program that it builds.
const (
	seedEnv  = "KORTISTO_SEEDED"
	phaseEnv = "KORTISTO_PHASES"
)

// checks are the tests that look after a vault; each fault has to be caught by one.
var checks = []string{"TestIOFaults", "TestALogThatWasChangedIsRefused", "TestCrash"}

// TestSeededFaults puts faults into the vault, one at a time, and sees that each is caught: tests that can not fail
// prove nothing. All faults are built into one test program, whose code is that of the vault but for them.
func TestSeededFaults(t *testing.T) {
	program := buildSeeded(t)
	if out, failed := runSeeded(t, program, "", run{"TestALogThatWasChangedIsRefused", ""}); failed {
		t.Fatalf("without a fault:\n%s", out)
	}
	for _, s := range seeds {
		t.Run(s.name, func(t *testing.T) {
			runs := []run{{s.caught, s.phases}}
			for _, check := range checks {
				runs = append(runs, run{check, ""})
			}
			for _, r := range runs {
				if out, failed := runSeeded(t, program, s.name, r); failed {
					t.Logf("caught by %s: %s", r.check, firstLine(out))
					return
				}
			}
			t.Error("nothing has caught it")
		})
	}
}

// buildSeeded builds the tests of this package over a vault with every fault in it.
func buildSeeded(t *testing.T) (program string) {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir, code := t.TempDir(), filepath.Dir(here)
	replace := map[string]string{filepath.Join(code, "seeded.go"): filepath.Join(here, "testdata", "seeded", "seeded.go")}
	for file, text := range seededCode(t, code) {
		replace[filepath.Join(code, file)] = filepath.Join(dir, file)
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, b, 0o600); err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(dir, "seeded.exe") // Windows wants a name like that
	cmd := exec.Command("go", "test", "-c", "-overlay", overlay, "-o", program, ".")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// seededCode makes the edits. One that does not fit any more names its fault.
func seededCode(t *testing.T, dir string) map[string]string {
	t.Helper()
	code := map[string]string{}
	for _, s := range seeds {
		for _, e := range s.edits {
			if code[e.file] == "" {
				b, err := os.ReadFile(filepath.Join(dir, e.file))
				if err != nil {
					t.Fatal(err)
				}
				code[e.file] = string(b)
			}
			if n := strings.Count(code[e.file], e.old); n != 1 {
				t.Errorf("%q does not fit %s any more: this is there %d times:\n%s", s.name, e.file, n, e.old)
			}
			code[e.file] = strings.Replace(code[e.file], e.old, e.new, 1)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	return code
}

// run is one check, or some phases of TestIOFaults.
type run struct{ check, phases string }

// runSeeded runs one check in its short form with a fault in place.
func runSeeded(t *testing.T, program, fault string, r run) (out string, failed bool) {
	t.Helper()
	cmd := exec.Command(program, "-test.run", "^"+r.check+"$", "-test.failfast", "-test.timeout", "5m")
	cmd.Env = slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "KORTISTO_") })
	cmd.Env = append(cmd.Env, seedEnv+"="+fault, phaseEnv+"="+r.phases)
	b, err := cmd.CombinedOutput()
	if err == nil && !bytes.Contains(b, []byte("PASS")) {
		t.Fatalf("%s did nothing: %s", r.check, b)
	}
	if err != nil && !bytes.Contains(b, []byte("--- FAIL: "+r.check)) && !bytes.Contains(b, []byte("panic: ")) {
		t.Fatalf("%s with %q: %v\n%s", r.check, fault, err, b)
	}
	return string(b), err != nil
}

// firstLine is what the check said.
func firstLine(out string) string {
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); strings.Contains(line, "_test.go:") {
			return line
		}
	}
	return fmt.Sprintf("%.200s", out)
}
