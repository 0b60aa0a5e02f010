//go:build !production && !dev && !bindings

package desktop

import (
	"io/fs"

	"kortisto/app"
)

// HasWindow says whether this build can open a window.
const HasWindow = false

// Run is refused in a build without the window's tags.
func Run(Config, fs.FS, []byte) error { return app.E("not-available", "window") }
