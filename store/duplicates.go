package store

import (
	"cmp"
	"slices"
	"strings"

	"kortisto/app"
)

// Pair is two cards, by id, that are likely the same customer, and by what.
type Pair struct {
	First, Second string // First came first
	By            app.Likeness
}

// crowd is how many cards may share a value before they are no longer compared
// each with each: then each only with the next. A telephone exchange's number or a
// bookkeeper's e-mail is on the cards of hundreds.
const crowd = 8

type signed struct {
	key   int64
	id    string
	signs app.Signs
	group string
}

const signColumns = `SELECT c.key, c.id, c.kind, c.business_id, c.email, c.phone_key, c.same_name, c.postcode, c.same_street`

func scanSigned(s scanner) (d signed, err error) {
	var kind app.Kind
	g := &d.signs
	if err = s.Scan(&d.key, &d.id, &kind, &g.BusinessID, &g.Email, &g.Phone, &g.Name, &g.Postcode, &g.Street, &d.group); err != nil {
		return d, err
	}
	// Folded as app.Customer.Signs folds; phone, name and street were when they were stored.
	g.Business = kind == app.Company || kind == app.SoleTrader
	g.Email = strings.ToLower(g.Email)
	return d, nil
}

// Duplicates lists all pairs of cards that are likely the same customer, the
// surest first, without those of which the owner has said that they are two.
func Duplicates(tx *Tx) ([]Pair, error) {
	apart, err := allDifferent(tx)
	if err != nil {
		return nil, err
	}
	type keys [2]int64
	found := map[keys]Pair{}
	meet := func(a, b signed) {
		if a.key > b.key {
			a, b = b, a
		}
		at := keys{a.key, b.key}
		if _, met := found[at]; met {
			return
		}
		if by := a.signs.Like(b.signs); by.Likely() && !apart[pairOf(a.id, b.id)] {
			found[at] = Pair{First: a.id, Second: b.id, By: by}
		}
	}
	for _, sharing := range []string{"business_id", "email", "phone_key", "same_name"} {
		if err := groups(tx, sharing, meet); err != nil {
			return nil, err
		}
	}
	order := make([]keys, 0, len(found))
	for at := range found {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b keys) int {
		return cmp.Or(cmp.Compare(found[b].By.Weight(), found[a].By.Weight()), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	out := make([]Pair, len(order))
	for i, at := range order {
		out[i] = found[at]
	}
	return out, nil
}

// groups brings together the cards that share a value of a column. The database
// finds the values that stand on two cards or more; that is what its indexes are
// for.
func groups(tx *Tx, column string, meet func(a, b signed)) error {
	var group []signed
	flush := func() {
		for i, a := range group {
			for j := i + 1; j < len(group) && (len(group) <= crowd || j == i+1); j++ {
				meet(a, group[j])
			}
		}
		group = group[:0]
	}
	err := each(tx, func(s scanner) error {
		d, err := scanSigned(s)
		if err != nil {
			return err
		}
		if len(group) > 0 && group[0].group != d.group {
			flush()
		}
		group = append(group, d)
		return nil
	}, signColumns+`, `+groupValue[column]+`
		FROM (SELECT `+column+` AS shared FROM customers WHERE `+column+` <> '' GROUP BY `+column+` HAVING count(*) > 1) g
		JOIN customers c ON c.`+column+` = g.shared AND c.`+column+` <> ''
		ORDER BY `+groupOrder[column])
	if err == nil {
		flush()
	}
	return err
}

// How the rows of a group follow each other, and what makes them one. Among the
// many of one name those with one postal code stand side by side.
var (
	groupValue = map[string]string{"business_id": `g.shared`, "email": `lower(g.shared)`, "phone_key": `g.shared`, "same_name": `g.shared`}
	groupOrder = map[string]string{"business_id": `g.shared, c.key`, "email": `g.shared, c.key`, "phone_key": `g.shared, c.key`, "same_name": `g.shared, c.postcode, c.same_street, c.key`}
)

// FindLike lists the cards that look like c, the surest first and at most limit,
// also those that share no more than the name. c itself (by id) is left out, and
// of two who are known to be different both stay: c may be a third.
func FindLike(tx *Tx, c app.Customer, limit int) ([]Pair, error) {
	signs := c.Signs()
	questions := []struct {
		where string
		arg   string
	}{
		{`c.business_id = ? AND c.business_id <> ''`, signs.BusinessID},
		{`c.email = ? AND c.email <> ''`, signs.Email},
		{`c.phone_key = ? AND c.phone_key <> ''`, signs.Phone},
		{`c.same_name = ? AND c.same_name <> ''`, signs.Name},
	}
	found := []Pair{}
	seen := map[string]bool{c.ID: true}
	for _, q := range questions {
		if q.arg == "" {
			continue
		}
		cards, err := list(tx, scanSigned, signColumns+`, '' FROM customers c WHERE `+q.where+` ORDER BY c.key LIMIT 100`, q.arg)
		if err != nil {
			return nil, err
		}
		for _, d := range cards {
			if by := signs.Like(d.signs); len(by) > 0 && !seen[d.id] {
				seen[d.id] = true
				found = append(found, Pair{First: d.id, Second: c.ID, By: by})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Pair) int { return cmp.Compare(b.By.Weight(), a.By.Weight()) })
	return found[:min(len(found), limit)], nil
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// InsertDifferent remembers that two cards are two people. Twice is once.
func InsertDifferent(tx *Tx, one, other string) error {
	p := pairOf(one, other)
	_, err := tx.exec(`INSERT INTO different (one, other) VALUES (?,?) ON CONFLICT DO NOTHING`, p[0], p[1])
	return err
}

// allDifferent reads the pairs that are two people. What was said of a card that
// has been merged since is said of the card into which it went.
func allDifferent(tx *Tx) (map[[2]string]bool, error) {
	out := map[[2]string]bool{}
	err := each(tx, func(s scanner) error {
		var one, other string
		if err := s.Scan(&one, &other); err != nil {
			return err
		}
		out[pairOf(one, other)] = true
		return nil
	}, `SELECT coalesce(a.id, d.one), coalesce(b.id, d.other) FROM different d
		LEFT JOIN former_ids f ON f.id = d.one LEFT JOIN customers a ON a.key = f.customer_key
		LEFT JOIN former_ids g ON g.id = d.other LEFT JOIN customers b ON b.key = g.customer_key`)
	return out, err
}
