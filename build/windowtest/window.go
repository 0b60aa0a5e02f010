//go:build windowtest

package windowtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// WaitText returns when the words stand somewhere in the window.
func (w *Window) WaitText(words string) { w.t.Helper(); w.Text(words).Wait() }

// WaitGone returns when the words no longer stand in the window.
func (w *Window) WaitGone(words string) { w.t.Helper(); w.Text(words).WaitGone() }

// Eventually waits until the condition holds.
func (w *Window) Eventually(what string, holds func() bool) {
	w.t.Helper()
	for end := time.Now().Add(Timeout); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if holds() {
			return
		}
		if w.pid != 0 && !running(w.pid) {
			w.t.Fatalf("the program ended while waiting for %s", what)
		}
	}
	w.fatal("waited %v for %s", Timeout, what)
}

// Script runs the body of a function in the page and returns its value: for asserting what no person sees. A test
// that acts by script proves little.
func (w *Window) Script(body string, args ...any) any {
	w.t.Helper()
	value, err := w.driver.script(body, args...)
	if err != nil {
		w.fatal("script %q: %v", body, err)
	}
	return value
}

// Resize gives the window this size and waits until the page has it. It stands at the top left of the screen.
func (w *Window) Resize(width, height int) {
	w.t.Helper()
	size := []string{strconv.Itoa(width), strconv.Itoa(height)}
	w.Eventually(fmt.Sprintf("the window to be %d×%d", width, height), func() bool {
		id := w.native("NORMAL")
		if id == "" {
			return false
		}
		for _, args := range [][]string{{"windowmove", id, "0", "0"}, append([]string{"windowsize", id}, size...)} {
			if _, err := w.x("xdotool", args...); err != nil {
				return false
			}
		}
		inner, _ := w.driver.script("return [innerWidth, innerHeight].join(' ')")
		return inner == strings.Join(size, " ")
	})
	w.width, w.height = width, height
}

// settled waits until fonts are loaded, animations have ended and the page is painted.
const settled = `const done = arguments[arguments.length - 1];
document.fonts.ready.then(async () => {
  const ending = document.getAnimations().filter(a => a.effect?.getComputedTiming().endTime !== Infinity).map(a => a.finished.catch(() => {}));
  await Promise.race([Promise.all(ending), new Promise(r => setTimeout(r, 2000))]);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)));
});`

// Screenshot writes the window as a person sees it to build/out/shots/NAME.png, or to NAME where that is a path,
// and returns the path.
func (w *Window) Screenshot(name string) string {
	w.t.Helper()
	if _, err := w.driver.call("POST", "/execute/async", map[string]any{"script": settled, "args": []any{}}); err != nil {
		w.t.Logf("the page did not settle: %v", err)
	}
	path, err := w.shoot(name)
	if err != nil {
		w.t.Fatalf("screenshot: %v", err)
	}
	return path
}

func (w *Window) shoot(name string) (string, error) {
	path := name
	if !filepath.IsAbs(name) {
		root, err := repository()
		if err != nil {
			return "", err
		}
		path = filepath.Join(root, "build", "out", "shots", name+".png")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	// Without a window manager nothing keeps the window where it was put: the program itself may centre it.
	if id := w.native("NORMAL"); id != "" {
		if out, err := w.x("xdotool", "windowmove", id, "0", "0"); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
	}
	crop := fmt.Sprintf("%dx%d+0+0", w.width, w.height)
	if out, err := w.x("import", "-window", "root", "-crop", crop, "+repage", path); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
}

// fatal ends the test with a picture and the words of the window, so that the log alone tells what was wrong.
func (w *Window) fatal(format string, args ...any) {
	w.t.Helper()
	name := "failed-" + strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\ :`, r) {
			return '-'
		}
		return r
	}, w.t.Name())
	if path, err := w.shoot(name); err == nil {
		w.t.Logf("the window: %s", path)
	}
	if words, err := w.driver.script("return document.body.innerText"); err == nil {
		w.t.Logf("it says: %.2000v", words)
	}
	w.t.Fatalf(format, args...)
}

// native is the X window of this kind (NORMAL, DIALOG) that the program shows, or "".
func (w *Window) native(kind string) string {
	ids, _ := w.x("xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(w.pid))
	for id := range strings.FieldsSeq(ids) {
		said, err := w.x("xprop", "-id", id, "_NET_WM_WINDOW_TYPE")
		if err == nil && strings.Contains(said, "_NET_WM_WINDOW_TYPE_"+kind) {
			return id
		}
	}
	return ""
}

// ChooseFile answers the system's own file dialog, which is no part of the page: it types the path and presses
// Enter. Call it after the click that opens the dialog.
func (w *Window) ChooseFile(path string) {
	w.t.Helper()
	var dialog string
	w.Eventually("the file dialog", func() bool { dialog = w.native("DIALOG"); return dialog != "" })
	// The slash opens the line for a path, in which the rest then goes.
	for _, args := range [][]string{{"windowfocus", "--sync", dialog}, {"key", "slash"}, {"key", "ctrl+a"},
		{"type", "--delay", "5", path}, {"key", "Return"}} {
		if out, err := w.x("xdotool", args...); err != nil {
			w.fatal("the file dialog: %v: %s", err, out)
		}
		time.Sleep(150 * time.Millisecond)
	}
	w.Eventually("the file dialog to close", func() bool { return w.native("DIALOG") == "" })
}

// PDFText is what pdftotext reads from a PDF that the program wrote.
func (w *Window) PDFText(path string) string {
	w.t.Helper()
	var problems bytes.Buffer
	cmd := exec.Command("pdftotext", "-layout", path, "-")
	cmd.Stderr = &problems
	text, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("pdftotext %s: %v: %s", filepath.Base(path), err, problems.String())
	}
	return string(text)
}
