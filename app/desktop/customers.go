package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Customers is the list, the search and the card.
type Customers struct{ sh *shell }

// CustomerQuery asks for a stretch of the list.
type CustomerQuery struct {
	Text   string             `json:"text"`
	Filter app.CustomerFilter `json:"filter"`
	Sort   string             `json:"sort"` // number, name, town, postcode, lastNeeded
	Desc   bool               `json:"desc"`
	Offset int                `json:"offset"`
	Limit  int                `json:"limit"` // at most 500
}

// CustomerPage is that stretch, and how many there are in all.
type CustomerPage struct {
	Rows  []app.CustomerRow `json:"rows"`
	Total int               `json:"total"`
}

// FieldValue is one field of a form, by the names of app.CustomerFields.
type FieldValue struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// Card is all that the customer page shows but the timeline.
type Card struct {
	Customer app.Customer  `json:"customer"`
	Decision app.Decision  `json:"decision"`
	Consents []app.Consent `json:"consents"`
	Holds    []app.Hold    `json:"holds"`
	Remarks  []*app.Error  `json:"remarks"` // odd, and saved all the same
	// Restricted is what the card says of restrictions (GDPR Art. 18).
	Restricted RestrictionsOf `json:"restricted"`
}

// Edited is the card after an edit, and the card before it for Restore.
type Edited struct {
	Card   Card         `json:"card"`
	Before app.Customer `json:"before"`
}

// Find searches every field, best hits first.
func (c *Customers) Find(text string, limit int) ([]app.CustomerRow, error) {
	return view(c.sh, func(tx *vault.Tx) ([]app.CustomerRow, error) {
		rows, err := tx.Find(text, min(max(limit, 1), 100))
		if rows == nil {
			rows = []app.CustomerRow{}
		}
		return rows, err
	})
}

// Open gives a card and writes down that it was looked at.
func (c *Customers) Open(id string) (Card, error) {
	return call(c.sh, func() (out Card, err error) {
		v, err := c.sh.vault()
		if err != nil {
			return out, err
		}
		err = v.View(func(tx *vault.Tx) (err error) {
			out, err = card(tx, id)
			return err
		})
		if err != nil {
			return Card{}, err
		}
		return out, v.Viewed(id)
	})
}

// Reload gives a card that is already open.
func (c *Customers) Reload(id string) (Card, error) {
	return view(c.sh, func(tx *vault.Tx) (Card, error) { return card(tx, id) })
}

// Blank is what a new card begins with.
func (c *Customers) Blank() (app.Customer, error) {
	return view(c.sh, func(tx *vault.Tx) (app.Customer, error) {
		b, err := tx.NewCustomer()
		b.Persons = []app.ContactPerson{}
		return b, err
	})
}

// Add makes a card of the fields given.
func (c *Customers) Add(values []FieldValue) (Card, error) {
	return update(c.sh, func(tx *vault.Tx) (Card, error) {
		fresh, err := tx.NewCustomer()
		if err != nil {
			return Card{}, err
		}
		var problems app.Errors
		for _, v := range values {
			if v.Field == "marketing" { // it has its own ledger, with a day and a source
				problems = append(problems, app.E("choice-invalid", v.Field))
			} else if err := fresh.SetField(v.Field, v.Value); err != nil {
				problems = append(problems, app.Told(err)...)
			}
		}
		if err := problems.OrNil(); err != nil {
			return Card{}, err
		}
		added, err := tx.AddCustomer(fresh)
		if err != nil {
			return Card{}, err
		}
		return card(tx, added.ID)
	})
}

// Edit saves changed fields. Before goes back to Restore when it is undone.
func (c *Customers) Edit(id string, values []FieldValue) (Edited, error) {
	return update(c.sh, func(tx *vault.Tx) (Edited, error) {
		change := map[string]string{}
		for _, v := range values {
			change[v.Field] = v.Value
		}
		before, _, err := tx.EditCustomer(id, change)
		if err != nil {
			return Edited{}, err
		}
		after, err := card(tx, id)
		return Edited{after, whole(before)}, err
	})
}

// Restore takes an edit back.
func (c *Customers) Restore(before app.Customer) (Card, error) {
	return update(c.sh, func(tx *vault.Tx) (Card, error) {
		if _, err := tx.RestoreCustomer(before); err != nil {
			return Card{}, err
		}
		return card(tx, before.ID)
	})
}

// SavePerson adds a contact person (without id) or changes one.
func (c *Customers) SavePerson(p app.ContactPerson) (Edited, error) {
	return c.persons(p.CustomerID, func(tx *vault.Tx) error { return tx.SavePerson(p) })
}

// DeletePerson takes a contact person off the card.
func (c *Customers) DeletePerson(customerID, id string) (Edited, error) {
	return c.persons(customerID, func(tx *vault.Tx) error { return tx.DeletePerson(customerID, id) })
}

func (c *Customers) persons(customerID string, change func(tx *vault.Tx) error) (Edited, error) {
	return update(c.sh, func(tx *vault.Tx) (Edited, error) {
		before, err := tx.Customer(customerID)
		if err != nil {
			return Edited{}, err
		}
		if err := change(tx); err != nil {
			return Edited{}, err
		}
		after, err := card(tx, customerID)
		return Edited{after, whole(before)}, err
	})
}

func card(tx *vault.Tx, id string) (Card, error) {
	c, err := tx.Customer(id)
	if err != nil {
		return Card{}, err
	}
	d, err := tx.Decision(id)
	if err != nil {
		return Card{}, err
	}
	consents, err := tx.Consents(id)
	if err != nil {
		return Card{}, err
	}
	holds, err := tx.Holds(id)
	if err != nil {
		return Card{}, err
	}
	_, remarks := c.Check(tx.Today)
	known, err := tx.KnownMail(c.Email)
	if err != nil {
		return Card{}, err
	}
	if known.Suppressed != "" {
		remarks = append(remarks, app.E("mail-suppressed", "email", "reason", string(known.Suppressed), "day", string(known.SuppressedOn)))
	}
	restricted, err := restrictionsOf(tx, id)
	return Card{whole(c), d, list(consents), list(holds), list(remarks), restricted}, err
}

func whole(c app.Customer) app.Customer {
	c.Persons = list(c.Persons)
	return c
}
