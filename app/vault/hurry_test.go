package vault_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/crypto"
)

// fiveDue is a register with five cards that are due.
func fiveDue(t *testing.T) *vaulttest.V {
	t.Helper()
	t.Cleanup(vault.EraseAtOnce(2))
	v := vaulttest.New(t)
	if err := v.ConfirmRecovery(); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		v.Customer(app.Customer{Name: fmt.Sprint("Poistuva", i), CreatedOn: "2020-01-01"})
	}
	return v
}

func baseOf(t *testing.T, o vault.Options) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(o.Dir, "base-*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

func onlyRun(t *testing.T, v *vault.Vault) (run app.Run) {
	t.Helper()
	err := v.View(func(tx *vault.Tx) error {
		runs, err := tx.Runs(0, 0)
		if len(runs) != 1 {
			t.Fatalf("%d runs, %v", len(runs), err)
		}
		run = runs[0]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// The machine is about to sleep: a run ends wherever it is, stays listed, and the next
// opening brings it to its end.
func TestAHurryStopsARunAndTheNextOpeningGoesOnWithIt(t *testing.T) {
	for phase, erased := range map[string]int{"erasing": 2, "optimising": 5, "compacting": 5, "scanning": 5} {
		t.Run(phase, func(t *testing.T) {
			v := fiveDue(t)
			before := baseOf(t, v.Options)
			ctx, cancel := context.WithCancelCause(t.Context())
			p, err := v.Purge(ctx, vault.Approval{}, func(at string, done, _ int64) {
				if at == phase && (at != "erasing" || done == 2) {
					v.Hurry()
					cancel(vault.ErrHurry)
				}
			})
			if !errors.Is(err, app.E("cancelled", "")) || p.State != app.RunGoing || p.Done < erased || phase == "erasing" && p.Done == 5 {
				t.Fatalf("%+v, %v", p, err)
			}
			if run := onlyRun(t, v.Vault); run.State != app.RunGoing || run.Ended != "" {
				t.Errorf("listed as %+v", run)
			}
			if now := baseOf(t, v.Options); now != before && (phase == "erasing" || phase == "optimising") {
				t.Errorf("rewritten all the same: %s, %s", before, now)
			}
			hurried, enough := context.WithCancel(context.Background())
			enough()
			if err := v.Close(hurried); err != nil {
				t.Fatal(err)
			}
			w := opened(t, v.Options)
			if run := onlyRun(t, w); run.State != app.RunDone || run.Done != 5 || run.Unsearched != p.Done || run.Residue != 0 {
				t.Errorf("gone on with: %+v", run)
			}
			mustNotHold(t, w, "Poistuva")
			if notes := w.Notes(); len(notes) != 0 {
				t.Errorf("notes %v", notes)
			}
		})
	}
}

// Who has cancelled a run wants none of the rest, whatever the machine does then.
func TestARunThatWasGivenUpIsNotGoneOnWithAfterAHurry(t *testing.T) {
	v := fiveDue(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	p, err := v.Purge(ctx, vault.Approval{}, func(phase string, done, _ int64) {
		switch {
		case phase == "erasing" && done == 2:
			cancel(nil)
		case phase == "compacting":
			v.Hurry()
			cancel(vault.ErrHurry)
		}
	})
	if !errors.Is(err, app.E("cancelled", "")) || p.State != app.RunStopped || p.Done >= 5 || p.Unsearched != p.Done {
		t.Fatalf("%+v, %v", p, err)
	}
	left := rowsOf(t, v).Customers
	v.Reopen()
	if now := rowsOf(t, v).Customers; now != left || now != 5-p.Done {
		t.Errorf("%d of 5 are left, %d went, %d were left before", now, p.Done, left)
	}
	if hits, err := v.Scan(t.Context(), []string{"Poistuva"}); err != nil || hits == 0 {
		t.Errorf("%d hits of those who stay, %v", hits, err)
	}
}

// Other erasures have no run that goes on: their rows are gone, and the bytes follow.
func TestAHurryLeavesTheBytesOfAnEntryToTheNextOpening(t *testing.T) {
	v := vaulttest.New(t)
	var row vault.MailRow
	change(t, v, func(tx *vault.Tx) (err error) {
		row, err = tx.AddEntry(app.ListEntry{Email: "poistuva@posti.example"}, nil)
		return err
	})
	v.Hurry()
	if _, err := v.EraseEntries(t.Context(), []string{row.ID}, nil); !errors.Is(err, app.E("cancelled", "")) {
		t.Fatal(err)
	}
	if n := rowsOf(t, v).Entries; n != 0 {
		t.Errorf("%d entries", n)
	}
	v.Reopen()
	mustNotHold(t, v.Vault, "poistuva@")
}

// A disk that is full at the opening as well: the owner gets in, is told, and the next
// opening tries again.
func TestARunThatCanNotGoOnIsToldAndTriedAgain(t *testing.T) {
	v := fiveDue(t)
	var crashed vault.Options
	if _, err := v.Purge(t.Context(), vault.Approval{}, func(phase string, done, _ int64) {
		if phase == "erasing" && done == 2 {
			crashed = snapshot(t, v)
		}
	}); err != nil {
		t.Fatal(err)
	}
	disk := &fullDisk{FS: crypto.OS()}
	disk.full.Store(true)
	crashed.FS = disk
	for range 2 {
		w := opened(t, crashed)
		if notes := w.Notes(); !slices.Equal(notes, []string{vault.RunUnfinished}) {
			t.Errorf("notes %v", notes)
		}
		if run := onlyRun(t, w); run.State != app.RunGoing || run.Done != 2 {
			t.Errorf("listed as %+v", run)
		}
		_ = w.Close(t.Context()) // tidies up as far as the disk lets it
	}
	disk.full.Store(false)
	w := opened(t, crashed)
	if run := onlyRun(t, w); run.State != app.RunDone || run.Done != 5 || run.Unsearched != 2 {
		t.Errorf("later %+v", run)
	}
	if notes := w.Notes(); len(notes) != 0 {
		t.Errorf("notes %v", notes)
	}
	mustNotHold(t, w, "Poistuva")
}
