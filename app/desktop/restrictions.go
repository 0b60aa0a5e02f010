package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Restrictions keeps data from being used (GDPR Art. 18).
type Restrictions struct{ sh *shell }

// Of lists a customer's restrictions, lifted ones too, and the uses, newest first.
func (r *Restrictions) Of(customerID string) (RestrictionsOf, error) {
	return view(r.sh, func(tx *vault.Tx) (RestrictionsOf, error) { return restrictionsOf(tx, customerID) })
}

// RestrictionsOf is what the card says of restrictions.
type RestrictionsOf struct {
	Restrictions []app.Restriction    `json:"restrictions"`
	Uses         []app.RestrictionUse `json:"uses"`
	Today        []string             `json:"today"` // what a use of today lets pass; see app.UseCodes
}

func restrictionsOf(tx *vault.Tx, customerID string) (out RestrictionsOf, err error) {
	all, err := tx.Restrictions(customerID)
	if err != nil {
		return out, err
	}
	uses, err := tx.RestrictionUses(customerID)
	out = RestrictionsOf{list(all), list(uses), []string{}}
	for _, what := range app.UseCodes() {
		if app.MayUse(all, uses, what, tx.Today) == nil {
			out.Today = append(out.Today, what)
		}
	}
	return out, err
}

// Standing lists the restrictions in force of all customers, by the day on which
// they are to be looked at again.
func (r *Restrictions) Standing() ([]app.Restriction, error) {
	return view(r.sh, func(tx *vault.Tx) ([]app.Restriction, error) {
		all, err := tx.RestrictedAll()
		return list(all), err
	})
}

// Place restricts.
func (r *Restrictions) Place(restriction app.Restriction) (Card, error) {
	return update(r.sh, func(tx *vault.Tx) (Card, error) {
		if _, err := tx.Restrict(restriction); err != nil {
			return Card{}, err
		}
		return card(tx, restriction.CustomerID)
	})
}

// Use writes down one use of restricted data, and its ground.
func (r *Restrictions) Use(customerID string, ground app.UseGround, what, reason string) (Card, error) {
	return update(r.sh, func(tx *vault.Tx) (Card, error) {
		if _, err := tx.UseRestricted(customerID, ground, what, reason); err != nil {
			return Card{}, err
		}
		return card(tx, customerID)
	})
}

// Lift ends a restriction. noticeOn is when the person was told that it ends.
func (r *Restrictions) Lift(id string, noticeOn app.Day) (Card, error) {
	return update(r.sh, func(tx *vault.Tx) (Card, error) {
		lifted, err := tx.LiftRestriction(id, noticeOn)
		if err != nil {
			return Card{}, err
		}
		return card(tx, lifted.CustomerID)
	})
}
