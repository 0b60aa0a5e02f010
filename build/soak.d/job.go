package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// patience is how much longer than its share a campaign may take to end its last
// round before it counts as hanging; it is also how long it may take after Ctrl-C.
var patience = 5 * time.Minute

// result is what became of a job.
type result struct {
	Kind     string           `json:"kind"`
	Campaign string           `json:"campaign"`
	Seconds  int              `json:"seconds"`
	Rounds   int64            `json:"rounds"`
	Figures  map[string]int64 `json:"figures"`
	Seed     uint64           `json:"seed"`
	Failed   bool             `json:"failed"`
	Note     string           `json:"note,omitempty"` // why there is not more
	Repeat   string           `json:"repeat"`         // the command that does it again
	Said     string           `json:"said,omitempty"` // the end of its log, where it failed
}

// run does the job and keeps all that it says in a file. progress gets the lines in
// which it tells how far it is.
func (j job) run(ctx context.Context, logs string, progress func(string)) (r result) {
	r = result{Kind: j.kind, Campaign: j.name, Figures: map[string]int64{}}
	began := time.Now()
	defer func() { r.Seconds = int(time.Since(began).Seconds()) }()
	log, err := os.Create(filepath.Join(logs, j.name+".log"))
	if err != nil {
		return r.fail(err.Error(), "")
	}
	defer log.Close()
	switch j.kind {
	case "campaign":
		return j.campaign(ctx, r, log, progress)
	case "fuzz":
		return j.fuzz(ctx, r, log)
	case "race":
		return j.race(ctx, r, log, progress)
	case "model":
		return j.model(ctx, r, log)
	}
	return r.fail("unknown kind "+j.kind, "")
}

func (r result) fail(why, log string) result {
	r.Failed, r.Note = true, why
	if b, err := os.ReadFile(log); err == nil {
		r.Said = tail(string(b), 60)
	}
	return r
}

// tail is the last lines of a text.
func tail(text string, lines int) string {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// campaign runs a test in its long form, which ends by itself and leaves one line
// of JSON.
func (j job) campaign(ctx context.Context, r result, log *os.File, progress func(string)) result {
	report := log.Name() + ".json"
	if err := os.Remove(report); err != nil && !errors.Is(err, os.ErrNotExist) {
		return r.fail(err.Error(), "")
	}
	seconds := strconv.Itoa(int(j.share.Seconds()))
	cmd := exec.Command(j.binary, "-test.run", "^"+j.test+"$", "-test.v", "-test.timeout", "0")
	cmd.Dir = j.dir
	cmd.Env = append(os.Environ(), "KORTISTO_SOAK="+seconds, "KORTISTO_SOAK_REPORT="+report)
	err := j.wait(ctx, cmd, j.share+patience, io.MultiWriter(log, &lines{tell: progress, only: j.name + ":"}))
	if b, rerr := os.ReadFile(report); rerr == nil {
		if jerr := json.Unmarshal(bytes.TrimSpace(b), &r); jerr != nil && err == nil {
			err = jerr
		}
	} else if err == nil {
		err = errors.New("it left no figures")
	}
	r.Repeat = fmt.Sprintf("KORTISTO_SOAK=%s KORTISTO_SEED=%d CGO_ENABLED=0 go test ./%s -count=1 -timeout 0 -run '^%s$'", seconds, r.Seed, j.dir, j.test)
	if err != nil || r.Failed {
		return r.fail(fmt.Sprint("the test failed: ", err), log.Name())
	}
	return r
}

// tried is how often a fuzz target was called, as Go's fuzzer tells.
var tried = regexp.MustCompile(`fuzz: elapsed: .*execs: (\d+) .*new interesting: (\d+) \(total: (\d+)\)`)

func (j job) fuzz(ctx context.Context, r result, log *os.File) result {
	r.Repeat = fmt.Sprintf("CGO_ENABLED=0 go test ./%s -run '^$' -fuzz '^%s$' -fuzztime %ds", j.dir, j.test, int(j.share.Seconds()))
	cmd := exec.Command(j.binary, "-test.run", "^$", "-test.fuzz", "^"+j.test+"$", "-test.fuzztime", strconv.Itoa(int(j.share.Seconds()))+"s",
		"-test.parallel", "1", "-test.fuzzcachedir", filepath.Join(filepath.Dir(log.Name()), "corpus", strings.ReplaceAll(j.dir, "/", "-")), "-test.timeout", "0")
	cmd.Dir = j.dir
	err := j.wait(ctx, cmd, j.share+patience, log)
	b, rerr := os.ReadFile(log.Name())
	if err = errors.Join(err, rerr); err != nil && ctx.Err() == nil {
		return r.fail("the fuzzer found something: "+err.Error(), log.Name())
	}
	if all := tried.FindAllSubmatch(b, -1); len(all) > 0 {
		last := all[len(all)-1]
		for i, name := range []string{"inputs tried", "new in the corpus", "in the corpus"} {
			r.Figures[name], _ = strconv.ParseInt(string(last[i+1]), 10, 64) // digits, by the pattern
		}
	} else if bytes.Contains(b, []byte("fuzz: elapsed: ")) {
		r.Note = "the time went with the inputs that were there"
	} else if ctx.Err() == nil {
		return r.fail("the fuzzer did not begin", log.Name())
	}
	return r
}

// race runs the packages' tests with the race detector, one after the other, until
// its time is over. The one that is then running is broken off.
func (j job) race(ctx context.Context, r result, log *os.File, progress func(string)) result {
	ctx, cancel := context.WithTimeout(ctx, j.share)
	defer cancel()
	packages := strings.Fields(j.test)
	for i, p := range packages {
		cmd := exec.Command("go", "test", "-race", "-count=1", "-timeout", "0", p)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
		err := j.wait(ctx, cmd, j.share+patience, log)
		if ctx.Err() != nil {
			r.Note = fmt.Sprintf("no time for %d of %d packages, from %s on", len(packages)-i, len(packages), p)
			return r
		}
		r.Repeat = "CGO_ENABLED=1 go test -race -count=1 " + p
		if err != nil {
			return r.fail(p+": "+err.Error(), log.Name())
		}
		r.Figures["packages"]++
		progress(fmt.Sprintf("%s: %s has none, %d of %d", j.name, p, i+1, len(packages)))
	}
	return r
}

// What crypto/model/check tells.
var (
	states  = regexp.MustCompile(`(?m)^the protocol: ([0-9.e+]+) states`)
	noticed = regexp.MustCompile(`(?m)^[A-Z_]+: noticed$`)
)

// form is the largest model that there is time for: on the slow side of what the
// script says, for two jobs share the machine.
func (j job) form() []string {
	switch {
	case j.share >= 15*time.Minute:
		return []string{"--wide"}
	case j.share >= 3*time.Minute:
		return nil
	}
	return []string{"--quick"}
}

func (j job) model(ctx context.Context, r result, log *os.File) result {
	r.Repeat = strings.Join(append([]string{j.binary}, j.form()...), " ")
	path, err := filepath.Abs(j.binary)
	if err != nil {
		return r.fail(err.Error(), "")
	}
	err = j.wait(ctx, exec.Command(path, j.form()...), j.share+patience, log)
	b, rerr := os.ReadFile(log.Name())
	if err = errors.Join(err, rerr); err != nil && ctx.Err() == nil {
		return r.fail("the model is broken: "+err.Error(), log.Name())
	}
	if m := states.FindSubmatch(b); m != nil {
		n, _ := strconv.ParseFloat(string(m[1]), 64) // spin writes large ones as 1.5e+07
		r.Figures["states"] = int64(n)
	} else if ctx.Err() == nil {
		return r.fail("the model told no states", log.Name())
	}
	if n := len(noticed.FindAll(b, -1)); n > 0 {
		r.Figures["faults noticed"] = int64(n)
	}
	return r
}

// wait runs a process to its end. When ctx ends it is asked to stop; when it does
// not, or takes longer than limit, it is killed with all that it has started.
func (j job) wait(ctx context.Context, cmd *exec.Cmd, limit time.Duration, out io.Writer) error {
	cmd.Stdout, cmd.Stderr = out, out
	apart(cmd)
	// A grandchild that outlives its parent must not hold up the soak.
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	over := make(chan error, 1)
	go func() {
		defer close(over)
		select {
		case <-ended:
			return
		case <-ctx.Done():
			_ = cmd.Process.Signal(os.Interrupt) // where it has ended, that is seen below
			limit = patience
			if j.kind == "race" { // a compiler does not stop, and has no figures to tell
				limit = 3 * time.Second
			}
		case <-time.After(limit):
			limit = 0
		}
		select {
		case <-ended:
		case <-time.After(limit):
			over <- errors.New("it did not end in time")
			killAll(cmd)
		}
	}()
	err := cmd.Wait()
	close(ended)
	return errors.Join(err, <-over)
}

// lines hands on the lines that begin so.
type lines struct {
	tell func(string)
	only string
	part []byte
}

func (l *lines) Write(p []byte) (int, error) {
	l.part = append(l.part, p...)
	for {
		i := bytes.IndexByte(l.part, '\n')
		if i < 0 {
			return len(p), nil
		}
		if line := string(l.part[:i]); strings.HasPrefix(line, l.only) {
			l.tell(line)
		}
		l.part = l.part[i+1:]
	}
}
