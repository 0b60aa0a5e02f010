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
func (h Hold) Check(today Day) (problems, remarks Errors) {
	var f findings
	if h.Reason == "" {
		f.add(Errors{E("hold-reason-missing", "reason")}, nil)
	}
	f.add(checkParagraphs("reason", h.Reason, MaxReason), nil)
	f.add(checkDay("placedOn", h.PlacedOn, today), nil)
	switch {
	case h.ReviewOn == "":
		f.add(Errors{E("required", "reviewOn")}, nil)
	case !h.ReviewOn.Valid():
		f.add(Errors{E("day-invalid", "reviewOn", "value", string(h.ReviewOn))}, nil)
	case h.ReviewOn <= today:
		f.add(Errors{E("day-past", "reviewOn", "value", string(h.ReviewOn), "today", string(today))}, nil)
	}
	return f.problems, f.remarks
}
