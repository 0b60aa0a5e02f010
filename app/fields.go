package app

import (
	"slices"
	"strings"
)

// Field is one field of the customer card as the command line, files and the
// window name it. One table serves them all.
type Field struct {
	Name   string // as in JSON and --map
	Table  string // where it is stored; see DataMap
	Column string
	Max    int // characters; 0 for choices and days

	get func(*Customer) string
	set func(*Customer, string)
}

// Label is the catalogue key of the field's name, the data map's own.
func (f Field) Label() string { return f.Table + "." + f.Column }

// CustomerFields lists the fields in the order of the card and of our own files.
func CustomerFields() []Field { return slices.Clone(customerFields) }

var customerFields = []Field{
	plain("number", "number", MaxNumber, func(c *Customer) *string { return &c.Number }),
	plain("designation", "designation", MaxLine, func(c *Customer) *string { return &c.Designation }),
	plain("name", "name", MaxName, func(c *Customer) *string { return &c.Name }),
	plain("kind", "kind", 0, func(c *Customer) *Kind { return &c.Kind }),
	plain("businessId", "business_id", MaxCode, func(c *Customer) *string { return &c.BusinessID }),
	plain("street", "street", MaxLine, func(c *Customer) *string { return &c.Street }),
	plain("postcode", "postcode", MaxCode, func(c *Customer) *string { return &c.Postcode }),
	plain("town", "town", MaxLine, func(c *Customer) *string { return &c.Town }),
	plain("country", "country", 0, func(c *Customer) *string { return &c.Country }),
	plain("phone", "phone", MaxCode, func(c *Customer) *string { return &c.Phone }),
	plain("email", "email", MaxEmail, func(c *Customer) *string { return &c.Email }),
	person("contactName", MainPerson, "name", MaxName, func(p *ContactPerson) *string { return &p.Name }),
	person("altContactName", AlternativePerson, "name", MaxName, func(p *ContactPerson) *string { return &p.Name }),
	person("altContactPhone", AlternativePerson, "phone", MaxCode, func(p *ContactPerson) *string { return &p.Phone }),
	person("altContactEmail", AlternativePerson, "email", MaxEmail, func(p *ContactPerson) *string { return &p.Email }),
	plain("language", "language", 0, func(c *Customer) *Lang { return &c.Language }),
	{
		Name: "marketing", Table: "consents", Column: "given",
		get: func(c *Customer) string { return yesNo(c.Marketing) },
		set: func(c *Customer, v string) { c.Marketing = v == "yes" },
	},
	plain("createdOn", "created_on", 0, func(c *Customer) *Day { return &c.CreatedOn }),
}

func plain[T ~string](name, column string, limit int, at func(*Customer) *T) Field {
	return Field{
		Name: name, Table: "customers", Column: column, Max: limit,
		get: func(c *Customer) string { return string(*at(c)) },
		set: func(c *Customer, v string) { *at(c) = T(v) },
	}
}

// person is a field of the first contact person in a role. Filling it in makes
// the person; the id is left empty for the register to give. Emptying the last
// of a person's fields takes the person away.
func person(name string, role PersonRole, column string, limit int, at func(*ContactPerson) *string) Field {
	return Field{
		Name: name, Table: "contact_persons", Column: column, Max: limit,
		get: func(c *Customer) string {
			if i := c.personIn(role); i >= 0 {
				return *at(&c.Persons[i])
			}
			return ""
		},
		set: func(c *Customer, v string) {
			c.Persons = slices.Clone(c.Persons) // the card this one was copied from keeps its own
			i := c.personIn(role)
			if i < 0 {
				if v == "" {
					return
				}
				c.Persons = append(c.Persons, ContactPerson{CustomerID: c.ID, Role: role})
				i = len(c.Persons) - 1
			}
			*at(&c.Persons[i]) = v
			if p := c.Persons[i]; p.Name+p.Phone+p.Email == "" {
				c.Persons = slices.Delete(c.Persons, i, i+1)
			}
		},
	}
}

func (c *Customer) personIn(role PersonRole) int {
	return slices.IndexFunc(c.Persons, func(p ContactPerson) bool { return p.Role == role })
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func findField(name string) (Field, bool) {
	i := slices.IndexFunc(customerFields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return customerFields[i], true
}

// Field gives a field by its name; an unknown name gives nothing.
func (c Customer) Field(name string) string {
	f, ok := findField(name)
	if !ok {
		return ""
	}
	return f.get(&c)
}

// SetField fills in a field by its name: "not-found" for a name that there is
// not, "choice-invalid" where marketing is neither yes nor no. Everything else is
// for Check to judge. Marketing is worked out from the consent ledger: setting
// it asks for a consent row, and stores nothing.
func (c *Customer) SetField(name, value string) error {
	f, ok := findField(name)
	if !ok {
		return E("not-found", name, "value", name)
	}
	value = strings.TrimSpace(value)
	if name == "marketing" && value != "yes" && value != "no" {
		return E("choice-invalid", name, "value", value, "choices", "yes no")
	}
	f.set(c, value)
	return nil
}

// Diff names the fields in which two cards differ, in their order, for the audit
// log and the history of changes. What has no field name of its own in contact
// persons, such as a second alternative, is "persons".
func Diff(before, after Customer) []string {
	out := []string{}
	for _, f := range customerFields {
		if f.get(&before) != f.get(&after) {
			out = append(out, f.Name)
		}
	}
	if !slices.Equal(unnamed(before), unnamed(after)) {
		out = append(out, "persons")
	}
	return out
}

// unnamed is what of the contact persons no field shows.
func unnamed(c Customer) []ContactPerson {
	var out []ContactPerson
	seen := map[PersonRole]bool{}
	for _, p := range c.Persons {
		p.ID, p.CustomerID = "", ""
		if !seen[p.Role] {
			seen[p.Role] = true
			p.Name = ""
			if p.Role == AlternativePerson {
				p.Phone, p.Email = "", ""
			}
			if p.Phone+p.Email == "" {
				continue
			}
		}
		out = append(out, p)
	}
	return out
}
