package store

import (
	"kortisto/app"
)

// What the retention rules need to know of a customer: the newest event of
// each kind. A contact or delivery dated later than today is given beside the
// newest one of the past, never instead of it: the rules do not count it.

// newest finds the key of the row that decides; t is the table.
func newest(table, cond string) string {
	return `(SELECT key FROM ` + table + ` WHERE customer_key = c.key AND ` + cond + ` ORDER BY on_day DESC, key DESC LIMIT 1)`
}

// filesQuery: ?1 is today.
var filesQuery = `SELECT c.id, c.number, c.name, c.kind, c.created_on, c.corrected_on,
	coalesce(tn.id, ''), coalesce(tn.on_day, ''), coalesce(tn.channel, ''),
	coalesce(tm.id, ''), coalesce(tm.on_day, ''), coalesce(tm.channel, ''),
	coalesce(tf.id, ''), coalesce(tf.on_day, ''), coalesce(tf.channel, ''),
	coalesce(dn.id, ''), coalesce(dn.on_day, ''), coalesce(dn.product, ''),
	coalesce(df.id, ''), coalesce(df.on_day, ''), coalesce(df.product, ''),
	(SELECT count(*) FROM contact_persons WHERE customer_key = c.key),
	(SELECT count(*) FROM contacts WHERE customer_key = c.key),
	(SELECT count(*) FROM deliveries WHERE customer_key = c.key),
	(SELECT count(*) FROM consents WHERE customer_key = c.key)
	FROM customers c
	LEFT JOIN contacts tn ON tn.key = ` + newest("contacts", `on_day <= ?1 AND mass = 0`) + `
	LEFT JOIN contacts tm ON tm.key = ` + newest("contacts", `mass = 1`) + `
	LEFT JOIN contacts tf ON tf.key = ` + newest("contacts", `on_day > ?1 AND mass = 0`) + `
	LEFT JOIN deliveries dn ON dn.key = ` + newest("deliveries", `on_day <= ?1`) + `
	LEFT JOIN deliveries df ON df.key = ` + newest("deliveries", `on_day > ?1`)

func scanFile(s scanner) (f app.File, err error) {
	created, corrected := app.Event{Kind: app.Created}, app.Event{Kind: app.Corrected}
	contact, mass, ahead := app.Event{Kind: app.Contacted}, app.Event{Kind: app.MassSent}, app.Event{Kind: app.Contacted}
	delivery, coming := app.Event{Kind: app.Delivered}, app.Event{Kind: app.Delivered}
	err = s.Scan(&f.Record, &f.Number, &f.Name, &f.Kind, &created.On, &corrected.On,
		&contact.Ref, &contact.On, &contact.Note, &mass.Ref, &mass.On, &mass.Note, &ahead.Ref, &ahead.On, &ahead.Note,
		&delivery.Ref, &delivery.On, &delivery.Note, &coming.Ref, &coming.On, &coming.Note,
		&f.Counts.Persons, &f.Counts.Contacts, &f.Counts.Deliveries, &f.Counts.Consents)
	f.Counts.Customers = 1
	for _, e := range []app.Event{created, corrected, contact, delivery, mass, ahead, coming} {
		if e.On != "" {
			f.Events = append(f.Events, e)
		}
	}
	f.Holds = []app.Hold{}
	return f, err
}

// Files calls yield with the retention facts of every customer, in the order
// in which they came. Rows are open meanwhile: yield must not use the Tx. An
// error from yield ends the reading and is returned.
func Files(tx *Tx, yield func(app.File) error) error {
	standing, err := standingHolds(tx, `t.lifted_on = ''`)
	if err != nil {
		return err
	}
	return each(tx, func(s scanner) error {
		f, err := scanFile(s)
		if err != nil {
			return err
		}
		if h := standing[f.Record]; h != nil {
			f.Holds = h
		}
		return yield(f)
	}, filesQuery+` ORDER BY c.key`, tx.Today)
}

// FileOf gives the retention facts of one customer, or not-found.
func FileOf(tx *Tx, customerID string) (app.File, error) {
	files, err := FilesOf(tx, []string{customerID})
	if err != nil {
		return app.File{}, err
	}
	f, ok := files[customerID]
	if !ok {
		return app.File{}, app.E("not-found", "")
	}
	return f, nil
}

// FilesOf gives the retention facts of some customers by id; unknown ids are
// left out.
func FilesOf(tx *Tx, ids []string) (map[string]app.File, error) {
	out := make(map[string]app.File, len(ids))
	err := chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		standing, err := standingHolds(tx, `t.lifted_on = '' AND c.id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		files, err := list(tx, scanFile, filesQuery+` WHERE c.id IN (`+marks+`)`, append([]any{tx.Today}, args...)...)
		for _, f := range files {
			if h := standing[f.Record]; h != nil {
				f.Holds = h
			}
			out[f.Record] = f
		}
		return err
	})
	return out, err
}

func standingHolds(tx *Tx, where string, args ...any) (map[string][]app.Hold, error) {
	holds, err := list(tx, scanHold, holdColumns+`WHERE `+where+` ORDER BY t.key`, args...)
	by := map[string][]app.Hold{}
	for _, h := range holds {
		by[h.CustomerID] = append(by[h.CustomerID], h)
	}
	return by, err
}
