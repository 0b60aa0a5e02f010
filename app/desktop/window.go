//go:build production || dev || bindings

package desktop

import (
	"context"
	"io/fs"
	"net/http"
	"sync"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"kortisto/app"
)

// HasWindow says whether this build can open a window.
const HasWindow = true

// Run opens the window and returns when it is closed. Where there is no display
// it can open, the error is not-available.
func Run(cfg Config, pages fs.FS, icon []byte) (err error) {
	leftovers, err := ownLeftovers()
	if err != nil {
		return err
	}
	defer func() {
		endView()
		leftovers.remove()
	}()
	defer func() { noDisplay(recover(), &err) }()
	h := &host{}
	cfg.Private, cfg.System = leftovers.dir, machine()
	w := New(cfg, h)
	err = wails.Run(&options.App{
		Title: "Kortisto", Width: 1280, Height: 800, MinWidth: 480, MinHeight: 400,
		BackgroundColour: options.NewRGB(250, 249, 247),
		AssetServer:      &assetserver.Options{Assets: pages, Middleware: func(next http.Handler) http.Handler { return guardPages(w.serveFiles(next)) }},
		OnStartup: func(ctx context.Context) {
			h.start(ctx)
			runtime.OnFileDrop(ctx, func(_, _ int, paths []string) { w.dropped(paths) })
		},
		DragAndDrop:              &options.DragAndDrop{EnableFileDrop: true},
		OnShutdown:               func(context.Context) { _ = w.Close() },
		Bind:                     w.Bound(),
		ErrorFormatter:           func(err error) any { return app.Told(err).JSON() },
		EnableDefaultContextMenu: true,
		Logger:                   quiet{},
		LogLevel:                 logger.ERROR,
		LogLevelProduction:       logger.ERROR,
		// Lists and text are painted sooner without the detour over the GPU, and
		// drivers whose buffers stay blank (Wails issue 2977) do no harm.
		Linux:   &linux.Options{Icon: icon, ProgramName: "kortisto", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Windows: &windows.Options{WebviewUserDataPath: leftovers.dir},
	})
	return err
}

// noDisplay takes the one panic that tells of the machine, not of a fault: GTK
// found no display, or not the one that the environment names.
func noDisplay(panicked any, err *error) {
	if e, ok := panicked.(error); ok && e.Error() == "failed to init GTK" {
		*err = app.E("not-available", "display")
	} else if panicked != nil {
		panic(panicked)
	}
}

// host is the live window. OnStartup runs beside the loading of the page, so
// whoever comes before it waits.
type host struct {
	once  sync.Once
	ready chan struct{}
	ctx   context.Context
}

func (h *host) begin() { h.once.Do(func() { h.ready = make(chan struct{}) }) }

func (h *host) start(ctx context.Context) {
	h.begin()
	h.ctx = ctx
	close(h.ready)
}

func (h *host) live() context.Context {
	h.begin()
	<-h.ready
	return h.ctx
}

func (h *host) Emit(event string, data any) { runtime.EventsEmit(h.live(), event, data) }

func (h *host) OpenFile(title string, kinds ...FileKind) (string, error) {
	return runtime.OpenFileDialog(h.live(), runtime.OpenDialogOptions{Title: title, Filters: filters(kinds)})
}

func (h *host) OpenFiles(title string, kinds ...FileKind) ([]string, error) {
	return runtime.OpenMultipleFilesDialog(h.live(), runtime.OpenDialogOptions{Title: title, Filters: filters(kinds)})
}

func (h *host) SaveFile(title, name string, kinds ...FileKind) (string, error) {
	return runtime.SaveFileDialog(h.live(), runtime.SaveDialogOptions{Title: title, DefaultFilename: name, Filters: filters(kinds)})
}

func (h *host) Show(path string) error { return show(path) }

func (h *host) OpenLink(link string) error { return openLink(link) }

func filters(kinds []FileKind) []runtime.FileFilter {
	out := make([]runtime.FileFilter, len(kinds))
	for i, k := range kinds {
		out[i] = runtime.FileFilter{DisplayName: k.Name, Pattern: k.Pattern}
	}
	return out
}

// quiet keeps Wails from writing what crosses the bridge: calls carry
// customers' data.
type quiet struct{}

func (quiet) Print(string)   {}
func (quiet) Trace(string)   {}
func (quiet) Debug(string)   {}
func (quiet) Info(string)    {}
func (quiet) Warning(string) {}
func (quiet) Error(string)   {}
func (quiet) Fatal(string)   {}
