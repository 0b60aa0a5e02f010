package app

// Kinds of holds.
const (
	HoldDispute    = "dispute"    // a claim is being made or answered
	HoldReceivable = "receivable" // something is not paid yet
	HoldAuthority  = "authority"  // an authority has asked for it
	HoldComplaint  = "complaint"  // about goods or service
	HoldOther      = "other"
)

// HoldKinds in the order in which they are offered.
func HoldKinds() []string {
	return []string{HoldDispute, HoldReceivable, HoldAuthority, HoldComplaint, HoldOther}
}

// Hold keeps a customer's data past their day, for a reason that must be
// written down and looked at again (GDPR Art. 17(3)(e)).
type Hold struct {
	ID         string `json:"id"`
	CustomerID string `json:"customerId"`
	Kind       string `json:"kind"` // dispute, receivable, authority, complaint, other
	Reason     string `json:"reason"`
	PlacedOn   Day    `json:"placedOn"`
	ReviewOn   Day    `json:"reviewOn"`
	LiftedOn   Day    `json:"liftedOn"` // empty while the hold stands
}

// Normalised is the hold as it is kept.
func (h Hold) Normalised() Hold {
	h.Reason = paragraphs(h.Reason)
	if h.Kind = line(h.Kind); h.Kind == "" {
		h.Kind = HoldOther
	}
	h.PlacedOn, h.ReviewOn, h.LiftedOn = Day(line(string(h.PlacedOn))), Day(line(string(h.ReviewOn))), Day(line(string(h.LiftedOn)))
	return h
}

// Check judges a hold that is about to be placed: without a reason, or without
// a later day on which to look at it again, it would be keeping for keeping's
// sake.
func (h Hold) Check(today Day) Errors {
	var problems Errors
	if h.Reason == "" {
		problems = append(problems, E("hold-reason-missing", "reason"))
	}
	problems = append(problems, checkParagraphs("reason", h.Reason, MaxReason)...)
	problems = append(problems, checkChoice("kind", h.Kind, HoldKinds())...)
	problems = append(problems, checkDay("placedOn", h.PlacedOn, today)...)
	switch {
	case h.ReviewOn == "":
		problems = append(problems, E("required", "reviewOn"))
	case !h.ReviewOn.Valid():
		problems = append(problems, E("day-invalid", "reviewOn", "value", string(h.ReviewOn)))
	case h.ReviewOn <= today:
		problems = append(problems, E("day-past", "reviewOn", "value", string(h.ReviewOn), "today", string(today)))
	}
	return problems
}

// HoldRow is a standing hold in a list of all customers.
type HoldRow struct {
	Hold   Hold   `json:"hold"`
	Number string `json:"number"` // of the customer
	Name   string `json:"name"`   // of the customer
}
