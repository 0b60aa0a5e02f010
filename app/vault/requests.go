package vault

import (
	"errors"
	"slices"

	"kortisto/app"
	"kortisto/store"
)

// Requests of data subjects, their deadlines worked out as of today: those that
// are open by the day on which they are due, or those that are closed, the
// newest first.
func (tx *Tx) Requests(open bool) ([]app.Request, error) {
	if !open {
		return store.ClosedRequests(tx.Tx)
	}
	all, err := store.OpenRequests(tx.Tx)
	app.SortByDue(all)
	return all, err
}

// Request reads one by id.
func (tx *Tx) Request(id string) (app.Request, error) { return store.Request(tx.Tx, id) }

// RequestByNumber reads one by its number: TP-2026-07.
func (tx *Tx) RequestByNumber(number string) (app.Request, error) {
	return store.RequestByNumber(tx.Tx, number)
}

// RequestsOf lists a customer's requests, the newest first.
func (tx *Tx) RequestsOf(customerID string) ([]app.Request, error) {
	return store.RequestsOf(tx.Tx, customerID)
}

// RequestHistory lists what happened to a request, the oldest first.
func (tx *Tx) RequestHistory(id string) ([]app.RequestEvent, error) {
	return store.RequestHistory(tx.Tx, id)
}

// Reminders of the open requests that are due soon or late, the most pressing
// first.
func (tx *Tx) Reminders() ([]app.Reminder, error) {
	all, err := tx.Requests(true)
	out := []app.Reminder{}
	for _, r := range all {
		if m, ok := app.RequestReminder(r, tx.Today); ok {
			out = append(out, m)
		}
	}
	return out, err
}

// RegisterRequest writes a request down under the next number of the year. Who
// asks is filled in from the card where the request does not say. An objection
// to marketing and a withdrawal of consent take effect at once.
func (tx *Tx) RegisterRequest(r app.Request) (app.Request, error) {
	if r.Received == "" {
		r.Received = tx.Today
	}
	r, err := tx.asking(r.Normalised())
	if err != nil {
		return r, err
	}
	if err := r.Check(tx.Today).OrNil(); err != nil {
		return r, err
	}
	r = r.Registered()
	r.ID = tx.NewID()
	if r.Number, err = tx.nextRequest(); err != nil {
		return r, err
	}
	if err := store.InsertRequest(tx.Tx, r); err != nil {
		return r, err
	}
	if err := tx.noted(r, app.RequestEvent{On: r.Received, What: app.EventReceived}); err != nil {
		return r, err
	}
	if err := errors.Join(tx.heedAtOnce(r), tx.restrictWhileWeighed(r)); err != nil {
		return r, err
	}
	return tx.Request(r.ID)
}

// asking fills in from the card what the request does not say of who asks.
func (tx *Tx) asking(r app.Request) (app.Request, error) {
	if r.CustomerID != "" {
		c, err := store.Customer(tx.Tx, r.CustomerID)
		if err != nil {
			return r, err
		}
		r.Asks(c)
	}
	if r.Language == "" {
		lang, err := tx.Language()
		if err != nil {
			return r, err
		}
		r.Language = lang
	}
	return r, nil
}

func (tx *Tx) nextRequest() (string, error) {
	series := app.RequestSeries(tx.Today)
	used, err := store.RequestNumbers(tx.Tx, series.Prefix())
	for _, n := range used {
		series.Used(n)
	}
	return series.Next(), err
}

// EditRequest puts right what was written down of an open request.
func (tx *Tx) EditRequest(r app.Request) (app.Request, error) {
	by, err := tx.asking(r.Normalised())
	if err != nil {
		return r, err
	}
	before, err := tx.Request(r.ID)
	if err != nil {
		return r, err
	}
	r, err = tx.step(r.ID, app.EventEdited, tx.Today, "", func(old app.Request) (app.Request, error) { return old.Edited(by, tx.Today) })
	if err != nil {
		return r, err
	}
	if err := tx.restrictWhileWeighed(r); err != nil { // the card may have been found only now
		return r, err
	}
	if r.CustomerID != before.CustomerID || r.Email != before.Email {
		if err := tx.heedAtOnce(r); err != nil {
			return r, err
		}
	}
	return tx.Request(r.ID)
}

// AskIdentity notes that proof of identity was asked for.
func (tx *Tx) AskIdentity(id string, on app.Day) (app.Request, error) {
	return tx.step(id, app.EventIdentityAsked, on, "", func(r app.Request) (app.Request, error) { return r.AskIdentity(on, tx.Today) })
}

// VerifyRequest notes how the firm made sure who asks.
func (tx *Tx) VerifyRequest(id string, method app.IdentityMethod, on app.Day, note string) (app.Request, error) {
	return tx.step(id, app.EventVerified, on, note, func(r app.Request) (app.Request, error) { return r.Verify(method, on, tx.Today, note) })
}

// AskClarification notes that the person was asked what is meant.
func (tx *Tx) AskClarification(id string, on app.Day) (app.Request, error) {
	return tx.step(id, app.EventClarifyAsked, on, "", func(r app.Request) (app.Request, error) { return r.AskClarification(on, tx.Today) })
}

// Clarified notes what the person meant.
func (tx *Tx) Clarified(id string, on app.Day, scope string) (app.Request, error) {
	return tx.step(id, app.EventClarified, on, scope, func(r app.Request) (app.Request, error) { return r.Clarified(scope, on, tx.Today) })
}

// ExtendRequest notes that the person was told of two further months.
func (tx *Tx) ExtendRequest(id string, on app.Day, reason string) (app.Request, error) {
	return tx.step(id, app.EventExtended, on, reason, func(r app.Request) (app.Request, error) { return r.Extend(reason, on, tx.Today) })
}

// RefuseRequest closes a request with a ground and reasons.
func (tx *Tx) RefuseRequest(id, ground, reason string, on app.Day) (app.Request, error) {
	return tx.step(id, app.EventRefused, on, reason, func(r app.Request) (app.Request, error) { return r.Refuse(ground, reason, on, tx.Today) })
}

// CancelRequest closes a request that was taken back.
func (tx *Tx) CancelRequest(id string, on app.Day) (app.Request, error) {
	return tx.step(id, app.EventCancelled, on, "", func(r app.Request) (app.Request, error) { return r.Cancel(on, tx.Today) })
}

// AnswerRequest closes a request: done, or partly with reasons.
func (tx *Tx) AnswerRequest(id, outcome, reason string, on app.Day) (app.Request, error) {
	before, err := tx.Request(id)
	if err != nil {
		return before, err
	}
	if err := tx.erasedWhole(before, outcome); err != nil {
		return before, err
	}
	if err := tx.follow(before, outcome); err != nil {
		return before, err
	}
	return tx.step(id, app.EventAnswered, on, reason, func(r app.Request) (app.Request, error) { return r.Answer(outcome, reason, on, tx.Today) })
}

// erasedWhole is "request-not-erased" for an erasure that is called done while
// something that was found of the person is still there to be erased, or nobody has
// said whether it is theirs.
func (tx *Tx) erasedWhole(r app.Request, outcome string) error {
	if r.Kind != app.AskErase || outcome != app.OutcomeDone || !r.State.Open() || !r.Identified() {
		return nil
	}
	p, err := tx.planErasure(r.ID)
	if err != nil {
		return err
	}
	if p.Count > 0 || p.Open > 0 || p.Partly() {
		return app.E("request-not-erased", "outcome")
	}
	return nil
}

// step takes a request one step further, writes it down, its history and the
// log. One that ends after its last day says so.
func (tx *Tx) step(id, what string, on app.Day, note string, take func(app.Request) (app.Request, error)) (app.Request, error) {
	before, err := tx.Request(id)
	if err != nil {
		return before, err
	}
	after, err := take(before)
	if err != nil {
		return before, err
	}
	if err := store.UpdateRequest(tx.Tx, after); err != nil {
		return before, err
	}
	if after, err = tx.Request(id); err != nil {
		return before, err
	}
	events := []app.RequestEvent{{On: on, What: what, Note: note}}
	if what == app.EventExtended && after.Deadline.ExtendedLate {
		events[0].What = app.EventExtendedLate
	}
	if !after.State.Open() && after.Deadline.Late {
		events = append(events, app.RequestEvent{On: on, What: app.EventLate})
	}
	if err := tx.noted(after, events...); err != nil {
		return before, err
	}
	if forgetsOnClosing(after) {
		if err := errors.Join(store.EraseRequestPerson(tx.Tx, id), tx.uncleansed()); err != nil {
			return before, err
		}
		return tx.Request(id)
	}
	return after, nil
}

// forgetsOnClosing: whoever asked to be erased, and was, is in the request's
// file no longer than until the answer is out.
func forgetsOnClosing(r app.Request) bool {
	return r.Kind == app.AskErase && r.State == app.RequestAnswered && r.CustomerID == ""
}

// noted writes events into the history and the log. The log names the card, or
// the request where there is none, and never a word of anybody's.
func (tx *Tx) noted(r app.Request, events ...app.RequestEvent) error {
	object := r.CustomerID
	if object == "" {
		object = r.ID
	}
	for _, e := range events {
		if err := errors.Join(store.AddRequestEvent(tx.Tx, r.ID, e), tx.audit("request-"+e.What, object, string(r.Kind))); err != nil {
			return err
		}
	}
	return nil
}

// follow does what an answer brings with it outside the request: recipients are
// told of what was corrected or restricted (Art. 19), and what the corrections
// were is in the history. A restriction is done only when one is in force
// ("request-not-restricted").
func (tx *Tx) follow(r app.Request, outcome string) error {
	if !r.State.Open() || r.CustomerID == "" {
		return nil
	}
	switch r.Kind {
	case app.AskRestrict:
		standing, err := tx.Restricted(r.CustomerID)
		if err != nil {
			return err
		}
		if len(standing) == 0 && outcome == app.OutcomeDone {
			return app.E("request-not-restricted", "outcome")
		}
		if len(standing) > 0 {
			_, err = tx.TasksFor(app.TaskNotify, r.CustomerID, r.ID, "")
		}
		return err
	case app.AskRectify:
		fields, err := tx.correctedSince(r.CustomerID, r.Received)
		if err != nil || len(fields) == 0 {
			return err
		}
		if err := tx.noted(r, app.RequestEvent{On: tx.Today, What: app.EventRectified}); err != nil {
			return err
		}
		_, err = tx.TasksFor(app.TaskRectify, r.CustomerID, r.ID, "")
		return err
	}
	return nil
}

// correctedSince names the fields of a card that were changed on or after a day.
func (tx *Tx) correctedSince(customerID string, day app.Day) ([]string, error) {
	rows, err := tx.AuditOf(customerID)
	var out []string
	for _, row := range rows {
		edited := row.Action == "customer-edited" || row.Action == "person-saved" || row.Action == "person-deleted"
		if edited && app.DayOf(row.At.In(tx.Zone())) >= day {
			out = append(out, row.Fields...)
		}
	}
	return unique(out), err
}

// restrictWhileWeighed keeps the data from being used from the day of an objection
// until it has been weighed (Art. 18(1)(d)), once the card is known.
func (tx *Tx) restrictWhileWeighed(r app.Request) error {
	if r.Kind != app.AskObject || r.Marketing || r.CustomerID == "" {
		return nil
	}
	all, err := tx.Restrictions(r.CustomerID)
	if err != nil || slices.ContainsFunc(all, func(x app.Restriction) bool { return x.RequestID == r.ID }) {
		return err
	}
	if _, err := tx.Restrict(app.Restriction{CustomerID: r.CustomerID, RequestID: r.ID, Ground: app.GroundObjection, Scope: r.Scope}); err != nil {
		return err
	}
	return tx.noted(r, app.RequestEvent{On: tx.Today, What: app.EventRestricted})
}

// heedAtOnce carries out what needs no weighing: the permissions of the card and
// of the list are withdrawn and the addresses barred. Where the request names no
// card, the only one with the address is meant.
func (tx *Tx) heedAtOnce(r app.Request) error {
	if !r.Absolute() {
		return nil
	}
	card := r.CustomerID
	if card == "" && r.Email != "" {
		same, err := store.CardsByEmail(tx.Tx, r.Email)
		if err != nil {
			return err
		}
		if len(same) == 1 {
			card = same[0]
		}
	}
	addresses, err := tx.withdrawCard(r, card)
	if err != nil {
		return err
	}
	if err := tx.barAll(r, append(addresses, r.Email)); err != nil {
		return err
	}
	return tx.noted(r, app.RequestEvent{On: tx.Today, What: app.EventMarketingOff})
}

// heedFind does so with what the owner found to be the person's as well. The
// permission of a company is the company's.
func (tx *Tx) heedFind(r app.Request, f app.Find) error {
	if !r.Absolute() {
		return nil
	}
	switch f.Register {
	case "customers":
		card, err := store.Customer(tx.Tx, f.Record)
		if err != nil || !card.Kind.Natural() {
			return err
		}
		addresses, err := tx.withdrawCard(r, card.ID)
		return errors.Join(err, tx.barAll(r, addresses))
	case "list_entries":
		e, err := store.Entry(tx.Tx, f.Record)
		if err != nil {
			return err
		}
		return tx.barAll(r, []string{e.Email})
	}
	return nil
}

// withdrawCard withdraws a card's permission, and gives the addresses of the card
// and of its entries on the list. No card has none.
func (tx *Tx) withdrawCard(r app.Request, id string) (addresses []string, err error) {
	if id == "" {
		return nil, nil
	}
	card, err := store.Customer(tx.Tx, id)
	if err != nil {
		return nil, err
	}
	if card.Marketing {
		if _, err := tx.AddConsent(app.Consent{CustomerID: card.ID, Channel: r.Channel}); err != nil {
			return nil, err
		}
	}
	entries, err := store.EntriesOf(tx.Tx, card.ID)
	addresses = append(addresses, card.Email)
	for _, e := range entries {
		addresses = append(addresses, e.Email)
	}
	return addresses, err
}

// barAll bars addresses from mass mailing.
func (tx *Tx) barAll(r app.Request, addresses []string) error {
	reason := app.Withdrawn
	if r.Kind == app.AskObject {
		reason = app.Objected
	}
	for _, address := range unique(addresses) {
		if address == "" {
			continue
		}
		if err := tx.Suppress(address, reason); err != nil {
			return err
		}
	}
	return nil
}

// MayHandOver is "request-identity" while somebody asks for a customer's data, or for
// a copy to take along, of whom it is not known who it is: until then nothing is made
// that can be given away as the answer (GDPR Art. 12(6)).
func (tx *Tx) MayHandOver(customerID string) error {
	all, err := tx.RequestsOf(customerID)
	for _, r := range all {
		if asks := r.Kind == app.AskAccess || r.Kind == app.AskPort; asks && r.State.Open() && !r.Identified() {
			return app.E("request-identity", "")
		}
	}
	return err
}
