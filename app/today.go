package app

import (
	"cmp"
	"slices"
)

// What a row of the day is about.
const (
	TodayRequest = "request" // a data subject's request and its last day
	TodayHold    = "hold"    // a hold whose day of review has come
	TodayTask    = "task"    // something outside the vault
	TodayContact = "contact" // somebody waits for an answer
	TodayGoing   = "going"   // a record that goes soon
	TodayRun     = "run"     // what goes today, all of it
)

// TodayRow is one thing that waits for the owner.
type TodayRow struct {
	Kind       string `json:"kind"`
	ID         string `json:"id"`         // of the request, the contact, the task
	CustomerID string `json:"customerId"` // may be empty
	Name       string `json:"name"`       // whom it is about
	Code       string `json:"code"`       // the request's kind, the contact's channel, the record's class
	Text       string `json:"text"`       // in the words of the register: a subject, a reason, a place
	Next       string `json:"next"`       // of a request: code of what to do next
	Day        Day    `json:"day"`        // until when; of a contact since when
	Left       int    `json:"left"`       // days to Day; negative: late, or how long somebody waits
	Count      int    `json:"count"`      // of tasks shown as one row; else 0
}

// todayOrder is which kind is shown first where days are the same: what a law
// dates before what courtesy does.
var todayOrder = []string{TodayRequest, TodayRun, TodayHold, TodayTask, TodayGoing, TodayContact}

// SortToday puts what is urgent first. Whoever waits for an answer comes after
// what has a last day, the longest waiting first.
func SortToday(rows []TodayRow) {
	late := func(r TodayRow) int {
		if r.Kind == TodayContact {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b TodayRow) int {
		return cmp.Or(
			cmp.Compare(late(a), late(b)),
			cmp.Compare(a.Day, b.Day),
			cmp.Compare(slices.Index(todayOrder, a.Kind), slices.Index(todayOrder, b.Kind)),
			cmp.Compare(a.Name, b.Name),
		)
	})
}

// Going is how many records go now and soon, by the review's decisions.
type Going struct {
	Now  int        `json:"now"`
	In30 int        `json:"in30"` // within 30 days, those that go now left out
	In90 int        `json:"in90"` // within 90 days, likewise; those of 30 days among them
	Soon []TodayRow `json:"soon"` // the first that go within 30 days
}

// soonShown is how many of those that go soon are named.
const soonShown = 5

// GoingOf counts a review that looks 90 days ahead.
func GoingOf(r Review) Going {
	g := Going{Soon: []TodayRow{}}
	for _, d := range r.Decisions {
		switch {
		case d.Do == Keep:
		case d.Due(r.Today):
			g.Now++
		case d.EraseOn <= r.Today.AddDays(30):
			g.In30++
			g.In90++
			if len(g.Soon) < soonShown {
				g.Soon = append(g.Soon, TodayRow{
					Kind: TodayGoing, ID: d.Record, CustomerID: d.CustomerID, Name: d.Name, Code: d.Class,
					Day: d.EraseOn, Left: r.Today.DaysUntil(d.EraseOn),
				})
			}
		default:
			g.In90++
		}
	}
	return g
}
