package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"kortisto/app/vault"
)

// program runs commands in this process on a vault of its own.
type program struct {
	*testing.T
	dir string
}

// json is the result of a command that has to succeed.
func (p program) json(into any, args ...string) {
	p.Helper()
	var out, errs bytes.Buffer
	code := Main(append(args, "--passphrase-file", filepath.Join(p.dir, "pass"), "--json"), Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }, Version: "test",
		Options: vault.Options{
			Dir: filepath.Join(p.dir, "vault"), StateDir: filepath.Join(p.dir, "state"), NewID: uuid.NewString, WorkFactor: 10,
			Now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) },
		},
	})
	if code != 0 {
		p.Fatalf("%v: exit %d: %s", args, code, errs.String())
	}
	if into != nil {
		if err := json.Unmarshal(out.Bytes(), into); err != nil {
			p.Fatalf("%v: %v", args, err)
		}
	}
}

// TestSamplesThroughTheCommandLine brings every sample of a conversation or call
// log in: what was shown happens, the same again adds nothing, and taken back
// nothing of it is left.
func TestSamplesThroughTheCommandLine(t *testing.T) {
	dirs := []string{filepath.Join("..", "exchange", "talk", "testdata", "samples")}
	if more := os.Getenv("KORTISTO_FORMAT_SAMPLES"); more != "" {
		dirs = append(dirs, more)
	}
	n := 0
	for _, dir := range dirs {
		all, err := filepath.Glob(filepath.Join(dir, "*", "expected.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range all {
			var x struct {
				Format        string
				File          string
				OwnerHint     []string `json:"owner_hint"`
				Messages      []any
				Calls         []any
				Conversations []any
			}
			b, err := os.ReadFile(path)
			if err == nil {
				err = json.Unmarshal(b, &x)
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(x.Messages)+len(x.Calls)+len(x.Conversations) == 0 {
				continue
			}
			n++
			t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
				throughTheCommandLine(t, filepath.Join(filepath.Dir(path), x.File), strings.Join(x.OwnerHint, ","))
			})
		}
	}
	if n < 20 {
		t.Fatalf("only %d samples", n)
	}
}

func throughTheCommandLine(t *testing.T, file, us string) {
	p := program{t, t.TempDir()}
	if err := os.WriteFile(filepath.Join(p.dir, "pass"), []byte("koe koe koe koe koe koe\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.json(nil, "init", "--firm", "Koe")
	p.json(nil, "customer", "add", "--name", "Toimisto", "--number", "1")
	args := []string{"import", "chats", file, "--customer", "1", "--hetu", "mask"}
	if us != "" {
		args = append(args, "--us", us)
	}
	var shown, done historyImported
	p.json(&shown, append(args, "--dry-run")...)
	if len(shown.Read) != 1 || shown.Read[0].Format == "" || shown.AskedStill() {
		t.Fatalf("%+v", shown)
	}
	p.json(&done, args...)
	if done.Added == 0 || done.Added != shown.Added || done.Counts != shown.Counts {
		t.Fatalf("%+v was shown, %+v happened", shown.Counts, done.Counts)
	}
	var register struct{ Contacts []any }
	p.json(&register, "show", "1")
	if len(register.Contacts) != done.Added {
		t.Errorf("%d contacts, %d were added", len(register.Contacts), done.Added)
	}
	var again historyImported
	p.json(&again, args...)
	if again.Batch != "" || again.Added+again.Updated != 0 {
		t.Errorf("again: %+v", again.Counts)
	}
	var undone vault.Undone
	p.json(&undone, "import", "undo", done.Batch)
	p.json(&register, "show", "1")
	if undone != (vault.Undone{Removed: done.Added}) || len(register.Contacts) != 0 {
		t.Errorf("undone: %+v, %d contacts left", undone, len(register.Contacts))
	}
}

// AskedStill says whether something waits for the person to tell who is the firm.
func (i historyImported) AskedStill() bool {
	return strings.Contains(fmt.Sprint(i.Skipped), "import-us-unknown")
}
