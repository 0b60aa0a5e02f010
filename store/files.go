package store

import (
	"slices"
	"strings"

	"kortisto/app"
)

// What the retention rules need to know of a customer: the newest event of
// each kind. A contact or delivery dated later than today is given beside the
// newest one of the past, never instead of it: the rules do not count it.
//
// Files are put together for some hundreds of customers at a time, each
// register read once for all of them: that is several times as fast as asking
// customer by customer, and holds little in memory.

// filesAtOnce is how many customers are put together at a time.
const filesAtOnce = 500

// Files calls yield with the retention facts of every customer, in the order
// in which they came. An error from yield ends the reading and is returned.
func Files(tx *Tx, yield func(app.File) error) error {
	after := int64(0)
	for {
		keys, err := list(tx, scanOne[int64], `SELECT key FROM customers WHERE key > ? ORDER BY key LIMIT ?`, after, filesAtOnce)
		if err != nil || len(keys) == 0 {
			return err
		}
		last := keys[len(keys)-1]
		if err := yieldFiles(tx, yield, `BETWEEN ? AND ?`, after+1, last); err != nil {
			return err
		}
		after = last
	}
}

// FilesUntil calls yield with the facts of the customers who were last needed on
// that day or earlier, in the order in which they came. It finds them through an
// index: of a register of any size it reads what may be due.
func FilesUntil(tx *Tx, until app.Day, yield func(app.File) error) error {
	// A day ahead of today is no proof of having been needed since.
	keys, err := list(tx, scanOne[int64], `SELECT key FROM customers WHERE needed_on <= ?
		UNION SELECT key FROM customers WHERE needed_on > ? ORDER BY key`, until, max(until, tx.Today))
	if err != nil {
		return err
	}
	return chunks(keys, func(part []int64) error {
		marks, args := placeholders(part)
		return yieldFiles(tx, yield, `IN (`+marks+`)`, args...)
	})
}

func yieldFiles(tx *Tx, yield func(app.File) error, among string, args ...any) error {
	files, err := gather(tx, among, args...)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := yield(*f); err != nil {
			return err
		}
	}
	return nil
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
		keys, err := list(tx, scanOne[int64], `SELECT key FROM customers WHERE id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		marks, args = placeholders(keys)
		files, err := gather(tx, `IN (`+marks+`)`, args...)
		for _, f := range files {
			out[f.Record] = *f
		}
		return err
	})
	return out, err
}

// gather puts together the files of the customers whose key is among (a
// condition such as IN (?,?)), by key.
func gather(tx *Tx, among string, args ...any) ([]*app.File, error) {
	var files []*app.File
	byKey := map[int64]*app.File{}
	err := each(tx, func(s scanner) error {
		var key int64
		created, corrected, contacted := app.Event{Kind: app.Created}, app.Event{Kind: app.Corrected}, app.Event{Kind: app.Contacted}
		f := &app.File{Events: make([]app.Event, 0, 4), Holds: []app.Hold{}, Guards: []app.Guard{}, Counts: app.Counts{Customers: 1}}
		err := s.Scan(&key, &f.Record, &f.Number, &f.Name, &f.Kind, &created.On, &corrected.On, &contacted.On)
		for _, e := range []app.Event{created, corrected, contacted} {
			if e.On != "" {
				f.Events = append(f.Events, e)
			}
		}
		files, byKey[key] = append(files, f), f
		return err
	}, `SELECT key, id, number, name, kind, created_on, corrected_on, contacted_on FROM customers WHERE key `+among+` ORDER BY key`, args...)
	if err != nil {
		return nil, err
	}
	for _, k := range eventKinds {
		if err := k.add(tx, byKey, among, args); err != nil {
			return nil, err
		}
	}
	for _, c := range counted {
		if err := c.add(tx, byKey, among, args); err != nil {
			return nil, err
		}
	}
	if err := addEntries(tx, byKey, among, args); err != nil {
		return nil, err
	}
	return files, addKeeping(tx, byKey, among, args)
}

// addEntries adds the entries of the e-mail list that belong to the customers.
func addEntries(tx *Tx, files map[int64]*app.File, among string, args []any) error {
	return each(tx, func(s scanner) error {
		var key int64
		var e app.FileEntry
		if err := s.Scan(&key, &e.ID, &e.Consent); err != nil {
			return err
		}
		if f := files[key]; f != nil {
			f.Entries = append(f.Entries, e)
		}
		return nil
	}, `SELECT e.customer_key, e.id, CASE WHEN `+entryStanding+` LIKE '1%' THEN coalesce((SELECT max(on_day) FROM list_consents
		WHERE entry_key = e.key AND given = 1), '') ELSE '' END FROM list_entries e WHERE e.customer_key `+among+` ORDER BY e.key`, args...)
}

// eventKind reads events of a kind, the newest of each customer first or
// alone.
type eventKind struct {
	kind  app.EventKind
	query string // customer key, row id, day, note; # is the condition on the customer's key
	today bool   // the query's first argument is today
}

// Where nearly every customer has an event, its row is looked up customer by
// customer; where few have one, those few are read. "mass < 1", not "= 0": then
// the index contacts_customer gives the order without sorting.
var eventKinds = []eventKind{
	{app.Contacted, `SELECT c.key, t.id, t.on_day, t.channel FROM customers c JOIN contacts t ON t.key =
		(SELECT key FROM contacts WHERE customer_key = c.key AND on_day <= ? AND mass < 1 ORDER BY on_day DESC, mass DESC, key DESC LIMIT 1)
		WHERE c.key #`, true},
	{app.MassSent, `SELECT customer_key, id, on_day, channel FROM contacts WHERE mass = 1 AND customer_key #
		ORDER BY customer_key, on_day DESC, key DESC`, false},
	{app.Contacted, `SELECT customer_key, id, on_day, channel FROM contacts WHERE on_day > ? AND mass = 0 AND customer_key #
		ORDER BY customer_key, on_day DESC, key DESC`, true},
	{app.Delivered, `SELECT c.key, t.id, t.on_day, t.product FROM customers c JOIN deliveries t ON t.key =
		(SELECT key FROM deliveries WHERE customer_key = c.key AND on_day <= ? ORDER BY on_day DESC, key DESC LIMIT 1)
		WHERE c.key #`, true},
	{app.Delivered, `SELECT customer_key, id, on_day, product FROM deliveries WHERE on_day > ? AND customer_key #
		ORDER BY customer_key, on_day DESC, key DESC`, true},
}

func (k eventKind) add(tx *Tx, files map[int64]*app.File, among string, args []any) error {
	if k.today {
		args = append([]any{tx.Today}, args...)
	}
	previous := int64(0)
	return each(tx, func(s scanner) error {
		var key int64
		e := app.Event{Kind: k.kind}
		if err := s.Scan(&key, &e.Ref, &e.On, &e.Note); err != nil {
			return err
		}
		if f := files[key]; f != nil && key != previous {
			f.Events = append(f.Events, e)
		}
		previous = key
		return nil
	}, strings.Replace(k.query, "#", among, 1), args...)
}

// counting counts the rows that customers have in a table.
type counting struct {
	table string
	count func(*app.Counts) *int
}

var counted = []counting{
	{"contact_persons", func(c *app.Counts) *int { return &c.Persons }},
	{"contacts", func(c *app.Counts) *int { return &c.Contacts }},
	{"messages", func(c *app.Counts) *int { return &c.Messages }},
	{"attachments", func(c *app.Counts) *int { return &c.Attachments }},
	{"technical", func(c *app.Counts) *int { return &c.Technical }},
	{"deliveries", func(c *app.Counts) *int { return &c.Deliveries }},
	{"consents", func(c *app.Counts) *int { return &c.Consents }},
	{"request_people", func(c *app.Counts) *int { return &c.Requests }},
}

func (c counting) add(tx *Tx, files map[int64]*app.File, among string, args []any) error {
	return each(tx, func(s scanner) error {
		var key int64
		var n int
		if err := s.Scan(&key, &n); err != nil {
			return err
		}
		if f := files[key]; f != nil {
			*c.count(&f.Counts) = n
		}
		return nil
	}, `SELECT customer_key, count(*) FROM `+c.table+` WHERE customer_key `+among+` GROUP BY customer_key`, args...)
}

// addKeeping adds what keeps the customers' data past their day. It is asked for
// cards and for single records alike.
func addKeeping(tx *Tx, files map[int64]*app.File, among string, args []any) error {
	for _, add := range []func(*Tx, map[int64]*app.File, string, []any) error{addRequests, addRestrictions} {
		if err := add(tx, files, among, slices.Clone(args)); err != nil {
			return err
		}
	}
	return addHolds(tx, files, among, args)
}

// addHolds adds the standing holds, in the order in which they were placed.
func addHolds(tx *Tx, files map[int64]*app.File, among string, args []any) error {
	return each(tx, func(s scanner) error {
		var key int64
		var h app.Hold
		if err := s.Scan(&key, &h.ID, &h.Kind, &h.Reason, &h.PlacedOn, &h.ReviewOn, &h.LiftedOn); err != nil {
			return err
		}
		if f := files[key]; f != nil {
			h.CustomerID = f.Record
			f.Holds = append(f.Holds, h)
		}
		return nil
	}, `SELECT customer_key, id, kind, reason, placed_on, review_on, lifted_on FROM holds
		WHERE lifted_on = '' AND customer_key `+among+` ORDER BY key`, args...)
}
