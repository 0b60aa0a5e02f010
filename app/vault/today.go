package vault

import (
	"cmp"
	"slices"

	"kortisto/app"
)

// waitingShown is how many of those who wait for an answer are named on the day's
// page; the others are in the queue.
const waitingShown = 20

// Waiting lists what waits for the owner today, the most urgent first. What goes by
// the rules is not among it: that takes a review of the whole register.
func (tx *Tx) Waiting() ([]app.TodayRow, error) {
	rows := []app.TodayRow{}
	for _, read := range []func() ([]app.TodayRow, error){tx.waitingRequests, tx.waitingHolds, tx.waitingTasks, tx.waitingContacts} {
		found, err := read()
		if err != nil {
			return nil, err
		}
		rows = append(rows, found...)
	}
	app.SortToday(rows)
	return rows, nil
}

// holdsAhead is how many days before its day of review a hold is shown.
const holdsAhead = 14

// waitingRequests are all open requests, with the last day that counts now.
func (tx *Tx) waitingRequests() ([]app.TodayRow, error) {
	open, err := tx.Requests(true)
	if err != nil {
		return nil, err
	}
	var out []app.TodayRow
	for _, r := range open {
		out = append(out, app.TodayRow{
			Kind: app.TodayRequest, ID: r.ID, CustomerID: r.CustomerID, Name: r.Name, Code: string(r.Kind),
			Next: app.NextStep(r), Day: r.Deadline.Due, Left: r.Deadline.Left,
		})
	}
	return out, nil
}

// waitingHolds are the holds that are to be looked at again.
func (tx *Tx) waitingHolds() ([]app.TodayRow, error) {
	holds, err := tx.HoldsToReview(holdsAhead)
	if err != nil {
		return nil, err
	}
	var out []app.TodayRow
	for _, h := range holds {
		out = append(out, app.TodayRow{
			Kind: app.TodayHold, ID: h.Hold.ID, CustomerID: h.Hold.CustomerID, Name: h.Name, Code: string(h.Hold.Kind),
			Text: h.Hold.Reason, Day: h.Hold.ReviewOn, Left: tx.Today.DaysUntil(h.Hold.ReviewOn),
		})
	}
	return out, nil
}

// tasksShown is how many tasks are named each by itself; more are one row, or they
// would hide what else waits.
const tasksShown = 2

// waitingTasks are what is to be done outside the vault.
func (tx *Tx) waitingTasks() ([]app.TodayRow, error) {
	tasks, err := tx.OpenTasks()
	if err != nil {
		return nil, err
	}
	if len(tasks) > tasksShown {
		first := slices.MinFunc(tasks, func(a, b app.Task) int { return cmp.Compare(a.DueOn, b.DueOn) })
		return []app.TodayRow{{Kind: app.TodayTask, Day: first.DueOn, Left: tx.Today.DaysUntil(first.DueOn), Count: len(tasks)}}, nil
	}
	var out []app.TodayRow
	for _, t := range tasks {
		out = append(out, app.TodayRow{
			Kind: app.TodayTask, ID: t.ID, CustomerID: t.CustomerID, Name: t.About, Code: string(t.Kind),
			Text: t.Place, Day: t.DueOn, Left: tx.Today.DaysUntil(t.DueOn),
		})
	}
	return out, nil
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
