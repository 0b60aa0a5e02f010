package store

import (
	"strconv"

	"kortisto/app"
)

const customerColumns = `c.id, c.number, c.designation, c.name, c.kind, c.business_id, c.street, c.postcode, c.town,
	c.country, c.phone, c.email, c.language, c.created_on, c.corrected_on, ` + marketingNow

// marketingNow reads the consent ledger: the newest row decides, and among
// rows of one day the one written last.
const marketingNow = `coalesce((SELECT given FROM consents WHERE customer_key = c.key ORDER BY on_day DESC, key DESC LIMIT 1), 0)`

func scanCustomer(s scanner) (c app.Customer, err error) {
	err = s.Scan(&c.ID, &c.Number, &c.Designation, &c.Name, &c.Kind, &c.BusinessID, &c.Street, &c.Postcode, &c.Town,
		&c.Country, &c.Phone, &c.Email, &c.Language, &c.CreatedOn, &c.CorrectedOn, &c.Marketing)
	return c, err
}

// InsertCustomer adds a card with its contact persons; the caller has set all
// ids. A number or designation in use gives number-taken or designation-taken.
func InsertCustomer(tx *Tx, c app.Customer) error {
	r, err := tx.exec(`INSERT INTO customers (id, number, designation, name, kind, business_id, street, postcode, town,
		country, phone, email, language, created_on, corrected_on, name_key, phone_key, same_name, same_street)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		c.ID, c.Number, c.Designation, c.Name, c.Kind, c.BusinessID, c.Street, c.Postcode, c.Town,
		c.Country, c.Phone, c.Email, c.Language, c.CreatedOn, c.CorrectedOn, nameKey(c.Name), app.PhoneKey(c.Phone),
		app.SameName(c.Name), app.SameStreet(c.Street))
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
	if err != nil {
		return "", err
	}
	// A number that a merge let go comes back when the merge is taken back.
	freed, err := value[int64](tx, `SELECT coalesce(max(number + 0), 0) FROM merges WHERE (number GLOB '*[^0-9]*') = 0 AND length(number) <= 15`)
	highest = max(highest, freed)
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
