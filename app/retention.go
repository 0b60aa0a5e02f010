package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
)

// EventKind is what happened to a customer's data, seen by the retention clock.
type EventKind string

const (
	Created   EventKind = "created"   // the card was made
	Corrected EventKind = "corrected" // the card was corrected
	Contacted EventKind = "contact"
	Delivered EventKind = "delivery"
	MassSent  EventKind = "mass" // a mass mailing: never moves the clock
)

// Event is something dated in a customer's file.
type Event struct {
	Kind EventKind `json:"kind"`
	On   Day       `json:"on"`
	Ref  string    `json:"ref,omitempty"`  // the row's id, where there is one
	Note string    `json:"note,omitempty"` // channel or product, for the explanation
}

// File is all that a retention decision on one customer depends on. The store
// gives the newest event of each kind; the rules choose among them.
type File struct {
	Record string  `json:"record"` // the customer's id
	Number string  `json:"number"`
	Name   string  `json:"name"`
	Kind   Kind    `json:"kind"`
	Events []Event `json:"events"`
	Holds  []Hold  `json:"holds"` // standing ones only
	Guards []Guard `json:"guards"`
	Counts Counts  `json:"counts"`
	// Entries of the e-mail list go with the card, but for those with a fresh
	// consent of their own.
	Entries []FileEntry `json:"entries"`
}

// FileEntry is an entry of the e-mail list that belongs to a card.
type FileEntry struct {
	ID      string `json:"id"`
	Consent Day    `json:"consent"` // its own newest permission, while it stands; empty: none
}

// FreshEntries lists the entries that stay when the card goes.
func (f File) FreshEntries(p Policy, today Day) []string {
	var out []string
	rule, ok := p.Rule(ClassMailing, today)
	for _, e := range f.Entries {
		if ok && e.Consent != "" && e.Consent.AddMonths(rule.Months) >= today {
			out = append(out, e.ID)
		}
	}
	return out
}

// Counts is how many rows of each register belong to a set of customers.
type Counts struct {
	Customers   int `json:"customers"`
	Persons     int `json:"persons"`
	Contacts    int `json:"contacts"`
	Messages    int `json:"messages"`
	Attachments int `json:"attachments"`
	Deliveries  int `json:"deliveries"`
	Consents    int `json:"consents"`
	Entries     int `json:"entries"` // of the e-mail list
	Technical   int `json:"technical"`
	Requests    int `json:"requests"`
	Visitors    int `json:"visitors"`   // numbers by which visitors are known again
	Anonymised  int `json:"anonymised"` // conversations that stay without whose they are
}

// Add sums two counts.
func (c Counts) Add(o Counts) Counts {
	return Counts{
		c.Customers + o.Customers, c.Persons + o.Persons, c.Contacts + o.Contacts, c.Messages + o.Messages,
		c.Attachments + o.Attachments, c.Deliveries + o.Deliveries, c.Consents + o.Consents,
		c.Entries + o.Entries, c.Technical + o.Technical, c.Requests + o.Requests,
		c.Visitors + o.Visitors, c.Anonymised + o.Anonymised,
	}
}

// Disposal is what happens to a record.
type Disposal string

const (
	Erase     Disposal = "erase"
	Anonymise Disposal = "anonymise"
	Keep      Disposal = "keep"
)

// Rule is one row of the retention policy: law and promise as data.
type Rule struct {
	Class   string   `json:"class"`   // what it is about: customer, mailing, chat …
	From    string   `json:"from"`    // what the period is counted from: last-needed, consent-or-contact, record …
	Months  int      `json:"months"`  // the period
	Longest int      `json:"longest"` // with an extension of a single record, months from the same day; 0: none is possible
	Do      Disposal `json:"do"`
	Basis   string   `json:"basis"`  // the provision
	Source  string   `json:"source"` // who promised it: notice-softop …, program, law, owner
	Since   Day      `json:"since"`  // in force from
	Reason  string   `json:"reason"` // the owner's, where it departs from the preset
}

// Policy is the table of rules that the firm has promised to follow.
type Policy []Rule

// ClassCustomer is the customer card with its contacts, deliveries, contact
// persons and permissions, which go with it.
const ClassCustomer = "customer"

// Softop is the policy of Kuopion Softop's notice: "Henkilö- ja yritystiedot
// poistetaan kolmen vuoden päästä siitä ajanhetkestä, kun asiakkaan tietoja on
// viimeksi tarvittu." It covers companies as well as persons.
func Softop() Policy {
	return Policy{{
		Class: ClassCustomer, From: "last-needed", Months: 36, Do: Erase,
		Basis: "gdpr-5-1-e", Source: "notice-softop", Since: "2018-05-25",
	}, {
		// The notice sets no time for the e-mail list: the one of the cards.
		Class: ClassMailing, From: "consent-or-contact", Months: 36, Do: Erase,
		Basis: "gdpr-5-1-e", Source: "program", Since: "2018-05-25",
	}, {
		// The notice leaves visitors' numbers to Google. Once they are in the register
		// the firm answers for them: the longest time that Analytics itself offers.
		Class: ClassVisitor, From: "visit", Months: 14, Do: Anonymise,
		Basis: "gdpr-5-1-e", Source: "program", Since: "2018-05-25",
	}}
}

// Rule finds the rule of a class that is in force on a day.
func (p Policy) Rule(class string, on Day) (Rule, bool) {
	var found Rule
	ok := false
	for _, r := range p {
		if r.Class == class && r.Since <= on && (!ok || r.Since > found.Since) {
			found, ok = r, true
		}
	}
	return found, ok
}

// Reasons of a decision.
const (
	BecauseLastNeeded = "last-needed"
	BecauseHold       = "hold"
	BecauseClock      = "clock-suspect"
)

// Step is one line of the explanation beside a date ("Miksi?").
type Step struct {
	Code   string `json:"code"` // event, period, erase-on, hold
	On     Day    `json:"on"`
	Event  Event  `json:"event"`
	Months int    `json:"months"`
	Text   string `json:"text"` // a hold's reason
}

// Decision is what the rules say of one record. Until is the last day on which
// the data may be kept, EraseOn the day after: the day from which they must go.
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
	LastNeeded Event    `json:"lastNeeded"`
	Steps      []Step   `json:"steps"`
	NotCounted []Event  `json:"notCounted"`
	Counts     Counts   `json:"counts"`
}

// Due says whether the record goes today.
func (d Decision) Due(today Day) bool { return d.Do != Keep && d.EraseOn <= today }

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
	if !ok || d.LastNeeded.On == "" {
		d.Do, d.Because = Keep, BecauseClock
		return d
	}
	d.Do, d.Because = rule.Do, BecauseLastNeeded
	d.Until = d.LastNeeded.On.AddMonths(rule.Months)
	d.EraseOn = d.Until.AddDays(1)
	d.Steps = append(d.Steps,
		Step{Code: "event", On: d.LastNeeded.On, Event: d.LastNeeded},
		Step{Code: "period", On: d.Until, Months: rule.Months},
		Step{Code: "erase-on", On: d.EraseOn})
	for _, h := range f.Holds {
		d.Do, d.Because = Keep, BecauseHold
		if h.ReviewOn > d.Until {
			d.Until = h.ReviewOn
		}
		d.Steps = append(d.Steps, Step{Code: "hold", On: h.ReviewOn, Text: h.Reason})
	}
	return d
}

// Review is the whole register seen by the rules on one day.
type Review struct {
	Today     Day        `json:"today"`
	Digest    string     `json:"digest"`    // binds what is shown to what is carried out
	Decisions []Decision `json:"decisions"` // due, held, and due within the asked days; earliest first
	Counts    Counts     `json:"counts"`    // of what goes now
	Held      int        `json:"held"`      // customers that would go, were there no hold
	Merges    int        `json:"merges"`    // merges of cards that can not be taken back after the run
	ClockNote string     `json:"clockNote"` // clock-back: erasing waits; clock-ahead: look at the date before approving
}

// Reviewer collects decisions file by file, so that a register of any size is
// reviewed without being held in memory.
type Reviewer struct {
	policy Policy
	today  Day
	within Day
	review Review
}

// NewReviewer reviews as of today and lists what goes within that many days.
func NewReviewer(p Policy, today Day, within int) *Reviewer {
	return &Reviewer{policy: p, today: today, within: today.AddDays(max(within, 0)), review: Review{Today: today, Decisions: []Decision{}}}
}

// Add decides on one file.
func (r *Reviewer) Add(f File) {
	d := Decide(f, r.policy, r.today)
	if d.EraseOn == "" || d.EraseOn > r.within {
		return
	}
	if d.Due(r.today) {
		r.review.Counts = r.review.Counts.Add(d.Counts)
	} else if d.Because == BecauseHold && d.EraseOn <= r.today {
		r.review.Held++
	}
	r.review.Decisions = append(r.review.Decisions, d)
}

// Review closes the collection: sorts, and seals it with the digest.
func (r *Reviewer) Review() Review {
	ds := r.review.Decisions
	sort.Slice(ds, func(i, j int) bool {
		if ds[i].EraseOn != ds[j].EraseOn {
			return ds[i].EraseOn < ds[j].EraseOn
		}
		if a, b := ds[i].Customer, ds[j].Customer; len(a) != len(b) {
			return len(a) < len(b) // 999 before 1000
		} else if a != b {
			return a < b
		}
		return ds[i].Record < ds[j].Record
	})
	r.review.Digest = digest(r.today, ds)
	return r.review
}

// digest covers exactly what would be carried out today: which records, how
// many rows of each, by which rule. What is merely listed is not in it, so
// looking further ahead does not change an approval.
func digest(today Day, ds []Decision) string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	_ = enc.Encode(today) // a hash never fails to be written to
	for _, d := range ds {
		if d.Due(today) {
			_ = enc.Encode([]any{d.Class, d.Record, d.Do, d.Until, d.Because, d.LastNeeded, d.Counts})
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// MonthCount is how much goes in one month.
type MonthCount struct {
	Month  string `json:"month"` // YYYY-MM; "" is what is due already
	Counts Counts `json:"counts"`
}

// Outlook counts, file by file, what goes now and in each coming month.
type Outlook struct {
	policy Policy
	today  Day
	months []MonthCount
}

// NewOutlook counts what is due today, and that many months from this one on.
func NewOutlook(p Policy, today Day, months int) *Outlook {
	o := &Outlook{policy: p, today: today, months: []MonthCount{{}}}
	for i := range months {
		o.months = append(o.months, MonthCount{Month: string((today[:8] + "01").AddMonths(i))[:7]})
	}
	return o
}

// Add counts one file. What is on hold has no month.
func (o *Outlook) Add(f File) {
	d := Decide(f, o.policy, o.today)
	if d.Do == Keep || d.EraseOn == "" {
		return
	}
	at := 0
	if !d.Due(o.today) {
		at = 1 + monthsBetween(o.today, d.EraseOn)
	}
	if at < len(o.months) {
		o.months[at].Counts = o.months[at].Counts.Add(d.Counts)
	}
}

// Months is the outcome, what is due now first.
func (o *Outlook) Months() []MonthCount { return o.months }

func monthsBetween(from, to Day) int {
	a, b := from.Time(), to.Time()
	return (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
}
