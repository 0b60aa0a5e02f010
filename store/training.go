package store

import (
	"slices"
	"strings"

	"kortisto/app"
)

// TrainingContacts lists the ids of the contacts that a choice wants, oldest
// first, but for those of restricted customers: their number is left.
func TrainingContacts(tx *Tx, c app.TrainingChoice) (ids []string, left int, err error) {
	conds, args := []string{`mass = 0`}, []any{}
	in := func(column string, n int) {
		conds = append(conds, column+` IN (`+strings.TrimSuffix(strings.Repeat(`?,`, n), `,`)+`)`)
	}
	if len(c.Purposes) > 0 {
		in(`purpose`, len(c.Purposes))
		for _, p := range c.Purposes {
			args = append(args, p)
		}
	}
	if len(c.Channels) > 0 {
		in(`channel`, len(c.Channels))
		for _, ch := range c.Channels {
			args = append(args, ch)
		}
	}
	if c.From != "" {
		conds, args = append(conds, `on_day >= ?`), append(args, c.From)
	}
	if c.To != "" {
		conds, args = append(conds, `on_day <= ?`), append(args, c.To)
	}
	const restricted = `customer_key IN (SELECT customer_key FROM restrictions WHERE lifted_on = '')`
	where := ` FROM contacts WHERE ` + strings.Join(conds, ` AND `) + ` AND `
	if left, err = value[int](tx, `SELECT count(*)`+where+restricted, slices.Clone(args)...); err != nil {
		return nil, 0, err
	}
	ids, err = list(tx, scanOne[string], `SELECT id`+where+`NOT `+restricted+` ORDER BY on_day, key`, args...)
	return ids, left, err
}

// Identities gives what tells who each customer is, and their contact persons,
// who come as customers with nothing but the one person.
func Identities(tx *Tx, yield func(app.Customer) error) error {
	if err := each(tx, func(s scanner) error {
		c, err := scanCustomer(s)
		if err != nil {
			return err
		}
		return yield(c)
	}, `SELECT `+customerColumns+` FROM customers c ORDER BY c.key`); err != nil {
		return err
	}
	return each(tx, func(s scanner) error {
		var p app.ContactPerson
		if err := s.Scan(&p.Name); err != nil {
			return err
		}
		return yield(app.Customer{Persons: []app.ContactPerson{p}})
	}, `SELECT name FROM contact_persons WHERE name <> '' ORDER BY key`)
}
