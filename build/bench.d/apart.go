package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/store"
)

// The memory that a register takes is seen only in a process that has no other: this program starts itself for it.

const childFlag = "--child"

const peopleFile = "people.json"

// outcome is what such a process has found.
type outcome struct {
	Opened float64   `json:"opened"` // memory in MB when open
	Steady float64   `json:"steady"` // and after its work
	Peak   float64   `json:"peak"`   // the most it was
	Took   float64   `json:"took"`   // ms
	Beside []float64 `json:"beside"` // how long searches took meanwhile, ms
}

// errands are what is done in a process of its own; in this order, for each leaves its traces in the register.
var errands = map[string]func(context.Context, *bench, *register) (outcome, error){
	"search":        searchApart,
	"purge":         func(ctx context.Context, b *bench, r *register) (outcome, error) { return erase(ctx, b, r, 0) },
	"purge-beside":  func(ctx context.Context, b *bench, r *register) (outcome, error) { return erase(ctx, b, r, 1) },
	"import-beside": importApart,
}

func (b *bench) measureApart(ctx context.Context) error {
	if err := b.chooseDue(ctx); err != nil {
		return err
	}
	text, err := json.Marshal(b.people)
	if err == nil {
		err = os.WriteFile(filepath.Join(b.dir, peopleFile), text, 0o600)
	}
	if err != nil {
		return err
	}
	found := map[string][]outcome{}
	for _, errand := range []string{"search", "purge", "purge-beside", "import-beside"} {
		b.say(errand)
		for _, r := range b.all {
			o, err := b.send(ctx, r, errand)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", r.name, errand, err)
			}
			found[errand] = append(found[errand], o)
		}
	}
	of := func(errand string, get func(outcome) float64) []float64 {
		out := make([]float64, len(b.all))
		for i, o := range found[errand] {
			out[i] = get(o)
		}
		return out
	}
	if _, ok := status("VmRSS"); ok {
		b.add("memory-open", "memory when open", "MB", of("search", func(o outcome) float64 { return o.Opened }))
		b.add("memory-steady", "memory after searching and a scan", "MB", of("search", func(o outcome) float64 { return o.Steady }))
		b.add("purge-peak", "most memory while erasing", "MB", of("purge", func(o outcome) float64 { return o.Peak }))
		b.add("import-peak", "most memory while importing", "MB", of("import-beside", func(o outcome) float64 { return o.Peak }))
	}
	b.add("purge", fmt.Sprintf("erase %d customers for good", b.toErase()), "ms", of("purge", func(o outcome) float64 { return o.Took }))
	for id, errand := range map[string]string{"beside-purge": "erasing", "beside-import": "importing"} {
		from := strings.TrimPrefix(id, "beside-") + "-beside"
		b.add(id, "search while "+errand+", p99", "ms", of(from, func(o outcome) float64 { return quantile(o.Beside, 0.99) }))
		b.add(id+"-slowest", "search while "+errand+", slowest", "ms", of(from, func(o outcome) float64 { return quantile(o.Beside, 1) }))
	}
	return nil
}

func (b *bench) toErase() int { return max(1, int(float64(b.customers)*b.share)) }

// chooseDue finds customers whose time is over, as many as two erasures take. The demo is a firm that lets go every
// month, so the clock is set ahead until as many are due as with one that has put it off.
func (b *bench) chooseDue(ctx context.Context) error {
	want := 2 * b.toErase()
	for ; b.people.Ahead < 10; b.people.Ahead++ {
		v, err := vault.Open(ctx, vaultAhead(b.all[ours].dir, b.people.Ahead), passphrase)
		if err != nil {
			return err
		}
		review, err := v.Review(0)
		b.people.Due = nil
		for _, d := range review.Decisions {
			if d.Class == app.ClassCustomer && d.Due(review.Today) {
				b.people.Due = append(b.people.Due, d.Record)
			}
		}
		if err := errors.Join(err, v.Close(ctx)); err != nil || len(b.people.Due) >= want {
			return err
		}
	}
	return fmt.Errorf("of %d customers to be erased only %d are due", want, len(b.people.Due))
}

// vaultAhead opens a vault some years from now.
func vaultAhead(dir string, years int) vault.Options {
	o := vaultOptions(dir)
	o.Now = func() time.Time { return time.Now().AddDate(years, 0, 0) }
	return o
}

// send has an errand done with one register, in a process of its own.
func (b *bench) send(ctx context.Context, r *register, errand string) (o outcome, err error) {
	self, err := os.Executable()
	if err != nil {
		return o, err
	}
	var out, complaints bytes.Buffer
	c := exec.CommandContext(ctx, self, childFlag, r.name, errand, b.dir, fmt.Sprint(b.searches), fmt.Sprint(b.imported), fmt.Sprint(b.toErase()))
	c.Stdout, c.Stderr = &out, &complaints
	if err := c.Run(); err != nil {
		return o, fmt.Errorf("%w: %s", err, strings.TrimSpace(complaints.String()))
	}
	return o, json.Unmarshal(out.Bytes(), &o)
}

// child is that process.
func child(args []string) {
	ctx := context.Background()
	o, err := outcome{}, error(nil)
	if len(args) == 6 {
		o, err = run1(ctx, args)
	} else {
		err = fmt.Errorf("%d words", len(args))
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run1(ctx context.Context, args []string) (o outcome, err error) {
	b := &bench{dir: args[2], notes: os.Stderr}
	erased := 0
	for i, to := range []*int{&b.searches, &b.imported, &erased} {
		if _, err := fmt.Sscan(args[3+i], to); err != nil {
			return o, err
		}
	}
	b.customers, b.share = erased, 1
	text, err := os.ReadFile(filepath.Join(b.dir, peopleFile))
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal(text, &b.people); err != nil {
		return o, err
	}
	for _, r := range registers(b.dir) {
		if do := errands[args[1]]; r.name == args[0] && do != nil {
			b.all = []*register{r}
			o, err = do(ctx, b, r)
			o.Peak, _ = status("VmHWM")
			return o, err
		}
	}
	return o, fmt.Errorf("there is no %s of %s", args[1], args[0])
}

func searchApart(ctx context.Context, b *bench, r *register) (o outcome, err error) {
	firstPage := func(tx *store.Tx) error {
		_, _, err := store.Customers(tx, store.CustomerFilter{Sort: "name", Limit: 20})
		return err
	}
	if err = r.open(ctx); err != nil {
		return o, err
	}
	if err = r.view(firstPage); err != nil {
		return o, err
	}
	o.Opened, _ = status("VmRSS")
	if err = b.measureSearch(ctx); err == nil {
		err = r.view(scan)
	}
	if err == nil {
		err = r.view(firstPage)
	}
	o.Steady, _ = status("VmRSS")
	return o, errors.Join(err, r.close())
}

func importApart(ctx context.Context, b *bench, r *register) (o outcome, err error) {
	if err = r.open(ctx); err != nil {
		return o, err
	}
	// Those who were erased are not there any more.
	gone := map[string]bool{}
	for _, id := range b.people.Due {
		gone[id] = true
	}
	b.people.IDs = without(b.people.IDs, gone)
	cards, err := b.cards()
	for list := 0; err == nil && list < 3; list++ { // one is soon over
		var more outcome
		more, err = beside(b, func() error { return bringIn(r, cards, fmt.Sprint("B", list)) }, r.view)
		o.Beside = append(o.Beside, more.Beside...)
	}
	return o, errors.Join(err, r.close())
}

func without(ids []string, gone map[string]bool) (out []string) {
	for _, id := range ids {
		if !gone[id] {
			out = append(out, id)
		}
	}
	return out
}

// beside searches while something is done, as somebody does who gets a call meanwhile: a letter each 20 ms.
func beside(b *bench, do func() error, view func(func(tx *store.Tx) error) error) (o outcome, err error) {
	done := make(chan error, 1)
	begun := time.Now()
	go func() {
		err := do()
		o.Took = since(begun)
		done <- err
	}()
	for i := 0; len(done) == 0 || i == 0; i++ {
		asked := time.Now()
		err := view(func(tx *store.Tx) error {
			_, err := store.Find(tx, beginning(b.people.Names[i%len(b.people.Names)], i), 50)
			return err
		})
		if err != nil {
			return o, errors.Join(err, <-done)
		}
		o.Beside = append(o.Beside, since(asked))
		time.Sleep(20 * time.Millisecond)
	}
	return o, <-done
}

// status is a line of what Linux tells of this process's memory, in MB.
func status(line string) (mb float64, ok bool) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for l := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(l, line+":"); found {
			var kb float64
			_, err := fmt.Sscan(rest, &kb)
			return kb / 1024, err == nil
		}
	}
	return 0, false
}
