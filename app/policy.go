package app

import "time"

// Rule is one row of the retention policy: law and promise as data.
type Rule struct {
	Class   string   `json:"class"`   // what it is about: customer, mailing, chat …
	From    string   `json:"from"`    // what the period is counted from: last-needed, consent-or-contact, record …
	Months  int      `json:"months"`  // the period; 0 where the class has none of its own
	Longest int      `json:"longest"` // with an extension of a single record, months from the same day; 0: none is possible
	Do      Disposal `json:"do"`
	Basis   string   `json:"basis"`  // the provision
	Source  string   `json:"source"` // who promised it: notice-softop …, program, law, owner
	Since   Day      `json:"since"`  // in force from
	Reason  string   `json:"reason"` // the owner's, where it departs from the preset
}

// Policy is the table of rules that the firm has promised to follow. It is only
// added to: of the rules of a class the newest in force counts.
type Policy []Rule

// ClassCustomer is the customer card with its contacts, deliveries, contact
// persons and permissions, which go with it.
const ClassCustomer = "customer"

// Rule finds the rule of a class that is in force on a day. Of two from the same
// day the one that was added later counts.
func (p Policy) Rule(class string, on Day) (Rule, bool) {
	var found Rule
	ok := false
	for _, r := range p {
		if r.Class == class && r.Since <= on && (!ok || r.Since >= found.Since) {
			found, ok = r, true
		}
	}
	return found, ok
}

// InForce is one rule of each class on a day, in the order of Classes.
func (p Policy) InForce(on Day) Policy {
	out := Policy{}
	for _, class := range Classes() {
		if r, ok := p.Rule(class, on); ok {
			out = append(out, r)
		}
	}
	return out
}

// timed says whether the rule has a period after which the data go by themselves:
// not where they go with the card, or when the order ends.
func (r Rule) timed() bool {
	return r.Do != Keep && r.Months > 0 && r.From != FromCustomer && r.From != FromOrder
}

// PromisedRule is a rule and when it was promised.
type PromisedRule struct {
	Rule Rule      `json:"rule"`
	At   time.Time `json:"-"`
	On   Day       `json:"on"` // of At by the firm's clock; worked out
}

// RuleChange is what one class's rule becomes.
type RuleChange struct {
	Class  string `json:"class"`
	Before Rule   `json:"before"`
	After  Rule   `json:"after"`
}

// Changes lists what following another promise from a day on would change, class
// by class.
func (p Policy) Changes(to Policy, on Day) []RuleChange {
	out := []RuleChange{}
	for _, after := range to.InForce(on) {
		before, _ := p.Rule(after.Class, on)
		after.Since = on
		if !before.same(after) {
			out = append(out, RuleChange{after.Class, before, after})
		}
	}
	return out
}

// same says whether two rules promise the same, and on whose word.
func (r Rule) same(o Rule) bool {
	r.Since, o.Since = "", ""
	return r == o
}

// Next is the rule of a class that comes into force after a day, the first of
// them; nil: none is planned, or it changes nothing.
func (p Policy) Next(class string, after Day) *Rule {
	var day Day
	for _, r := range p {
		if r.Class == class && r.Since > after && (day == "" || r.Since < day) {
			day = r.Since
		}
	}
	now, _ := p.Rule(class, after)
	if next, ok := p.Rule(class, day); ok && day != "" && !next.same(now) {
		return &next
	}
	return nil
}
