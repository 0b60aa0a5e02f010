package desktop

import (
	"os"
	"os/exec"
	"runtime"
	"strings"

	"kortisto/app"
)

// theirs is the environment as the person has it, before the web view is given
// directories of its own: for other programs that are started from here.
var theirs = os.Environ()

// openLink opens the mail program. Every other kind of link is refused: nothing in
// the register may lead the system to a page or a program.
func openLink(link string) error {
	if !strings.HasPrefix(link, "mailto:") || strings.ContainsAny(link, " \t\r\n\"'<>|^`") {
		return app.E("invalid", "link")
	}
	return show(link)
}

// show opens a file in the system's own viewer. Wails' opener refuses files.
func show(path string) error {
	name, args := "xdg-open", []string{path}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", path}
	case "darwin":
		name = "open"
	}
	cmd := exec.Command(name, args...)
	cmd.Env = theirs
	if err := cmd.Start(); err != nil {
		return app.E("not-available", "viewer")
	}
	go func() { _ = cmd.Wait() }()
	return nil
}
