package vault

import (
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// requestItems gives the files of closed requests; open ones have no time.
func (tx *Tx) requestItems(policy app.Policy, until app.Day, give func(app.Item)) error {
	rule, ok := policy.Rule(app.ClassRequest, tx.Today)
	if !ok || !rule.Timed() {
		return nil
	}
	items, err := tx.closedRequests(nil)
	for _, i := range items {
		if i.Event.On <= rule.LatestBegin(until) {
			give(i)
		}
	}
	return err
}

// closedRequests are the files of closed requests with what keeps their customers:
// those with the ids, or all.
func (tx *Tx) closedRequests(ids []string) ([]app.Item, error) {
	all, err := store.ClosedRequests(tx.Tx)
	if err != nil {
		return nil, err
	}
	if ids != nil {
		all = slices.DeleteFunc(all, func(r app.Request) bool { return !slices.Contains(ids, r.ID) })
	}
	var cards []string
	for _, r := range all {
		if r.CustomerID != "" {
			cards = append(cards, r.CustomerID)
		}
	}
	keeping, err := store.KeepEntries(tx.Tx, cards)
	if err != nil {
		return nil, err
	}
	out := make([]app.Item, 0, len(all))
	for _, r := range all {
		card := keeping[r.CustomerID]
		out = append(out, app.Item{
			Class: app.ClassRequest, Record: r.ID, CustomerID: r.CustomerID, Number: r.Customer, Name: r.Number,
			Event: app.Event{Kind: "closed", On: r.ClosedOn, Ref: r.ID, Note: r.Number}, Holds: card.Holds, Guards: card.Guards, Counts: app.Counts{Requests: 1},
		})
	}
	return out, nil
}

// eraseRequests erases whole files whose time is over.
func (tx *Tx) eraseRequests(ids []string, g *gone) (err error) {
	if g.needles, err = store.RequestStrings(tx.Tx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		if err := store.EraseRequest(tx.Tx, id); err != nil {
			return err
		}
	}
	g.counts.Requests = len(ids)
	return tx.auditAll("record-expired", ids, "requests")
}
