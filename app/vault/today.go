package vault

import (
	"kortisto/app"
)

// waitingShown is how many of those who wait for an answer are named on the day's
// page; the others are in the queue.
const waitingShown = 20

// Waiting lists what waits for the owner today, the most urgent first. What goes by
// the rules is not among it: that takes a review of the whole register.
func (tx *Tx) Waiting() ([]app.TodayRow, error) {
	rows := []app.TodayRow{}
	for _, read := range []func() ([]app.TodayRow, error){tx.waitingContacts} {
		found, err := read()
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	app.SortToday(rows)
	return rows, nil
}

// waitingContacts are those who wait for an answer and whose day has come.
func (tx *Tx) waitingContacts() ([]app.TodayRow, error) {
	page, err := tx.ContactList(app.ContactFilter{Waiting: true, Limit: waitingShown})
	if err != nil {
		return nil, err
	}
	var out []app.TodayRow
	for _, r := range page.Rows {
		c := r.Contact
		if c.FollowUpOn > tx.Today {
			continue
		}
		out = append(out, app.TodayRow{
			Kind: app.TodayContact, ID: c.ID, CustomerID: c.CustomerID, Name: r.Name, Code: string(c.Channel),
			Text: firstOf(c.Subject, c.Text, r.Opening), Day: c.On, Left: tx.Today.DaysUntil(c.On),
		})
	}
	return out, nil
}

// firstOf is the first text that says anything.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
