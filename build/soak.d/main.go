// Command soak runs the campaigns that build/soak has compiled: each for its share
// of the minutes, as many side by side as the machine has cores, two at least. It
// passes on how far they are, and writes a report in Markdown and JSON, also when
// it is stopped. It ends with 1 when anything failed.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

func main() {
	var s soak
	var plan, out string
	minutes := flag.Int("minutes", 60, "how long it goes on")
	flag.StringVar(&plan, "plan", "", "file that lists the jobs")
	flag.StringVar(&s.logs, "logs", "", "directory for what the jobs say")
	flag.StringVar(&out, "out", "soak", "the report, without .md and .json")
	flag.StringVar(&s.Machine, "machine", "", "what it runs on")
	flag.StringVar(&s.Commit, "commit", "", "what is tested")
	flag.Parse()
	s.Minutes, s.say = *minutes, os.Stdout
	failed, err := s.whole(plan, out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
	if failed {
		os.Exit(1)
	}
}

// soak is one run, and the head of its report.
type soak struct {
	Begun   time.Time `json:"begun"` // UTC
	Minutes int       `json:"minutes"`
	Seconds int       `json:"seconds"` // that it took
	Machine string    `json:"machine"`
	Commit  string    `json:"commit"`
	Stopped bool      `json:"stopped"` // by Ctrl-C
	Results []result  `json:"results"`

	logs string
	mu   sync.Mutex // over Results and say
	say  io.Writer
}

// lanes is how many jobs go on side by side.
const lanes = 2

func (s *soak) whole(plan, out string) (failed bool, err error) {
	b, err := os.ReadFile(plan)
	if err != nil {
		return false, err
	}
	jobs, err := readPlan(string(b))
	if err != nil {
		return false, err
	}
	share(jobs, time.Duration(s.Minutes)*time.Minute)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s.run(ctx, jobs)
	return s.failed(), s.write(out)
}

// run gives each lane the next job as soon as it is free, the longest first.
func (s *soak) run(ctx context.Context, jobs []job) {
	s.Begun = time.Now().UTC()
	waiting := make(chan job, len(jobs))
	for _, j := range jobs {
		waiting <- j
	}
	close(waiting)
	var all sync.WaitGroup
	for range lanes {
		all.Go(func() {
			for j := range waiting {
				if ctx.Err() == nil {
					s.do(ctx, j)
				}
			}
		})
	}
	all.Wait()
	s.Stopped = ctx.Err() != nil
	s.Seconds = int(time.Since(s.Begun).Seconds())
}

func (s *soak) do(ctx context.Context, j job) {
	s.tell("%-22s begins, for %d s", j.name, int(j.share.Seconds()))
	r := j.run(ctx, s.logs, func(line string) { s.tell("%s", line) })
	s.tell("%-22s %s", j.name, r.line())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Results = append(s.Results, r)
}

func (s *soak) tell(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(s.say, "%s  %s\n", time.Now().Format("15:04:05"), fmt.Sprintf(format, args...))
}

func (s *soak) failed() bool {
	for _, r := range s.Results {
		if r.Failed {
			return true
		}
	}
	return len(s.Results) == 0 && !s.Stopped
}

// write leaves the report where build/soak says, and its end on the terminal.
func (s *soak) write(out string) error {
	if err := os.MkdirAll(filepath.Dir(out), 0o700); err != nil {
		return err
	}
	b, err := s.json()
	if err != nil {
		return err
	}
	text := s.markdown()
	if err := os.WriteFile(out+".json", b, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(out+".md", []byte(text), 0o600); err != nil {
		return err
	}
	s.tell("%s; the report is %s.md", s.verdict(), out)
	return nil
}
