//go:build windowtest

package windowtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/app/demo/invent"
)

// timeRows notes how many milliseconds pass from a key, a click or a turn of the wheel until the rows asked for are
// painted: none of them an empty line that still waits for the program. The selector names what holds the rows.
const timeRows = `const [selector] = arguments;
window.paints = [];
const rows = () => Array.from(document.querySelectorAll(selector + ', ' + selector + ' mark'), part => part.textContent).join('\n');
const waiting = () => Array.from(document.querySelectorAll(selector + ' [role=rowgroup] [role=row]')).some(row => row.textContent.trim() === '');
let begun = 0, before = '';
window.begin = () => { before = rows(); begun = performance.now(); };
window.watching?.disconnect();
for (const kind of ['keydown', 'pointerdown']) {
  removeEventListener(kind, window['on' + kind + 'Begin'], true);
  window['on' + kind + 'Begin'] = window.begin;
  addEventListener(kind, window.begin, true);
}
window.watching = new MutationObserver(() => {
  if (begun === 0 || rows() === before || waiting()) return;
  const start = begun;
  begun = 0;
  requestAnimationFrame(() => {
    const painted = new MessageChannel(); // its message comes after this frame, which has the rows
    painted.port1.onmessage = () => window.paints.push(performance.now() - start);
    painted.port2.postMessage(0);
  });
});
window.watching.observe(document.body, {subtree: true, childList: true, characterData: true});`

// figures are durations of one sort, in milliseconds.
type figures []float64

func (f figures) String() string {
	if len(f) == 0 {
		return "none"
	}
	sorted := slices.Sorted(slices.Values(f))
	at := func(q float64) float64 { return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)] }
	return fmt.Sprintf("%d times, p50 %.0f ms, p99 %.0f ms, longest %.0f ms", len(sorted), at(0.5), at(0.99), sorted[len(sorted)-1])
}

// watch begins timing in what holds the rows; paint does something and gives how long its rows took.
func (w *Window) watch(selector string) { w.Script(timeRows, selector) }

func (w *Window) paint(what string, do func()) float64 {
	w.t.Helper()
	w.Script("window.paints = []")
	do()
	w.Eventually("rows after "+what, func() bool { return w.Script("return window.paints.length > 0") == true })
	took, _ := w.Script("return window.paints[0]").(float64)
	return took
}

// TestALargeRegisterInTheWindow measures what a person waits for in a large register: scrolling, filters, searching,
// the history of all customers, and searching while as many customers again are brought in. It prints and does not
// judge its figures, but sees that a stopped import leaves nothing.
//
//	KORTISTO_SIZE=100000 KORTISTO_SIZE_HOME=/tmp/large go test -tags windowtest -run ALargeRegister ./build/windowtest
//
// Filling the register takes minutes, so it is left out where no size is given; a home that is given is kept, and used
// again.
func TestALargeRegisterInTheWindow(t *testing.T) {
	customers, err := strconv.Atoi(os.Getenv("KORTISTO_SIZE"))
	if err != nil {
		t.Skip("KORTISTO_SIZE gives no number of customers")
	}
	home := os.Getenv("KORTISTO_SIZE_HOME")
	if home == "" {
		home = t.TempDir()
	}
	if _, err := os.Stat(filepath.Join(home, ".local", "share", "kortisto", "README.txt")); err != nil {
		fillHome(t, home, customers, 10)
	}
	w := Open(t, Options{Home: home})
	w.Unlock(demoPassphrase)
	w.Go("rail_customers")
	w.WaitText(w.SayN("customers_count", customers))
	frame, err := w.driver.call("POST", "/execute/async", map[string]any{"script": timeFrames, "args": []any{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("load %s, %d customers; a frame with one word takes %.0f ms here", load(), customers, frame)
	w.largeList(t, customers)
	w.largeHistory(t)
	w.largeImport(t, customers)
	t.Logf("load %s", load())
}

func load() string {
	b, _ := os.ReadFile("/proc/loadavg")
	one, _, _ := strings.Cut(string(b), " ")
	return one
}

const grid = "main [role=grid]"

func (w *Window) largeList(t *testing.T, customers int) {
	w.watch(grid)
	w.Role("grid", "").Focus()
	w.Keys("ArrowDown")
	t.Logf("list, to the end and back: %v", w.jumps(6))
	t.Logf("list, to the middle and other places: %v", w.places(10))
	w.Keys("Home")
	var chosen figures
	saved := w.XPath("//ul[@aria-label='" + w.Say("filter_saved") + "']/li[1]/button[1]")
	for range 6 {
		w.Role("button", w.Say("filter_title")).Click()
		saved.Wait()
		chosen = append(chosen, w.paint("a filter", saved.Click))
	}
	t.Logf("list, a saved filter on and off: %v", chosen)
	var painted figures
	for _, word := range []string{"makinen", "laine", "0405", "virtanen", "korhonen"} {
		w.Keys("Control+f", "Control+a", "Delete")
		w.WaitText(w.SayN("customers_count", customers))
		for _, letter := range word {
			time.Sleep(100 * time.Millisecond) // as fast as a person writes
			painted = append(painted, w.paint("the letter "+string(letter), func() { w.Write(string(letter)) }))
		}
	}
	t.Logf("list, a letter in the search: %v", painted)
	w.Keys("Control+a", "Delete")
	w.WaitText(w.SayN("customers_count", customers))
}

// jumps goes to the end and to the beginning by turns.
func (w *Window) jumps(n int) (took figures) {
	for i := range n {
		key := []string{"End", "Home"}[i%2]
		took = append(took, w.paint(key, func() { w.Keys(key) }))
	}
	return took
}

// places drags the list to where the wheel would take long to come.
func (w *Window) places(n int) (took figures) {
	for i := range n {
		at := []float64{0.5, 0.1, 0.9, 0.31, 0.77}[i%5]
		took = append(took, w.paint("a far place", func() {
			w.Script("begin(); const list = document.querySelector(arguments[0]); list.scrollTop = list.scrollHeight * arguments[1]", grid, at+float64(i)/1000)
		}))
	}
	return took
}

func (w *Window) largeHistory(t *testing.T) {
	w.Go("rail_contacts")
	w.Role("grid", "").Wait()
	w.watch(grid)
	w.Role("grid", "").Focus()
	w.Keys("ArrowDown")
	t.Logf("history, to the end and back: %v", w.jumps(6))
	t.Logf("history, to the middle and other places: %v", w.places(10))
	w.Go("rail_customers")
}

// largeImport brings in as many customers as there are, searches meanwhile, and stops.
func (w *Window) largeImport(t *testing.T, customers int) {
	path := filepath.Join(t.TempDir(), "asiakkaat.csv")
	if err := os.WriteFile(path, invent.List(customers, 7), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Keys("Control+k")
	w.Role("dialog", w.Say("palette")).Wait()
	w.Write(w.Say("do_import"))
	w.WaitGone(w.Say("do_review"))
	w.Keys("Enter")
	w.Role("button", w.Say("import_choose")).Click()
	begun := time.Now()
	w.ChooseFile(path)
	w.patiently(3*time.Minute, "the preview", func() bool { return w.Text(w.SayN("import_rows_in_file", customers)).Present() })
	t.Logf("import, preview of %d rows: %.1f s from choosing the file", customers, time.Since(begun).Seconds())
	w.Keys("Control+Enter")
	w.Role("progressbar", "").Wait()
	begun = time.Now()
	var painted figures
	words := []string{"makinen", "laine", "virtanen", "korhonen", "nieminen", "heikkinen"}
	running := w.Role("progressbar", "").Present
	for i := 0; i < len(words) && running(); i++ {
		w.Keys("Control+k")
		w.Role("dialog", w.Say("palette")).Wait()
		w.watch("[role=listbox]")
		for _, letter := range words[i] {
			time.Sleep(100 * time.Millisecond)
			painted = append(painted, w.paint("the letter "+string(letter), func() { w.Write(string(letter)) }))
		}
		w.Keys("Escape")
		w.Role("dialog", w.Say("palette")).WaitGone()
	}
	t.Logf("import, %.0f s of it: a letter in the search beside it: %v", time.Since(begun).Seconds(), painted)
	stopped := running()
	if stopped {
		begun = time.Now()
		w.Role("button", w.Say("stop")).Click()
		w.patiently(3*time.Minute, "the import to stop", func() bool { return !running() })
		t.Logf("import, stopped after %.1f s", time.Since(begun).Seconds())
	} else {
		t.Log("import: it was over before it could be stopped")
	}
	w.Go("rail_customers")
	if stopped {
		w.WaitText(w.SayN("customers_count", customers))
	}
}

// patiently is Eventually for what takes minutes.
func (w *Window) patiently(most time.Duration, what string, holds func() bool) {
	w.t.Helper()
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return
		}
	}
	w.fatal("waited %v for %s", most, what)
}
