// Package desktop is the window's side of the program: one bound struct per
// noun, a file each, and nothing in them but the way from the window to the
// vault and back. What a button does is decided in app and carried out by
// app/vault; here it is only asked for.
//
// Every bound method gives T, error or (T, error). Errors reach the window as
// JSON, [{code, field, args}]; a panic becomes the code "internal" and never a
// promise that does not settle.
package desktop

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
)

// Host is the live window: what only it can do. Tests use one without a window.
type Host interface {
	// Emit sends an event to the page.
	Emit(event string, data any)
	// OpenFile asks for a file to read; empty when the person changed their mind.
	OpenFile(title string, kinds ...FileKind) (string, error)
	// OpenFiles asks for any number of files to read; none when the person changed
	// their mind.
	OpenFiles(title string, kinds ...FileKind) ([]string, error)
	// SaveFile asks for a place and a name; empty when the person changed their mind.
	SaveFile(title, name string, kinds ...FileKind) (string, error)
	// Show hands a file over to the system's own viewer.
	Show(path string) error
	// OpenLink hands a mailto link to the system's mail program; no other kind of
	// link is ever opened.
	OpenLink(link string) error
}

// FileKind is a line in a file dialog's list of kinds.
type FileKind struct{ Name, Pattern string }

// Config is what main hands over.
type Config struct {
	Options vault.Options
	// Preferences is the file that remembers, outside the vault, in which
	// language and colours to show the lock page. No customer data.
	Preferences string
	// Private is a directory of this run alone, for copies that other programs
	// are to show. Empty: nothing is opened in other programs.
	Private string
	// System tells when to lock because of the machine; nil: nothing does.
	System  System
	Version string
	Log     *slog.Logger
}

// shell is what the bound structs share: the open vault, if any, and the window.
type shell struct {
	cfg       Config
	host      Host
	door      sync.Mutex // one opening or locking at a time
	pen       sync.Mutex // one change of the preferences at a time
	mu        sync.Mutex // what follows
	v         *vault.Vault
	lock      lockInfo
	jobs      map[string]*running
	saved     map[string]bool   // files written at the person's wish in this session
	picked    map[string]bool   // files that the person chose to be read
	undo      map[string]undone // by the id of a contact
	undoOrder []string          // the oldest first
	setup     *setup
	verify    context.CancelFunc
	rest      context.CancelFunc // ends the guard; see guard.go
	idle      idle
	folding   *vault.Vault // the last one whose log was folded, or is; see fold

	testOnlyPanic func() // called inside of every bound method
}

// running is a piece of long work: how to stop it, and when it has ended.
type running struct {
	cancel context.CancelCauseFunc
	ended  chan struct{}
}

// lockInfo is why and since when the vault is locked, and which work that stopped.
type lockInfo struct {
	reason  string
	since   time.Time
	stopped []string
}

// Window is all that is bound. main hands Bound to Wails.
type Window struct {
	sh           *shell
	Session      *Session
	Today        *Today
	Customers    *Customers
	Duplicates   *Duplicates
	Contacts     *Contacts
	Attachments  *Attachments
	Transcripts  *Transcripts
	Deliveries   *Deliveries
	Consents     *Consents
	Holds        *Holds
	Imports      *Imports
	Mailing      *Mailing
	Visits       *Visits
	Histories    *Histories
	Retention    *Retention
	Subjects     *Subjects
	Requests     *Requests
	Exports      *Exports
	Printouts    *Printouts
	Letters      *Letters
	Settings     *Settings
	Templates    *Templates
	Restrictions *Restrictions
	DataPlaces   *DataPlaces
	Tasks        *Tasks
}

// New makes the bound structs. It opens nothing.
func New(cfg Config, host Host) *Window {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	sh := &shell{cfg: cfg, host: host, jobs: map[string]*running{}, saved: map[string]bool{}, picked: map[string]bool{}, undo: map[string]undone{}}
	return &Window{
		sh:           sh,
		Session:      &Session{sh},
		Today:        &Today{sh},
		Customers:    &Customers{sh},
		Duplicates:   &Duplicates{sh},
		Contacts:     &Contacts{sh},
		Attachments:  &Attachments{sh},
		Transcripts:  &Transcripts{sh},
		Deliveries:   &Deliveries{sh},
		Consents:     &Consents{sh},
		Holds:        &Holds{sh},
		Imports:      &Imports{sh},
		Mailing:      &Mailing{sh},
		Visits:       &Visits{sh},
		Histories:    &Histories{sh},
		Retention:    &Retention{sh},
		Subjects:     &Subjects{sh},
		Requests:     &Requests{sh},
		Exports:      &Exports{sh},
		Printouts:    &Printouts{sh},
		Letters:      &Letters{sh},
		Settings:     &Settings{sh},
		Templates:    &Templates{sh},
		Restrictions: &Restrictions{sh},
		DataPlaces:   &DataPlaces{sh},
		Tasks:        &Tasks{sh},
	}
}

// Bound lists what the window may call.
func (w *Window) Bound() []any {
	return []any{
		w.Session,
		w.Today,
		w.Customers,
		w.Duplicates,
		w.Contacts,
		w.Attachments,
		w.Transcripts,
		w.Deliveries,
		w.Consents,
		w.Holds,
		w.Restrictions,
		w.DataPlaces,
		w.Tasks,
		w.Imports,
		w.Mailing,
		w.Visits,
		w.Histories,
		w.Retention,
		w.Subjects,
		w.Requests,
		w.Exports,
		w.Printouts,
		w.Letters,
		w.Settings,
		w.Templates,
	}
}

// Close locks the vault when the window goes. Nobody is there any more to be
// told of an error, so it is logged as well.
func (w *Window) Close() error {
	err := w.sh.close(goingAway)
	if err != nil {
		w.sh.cfg.Log.Error("closing", "error", err.Error())
	}
	return err
}

// vault is the open vault, or "vault-locked".
func (sh *shell) vault() (*vault.Vault, error) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.v == nil {
		return nil, app.E("vault-locked", "")
	}
	return sh.v, nil
}

// call runs f and turns a panic into an error: a bound method that panics
// would leave the window waiting for ever.
func call[T any](sh *shell, f func() (T, error)) (out T, err error) {
	defer func() {
		if p := recover(); p != nil {
			sh.cfg.Log.Error("panic in a bound method", "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = app.E("internal", "")
		}
	}()
	if sh.testOnlyPanic != nil {
		sh.testOnlyPanic()
	}
	out, err = f()
	if err != nil {
		if told := app.Told(err); told[0].Code == "internal" {
			sh.cfg.Log.Error("internal", "error", err.Error())
		}
	}
	return out, err
}

// view reads from the open vault.
func view[T any](sh *shell, f func(tx *vault.Tx) (T, error)) (T, error) {
	return transact(sh, (*vault.Vault).View, f)
}

// update changes the open vault.
func update[T any](sh *shell, f func(tx *vault.Tx) (T, error)) (T, error) {
	return transact(sh, (*vault.Vault).Update, f)
}

func transact[T any](sh *shell, run func(*vault.Vault, func(*vault.Tx) error) error, f func(tx *vault.Tx) (T, error)) (T, error) {
	return call(sh, func() (out T, err error) {
		v, err := sh.vault()
		if err != nil {
			return out, err
		}
		err = run(v, func(tx *vault.Tx) (err error) {
			out, err = f(tx)
			return err
		})
		return out, err
	})
}

// none is the result of a method that gives only an error.
type none struct{}

func only(_ none, err error) error { return err }

// Progress is the event "progress": how far a named piece of work has come.
type Progress struct {
	Job   string `json:"job"`
	Phase string `json:"phase"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

// job runs long work under a name by which the window can cancel it. Progress
// is sent at most every 50 ms, and whenever the phase changes.
func job[T any](sh *shell, name string, f func(ctx context.Context, v *vault.Vault, say vault.Progress) (T, error)) (T, error) {
	return call(sh, func() (out T, err error) {
		ctx, v, end, err := sh.begin(name)
		if err != nil {
			return out, err
		}
		defer end()
		pace := time.NewTicker(50 * time.Millisecond)
		defer pace.Stop()
		var phase string
		out, err = f(ctx, v, func(p string, done, total int64) {
			if slices.Contains(attended, name) {
				sh.used()
			}
			due := p != phase
			select {
			case <-pace.C:
				due = true
			default:
			}
			if due && ctx.Err() == nil {
				phase = p
				sh.host.Emit("progress", Progress{name, p, done, total})
			}
		})
		if errors.Is(err, app.E("cancelled", "")) || errors.Is(err, app.E("vault-locked", "")) {
			sh.noteStopped(name)
		}
		return out, err
	})
}

// attended is the work that somebody waits for: while it goes on they count as
// being there. Not so a mailing, which takes hours, nor what goes of itself.
var attended = []string{"preview", "import", "undo", "purge", "erase", "verify", "demo"}

// noteStopped remembers work that a lock has stopped, for the lock page. What goes
// of itself, and what a person has stopped, is not told.
func (sh *shell) noteStopped(name string) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.v == nil && name != "automatic" && !slices.Contains(sh.lock.stopped, name) {
		sh.lock.stopped = append(sh.lock.stopped, name)
	}
}

// begin enters a piece of long work, so that locking waits for it.
func (sh *shell) begin(name string) (ctx context.Context, v *vault.Vault, end func(), err error) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.v == nil {
		return nil, nil, nil, app.E("vault-locked", "")
	}
	if sh.jobs[name] != nil {
		return nil, nil, nil, app.E("duplicate", "job")
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	r := &running{cancel, make(chan struct{})}
	sh.jobs[name] = r
	return ctx, sh.v, func() {
		cancel(nil)
		sh.mu.Lock()
		delete(sh.jobs, name)
		sh.mu.Unlock()
		close(r.ended)
	}, nil
}

// stop cancels a piece of work, if it runs.
func (sh *shell) stop(name string) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if r := sh.jobs[name]; r != nil {
		r.cancel(nil)
	}
}

// list is s, or an empty list where there is none: the window gets no null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
