package desktop

import (
	"sort"

	"kortisto/app"
	"kortisto/app/vault"
)

// TimelineItem is one line of what has happened with a customer.
type TimelineItem struct {
	Kind      string        `json:"kind"` // contact, delivery, consent-given, consent-withdrawn, hold, created
	ID        string        `json:"id"`
	On        app.Day       `json:"on"`
	Channel   app.Channel   `json:"channel"`
	Direction app.Direction `json:"direction"`
	Text      string        `json:"text"`
	Quantity  string        `json:"quantity"`
	Mass      bool          `json:"mass"`
	Counts    bool          `json:"counts"` // this is the event from which the three years run
}

// TimelinePage is a stretch of the timeline, newest first.
type TimelinePage struct {
	Items []TimelineItem `json:"items"`
	Total int            `json:"total"`
}

// Timeline gives what has happened with a customer, newest first.
func (c *Customers) Timeline(id string, offset, limit int) (TimelinePage, error) {
	return view(c.sh, func(tx *vault.Tx) (TimelinePage, error) {
		return timeline(tx, id, max(offset, 0), min(max(limit, 1), 500))
	})
}

// timeline merges the registers of one customer by day, newest first.
func timeline(tx *vault.Tx, id string, offset, limit int) (TimelinePage, error) {
	c, err := tx.Customer(id)
	if err != nil {
		return TimelinePage{}, err
	}
	decision, err := tx.Decision(id)
	if err != nil {
		return TimelinePage{}, err
	}
	contacts, nContacts, err := tx.Contacts(id, offset+limit, 0)
	if err != nil {
		return TimelinePage{}, err
	}
	deliveries, nDeliveries, err := tx.Deliveries(id, offset+limit, 0)
	if err != nil {
		return TimelinePage{}, err
	}
	consents, err := tx.Consents(id)
	if err != nil {
		return TimelinePage{}, err
	}
	holds, err := tx.Holds(id)
	if err != nil {
		return TimelinePage{}, err
	}
	var items []TimelineItem
	for _, k := range contacts {
		items = append(items, TimelineItem{Kind: "contact", ID: k.ID, On: k.On, Channel: k.Channel, Direction: k.Direction, Text: k.Text, Mass: k.Mass})
	}
	for _, d := range deliveries {
		items = append(items, TimelineItem{Kind: "delivery", ID: d.ID, On: d.On, Text: d.Product, Quantity: d.Quantity})
	}
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
	for i, it := range items {
		items[i].Counts = counts(it, decision.LastNeeded)
	}
	sort.SliceStable(items, func(i, j int) bool { return items[i].On > items[j].On })
	page := TimelinePage{Items: []TimelineItem{}, Total: nContacts + nDeliveries + len(consents) + len(holds) + 1}
	if c.CorrectedOn != "" {
		page.Total++
	}
	if offset < len(items) {
		page.Items = items[offset:min(offset+limit, len(items))]
	}
	return page, nil
}

// counts says whether an item is the event from which the three years run.
func counts(it TimelineItem, last app.Event) bool {
	kinds := map[app.EventKind]string{app.Contacted: "contact", app.Delivered: "delivery", app.Created: "created", app.Corrected: "corrected"}
	if it.Kind != kinds[last.Kind] || it.On != last.On {
		return false
	}
	return last.Ref == "" || last.Ref == it.ID
}
