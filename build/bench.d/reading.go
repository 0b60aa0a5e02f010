package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// asked is what somebody types to find a customer.
type asked struct {
	what string
	text func(name string, i int) string
}

var searches = map[string]asked{
	"search-exact":  {"search, whole name", func(name string, _ int) string { return name }},
	"search-prefix": {"search, two to six letters", beginning},
	"search-two": {"search, beginnings of two words", func(name string, _ int) string {
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

func (w *worker) search(c call, o *outcome) error {
	text := searches[c.With].text(w.people.Names[c.Turn], c.Turn)
	return w.r.view(func(tx *store.Tx) error {
		list, err := store.Find(tx, text, 50)
		o.Count = len(list)
		return err
	})
}

func (w *worker) history(turn int) error {
	return w.r.view(func(tx *store.Tx) error {
		_, _, err := store.ContactsOf(tx, w.people.IDs[turn%len(w.people.IDs)], 50, 0)
		return err
	})
}

func (b *bench) measureSearch() error {
	for _, id := range slices.Sorted(maps.Keys(searches)) {
		took, err := b.turns(b.searches, "", call{Do: "search", With: id})
		if err != nil {
			return err
		}
		what := searches[id].what
		for i, r := range b.all {
			if took.count[i] == 0 || took.count[i] != took.count[0] {
				return fmt.Errorf("%s: found %d in %s and %d in %s", what, took.count[0], b.all[0].name, took.count[i], r.name)
			}
		}
		b.addMedian(id, what+", median", took)
		b.addQuantile(id+"-p99", what+", p99", took, 0.99)
	}
	took, err := b.turns(b.searches, "", call{Do: "history"})
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

func (w *worker) long(id string) error {
	read, ok := w.read[id]
	if !ok {
		return fmt.Errorf("nobody knows how to read %q", id)
	}
	return w.r.view(read)
}

// measureLists reads what is longest.
func (b *bench) measureLists() error {
	for _, l := range b.lists() {
		took, err := b.turns(b.scans, "", call{Do: "read", With: l.id})
		if err != nil {
			return fmt.Errorf("%s: %w", l.what, err)
		}
		b.addMedian(l.id, l.what, took)
	}
	return nil
}

func (b *bench) lists() []long {
	yes := true
	all := []long{
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
	all = append(all, b.histories()...)
	return append(all, long{"duplicates", "likely duplicates", duplicates},
		long{"facts", "facts for a review", func(tx *store.Tx) error { return store.Files(tx, func(app.File) error { return nil }) }})
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
