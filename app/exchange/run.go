package exchange

import (
	"context"
	"errors"

	"kortisto/app"
	"kortisto/app/vault"
)

// Result is what an import did.
type Result struct {
	Batch   string    `json:"batch"` // for taking it back
	Added   int       `json:"added"`
	Updated int       `json:"updated"`
	Skipped []Finding `json:"skipped"`
	Remarks []Finding `json:"remarks"`
}

// register shows a transaction to the planner.
type register struct {
	*vault.Tx
	erased     func(app.Customer) (app.Day, bool)
	suppressed func(address string) (app.Suppression, app.Day, bool)
}

func (r register) ErasedBefore(c app.Customer) (app.Day, bool) { return r.erased(c) }

func (r register) Suppressed(address string) (app.Suppression, app.Day, bool) {
	return r.suppressed(address)
}

func registerOf(tx *vault.Tx) (r register, err error) {
	r.Tx = tx
	if r.erased, err = tx.ErasedBefore(); err != nil {
		return r, err
	}
	r.suppressed, err = tx.SuppressedMail()
	return r, err
}

// Preview says what an import into the vault would do. It changes nothing.
func Preview(ctx context.Context, v *vault.Vault, s *Sheet, m *Mapping, o Options) (*Plan, error) {
	var p *Plan
	err := v.View(func(tx *vault.Tx) error {
		r, err := registerOf(tx)
		if err != nil {
			return err
		}
		p, err = NewPlan(ctx, r, tx.Today, s, m, o)
		return err
	})
	return p, err
}

// Run carries a plan out in one transaction: all of it, or after an error or a
// cancellation nothing. The plan is made anew there; where it differs from the
// one that was shown, because the register or the day has changed, Run fails
// with import-changed-since and changes nothing. Progress is called with the
// phase "importing" and rows.
func Run(ctx context.Context, v *vault.Vault, p *Plan, progress vault.Progress) (Result, error) {
	res := Result{Added: p.Counts.Add, Updated: p.Counts.Update, Skipped: p.Skipped, Remarks: p.Remarks}
	err := v.Update(func(tx *vault.Tx) error {
		r, err := registerOf(tx)
		if err != nil {
			return err
		}
		same, err := p.stillTrue(ctx, r, tx.Today)
		if err != nil {
			return err
		}
		if !same {
			return app.E("import-changed-since", "", "file", p.File)
		}
		if res.Batch, err = tx.StartBatch("customers", p.File, p.sheet.Digest); err != nil {
			return err
		}
		if err := p.carryOut(ctx, tx, res.Batch, progress); err != nil {
			return err
		}
		if err := p.Mapping.Remember(tx, "customers", p.options.Chosen); err != nil {
			return err
		}
		return tx.EndBatch(res.Batch, p.Counts.Add, p.Counts.Update, p.Counts.Skip)
	})
	if err != nil {
		return Result{}, err
	}
	return res, nil
}

func (p *Plan) carryOut(ctx context.Context, tx *vault.Tx, batch string, progress vault.Progress) error {
	total := int64(p.Counts.Add + p.Counts.Update)
	done := int64(0)
	for _, r := range p.Rows {
		if r.Do == Skip {
			continue
		}
		if done%64 == 0 {
			if ctx.Err() != nil {
				return app.E("cancelled", "")
			}
			if progress != nil {
				progress("importing", done, total)
			}
		}
		if err := p.carryOutRow(tx, batch, r); err != nil {
			return err
		}
		done++
	}
	if progress != nil {
		progress("importing", done, total)
	}
	return nil
}

func (p *Plan) carryOutRow(tx *vault.Tx, batch string, r PlanRow) error {
	if r.Do == Update {
		return tx.BatchUpdate(batch, r.Row, r.Customer.Clone())
	}
	c, err := tx.BatchAdd(batch, r.Row, r.Customer.Clone())
	if err != nil {
		return err
	}
	if r.beside != nil {
		if err := r.beside.write(tx, batch, r.Row, c.ID); err != nil {
			return err
		}
	}
	if !r.Consent {
		return nil
	}
	_, err = tx.AddConsent(app.Consent{
		CustomerID: c.ID, Given: true, On: p.options.ConsentDate, Channel: app.Other,
		Source: p.options.ConsentSource, RecordedBy: vault.ImportedBy(batch),
	})
	return err
}

// Undo takes a batch back: what it added goes, what it changed becomes what it
// was. What was changed by hand since stays, and is counted as kept.
func Undo(ctx context.Context, v *vault.Vault, batch string, progress vault.Progress) (vault.Undone, error) {
	return v.UndoBatch(ctx, batch, progress)
}

// BroughtIn finds the import of the same file that has not been taken back.
func BroughtIn(tx *vault.Tx, s *Sheet) (vault.Batch, bool, error) {
	b, err := tx.BatchByDigest(s.Digest)
	if errors.Is(err, app.E("not-found", "")) {
		return b, false, nil
	}
	return b, err == nil, err
}
