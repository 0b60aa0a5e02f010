package vault

import (
	"slices"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// Classes of which there is one record in the whole register: what goes of them
// today, together.
const (
	allVisitors = "visitors"
	oldLog      = "log"
)

// decided takes what there is to decide on: a Reviewer, an Outlook.
type decided interface {
	Add(app.File)
	AddItem(app.Item)
}

// facts gives all that may go until a day: cards, and records with a time of
// their own. It reads what an index shows to be old enough, and no more.
func (tx *Tx) facts(policy app.Policy, until app.Day, to decided) error {
	if rule, ok := policy.Rule(app.ClassCustomer, tx.Today); ok && rule.Timed() {
		err := store.FilesUntil(tx.Tx, rule.LatestBegin(until), func(f app.File) error {
			to.Add(f)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, part := range []func(app.Policy, app.Day, func(app.Item)) error{tx.records, tx.entryItems, tx.requestItems, tx.visitorItem, tx.logItem} {
		if err := part(policy, until, to.AddItem); err != nil {
			return err
		}
	}
	return nil
}

// records gives contacts, recordings and technical facts. What hangs on a contact
// that goes today goes with it.
func (tx *Tx) records(policy app.Policy, until app.Day, give func(app.Item)) error {
	going := map[string]bool{}
	for _, class := range store.ItemClasses() {
		rule, ok := policy.Rule(class, tx.Today)
		if !ok || !rule.Timed() {
			continue
		}
		items, err := store.Items(tx.Tx, class, rule.LatestBegin(until))
		if err != nil {
			return err
		}
		for _, i := range items {
			if going[i.Event.Ref] {
				continue
			}
			if i.Counts.Contacts > 0 && app.DecideItem(i, policy, tx.Today).Due(tx.Today) {
				going[i.Record] = true
			}
			if rule.Do == app.Anonymise {
				i.Counts.Anonymised = i.Counts.Contacts // of each something stays
			}
			give(i)
		}
	}
	return nil
}

// entryItems gives the entries of the e-mail list: what their time counts from,
// app.ClockOfEntry says.
func (tx *Tx) entryItems(policy app.Policy, until app.Day, give func(app.Item)) error {
	rows, err := store.Entries(tx.Tx)
	if err != nil {
		return err
	}
	var old []store.EntryRow
	for _, e := range rows {
		if c := app.ClockOfEntry(e.ListEntry, e.Contact, policy, tx.Today); c.EraseOn != "" && c.EraseOn <= until {
			old = append(old, e)
		}
	}
	items, err := tx.itemsOfEntries(policy, old)
	for _, i := range items {
		give(i)
	}
	return err
}

func (tx *Tx) itemsOfEntries(policy app.Policy, rows []store.EntryRow) ([]app.Item, error) {
	var cards []string
	for _, e := range rows {
		if e.CustomerID != "" {
			cards = append(cards, e.CustomerID)
		}
	}
	keeping, err := store.KeepEntries(tx.Tx, cards)
	if err != nil {
		return nil, err
	}
	asked := map[string][]app.Guard{}
	if len(rows) > 0 {
		if asked, err = store.AskedEntries(tx.Tx); err != nil {
			return nil, err
		}
	}
	out := make([]app.Item, 0, len(rows))
	for _, e := range rows {
		clock := app.ClockOfEntry(e.ListEntry, e.Contact, policy, tx.Today)
		card := keeping[e.CustomerID]
		out = append(out, app.Item{
			Class: app.ClassMailing, Record: e.ID, CustomerID: e.CustomerID, Number: e.Number, Name: e.Email,
			Event: app.Event{Kind: app.EventKind(clock.Because), On: clock.From}, Holds: card.Holds, Guards: withGuards(card.Guards, asked[e.ID]),
			Counts: app.Counts{Entries: 1},
		})
	}
	return out, nil
}

// withGuards adds those that are not there yet.
func withGuards(guards, more []app.Guard) []app.Guard {
	out := slices.Clone(guards)
	for _, g := range more {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// visitorItem gives what tells visitors of the site apart, all of it as one.
func (tx *Tx) visitorItem(policy app.Policy, until app.Day, give func(app.Item)) error {
	rule, ok := policy.Rule(app.ClassVisitor, tx.Today)
	if !ok || !rule.Timed() {
		return nil
	}
	oldest, err := store.OldestVisitor(tx.Tx)
	if err != nil || oldest == "" || oldest > rule.LastOver(until) {
		return err
	}
	last := rule.LastOver(tx.Today)
	if oldest > last {
		last = rule.LastOver(until)
	}
	_, n, err := store.VisitorNumbers(tx.Tx, last)
	give(app.Item{Class: app.ClassVisitor, Record: allVisitors, Event: app.Event{Kind: "visit", On: oldest}, Counts: app.Counts{Visitors: n}})
	return err
}

// logItem gives the oldest lines of the log, all of them as one.
func (tx *Tx) logItem(policy app.Policy, until app.Day, give func(app.Item)) error {
	rule, ok := policy.Rule(app.ClassAudit, tx.Today)
	if !ok || !rule.Timed() {
		return nil
	}
	for _, day := range []app.Day{tx.Today, until} {
		first, n, _, err := store.OldAudit(tx.Tx, tx.afterDay(rule.LastOver(day)))
		if err != nil {
			return err
		}
		if n > 0 {
			on := app.DayOf(first.In(tx.v.zone))
			give(app.Item{Class: app.ClassAudit, Record: oldLog, Event: app.Event{Kind: "written", On: on}, Counts: app.Counts{LogRows: n}})
			return nil
		}
	}
	return nil
}

// afterDay is the moment at which a day ends in Finland.
func (tx *Tx) afterDay(day app.Day) time.Time {
	t := day.AddDays(1).Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, tx.v.zone)
}

// dueItems gives, of some records of a class, those that are due today.
func (tx *Tx) dueItems(policy app.Policy, class string, ids []string) ([]app.Decision, error) {
	var out []app.Decision
	take := func(i app.Item) {
		if d := app.DecideItem(i, policy, tx.Today); d.Due(tx.Today) {
			out = append(out, d)
		}
	}
	switch class {
	case app.ClassVisitor:
		return out, tx.visitorItem(policy, tx.Today, take)
	case app.ClassAudit:
		return out, tx.logItem(policy, tx.Today, take)
	}
	items, err := tx.itemsByID(policy, class, ids)
	for _, i := range items {
		take(i)
	}
	return out, err
}

// itemsByID gives some records of a class in the order of their ids, or as the
// register has them; unknown ids are left out.
func (tx *Tx) itemsByID(policy app.Policy, class string, ids []string) ([]app.Item, error) {
	switch class {
	case app.ClassRequest:
		return tx.closedRequests(ids)
	case app.ClassMailing:
		rows, err := store.EntriesByID(tx.Tx, ids)
		if err != nil {
			return nil, err
		}
		return tx.itemsOfEntries(policy, rows)
	}
	items, err := store.ItemsOf(tx.Tx, class, ids)
	out := make([]app.Item, 0, len(items))
	for _, id := range ids {
		if i, ok := items[id]; ok {
			out = append(out, i)
		}
	}
	return out, err
}

// DecisionsOn gives what the rules say of some records of a class that have a time
// of their own, due or not. The ids are those of contacts (chat, contact,
// technical), attachments (recording), entries of the e-mail list (mailing) and
// requests (request). What is unknown, still open, or goes with its card is left out.
func (tx *Tx) DecisionsOn(class string, ids []string) ([]app.Decision, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	policy, err := tx.Policy()
	if err != nil {
		return nil, err
	}
	if class == app.ClassTechnical {
		of := make([]string, len(ids))
		for i, id := range ids {
			of[i] = store.TechnicalRecord(id)
		}
		ids = of
	}
	items, err := tx.itemsByID(policy, class, ids)
	if err != nil {
		return nil, err
	}
	var out []app.Decision
	for _, i := range items {
		if d := app.DecideItem(i, policy, tx.Today); d.EraseOn != "" {
			out = append(out, d)
		}
	}
	return out, nil
}
