package vault

import (
	"encoding/json"
	"slices"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// Imported is what one import did to a customer's card.
type Imported struct {
	On     app.Day
	Did    string        // added, updated
	Before *app.Customer // the card that was written over; nil when it was added
}

// ImportsOf lists what imports did to a customer, the oldest first: part of what
// the customer may see (GDPR Art. 15(1)(g)).
func (tx *Tx) ImportsOf(customerID string) ([]Imported, error) {
	batches, err := store.BatchesOf(tx.Tx, customerID)
	if err != nil {
		return nil, err
	}
	on := map[string]app.Day{}
	for _, b := range batches {
		on[b.ID] = app.DayOf(b.At.In(tx.Zone()))
	}
	rows, err := store.ImportRowsOf(tx.Tx, customerID)
	if err != nil {
		return nil, err
	}
	out := []Imported{}
	for _, r := range slices.Backward(rows) {
		var kept batchRow
		if err := json.Unmarshal([]byte(r.Before), &kept); err != nil {
			return nil, app.E("vault-damaged", "", "file", "SQLite")
		}
		out = append(out, Imported{On: on[r.BatchID], Did: r.Did, Before: kept.Before})
	}
	return out, nil
}

// Zone is the time zone in which the register's days are counted.
func (tx *Tx) Zone() *time.Location { return tx.v.zone }
