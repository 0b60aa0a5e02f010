package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/build/canary"
)

// world is a computer's directories, with nothing in them at first.
type world struct{ root string }

func (w world) dir(name string) string { return filepath.Join(w.root, name) }
func (w world) list() string           { return filepath.Join(w.root, "work", "asiakkaat.csv") }

func newWorld(t *testing.T) world {
	w := world{t.TempDir()}
	for _, name := range []string{"work", "home", "tmp", "run", "data", "state", "cache", "config"} {
		if err := os.Mkdir(w.dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// child is this test binary as a program in that world.
func (w world) child(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = w.dir("work")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "WORK=" + w.dir("work"), "HOME=" + w.dir("home"), "USERPROFILE=" + w.dir("home"),
		"TMPDIR=" + w.dir("tmp"), "TMP=" + w.dir("tmp"), "TEMP=" + w.dir("tmp"), "SQLITE_TMPDIR=" + w.dir("tmp"),
		"XDG_RUNTIME_DIR=" + w.dir("run"), "XDG_DATA_HOME=" + w.dir("data"), "XDG_STATE_HOME=" + w.dir("state"),
		"XDG_CACHE_HOME=" + w.dir("cache"), "XDG_CONFIG_HOME=" + w.dir("config"),
		"KORTISTO_CLOCK=2026-11-21T09:00:00+02:00", "LANG=en_US.UTF-8",
	}
	return cmd
}

func (w world) kortisto(t *testing.T, args ...string) string {
	t.Helper()
	cmd := w.child(t, "kortisto", append(args, "--passphrase-file", "-")...)
	cmd.Stdin = strings.NewReader("koe koe koe koe koe koe\n")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, &said)
	}
	return string(out)
}

// writeList makes the file from which half of the canaries come in.
func (w world) writeList(t *testing.T, words []string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("Nimi;Lähiosoite;Puhelin\n")
	for i, word := range words {
		fmt.Fprintf(&b, "Meikäläinen %s;%skuja %d;\n", word, word, i+1)
	}
	if err := os.WriteFile(w.list(), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestNothingOfTheCustomersLiesInTheClear works in the terminal, each command
// a process of its own, and looks at every file of the computer in between. What
// one process does that stays, build/canary looks at.
func TestNothingOfTheCustomersLiesInTheClear(t *testing.T) {
	flock, began := canary.Hatch(7, 200), time.Now()
	words, plain, search := flock.Words, flock.Plain(), flock.Search()
	w := newWorld(t)
	half := len(words) / 2
	w.writeList(t, words[half:])
	export := filepath.Join(w.dir("work"), "vienti.csv")
	clean := func(when string) {
		t.Helper()
		places := append(canary.Strays(began, w.root), w.root)
		for _, place := range places {
			finds, _, err := search.Under(place, w.list(), export)
			if err != nil || len(finds) > 0 {
				t.Fatalf("%s: %v, found %v", when, err, finds)
			}
		}
	}
	w.kortisto(t, "init", "--firm", "Piha ja Metsä Saarela")
	clean("after init")
	for i, word := range words[:12] {
		number := strconv.Itoa(1001 + i)
		w.kortisto(t, "customer", "add", "--name", word, "--street", word+" 7", "--email", plain[i]+"@esimerkki.example")
		w.kortisto(t, "customer", "edit", number, "--town", word)
		w.kortisto(t, "contact", "add", number, "--channel", "phone", "--direction", "in", "--text", "kertoi "+word)
	}
	clean("after adding and editing")
	w.kortisto(t, "import", "customers", w.list())
	clean("after an import")
	if found := w.kortisto(t, "find", words[half]); !strings.Contains(found, words[half]) {
		t.Fatalf("the import is not found: %s", found)
	}
	if shown := w.kortisto(t, "show", "1001"); !strings.Contains(shown, words[0]) {
		t.Fatalf("the card is not shown: %s", shown)
	}
	w.kortisto(t, "export", "customers", "--out", export)
	if finds, _, err := search.Under(export); err != nil || len(finds) < len(words)-half {
		t.Fatalf("in the file that was asked for are %d words: %v", len(finds), err)
	}
	clean("after an export")
	w.kortisto(t, "verify", "--deep")
	w.kortisto(t, "compact")
	clean("in the end")
}
