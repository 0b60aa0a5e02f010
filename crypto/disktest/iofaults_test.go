package disktest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kortisto/build/campaign"
	"kortisto/crypto"
	"kortisto/crypto/disktest"
)

// TestIOFaults lets every operation of every piece of work fail, in every way in which it can, once and from there on.
// Each time the error has to be the right one, the open vault to show what was acknowledged and no more, the work to go
// on or to be refused, and the vault to be whole when it is opened again: after being closed and after kill -9.
//
// The short form lets each operation fail at least once, and takes the ways in turn.
func TestIOFaults(t *testing.T) {
	phases := wantedPhases(t)
	c := campaign.Begin(t, "io-faults", len(phases))
	var w *world
	for {
		round, more := c.Next()
		if !more {
			return
		}
		if round%len(phases) == 0 {
			w = newWorld(t, c.Seed()+uint64(round/len(phases)), c.Long())
		}
		p := phases[round%len(phases)]
		if c.Long() { // a short soak does not begin with the same ones each time
			p = phases[(round+int(c.Seed()%uint64(len(phases))))%len(phases)]
		}
		plans := plansFor(w, p, round, c.Long())
		for _, plan := range plans {
			w.try(t, p, plan)
		}
		c.Add("faults", len(plans))
	}
}

// wantedPhases are all, or those that phaseEnv names.
func wantedPhases(t *testing.T) []phase {
	t.Helper()
	pattern := os.Getenv(phaseEnv)
	wanted := slices.DeleteFunc(slices.Clone(phases), func(p phase) bool { return !regexp.MustCompile(pattern).MatchString(p.name) })
	if len(wanted) == 0 {
		t.Fatalf("%s names no phase: %s", phaseEnv, pattern)
	}
	return wanted
}

// fault is a plan with its name.
type fault struct {
	name string
	plan disktest.Plan
}

// plansFor does a phase without a fault, and plans one for each of its operations.
func plansFor(w *world, p phase, round int, all bool) (plans []fault) {
	steps := w.try(w.t, p, fault{name: "no fault"})
	if len(steps) == 0 {
		w.t.Fatalf("%s: did nothing", p.name)
	}
	turn := round
	often := map[string]int{}
	for _, s := range steps {
		// Of many alike the short form takes the first and some.
		if n := often[string(s.Op)+s.Name]; !all && n > 4 && n%7 != 0 {
			often[string(s.Op)+s.Name]++
			continue
		}
		often[string(s.Op)+s.Name]++
		for i, k := range s.Op.Kinds() {
			for j, forever := range []bool{false, true} {
				if n := 2 * len(s.Op.Kinds()); !all && (turn%n != 2*i+j) {
					continue
				}
				plans = append(plans, faultAt(s.Step, k, forever))
			}
		}
		turn++
	}
	if all {
		r := rand.New(rand.NewPCG(w.seed, uint64(round)))
		for range len(steps) {
			plans = append(plans, pair(r, steps))
		}
	}
	return plans
}

func faultAt(s disktest.Step, k disktest.Kind, forever bool) fault {
	name := fmt.Sprintf("%v at step %d, %s %s", k, s.N, s.Op, s.Name)
	if forever {
		return fault{name + ", and from there on", disktest.From(s.N, k)}
	}
	return fault{name, disktest.Once(s.N, k)}
}

// pair lets two operations fail: the second is often what was to put the first right, so it is near.
func pair(r *rand.Rand, steps []disktest.Done) fault {
	pick := func(s disktest.Step) fault {
		kinds := s.Op.Kinds()
		return faultAt(s, kinds[r.IntN(len(kinds))], false)
	}
	first := steps[r.IntN(len(steps))].Step
	a := pick(first)
	n, k := first.N+1+r.IntN(6), []disktest.Kind{disktest.Broken, disktest.NoSpace, disktest.Late}[r.IntN(3)]
	b := fault{fmt.Sprintf("%v at step %d", k, n), disktest.Once(n, k)}
	return fault{a.name + "; " + b.name, disktest.Either(a.plan, b.plan)}
}

// try does a phase with faults and judges what comes of it.
func (w *world) try(t *testing.T, p phase, f fault) (done []disktest.Done) {
	t.Helper()
	from := w.states[p.from]
	c := &work{t: t, w: w, name: p.name + ": " + f.name, disk: from.disk.Clone(), acked: from.acked}
	c.faults = disktest.NewFaults(c.disk)
	if p.open {
		c.open()
		if p.warm {
			c.sees(c.v, "before")
		}
		c.gen, c.seq = c.v.Position()
	}
	c.faults.Arm(f.plan)
	c.err = p.do(c)
	c.done = c.faults.Disarm()
	c.failed = slices.DeleteFunc(slices.Clone(c.done), func(d disktest.Done) bool { return !d.Failed })
	if f.plan == nil && c.err != nil {
		c.fatalf("%v", c.err)
	}
	c.judgeError(p)
	if p.after != nil {
		p.after(c)
	}
	if !p.creates {
		c.judgeState(p)
	}
	return c.done
}

// work is one attempt.
type work struct {
	t      *testing.T
	w      *world
	name   string
	disk   *disktest.Disk
	faults *disktest.Faults
	v      *crypto.Vault // nil when it is not open
	acked  int           // transactions
	// unknown: one more transaction may be there, whole.
	unknown  bool
	readOnly bool
	// unsure: the position may not be durable.
	unsure   bool
	gen, seq uint64
	err      error
	done     []disktest.Done
	failed   []disktest.Done

	// What some phases have to remember.
	pass string
	blob crypto.BlobSum
}

func (c *work) fatalf(format string, args ...any) {
	c.t.Helper()
	c.t.Fatalf("seed %d, %s: %s", c.w.seed, c.name, fmt.Sprintf(format, args...))
}

func (c *work) open() {
	c.t.Helper()
	v, err := crypto.Open(context.Background(), where, passphrase, on(c.faults))
	if err != nil {
		c.fatalf("open: %v", err)
	}
	c.v = v
}

// did says whether an operation was done, or done and then told as failed.
func (c *work) did(op disktest.Op, prefix string) bool {
	return slices.ContainsFunc(c.done, func(d disktest.Done) bool {
		return d.Op == op && strings.HasPrefix(d.Name, prefix) && (!d.Failed || d.Kind == disktest.Late)
	})
}

// judgeError: an error says what happened, and nothing that did not.
func (c *work) judgeError(p phase) {
	c.t.Helper()
	if c.err == nil {
		// A read that came short may have had all that was wanted of it, and one that failed once may have been tried again:
		// what was read is right, or do would have said so.
		i := slices.IndexFunc(c.failed, func(d disktest.Done) bool {
			return d.Op != disktest.OpClose && d.Kind != disktest.ShortRead && (d.Op != disktest.OpRead || len(c.failed) > 3)
		})
		if p.reads && i >= 0 {
			c.fatalf("%s failed, and nobody was told", c.failed[i].Op)
		}
		return
	}
	if len(c.failed) == 0 {
		c.fatalf("nothing failed, but: %v", c.err)
	}
	for _, never := range []error{crypto.ErrNoVault, crypto.ErrWrongPassphrase, crypto.ErrWrongRecoveryKey, crypto.ErrNewer,
		crypto.ErrInUse, crypto.ErrNotEmpty, crypto.ErrTooLarge, crypto.ErrClosed, crypto.ErrName, fs.ErrNotExist} {
		if errors.Is(c.err, never) {
			c.fatalf("told as %v: %v", never, c.err)
		}
	}
	var causes, full, short int
	for _, d := range c.failed {
		if errors.Is(c.err, d.Kind.Err()) {
			causes++
		}
		if d.Kind == disktest.NoSpace {
			full++
		}
		if d.Kind == disktest.ShortRead {
			short++
		}
	}
	switch {
	case errors.Is(c.err, crypto.ErrDamaged) && short == 0:
		c.fatalf("told as damage: %v", c.err)
	case errors.Is(c.err, crypto.ErrFull) && full == 0:
		c.fatalf("told as a full disk: %v", c.err)
	case full == len(c.failed) && !errors.Is(c.err, crypto.ErrFull):
		c.fatalf("a full disk told as %v", c.err)
	case causes == 0 && short == 0:
		c.fatalf("does not say what happened: %v", c.err)
	case short > 0 && causes == 0 && !errors.Is(c.err, crypto.ErrDamaged) && !errors.Is(c.err, io.ErrUnexpectedEOF):
		c.fatalf("a file that ends too early told as %v", c.err)
	}
}

// judgeState: what was acknowledged is there, now and when the vault is opened again, and the work goes on.
func (c *work) judgeState(p phase) {
	c.t.Helper()
	c.readOnly = errors.Is(c.err, crypto.ErrReadOnly)
	c.unknown = c.readOnly && p.commits
	dark, atDark := c.disk.Crash(disktest.Damage{Data: disktest.KeepNone, Entries: disktest.KeepNone}), c.acked
	if c.v == nil {
		c.reopened(c.disk, c.acked)
		c.unsure = true
		c.reopened(dark, c.acked)
		return
	}
	c.sees(c.v, "live")
	if c.gen, c.seq = c.v.Position(); c.gen == 0 {
		c.fatalf("no position")
	}
	killed, atKill := c.disk.Clone(), c.acked
	switch err := c.w.commit(c.v, c.acked); {
	case err == nil && c.readOnly:
		c.fatalf("took a transaction after %v", c.err)
	case err == nil:
		c.acked++
	case !c.mayRefuse(p) || !errors.Is(err, crypto.ErrReadOnly):
		c.fatalf("the next transaction: %v; the phase said %v", err, c.err)
	}
	c.sees(c.v, "after the next transaction")
	if err := c.v.Close(context.Background()); err != nil {
		c.fatalf("close: %v", err)
	}
	c.reopened(c.disk, c.acked)
	c.reopened(killed, atKill)
	c.unsure = c.mayRefuse(p) && !c.readOnly
	if p.after == nil { // else there is more than transactions
		c.reopened(dark, atDark)
	}
}

// mayRefuse: a vault may take no writes after an outcome that is unknown, and one that was opened on a disk that could
// not sync is there to be read.
func (c *work) mayRefuse(p phase) bool {
	return c.readOnly || !p.open && slices.ContainsFunc(c.failed, func(d disktest.Done) bool {
		return d.Op == disktest.OpSync || d.Op == disktest.OpSyncDir || d.Op == disktest.OpTruncate
	})
}

// sees compares what both kinds of connection see with what was acknowledged.
func (c *work) sees(v *crypto.Vault, when string) {
	c.t.Helper()
	for name, db := range map[string]*sql.DB{"DB": v.DB(), "Reader": v.Reader()} {
		got, err := digest(db)
		if err != nil {
			c.fatalf("%s, %s: %v", when, name, v.Explain(err))
		}
		if want := c.w.want[c.acked]; got != want {
			c.fatalf("%s, %s: %s, but %d transactions were acknowledged; the phase said %v", when, name, c.w.which(got), c.acked, c.err)
		}
	}
}

// reopened judges a disk without faults.
func (c *work) reopened(disk *disktest.Disk, acked int) {
	c.t.Helper()
	v, err := crypto.Open(context.Background(), where, c.passphrase(), on(disk))
	if err != nil {
		c.fatalf("opened again: %v", err)
	}
	defer v.Close(context.Background())
	got, err := digest(v.DB())
	if err != nil {
		c.fatalf("opened again: %v", v.Explain(err))
	}
	if got != c.w.want[acked] && !(c.unknown && got == c.w.want[acked+1]) {
		c.fatalf("opened again: %s, but %d transactions were acknowledged (one more may be: %v)", c.w.which(got), acked, c.unknown)
	}
	if got != c.w.want[acked] {
		acked++
	}
	// A position that was shown where the disk could not sync may not last.
	if gen, seq := v.Position(); !c.unsure && (gen < c.gen || gen == c.gen && seq < c.seq) {
		c.fatalf("opened again: position %d/%d is before %d/%d", gen, seq, c.gen, c.seq)
	}
	c.whole(v, disk)
	if err := c.w.commit(v, acked); err != nil {
		c.fatalf("a transaction after opening again: %v", err)
	}
}

// whole: SQLite and the vault find nothing, and nothing lies about.
func (c *work) whole(v *crypto.Vault, disk *disktest.Disk) {
	c.t.Helper()
	var s string
	if err := v.DB().QueryRow("PRAGMA integrity_check").Scan(&s); err != nil || s != "ok" {
		c.fatalf("integrity_check: %s %v", s, v.Explain(err))
	}
	if err := v.Verify(context.Background(), nil); err != nil {
		c.fatalf("verify: %v", err)
	}
	var generations int
	for _, dir := range []string{where, where + "/blobs"} {
		entries, err := disk.ReadDir(dir)
		if err != nil {
			c.fatalf("%v", err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".tmp") || e.Name() == "unfinished" {
				c.fatalf("opened again: %s is left", e.Name())
			}
			if strings.HasPrefix(e.Name(), "base-") || strings.HasPrefix(e.Name(), "log-") {
				generations++
			}
		}
	}
	if generations != 2 {
		c.fatalf("opened again: %d bases and logs", generations)
	}
}

func (c *work) passphrase() string {
	if c.pass != "" {
		return c.pass
	}
	return passphrase
}
