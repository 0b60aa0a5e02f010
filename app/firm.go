package app

import (
	"slices"
	"time"

	"kortisto/app/finnish"
)

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

// Normalised is the firm as it is kept and printed: tidied as customers are.
func (f Firm) Normalised() Firm {
	for _, s := range []*string{&f.Name, &f.Street, &f.Town, &f.Contact, &f.FinancialYearEnd} {
		*s = line(*s)
	}
	f.BusinessID, f.Postcode = finnish.BusinessID(line(f.BusinessID)), finnish.Postcode(line(f.Postcode))
	f.Phone, f.Email = phone(f.Phone, ""), email(f.Email)
	return f
}

// Check judges a normalised firm. All but the name may be missing: a firm that
// is being founded has no business id yet. An empty end of the financial year is
// that of the calendar year (kirjanpitolaki 1:4.3 §); 02-29 stands for the last
// day of February.
func (f Firm) Check() Errors {
	var es Errors
	if f.Name == "" {
		es = append(es, E("required", "name"))
	}
	es = slices.Concat(es,
		checkLine("name", f.Name, MaxName),
		checkBusinessID("businessId", f.BusinessID),
		checkLine("street", f.Street, MaxLine),
		checkLine("postcode", f.Postcode, MaxCode),
		checkLine("town", f.Town, MaxLine),
		checkLine("phone", f.Phone, MaxCode),
		checkEmail("email", f.Email),
		checkLine("contact", f.Contact, MaxName),
	)
	if _, err := time.Parse(dayLayout, "2024-"+f.FinancialYearEnd); f.FinancialYearEnd != "" && err != nil {
		es = append(es, E("day-invalid", "financialYearEnd", "value", f.FinancialYearEnd))
	}
	return es
}
