package desktop

import (
	"net/url"
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
	if !mayOpen(link) {
		return app.E("invalid", "link")
	}
	return show(link)
}

// mayOpen lets a letter with a subject and a text through. Some mail programs also
// know "attach", which would send a file of the machine along.
func mayOpen(link string) bool {
	odd := func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"'<>|^`\\#", r) }
	if !strings.HasPrefix(link, "mailto:") || strings.ContainsFunc(link, odd) {
		return false
	}
	_, query, _ := strings.Cut(link, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return false
	}
	for key, v := range values {
		if key != "subject" && key != "body" || len(v) > 1 {
			return false
		}
	}
	return true
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
