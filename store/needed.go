package store

import (
	"kortisto/app"
)

// customers.needed_on is the newest day of all that counts for the retention
// clock, whether it has come or not: so it does not change as days go by. Up to
// today it is the day that app.LastNeeded gives. A later one means that an event
// was dated ahead, and then the registers themselves are asked (lastNeeded).
// customers.marketing is what the newest row of the ledger says (marketingNow).
//
// Everything that writes one of these registers calls one of the functions
// below; a test reads the sources for it.

// neededAgain is the column worked out anew of the customer c.
const neededAgain = `max(c.created_on, c.corrected_on, c.contacted_on,
	coalesce((SELECT on_day FROM contacts WHERE customer_key = c.key AND mass < 1 ORDER BY on_day DESC LIMIT 1), ''),
	coalesce((SELECT on_day FROM deliveries WHERE customer_key = c.key ORDER BY on_day DESC LIMIT 1), ''))`

// lastNeeded is the day on which the customer c was last needed; ?1 is today.
const lastNeeded = `iif(c.needed_on <= ?1, c.needed_on, max(iif(c.contacted_on > ?1, '', c.contacted_on), iif(c.created_on > ?1, '', c.created_on), iif(c.corrected_on > ?1, '', c.corrected_on),
	coalesce((SELECT on_day FROM contacts WHERE customer_key = c.key AND on_day <= ?1 AND mass < 1 ORDER BY on_day DESC LIMIT 1), ''),
	coalesce((SELECT on_day FROM deliveries WHERE customer_key = c.key AND on_day <= ?1 ORDER BY on_day DESC LIMIT 1), '')))`

// needed tells the card of an event that counts. It is an UPDATE of one row by
// its key and no trigger: before a statement that may write more, SQLite has
// FTS5 write out what it gathered, which is slow row by row.
func needed(tx *Tx, customer int64, on app.Day) error {
	_, err := tx.exec(`UPDATE customers SET needed_on = ?2 WHERE key = ?1 AND needed_on < ?2`, customer, on)
	return err
}

// noteContacted keeps the day of a contact that goes because its own time is
// over: the customer was needed then, and the card's time does not go back. Only
// the day is kept. Call it before the contact is erased; a mass mailing has no
// day to keep.
func noteContacted(tx *Tx, customer int64, on app.Day) error {
	_, err := tx.exec(`UPDATE customers SET contacted_on = ?2 WHERE key = ?1 AND contacted_on < ?2`, customer, on)
	return err
}

// Contacted is the day that noteContacted keeps of a customer; empty: none of
// their contacts has gone because its time was over.
func Contacted(tx *Tx, customerID string) (app.Day, error) {
	return value[app.Day](tx, `SELECT contacted_on FROM customers WHERE id = ?`, customerID)
}

// SetContacted sets that day as it is when two cards become one, or two again.
func SetContacted(tx *Tx, customerID string, on app.Day) error {
	key, err := customerKey(tx, customerID)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE customers SET contacted_on = ? WHERE key = ?`, on, key); err != nil {
		return err
	}
	return neededAnew(tx, key)
}

// neededAnew works the day out again: an event went, moved or changed its kind.
func neededAnew(tx *Tx, customer int64) error {
	_, err := tx.exec(`UPDATE customers AS c SET needed_on = `+neededAgain+` WHERE c.key = ?`, customer)
	return err
}

// permitted works out again whether marketing is allowed: the ledger grew.
func permitted(tx *Tx, customer int64) error {
	_, err := tx.exec(`UPDATE customers AS c SET marketing = `+marketingNow+` WHERE c.key = ?`, customer)
	return err
}
