package vault

import (
	"context"
	"errors"

	"kortisto/app"
	"kortisto/store"
)

// Anonymised is what became of contacts that were made anonymous.
type Anonymised struct {
	Counts  app.Counts        `json:"counts"`  // rows that went, and in Anonymised the rows that stay without whose they are
	Words   []app.MaskedCount `json:"-"`       // what was taken out; for nobody's eyes once it is gone
	Masks   []MaskCount       `json:"masks"`   // how often each kind was taken out
	Residue int               `json:"residue"` // strings found afterwards; 0, or it has failed
	Needles []string          `json:"-"`       // what must be found nowhere in the bytes
}

// MaskCount is how often something of a kind was taken out.
type MaskCount struct {
	Mask  string `json:"mask"`
	Count int    `json:"count"`
}

// AnonymisePreview tells what a contact would become by a choice, and which words
// go, so that a person can look at them. Nothing is changed.
func (tx *Tx) AnonymisePreview(id string, choice app.MaskChoice) (p app.AnonymousPreview, err error) {
	choice = choice.Normalised()
	if err := choice.Check().OrNil(); err != nil {
		return p, err
	}
	w, a, err := tx.maskable(id, choice)
	if err != nil {
		return p, err
	}
	if p.Result, p.Words, err = app.AnonymousOf(w, "", a, choice); err != nil {
		return p, err
	}
	p.Goes = app.Counts{Contacts: 1, Messages: len(w.Messages), Attachments: w.Contact.Attachments, Technical: len(w.Technical), Anonymised: 1}
	return p, nil
}

// maskable is a contact, and somebody who knows all names of the register.
func (tx *Tx) maskable(id string, choice app.MaskChoice) (w app.WholeContact, a *app.Anonymiser, err error) {
	if w, err = tx.WholeContact(id); err != nil {
		return
	}
	c, err := store.Customer(tx.Tx, w.Contact.CustomerID)
	if err != nil {
		return
	}
	if len(choice.Take)+len(choice.Spare) > 0 {
		a, err = tx.anonymiser(app.Mark) // what is chosen here holds nowhere else
	} else {
		a, err = tx.knower()
	}
	if err == nil {
		a.About(c.Number)
	}
	return
}

// knower is the anonymiser of this transaction: the register is read for it once.
func (tx *Tx) knower() (*app.Anonymiser, error) {
	if tx.known == nil {
		a, err := tx.anonymiser(app.Mark)
		if err != nil {
			return nil, err
		}
		tx.known = a
	}
	return tx.known, nil
}

// AnonymiseContact takes a contact off its customer and keeps what was said
// without whose it was, by itself: all that is found is taken out. It can not be
// taken back.
func (tx *Tx) AnonymiseContact(id string) (Anonymised, error) {
	return tx.AnonymiseContacts([]string{id}, app.MaskChoice{})
}

// AnonymiseContacts does so with several: what stays of each is written first,
// then all of it is looked for that must be found nowhere (Needles), and then the
// contacts go by the erase path with their messages, files and technical facts.
// Of them the card keeps nothing but the day on which its customer was needed. The
// log says that it was done, not to whom: the new rows would be known by it.
//
// Until the vault is cleansed, traces are left as bytes; holds and guards are the
// caller's to look at.
func (tx *Tx) AnonymiseContacts(ids []string, choice app.MaskChoice) (out Anonymised, err error) {
	choice = choice.Normalised()
	if err := choice.Check().OrNil(); err != nil {
		return out, err
	}
	for _, id := range ids {
		w, a, err := tx.maskable(id, choice)
		if err != nil {
			return out, err
		}
		row, words, err := app.AnonymousOf(w, tx.NewID(), a, choice)
		if err != nil {
			return out, err
		}
		if err := store.InsertAnonymous(tx.Tx, row); err != nil {
			return out, err
		}
		for _, f := range words {
			out.Words = append(out.Words, app.MaskedCount{Mask: f.Mask, Word: f.As, Count: f.Count})
		}
	}
	if out.Needles, err = store.AnonymisedStrings(tx.Tx, ids, out.Words); err != nil {
		return out, err
	}
	if out.Counts, err = store.EraseItems(tx.Tx, app.ClassContact, ids); err != nil {
		return out, err
	}
	out.Counts.Anonymised = len(ids)
	out.Masks = masksOf(out.Words)
	return out, errors.Join(tx.uncleansed(), tx.audit("contact-anonymised", "", "contacts"))
}

// masksOf adds words up by what they were.
func masksOf(words []app.MaskedCount) []MaskCount {
	out := []MaskCount{}
	for _, mask := range app.Masks() {
		n := 0
		for _, w := range words {
			if w.Mask == mask {
				n += w.Count
			}
		}
		if n > 0 {
			out = append(out, MaskCount{mask, n})
		}
	}
	return out
}

// AnonymiseContact does so with one contact as the owner has confirmed it, and
// goes on to the bytes: the vault is rewritten, and everything decrypted is
// searched for what must be gone. A contact whose customer is on hold stays as it
// is: "anonymise-held". Anything found afterwards is "residue-found".
func (v *Vault) AnonymiseContact(ctx context.Context, id string, choice app.MaskChoice, progress Progress) (out Anonymised, err error) {
	if err := ctx.Err(); err != nil {
		return Anonymised{Masks: []MaskCount{}}, told(err)
	}
	err = v.Update(func(tx *Tx) error {
		c, err := store.Contact(tx.Tx, id)
		if err != nil {
			return err
		}
		f, err := store.FileOf(tx.Tx, c.CustomerID)
		if err != nil {
			return err
		}
		if len(f.Holds)+len(f.Guards) > 0 {
			return app.E("anonymise-held", "")
		}
		out, err = tx.AnonymiseContacts([]string{id}, choice)
		return err
	})
	if err != nil {
		return Anonymised{Masks: []MaskCount{}}, err
	}
	p := Purged{}
	err = v.scrub(out.Needles, &p, progress)
	out.Residue = p.Residue
	return out, err
}

// Anonymous lists what stays of conversations without whose they were, the newest
// month first, and says how many there are. limit 0 lists all.
func (tx *Tx) Anonymous(limit, offset int) ([]app.Anonymous, int, error) {
	return store.AnonymousPage(tx.Tx, limit, offset)
}
