package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// asked is what somebody types to find a customer.
type asked struct {
	id, what string
	text     func(name string, i int) string
}

var searches = []asked{
	{"search-exact", "search, whole name", func(name string, _ int) string { return name }},
	{"search-prefix", "search, two to six letters", beginning},
	{"search-two", "search, beginnings of two words", func(name string, _ int) string {
		var out []string
		for _, w := range strings.Fields(name)[:min(2, len(strings.Fields(name)))] {
			out = append(out, cut(w, 3))
		}
		return strings.Join(out, " ")
	}},
}

func beginning(name string, i int) string { return cut(strings.ToLower(name), 2+i%5) }

func cut(word string, letters int) string {
	r := []rune(word)
	return string(r[:min(letters, len(r))])
}

func (b *bench) measureSearch(context.Context) error {
	for _, a := range searches {
		found := map[*register]int{}
		took, err := b.turns(b.searches, func(r *register, i int) error {
			return r.view(func(tx *store.Tx) error {
				list, err := store.Find(tx, a.text(b.people.Names[i], i), 50)
				found[r] += len(list)
				return err
			})
		})
		if err != nil {
			return err
		}
		for _, r := range b.all {
			if found[r] == 0 || found[r] != found[b.all[0]] {
				return fmt.Errorf("%s: found %d in %s and %d in %s", a.what, found[b.all[0]], b.all[0].name, found[r], r.name)
			}
		}
		b.addMedian(a.id, a.what+", median", took)
		b.addQuantile(a.id+"-p99", a.what+", p99", took, 0.99)
	}
	took, err := b.turns(b.searches, func(r *register, i int) error {
		return r.view(func(tx *store.Tx) error { _, _, err := store.ContactsOf(tx, b.people.IDs[i], 50, 0); return err })
	})
	if err != nil {
		return err
	}
	b.addMedian("history", "history of a customer, median", took)
	b.addQuantile("history-p99", "history of a customer, p99", took, 0.99)
	return nil
}

// long is something that is read out of much.
type long struct {
	id, what string
	read     func(*store.Tx) error
}

// measureLists reads what is longest.
func (b *bench) measureLists(context.Context) error {
	yes := true
	lists := []long{
		{"scan", "full scan of contacts", scan},
		{"list-number", "list by number", list(store.CustomerFilter{Limit: 50})},
		{"list-name", "list by name, the end", list(store.CustomerFilter{Sort: "name", Limit: 50, Offset: b.customers - 50})},
		{"list-town", "list by town, the middle", list(store.CustomerFilter{Sort: "town", Limit: 50, Offset: b.customers / 2})},
		{"list-postcode", "list by postcode", list(store.CustomerFilter{Sort: "postcode", Limit: 50})},
		{"list-needed", "list by last need", list(store.CustomerFilter{Sort: "lastNeeded", Limit: 50})},
		{"list-needed-end", "list by last need, the end", list(store.CustomerFilter{Sort: "lastNeeded", Desc: true, Limit: 50, Offset: b.customers - 50})},
		{"list-permitted", "list of those with a permission", list(store.CustomerFilter{Sort: "name", Marketing: &yes, Limit: 50})},
		{"list-companies", "list of companies of a town", list(store.CustomerFilter{Sort: "name", Kind: app.Company, Town: "Tampere", Limit: 50})},
		{"list-unneeded", "list of those not needed for long", list(store.CustomerFilter{Sort: "name", NeededBefore: app.DayOf(time.Now()).AddMonths(-12), Limit: 50})},
		{"list-text", "list of a text", list(store.CustomerFilter{Text: "vi", Sort: "name", Limit: 50})},
	}
	lists = append(lists, b.histories()...)
	lists = append(lists, long{"duplicates", "likely duplicates", duplicates},
		long{"facts", "facts for a review", func(tx *store.Tx) error { return store.Files(tx, func(app.File) error { return nil }) }})
	for _, l := range lists {
		took, err := b.turns(b.scans, func(r *register, _ int) error { return r.view(l.read) })
		if err != nil {
			return fmt.Errorf("%s: %w", l.what, err)
		}
		b.addMedian(l.id, l.what, took)
	}
	return nil
}

// list reads a stretch of the customers, and fails where there are none: what is quick to find nothing is no figure.
func list(f store.CustomerFilter) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		rows, _, err := store.Customers(tx, f)
		if err == nil && len(rows) == 0 {
			err = fmt.Errorf("nothing was found by %+v", f)
		}
		return err
	}
}

// histories are stretches of the history of all customers, each with its count.
func (b *bench) histories() []long {
	of := func(f app.ContactFilter) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			page, err := store.ContactList(tx, f)
			if err == nil && len(page.Rows) == 0 {
				err = fmt.Errorf("nothing was found by %+v", f)
			}
			return err
		}
	}
	return []long{
		{"contacts", "contacts, newest", of(app.ContactFilter{Limit: 50})},
		{"contacts-middle", "contacts, the middle", of(app.ContactFilter{Limit: 50, Offset: b.customers / 2})},
		{"contacts-channel", "contacts of a channel", of(app.ContactFilter{Channel: app.Letter, Limit: 50})},
		{"contacts-purpose", "contacts of a purpose and year", of(app.ContactFilter{Purpose: app.ForComplaint, From: app.DayOf(time.Now()).AddYears(-1), Limit: 50})},
		{"contacts-wait", "contacts that wait", of(app.ContactFilter{Waiting: true, Limit: 50})},
		{"contacts-files", "contacts with files", of(app.ContactFilter{Attached: true, Limit: 50})},
		{"contacts-word", "contacts of a common word", of(app.ContactFilter{Text: "kysyi", Limit: 50})},
		{"contacts-words", "contacts of two words", of(app.ContactFilter{Text: "kuorma laua", Limit: 50})},
	}
}

func duplicates(tx *store.Tx) error {
	pairs, err := store.Duplicates(tx)
	if err == nil && len(pairs) == 0 {
		err = errors.New("no pair was found")
	}
	return err
}

// scan looks for a text that nobody wrote in all contacts.
func scan(tx *store.Tx) error {
	var found, all int
	err := tx.QueryRow(`SELECT sum(text LIKE '%qzx%'), count(*) FROM contacts`).Scan(&found, &all)
	if err == nil && (found > 0 || all == 0) {
		return fmt.Errorf("found the text in %d of %d contacts", found, all)
	}
	return err
}
