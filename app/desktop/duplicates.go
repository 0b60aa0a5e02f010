package desktop

import (
	"errors"

	"kortisto/app"
	"kortisto/app/vault"
)

// Duplicates finds cards that are one customer, and makes them one.
type Duplicates struct{ sh *shell }

// DuplicatePage is a list of pairs, the surest first, and how many there are in all.
type DuplicatePage struct {
	Pairs []app.Duplicate `json:"pairs"`
	Total int             `json:"total"`
}

// MergeOffer is two cards side by side, and what merging them would mean.
type MergeOffer struct {
	Left   MergeSide    `json:"left"`
	Right  MergeSide    `json:"right"`
	Fields []string     `json:"fields"` // of which one card's value is chosen
	By     app.Likeness `json:"by"`
}

// MergeSide is one of the two cards.
type MergeSide struct {
	Customer app.Customer  `json:"customer"`
	Moves    []vault.Moves `json:"moves"` // what is under it
	Gaps     []string      `json:"gaps"`  // fields that it lacks and the other has
}

// MergeUndo says whether the latest merge into a card can be taken back, and which
// card would come back.
type MergeUndo struct {
	Possible bool   `json:"possible"`
	Number   string `json:"number"`
	Name     string `json:"name"`
}

// List gives the pairs that are likely the same customer.
func (d *Duplicates) List(limit int) (DuplicatePage, error) {
	return view(d.sh, func(tx *vault.Tx) (DuplicatePage, error) {
		pairs, total, err := tx.Duplicates(min(max(limit, 1), 1000))
		return DuplicatePage{list(pairs), total}, err
	})
}

// Like gives the cards that look like a new one with the fields given so far.
func (d *Duplicates) Like(values []FieldValue) ([]vault.Alike, error) {
	return view(d.sh, func(tx *vault.Tx) ([]vault.Alike, error) {
		var c app.Customer
		for _, v := range values {
			if err := c.SetField(v.Field, v.Value); err != nil {
				return nil, err
			}
		}
		found, err := tx.Alike(c, 5)
		return list(found), err
	})
}

// Offer shows two cards and what is under them.
func (d *Duplicates) Offer(left, right string) (MergeOffer, error) {
	return view(d.sh, func(tx *vault.Tx) (MergeOffer, error) {
		if left == right {
			return MergeOffer{}, app.E("merge-itself", "other")
		}
		l, err := side(tx, left)
		if err != nil {
			return MergeOffer{}, err
		}
		r, err := side(tx, right)
		if err != nil {
			return MergeOffer{}, err
		}
		l.Gaps, r.Gaps = app.MergeGaps(l.Customer, r.Customer), app.MergeGaps(r.Customer, l.Customer)
		by := l.Customer.Signs().Like(r.Customer.Signs())
		return MergeOffer{l, r, app.MergeFields(), list(by)}, nil
	})
}

func side(tx *vault.Tx, id string) (MergeSide, error) {
	c, err := tx.Customer(id)
	if err != nil {
		return MergeSide{}, err
	}
	moves, err := tx.UnderCard(id)
	return MergeSide{Customer: whole(c), Moves: list(moves)}, err
}

// Merge makes one card of two; the named fields are taken from the other.
func (d *Duplicates) Merge(kept, other string, take []string) (vault.Merged, error) {
	return update(d.sh, func(tx *vault.Tx) (vault.Merged, error) {
		m, err := tx.Merge(kept, other, take)
		return wholeMerged(m), err
	})
}

// Undo takes the latest merge into a card back.
func (d *Duplicates) Undo(kept string) (vault.Merged, error) {
	return update(d.sh, func(tx *vault.Tx) (vault.Merged, error) {
		m, err := tx.Unmerge(kept)
		return wholeMerged(m), err
	})
}

// Last says whether a merge into a card can be taken back.
func (d *Duplicates) Last(kept string) (MergeUndo, error) {
	return view(d.sh, func(tx *vault.Tx) (MergeUndo, error) {
		m, err := tx.LastMerge(kept)
		if errors.Is(err, app.E("merge-none", "")) {
			return MergeUndo{}, nil
		}
		return MergeUndo{true, m.Number, m.Name}, err
	})
}

// Different remembers that two cards are two people.
func (d *Duplicates) Different(one, other string) error {
	return only(update(d.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.Different(one, other) }))
}

// NotDifferent takes that back.
func (d *Duplicates) NotDifferent(one, other string) error {
	return only(update(d.sh, func(tx *vault.Tx) (none, error) { return none{}, tx.NotDifferent(one, other) }))
}

func wholeMerged(m vault.Merged) vault.Merged {
	m.Kept, m.Other, m.Fields = whole(m.Kept), whole(m.Other), list(m.Fields)
	return m
}
