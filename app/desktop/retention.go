package desktop

import (
	"context"
	"errors"
	"strconv"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// Retention is the page on which the owner sees what goes, when and why, and
// approves it.
type Retention struct{ sh *shell }

// shownOfClass is how many decisions of a class the page is given at most.
const shownOfClass = 500

// Approval is what the owner agreed to on the page: this review, these records
// and whole classes of it, and the number of records typed by hand.
type Approval struct {
	Digest  string   `json:"digest"`
	Records []string `json:"records"`
	Classes []string `json:"classes"`
	Count   int      `json:"count"`
}

// PurgeResult is the outcome and its certificate.
type PurgeResult struct {
	Purged      app.Run `json:"purged"`
	Certificate Printed `json:"certificate"`
}

// Review lists what is due now and within that many days: of each class at most
// shownOfClass decisions, and how many there are.
func (r *Retention) Review(within int) (app.Review, error) {
	return view(r.sh, func(tx *vault.Tx) (app.Review, error) {
		review, err := tx.Review(within)
		review.Cut(shownOfClass)
		return review, err
	})
}

// Runs lists the newest retention runs first, at most limit of them.
func (r *Retention) Runs(limit int) ([]app.Run, error) {
	return view(r.sh, func(tx *vault.Tx) ([]app.Run, error) { return tx.Runs(max(limit, 1), 0) })
}

// Run reads one; one that is not there is "not-found".
func (r *Retention) Run(id string) (app.Run, error) {
	return view(r.sh, func(tx *vault.Tx) (app.Run, error) { return tx.Run(id) })
}

// Certificate prints the certificate of a run again.
func (r *Retention) Certificate(runID string) (Printed, error) {
	return call(r.sh, func() (Printed, error) {
		v, err := r.sh.vault()
		if err != nil {
			return Printed{}, err
		}
		return certificateOf(v, func(tx *vault.Tx) (app.Run, error) { return tx.Run(runID) })
	})
}

func certificateOf(v *vault.Vault, read func(tx *vault.Tx) (app.Run, error)) (Printed, error) {
	var in printout.CertificateInput
	err := v.View(func(tx *vault.Tx) error {
		run, err := read(tx)
		if err != nil {
			return err
		}
		in, err = printout.CertificateOf(tx, run)
		return err
	})
	if err != nil {
		return Printed{}, err
	}
	return makePDF("certificate", in, printout.Certificate)
}

// Automatic erases what goes by itself. It runs as the job "automatic"; while the
// clock is in doubt it is "clock-back" or "clock-ahead". A run without an id means
// that there was nothing to do.
func (r *Retention) Automatic() (app.Run, error) {
	return job(r.sh, "automatic", func(ctx context.Context, v *vault.Vault, say vault.Progress) (app.Run, error) {
		run, err := v.PurgeAutomatic(ctx, say)
		if run.ID != "" {
			r.sh.forgetUndone()
		}
		if errors.Is(err, app.E("cancelled", "")) {
			err = nil // the rest goes the next time
		}
		return run, err
	})
}

// Outlook is what goes and when, class by class.
type Outlook struct {
	Months  []string          `json:"months"` // YYYY-MM; the first, "", is what is due already
	Classes []app.ClassMonths `json:"classes"`
}

// Outlook counts what goes now and in each of the coming months, this one first.
func (r *Retention) Outlook(months int) (Outlook, error) {
	return view(r.sh, func(tx *vault.Tx) (Outlook, error) {
		o, err := tx.Outlook(min(max(months, 1), 60))
		if err != nil {
			return Outlook{}, err
		}
		out := Outlook{Months: []string{}, Classes: o.ByClass()}
		for _, m := range o.Months() {
			out.Months = append(out.Months, m.Month)
		}
		return out, nil
	})
}

// Rules is the policy that is followed today: a rule of each class.
func (r *Retention) Rules() ([]app.Rule, error) {
	return view(r.sh, func(tx *vault.Tx) ([]app.Rule, error) {
		p, err := tx.Policy()
		return list(p.InForce(tx.Today)), err
	})
}

// Purge erases the approved records for good. It runs as the job "purge". When
// it is cancelled in the middle, the result is of what was erased by then.
func (r *Retention) Purge(a Approval) (PurgeResult, error) {
	return job(r.sh, "purge", func(ctx context.Context, v *vault.Vault, say vault.Progress) (PurgeResult, error) {
		if a.Digest == "" {
			return PurgeResult{}, app.E("digest-changed", "")
		}
		if len(a.Records) == 0 && len(a.Classes) == 0 {
			return PurgeResult{}, app.E("nothing-due", "")
		}
		if a.Count < 1 {
			return PurgeResult{}, app.E("count-mismatch", "count", "count", strconv.Itoa(len(a.Records)))
		}
		defer r.sh.forgetUndone()
		purged, err := v.Purge(ctx, vault.Approval{Digest: a.Digest, Records: a.Records, Classes: a.Classes, Count: a.Count}, say)
		if errors.Is(err, app.E("cancelled", "")) && purged.Done > 0 && purged.State != app.RunGoing {
			r.sh.noteStopped("purge")
			err = nil // what was erased by then is erased whole, and gets its certificate
		}
		if err != nil {
			return PurgeResult{}, err
		}
		certificate, err := certificateOf(v, func(*vault.Tx) (app.Run, error) { return purged, nil })
		return PurgeResult{purged, certificate}, err
	})
}
