package vault

import (
	"strconv"

	"kortisto/app"
	"kortisto/store"
)

// MaxTraining is how many contacts go into one file to learn from: what a person
// can still look through.
const MaxTraining = 20_000

// Training gives the chosen contacts without whose they are, oldest first, with
// every name of the register taken out of their texts, and what was taken out.
// More than MaxTraining of them are "too-many-contacts". yield may stop it by an error.
func (tx *Tx) Training(choice app.TrainingChoice, label func(mask string) string, yield func(item app.TrainingItem, done, total int) error) ([]app.MaskedCount, error) {
	if err := choice.Check().OrNil(); err != nil {
		return nil, err
	}
	ids, _, err := store.TrainingContacts(tx.Tx, choice)
	if err != nil {
		return nil, err
	}
	if len(ids) > MaxTraining {
		return nil, app.E("too-many-contacts", "", "limit", strconv.Itoa(MaxTraining), "count", strconv.Itoa(len(ids)))
	}
	a, err := tx.anonymiser(label)
	if err != nil {
		return nil, err
	}
	numbers := map[string]string{}
	for i, id := range ids {
		w, err := tx.WholeContact(id)
		if err != nil {
			return nil, err
		}
		number, known := numbers[w.Contact.CustomerID]
		if !known {
			c, err := store.Customer(tx.Tx, w.Contact.CustomerID)
			if err != nil {
				return nil, err
			}
			number = c.Number
			numbers[w.Contact.CustomerID] = number
		}
		a.About(number)
		if err := yield(app.TrainingOf(w, i+1, a), i+1, len(ids)); err != nil {
			return nil, err
		}
	}
	return a.Found(), nil
}

// TrainingLeft counts the contacts that a choice wants and that are left out, for
// they are of restricted customers.
func (tx *Tx) TrainingLeft(choice app.TrainingChoice) (int, error) {
	if err := choice.Check().OrNil(); err != nil {
		return 0, err
	}
	_, left, err := store.TrainingContacts(tx.Tx, choice)
	return left, err
}

// anonymiser knows everybody in the register, and the firm.
func (tx *Tx) anonymiser(label func(mask string) string) (*app.Anonymiser, error) {
	a := app.NewAnonymiser(label)
	firm, err := tx.Firm()
	if err != nil {
		return nil, err
	}
	// customers first: whoever is both is a customer to the reader
	err = store.Identities(tx.Tx, func(c app.Customer) error {
		a.Customer(c)
		return nil
	})
	a.Firm(firm)
	return a, err
}
