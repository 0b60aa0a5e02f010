// Kortisto is a customer register for small firms.
package main

import (
	"embed"
	"io/fs"

	"kortisto/app/desktop"
	"kortisto/app/vault"
)

//go:embed all:frontend/dist
var dist embed.FS

func main() {
	pages, _ := fs.Sub(dist, "frontend/dist")
	_ = desktop.Run(desktop.Config{Options: vault.Options{Now: vault.SystemClock}}, pages, nil)
}
