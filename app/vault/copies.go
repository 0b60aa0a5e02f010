package vault

import (
	"errors"

	"kortisto/app"
	"kortisto/store"
)

// AddCopy writes down a file that is being taken out of the register.
func (tx *Tx) AddCopy(c app.Copy) (app.Copy, error) {
	c.ID, c.MadeAt, c.MadeOn = tx.NewID(), tx.Now, tx.Today
	if err := store.InsertCopy(tx.Tx, c); err != nil {
		return c, err
	}
	return c, tx.audit("exported", c.ID, c.What, c.Format)
}

// Copies lists the files that were taken out: those that are still out first,
// the newest before the older.
func (tx *Tx) Copies() ([]app.Copy, error) {
	all, err := store.Copies(tx.Tx)
	for i := range all {
		all[i].MadeOn = app.DayOf(all[i].MadeAt.In(tx.v.zone))
	}
	return all, err
}

// MarkCopyGone writes down that the owner has destroyed a copy. It fails with
// not-found for one that is not there, or is gone already. What was to be done
// about it is done.
func (tx *Tx) MarkCopyGone(id string) error {
	if err := errors.Join(store.MarkCopyGone(tx.Tx, id), tx.endCopyTasks(id)); err != nil {
		return err
	}
	return tx.audit("copy-gone", id)
}
