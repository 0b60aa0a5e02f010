package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rogpeppe/go-internal/testscript"

	"kortisto/app/vault"
)

// TestMain lets scripts run this test binary as the program.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kortisto": testOnlyMain})
}

// testOnlyMain is the program with a clock that scripts turn (KORTISTO_CLOCK),
// a vault in the script's own directory, and cheap keys.
func testOnlyMain() {
	home := os.Getenv("WORK")
	os.Exit(Main(os.Args[1:], Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Version: "test",
		Options: vault.Options{
			Dir: filepath.Join(home, "vault"), StateDir: filepath.Join(home, ".state"),
			Now: testOnlyClock, NewID: uuid.NewString, WorkFactor: 10,
		},
	}))
}

func testOnlyClock() time.Time {
	t, err := time.Parse(time.RFC3339, os.Getenv("KORTISTO_CLOCK"))
	if err != nil {
		panic(err)
	}
	return t
}

func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) < 11 {
		t.Fatalf("%d scripts found: %v", len(scripts), err)
	}
	testscript.Run(t, testscript.Params{
		Dir:   "testdata",
		Setup: testOnlySetup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exitsWith, "json": jsonIs, "jsonenv": jsonEnv, "damage": damage, "latin": latin, "same": same, "keep": keep, "found": found, "holdopen": holdOpen, "write": write, "without": without, "mailserver": mailServer,
		},
	})
}

func testOnlySetup(env *testscript.Env) error {
	env.Setenv("WORK", env.WorkDir)
	env.Setenv("KORTISTO_CLOCK", "2026-11-21T09:00:00+02:00")
	env.Setenv("LANG", "en_US.UTF-8")
	return os.WriteFile(filepath.Join(env.WorkDir, "pass"), []byte("koe koe koe koe koe koe\n"), 0o600)
}

// exits N COMMAND…: the command ends with this exit code.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N command…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		if _, scanErr := fmt.Sscanf(err.Error(), "exit status %d", &got); scanErr != nil {
			ts.Fatalf("%v", err)
		}
	}
	if got != want {
		ts.Fatalf("exit %d, want %d", got, want)
	}
}

// json PATH VALUE: what standard output holds there. A path is keys and indexes
// with dots between; "len" at its end is how many there are.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json path value")
	}
	got := at(ts, args[0])
	if (got == args[1]) == neg {
		ts.Fatalf("%s is %q, want %q", args[0], got, args[1])
	}
}

// jsonenv NAME PATH keeps a value of standard output in the environment.
func jsonEnv(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: jsonenv name path")
	}
	ts.Setenv(args[0], at(ts, args[1]))
}

func at(ts *testscript.TestScript, path string) string {
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	dec.UseNumber()
	var value any
	ts.Check(dec.Decode(&value))
	if dec.More() {
		ts.Fatalf("more than one JSON value")
	}
	for _, step := range strings.Split(path, ".") {
		value = inside(ts, value, step)
	}
	switch v := value.(type) {
	case string:
		return v
	case nil:
		return "null"
	}
	b, err := json.Marshal(value)
	ts.Check(err)
	return string(b)
}

func inside(ts *testscript.TestScript, value any, step string) any {
	switch v := value.(type) {
	case map[string]any:
		if step == "len" {
			return json.Number(strconv.Itoa(len(v)))
		}
		inner, ok := v[step]
		if !ok {
			return "absent"
		}
		return inner
	case []any:
		if step == "len" {
			return json.Number(strconv.Itoa(len(v)))
		}
		if i, err := strconv.Atoi(step); err == nil && i < len(v) {
			return v[i]
		}
		return "absent"
	}
	ts.Fatalf("nothing inside at %s", step)
	return nil
}

// damage FILE-PATTERN flips a bit in the middle of the file.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	files, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(files) == 0 {
		ts.Fatalf("no file %s", args[0])
	}
	b, err := os.ReadFile(files[0])
	ts.Check(err)
	b[len(b)/2] ^= 1
	ts.Check(os.WriteFile(files[0], b, 0o600))
}

// latin FROM TO writes a file anew in Windows-1252 with CRLF, as Finnish Excel
// does. What Finnish needs is the same there as in ISO 8859-1.
func latin(ts *testscript.TestScript, neg bool, args []string) {
	var out []byte
	for _, r := range strings.ReplaceAll(ts.ReadFile(args[0]), "\n", "\r\n") {
		if r > 255 {
			ts.Fatalf("%q has no place in the character set", r)
		}
		out = append(out, byte(r))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out, 0o600))
}

// keep NAME remembers standard output; same NAME compares with it.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile("stdout")), 0o600))
}

func same(ts *testscript.TestScript, neg bool, args []string) {
	if (ts.ReadFile(args[0]) == ts.ReadFile("stdout")) == neg {
		ts.Fatalf("standard output and %s: the same is %v", args[0], !neg)
	}
}

// found TEXT DIR: some file under the directory holds the text, in clear.
func found(ts *testscript.TestScript, neg bool, args []string) {
	hits := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[1]), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), args[0]) {
			hits++
		}
		return err
	}))
	if (hits > 0) == neg {
		ts.Fatalf("%q: %d files", args[0], hits)
	}
}

// holdopen keeps the vault open until the script ends.
func holdOpen(ts *testscript.TestScript, neg bool, args []string) {
	v, err := vault.Open(context.Background(), vault.Options{Dir: ts.MkAbs("vault"), Now: time.Now, NewID: uuid.NewString, WorkFactor: 10}, "koe koe koe koe koe koe")
	ts.Check(err)
	ts.Defer(func() { _ = v.Close(context.Background()) })
}

// write FILE TEXT makes a file of one line.
func write(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Join(args[1:], " ")+"\n"), 0o600))
}

// without KEY FILE: standard output is the JSON object in the file, but for one
// key.
func without(ts *testscript.TestScript, neg bool, args []string) {
	var now, before map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &now))
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &before))
	delete(now, args[0])
	delete(before, args[0])
	if reflect.DeepEqual(now, before) == neg {
		ts.Fatalf("%v\n%v", now, before)
	}
}
