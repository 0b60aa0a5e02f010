package programtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kortisto/app/vault"
	"kortisto/build/campaign"
)

// TestKillInit kills the program while it makes a vault. Then either there is none,
// and one can be made, or there is one that opens; and a recovery key that was not
// told is never taken for one that the owner has. A new vault's keys cost what they
// cost: this goes slowly.
func TestKillInit(t *testing.T) {
	c := campaign.Begin(t, "kill-init", 1)
	w := workplace{t: t, c: c, program: built(t), root: t.TempDir(), r: rand.New(rand.NewPCG(c.Seed(), 0))}
	w.prepare()
	w.events["init"], w.usual["init"] = 40, 2*time.Second // where most of them lie is learnt from those that end in peace
	for n, more := c.Next(); more; n, more = c.Next() {
		if err := w.killInit(); err != nil {
			t.Errorf("round %d: %v", n, err)
		}
	}
}

func (w *workplace) killInit() error {
	w.life++
	cmd := command{name: "init", args: []string{"init", "--firm", "Piha ja Metsä Saarela"}}
	out, err := w.run(cmd)
	if err != nil {
		return err
	}
	there, err := vault.There(w.options())
	if err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	if !there {
		if out.done {
			return fmt.Errorf("%s: the vault is not there", out)
		}
		w.c.Add("made anew", 1)
		if said, err := w.start(cmd.args...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s, and then: %w\n%s", out, err, said)
		}
		out.done = true
	}
	return w.judgeInit(out)
}

func (w *workplace) judgeInit(out outcome) (err error) {
	ctx := context.Background()
	v, err := vault.Open(ctx, w.options(), phrase(0))
	if err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	defer func() { err = errors.Join(err, v.Close(ctx)) }()
	if !out.done && !slices.Contains(v.Notes(), vault.RecoveryUnconfirmed) {
		return fmt.Errorf("%s: the recovery key was not told, and counts as confirmed", out)
	}
	err = v.View(func(tx *vault.Tx) error {
		firm, err := tx.Firm()
		if out.done && firm.Name == "" {
			return errors.Join(errors.New("whose vault it is was lost"), err)
		}
		return err
	})
	if err == nil {
		_, err = v.Check(ctx, nil)
	}
	return err
}
