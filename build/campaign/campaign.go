// Package campaign gives one test two forms: a short one that every run of the tests makes, and a long one that
// build/soak makes for minutes or hours, with other seeds, telling how far it is and leaving its figures in a report.
package campaign

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What build/soak says to a test. Without any of it the test takes its short form.
const (
	// soakSeconds is how long the long form goes on.
	soakSeconds = "KORTISTO_SOAK"
	// soakReport is the file to which each campaign adds one line of JSON.
	soakReport = "KORTISTO_SOAK_REPORT"
	// soakRounds is how many rounds there are at most, in either form.
	soakRounds = "KORTISTO_ROUNDS"
	// soakSeed repeats a run whose seed was told.
	soakSeed = "KORTISTO_SEED"
)

// Campaign is one run of a test that goes on round by round. Its methods may be called from several goroutines.
type Campaign struct {
	t     testing.TB
	name  string
	begun time.Time
	until time.Time // zero in the short form
	most  int       // rounds; 0: as many as there is time for
	seed  uint64

	stopped chan os.Signal // Ctrl-C; nil in the short form

	mu      sync.Mutex
	rounds  int
	figures map[string]int64
	told    time.Time
}

// Begin starts a campaign that makes short rounds in the tests. When the test ends, its figures go to the log and, in
// a soak, to the report. Ctrl-C ends a soak's campaign after the round that is
// going on, with all its figures; a second one ends it at once.
func Begin(t testing.TB, name string, short int) *Campaign {
	t.Helper()
	c := &Campaign{t: t, name: name, begun: time.Now(), most: short, seed: 1, figures: map[string]int64{}}
	if seconds, ok := number(t, soakSeconds); ok {
		c.until = c.begun.Add(time.Duration(seconds) * time.Second)
		c.most = 0
		c.seed = uint64(c.begun.UnixNano())
		c.stopped = make(chan os.Signal, 1)
		signal.Notify(c.stopped, os.Interrupt)
	}
	if n, ok := number(t, soakRounds); ok {
		c.most = int(n)
	}
	if n, ok := number(t, soakSeed); ok {
		c.seed = uint64(n)
	}
	c.told = c.begun
	t.Cleanup(c.end)
	return c
}

func number(t testing.TB, name string) (int64, bool) {
	text := os.Getenv(name)
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n, true
}

// Long says whether this is the long form.
func (c *Campaign) Long() bool { return !c.until.IsZero() }

// Seed is 1 in the short form and another one in each long run.
func (c *Campaign) Seed() uint64 { return c.seed }

// Next says whether there is one more round, and which, counted from 0.
func (c *Campaign) Next() (round int, more bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	select {
	case <-c.stopped:
		c.until = now.Add(-1)
		signal.Stop(c.stopped)
	default:
	}
	if c.t.Failed() || c.most > 0 && c.rounds >= c.most || c.Long() && now.After(c.until) {
		return 0, false
	}
	if c.Long() && now.Sub(c.told) >= 30*time.Second {
		c.told = now
		fmt.Fprintf(os.Stderr, "%s: %s, %d s left\n", c.name, c.line(), int(c.until.Sub(now).Seconds()))
	}
	c.rounds++
	return c.rounds - 1, true
}

// Add counts what was done, under a name that the report shows.
func (c *Campaign) Add(figure string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.figures[figure] += int64(n)
}

// line is the figures in one line.
func (c *Campaign) line() string {
	parts := []string{fmt.Sprintf("%d rounds", c.rounds)}
	var names []string
	for name := range c.figures {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%d %s", c.figures[name], name))
	}
	return strings.Join(parts, ", ")
}

func (c *Campaign) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t.Logf("%s: %s; seed %d", c.name, c.line(), c.seed)
	name := os.Getenv(soakReport)
	if name == "" {
		return
	}
	b, err := json.Marshal(map[string]any{"campaign": c.name, "seconds": int(time.Since(c.begun).Seconds()),
		"rounds": c.rounds, "figures": c.figures, "seed": c.seed, "failed": c.t.Failed()})
	if err != nil {
		c.t.Error(err)
		return
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		c.t.Error(err)
		return
	}
	_, err = f.Write(append(b, '\n'))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		c.t.Error(err)
	}
}
