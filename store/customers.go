package store

import (
	"strconv"

	"kortisto/app"
)

const customerColumns = `c.id, c.number, c.designation, c.name, c.kind, c.business_id, c.street, c.postcode, c.town,
	c.country, c.phone, c.email, c.language, c.created_on, c.corrected_on, ` + marketingNow

func scanCustomer(s scanner) (c app.Customer, err error) {
	err = s.Scan(&c.ID, &c.Number, &c.Designation, &c.Name, &c.Kind, &c.BusinessID, &c.Street, &c.Postcode, &c.Town,
		&c.Country, &c.Phone, &c.Email, &c.Language, &c.CreatedOn, &c.CorrectedOn, &c.Marketing)
	return c, err
}

// InsertCustomer adds a card with its contact persons; the caller has set all
// ids. A number or designation in use gives number-taken or designation-taken.
func InsertCustomer(tx *Tx, c app.Customer) error {
	r, err := tx.exec(`INSERT INTO customers (id, number, designation, name, kind, business_id, street, postcode, town,
		country, phone, email, language, created_on, corrected_on, name_key, phone_key)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		c.ID, c.Number, c.Designation, c.Name, c.Kind, c.BusinessID, c.Street, c.Postcode, c.Town,
		c.Country, c.Phone, c.Email, c.Language, c.CreatedOn, c.CorrectedOn, nameKey(c.Name), phoneKey(c.Phone))
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
			name_key = ?, phone_key = ? WHERE key = ?`,
			c.Number, c.Designation, c.Name, c.Kind, c.BusinessID, c.Street, c.Postcode, c.Town, c.Country, c.Phone, c.Email,
			c.Language, c.CreatedOn, c.CorrectedOn, nameKey(c.Name), phoneKey(c.Phone), key)
		if err != nil {
			return taken(tx, c, err)
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

// NextNumber is the highest number made of digits alone, plus one; 1001 in an
// empty register. Numbers of more than 15 digits are not counted on.
func NextNumber(tx *Tx) (string, error) {
	highest := int64(1000)
	err := each(tx, func(s scanner) error {
		var n string
		if err := s.Scan(&n); err != nil {
			return err
		}
		if len(n) > 15 {
			return nil
		}
		v, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return nil // the empty number
		}
		highest = v
		return errStop
	}, `SELECT number FROM customers WHERE (number GLOB '*[^0-9]*') = 0 ORDER BY number + 0 DESC, number DESC`)
	return strconv.FormatInt(highest+1, 10), err
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

// Same is a customer who looks like the one asked about, and the field by
// which: number, businessId, email, phone or name (name and postcode).
type Same struct {
	ID string
	By string
}

// FindSame lists the customers who may be the same as c, the surest first; each
// is named once, by the surest field. c itself (by id) is left out.
func FindSame(tx *Tx, c app.Customer) ([]Same, error) {
	questions := []struct {
		by, where string
		args      []any
		ask       bool
	}{
		{"number", `number = ?`, []any{c.Number}, c.Number != ""},
		{"businessId", `business_id = ? AND business_id <> ''`, []any{c.BusinessID}, c.BusinessID != ""},
		{"email", `email = ? AND email <> ''`, []any{c.Email}, c.Email != ""},
		{"phone", `phone_key = ? AND phone_key <> ''`, []any{phoneKey(c.Phone)}, phoneKey(c.Phone) != ""},
		{"name", `name_key = ? AND postcode = ?`, []any{nameKey(c.Name), c.Postcode}, c.Name != "" && c.Postcode != ""},
	}
	found, seen := []Same{}, map[string]bool{c.ID: true}
	for _, q := range questions {
		if !q.ask {
			continue
		}
		ids, err := list(tx, scanOne[string], `SELECT id FROM customers WHERE `+q.where+` ORDER BY key LIMIT 20`, q.args...)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				found = append(found, Same{ID: id, By: q.by})
			}
		}
	}
	return found, nil
}
