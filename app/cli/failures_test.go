package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault/vaulttest"
)

func TestParserErrorsBecomeCodes(t *testing.T) {
	for said, want := range map[string]string{
		"unknown flag --colour":                                      "usage ",
		"unknown flag --colour, did you mean \"--town\"?":            "usage ",
		"unexpected argument dance":                                  "usage ",
		"missing flags: --channel=CHANNEL, --text=T":                 "required channel, required text",
		"expected \"<number>\"":                                      "required number",
		"expected \"<words> ...\"":                                   "required words",
		"expected one of \"add\", \"edit\", \"list\"":                "usage ",
		"--kind must be one of \"person\",\"company\" but got \"x\"": "choice-invalid kind",
		"--limit: expected a valid 64 bit int but got \"many\"":      "invalid limit",
		"--out: missing value":                                       "required out",
		"something that a newer parser says":                         "usage ",
	} {
		var got []string
		for _, e := range misunderstood(said) {
			got = append(got, e.Code+" "+e.Field)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q is %q, want %q", said, got, want)
		}
	}
}

func TestInternalErrorsTellNothing(t *testing.T) {
	s, stdout, stderr := testOnlySession(t)
	s.json = true
	if exit := s.fail(fmt.Errorf("row of Aino Mäkinen: %w", io.ErrUnexpectedEOF)); exit != exitFailed {
		t.Errorf("exit %d", exit)
	}
	if all := stdout.String() + stderr.String(); strings.Contains(all, "Mäkinen") || !strings.Contains(all, "internal") {
		t.Error(all)
	}
}

func TestInterruptedWorkIsCancelled(t *testing.T) {
	s, _, stderr := testOnlySession(t)
	if exit := s.fail(errors.Join(context.Canceled)); exit != exitFailed || !strings.HasPrefix(stderr.String(), "kortisto: cancelled: ") {
		t.Errorf("%d %s", exit, stderr)
	}
}

// Ctrl C before an import's commit leaves the register as it was.
func TestInterruptLeavesNothingBehind(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Aino Koivu"})
	if err := v.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, args := range []string{"demo --customers 10", "purge", "compact", "verify", "export register --out " + t.TempDir() + "/x.sqlite"} {
		var stdout, stderr bytes.Buffer
		env := Env{Stdin: strings.NewReader(vaulttest.Passphrase), Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" }, Options: v.Options}
		exit := run(stopped, append(strings.Fields(args), "--json", "--passphrase-file", "-"), env)
		if args == "purge" && exit == exitDone {
			continue // nothing is due, so nothing was stopped
		}
		if exit != exitFailed || !strings.Contains(stdout.String(), `"cancelled"`) {
			t.Errorf("%s: exit %d, %s%s", args, exit, &stdout, &stderr)
		}
	}
	if rows := answer[[]map[string]any](t, v, "customer list"); len(rows) != 1 {
		t.Errorf("%d customers", len(rows))
	}
}

func testOnlySession(t *testing.T) (*session, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	stdout, stderr := &bytes.Buffer{}, &bytes.Buffer{}
	s := &session{Env: Env{Stdout: stdout, Stderr: stderr, Getenv: func(string) string { return "" }}, ctx: t.Context()}
	s.speak(app.English)
	return s, stdout, stderr
}

// A file that can not be written is told; what was done beside it is still told.
func TestFullDiskDoesNotHideWhatWasDone(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	s, stdout, stderr := testOnlySession(t)
	s.json = true
	o := &output{path: "sheet.pdf", file: full}
	_ = s.result(map[string]string{"recoveryKey": "k"}, nil)
	if err := o.Put([]byte("x")); err == nil {
		t.Fatal("a full disk took a byte")
	} else {
		s.complain(err)
	}
	if o.kept() != "" {
		t.Error("a file that is not there is named")
	}
	if exit := s.deliver(); exit != exitFailed || stdout.String() != `{"recoveryKey":"k"}`+"\n" || !strings.HasPrefix(stderr.String(), "kortisto: file-unwritable: ") {
		t.Errorf("exit %d: %s%s", exit, stdout, stderr)
	}
}

func TestWhatTheSystemRefusesIsToldByItsName(t *testing.T) {
	s := &session{}
	for _, c := range []struct{ op, path, code, name string }{
		{"open", "v/lock", "vault-read-only", ""},
		{"mkdir", "v", "file-unwritable", "v"},
		{"open", "v/base-000001.age", "file-unreadable", "v/base-000001.age"},
	} {
		told := app.Told(s.where(&fs.PathError{Op: c.op, Path: c.path, Err: fs.ErrPermission}))[0]
		if told.Code != c.code || told.Args["file"]+told.Args["path"] != c.name {
			t.Errorf("%s %s: %+v", c.op, c.path, told)
		}
	}
}
