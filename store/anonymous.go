package store

import (
	"encoding/json"

	"kortisto/app"
)

const anonymousColumns = `SELECT id, month, channel, direction, purpose, text, spared FROM anonymous `

func scanAnonymous(s scanner) (a app.Anonymous, err error) {
	var spared string
	if err = s.Scan(&a.ID, &a.Month, &a.Channel, &a.Direction, &a.Purpose, &a.Text, &spared); err != nil {
		return a, err
	}
	return a, json.Unmarshal([]byte(spared), &a.Spared)
}

// InsertAnonymous keeps what stays of a conversation.
func InsertAnonymous(tx *Tx, a app.Anonymous) error {
	if a.Spared == nil {
		a.Spared = []app.Spared{}
	}
	spared, err := json.Marshal(a.Spared)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO anonymous (id, month, channel, direction, purpose, text, spared) VALUES (?,?,?,?,?,?,?)`,
		a.ID, a.Month, a.Channel, a.Direction, a.Purpose, a.Text, string(spared))
	return err
}

// AnonymousPage lists conversations without names, the newest month first and in
// a month in no order that would tell anything, and says how many there are.
// limit 0 lists all.
func AnonymousPage(tx *Tx, limit, offset int) ([]app.Anonymous, int, error) {
	total, err := value[int](tx, `SELECT count(*) FROM anonymous`)
	if err != nil {
		return nil, 0, err
	}
	if limit <= 0 {
		limit = -1
	}
	all, err := list(tx, scanAnonymous, anonymousColumns+`ORDER BY month DESC, id LIMIT ? OFFSET ?`, limit, max(offset, 0))
	return all, total, err
}

// Standing says whether a hold of a customer stands.
func Standing(tx *Tx, customerID string) (bool, error) {
	return value[bool](tx, `SELECT EXISTS (SELECT 1 FROM holds t JOIN customers c ON c.key = t.customer_key WHERE c.id = ? AND t.lifted_on = '')`, customerID)
}

// AnonymisedStrings is PersonalStrings for contacts that are made anonymous: what
// is stored of them, and the words that were taken out of their texts. Ask before
// they are erased.
func AnonymisedStrings(tx *Tx, ids []string, words []app.MaskedCount) ([]string, error) {
	found := map[string]bool{}
	err := subject{root: "contacts", tables: contactTables, ids: ids}.collect(tx, found)
	for _, w := range words {
		if telling(w.Word) {
			found[w.Word] = true
		}
	}
	return sorted(found), err
}
