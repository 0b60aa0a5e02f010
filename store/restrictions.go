package store

import "kortisto/app"

const restrictionColumns = `SELECT t.id, c.id, t.request_id, t.ground, t.scope, t.from_day, t.review_on, t.notice_on, t.lifted_on
	FROM restrictions t JOIN customers c ON c.key = t.customer_key `

func scanRestriction(s scanner) (r app.Restriction, err error) {
	err = s.Scan(&r.ID, &r.CustomerID, &r.RequestID, &r.Ground, &r.Scope, &r.From, &r.ReviewOn, &r.NoticeOn, &r.LiftedOn)
	return r, err
}

// InsertRestriction places a restriction.
func InsertRestriction(tx *Tx, r app.Restriction) error {
	return tx.must(`INSERT INTO restrictions (id, customer_key, request_id, ground, scope, from_day, review_on, notice_on, lifted_on)
		SELECT ?, key, ?, ?, ?, ?, ?, ?, ? FROM customers WHERE id = ?`,
		r.ID, r.RequestID, string(r.Ground), r.Scope, r.From, r.ReviewOn, r.NoticeOn, r.LiftedOn, r.CustomerID)
}

// UpdateRestriction writes the days of a restriction by id: when it is looked at
// again, when the person was told, when it was lifted.
func UpdateRestriction(tx *Tx, r app.Restriction) error {
	return tx.must(`UPDATE restrictions SET review_on = ?, notice_on = ?, lifted_on = ? WHERE id = ?`, r.ReviewOn, r.NoticeOn, r.LiftedOn, r.ID)
}

// Restriction reads one by id.
func Restriction(tx *Tx, id string) (app.Restriction, error) {
	return one(tx, scanRestriction, restrictionColumns+`WHERE t.id = ?`, id)
}

// RestrictionsOf lists a customer's restrictions, standing and lifted, the newest
// first. Of an unknown customer there are none.
func RestrictionsOf(tx *Tx, customerID string) ([]app.Restriction, error) {
	return list(tx, scanRestriction, restrictionColumns+`WHERE c.id = ? ORDER BY t.from_day DESC, t.key DESC`, customerID)
}

// StandingRestrictions lists those of all customers that are in force, by the day
// on which they are to be looked at again.
func StandingRestrictions(tx *Tx) ([]app.Restriction, error) {
	return list(tx, scanRestriction, restrictionColumns+`WHERE t.lifted_on = '' ORDER BY t.review_on, t.key`)
}

// Restricted says whether a customer has a restriction in force.
func Restricted(tx *Tx, customerID string) (bool, error) {
	return value[bool](tx, `SELECT EXISTS (SELECT 1 FROM customers c JOIN restrictions t ON t.customer_key = c.key WHERE c.id = ? AND t.lifted_on = '')`, customerID)
}

const useColumns = `SELECT t.id, r.id, t.on_day, t.ground, t.what, t.reason
	FROM restriction_uses t JOIN restrictions r ON r.key = t.restriction_key JOIN customers c ON c.key = t.customer_key `

func scanUse(s scanner) (u app.RestrictionUse, err error) {
	err = s.Scan(&u.ID, &u.RestrictionID, &u.On, &u.Ground, &u.What, &u.Reason)
	return u, err
}

// InsertUse writes down one use of restricted data.
func InsertUse(tx *Tx, u app.RestrictionUse) error {
	return tx.must(`INSERT INTO restriction_uses (id, restriction_key, customer_key, on_day, ground, what, reason)
		SELECT ?, key, customer_key, ?, ?, ?, ? FROM restrictions WHERE id = ?`,
		u.ID, u.On, string(u.Ground), u.What, u.Reason, u.RestrictionID)
}

// UsesOf lists the uses of a customer's restricted data, the newest first.
func UsesOf(tx *Tx, customerID string) ([]app.RestrictionUse, error) {
	return list(tx, scanUse, useColumns+`WHERE c.id = ? ORDER BY t.on_day DESC, t.key DESC`, customerID)
}

// addRestrictions adds what standing restrictions say to the files of customers.
func addRestrictions(tx *Tx, files map[int64]*app.File, among string, args []any) error {
	return each(tx, func(s scanner) error {
		var key int64
		var r app.Restriction
		if err := s.Scan(&key, &r.ID, &r.Ground, &r.ReviewOn); err != nil {
			return err
		}
		if f := files[key]; f != nil {
			f.Guards = append(f.Guards, r.Guard())
		}
		return nil
	}, `SELECT customer_key, id, ground, review_on FROM restrictions WHERE lifted_on = '' AND customer_key `+among+` ORDER BY key`, args...)
}
