package app

import "slices"

// Subject tells whose data a column holds.
type Subject string

const (
	OfCustomer      Subject = "subject"        // the customer, a data subject when a natural person
	OfContactPerson Subject = "contact-person" // somebody else than the customer, with rights of their own
	OfVisitor       Subject = "visitor"        // somebody known to the program by a number alone
	OfFirm          Subject = "firm"           // the controller
	OfNobody        Subject = "nobody"         // see Why
)

// Why a column is nobody's data.
const (
	WhyRandomID   = "random-id"   // drawn at random, tells nothing
	WhyLink       = "link"        // a random id of another row
	WhyOrder      = "order"       // a place in a row of rows
	WhyWorkings   = "workings"    // the program's own book-keeping
	WhyCheckValue = "check-value" // proves that other rows are whole
)

// Category is a category of personal data as the access letter and the record
// of processing name it (GDPR Art. 15(1)(b), 30(1)(c)).
type Category string

const (
	Identity       Category = "identity"
	ContactDetails Category = "contact-details"
	Relationship   Category = "relationship" // since when, of what kind, in which language
	Communication  Category = "communication"
	Purchases      Category = "purchases"
	Permissions    Category = "permissions"
	Retention      Category = "retention" // holds: why something is kept longer
	Processing     Category = "processing"
	Origin         Category = "origin"    // where the data came from (Art. 15(1)(g))
	Technical      Category = "technical" // what a web page learnt of the visitor's machine
	NoCategory     Category = ""          // not personal data
)

// Categories in the order of the access letter.
func Categories() []Category {
	return []Category{Identity, ContactDetails, Relationship, Communication, Purchases, Permissions, Retention, Processing, Origin, Technical}
}

// Retention classes besides ClassCustomer.
const (
	ClassVisitor   = "visitor"   // numbers by which visitors of the site are known again
	ClassTechnical = "technical" // IP addresses and browsers beside chats: shorter than the chats themselves
	ClassAudit     = "audit"     // what was done: three years, so that Art. 5(2) can be answered for
	// ClassSuppression is a refusal kept as a keyed hash: as long as the firm writes to anybody.
	ClassSuppression = "suppression"
	ClassProgram     = "program" // settings and workings: as long as the register
)

// Erasure is what erasing a customer does to a column.
type Erasure string

const (
	DeleteRow Erasure = "delete-row" // the row goes, whole
	Blank     Erasure = "blank"      // the row stays, this value goes
	KeepUntil Erasure = "keep-until" // stays for the time of its class; Basis tells why
	Untouched Erasure = "untouched"  // not about any customer
)

// Column is one line of the data map: one stored column, and all that the law
// wants known of it.
type Column struct {
	Table    string
	Name     string
	Subject  Subject
	Why      string // a reason code, for columns that are nobody's
	Category Category
	Class    string // retention class: see Policy
	Label    string // catalogue key of the name that people read; empty where nobody reads it
	Access   bool   // in the copy of Art. 15(3)
	Portable bool   // in the file of Art. 20: what the person gave, under contract or consent
	Coded    bool   // a value out of a list, a day, a count: tells nothing outside its row
	Erase    Erasure
	Basis    string // the provision behind KeepUntil
}

// Personal says whether the column holds data on a person.
func (c Column) Personal() bool { return c.Subject == OfCustomer || c.Subject == OfContactPerson }

// DataMap lists every stored column once. The access printout, the portable
// copy, the erasure, the scan for residue and the record of processing are
// worked out from it; a test holds it against the live schema, both ways.
func DataMap() []Column { return slices.Clone(dataMap) }

// Tables lists the stored tables in the order of the map.
func Tables() []string {
	var out []string
	for _, c := range dataMap {
		if !slices.Contains(out, c.Table) {
			out = append(out, c.Table)
		}
	}
	return out
}

// PersonalTables lists the tables whose rows go with a customer, in the order
// of erasing: what points at a customer before the customer.
func PersonalTables() []string {
	var out []string
	for _, t := range Tables() {
		if slices.ContainsFunc(Columns(t), func(c Column) bool { return c.Erase == DeleteRow }) {
			out = append(out, t)
		}
	}
	return out
}

// Columns lists what the map says of one table.
func Columns(table string) []Column {
	return pick(func(c Column) bool { return c.Table == table })
}

// AccessColumns lists a table's columns in the copy that a data subject gets.
func AccessColumns(table string) []Column {
	return pick(func(c Column) bool { return c.Table == table && c.Access })
}

// PortableColumns lists a table's columns in the machine-readable copy.
func PortableColumns(table string) []Column {
	return pick(func(c Column) bool { return c.Table == table && c.Portable })
}

// ResidueColumns lists the columns whose values must be found nowhere once
// their customer has been erased. Coded values are not among them: a language
// or a day is found everywhere.
func ResidueColumns() []Column {
	return pick(func(c Column) bool { return c.Personal() && c.Erase == DeleteRow && !c.Coded })
}

// FindColumn finds one line of the map.
func FindColumn(table, name string) (Column, bool) {
	cs := pick(func(c Column) bool { return c.Table == table && c.Name == name })
	if len(cs) == 0 {
		return Column{}, false
	}
	return cs[0], true
}

func pick(want func(Column) bool) []Column {
	var out []Column
	for _, c := range dataMap {
		if want(c) {
			out = append(out, c)
		}
	}
	return out
}
