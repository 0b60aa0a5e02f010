package store

import (
	"errors"
	"strings"

	"kortisto/app"
)

const customerColumns = `c.id, c.number, c.designation, c.name, c.kind, c.business_id, c.street, c.postcode, c.town,
	c.country, c.phone, c.email, c.language, c.created_on, c.corrected_on, c.marketing`

func scanCustomer(s scanner) (c app.Customer, err error) {
	err = s.Scan(&c.ID, &c.Number, &c.Designation, &c.Name, &c.Kind, &c.BusinessID, &c.Street, &c.Postcode, &c.Town,
		&c.Country, &c.Phone, &c.Email, &c.Language, &c.CreatedOn, &c.CorrectedOn, &c.Marketing)
	return c, err
}

// InsertCustomer adds a card with its contact persons; the caller has set all
// ids. A number or designation in use gives number-taken or designation-taken.
func InsertCustomer(tx *Tx, c app.Customer) error {
	r, err := tx.exec(`INSERT INTO customers (id, number, designation, name, kind, business_id, street, postcode, town,
		country, phone, email, language, created_on, corrected_on, name_key, phone_key, needed_on, same_name, same_street)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		c.ID, c.Number, c.Designation, c.Name, c.Kind, c.BusinessID, c.Street, c.Postcode, c.Town,
		c.Country, c.Phone, c.Email, c.Language, c.CreatedOn, c.CorrectedOn, nameKey(c.Name), app.PhoneKey(c.Phone),
		max(c.CreatedOn, c.CorrectedOn), app.SameName(c.Name), app.SameStreet(c.Street))
	if err != nil {
		return taken(tx, c, err)
	}
	key, err := r.LastInsertId()
	if err != nil {
		return err
	}
	for _, p := range c.Persons {
		if err := insertPerson(tx, key, p); err != nil {
			return err
		}
	}
	return indexCard(tx, key, c)
}

// UpdateCustomer writes the fields of the card and adds or changes the contact
// persons that it holds, by id. A contact person that is missing from it stays:
// persons go by ErasePerson.
func UpdateCustomer(tx *Tx, c app.Customer) error {
	return recard(tx, c.ID, func(key int64) error {
		err := tx.must(`UPDATE customers SET number = ?, designation = ?, name = ?, kind = ?, business_id = ?, street = ?,
			postcode = ?, town = ?, country = ?, phone = ?, email = ?, language = ?, created_on = ?, corrected_on = ?,
			name_key = ?, phone_key = ?, same_name = ?, same_street = ? WHERE key = ?`,
			c.Number, c.Designation, c.Name, c.Kind, c.BusinessID, c.Street, c.Postcode, c.Town, c.Country, c.Phone, c.Email,
			c.Language, c.CreatedOn, c.CorrectedOn, nameKey(c.Name), app.PhoneKey(c.Phone),
			app.SameName(c.Name), app.SameStreet(c.Street), key)
		if err != nil {
			return taken(tx, c, err)
		}
		if err := neededAnew(tx, key); err != nil {
			return err
		}
		for _, p := range c.Persons {
			if err := savePerson(tx, key, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// recard carries out a change of a card or its persons and brings the search
// index along. The index keeps no text, so the words to take out of it are
// worked out from the card as it was.
func recard(tx *Tx, id string, change func(key int64) error) error {
	key, err := customerKey(tx, id)
	if err != nil {
		return err
	}
	before, err := Customer(tx, id)
	if err != nil {
		return err
	}
	if err := change(key); err != nil {
		return err
	}
	after, err := Customer(tx, id)
	if err != nil {
		return err
	}
	return reindexCard(tx, key, before, after)
}

// taken says why the table refused a card. That is looked up only then: nearly
// every card is accepted, and the table's own constraints are what counts.
func taken(tx *Tx, c app.Customer, refused error) error {
	if taken, err := NumberTaken(tx, c.Number, c.ID); err != nil {
		return err
	} else if taken {
		return app.E("number-taken", "number", "number", c.Number)
	}
	if taken, err := DesignationTaken(tx, c.Designation, c.ID); err != nil {
		return err
	} else if taken {
		return app.E("designation-taken", "designation", "designation", c.Designation)
	}
	return refused
}

func customerKey(tx *Tx, id string) (int64, error) {
	return value[int64](tx, `SELECT key FROM customers WHERE id = ?`, id)
}

// Customer reads a card with its persons and its marketing permission; an
// unknown id is not-found.
func Customer(tx *Tx, id string) (app.Customer, error) {
	return customerWhere(tx, `c.id = ?`, id)
}

// CustomerByNumber reads the card with a customer number; capitals and small
// letters are the same.
func CustomerByNumber(tx *Tx, number string) (app.Customer, error) {
	return customerWhere(tx, `c.number = ?`, number)
}

func customerWhere(tx *Tx, where string, arg any) (app.Customer, error) {
	c, err := one(tx, scanCustomer, `SELECT `+customerColumns+` FROM customers c WHERE `+where, arg)
	if err != nil {
		return c, err
	}
	c.Persons, err = PersonsOf(tx, c.ID)
	return c, err
}

// HighestNumber is the customer number with the most after a prefix, of those
// that go on with one to fifteen digits and no more; "" when there is none.
func HighestNumber(tx *Tx, prefix string) (string, error) {
	const highest = `SELECT number FROM # WHERE length(number) BETWEEN length(?1) + 1 AND length(?1) + 15 AND `
	query := highest + `number >= ?1 AND number < ?1 || char(1114111) AND substr(number, length(?1) + 1) NOT GLOB '*[^0-9]*'
		ORDER BY substr(number, length(?1) + 1) + 0 DESC LIMIT 1`
	if prefix == "" { // the order of the list has it
		query = highest + `(number GLOB '*[^0-9]*') = 0 ORDER BY number + 0 DESC, number DESC LIMIT 1`
	}
	// A number that a merge let go comes back when the merge is taken back.
	query = `SELECT number FROM (SELECT * FROM (` + strings.Replace(query, "#", "customers", 1) + `) UNION ALL
		SELECT * FROM (` + strings.Replace(query, "#", "merges", 1) + `)) ORDER BY substr(number, length(?1) + 1) + 0 DESC LIMIT 1`
	n, err := value[string](tx, query, prefix)
	if errors.Is(err, app.E("not-found", "")) {
		return "", nil
	}
	return n, err
}

// Cards reads cards with their persons in the order of ids; unknown ids are left
// out.
func Cards(tx *Tx, ids []string) ([]app.Customer, error) {
	cards := make([]app.Customer, 0, len(ids))
	err := chunks(ids, func(part []string) error {
		marks, args := placeholders(part)
		found := make(map[string]app.Customer, len(part))
		err := each(tx, func(s scanner) error {
			c, err := scanCustomer(s)
			c.Persons = []app.ContactPerson{}
			found[c.ID] = c
			return err
		}, `SELECT `+customerColumns+` FROM customers c WHERE c.id IN (`+marks+`)`, args...)
		if err != nil {
			return err
		}
		_, args = placeholders(part)
		err = each(tx, func(s scanner) error {
			p, err := scanPerson(s)
			c := found[p.CustomerID]
			c.Persons = append(c.Persons, p)
			found[p.CustomerID] = c
			return err
		}, personColumns+`WHERE c.id IN (`+marks+`) ORDER BY p.role <> 'main', p.key`, args...)
		for _, id := range part {
			if c, ok := found[id]; ok {
				cards = append(cards, c)
			}
		}
		return err
	})
	return cards, err
}

// NumberTaken says whether another customer than exceptID has the number.
func NumberTaken(tx *Tx, number, exceptID string) (bool, error) {
	return value[bool](tx, `SELECT EXISTS (SELECT 1 FROM customers WHERE number = ? AND id <> ?)`, number, exceptID)
}

// DesignationTaken says whether another customer than exceptID has the
// designation. The empty one is never taken.
func DesignationTaken(tx *Tx, designation, exceptID string) (bool, error) {
	if designation == "" {
		return false, nil
	}
	return value[bool](tx, `SELECT EXISTS (SELECT 1 FROM customers WHERE designation = ? AND designation <> '' AND id <> ?)`, designation, exceptID)
}
