package app

// Hold keeps a customer's data past their day, for a reason that must be
// written down and looked at again (GDPR Art. 17(3)(e)).
type Hold struct {
	ID         string `json:"id"`
	CustomerID string `json:"customerId"`
	Reason     string `json:"reason"`
	PlacedOn   Day    `json:"placedOn"`
	ReviewOn   Day    `json:"reviewOn"`
	LiftedOn   Day    `json:"liftedOn"` // empty while the hold stands
}

// Normalised is the hold as it is kept.
func (h Hold) Normalised() Hold {
	h.Reason = paragraphs(h.Reason)
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
