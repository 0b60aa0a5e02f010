package exchange

import (
	"regexp"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/finnish"
)

// cleaner makes customers of rows by a mapping. It is pure, and the same row
// always gives the same card.
type cleaner struct {
	today   app.Day
	fields  []string // by column; empty: not brought in
	own     bool     // of a table that this program wrote
	exactly func(cell string) string
	asIs    bool // postcodes stay as they stand
}

func newCleaner(m *Mapping, today app.Day, asIs bool) *cleaner {
	cl := &cleaner{today: today, asIs: asIs, fields: make([]string, len(m.Columns)), own: m.own, exactly: m.exact}
	for i, c := range m.Columns {
		cl.fields[i] = c.Field
	}
	return cl
}

// cleaned is what became of one row.
type cleaned struct {
	card    app.Customer
	given   []string   // card fields that the file has a value for
	remarks app.Errors // told; the row comes in all the same
	fault   *app.Error // why it does not
	beside  *beside
}

// record is one row while it is put together.
type record struct {
	cells   map[string]string
	base    app.Customer // what our own files hold beside the fields
	remarks app.Errors
}

func (r *record) remark(code, field string, args ...string) {
	r.remarks = append(r.remarks, app.E(code, field, args...))
}

// take hands a cell out once.
func (r *record) take(field string) string {
	v := r.cells[field]
	delete(r.cells, field)
	return v
}

// customer cleans one row. A value that breaks a rule is left out and told, and
// the rest of the row comes in; without a name or with an impossible number it
// does not.
func (cl *cleaner) customer(row Row) cleaned {
	if row.Fault != nil {
		return cleaned{fault: row.Fault}
	}
	if row.own || cl.own {
		out := cl.judge(cl.exact(row))
		if out.beside = row.beside; out.fault == nil && row.beside != nil {
			out.fault = row.beside.check(cl.today)
		}
		return out
	}
	r := cl.record(row)
	r.joinNames()
	r.visitor()
	r.firstOf("phone", fieldPhoneWork, fieldMobile, fieldPhoneHome)
	r.firstOf("email", fieldEmail2)
	r.firstOf("altContactPhone")
	r.firstOf("altContactEmail")
	r.address(cl.asIs)
	r.businessID()
	r.choices(cl.today)
	return cl.judge(r)
}

// record takes the cells that are brought in, without guards. A cell with a
// personal identity code is refused before anything looks at it.
func (cl *cleaner) record(row Row) *record {
	r := &record{cells: make(map[string]string, len(cl.fields)), remarks: slices.Clone(row.told)}
	for i, cell := range row.Cells {
		field := cl.fields[i]
		if field == "" {
			continue
		}
		if holdsHetu(cell) {
			r.remark("hetu-found", cardField(field), "column", columnLetters(i))
			continue
		}
		value := plainCell(cell)
		if value == "" {
			continue
		}
		if isFormula(value) {
			r.remark("import-formula", cardField(field), "column", columnLetters(i))
		}
		if exponent.MatchString(value) && field != "name" {
			r.remark("invalid", cardField(field), "value", value) // 3,58E+11: the digits may be lost
			continue
		}
		r.cells[field] = value
	}
	return r
}

// exact takes the cells of a row that this program wrote as they are.
func (cl *cleaner) exact(row Row) *record {
	r := &record{cells: make(map[string]string, len(cl.fields)), remarks: slices.Clone(row.told)}
	for i, cell := range row.Cells {
		if cl.own {
			cell = cl.exactly(cell)
		}
		if f := cl.fields[i]; f != "" && cell != "" {
			r.cells[f] = cell
		}
	}
	if row.beside != nil {
		r.base.Persons, r.base.CorrectedOn = slices.Clone(row.beside.persons), row.beside.correctedOn
	}
	return r
}

// cardField is the card's field that a helper field ends up in.
func cardField(field string) string {
	switch field {
	case fieldFirstName, fieldMiddleName, fieldLastName, fieldNameExtra, fieldCompany:
		return "name"
	case fieldIsPerson:
		return "kind"
	case fieldVATID:
		return "businessId"
	case fieldPostcodeTown, fieldBillPostcode:
		return "postcode"
	case fieldMobile, fieldPhoneWork, fieldPhoneHome:
		return "phone"
	case fieldEmail2:
		return "email"
	case fieldBillStreet:
		return "street"
	case fieldBillTown:
		return "town"
	case fieldMarketingBan:
		return "marketing"
	}
	return field
}

// joinNames: first and last name are one name; beside a company's name the
// company is the customer and the person its contact person.
func (r *record) joinNames() {
	person := join(r.take(fieldFirstName), r.take(fieldMiddleName), r.take(fieldLastName))
	name := r.take("name")
	if name == "" {
		name = person
	}
	name = join(name, r.take(fieldNameExtra))
	if company := r.take(fieldCompany); company != "" && company != name {
		if name != "" && r.cells["contactName"] == "" {
			r.cells["contactName"] = name
		}
		if r.cells["kind"] == "" {
			r.cells["kind"] = string(guessKind(company, "-"))
		}
		name = company
	}
	r.cells["name"] = name
}

// visitorNumber is what chat programs call somebody who did not tell a name.
var visitorNumber = regexp.MustCompile(`^#[0-9a-z]{4,8}$`)

// visitor: somebody of whom there is but such a number is nobody.
func (r *record) visitor() {
	reach := r.cells["email"] + r.cells["phone"] + r.cells[fieldMobile] + r.cells[fieldPhoneWork] + r.cells[fieldPhoneHome] + r.cells[fieldEmail2]
	if visitorNumber.MatchString(r.cells["name"]) && reach == "" {
		delete(r.cells, "name")
	}
}

func join(parts ...string) string { return strings.Join(strings.Fields(strings.Join(parts, " ")), " ") }

// firstOf fills a field of which the card has one from cells that may hold
// several, in several columns. The further ones are told, not kept.
func (r *record) firstOf(field string, others ...string) {
	first, more := "", false
	for _, f := range append([]string{field}, others...) {
		for _, v := range severalIn(r.take(f)) {
			if first == "" {
				first = v
			} else if !strings.EqualFold(v, first) {
				more = true
			}
		}
	}
	if first != "" {
		r.cells[field] = first
	}
	if more {
		r.remark("import-second-value", field)
	}
}

func severalIn(cell string) []string {
	cell = strings.ReplaceAll(cell, ":::", ";")
	var out []string
	for _, v := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == ',' || r == '|' }) {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// address parts a postal code from its town, and gives back the zeros that a
// spreadsheet took from the code.
func (r *record) address(asIs bool) {
	both := r.take(fieldPostcodeTown)
	if both == "" && r.cells["town"] == "" {
		if _, _, ok := splitPostcodeTown(r.cells["postcode"]); ok {
			both = r.take("postcode")
		}
	}
	if postcode, town, ok := splitPostcodeTown(both); ok {
		r.cells["postcode"], r.cells["town"] = postcode, town
	} else if both != "" {
		r.cells["town"] = join(r.cells["town"], both)
	}
	if c := r.cells["country"]; c != "" {
		r.cells["country"] = readCountry(c)
	}
	if c := r.cells["country"]; asIs || c != "" && c != "FI" {
		return
	}
	if whole, ok := finnish.RestorePostcode(r.cells["postcode"]); ok {
		r.remark("postcode-zeros-restored", "postcode", "value", whole, "from", r.cells["postcode"])
		r.cells["postcode"] = whole
	}
}

func (r *record) businessID() {
	if vat := r.take(fieldVATID); vat != "" && r.cells["businessId"] == "" {
		r.cells["businessId"] = vat
	}
}

func (r *record) choices(today app.Day) {
	name, id := r.cells["name"], r.cells["businessId"]
	isPerson := r.take(fieldIsPerson)
	switch {
	case r.cells["kind"] != "":
		r.cells["kind"] = readChoice(kindWords, r.cells["kind"])
	case isPerson != "" && readChoice(yesNoWords, isPerson) == "yes":
		r.cells["kind"] = string(app.Person)
	case isPerson != "" && readChoice(yesNoWords, isPerson) == "no":
		r.cells["kind"] = string(app.Company)
	default:
		r.cells["kind"] = string(guessKind(name, id))
	}
	if l := r.cells["language"]; l != "" {
		r.cells["language"] = readChoice(langWords, l)
	}
	if d := r.cells["createdOn"]; d != "" {
		r.cells["createdOn"] = readDay(d, today)
	}
	if m := r.cells["marketing"]; m != "" {
		r.cells["marketing"] = readChoice(yesNoWords, m)
	}
	// A ban outweighs a permission that stands beside it.
	if ban := r.take(fieldMarketingBan); ban != "" && readChoice(yesNoWords, ban) != "no" {
		r.cells["marketing"] = "no"
	}
}

// judge makes the card and puts the rules to it.
func (cl *cleaner) judge(r *record) cleaned {
	out := cleaned{card: r.base, given: make([]string, 0, len(r.cells))}
	for _, f := range cardFields() { // in the order of the card, so that remarks come in it
		v := r.cells[f]
		if v == "" {
			continue
		}
		if err := out.card.SetField(f, v); err != nil {
			r.remarks = append(r.remarks, app.Told(err)...)
			continue
		}
		out.given = append(out.given, f)
	}
	if !slices.Contains(out.given, "createdOn") {
		out.card.CreatedOn = cl.today
	}
	out.card = out.card.Normalised()
	problems, remarks := out.card.Check(cl.today)
	for _, p := range problems {
		if p.Field == "name" || p.Field == "number" || p.Field == "designation" {
			out.fault, out.remarks = r.cause(p)
			return out
		}
		out.card = cl.without(out.card, p.Field)
		out.given = slices.DeleteFunc(out.given, func(f string) bool { return f == p.Field })
	}
	if len(problems) > 0 {
		out.card = out.card.Normalised()
		if left, _ := out.card.Check(cl.today); len(left) > 0 {
			out.fault = left[0]
		}
	}
	out.remarks = append(append(r.remarks, problems...), remarks...)
	return out
}

// cause is why a row does not come in: a name that is missing because its cell
// was refused is told as what was found in the cell.
func (r *record) cause(p *app.Error) (*app.Error, app.Errors) {
	at := slices.IndexFunc(r.remarks, func(e *app.Error) bool {
		return p.Code == "name-missing" && e.Field == "name" && e.Code == "hetu-found"
	})
	if at < 0 {
		return p, r.remarks
	}
	return r.remarks[at], slices.Delete(slices.Clone(r.remarks), at, at+1)
}

// without empties a field whose value the rules refuse.
func (cl *cleaner) without(c app.Customer, field string) app.Customer {
	value := ""
	switch field {
	case "createdOn":
		value = string(cl.today)
	case "marketing":
		value = "no"
	}
	_ = c.SetField(field, value) // a field that Check named exists
	return c
}
