package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kortisto/build/campaign"
)

// The jobs of these tests are this test binary's own campaigns.
func TestMain(m *testing.M) {
	patience = 20 * time.Second
	os.Exit(m.Run())
}

// onlyInASoak keeps the campaigns below out of the other tests.
func onlyInASoak(t *testing.T) {
	if os.Getenv("KORTISTO_SOAK_REPORT") == "" {
		t.Skip("a job of the other tests")
	}
}

func TestJobThatHolds(t *testing.T) {
	onlyInASoak(t)
	c := campaign.Begin(t, jobName("holds"), 1)
	for _, more := c.Next(); more; _, more = c.Next() {
		c.Add("steps", 2)
		time.Sleep(time.Millisecond)
	}
}

func TestJobThatFails(t *testing.T) {
	onlyInASoak(t)
	c := campaign.Begin(t, jobName("fails"), 1)
	c.Next()
	t.Error("a commit was lost")
}

func TestJobThatSaysNothing(t *testing.T) { onlyInASoak(t) }

// jobName hides these from build/soak, which looks for names in the call itself.
func jobName(s string) string { return s }

func jobFor(t *testing.T, name, test string, share time.Duration) job {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return job{kind: "campaign", name: name, weight: 1, dir: ".", binary: binary, test: test, share: share}
}

func TestTheTimeIsShared(t *testing.T) {
	plan := "campaign\ta\t1\tx\tb\tT\ncampaign\tb\t8\tx\tb\tT\nfuzz\tc\t1\tx\tb\tF\n"
	jobs, err := readPlan(plan)
	if err != nil {
		t.Fatal(err)
	}
	share(jobs, 10*time.Minute)
	got := ""
	for _, j := range jobs {
		got += fmt.Sprint(j.name, j.share, " ")
	}
	if want := "b10m0s a5m0s c5m0s "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, bad := range []string{"", "campaign\ta\t1\tx\tb", "campaign\ta\t0\tx\tb\tT", plan + "fuzz\tc\t1\tx\tb\tF"} {
		if _, err := readPlan(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestTheReportTellsFiguresAndFailures(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out", "soak")
	s := soak{Minutes: 1, Machine: "A machine", Commit: "abc", logs: t.TempDir(), say: io.Discard}
	s.run(t.Context(), []job{jobFor(t, "holds", "TestJobThatHolds", time.Second), jobFor(t, "fails", "TestJobThatFails", time.Second),
		jobFor(t, "silent", "TestJobThatSaysNothing", time.Second)})
	if err := s.write(out); err != nil {
		t.Fatal(err)
	}
	if !s.failed() {
		t.Error("a failure was not seen")
	}
	text, err := os.ReadFile(out + ".md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"3 done, 2 failed", "A machine", "Commit: abc", "| holds | ok |", " steps |", "| fails | **failed** |", "a commit was lost",
		"-run '^TestJobThatFails$'", "KORTISTO_SEED=", "| silent | **failed** |", "it left no figures",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing from\n%s", want, text)
		}
	}
	b, err := os.ReadFile(out + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var again soak
	if err := json.Unmarshal(b, &again); err != nil || len(again.Results) != 3 {
		t.Errorf("%d results, %v", len(again.Results), err)
	}
	for _, r := range again.Results {
		if r.Campaign == "holds" && (r.Rounds < 2 || r.Figures["steps"] != 2*r.Rounds || r.Seed < 2 || r.Failed) {
			t.Errorf("%+v", r)
		}
	}
}

// A campaign that is told to stop ends its round and gives its figures.
func TestASoakThatIsStoppedKeepsItsFigures(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s := soak{Minutes: 60, logs: t.TempDir()}
	said := make(chan string, 10)
	s.say = tells(func(line string) { said <- line })
	time.AfterFunc(time.Second, stop)
	s.run(ctx, []job{jobFor(t, "holds", "TestJobThatHolds", time.Hour)})
	if !s.Stopped || len(s.Results) != 1 || s.failed() || s.Results[0].Rounds < 2 {
		t.Errorf("%+v", s.Results)
	}
	if line := <-said; !strings.Contains(line, "begins, for 3600 s") {
		t.Error(line)
	}
}

type tells func(string)

func (f tells) Write(p []byte) (int, error) {
	f(string(p))
	return len(p), nil
}

func TestFuzzFiguresAreRead(t *testing.T) {
	m := tried.FindStringSubmatch("fuzz: elapsed: 6s, execs: 325017 (108336/sec), new interesting: 11 (total: 202)")
	if len(m) != 4 || m[1] != "325017" || m[2] != "11" || m[3] != "202" {
		t.Errorf("%q", m)
	}
	if got := grouped(1234567); got != "1\u202f234\u202f567" || grouped(999) != "999" || grouped(1000) != "1\u202f000" {
		t.Error(got)
	}
}

func TestAFuzzerThatDoesNotBeginHasFailed(t *testing.T) {
	s := soak{logs: t.TempDir(), say: io.Discard}
	j := jobFor(t, "FuzzNothing", "FuzzNothing", time.Second)
	j.kind = "fuzz"
	s.run(t.Context(), []job{j})
	if !s.failed() || !strings.Contains(s.Results[0].Note, "did not begin") {
		t.Errorf("%+v", s.Results)
	}
}
