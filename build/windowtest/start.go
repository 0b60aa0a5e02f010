//go:build windowtest

package windowtest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// startDisplay starts Xvfb on a free display and returns its name. The screen is larger than any window a test asks
// for. A Finnish keyboard is set: without it typed ä and ö get lost in native dialogs.
func startDisplay(t TB) (string, error) {
	number, give, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer number.Close()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1920x1200x24", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{give}
	err = background(t, cmd)
	give.Close()
	if err != nil {
		return "", err
	}
	_ = number.SetReadDeadline(time.Now().Add(Timeout))
	line := make([]byte, 16)
	n, err := number.Read(line)
	if err != nil {
		return "", fmt.Errorf("no display named by Xvfb: %w", err)
	}
	display := ":" + strings.TrimSpace(string(line[:n]))
	keyboard := exec.Command("setxkbmap", "fi")
	keyboard.Env = append(os.Environ(), "DISPLAY="+display)
	_ = keyboard.Run() // Only typing into native dialogs needs it, and a machine that only shows the demo lacks it.
	return display, nil
}

// startDriver starts WebKitWebDriver on a free port and lets it start the program.
func startDriver(t TB, display, start string) (*driver, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	cmd := exec.Command("WebKitWebDriver", "--host=127.0.0.1", "--port="+strconv.Itoa(port))
	cmd.Env = append(os.Environ(), "DISPLAY="+display, "NO_AT_BRIDGE=1")
	if err := background(t, cmd); err != nil {
		return nil, err
	}
	address := "127.0.0.1:" + strconv.Itoa(port)
	for end := time.Now().Add(Timeout); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return newSession("http://"+address, start)
		}
		if time.Now().After(end) {
			return nil, err
		}
	}
}

// background starts a helper process that ends with the test. What it says is shown when the test fails.
func background(t TB, cmd *exec.Cmd) error {
	said := &tail{}
	cmd.Stdout, cmd.Stderr = said, said
	cmd.WaitDelay = time.Second // Its grandchildren may hold its output open after it has ended.
	if err := cmd.Start(); err != nil {
		return err
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if f, ok := t.(interface{ Failed() bool }); ok && f.Failed() && said.String() != "" {
			t.Logf("%s said: %s", filepath.Base(cmd.Path), said)
		}
	})
	return nil
}

// startScript is given to WebKitWebDriver as the browser's binary: it writes down its process number and becomes
// the program, with exactly the given environment.
func startScript(pidFile, binary string, env, args []string) string {
	// The driver tells the web view by this variable where it listens.
	words := []string{"exec", "env", "-i", `WEBKIT_INSPECTOR_SERVER="$WEBKIT_INSPECTOR_SERVER"`}
	for _, list := range [][]string{env, {binary}, args} {
		for _, word := range list {
			words = append(words, "'"+strings.ReplaceAll(word, "'", `'\''`)+"'")
		}
	}
	return "#!/bin/sh\nulimit -c 0\necho $$ >'" + pidFile + "'\n" + strings.Join(words, " ") + "\n"
}

func readPID(path string) (int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

// buildShim compiles testdata/automate.c, once for each content.
func buildShim() (string, error) {
	root, err := repository()
	if err != nil {
		return "", err
	}
	source := filepath.Join(root, "build", "windowtest", "testdata", "automate.c")
	text, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	shim := filepath.Join(root, "build", ".cache", fmt.Sprintf("automate-%x.so", sha256.Sum256(text))[:20]+".so")
	if _, err := os.Stat(shim); err == nil {
		return shim, nil
	}
	flags, err := exec.Command("pkg-config", "--cflags", "--libs", "webkit2gtk-4.1").Output()
	if err != nil {
		return "", fmt.Errorf("pkg-config webkit2gtk-4.1: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(shim), 0o755); err != nil {
		return "", err
	}
	part := fmt.Sprintf("%s.%d.tmp", shim, os.Getpid())
	args := append([]string{"-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", part, source}, strings.Fields(string(flags))...)
	if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		return "", errors.Join(err, errors.New(string(out)))
	}
	return shim, os.Rename(part, shim)
}

// tail keeps the last few kilobytes that a helper process said.
type tail struct{ text []byte }

var _ io.Writer = (*tail)(nil)

func (s *tail) Write(p []byte) (int, error) {
	s.text = append(s.text, p...)
	if len(s.text) > 8192 {
		s.text = s.text[len(s.text)-4096:]
	}
	return len(p), nil
}

func (s *tail) String() string { return strings.TrimSpace(string(s.text)) }
