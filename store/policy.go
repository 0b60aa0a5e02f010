package store

import "kortisto/app"

// AddRule promises a rule. Rules are never changed and never removed.
func AddRule(tx *Tx, r app.Rule) error {
	_, err := tx.exec(`INSERT INTO policy_rules (class, counted_from, months, longest, disposal, basis, source, since, reason, set_at)
		VALUES (?,?,?,?,?,?,?,?,?,?)`, r.Class, r.From, r.Months, r.Longest, r.Do, r.Basis, r.Source, r.Since, r.Reason, timeText(tx.Now))
	return err
}

// Rules lists all rules that were ever promised, in the order in which they were.
func Rules(tx *Tx) ([]app.PromisedRule, error) {
	return list(tx, func(s scanner) (p app.PromisedRule, err error) {
		var at string
		r := &p.Rule
		if err = s.Scan(&r.Class, &r.From, &r.Months, &r.Longest, &r.Do, &r.Basis, &r.Source, &r.Since, &r.Reason, &at); err != nil {
			return p, err
		}
		p.At, err = readTime(at)
		return p, err
	}, `SELECT class, counted_from, months, longest, disposal, basis, source, since, reason, set_at FROM policy_rules ORDER BY key`)
}
