//go:build windowtest

package windowtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/build/canary"
)

// TestAFirmsFirstDay is the whole way through the very binary that people run: a new register, a list from Excel,
// finding, writing down, keeping longer, locking, erasing, printing. Each chapter begins where the one before ended.
//
// Words that stand nowhere else (canaries) are typed, imported, searched for and printed on the way. They must be
// found nowhere on the disk in clear: not while the register is open, not locked, not after closing.
func TestAFirmsFirstDay(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.w = Open(t, Options{Home: s.home})
	s.chapter("first run", s.firstRun)
	s.chapter("import", s.importList)
	s.chapter("customers", s.customers)
	s.chapter("search", s.search)
	s.chapter("lock", s.lock)
	s.chapter("review and erase", s.erase)
	s.chapter("access printout", s.access)
	s.nothingInClear("with the printout open")
	s.chapter("kill and start again", s.kill)
	s.w.Quit()
	s.nothingInClear("closed")
	s.nothingLeftInMemory()
}

// story is one register from its beginning, and what the test knows about it.
type story struct {
	t          *testing.T
	w          *Window
	home       string // of the program
	own        string // the firm's own files: where it keeps its Excel list and saves what it asks for
	passphrase string
	canaries   map[string]string // purpose -> word
	began      time.Time
}

func newStory(t *testing.T) *story {
	return &story{t: t, home: t.TempDir(), own: t.TempDir(), canaries: map[string]string{}, began: time.Now()}
}

// chapter runs one part of the story and says how long it took.
func (s *story) chapter(name string, tell func()) {
	began := time.Now()
	tell()
	s.t.Logf("%-28s %5.1f s", name, time.Since(began).Seconds())
}

// canary is a word for this purpose that nobody else on this machine uses, another one in each run.
func (s *story) canary(purpose string) string {
	if s.canaries[purpose] == "" {
		letter := "ö"
		if purpose == "mail" { // an address has none
			letter = "oe"
		}
		s.canaries[purpose] = "Kanaria" + letter + plain.ReplaceAllString(purpose, "") + strconv.FormatInt(s.began.UnixNano()/1000%1e9, 36)
	}
	return s.canaries[purpose]
}

var plain = regexp.MustCompile(`[^a-z]`)

// nothingInClear fails where a canary stands in a file of the program, or in a place where programs leave things by
// accident. The runtime directory is memory, not disk: nothingLeftInMemory looks there.
func (s *story) nothingInClear(when string) {
	s.t.Helper()
	places := canary.Strays(s.began, s.home, s.own)
	entries, err := os.ReadDir(s.home)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != ".run" {
			places = append(places, filepath.Join(s.home, entry.Name()))
		}
	}
	s.look(when, places)
}

// nothingLeftInMemory fails where the program left its web view's directory, or a canary, in the runtime directory.
func (s *story) nothingLeftInMemory() {
	s.t.Helper()
	s.look("the runtime directory", []string{filepath.Join(s.home, ".run")})
	if left, _ := filepath.Glob(filepath.Join(s.home, ".run", "kortisto-*")); len(left) > 0 {
		s.t.Errorf("left in the runtime directory: %q", left)
	}
}

func (s *story) look(when string, places []string) {
	s.t.Helper()
	var words []string
	for _, word := range s.canaries {
		words = append(words, word)
	}
	if len(words) == 0 {
		s.t.Fatal("no canary was let out")
	}
	search := canary.NewSearch(words...)
	for _, place := range places {
		finds, _, err := search.Under(place)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, find := range finds {
			s.t.Errorf("%s, in clear: %s", when, find)
		}
	}
	open, _ := search.HeldOpen(s.w.pid)
	for _, find := range open {
		if strings.HasPrefix(find.Path, s.own) { // the list that comes in
			continue
		}
		s.t.Errorf("%s, in clear in an open file: %s", when, find)
	}
}
