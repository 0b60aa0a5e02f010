package desktop

import (
	"sort"

	"kortisto/app"
	"kortisto/app/vault"
)

// TimelineItem is one line of what has happened with a customer.
type TimelineItem struct {
	Kind        string        `json:"kind"` // contact, delivery, consent-given, consent-withdrawn, hold, created
	ID          string        `json:"id"`
	On          app.Day       `json:"on"`
	Channel     app.Channel   `json:"channel"`
	Direction   app.Direction `json:"direction"`
	Text        string        `json:"text"`
	Quantity    string        `json:"quantity"`
	Mass        bool          `json:"mass"`
	At          string        `json:"at"` // time of day, 14:32
	Who         string        `json:"who"`
	HandledBy   string        `json:"handledBy"`
	Subject     string        `json:"subject"`
	Purpose     app.Purpose   `json:"purpose"`
	Seconds     int           `json:"seconds"`
	Waiting     bool          `json:"waiting"`
	FollowUpOn  app.Day       `json:"followUpOn"`
	Messages    int           `json:"messages"`
	Attachments int           `json:"attachments"`
	Counts      bool          `json:"counts"` // this is the event from which the three years run
}

// TimelinePage is a stretch of the timeline, newest first.
type TimelinePage struct {
	Items []TimelineItem `json:"items"`
	Total int            `json:"total"`
}

// TimelineQuery asks for a stretch of it.
type TimelineQuery struct {
	Kind    string      `json:"kind"`    // contact, delivery; empty: everything
	Channel app.Channel `json:"channel"` // of contacts; with it, nothing else is shown
	Offset  int         `json:"offset"`
	Limit   int         `json:"limit"` // at most 500
}

// Timeline gives what has happened with a customer, newest first.
func (c *Customers) Timeline(id string, q TimelineQuery) (TimelinePage, error) {
	q.Offset, q.Limit = max(q.Offset, 0), min(max(q.Limit, 1), 500)
	return view(c.sh, func(tx *vault.Tx) (TimelinePage, error) { return timeline(tx, id, q) })
}

// timeline merges the registers of one customer by day, newest first.
func timeline(tx *vault.Tx, id string, q TimelineQuery) (TimelinePage, error) {
	c, err := tx.Customer(id)
	if err != nil {
		return TimelinePage{}, err
	}
	decision, err := tx.Decision(id)
	if err != nil {
		return TimelinePage{}, err
	}
	items, total, err := happened(tx, c, q)
	if err != nil {
		return TimelinePage{}, err
	}
	for i, it := range items {
		items[i].Counts = counts(it, decision.LastNeeded)
	}
	sort.SliceStable(items, func(i, j int) bool { return items[i].On > items[j].On })
	page := TimelinePage{Items: []TimelineItem{}, Total: total}
	if q.Offset < len(items) {
		page.Items = items[q.Offset:min(q.Offset+q.Limit, len(items))]
	}
	return page, nil
}

// happened lists of each register what the stretch may need, and how many there
// are in all.
func happened(tx *vault.Tx, c app.Customer, q TimelineQuery) (items []TimelineItem, total int, err error) {
	most := q.Offset + q.Limit
	if q.Kind != "delivery" {
		page, err := tx.ContactList(app.ContactFilter{CustomerID: c.ID, Channel: q.Channel, Limit: most})
		if err != nil {
			return nil, 0, err
		}
		total += page.Total
		for _, row := range page.Rows {
			items = append(items, contactItem(row))
		}
	}
	if q.Kind != "contact" && q.Channel == "" {
		deliveries, n, err := tx.Deliveries(c.ID, most, 0)
		if err != nil {
			return nil, 0, err
		}
		total += n
		for _, d := range deliveries {
			items = append(items, TimelineItem{Kind: "delivery", ID: d.ID, On: d.On, Text: d.Product, Quantity: d.Quantity})
		}
	}
	if q.Kind != "" || q.Channel != "" {
		return items, total, nil
	}
	rest, err := milestones(tx, c)
	return append(items, rest...), total + len(rest), err
}

func contactItem(row app.ContactRow) TimelineItem {
	k := row.Contact
	if k.Text == "" {
		k.Text = cut(row.Opening)
	}
	return TimelineItem{
		Kind: "contact", ID: k.ID, On: k.On, At: k.At, Channel: k.Channel, Direction: k.Direction, Text: k.Text, Mass: k.Mass,
		Who: k.Who, HandledBy: k.HandledBy, Subject: k.Subject, Purpose: k.Purpose, Seconds: k.Seconds,
		Waiting: k.Waiting, FollowUpOn: k.FollowUpOn, Messages: k.Messages, Attachments: k.Attachments,
	}
}

// milestones are the few things that are neither contacts nor deliveries.
func milestones(tx *vault.Tx, c app.Customer) ([]TimelineItem, error) {
	consents, err := tx.Consents(c.ID)
	if err != nil {
		return nil, err
	}
	holds, err := tx.Holds(c.ID)
	if err != nil {
		return nil, err
	}
	var items []TimelineItem
	for _, k := range consents {
		kind := "consent-withdrawn"
		if k.Given {
			kind = "consent-given"
		}
		items = append(items, TimelineItem{Kind: kind, ID: k.ID, On: k.On, Channel: k.Channel, Text: k.Wording})
	}
	for _, h := range holds {
		items = append(items, TimelineItem{Kind: "hold", ID: h.ID, On: h.PlacedOn, Text: h.Reason})
	}
	items = append(items, TimelineItem{Kind: "created", ID: c.ID, On: c.CreatedOn})
	if c.CorrectedOn != "" {
		items = append(items, TimelineItem{Kind: "corrected", ID: c.ID, On: c.CorrectedOn})
	}
	return items, nil
}

// counts says whether an item is the event from which the three years run.
func counts(it TimelineItem, last app.Event) bool {
	kinds := map[app.EventKind]string{app.Contacted: "contact", app.Delivered: "delivery", app.Created: "created", app.Corrected: "corrected"}
	if it.Kind != kinds[last.Kind] || it.On != last.On {
		return false
	}
	return last.Ref == "" || last.Ref == it.ID
}
