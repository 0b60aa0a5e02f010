package desktop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
)

const passphrase = "koe koe koe koe koe koe"

// fakeHost is a window of which only the answers of its dialogs exist.
type fakeHost struct {
	mu     sync.Mutex
	events []string
	open   string // what the person chooses
	save   string
	shown  []string
	links  []string
}

func (h *fakeHost) Emit(event string, data any) {
	b, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, event+" "+string(b))
}

func (h *fakeHost) OpenFile(string, ...FileKind) (string, error)         { return h.open, nil }
func (h *fakeHost) OpenFiles(string, ...FileKind) ([]string, error)      { return []string{h.open}, nil }
func (h *fakeHost) SaveFile(string, string, ...FileKind) (string, error) { return h.save, nil }

func (h *fakeHost) Show(path string) error {
	h.shown = append(h.shown, path)
	return nil
}

func (h *fakeHost) OpenLink(link string) error {
	h.links = append(h.links, link)
	return nil
}

// bench is the window's side of the program on a real vault, and a list of the
// methods that were seen to work.
type bench struct {
	*testing.T
	*Window
	host   *fakeHost
	dir    string
	worked map[string]bool
	mu     sync.Mutex
	now    time.Time
	ids    int
}

// newBench opens nothing: the vault of its directory is still to be made.
func newBench(t *testing.T) *bench { return newBenchIn(t, t.TempDir()) }

func newBenchIn(t *testing.T, dir string) *bench {
	b := &bench{T: t, host: &fakeHost{}, dir: dir, worked: map[string]bool{}, now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	b.Window = New(b.config(), b.host)
	t.Cleanup(func() { _ = b.Window.Close() })
	return b
}

func (b *bench) config() Config {
	return Config{
		Options: vault.Options{
			Dir: filepath.Join(b.dir, "vault"), StateDir: filepath.Join(b.dir, "state"), WorkFactor: 10,
			Now: func() time.Time { b.mu.Lock(); defer b.mu.Unlock(); return b.now },
			NewID: func() string {
				b.mu.Lock()
				defer b.mu.Unlock()
				b.ids++
				return fmt.Sprintf("00000000-0000-4000-8000-%012d", b.ids)
			},
		},
		Preferences: filepath.Join(b.dir, "state", "preferences.json"), Version: "test",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

// opened makes a vault and goes through its first run.
func opened(t *testing.T) *bench {
	b := newBench(t)
	sheet := do[RecoverySheet](b, "Session.Create", firstRun)
	do[none](b, "Session.ConfirmRecovery", typedFrom(sheet))
	return b
}

var firstRun = NewVault{Firm: app.Firm{Name: "Piha ja Metsä Saarela"}, Language: app.Finnish, Passphrase: passphrase}

func typedFrom(s RecoverySheet) []string {
	var out []string
	for _, at := range s.Ask {
		out = append(out, s.Groups[at])
	}
	return out
}

// do calls a bound method by name, as the window does, and demands that it
// works and gives nothing that the window would take for null.
func do[T any](b *bench, name string, args ...any) T {
	b.Helper()
	value, err := call2[T](b, name, args...)
	if err != nil {
		b.Fatalf("%s: %v", name, app.Told(err).JSON())
	}
	return value
}

// refused calls a bound method and demands an error with this code.
func refused(b *bench, code, name string, args ...any) {
	b.Helper()
	_, err := call2[any](b, name, args...)
	if err == nil {
		b.Fatalf("%s did what it must refuse with %s", name, code)
	}
	if !errors.Is(err, app.E(code, "")) {
		b.Fatalf("%s: got %s, want %s", name, app.Told(err).JSON(), code)
	}
	var sent []app.Error
	if err := json.Unmarshal([]byte(app.Told(err).JSON()), &sent); err != nil || len(sent) == 0 || sent[0].Code == "" {
		b.Fatalf("%s: the window gets %s", name, app.Told(err).JSON())
	}
}

func call2[T any](b *bench, name string, args ...any) (value T, err error) {
	b.Helper()
	method, ok := methods(b.Window)[name]
	if !ok {
		b.Fatalf("no bound method %s", name)
	}
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		in[i] = reflect.ValueOf(a)
	}
	out := method.Call(in)
	if last := out[len(out)-1]; !last.IsNil() {
		return value, last.Interface().(error)
	}
	b.worked[name] = true
	if len(out) == 1 {
		return value, nil
	}
	for _, null := range nulls(out[0], name) {
		b.Errorf("%s: null where the window expects a list", null)
	}
	return out[0].Interface().(T), nil
}

// methods are all that the window may call: "Session.Lock" and so on.
func methods(w *Window) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for _, bound := range w.Bound() {
		v := reflect.ValueOf(bound)
		for i := range v.NumMethod() {
			out[v.Type().Elem().Name()+"."+v.Type().Method(i).Name] = v.Method(i)
		}
	}
	return out
}

// nulls finds nil slices in what is sent as JSON.
func nulls(v reflect.Value, path string) (out []string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return nulls(v.Elem(), path)
		}
	case reflect.Slice:
		if v.IsNil() {
			return []string{path}
		}
		for i := range v.Len() {
			out = append(out, nulls(v.Index(i), path+"[]")...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				out = append(out, nulls(v.Field(i), path+"."+f.Name)...)
			}
		}
	}
	return out
}
