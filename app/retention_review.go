package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
)

// Review is the whole register seen by the rules on one day.
type Review struct {
	Today     Day          `json:"today"`
	Digest    string       `json:"digest"`    // binds what is shown to what is carried out
	Decisions []Decision   `json:"decisions"` // due, held, and due within the asked days; earliest first
	Counts    Counts       `json:"counts"`    // of what goes now
	Held      int          `json:"held"`      // customers that would go, did nothing keep them
	Merges    int          `json:"merges"`    // merges of cards that can not be taken back after the run
	Classes   []ClassTotal `json:"classes"`   // how much of each class is listed
	ClockNote string       `json:"clockNote"` // clock-back: erasing waits; clock-ahead: look at the date before approving
}

// Reviewer collects decisions record by record, so that a register of any size is
// reviewed without being held in memory.
type Reviewer struct {
	policy Policy
	today  Day
	within Day
	review Review
	going  map[string]bool // customers that go today, and all that hangs on them
}

// NewReviewer reviews as of today and lists what goes within that many days.
func NewReviewer(p Policy, today Day, within int) *Reviewer {
	return &Reviewer{policy: p.InForce(today), today: today, within: today.AddDays(max(within, 0)), review: Review{Today: today, Decisions: []Decision{}}, going: map[string]bool{}}
}

// Add decides on one file.
func (r *Reviewer) Add(f File) {
	d := Decide(f, r.policy, r.today)
	if d.EraseOn == "" || d.EraseOn > r.within {
		return
	}
	if d.Due(r.today) {
		r.going[f.Record] = true
	} else if d.over(r.today) {
		r.review.Held++
	}
	r.review.Decisions = append(r.review.Decisions, d)
}

// AddItem decides on one record that has a time of its own. Files and items come
// in any order: what hangs on a customer that goes today is left out at the end,
// for it goes with the card.
func (r *Reviewer) AddItem(i Item) {
	if d := DecideItem(i, r.policy, r.today); d.EraseOn != "" && d.EraseOn <= r.within {
		r.review.Decisions = append(r.review.Decisions, d)
	}
}

// Review closes the collection: leaves out what goes with a card, sorts, counts,
// and seals it with the digest.
func (r *Reviewer) Review() Review {
	ds := r.review.Decisions[:0]
	for _, d := range r.review.Decisions {
		if d.Class == ClassCustomer || !r.going[d.CustomerID] {
			ds = append(ds, d)
		}
	}
	sort.Slice(ds, func(i, j int) bool { return before(ds[i], ds[j]) })
	r.review.Decisions, r.review.Counts = ds, Counts{}
	for _, d := range ds {
		if d.Due(r.today) {
			r.review.Counts = r.review.Counts.Add(d.Counts)
		}
	}
	r.review.Digest = digest(r.today, ds)
	return r.review
}

func before(a, b Decision) bool {
	switch {
	case a.EraseOn != b.EraseOn:
		return a.EraseOn < b.EraseOn
	case len(a.Customer) != len(b.Customer):
		return len(a.Customer) < len(b.Customer) // 999 before 1000
	case a.Customer != b.Customer:
		return a.Customer < b.Customer
	case a.Class != b.Class:
		return a.Class < b.Class
	}
	return a.Record < b.Record
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

// ClassMonths is how many records of one class go, by themselves or with their
// card: now, and in each month that Outlook.Months tells of.
type ClassMonths struct {
	Class   string `json:"class"`
	Records []int  `json:"records"`
}

// Outlook counts, record by record, what goes now and in each coming month.
type Outlook struct {
	policy  Policy
	today   Day
	months  []MonthCount
	classes map[string][]int
	cards   map[string]Day // of the customers that go within the months: from which day
}

// NewOutlook counts what is due today, and that many months from this one on.
func NewOutlook(p Policy, today Day, months int) *Outlook {
	o := &Outlook{policy: p.InForce(today), today: today, months: []MonthCount{{}}, classes: map[string][]int{}, cards: map[string]Day{}}
	for i := range months {
		o.months = append(o.months, MonthCount{Month: string((today[:8] + "01").AddMonths(i))[:7]})
	}
	return o
}

// Add counts one file. What something keeps has no month.
func (o *Outlook) Add(f File) {
	if d := Decide(f, o.policy, o.today); o.count(d) {
		o.cards[f.Record] = d.EraseOn
	}
}

// AddItem counts one record that has a time of its own, unless its card goes as
// early: the files come before the items. What goes earlier no longer goes with
// the card.
func (o *Outlook) AddItem(i Item) {
	d := DecideItem(i, o.policy, o.today)
	card, goes := o.cards[i.CustomerID]
	if goes && max(card, o.today) <= max(d.EraseOn, o.today) {
		return
	}
	if o.count(d) && goes && (i.Class != ClassMailing || d.Due(o.today)) { // a fresh entry was never counted with its card
		o.along(d.Counts, o.month(card), -1)
	}
}

// count counts a decision, if it falls into the months.
func (o *Outlook) count(d Decision) bool {
	if d.Do == Keep || d.EraseOn == "" {
		return false
	}
	at := o.month(d.EraseOn)
	if at >= len(o.months) {
		return false
	}
	o.months[at].Counts = o.months[at].Counts.Add(d.Counts)
	o.add(d.Class, at, 1)
	if d.Class == ClassCustomer {
		o.along(d.Counts, at, 1)
	}
	return true
}

// month is the place of a day among the months; what is due already has the first.
func (o *Outlook) month(day Day) int {
	if day <= o.today {
		return 0
	}
	return 1 + monthsBetween(o.today, day)
}

// along counts what goes with a card, or takes it off again.
func (o *Outlook) along(c Counts, at, sign int) {
	o.add(ClassPerson, at, sign*c.Persons)
	o.add(ClassContact, at, sign*c.Contacts)
	o.add(ClassDelivery, at, sign*c.Deliveries)
	o.add(ClassConsent, at, sign*c.Consents)
	o.add(ClassMailing, at, sign*c.Entries)
}

func (o *Outlook) add(class string, at, n int) {
	if n == 0 {
		return
	}
	if o.classes[class] == nil {
		o.classes[class] = make([]int, len(o.months))
	}
	o.classes[class][at] += n
}

// Months is the outcome, what is due now first.
func (o *Outlook) Months() []MonthCount { return o.months }

// ByClass is the outcome class by class, in the order of Classes: those of which
// anything goes.
func (o *Outlook) ByClass() []ClassMonths {
	out := []ClassMonths{}
	for _, class := range Classes() {
		if n := o.classes[class]; n != nil {
			out = append(out, ClassMonths{class, n})
		}
	}
	return out
}

func monthsBetween(from, to Day) int {
	a, b := from.Time(), to.Time()
	return (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
}
