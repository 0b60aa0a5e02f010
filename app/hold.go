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
