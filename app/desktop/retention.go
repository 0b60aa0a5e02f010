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

// Approval is what the owner agreed to on the page: this review, these records
// of it, and the number of customers typed by hand.
type Approval struct {
	Digest  string   `json:"digest"`
	Records []string `json:"records"`
	Count   int      `json:"count"`
}

// PurgeResult is the outcome and its certificate.
type PurgeResult struct {
	Purged      vault.Purged `json:"purged"`
	Certificate Printed      `json:"certificate"`
}

// Review lists what is due now and within that many days.
func (r *Retention) Review(within int) (app.Review, error) {
	return view(r.sh, func(tx *vault.Tx) (app.Review, error) { return tx.Review(within) })
}

// Outlook counts what goes in each of the coming months, this one first.
func (r *Retention) Outlook(months int) ([]app.MonthCount, error) {
	return view(r.sh, func(tx *vault.Tx) ([]app.MonthCount, error) { return tx.Outlook(min(max(months, 1), 60)) })
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
		if len(a.Records) == 0 {
			return PurgeResult{}, app.E("nothing-due", "")
		}
		if a.Count != len(a.Records) {
			return PurgeResult{}, app.E("count-mismatch", "count", "count", strconv.Itoa(len(a.Records)))
		}
		purged, err := v.Purge(ctx, vault.Approval{Digest: a.Digest, Records: a.Records}, say)
		if errors.Is(err, app.E("cancelled", "")) && purged.Counts.Customers > 0 {
			err = nil // what was erased by then is erased whole, and gets its certificate
		}
		if err != nil {
			return PurgeResult{}, err
		}
		var in printout.CertificateInput
		err = v.View(func(tx *vault.Tx) (err error) {
			in, err = printout.CertificateOf(tx, purged)
			return err
		})
		if err != nil {
			return PurgeResult{}, err
		}
		certificate, err := makePDF("certificate", in, printout.Certificate)
		return PurgeResult{purged, certificate}, err
	})
}
