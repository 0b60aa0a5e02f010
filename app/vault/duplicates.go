package vault

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// Duplicates lists pairs of cards that are likely the same customer, the surest
// first and at most limit, and says how many there are. Pairs of which the owner
// said that they are two people are not among them.
func (tx *Tx) Duplicates(limit int) ([]app.Duplicate, int, error) {
	pairs, err := store.Duplicates(tx.Tx)
	if err != nil {
		return nil, 0, err
	}
	out, err := tx.shown(pairs[:min(max(limit, 0), len(pairs))])
	return out, len(pairs), err
}

// Alike is a card in the register that looks like the one at hand, and by what.
type Alike struct {
	Customer app.CustomerRow `json:"customer"`
	By       app.Likeness    `json:"by"`
}

// Alike lists the cards that look like c, the surest first and at most limit. Also
// those that share no more than the name, which is all that is known of a card
// that is being begun; app.Likeness.Likely tells them apart.
func (tx *Tx) Alike(c app.Customer, limit int) ([]Alike, error) {
	pairs, err := store.FindLike(tx.Tx, c.Normalised(), limit)
	if err != nil {
		return nil, err
	}
	rows, err := tx.rowsOf(pairs)
	out := make([]Alike, len(pairs))
	for i, p := range pairs {
		out[i] = Alike{rows[p.First], p.By}
	}
	return out, err
}

func (tx *Tx) shown(pairs []store.Pair) ([]app.Duplicate, error) {
	rows, err := tx.rowsOf(pairs)
	out := make([]app.Duplicate, len(pairs))
	for i, p := range pairs {
		out[i] = app.Duplicate{First: rows[p.First], Second: rows[p.Second], By: p.By}
	}
	return out, err
}

func (tx *Tx) rowsOf(pairs []store.Pair) (map[string]app.CustomerRow, error) {
	var ids []string
	for _, p := range pairs {
		ids = append(ids, p.First, p.Second)
	}
	slices.Sort(ids)
	out := map[string]app.CustomerRow{}
	for part := range slices.Chunk(slices.Compact(ids), 500) {
		rows, _, err := tx.Customers(CustomerFilter{IDs: part})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.ID] = r
		}
	}
	return out, nil
}

// Different remembers that two cards are two people, and offers them no more.
func (tx *Tx) Different(one, other string) error {
	if err := tx.twoCards(one, other); err != nil {
		return err
	}
	return errors.Join(store.InsertDifferent(tx.Tx, one, other), tx.audit("customers-different", one), tx.audit("customers-different", other))
}

// NotDifferent takes that back.
func (tx *Tx) NotDifferent(one, other string) error {
	if err := tx.twoCards(one, other); err != nil {
		return err
	}
	return errors.Join(store.EraseDifferent(tx.Tx, one, other), tx.audit("customers-alike", one), tx.audit("customers-alike", other))
}

func (tx *Tx) twoCards(one, other string) error {
	if one == other {
		return app.E("merge-itself", "other")
	}
	for _, id := range []string{one, other} {
		if _, err := store.Customer(tx.Tx, id); err != nil {
			return err
		}
	}
	return nil
}

// Moves counts what would move with a card into another, by table.
type Moves struct {
	Table string `json:"table"`
	Count int    `json:"count"`
}

// UnderCard counts what is under a card and would move with it, in the order of
// the data map. What is the program's own book-keeping is left out.
func (tx *Tx) UnderCard(id string) ([]Moves, error) {
	counts, err := store.UnderCard(tx.Tx, id)
	out := []Moves{}
	for _, table := range app.PersonalTables() {
		if n := counts[table]; n > 0 && len(app.AccessColumns(table)) > 0 && table != "import_rows" {
			out = append(out, Moves{table, n})
		}
	}
	return out, err
}

// Merged is the outcome of a merge or of taking one back.
type Merged struct {
	Kept   app.Customer `json:"kept"`
	Other  app.Customer `json:"other"`  // as it went, or as it came back
	Fields []string     `json:"fields"` // that the merge changed on the kept card, or that stay as changed since
	Stayed int          `json:"stayed"` // rows that were changed since and stay under the kept card
}

// Merge makes one card of two: the named fields are taken from the other, everything
// that is under the other moves to the kept one, and the other's card goes. It can be
// taken back until the next retention run. Two numbers of one card are merge-itself.
func (tx *Tx) Merge(keptID, otherID string, take []string) (Merged, error) {
	if err := tx.twoCards(keptID, otherID); err != nil {
		return Merged{}, err
	}
	for _, id := range []string{keptID, otherID} {
		if err := tx.MayUse(id, app.UseMerge); err != nil {
			return Merged{}, err
		}
	}
	before, err := store.Customer(tx.Tx, keptID)
	if err != nil {
		return Merged{}, err
	}
	other, err := store.Customer(tx.Tx, otherID)
	if err != nil {
		return Merged{}, err
	}
	after, err := app.Merged(before, other, take)
	if err != nil {
		return Merged{}, err
	}
	id := tx.NewID()
	if err := tx.moveInto(id, before, other, after); err != nil {
		return Merged{}, err
	}
	now, err := store.Customer(tx.Tx, keptID)
	if err != nil {
		return Merged{}, err
	}
	text, err := json.Marshal(now)
	if err != nil {
		return Merged{}, err
	}
	if err := store.SetMerged(tx.Tx, id, string(text)); err != nil {
		return Merged{}, err
	}
	fields := app.Diff(before, now)
	if err := errors.Join(tx.audit("customer-merged", keptID, fields...), tx.audit("customer-merged-away", otherID)); err != nil {
		return Merged{}, err
	}
	return Merged{Kept: now, Other: other, Fields: fields}, nil
}

// moveInto carries a merge out: first the rows, then the other card away, so that
// its number is free, then the kept one as it shall be.
func (tx *Tx) moveInto(id string, before, other, after app.Customer) error {
	was, spoke, err := tx.asMerged(before)
	if err != nil {
		return err
	}
	gone, otherSpoke, err := tx.asMerged(other)
	if err != nil {
		return err
	}
	number := other.Number
	if after.Number == other.Number {
		number = before.Number
	}
	m := store.Merge{ID: id, CustomerID: before.ID, OtherID: other.ID, At: tx.Now, Number: number, Before: string(was), After: string(was), Other: string(gone)}
	if err := store.MergeRows(tx.Tx, m); err != nil {
		return err
	}
	if err := store.EraseMerged(tx.Tx, other.ID); err != nil {
		return err
	}
	if err := tx.checkCustomer(after); err != nil {
		return err
	}
	if err := store.UpdateCustomer(tx.Tx, after); err != nil {
		return err
	}
	return store.SetContacted(tx.Tx, before.ID, max(spoke, otherSpoke))
}

// mergedCard is a card as a merge remembers it: with the day of contacts that have
// gone, which counts for the retention clock and is no part of the card.
type mergedCard struct {
	app.Customer
	ContactedOn app.Day `json:"contactedOn"`
}

func (tx *Tx) asMerged(c app.Customer) (text []byte, spoke app.Day, err error) {
	if spoke, err = store.Contacted(tx.Tx, c.ID); err != nil {
		return nil, "", err
	}
	text, err = json.Marshal(mergedCard{c, spoke})
	return text, spoke, err
}

// contactedApart gives each card of a merge its own day back. One that has come
// since stays with the kept card.
func (tx *Tx) contactedApart(m store.Merge) error {
	var kept, other mergedCard
	if err := errors.Join(json.Unmarshal([]byte(m.Before), &kept), json.Unmarshal([]byte(m.Other), &other)); err != nil {
		return app.E("vault-damaged", "", "file", "SQLite")
	}
	now, err := store.Contacted(tx.Tx, m.CustomerID)
	if err != nil {
		return err
	}
	if now == max(kept.ContactedOn, other.ContactedOn) {
		now = kept.ContactedOn
	}
	return errors.Join(store.SetContacted(tx.Tx, m.CustomerID, now), store.SetContacted(tx.Tx, m.OtherID, other.ContactedOn))
}

// Mergeable is the latest merge of a card, while it can be taken back.
type Mergeable struct {
	At     string `json:"at"`     // RFC 3339, UTC
	Number string `json:"number"` // of the card that went
	Name   string `json:"name"`
}

// LastMerge tells of the latest merge into a card that can be taken back; without
// one it is merge-none.
func (tx *Tx) LastMerge(keptID string) (Mergeable, error) {
	m, cards, err := tx.lastMerge(keptID)
	return Mergeable{m.At.UTC().Format("2006-01-02T15:04:05Z"), cards.Other.Number, cards.Other.Name}, err
}

func (tx *Tx) lastMerge(keptID string) (m store.Merge, cards app.MergedCards, err error) {
	if _, err = store.Customer(tx.Tx, keptID); err != nil {
		return m, cards, err
	}
	m, err = store.LastMerge(tx.Tx, keptID)
	if errors.Is(err, app.E("not-found", "")) {
		return m, cards, app.E("merge-none", "")
	}
	if err != nil {
		return m, cards, err
	}
	for _, c := range []struct {
		text string
		into *app.Customer
	}{{m.Before, &cards.Before}, {m.After, &cards.After}, {m.Other, &cards.Other}} {
		if err := json.Unmarshal([]byte(c.text), c.into); err != nil {
			return m, cards, app.E("vault-damaged", "", "file", "SQLite")
		}
	}
	m.OtherID = cards.Other.ID
	return m, cards, nil
}

// Unmerge takes the latest merge into a card back: both cards are again as they
// were, but for what was changed since, which stays and is told. It fails with
// merge-none, and with number-taken or designation-taken where another card has
// got them by now.
func (tx *Tx) Unmerge(keptID string) (Merged, error) {
	m, cards, err := tx.lastMerge(keptID)
	if err != nil {
		return Merged{}, err
	}
	if err := tx.MayUse(keptID, app.UseMerge); err != nil {
		return Merged{}, err
	}
	now, err := store.Customer(tx.Tx, keptID)
	if err != nil {
		return Merged{}, err
	}
	kept, other, stayed := cards.Unmerged(now)
	if err := tx.dropPersons(kept); err != nil {
		return Merged{}, err
	}
	if err := store.UpdateCustomer(tx.Tx, kept); err != nil {
		return Merged{}, err
	}
	if err := store.InsertCustomer(tx.Tx, other); err != nil {
		return Merged{}, err
	}
	rows, err := store.UnmergeRows(tx.Tx, m)
	if err != nil {
		return Merged{}, err
	}
	if err := errors.Join(tx.contactedApart(m), store.EraseMerge(tx.Tx, m)); err != nil {
		return Merged{}, err
	}
	if err := errors.Join(tx.audit("customer-unmerged", keptID, stayed...), tx.audit("customer-unmerged", other.ID)); err != nil {
		return Merged{}, err
	}
	out := Merged{Fields: stayed, Stayed: rows}
	if out.Kept, err = store.Customer(tx.Tx, keptID); err != nil {
		return Merged{}, err
	}
	out.Other, err = store.Customer(tx.Tx, other.ID)
	return out, err
}

// forgetMerges makes all merges final, and gives the strings that must not be
// found afterwards.
func (v *Vault) forgetMerges() (needles []string, err error) {
	err = v.Update(func(tx *Tx) error {
		n, err := store.CountMerges(tx.Tx)
		if err != nil || n == 0 {
			return err
		}
		if needles, err = store.MergeStrings(tx.Tx); err != nil {
			return err
		}
		_, err = store.EraseMerges(tx.Tx)
		return cmp.Or(err, tx.uncleansed())
	})
	return needles, err
}
