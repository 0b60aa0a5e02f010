package app

// Delivery is a product or service that was delivered.
type Delivery struct {
	ID         string `json:"id"`
	CustomerID string `json:"customerId"`
	On         Day    `json:"on"`
	Product    string `json:"product"`
	Quantity   string `json:"quantity"` // decimal with a point and at most three decimals, "1" or "2.5"; empty when not counted
}
