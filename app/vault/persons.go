package vault

import (
	"errors"
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// SavePerson adds a contact person (without id) or changes one.
func (tx *Tx) SavePerson(p app.ContactPerson) error {
	c, err := store.Customer(tx.Tx, p.CustomerID)
	if err != nil {
		return err
	}
	found := p.ID == ""
	if found {
		c.Persons = append(c.Persons, p)
	}
	for i := range c.Persons {
		if p.ID != "" && c.Persons[i].ID == p.ID {
			c.Persons[i], found = p, true
		}
	}
	if !found {
		return app.E("not-found", "person")
	}
	if err := tx.MayUse(c.ID, app.UseEdit); err != nil {
		return err
	}
	c = c.Normalised()
	c.CorrectedOn = tx.Today
	return tx.saveCustomer(c, "person-saved", []string{"persons"})
}

// DeletePerson takes a contact person off the card for good.
func (tx *Tx) DeletePerson(customerID, id string) error {
	c, err := store.Customer(tx.Tx, customerID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(c.Persons, func(p app.ContactPerson) bool { return p.ID == id })
	if at < 0 {
		return app.E("not-found", "person")
	}
	if err := tx.MayUse(customerID, app.UseEdit); err != nil {
		return err
	}
	c.Persons = slices.Delete(c.Persons, at, at+1)
	c.CorrectedOn = tx.Today
	return tx.saveCustomer(c, "person-deleted", []string{"persons"})
}

// dropPersons erases the contact persons that the card no longer has.
func (tx *Tx) dropPersons(c app.Customer) error {
	there, err := store.PersonsOf(tx.Tx, c.ID)
	if err != nil {
		return err
	}
	for _, p := range there {
		stays := slices.ContainsFunc(c.Persons, func(q app.ContactPerson) bool { return q.ID == p.ID })
		if stays {
			continue
		}
		if err := errors.Join(store.ErasePerson(tx.Tx, p.ID), tx.uncleansed()); err != nil {
			return err
		}
	}
	return nil
}
