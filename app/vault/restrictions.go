package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// Restrict keeps a customer's data from being used (GDPR Art. 18). Without a day it
// begins today; without a day to look at it again, that is in a month.
func (tx *Tx) Restrict(r app.Restriction) (app.Restriction, error) {
	if _, err := store.Customer(tx.Tx, r.CustomerID); err != nil {
		return r, err
	}
	r.ID, r.NoticeOn, r.LiftedOn = tx.NewID(), "", ""
	r = r.Normalised(tx.Today)
	if err := r.Check(tx.Today).OrNil(); err != nil {
		return r, err
	}
	if err := store.InsertRestriction(tx.Tx, r); err != nil {
		return r, err
	}
	return r, tx.audit("restriction-placed", r.CustomerID)
}

// LiftRestriction ends one from today on. notice is the day on which the person was
// told that it will end (GDPR Art. 18(3)): see app.Restriction.Lifted. One that was
// lifted already is restriction-none.
func (tx *Tx) LiftRestriction(id string, notice app.Day) (app.Restriction, error) {
	r, err := store.Restriction(tx.Tx, id)
	if err != nil {
		return r, err
	}
	if !r.Standing() {
		return r, app.E("restriction-none", "")
	}
	if r, err = r.Lifted(notice, tx.Today); err != nil {
		return r, err
	}
	if err := store.UpdateRestriction(tx.Tx, r); err != nil {
		return r, err
	}
	return r, tx.audit("restriction-lifted", r.CustomerID)
}

// Restrictions of a customer, standing and lifted, the newest first.
func (tx *Tx) Restrictions(customerID string) ([]app.Restriction, error) {
	return store.RestrictionsOf(tx.Tx, customerID)
}

// Restricted lists the restrictions of a customer that are in force.
func (tx *Tx) Restricted(customerID string) ([]app.Restriction, error) {
	all, err := tx.Restrictions(customerID)
	out := []app.Restriction{}
	for _, r := range all {
		if r.Standing() {
			out = append(out, r)
		}
	}
	return out, err
}

// RestrictedAll lists the restrictions in force of all customers, by the day on
// which they are to be looked at again.
func (tx *Tx) RestrictedAll() ([]app.Restriction, error) { return store.StandingRestrictions(tx.Tx) }

// RestrictionUses lists the uses of a customer's restricted data, the newest first.
func (tx *Tx) RestrictionUses(customerID string) ([]app.RestrictionUse, error) {
	return store.UsesOf(tx.Tx, customerID)
}

// UseRestricted writes down that restricted data are used, on one of the four
// grounds of GDPR Art. 18(2). With one of app.UseCodes it lets that pass until the
// day is over. Without a restriction in force it is restriction-none.
func (tx *Tx) UseRestricted(customerID string, ground app.UseGround, what, reason string) (app.RestrictionUse, error) {
	standing, err := tx.Restricted(customerID)
	if err != nil {
		return app.RestrictionUse{}, err
	}
	if len(standing) == 0 {
		return app.RestrictionUse{}, app.E("restriction-none", "")
	}
	u := app.RestrictionUse{ID: tx.NewID(), RestrictionID: standing[0].ID, On: tx.Today, Ground: ground, What: what, Reason: reason}.Normalised()
	if err := u.Check().OrNil(); err != nil {
		return u, err
	}
	if err := store.InsertUse(tx.Tx, u); err != nil {
		return u, err
	}
	return u, tx.audit("restricted-used", customerID)
}

// MayUse is "restricted" where a customer's data must not be used for what (one of
// app.UseCodes): every way of changing, deleting or giving away asks here first. To
// store is always allowed, and so is to look, to answer the person and to heed a
// refusal. An empty id is nobody's, and may be used.
func (tx *Tx) MayUse(customerID, what string) error {
	if customerID == "" {
		return nil
	}
	restricted, err := store.Restricted(tx.Tx, customerID)
	if err != nil || !restricted { // which is nearly always
		return err
	}
	all, err := tx.Restricted(customerID)
	if err != nil {
		return err
	}
	uses, err := tx.RestrictionUses(customerID)
	if err != nil {
		return err
	}
	return app.MayUse(all, uses, what, tx.Today)
}
