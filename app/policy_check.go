package app

import (
	"slices"
	"strconv"
)

// Limits is how far a class's rule can be changed.
type Limits struct {
	Class string     `json:"class"`
	From  []string   `json:"from"`  // what its time may be counted from
	Do    []Disposal `json:"do"`    // what may happen to it
	Least int        `json:"least"` // months; the law wants no fewer
	Most  int        `json:"most"`  // months; nobody may promise more
	// Longest says whether single records may be kept longer.
	Longest bool   `json:"longest"`
	Fixed   bool   `json:"fixed"` // told of, not decided here
	Basis   string `json:"basis"` // the provision behind Least or Most; empty: the program's own choice
}

const (
	// mostMonths: ten years after the breach the last claim for damages lapses (laki
	// velan vanhentumisesta 728/2003 7 §). No need of the firm lasts longer.
	mostMonths = 10 * 12
	// mostRecording is the cap of Kivra's notice, and so of the program.
	mostRecording = 12
	// mostVouchers: twice what the longest provision asks for.
	mostVouchers = 2 * realEstateMonths
)

// LimitsOf tells how far a class's rule can be changed.
func LimitsOf(class string) Limits {
	l := Limits{Class: class, Do: []Disposal{Erase}, Least: 1, Most: mostMonths, Basis: "728-2003-7"}
	switch class {
	case ClassCustomer:
		l.From = []string{FromLastNeeded}
	case ClassPerson, ClassDelivery, ClassConsent:
		l.From = []string{FromCustomer}
	case ClassContact, ClassTechnical:
		l.From = []string{FromRecord, FromCustomer}
	case ClassChat:
		l.From, l.Do = []string{FromRecord, FromCustomer}, []Disposal{Erase, Anonymise}
	case ClassRecording:
		l.From, l.Most, l.Longest, l.Basis = []string{FromRecord}, mostRecording, true, ""
	case ClassMailing:
		l.From = []string{FromConsent}
	case ClassVisitor:
		l.From, l.Do = []string{FromVisit}, []Disposal{Anonymise}
	case ClassRequest:
		l.From = []string{FromClosed}
	case ClassAudit:
		l.From = []string{FromWritten}
	case ClassInvoice:
		l.From, l.Least, l.Most, l.Basis = []string{FromFinancialYear}, vouchersMonths, mostVouchers, "kpl-2-10-2"
	case ClassRealEstate:
		l.From, l.Least, l.Most, l.Basis = []string{FromReviewYear}, realEstateMonths, mostVouchers, "avl-209-q"
	case ClassBooks:
		l.From, l.Do, l.Fixed, l.Basis = []string{FromFinancialYear}, []Disposal{Keep}, true, "kpl-2-10-1"
	}
	if len(l.From) == 1 && l.From[0] == FromCustomer {
		l.Fixed = true
	}
	return l
}

// SourceOwner is the source of a rule that the owner has set.
const SourceOwner = "owner"

// Normalised is the rule as it is kept: what the class settles is not taken from
// whoever asks.
func (r Rule) Normalised(preset Policy, today Day) Rule {
	promised, _ := preset.Rule(r.Class, today)
	r.Basis, r.Source, r.Reason = promised.Basis, SourceOwner, paragraphs(r.Reason)
	r.Since = Day(line(string(r.Since)))
	if r.Since == "" {
		r.Since = today
	}
	if r.From == "" {
		r.From = promised.From
	}
	if r.Do == "" {
		r.Do = promised.Do
	}
	if r.From == FromCustomer || r.From == FromOrder {
		r.Months, r.Longest = 0, 0
	}
	if r.From == FromOrder {
		r.Do = Keep
	} else if r.From == FromCustomer || r.Do == Keep {
		r.Do = LimitsOf(r.Class).Do[0]
	}
	if !LimitsOf(r.Class).Longest {
		r.Longest = 0
	}
	return r
}

// Check judges a normalised rule that is about to be promised, against the law and
// against what the notice promises: the preset that the firm follows. A promise
// never begins in the past.
func (r Rule) Check(preset Policy, today Day) Errors {
	if !slices.Contains(Classes(), r.Class) {
		return Errors{E("choice-invalid", "class", "value", r.Class)}
	}
	promised, _ := preset.Rule(r.Class, today)
	l := LimitsOf(r.Class)
	if l.Fixed && promised.From != FromOrder {
		return Errors{E("rule-fixed", "class")}
	}
	var es Errors
	from := l.From
	if promised.From == FromOrder {
		from = append(slices.Clone(from), FromOrder)
	}
	if !slices.Contains(from, r.From) {
		es = append(es, E("choice-invalid", "from", "value", r.From))
	}
	if !slices.Contains(l.Do, r.Do) && r.From != FromOrder {
		es = append(es, E("choice-invalid", "do", "value", string(r.Do)))
	}
	es = append(es, r.checkMonths(l)...)
	switch {
	case !r.Since.Valid():
		es = append(es, E("day-invalid", "since", "value", string(r.Since)))
	case r.Since < today:
		es = append(es, E("day-past", "since", "value", string(r.Since), "today", string(today)))
	}
	es = append(es, checkParagraphs("reason", r.Reason, MaxReason)...)
	if r.Reason == "" && len(es) == 0 && r.NeedsReason(preset, today) { // no reason mends what is refused anyway
		es = append(es, E("rule-reason-missing", "reason"))
	}
	return es
}

func (r Rule) checkMonths(l Limits) Errors {
	if r.From == FromCustomer || r.From == FromOrder {
		return nil
	}
	var es Errors
	if r.Months < l.Least {
		es = append(es, E("rule-below-law", "months", "value", strconv.Itoa(r.Months), "least", strconv.Itoa(l.Least)))
	}
	if r.Months > l.Most {
		es = append(es, E("rule-above-cap", "months", "value", strconv.Itoa(r.Months), "most", strconv.Itoa(l.Most)))
	}
	if r.Longest > l.Most {
		es = append(es, E("rule-above-cap", "longest", "value", strconv.Itoa(r.Longest), "most", strconv.Itoa(l.Most)))
	}
	if r.Longest != 0 && r.Longest < r.Months {
		es = append(es, E("rule-longest-shorter", "longest", "value", strconv.Itoa(r.Longest), "least", strconv.Itoa(r.Months)))
	}
	return es
}

// NeedsReason says whether the rule keeps more, or longer, than the notice
// promises. For a processor every time of its own is one that the firm that
// ordered the service has to have asked for (GDPR Art. 28(3)(a)).
func (r Rule) NeedsReason(preset Policy, today Day) bool {
	promised, ok := preset.Rule(r.Class, today)
	switch {
	case !ok:
		return true
	case promised.From == FromOrder:
		return r.From != FromOrder
	case r.From != promised.From:
		return r.From == FromCustomer // what had a day of its own loses it
	case promised.Do == Erase && r.Do == Anonymise && slices.Contains(LimitsOf(r.Class).Do, Anonymise):
		return true
	}
	return r.Months > promised.Months || r.Longest > promised.Longest
}
