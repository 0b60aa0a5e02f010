package disktest

import (
	"context"
	"flag"
	"math/rand/v2"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"kortisto/build/campaign"
)

// TestCrashModel: whatever is done to a vault, in any order, with the machine stopping in the midst of any of it, the
// vault holds what the model says. A failure is told with the shortest way to it.
func TestCrashModel(t *testing.T) {
	c := campaign.Begin(t, "crash-model", 1)
	setFlag(t, "rapid.checks", "8")
	setFlag(t, "rapid.steps", "25")
	for {
		n, more := c.Next()
		if !more {
			break
		}
		setFlag(t, "rapid.seed", strconv.FormatUint(c.Seed()*1000+uint64(n), 10))
		rapid.Check(t, func(t *rapid.T) {
			m := newMachine(t)
			t.Repeat(m.actions(c))
			m.must(t, m.w.Close(m.ctx))
			c.Add("lives", 1)
		})
	}
}

// setFlag leaves alone what was said on the command line.
func setFlag(t *testing.T, name, value string) {
	f := flag.Lookup(name)
	if before := f.Value.String(); before == f.DefValue {
		_ = flag.Set(name, value)
		t.Cleanup(func() { _ = flag.Set(name, before) })
	} else if name == "rapid.seed" {
		_ = flag.Set(name, value)
	}
}

// machine is a vault on a disk that is worked with and crashes.
type machine struct {
	ctx context.Context
	d   *Disk
	f   *Faults // over d
	w   *Workload
	x   *Explorer // for watching only
	j   *Judge
}

func newMachine(t *rapid.T) *machine {
	d := NewDisk()
	m := &machine{ctx: context.Background(), d: d, f: NewFaults(d), j: NewJudge(), x: NewExplorer(0)}
	m.w = NewWorkload(m.f, rapid.Uint64().Draw(t, "seed"))
	m.must(t, m.w.Create(m.ctx))
	return m
}

func (m *machine) must(t *rapid.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *machine) actions(c *campaign.Campaign) map[string]func(*rapid.T) {
	all := map[string]func(*rapid.T){}
	var names []string
	for _, s := range steps {
		names = append(names, s.name)
		all[s.name] = func(t *rapid.T) {
			m.reseed(t)
			m.must(t, s.do(m.w, m.ctx))
		}
	}
	all["purge"] = func(t *rapid.T) {
		m.reseed(t)
		m.must(t, m.w.Do(m.ctx, "shrink"))
		m.must(t, m.w.Do(m.ctx, "compact"))
	}
	all["crash"] = func(t *rapid.T) {
		m.crash(t, rapid.SampledFrom(names).Draw(t, "during"))
		c.Add("crashes", 1)
	}
	all["fault"] = func(t *rapid.T) {
		if m.fault(t, rapid.SampledFrom(names).Draw(t, "during")) {
			c.Add("faults before a crash", 1)
		}
	}
	all[""] = func(t *rapid.T) { // the least that the disk may hold, should the power go now
		o, err := m.j.Look(m.ctx, m.d.Crash(Damage{}), m.w.Model())
		if err == nil {
			err = m.w.Model().Allows(o)
		}
		m.must(t, err)
		c.Add("looks", 1)
	}
	return all
}

func (m *machine) reseed(t *rapid.T) {
	m.w.r = rand.New(rand.NewPCG(rapid.Uint64Range(0, 1<<16).Draw(t, "choices"), 5))
}

// crash stops the machine somewhere in a step, and opens what is found.
func (m *machine) crash(t *rapid.T, step string) {
	m.reseed(t)
	points, err := m.x.watch(m.d, m.w, func() error { return m.w.Do(m.ctx, step) })
	m.must(t, err)
	m.stop(t, points)
}

// fault has the disk fail somewhere in a step, and then stops the machine there or before. What an opening shows that
// could not make it durable is not promised, so reopening is left out.
func (m *machine) fault(t *rapid.T, step string) bool {
	if step == "reopen" {
		t.Skip("see above")
	}
	m.reseed(t)
	n := rapid.IntRange(1, 40).Draw(t, "operation")
	kind := rapid.SampledFrom([]Kind{NoSpace, Broken, ShortWrite, Late}).Draw(t, "fails")
	plan := Once(n, kind)
	if rapid.Bool().Draw(t, "from then on") {
		plan = From(n, kind)
	}
	m.f.Arm(plan)
	points, err := m.x.watch(m.d, m.w, func() error { return m.w.Do(m.ctx, step) })
	m.f.Disarm()
	m.stop(t, points)
	return err != nil
}

// stop stops the machine at one of the points, and opens what is found.
func (m *machine) stop(t *rapid.T, points []point) {
	p := points[rapid.IntRange(0, len(points)-1).Draw(t, "at")]
	found := p.disk
	if rapid.Bool().Draw(t, "power") {
		ways := Damages(rand.New(rand.NewPCG(rapid.Uint64Range(0, 1<<16).Draw(t, "damages"), 6)), 48)
		how := ways[rapid.IntRange(0, len(ways)-1).Draw(t, "way")]
		t.Logf("%s: %v", p.op, how)
		found = p.disk.Crash(how)
	}
	m.must(t, m.w.Close(m.ctx)) // the process that does not know of it, on the disk as it was before
	m.d = found.Clone()
	m.f = NewFaults(m.d)
	m.w.On(m.f)
	m.w.set(p.model)
	m.must(t, m.w.Open(m.ctx))
}
