package app

import "time"

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

// Normalised tidies spaces and the forms of business id and e-mail.
func (f Firm) Normalised() Firm {
	c := Customer{
		Name: f.Name, BusinessID: f.BusinessID, Street: f.Street, Postcode: f.Postcode, Town: f.Town, Phone: f.Phone, Email: f.Email,
	}.Normalised()
	f.Name, f.BusinessID, f.Street, f.Postcode, f.Town, f.Phone, f.Email = c.Name, c.BusinessID, c.Street, c.Postcode, c.Town, c.Phone, c.Email
	f.Contact, f.FinancialYearEnd = line(f.Contact), line(f.FinancialYearEnd)
	return f
}

// Check judges the controller's data: the name is required, everything else may
// be filled in later. The financial year ends on a day of the calendar; 02-29
// stands for the last day of February.
func (f Firm) Check() Errors {
	var es Errors
	if f.Name == "" {
		es = append(es, E("required", "name"))
	}
	for _, v := range []struct {
		field, value string
		limit        int
	}{
		{"name", f.Name, MaxName}, {"street", f.Street, MaxLine}, {"postcode", f.Postcode, MaxCode}, {"town", f.Town, MaxLine},
		{"phone", f.Phone, MaxCode}, {"email", f.Email, MaxEmail}, {"contact", f.Contact, MaxName},
	} {
		es = append(es, checkLine(v.field, v.value, v.limit)...)
	}
	es = append(es, Customer{BusinessID: f.BusinessID}.checkBusinessID()...)
	if f.FinancialYearEnd != "" {
		if _, err := time.Parse("2006-01-02", "2028-"+f.FinancialYearEnd); err != nil {
			es = append(es, E("day-invalid", "financialYearEnd", "value", f.FinancialYearEnd))
		}
	}
	return es
}
