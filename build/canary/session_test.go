package canary_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/build/campaign"
	"kortisto/build/canary"
)

const (
	many    = 10_000 // are let out at least
	hatched = many + 600
	inList  = 200 // words that come in with the list
	list    = "asiakkaat.csv"
	what    = "KORTISTO_TEST_CANARY_DOES" // session or again: this process is the child
	seeded  = "KORTISTO_TEST_CANARY_SEED"
)

// asked are the files that the person asks for: there, and nowhere else, the customers may lie in clear.
func asked(work string) (paths []string) {
	for _, format := range []string{"csv", "xlsx", "json", "vcf", "sqlite"} {
		paths = append(paths, filepath.Join(work, "vienti."+format))
	}
	return paths
}

// TestCanaries lets ten thousand words out, into every text column that the data map knows and through all that a
// register is used for, by a process that has a computer to itself, and looks after each step at every file it could
// have written: its directories, what it holds open, what is new in the machine's shared ones. In the end the process
// is killed in the middle of writing.
func TestCanaries(t *testing.T) {
	if does := os.Getenv(what); does != "" {
		beChild(t, does)
		return
	}
	c := campaign.Begin(t, "canaries", 1)
	for {
		n, more := c.Next()
		if !more {
			break
		}
		t.Run("round "+strconv.Itoa(n), func(t *testing.T) { round(t, c, c.Seed()+uint64(n)) })
	}
}

func beChild(t *testing.T, does string) {
	seed, err := strconv.ParseUint(os.Getenv(seeded), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	flock := canary.Hatch(seed, hatched)
	c := &child{flock: flock, words: handOut(canary.Flock{Stem: flock.Stem, Words: flock.Words[inList:]})}
	if does == "again" {
		err = c.again(context.Background())
	} else {
		err = c.session(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// world is a computer's directories, with nothing in them at first.
type world struct {
	t      *testing.T
	c      *campaign.Campaign
	root   string
	began  time.Time
	flock  canary.Flock
	search *canary.Search
	seed   uint64
}

var places = map[string]string{"WORK": "work", "HOME": "home", "USERPROFILE": "home", "TMPDIR": "tmp", "TMP": "tmp", "TEMP": "tmp", "SQLITE_TMPDIR": "tmp",
	"XDG_RUNTIME_DIR": "run", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config"}

func (w *world) dir(name string) string { return filepath.Join(w.root, name) }

func round(t *testing.T, c *campaign.Campaign, seed uint64) {
	w := &world{t: t, c: c, root: t.TempDir(), began: time.Now(), flock: canary.Hatch(seed, hatched), seed: seed}
	w.search = w.flock.Search()
	for _, dir := range places {
		if err := os.MkdirAll(w.dir(dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	w.writeList()
	p := w.start("session")
	for step, more := p.step(); more && step != "writing"; step, more = p.step() {
		w.clean(step, p.cmd.Process.Pid)
		p.goOn()
	}
	for n := 0; n < 60; n++ {
		if step, more := p.step(); !more || step != "writing" {
			t.Fatalf("came as far as %q: %s", step, &p.said)
		}
	}
	w.clean("writing", p.cmd.Process.Pid)
	if err := p.cmd.Process.Kill(); err != nil { // SIGKILL
		t.Fatal(err)
	}
	_ = p.cmd.Wait()
	w.clean("killed", 0)
	p = w.start("again")
	if step, _ := p.step(); step != "open again" {
		t.Fatalf("not opened again: %s", &p.said)
	}
	w.clean("open again", p.cmd.Process.Pid)
	p.goOn()
	if err := p.cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, &p.said)
	}
	w.clean("closed", 0)
	w.trial()
	c.Add("canaries", many)
}

// writeList makes the file that comes in.
func (w *world) writeList() {
	var b strings.Builder
	b.WriteString("Nimi;Lähiosoite;Paikkakunta\n")
	for i := 0; i < inList; i += 3 {
		fmt.Fprintf(&b, "%s;%s 7;%s\n", w.flock.Words[i], w.flock.Words[i+1], w.flock.Words[i+2])
	}
	if err := os.WriteFile(filepath.Join(w.dir("work"), list), []byte(b.String()), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) except() []string {
	return append(asked(w.dir("work")), filepath.Join(w.dir("work"), list))
}

// clean looks everywhere: pid is the living process, 0 for none.
func (w *world) clean(when string, pid int) {
	w.t.Helper()
	finds, looked, err := w.search.Under(w.root, w.except()...)
	if err != nil {
		w.t.Fatal(err)
	}
	held, open := w.search.HeldOpen(pid, w.except()...)
	finds = append(finds, held...)
	looked.Files, looked.Bytes = looked.Files+open.Files, looked.Bytes+open.Bytes
	for _, stray := range canary.Strays(w.began, w.root) {
		more, also, err := w.search.Under(stray)
		if err != nil && !os.IsPermission(err) {
			w.t.Fatal(err)
		}
		finds = append(finds, more...)
		looked.Files, looked.Bytes = looked.Files+also.Files, looked.Bytes+also.Bytes
	}
	w.c.Add("looks", 1)
	w.c.Add("files", int(looked.Files))
	w.c.Add("kB", int(looked.Bytes/1000))
	w.c.Add("hits", len(finds))
	for _, find := range finds {
		w.t.Errorf("%s: %s", when, find)
	}
	if w.t.Failed() {
		w.t.FailNow()
	}
}

// trial shows that the look is not blind: what was asked for has the words, each file of it, and a planted one is
// found.
func (w *world) trial() {
	for _, path := range w.except() {
		if finds, _, err := w.search.Under(path); err != nil || len(finds) < 20 {
			w.t.Errorf("%s was asked for and has %d canaries (%v)", filepath.Base(path), len(finds), err)
		}
	}
	planted := filepath.Join(w.dir("cache"), "x")
	if err := os.WriteFile(planted, []byte("å∀xyz"+strings.ToUpper(w.flock.Words[hatched-1])+"\xff"), 0o600); err != nil {
		w.t.Fatal(err)
	}
	finds, _, err := w.search.Under(w.root, w.except()...)
	if err != nil || len(finds) != 2 || finds[0].Path != planted { // the word, and the stem in it
		w.t.Errorf("planted: %v, %v", finds, err)
	}
}

type process struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
	in    io.Writer
	said  bytes.Buffer
}

// start makes this test binary the program in that world.
func (w *world) start(does string) *process {
	p := &process{cmd: exec.Command(os.Args[0], "-test.run=^TestCanaries$")}
	p.cmd.Dir = w.dir("work")
	p.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=fi_FI.UTF-8", what + "=" + does, seeded + "=" + strconv.FormatUint(w.seed, 10)}
	for name, dir := range places {
		p.cmd.Env = append(p.cmd.Env, name+"="+w.dir(dir))
	}
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		w.t.Fatal(err)
	}
	p.lines = bufio.NewScanner(out)
	if err := p.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	return p
}

func (p *process) step() (string, bool) { more := p.lines.Scan(); return p.lines.Text(), more }
func (p *process) goOn()                { fmt.Fprintln(p.in, "on") }
