package programtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/build/campaign"
)

// lifetime is how many rounds a vault is used: one that has become large would
// only be slower to look at.
const lifetime = 150

// TestKillProgram starts the program with one command after the other and kills
// it, without warning, at a chance moment of its work. What it had said to be done
// must be there when the vault is next opened; of what it had not come to say, all
// or nothing. This does not test fsync: what a process wrote outlives it.
func TestKillProgram(t *testing.T) {
	built(t) // its time is not the campaign's
	c := campaign.Begin(t, "kill-program", 60)
	var all sync.WaitGroup
	for i := range 3 {
		all.Go(func() {
			w := workplace{t: t, c: c, program: built(t), root: t.TempDir(), r: rand.New(rand.NewPCG(c.Seed(), uint64(i)))}
			w.prepare()
			for n, more := c.Next(); more; n, more = c.Next() {
				if err := w.round(); err != nil {
					t.Errorf("round %d: %v", n, err)
				}
			}
		})
	}
	all.Wait()
}

// built is the program as it is released, but without its window; or the one that
// KORTISTO_PROGRAM names.
func built(t *testing.T) string {
	t.Helper()
	if named := os.Getenv("KORTISTO_PROGRAM"); named != "" {
		return named
	}
	once.Do(func() {
		program = filepath.Join(root, "kortisto")
		out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", program, "kortisto").CombinedOutput()
		if err != nil {
			buildError = fmt.Errorf("%w\n%s", err, out)
		}
	})
	if buildError != nil {
		t.Fatal(buildError)
	}
	return program
}

var (
	once       sync.Once
	root       string // for what all tests share
	program    string
	buildError error
)

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if root, err = os.MkdirTemp("", "programtest"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(root)
		return m.Run()
	}())
}

// workplace is a computer with a vault on it, and what the vault must hold.
type workplace struct {
	t       *testing.T
	c       *campaign.Campaign
	program string
	root    string
	r       *rand.Rand

	life   int // which vault
	rounds int // of this vault
	was    found
	events map[string]int           // per command: what there is to see of it in the vault's directory
	usual  map[string]time.Duration // per command: from its start to its end
}

func (w *workplace) options() vault.Options {
	return vault.Options{
		Dir: filepath.Join(w.root, fmt.Sprintf("vault%d", w.life)), StateDir: filepath.Join(w.root, "state", "kortisto"),
		Now: time.Now, NewID: uuid.NewString, WorkFactor: 1,
	}
}

func (w *workplace) prepare() { w.events, w.usual = map[string]int{}, map[string]time.Duration{} }

func phrase(n int) string { return fmt.Sprintf("koe koe koe koe koe %d", n) }

// begin makes the next vault. Its keys are cheap: every start would pay for them.
func (w *workplace) begin() error {
	if err := os.RemoveAll(w.options().Dir); err != nil {
		return err
	}
	w.life++
	w.rounds = 0
	v, _, err := vault.Create(context.Background(), w.options(), phrase(0), app.Firm{Name: "Piha ja Metsä Saarela"}, app.Finnish)
	if err != nil {
		return err
	}
	if err := v.Close(context.Background()); err != nil {
		return err
	}
	w.was, err = w.look(0, false)
	return err
}

// round is one command and its kill, now and then the kill of another process that
// finds what the first left, and a look at the vault.
func (w *workplace) round() error {
	if w.life == 0 || w.rounds > lifetime {
		if err := w.begin(); err != nil {
			return err
		}
	}
	w.rounds++
	cmd := w.next()
	out, err := w.run(cmd)
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.name, err)
	}
	for !cmd.last && w.r.IntN(4) == 0 {
		if _, err := w.run(w.harmless()); err != nil {
			return fmt.Errorf("%s, and then: %w", cmd.name, err)
		}
	}
	return w.judge(cmd, out)
}

// judge compares what the vault holds now with what it held and with what the
// command was to make of it.
func (w *workplace) judge(cmd command, out outcome) error {
	deep := w.rounds%15 == 0 || cmd.last
	now, err := w.look(cmd.after.phrase, deep)
	if errors.Is(err, app.E("passphrase-wrong", "")) && !out.done && cmd.after.phrase != w.was.phrase {
		now, err = w.look(w.was.phrase, deep)
	}
	if err != nil {
		return fmt.Errorf("%s, %s: %w", cmd.name, out, err)
	}
	pass := now.phrase
	after := slices.Equal(now.lines, cmd.after.lines())
	before := slices.Equal(now.lines, w.was.register.lines())
	switch {
	case out.done && (!after || pass != cmd.after.phrase):
		return fmt.Errorf("%s was acknowledged and is not there:\n%s", cmd.name, difference(cmd.after.lines(), now.lines))
	case !after && !before:
		return fmt.Errorf("%s, %s: neither what was nor what was to be:\n%s", cmd.name, out, difference(cmd.after.lines(), now.lines))
	case !after && now.digest != w.was.digest:
		return fmt.Errorf("%s, %s: not done, and something is not as it was", cmd.name, out)
	case after && !before:
		w.c.Add("changes found", 1)
		now.register = cmd.after
	default:
		now.register = w.was.register
	}
	now.phrase = pass
	w.was = now
	if deep {
		return w.verify()
	}
	return nil
}

// difference is what is missing and what is too many.
func difference(want, got []string) string {
	var b strings.Builder
	for _, l := range want {
		if !slices.Contains(got, l) {
			fmt.Fprintln(&b, "missing:", l)
		}
	}
	for _, l := range got {
		if !slices.Contains(want, l) {
			fmt.Fprintln(&b, "too many:", l)
		}
	}
	return b.String()
}

// verify lets the program itself say that the vault is whole.
func (w *workplace) verify() error {
	w.c.Add("verified by the program", 1)
	cmd := w.start("verify", "--deep")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("verify: %v\n%s", err, out)
	}
	return nil
}

// start is the program in its own world, with the passphrase on standard input.
func (w *workplace) start(args ...string) *exec.Cmd {
	cmd := exec.Command(w.program, append(args, "--vault", w.options().Dir, "--passphrase-file", "-", "--json")...)
	cmd.Dir = w.root
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.root, "USERPROFILE=" + w.root, "TMPDIR=" + w.root, "TMP=" + w.root, "TEMP=" + w.root,
		"XDG_STATE_HOME=" + filepath.Join(w.root, "state"), "XDG_DATA_HOME=" + filepath.Join(w.root, "data"), "LANG=en_US.UTF-8",
	}
	cmd.Stdin = strings.NewReader(phrase(w.was.phrase) + "\n" + phrase(w.was.phrase+1) + "\n")
	return cmd
}

// outcome is how a process ended.
type outcome struct {
	done   bool // it said that its work is done
	killed bool
	moment string
}

func (o outcome) String() string {
	if !o.killed {
		return "not killed"
	}
	return "killed " + o.moment
}

// run starts a command and kills it when its moment comes. It is an error when it
// fails by itself.
func (w *workplace) run(c command) (outcome, error) {
	cmd := w.start(c.args...)
	var said, complained bytes.Buffer
	spoke := make(chan struct{})
	cmd.Stdout = &speech{b: &said, spoke: spoke}
	cmd.Stderr = &complained
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return outcome{}, err
	}
	ended := make(chan struct{})
	shot := make(chan string)
	go func() {
		moment := w.await(c.name, spoke, ended)
		_ = cmd.Process.Kill() // where it has ended, that is seen below
		shot <- moment
	}()
	err := cmd.Wait()
	close(ended)
	out := outcome{moment: <-shot, killed: err != nil && !cmd.ProcessState.Exited()}
	out.done = err == nil || bytes.HasSuffix(said.Bytes(), []byte("}\n")) || bytes.HasSuffix(said.Bytes(), []byte("]\n"))
	switch {
	case bytes.HasPrefix(said.Bytes(), []byte(`{"error"`)):
		return out, fmt.Errorf("%s %s", &said, &complained)
	case out.killed && out.done:
		w.c.Add("kills after the acknowledgement", 1)
		fallthrough
	case out.killed:
		w.c.Add("kills", 1)
	case err != nil:
		return out, fmt.Errorf("%v: %s", err, &complained)
	default:
		w.c.Add("commands done in peace", 1)
		w.usual[c.name] = (w.usual[c.name]*3 + time.Since(began)) / 4
	}
	return out, nil
}

// speech keeps what a process says, and tells when it begins.
type speech struct {
	b     *bytes.Buffer
	spoke chan struct{}
}

func (s *speech) Write(p []byte) (int, error) {
	if s.b.Len() == 0 {
		close(s.spoke)
	}
	return s.b.Write(p)
}
