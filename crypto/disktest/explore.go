package disktest

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// Explorer lets a vault crash in every way and at every operation on its disk, and judges what is found.
type Explorer struct {
	// Ways is how many damages there are to each crash point; three times as many where much is not durable.
	Ways int
	// One of so many images that are new is crashed again while it is being opened, and one of so many is gone on with.
	Again, GoOn int

	Figures
	judge *Judge
	r     *rand.Rand
	seen  map[uint64]found
}

// Figures are what was done. A state is one damage at one crash point, held against the model; where everything is
// durable there is only one. Many damages leave the same bytes on the disk, and these are an image, which is opened once.
type Figures struct {
	Points, States, Images, Second, GoneOn, Reboots int
}

// found is what an image turned out to hold.
type found struct {
	o   Outcome
	err error
}

// point is a moment at which the machine may stop.
type point struct {
	disk  *Disk
	model *Model
	op    string
}

// NewExplorer has a seed's choices before it.
func NewExplorer(seed uint64) *Explorer {
	return &Explorer{Ways: 32, Again: 16, GoOn: 24, judge: NewJudge(), r: rand.New(rand.NewPCG(seed, 4)), seen: map[uint64]found{}}
}

// Life creates a vault and works on it for so many steps, lets it crash now and then for good and goes on with what is
// found. Every operation is a crash point. The error says what was found wrong and after which operation.
func (x *Explorer) Life(ctx context.Context, seed uint64, steps int) error {
	d := NewDisk()
	w := NewWorkload(d, seed)
	points, err := x.watch(d, w, func() error { return w.Create(ctx) })
	step := "create"
	for n := 0; ; n++ {
		if err == nil {
			err = x.all(ctx, points)
		}
		if err != nil {
			return fmt.Errorf("life %d, step %d, %s: %w", seed, n, step, err)
		}
		if n == steps {
			return w.Close(ctx)
		}
		if len(points) > 1 && x.r.IntN(8) == 0 {
			step = "start again"
			d, points, err = x.reboot(ctx, w, points[x.r.IntN(len(points))])
			continue
		}
		points, err = x.watch(d, w, func() (err error) {
			step, err = w.Step(ctx)
			return err
		})
	}
}

// watch runs f and gives each moment after an operation in it, and the one at its end.
func (x *Explorer) watch(d *Disk, w *Workload, f func() error) (points []point, err error) {
	d.After(func(op string) { points = append(points, point{d.Clone(), w.Model(), op}) })
	err = f()
	d.After(nil)
	return append(points, point{d.Clone(), w.Model(), "the end"}), err
}

// reboot has the workload go on with what a crash at a point leaves.
func (x *Explorer) reboot(ctx context.Context, w *Workload, p point) (*Disk, []point, error) {
	x.Reboots++
	if err := w.Close(ctx); err != nil { // the process that does not know; its disk is the old one
		return nil, nil, err
	}
	d := p.disk.Clone()
	if x.r.IntN(3) > 0 {
		d = d.Crash(Damages(x.r, x.Ways)[x.r.IntN(x.Ways)])
	}
	w.On(d)
	w.set(p.model)
	points, err := x.watch(d, w, func() error { return w.Open(ctx) })
	return d, points, err
}

func (x *Explorer) all(ctx context.Context, points []point) error {
	for i, p := range points {
		if err := x.crash(ctx, p, x.Ways, true); err != nil {
			return fmt.Errorf("operation %d, %s: %w", i+1, p.op, err)
		}
	}
	return nil
}

// crash judges one moment: the process is killed, and the power goes in so many ways.
func (x *Explorer) crash(ctx context.Context, p point, ways int, again bool) error {
	x.Points++
	if err := x.state(ctx, p, p.disk, again && x.r.IntN(4) == 0); err != nil {
		return fmt.Errorf("killed: %w", err)
	}
	switch n := p.disk.Unsynced(); {
	case n == 0: // whatever way the power goes, this is what is found
		return nil
	case n > 16:
		ways *= 3
	}
	for _, how := range Damages(x.r, ways) {
		if err := x.state(ctx, p, p.disk.Crash(how), false); err != nil {
			return fmt.Errorf("%v: %w", how, err)
		}
	}
	return nil
}

// state judges what is found on a disk.
func (x *Explorer) state(ctx context.Context, p point, d *Disk, again bool) error {
	x.States++
	sum := d.Sum()
	f, known := x.seen[sum]
	if !known {
		x.Images++
		f.o, f.err = x.judge.Look(ctx, d.Clone(), p.model)
		x.seen[sum] = f
		again = again || x.Again > 0 && x.r.IntN(x.Again) == 0
	}
	if f.err == nil {
		f.err = p.model.Allows(f.o)
	}
	if f.err == nil && again {
		f.err = x.second(ctx, d, p.model)
	}
	if f.err == nil && !known && x.GoOn > 0 && x.r.IntN(x.GoOn) == 0 {
		x.GoneOn++
		f.err = x.judge.GoOn(ctx, d.Clone(), p.model, f.o)
	}
	return f.err
}

// second crashes again while what was found is being opened. Once it was opened, what it held then is what it holds.
func (x *Explorer) second(ctx context.Context, d *Disk, m *Model) error {
	d = d.Clone()
	var points []point
	d.After(func(op string) { points = append(points, point{d.Clone(), m, op}) })
	v, o, err := x.judge.open(ctx, d, m)
	d.After(nil)
	if err == nil {
		points = append(points, point{d.Clone(), m.Adopt(o), "the end"})
	}
	if v != nil {
		if cerr := v.Close(ctx); err == nil {
			err = cerr
		}
		points = append(points, point{d.Clone(), m.Adopt(o), "closed"})
	}
	if err != nil {
		return err
	}
	for i, p := range points {
		before := x.States
		if err := x.crash(ctx, p, x.Ways, false); err != nil {
			return fmt.Errorf("opened and crashed again at operation %d, %s: %w", i+1, p.op, err)
		}
		x.Second += x.States - before
	}
	return nil
}
