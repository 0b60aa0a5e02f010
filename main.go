// Kortisto is a customer register for small firms: one encrypted vault on the
// firm's own machine. Without arguments it opens the window, with them it works
// in the terminal.
package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/google/uuid"

	"kortisto/app"
	"kortisto/app/cli"
	"kortisto/app/desktop"
	"kortisto/app/vault"
)

//go:embed all:frontend/dist
var dist embed.FS

// version is set when a release is built.
var version = "dev"

func main() {
	_ = vault.Harden() // where the system refuses, the program works as well as before
	o := vault.Options{
		Dir: filepath.Join(xdg.DataHome, "kortisto"), StateDir: filepath.Join(xdg.StateHome, "kortisto"),
		Now: vault.SystemClock, NewID: uuid.NewString,
	}
	if len(os.Args) > 1 || !desktop.HasWindow {
		os.Exit(cli.Main(os.Args[1:], cli.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Options: o, Version: version}))
	}
	pages, err := fs.Sub(dist, "frontend/dist")
	if err == nil {
		err = desktop.Run(desktop.Config{Options: o, Preferences: filepath.Join(o.StateDir, "preferences.json"), Version: version}, pages, nil)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kortisto:", app.Told(err)) // codes: whoever starts a window has no catalogue yet
		os.Exit(1)
	}
}
