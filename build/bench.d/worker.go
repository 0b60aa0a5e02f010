package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// Every register lives in a process of its own, which this program starts of itself and tells what to do: a line in, a
// line out. In one process they would disturb each other: SQLite in Go keeps one account of page caches for all that a
// process has open, so that one register throws another's pages out, and garbage of one is collected in another's turn.

const childFlag = "--child"

// setting is the first line: whose register it is, and what is the same in every call.
type setting struct {
	Register  string `json:"register"`
	Dir       string `json:"dir"`
	People    people `json:"people"`
	Customers int    `json:"customers"`
	Lived     int    `json:"lived"`
	Searches  int    `json:"searches"`
	Imported  int    `json:"imported"`
	Updates   int    `json:"updates"`
}

// call is any other line. What the turn means is the deed's matter: mostly whose turn among the people it is.
type call struct {
	Do   string `json:"do"`
	With string `json:"with,omitempty"`
	Turn int    `json:"turn"`
}

// outcome is the line that answers it.
type outcome struct {
	Took    float64   `json:"took"`              // ms
	Worked  float64   `json:"worked"`            // the processor's time, ms
	Count   int       `json:"count,omitempty"`   // of what was found
	Value   float64   `json:"value,omitempty"`   // what else was measured
	Said    string    `json:"said,omitempty"`    // what was asked for in words
	Opened  float64   `json:"opened,omitempty"`  // memory in MB when open
	Steady  float64   `json:"steady,omitempty"`  // and after its work
	Peak    float64   `json:"peak,omitempty"`    // the most it was
	Beside  []float64 `json:"beside,omitempty"`  // how long searches took meanwhile, ms
	Changes []float64 `json:"changes,omitempty"` // likewise, changes
	Trouble string    `json:"trouble,omitempty"` // why there is nothing
}

// worker does what it is told with one register.
type worker struct {
	*bench
	r     *register
	open  bool
	cards []app.Customer                   // that are imported
	read  map[string]func(*store.Tx) error // the long readings
}

// deed is what it can be told; it may put into the outcome what it measured itself.
type deed func(ctx context.Context, w *worker, c call, o *outcome) error

var deeds = map[string]deed{
	"open":  func(ctx context.Context, w *worker, _ call, _ *outcome) error { return w.opened(ctx) },
	"close": func(_ context.Context, w *worker, _ call, _ *outcome) error { return w.closed() },
	"check": func(ctx context.Context, w *worker, _ call, _ *outcome) error { return w.r.check(ctx) },
	"version": func(ctx context.Context, w *worker, _ call, o *outcome) (err error) {
		o.Said, err = w.r.version(ctx)
		return err
	},
	"search":  func(_ context.Context, w *worker, c call, o *outcome) error { return w.search(c, o) },
	"history": func(_ context.Context, w *worker, c call, _ *outcome) error { return w.history(c.Turn) },
	"read":    func(_ context.Context, w *worker, c call, _ *outcome) error { return w.long(c.With) },
	"move":    func(_ context.Context, w *worker, c call, _ *outcome) error { return w.move(c.With, c.Turn) },
	"written": func(_ context.Context, w *worker, c call, o *outcome) error { return w.written(c.With, o) },
	"begin":   func(ctx context.Context, w *worker, _ call, _ *outcome) error { return w.r.begin(ctx) },
	"grow":    func(_ context.Context, w *worker, c call, _ *outcome) error { return w.grow(c.With) },
	"keep":    func(_ context.Context, w *worker, _ call, _ *outcome) error { return w.r.keepLog() },
	"cut":     func(_ context.Context, w *worker, _ call, _ *outcome) error { return w.cutPower() },
	"forget":  func(_ context.Context, w *worker, _ call, _ *outcome) error { return w.r.forgetLog() },
	"choose":  func(_ context.Context, w *worker, _ call, _ *outcome) error { return w.chooseCards() },
	"import": func(_ context.Context, w *worker, c call, _ *outcome) error {
		return w.bringIn(fmt.Sprint(c.With, c.Turn))
	},
	"rewrite": func(ctx context.Context, w *worker, _ call, _ *outcome) error { return w.r.rewrite(ctx) },

	"alone-search":        func(ctx context.Context, w *worker, _ call, o *outcome) error { return w.searchAlone(ctx, o) },
	"alone-purge":         func(ctx context.Context, w *worker, _ call, o *outcome) error { return w.erase(ctx, 0, o) },
	"alone-purge-beside":  func(ctx context.Context, w *worker, _ call, o *outcome) error { return w.erase(ctx, 1, o) },
	"alone-import-beside": func(ctx context.Context, w *worker, _ call, o *outcome) error { return w.importAlone(ctx, o) },
}

// process is a register's, as the one who tells it what to do sees it.
type process struct {
	run        *exec.Cmd
	in         io.WriteCloser
	out        *json.Decoder
	complaints bytes.Buffer
}

func (b *bench) start(ctx context.Context, r *register) (p *process, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p = &process{run: exec.CommandContext(ctx, self, childFlag)}
	p.run.Stderr = &p.complaints
	if p.in, err = p.run.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.run.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = json.NewDecoder(out)
	if err := p.run.Start(); err != nil {
		return nil, err
	}
	s := setting{r.name, b.dir, b.people, b.customers, b.lived, b.searches, b.imported, b.updates}
	if err := json.NewEncoder(p.in).Encode(s); err != nil {
		return nil, errors.Join(err, p.end())
	}
	return p, nil
}

func (p *process) ask(c call) (o outcome, err error) {
	if err = json.NewEncoder(p.in).Encode(c); err == nil {
		err = p.out.Decode(&o)
	}
	if err != nil {
		return o, fmt.Errorf("%s: %w", c.Do, errors.Join(err, p.end()))
	}
	if o.Trouble != "" {
		return o, fmt.Errorf("%s: %s", c.Do, o.Trouble)
	}
	return o, nil
}

// end closes the register and waits for that.
func (p *process) end() error {
	_ = p.in.Close()
	if err := p.run.Wait(); err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(p.complaints.String()))
	}
	return nil
}

// child is that process, until there are no more lines.
func child(in io.Reader, out io.Writer) error {
	lines, answers := json.NewDecoder(in), json.NewEncoder(out)
	var s setting
	if err := lines.Decode(&s); err != nil {
		return err
	}
	w, err := newWorker(s)
	if err != nil {
		return err
	}
	for {
		var c call
		if err := lines.Decode(&c); err == io.EOF {
			return w.closed()
		} else if err != nil {
			return errors.Join(err, w.closed())
		}
		if err := answers.Encode(w.answer(context.Background(), c)); err != nil {
			return errors.Join(err, w.closed())
		}
	}
}

func newWorker(s setting) (*worker, error) {
	b := &bench{dir: s.Dir, people: s.People}
	b.customers, b.lived, b.searches, b.imported, b.updates = s.Customers, s.Lived, s.Searches, s.Imported, s.Updates
	for _, r := range registers(s.Dir) {
		if r.name == s.Register {
			w := &worker{bench: b, r: r, read: map[string]func(*store.Tx) error{}}
			for _, l := range b.lists() {
				w.read[l.id] = l.read
			}
			return w, nil
		}
	}
	return nil, fmt.Errorf("there is no register %q", s.Register)
}

// answer does what it is told. What it took does not count the way to here and back.
func (w *worker) answer(ctx context.Context, c call) (o outcome) {
	do, ok := deeds[c.Do]
	if !ok {
		return outcome{Trouble: "nobody knows how"}
	}
	worked, _ := processorTime()
	begun := time.Now()
	err := do(ctx, w, c, &o)
	if o.Took == 0 { // else it took the time of a part of what it did
		o.Took = since(begun)
	}
	now, _ := processorTime()
	o.Worked = now - worked
	o.Peak, _ = status("VmHWM")
	if err != nil {
		o.Trouble = err.Error()
	}
	return o
}

func (w *worker) opened(ctx context.Context) error {
	err := w.r.open(ctx)
	w.open = err == nil
	return err
}

func (w *worker) closed() error {
	if !w.open {
		return nil
	}
	w.open = false
	return w.r.close()
}
