package app

// Firm is the controller: who keeps the register. Shown in letters.
type Firm struct {
	Name             string `json:"name"`
	BusinessID       string `json:"businessId"`
	Street           string `json:"street"`
	Postcode         string `json:"postcode"`
	Town             string `json:"town"`
	Phone            string `json:"phone"`
	Email            string `json:"email"`
	Contact          string `json:"contact"`          // who answers in matters of the register
	FinancialYearEnd string `json:"financialYearEnd"` // MM-DD
}
