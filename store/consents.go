package store

import (
	"kortisto/app"
)

// The newest row of a ledger decides: that of the latest day, and of several on
// that day the last written. These orders are the one place that knows; where
// there is no row, nobody has agreed by silence.
const (
	newestOfOne  = ` ORDER BY on_day DESC, key DESC LIMIT 1`
	newestOfBoth = ` ORDER BY on_day DESC, recorded_at DESC, key DESC LIMIT 1` // keys of two tables do not compare
)

// marketingNow says whether the ledger of the customer c allows marketing.
const marketingNow = `coalesce((SELECT given FROM consents WHERE customer_key = c.key` + newestOfOne + `), 0)`

const consentColumns = `SELECT t.id, c.id, t.given, t.on_day, t.channel, t.wording, t.source, t.recorded_by, t.recorded_at
	FROM consents t JOIN customers c ON c.key = t.customer_key `

func scanConsent(s scanner) (t app.Consent, err error) {
	var at string
	if err = s.Scan(&t.ID, &t.CustomerID, &t.Given, &t.On, &t.Channel, &t.Wording, &t.Source, &t.RecordedBy, &at); err != nil {
		return t, err
	}
	t.RecordedAt, err = readTime(at)
	return t, err
}

// InsertConsent adds a row to the ledger of marketing permissions. There is no
// way to change one: the database itself refuses (GDPR Art. 7(1)).
func InsertConsent(tx *Tx, t app.Consent) error {
	customer, err := customerKey(tx, t.CustomerID)
	if err != nil {
		return err
	}
	if t.RecordedAt.IsZero() {
		t.RecordedAt = tx.Now
	}
	_, err = tx.exec(`INSERT INTO consents (id, customer_key, given, on_day, channel, wording, source, recorded_by, recorded_at) VALUES (?,?,?,?,?,?,?,?,?)`,
		t.ID, customer, t.Given, t.On, t.Channel, t.Wording, t.Source, t.RecordedBy, t.RecordedAt)
	if err != nil {
		return err
	}
	return permitted(tx, customer)
}

// ConsentsOf lists a customer's ledger, newest first, and says how many rows
// there are. limit 0 lists all.
func ConsentsOf(tx *Tx, customerID string, limit, offset int) ([]app.Consent, int, error) {
	return pageOf(tx, scanConsent, consentColumns, "consents", "on_day", customerID, limit, offset)
}
