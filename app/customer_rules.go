package app

import (
	"regexp"
	"slices"
	"strings"

	"kortisto/app/finnish"
)

// Normalised is the card as it is kept: composed characters, single spaces,
// identifiers in their canonical form where they can be read. What can not be
// read stays as typed. An empty kind becomes a person, which has the most
// rights; an empty language is Finnish; Finland as a country is left empty.
func (c Customer) Normalised() Customer {
	for _, s := range []*string{&c.Number, &c.Designation, &c.Name, &c.Street, &c.Town} {
		*s = line(*s)
	}
	c.Country = country(c.Country)
	c.Kind = orElse(choice(c.Kind), Person)
	c.Language = orElse(choice(c.Language), Finnish)
	c.BusinessID, c.Postcode = line(c.BusinessID), line(c.Postcode)
	if c.inFinland() {
		c.BusinessID, c.Postcode = finnish.BusinessID(c.BusinessID), finnish.Postcode(c.Postcode)
	}
	c.Phone, c.Email = phone(c.Phone, c.Country), email(c.Email)
	c.CreatedOn, c.CorrectedOn = Day(line(string(c.CreatedOn))), Day(line(string(c.CorrectedOn)))
	c = c.Clone()
	for i := range c.Persons {
		p := &c.Persons[i]
		p.Name, p.Phone, p.Email = line(p.Name), phone(p.Phone, c.Country), email(p.Email)
	}
	c.Persons = slices.DeleteFunc(c.Persons, func(p ContactPerson) bool { return p.Name+p.Phone+p.Email == "" })
	return c
}

// Clone is a copy that shares nothing with the card.
func (c Customer) Clone() Customer {
	c.Persons = slices.Clone(c.Persons)
	return c
}

// findings collects what is wrong and what is merely odd.
type findings struct{ problems, remarks Errors }

func (f *findings) add(problems, remarks Errors) {
	f.problems, f.remarks = append(f.problems, problems...), append(f.remarks, remarks...)
}

// Check judges a normalised card. Problems keep it from being stored; remarks
// are told and the card stored all the same, because life is messier than
// rules. An empty number is no problem: the register gives the next one.
func (c Customer) Check(today Day) (problems, remarks Errors) {
	var f findings
	f.add(checkLine("number", c.Number, MaxNumber), nil)
	f.add(checkLine("designation", c.Designation, MaxLine), nil)
	if c.Name == "" {
		f.add(Errors{E("name-missing", "name")}, nil)
	}
	f.add(checkLine("name", c.Name, MaxName), nil)
	f.add(checkChoice("kind", c.Kind, Kinds()), nil)
	f.add(c.checkBusinessID(), nil)
	f.add(checkLine("street", c.Street, MaxLine), nil)
	f.add(c.checkPostcode())
	f.add(checkLine("town", c.Town, MaxLine), nil)
	if c.Country != "" && !countryForm.MatchString(c.Country) {
		f.add(Errors{E("country-form", "country", "value", c.Country)}, nil)
	}
	f.add(checkPhone("phone", c.Phone, c.Country))
	f.add(checkEmail("email", c.Email), nil)
	c.checkPersons(&f)
	f.add(checkChoice("language", c.Language, Langs()), nil)
	f.add(checkDay("createdOn", c.CreatedOn, today), nil)
	if c.CorrectedOn != "" {
		f.add(checkDay("correctedOn", c.CorrectedOn, today), nil)
	}
	return f.problems, f.remarks
}

// checkBusinessID leaves a foreign id as it is: each country has a form of its
// own.
func (c Customer) checkBusinessID() Errors {
	if !c.inFinland() {
		return checkLine("businessId", c.BusinessID, MaxCode)
	}
	return checkBusinessID("businessId", c.BusinessID)
}

// checkBusinessID judges a Finnish id, and says which check digit would fit.
func checkBusinessID(field, id string) Errors {
	if es := checkLine(field, id, MaxCode); len(es) > 0 || id == "" {
		return es
	}
	switch finnish.CheckBusinessID(id) {
	case finnish.WrongForm:
		return Errors{E("business-id-form", field, "value", id)}
	case finnish.WrongCheck:
		e := E("business-id-check", field, "value", id)
		if digit, ok := finnish.BusinessIDDigit(id[:7]); ok {
			e.Args["expected"] = digit
		}
		return Errors{e}
	}
	return nil
}

// checkPostcode remarks on Finnish codes that are not five digits, and offers
// the zeros that a spreadsheet may have eaten.
func (c Customer) checkPostcode() (problems, remarks Errors) {
	const field = "postcode"
	problems = checkLine(field, c.Postcode, MaxCode)
	if len(problems) > 0 || c.Postcode == "" || !c.inFinland() || finnish.ValidPostcode(c.Postcode) {
		return problems, nil
	}
	e := E("postcode-odd", field, "value", c.Postcode)
	if whole, ok := finnish.RestorePostcode(c.Postcode); ok {
		e.Args["suggestion"] = whole
	}
	return nil, Errors{e}
}

// checkPersons names the fields as CustomerFields does, the first alternative
// person's and those of any further one alike.
func (c Customer) checkPersons(f *findings) {
	for _, p := range c.Persons {
		prefix := "contact"
		if p.Role == AlternativePerson {
			prefix = "altContact"
		}
		f.add(checkChoice("persons", p.Role, []PersonRole{MainPerson, AlternativePerson}), nil)
		f.add(checkLine(prefix+"Name", p.Name, MaxName), nil)
		f.add(checkPhone(prefix+"Phone", p.Phone, c.Country))
		f.add(checkEmail(prefix+"Email", p.Email), nil)
	}
}

// inFinland takes Åland along: its ids and postal codes are Finnish.
func (c Customer) inFinland() bool { return c.Country == "" || c.Country == "AX" }

var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

// country writes a country as two capitals, and Finland, by any of its names,
// as nothing.
func country(s string) string {
	s = line(strings.ToUpper(s))
	switch s {
	case "FI", "FIN", "SUOMI", "FINLAND":
		return ""
	}
	return s
}

func orElse[T ~string](v, other T) T {
	if v == "" {
		return other
	}
	return v
}
