package vault

import (
	"context"
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// AddVisits adds visits and statistics of a batch and says how many were new.
func (tx *Tx) AddVisits(batch, origin string, visits []app.PageVisit, counts []app.VisitCount) (int, error) {
	added, err := store.InsertVisits(tx.Tx, batch, origin, visits)
	if err != nil {
		return 0, err
	}
	more, err := store.InsertVisitCounts(tx.Tx, batch, origin, counts)
	return added + more, err
}

// VisitOrigins lists the tools from which there is something.
func (tx *Tx) VisitOrigins() ([]string, error) { return store.VisitOrigins(tx.Tx) }

// VisitsByDay counts a tool's visits day by day since a day.
func (tx *Tx) VisitsByDay(origin string, from app.Day) ([]app.VisitCount, error) {
	return store.VisitsByDay(tx.Tx, origin, from)
}

// VisitsBy lists what was looked at most since a day; limit lines of it.
func (tx *Tx) VisitsBy(origin, by string, from app.Day, limit int) ([]app.VisitCount, error) {
	return store.VisitsBy(tx.Tx, origin, by, from, limit)
}

// VisitorNumbers is how long visitors' numbers are kept, and how many rows have
// one too long.
type VisitorNumbers struct {
	All   int      `json:"all"`
	Due   int      `json:"due"`
	Until app.Day  `json:"until"` // numbers of visits until this day have to go
	Rule  app.Rule `json:"rule"`
	// KeptUntil is the last day on which numbers of visits on Until were kept.
	KeptUntil app.Day `json:"keptUntil"`
}

// VisitorNumbers says what the retention rule asks for today.
func (tx *Tx) VisitorNumbers() (n VisitorNumbers, err error) {
	policy, err := tx.Policy()
	if err != nil {
		return n, err
	}
	n.Until, n.Rule = app.VisitorsKept(policy, tx.Today)
	n.KeptUntil = n.Until.AddMonths(n.Rule.Months)
	n.All, n.Due, err = store.VisitorNumbers(tx.Tx, n.Until)
	return n, err
}

// ForgetVisitors blanks the numbers whose time is over, and what else tells
// visitors apart; the statistics stay. Then the vault is rewritten, so that the
// bytes hold nothing of them; where that fails, it is done when the vault is
// closed. Where the clock can not be trusted it is "clock-back", and nothing is
// changed.
func (v *Vault) ForgetVisitors(ctx context.Context, progress Progress) (forgotten int, err error) {
	err = v.Update(func(tx *Tx) error {
		if slices.Contains(tx.v.Notes(), ClockBack) {
			return app.E(ClockBack, "")
		}
		n, err := tx.VisitorNumbers()
		if err != nil || n.Due == 0 {
			return err
		}
		if forgotten, err = store.ForgetVisitors(tx.Tx, n.Until); err != nil {
			return err
		}
		if err := tx.uncleansed(); err != nil {
			return err
		}
		return tx.audit("visitors-forgotten", "")
	})
	if err == nil && forgotten > 0 {
		_ = v.cleanse(ctx, progress)
	}
	return forgotten, err
}
