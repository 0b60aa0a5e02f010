package app

// Reasons of a decision.
const (
	BecauseLastNeeded = "last-needed"
	BecauseHold       = "hold"
	BecauseClock      = "clock-suspect"
)

// Step is one line of the explanation beside a date ("Miksi?").
type Step struct {
	// Code: event, year-end, period, extended, longest, erase-on, hold, or the
	// reason of a guard.
	Code   string `json:"code"`
	On     Day    `json:"on"`
	Event  Event  `json:"event"`
	Months int    `json:"months"`
	Text   string `json:"text"` // a hold's reason, a guard's words
}

// Decision is what the rules say of one record. Until is the last day on which
// the data may be kept, EraseOn the day after: the day from which they must go.
// Where something keeps them longer, EraseOn stays what it would be without, and
// Until is the day on which that is to be looked at again; empty: as long as it
// stands.
type Decision struct {
	Class      string   `json:"class"`
	Record     string   `json:"record"`
	CustomerID string   `json:"customerId"` // empty: it belongs to no card
	Customer   string   `json:"customer"`   // the customer's number
	Name       string   `json:"name"`
	Do         Disposal `json:"do"`
	Until      Day      `json:"until"`
	EraseOn    Day      `json:"eraseOn"`
	Because    string   `json:"because"`
	LastNeeded Event    `json:"lastNeeded"` // the event that the time counts from
	Steps      []Step   `json:"steps"`
	NotCounted []Event  `json:"notCounted"`
	Counts     Counts   `json:"counts"`
}

// Due says whether the record goes today.
func (d Decision) Due(today Day) bool { return d.Do != Keep && d.EraseOn != "" && d.EraseOn <= today }

// over says whether the record's own time is over, whatever keeps it still.
func (d Decision) over(today Day) bool { return d.EraseOn != "" && d.EraseOn <= today }

// LastNeeded is the newest event that counts: the making and the
// correcting of the card, contacts in either direction, deliveries. A mass
// mailing does not count, nor does an event of a later day than today: a
// contact dated by mistake in 2062 must not keep data for ever.
func LastNeeded(events []Event, today Day) Event {
	var last Event
	for _, e := range events {
		if e.Kind != MassSent && e.On <= today && e.On > last.On {
			last = e
		}
	}
	return last
}

// Decide applies the policy to one customer.
func Decide(f File, p Policy, today Day) Decision {
	d := Decision{Class: ClassCustomer, Record: f.Record, CustomerID: f.Record, Customer: f.Number, Name: f.Name, Counts: f.Counts, Steps: []Step{}, NotCounted: []Event{}}
	d.Counts.Entries = len(f.Entries) - len(f.FreshEntries(p, today))
	d.LastNeeded = LastNeeded(f.Events, today)
	for _, e := range f.Events {
		if e.Kind == MassSent || e.On > today {
			d.NotCounted = append(d.NotCounted, e)
		}
	}
	rule, ok := p.Rule(ClassCustomer, today)
	if why := untimed(rule, ok, d.LastNeeded); why != "" {
		if why == BecauseUnknownDate {
			why = BecauseClock
		}
		return d.kept(why)
	}
	d.Do, d.Because = rule.Do, BecauseLastNeeded
	d.count(d.LastNeeded.On, rule.Months)
	d.ends()
	d.keep(f.Holds, f.Guards)
	return d
}

// DecideItem applies the policy to one record that has a time of its own. What
// keeps its customer keeps it too.
func DecideItem(i Item, p Policy, today Day) Decision {
	d := Decision{Class: i.Class, Record: i.Record, CustomerID: i.CustomerID, Customer: i.Number, Name: i.Name, LastNeeded: i.Event, Counts: i.Counts, Steps: []Step{}, NotCounted: []Event{}}
	rule, ok := p.Rule(i.Class, today)
	withdrawn := i.Class == ClassMailing && i.Event.Kind == BecauseWithdrawn && i.Event.On.Valid()
	if why := untimed(rule, ok, i.Event); why != "" && !withdrawn {
		return d.kept(why)
	}
	d.Do, d.Because = rule.Do, because(rule, i.Event)
	switch {
	case withdrawn: // the ground is gone: nothing is waited for
		d.Do, d.Because = Erase, BecauseWithdrawn
		d.count(i.Event.On, 0)
	case rule.From == FromFinancialYear && i.Class != ClassBooks || rule.From == FromReviewYear:
		d.countFromYearEnd(i.Event.On, rule.Months)
	default:
		d.count(i.Event.On, rule.Months)
		d.extend(i.Extension, rule)
	}
	if d.Do == Keep { // books: told, never carried out
		return d
	}
	d.ends()
	d.keep(i.Holds, i.Guards)
	return d
}

// untimed says why a record has no day of its own, or "".
func untimed(r Rule, ok bool, from Event) string {
	switch {
	case !ok:
		return BecauseNoRule
	case r.From == FromCustomer:
		return BecauseCard
	case r.From == FromOrder:
		return BecauseOrder
	case !from.On.Valid():
		return BecauseUnknownDate
	}
	return ""
}

// because is the reason of a record's own time.
func because(r Rule, e Event) string {
	switch r.From {
	case FromLastNeeded:
		return BecauseLastNeeded
	case FromConsent:
		return string(e.Kind)
	case FromVisit:
		return BecauseVisit
	case FromClosed:
		return BecauseClosed
	case FromWritten:
		return BecauseWritten
	case FromFinancialYear, FromReviewYear:
		return BecauseInvoice
	}
	return BecauseRecord
}

func (d Decision) kept(why string) Decision {
	d.Do, d.Because = Keep, why
	return d
}

// count starts the explanation and sets the last day.
func (d *Decision) count(from Day, months int) {
	d.Until = from.AddMonths(months)
	d.Steps = append(d.Steps, Step{Code: "event", On: from, Event: d.LastNeeded}, Step{Code: "period", On: d.Until, Months: months})
}

func (d *Decision) countFromYearEnd(day Day, months int) {
	end := day.yearEnd()
	d.Until = end.AddMonths(months)
	d.Steps = append(d.Steps, Step{Code: "event", On: day, Event: d.LastNeeded}, Step{Code: "year-end", On: end}, Step{Code: "period", On: d.Until, Months: months})
}

// extend moves the day of one record, never past the longest time of its class.
func (d *Decision) extend(e *Extension, r Rule) {
	if e == nil || r.Longest <= r.Months || e.Until <= d.Until {
		return
	}
	longest := d.LastNeeded.On.AddMonths(r.Longest)
	d.Until, d.Because = min(e.Until, longest), BecauseExtended
	d.Steps = append(d.Steps, Step{Code: "extended", On: e.Until, Text: e.Reason})
	if e.Until > longest {
		d.Steps = append(d.Steps, Step{Code: "longest", On: longest, Months: r.Longest})
	}
}

func (d *Decision) ends() {
	d.EraseOn = d.Until.AddDays(1)
	d.Steps = append(d.Steps, Step{Code: "erase-on", On: d.EraseOn})
}

// keep lets restrictions, open requests and holds stand in the way. The first of
// them, in this order, is the reason; the latest of their days is Until, and none
// where one of them has no day. All are told.
func (d *Decision) keep(holds []Hold, guards []Guard) {
	all := ordered(guards)
	for _, h := range holds {
		all = append(all, Guard{Because: h.because(), Until: h.ReviewOn, Ref: h.ID, Text: h.Reason})
	}
	open := false
	for n, g := range all {
		if n == 0 {
			d.Do, d.Because = Keep, g.Because
		}
		open = open || g.Until == ""
		d.Until = max(d.Until, g.Until)
		d.Steps = append(d.Steps, Step{Code: g.Because, On: g.Until, Text: g.Text})
	}
	if open {
		d.Until = ""
	}
}

// ordered puts restrictions first: of them the person must be told before
// anything happens (GDPR Art. 18(3)).
func ordered(guards []Guard) []Guard {
	var out []Guard
	for _, first := range []bool{true, false} {
		for _, g := range guards {
			if (g.Because == BecauseRestricted) == first {
				out = append(out, g)
			}
		}
	}
	return out
}

// because is the reason of a decision that the hold stands in the way of.
func (h Hold) because() string {
	if h.Kind == HoldReceivable {
		return BecauseReceivable
	}
	return BecauseHold
}
