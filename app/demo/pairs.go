package demo

import (
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// doubles are customers who are there a second time, written down by somebody who
// did not look first: as whom, and how much of the card is the same.
var doubles = map[int]struct {
	of   int
	same func(of, drawn app.Customer) app.Customer
}{
	21: {20, func(of, drawn app.Customer) app.Customer { // moved the names, has a new phone
		drawn.Name, drawn.Kind, drawn.BusinessID, drawn.Persons = turned(of), of.Kind, of.BusinessID, nil
		drawn.Street, drawn.Postcode, drawn.Town, drawn.Email = of.Street, of.Postcode, of.Town, ""
		return drawn
	}},
	23: {22, func(of, drawn app.Customer) app.Customer { // rang again from the same number
		drawn.Phone, drawn.Name, drawn.Kind, drawn.BusinessID, drawn.Persons = of.Phone, initial(of.Name), of.Kind, of.BusinessID, nil
		return drawn
	}},
	33: {32, func(of, drawn app.Customer) app.Customer { // ordered on the web site
		drawn.Name, drawn.Kind, drawn.BusinessID, drawn.Persons = strings.ToUpper(of.Name), of.Kind, of.BusinessID, nil
		drawn.Email, drawn.Street, drawn.Postcode, drawn.Town = of.Email, "", of.Postcode, of.Town
		if drawn.Email == "" {
			drawn.Phone = of.Phone
		}
		return drawn
	}},
	different: {34, func(of, drawn app.Customer) app.Customer { // shares a phone with somebody of the family
		drawn.Phone = of.Phone
		return drawn
	}},
}

// Customers of special kinds, by their place: their number is this and a
// thousand or so more.
const (
	asking    = 10 // the first of those who wait for an answer
	answered  = 15 // the first who does not
	fromFile  = 15 // the first who came with a file
	byHand    = 20 // the first after them
	merged    = 30 // was there twice until somebody noticed
	different = 35 // looks like the one before, and is somebody else
)

// card adds the card with the running number n: drawn, or made after another.
func (f *filler) card(tx *vault.Tx, n int, drawn app.Customer) (app.Customer, error) {
	if d, ok := doubles[n]; ok {
		drawn = d.same(f.some.cards[d.of], drawn)
	}
	if n == fromFile {
		if err := f.batchOf(tx, min(byHand, f.of)-fromFile); err != nil {
			return drawn, err
		}
	}
	if n >= fromFile && n < byHand {
		f.done.Imported++
		return tx.BatchAdd(f.batch, n-fromFile+2, drawn)
	}
	return tx.AddCustomer(drawn)
}

func (f *filler) batchOf(tx *vault.Tx, customers int) (err error) {
	if f.batch, err = tx.StartBatch("customers", f.words.Files.Customers, ""); err != nil {
		return err
	}
	return tx.EndBatch(f.batch, customers, 0, 0)
}

// pair does what the two cards of a pair need once both are there.
func (f *filler) pair(tx *vault.Tx, n int, c app.Customer) error {
	if n < chunk {
		f.some.cards[n] = c
	}
	switch n {
	case different:
		f.done.Different++
		return tx.Different(f.some.cards[doubles[n].of].ID, c.ID)
	case merged:
		return f.merge(tx, c)
	}
	return nil
}

func (f *filler) merge(tx *vault.Tx, c app.Customer) error {
	twin := c.Clone()
	twin.ID, twin.Number, twin.Designation, twin.Persons, twin.Name = "", "", "", nil, turned(c)
	twin, err := tx.AddCustomer(twin)
	if err != nil {
		return err
	}
	if err := f.contact(tx, twin, life{came: twin.CreatedOn, last: twin.CreatedOn}, true); err != nil {
		return err
	}
	f.done.Merges++
	_, err = tx.Merge(c.ID, twin.ID, nil)
	return err
}

// turned is "Virtanen Matti" for "Matti Virtanen"; a firm is called by its name.
func turned(c app.Customer) string {
	if first, last, ok := strings.Cut(c.Name, " "); ok && c.Kind == app.Person {
		return last + " " + first
	}
	return strings.ToUpper(c.Name)
}

// initial is "M. Virtanen" for "Matti Virtanen".
func initial(name string) string {
	first, last, ok := strings.Cut(name, " ")
	if !ok {
		return name
	}
	return string([]rune(first)[:1]) + ". " + last
}
