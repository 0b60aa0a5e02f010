//go:build windowtest

// Package windowtest drives the very program that people run: the production binary in a real WebKitGTK window, on
// an X display and in a home directory of its own, by mouse and keyboard events.
//
// Use it for what only the whole program can show. A test reads like a person's account of what they did:
//
//	w := windowtest.Open(t, windowtest.Options{Args: []string{"--vault", dir}})
//	w.Role("textbox", "Salalause").Type(passphrase)
//	w.Role("button", "Avaa").Click()
//	w.WaitText("Asiakkaat")
//
// Every helper waits up to Timeout for what it is asked to find, and ends the test with a picture of the window when
// it does not come. Nothing outside Window.Home is written by the program, so a test can search that directory for
// what should not be there (Leftovers).
package windowtest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Timeout bounds every wait. It is generous because a shared build machine can be slow; nothing waits for it when
// things go well.
const Timeout = 20 * time.Second

// TB is what the harness needs of testing.T; build/windowtest/show drives a window without a test.
type TB interface {
	Helper()
	Name() string
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
	TempDir() string
}

// Options say which program is opened and how. The zero value opens build/bin/kortisto in Finnish and light, 1280×800.
type Options struct {
	Binary        string   // default: KORTISTO_BIN, else build/bin/kortisto
	Args          []string // of the program
	Env           []string // KEY=value, beyond the small environment every window gets
	Home          string   // default: a new directory; give the last window's Home to open the program again
	Locale        string   // default: fi_FI.UTF-8
	Dark          bool     // what the desktop prefers
	Width, Height int      // of the window, in pixels
}

// Window is one running program. It is not safe for concurrent use.
type Window struct {
	Home string // holds all that the program can write: home, XDG and temporary directories

	t             TB
	opts          Options
	display       string
	driver        *driver
	pid           int
	closing       string // a file that, when it appears, closes the window
	width, height int
	words         map[string]any // of the window's language, by key
}

// Open starts the program and returns when its first page is there. The window is ended with the test.
func Open(t TB, o Options) *Window {
	t.Helper()
	w := &Window{t: t, opts: o, Home: o.Home, width: or(o.Width, 1280), height: or(o.Height, 800)}
	if w.Home == "" {
		w.Home = t.TempDir()
	}
	binary, err := findBinary(o.Binary)
	if err != nil {
		t.Fatalf("the program: %v", err)
	}
	shim, err := buildShim()
	if err != nil {
		t.Fatalf("the automation shim: %v", err)
	}
	env, err := w.environment()
	if err != nil {
		t.Fatalf("the home directory: %v", err)
	}
	if w.display, err = startDisplay(t); err != nil {
		t.Fatalf("the display: %v", err)
	}
	run := t.TempDir()
	pidFile, start := filepath.Join(run, "pid"), filepath.Join(run, "start")
	w.closing = filepath.Join(run, "close")
	env = append(env, "DISPLAY="+w.display, "LD_PRELOAD="+shim, "WINDOWTEST_CLOSE="+w.closing)

	if err := os.WriteFile(start, []byte(startScript(pidFile, binary, env, o.Args)), 0o700); err != nil {
		t.Fatalf("the start script: %v", err)
	}
	if w.driver, err = startDriver(t, w.display, start); err != nil {
		t.Fatalf("WebKitWebDriver: %v", err)
	}
	if w.pid, err = readPID(pidFile); err != nil {
		t.Fatalf("the program's process: %v", err)
	}
	t.Cleanup(w.Kill)
	w.Resize(w.width, w.height)
	w.Eventually("the page to load", func() bool {
		ready, _ := w.driver.script("return document.readyState === 'complete' && document.body.innerText.trim() !== ''")
		return ready == true
	})
	return w
}

// Kill ends the program at once, as a crash or a power cut would.
func (w *Window) Kill() {
	if w.pid != 0 {
		helpers := children(w.pid)
		_ = syscall.Kill(w.pid, syscall.SIGKILL)
		w.gone(5 * time.Second)
		w.pid = 0
		for end := time.Now().Add(5 * time.Second); time.Now().Before(end) && slices.ContainsFunc(helpers, running); {
			time.Sleep(20 * time.Millisecond) // The web view's own processes notice a little later, and still write.
		}
	}
}

// children are the processes that this one has started.
func children(pid int) (found []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, after, _ := strings.Cut(string(stat), ") ")
		if fields := strings.Fields(after); len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			if child, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
				found = append(found, child)
			}
		}
	}
	return found
}

// Quit closes the window by its close button and waits until the program has ended by itself. What the program does
// on closing (locking, compacting) is done when it returns.
func (w *Window) Quit() {
	w.t.Helper()
	if err := os.WriteFile(w.closing, nil, 0o600); err != nil {
		w.t.Fatalf("closing the window: %v", err)
	}
	if !w.gone(Timeout) {
		w.t.Fatalf("the program still runs %v after its window was closed", Timeout)
	}
	w.pid = 0
}

// gone waits for the process to end. It is a child of WebKitWebDriver, which reaps it.
func (w *Window) gone(patience time.Duration) bool {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if !running(w.pid) {
			return true
		}
	}
	return false
}

// running says whether the process does more than wait to be reaped.
func running(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return false
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(after, "Z")
}

// environment makes the directories that the program may write to and returns all the variables it gets. Nothing
// is inherited but PATH, so that a test does not depend on who runs it.
func (w *Window) environment() ([]string, error) {
	locale := w.opts.Locale
	if locale == "" {
		locale = "fi_FI.UTF-8"
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.Home, "LANG=" + locale, "TZ=Europe/Helsinki",
		"NO_AT_BRIDGE=1", "GDK_BACKEND=x11", "GSETTINGS_BACKEND=memory"}
	for _, dir := range [][2]string{{"XDG_CONFIG_HOME", ".config"}, {"XDG_DATA_HOME", ".local/share"},
		{"XDG_STATE_HOME", ".local/state"}, {"XDG_CACHE_HOME", ".cache"}, {"XDG_RUNTIME_DIR", ".run"}, {"TMPDIR", ".tmp"}} {
		path := filepath.Join(w.Home, dir[1])
		if err := os.MkdirAll(path, 0o700); err != nil {
			return nil, err
		}
		env = append(env, dir[0]+"="+path)
	}
	if root, err := repository(); err == nil {
		if path := filepath.Join(root, "build", ".cache", "locale"); isDir(path) {
			env = append(env, "LOCPATH="+path) // build/setup makes the locales that a bare machine lacks
		}
	}
	if w.opts.Dark {
		env = append(env, "GTK_THEME=Adwaita:dark")
	}
	return append(env, w.opts.Env...), nil
}

// findBinary looks beside this package when it is not told where the program lies.
func findBinary(given string) (string, error) {
	for _, path := range []string{given, os.Getenv("KORTISTO_BIN")} {
		if path != "" {
			return filepath.Abs(path)
		}
	}
	root, err := repository()
	if err != nil {
		return "", err
	}
	path := filepath.Join(root, "build", "bin", "kortisto")
	if _, err := os.Stat(path); err != nil {
		return "", errors.New("build/bin/kortisto is not built; build/test window builds it")
	}
	return path, nil
}

// repository is the directory that holds go.mod, above the directory the test runs in.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("not inside the repository")
}

// x runs one X client on the window's display.
func (w *Window) x(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+w.display)
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func or(value, fallback int) int {
	if value == 0 {
		return fallback
	}
	return value
}
