package store

import (
	"encoding/json"
	"slices"
	"strings"

	"kortisto/app"
)

// ContactList gives a stretch of the contact history over all customers, newest
// day first and within a day the one written last, and says how many there are
// without the limit. What waits comes by the day on which to come back to it,
// the longest waiting first.
//
// Without words, customer and the like the answer is worked out from
// contact_days: which days hold what is asked for, and how many. So neither the
// count nor a place in the middle of a million costs a walk.
func ContactList(tx *Tx, f app.ContactFilter) (app.ContactPage, error) {
	page := app.ContactPage{Rows: []app.ContactRow{}}
	var keys []int64
	var err error
	switch q := ask(f.Text); {
	case strings.TrimSpace(f.Text) != "" && q.words == nil:
		return page, nil // signs alone: nothing has them
	case q.words != nil:
		keys, page.Total, page.Cut, err = contactsWith(tx, f, q)
	case f.CustomerID != "" || f.Waiting || f.Attached:
		keys, page.Total, err = contactsDirectly(tx, f)
	default:
		keys, page.Total, err = contactsByDay(tx, f)
	}
	if err == nil && len(keys) > 0 {
		page.Rows, err = contactRows(tx, keys)
	}
	return page, err
}

// conditions gives what a contact t must fulfil, but for words and customer.
func conditions(f app.ContactFilter) (string, []any) {
	conds, args := []string{`1`}, []any{}
	add := func(cond string, v any) { conds, args = append(conds, cond), append(args, v) }
	if f.Channel != "" {
		add(`t.channel = ?`, f.Channel)
	}
	if f.Direction != "" {
		add(`t.direction = ?`, f.Direction)
	}
	if f.Purpose != "" {
		add(`t.purpose = ?`, f.Purpose)
	}
	if f.From != "" {
		add(`t.on_day >= ?`, f.From)
	}
	if f.To != "" {
		add(`t.on_day <= ?`, f.To)
	}
	if f.Waiting {
		conds = append(conds, `t.waiting = 1`)
	}
	if f.Attached {
		conds = append(conds, `t.key IN (SELECT contact_key FROM attachments)`)
	}
	return strings.Join(conds, ` AND `), args
}

type dayCount struct {
	day app.Day
	n   int
}

// contactsByDay finds the day on which the stretch begins from the counts, and
// reads only the days that it needs.
func contactsByDay(tx *Tx, f app.ContactFilter) (keys []int64, total int, err error) {
	where, args := conditions(f)
	days, err := list(tx, func(s scanner) (d dayCount, err error) {
		err = s.Scan(&d.day, &d.n)
		return d, err
	}, `SELECT t.on_day, sum(t.n) FROM contact_days t WHERE `+where+` GROUP BY t.on_day ORDER BY t.on_day DESC`, args...)
	if err != nil {
		return nil, 0, err
	}
	skip := max(f.Offset, 0)
	for _, d := range days {
		total += d.n
		left := f.Limit - len(keys)
		if skip >= d.n {
			skip -= d.n
			continue
		}
		if f.Limit > 0 && left <= 0 {
			continue // only counted
		}
		if f.Limit <= 0 {
			left = -1
		}
		on := f
		on.From, on.To = d.day, d.day
		where, args := conditions(on)
		found, err := list(tx, scanOne[int64], `SELECT t.key FROM contacts t WHERE `+where+` ORDER BY t.key DESC LIMIT ? OFFSET ?`, append(args, left, skip)...)
		if err != nil {
			return nil, 0, err
		}
		keys, skip = append(keys, found...), 0
	}
	return keys, total, nil
}

const newestFirst = ` ORDER BY t.on_day DESC, t.key DESC`

// contactsDirectly is for what is few enough to be looked at: one customer's,
// what waits, what has attachments.
func contactsDirectly(tx *Tx, f app.ContactFilter) (keys []int64, total int, err error) {
	where, args := conditions(f)
	if f.CustomerID != "" {
		customer, err := customerKey(tx, f.CustomerID)
		if err != nil {
			return nil, 0, err
		}
		where, args = where+` AND t.customer_key = ?`, append(args, customer)
	}
	total, err = value[int](tx, `SELECT count(*) FROM contacts t WHERE `+where, slices.Clone(args)...)
	if err != nil {
		return nil, 0, err
	}
	order := newestFirst
	if f.Waiting {
		order = ` ORDER BY t.follow_up_on, t.on_day, t.key`
	}
	keys, err = list(tx, scanOne[int64], `SELECT t.key FROM contacts t WHERE `+where+order+` LIMIT ? OFFSET ?`,
		append(args, atMost(f.Limit), max(f.Offset, 0))...)
	return keys, total, err
}

func atMost(limit int) int {
	if limit <= 0 {
		return -1
	}
	return limit
}

// contactsWith finds contacts by their words, and sieves what was found.
func contactsWith(tx *Tx, f app.ContactFilter, q question) (keys []int64, total int, cut bool, err error) {
	hits, cut, err := wordHits(tx, q)
	if err != nil {
		return nil, 0, false, err
	}
	where, args := conditions(f)
	if f.CustomerID != "" {
		customer, err := customerKey(tx, f.CustomerID)
		if err != nil {
			return nil, 0, false, err
		}
		where, args = where+` AND t.customer_key = ?`, append(args, customer)
	}
	set, err := json.Marshal(hits)
	if err != nil {
		return nil, 0, false, err
	}
	keys, err = list(tx, scanOne[int64], `SELECT t.key FROM json_each(?) j CROSS JOIN contacts t ON t.key = j.value WHERE `+where+newestFirst,
		append([]any{string(set)}, args...)...)
	if err != nil {
		return nil, 0, false, err
	}
	total = len(keys)
	from := min(max(f.Offset, 0), total)
	to := total
	if f.Limit > 0 {
		to = min(from+f.Limit, total)
	}
	return keys[from:to], total, cut, nil
}

// Of words that stand everywhere, this many of the contacts written last are
// looked at; cut says that there are more. See Find on the cost of beginnings.
const wordContacts = 1000

const contactsByWord = `SELECT t.key, ` + contactText + ` FROM contacts t JOIN
	(SELECT rowid AS hit FROM contact_search WHERE contact_search MATCH ? ORDER BY rowid DESC LIMIT ?) ON t.key = hit ORDER BY hit DESC`

func wordHits(tx *Tx, q question) (keys []int64, cut bool, err error) {
	short := q.shortened(leastInContacts)
	read, keys, err := heldBy(tx, q, short.folded(leastInContacts), newestContacts)
	if err != nil || read < newestContacts {
		return keys, false, err
	}
	if len(keys) > read/10 {
		read, keys, err = heldBy(tx, q, short.folded(leastInContacts), wordContacts)
		return keys, read == wordContacts, err
	}
	// whole words need no second look at the text
	keys, err = list(tx, scanOne[int64], `SELECT rowid FROM contact_search WHERE contact_search MATCH ? ORDER BY rowid DESC LIMIT ?`,
		q.folded(leastInContacts), wordContacts)
	return keys, len(keys) == wordContacts, err
}

// heldBy reads the contacts that match, the last written first, and keeps those
// that hold the words.
func heldBy(tx *Tx, q question, match string, most int) (read int, keys []int64, err error) {
	keys = []int64{}
	err = each(tx, func(s scanner) error {
		i, err := scanIndexed(s)
		if err != nil {
			return err
		}
		read++
		if q.holds(i.text, true) {
			keys = append(keys, i.key)
		}
		return nil
	}, contactsByWord, match, most)
	return read, keys, err
}

// contactRows reads rows in the order of keys.
func contactRows(tx *Tx, keys []int64) ([]app.ContactRow, error) {
	place := make(map[int64]int, len(keys))
	for i, k := range keys {
		place[k] = i
	}
	rows := make([]app.ContactRow, len(keys))
	err := chunks(keys, func(part []int64) error {
		marks, args := placeholders(part)
		return each(tx, func(s scanner) error {
			var key int64
			var r app.ContactRow
			var err error
			if r.Contact, err = scanContact(scannerOf(func(into ...any) error { return s.Scan(append(into, &key, &r.Number, &r.Name, &r.Opening)...) })); err != nil {
				return err
			}
			rows[place[key]] = r
			return nil
		}, `SELECT `+contactFields+`, t.key, c.number, c.name,
			iif(t.text <> '', '', coalesce((SELECT m.text FROM messages m WHERE m.contact_key = t.key AND m.text <> '' ORDER BY m.at_time, m.key LIMIT 1), ''))
			`+contactsFrom+`WHERE t.key IN (`+marks+`)`, args...)
	})
	return rows, err
}

// scannerOf lets one scan take more columns than the one that it is made of.
type scannerOf func(into ...any) error

func (s scannerOf) Scan(into ...any) error { return s(into...) }

// WaitingContacts tells how many wait for an answer, and how many of them are put
// off to a day after today.
func WaitingContacts(tx *Tx) (q app.Queue, err error) {
	return one(tx, func(s scanner) (q app.Queue, err error) {
		err = s.Scan(&q.Due, &q.Later)
		return q, err
	}, `SELECT coalesce(sum(follow_up_on <= ?1), 0), coalesce(sum(follow_up_on > ?1), 0) FROM contacts WHERE waiting = 1`, tx.Today)
}

// WaitingOf lists what of a customer waits for an answer and happened on a day or
// before it.
func WaitingOf(tx *Tx, customerID string, by app.Day) ([]app.Contact, error) {
	customer, err := customerKey(tx, customerID)
	if err != nil {
		return nil, err
	}
	return list(tx, scanContact, contactColumns+`WHERE t.customer_key = ? AND t.waiting = 1 AND t.on_day <= ? ORDER BY t.key`, customer, by)
}
