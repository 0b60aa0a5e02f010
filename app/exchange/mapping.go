package exchange

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/app"
	"kortisto/app/finnish"
)

// Mapping says which column of a sheet is which field.
type Mapping struct {
	Heading bool     `json:"heading"` // the first row holds headings, not a customer
	Columns []Column `json:"columns"`
	// Remembered says that columns are as somebody chose them for an earlier file
	// with the same headings.
	Remembered bool `json:"remembered"`

	words *vocabulary // of the register
	own   bool        // the table is ours: values are taken to the letter
	guard bool        // and apostrophes stand before some of them
}

// Column is one column of the file as the person choosing sees it.
type Column struct {
	Letters string `json:"letters"` // A, B, …
	Heading string `json:"heading"` // empty where the file has none
	Example string `json:"example"` // the first filled cell, shortened; empty where a personal identity code was found
	Field   string `json:"field"`   // one of FieldsOf the register; empty: not brought in
	Known   bool   `json:"known"`   // the field was recognised, not chosen by the person
	Finding string `json:"finding"` // hetu-found, import-column-twice, postcode-zeros-restored or empty
	Filled  int    `json:"filled"`  // rows that have something here
}

// MapOptions override what is recognised.
type MapOptions struct {
	// Fields by heading, by letters ("C") or by number ("3", counted from 1).
	// The value is one of Fields; empty or "-" leaves the column out.
	Fields map[string]string
	// Heading says whether the first row holds headings: "yes", "no", or empty to recognise.
	Heading string
	// Remembered are fields by column that were chosen by hand for another file with
	// the same headings. What was chosen for this one goes before them.
	Remembered []string
}

// Fields are all names that a column of customers can be mapped to: those of the
// customer card, and helpers such as firstName that are put together row by row.
func Fields() []string { return append(slices.Clone(cardFields()), helperFields...) }

// ParseMap reads the command line's column=field,column=field. A heading that
// holds a comma or an equals sign is named by its letters.
func ParseMap(s string) (map[string]string, error) {
	out := map[string]string{}
	for _, pair := range strings.Split(s, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		column, field, ok := strings.Cut(pair, "=")
		if !ok || strings.TrimSpace(column) == "" {
			return nil, app.E("usage", "map", "value", pair)
		}
		out[strings.TrimSpace(column)] = strings.TrimSpace(field)
	}
	return out, nil
}

// Map recognises columns by their headings, or where there are none by what
// stands in them. It fails with import-no-name-column where no column gives a
// name, import-column-twice where two were chosen for one field, and
// choice-invalid for an override that names no column or no field.
func (s *Sheet) Map(o MapOptions) (*Mapping, error) {
	m, err := s.mapTo(customerWords(), o)
	if err != nil {
		return nil, err
	}
	m.leaveOutBilling()
	m.guard = s.Charset != ""
	m.own = s.ours && m.Heading && !slices.ContainsFunc(m.Columns, func(c Column) bool { return slices.Contains(helperFields, c.Field) })
	if !m.has("name") && !m.has(fieldLastName) && !m.has(fieldFirstName) && !m.has(fieldCompany) {
		return m, app.E("import-no-name-column", "file", "file", s.Name)
	}
	return m, nil
}

func (s *Sheet) mapTo(words *vocabulary, o MapOptions) (*Mapping, error) {
	m := &Mapping{Columns: make([]Column, s.Width), words: words}
	first := s.Rows[0]
	m.Heading = o.Heading == "yes" || o.Heading != "no" && first.Fault == nil && words.isHeading(first.Cells)
	for i := range m.Columns {
		m.Columns[i].Letters = columnLetters(i)
		if m.Heading && i < len(first.Cells) {
			m.Columns[i].Heading = strings.TrimSpace(first.Cells[i])
		}
	}
	m.look(s)
	if m.Heading {
		m.byHeading()
		m.remember(o.Remembered)
	} else if words.byContent {
		m.byContent(s)
	}
	return m, m.override(o.Fields)
}

// Unplaced lists the columns that hold something and are not brought in.
func (m *Mapping) Unplaced() []Column {
	out := []Column{}
	for _, c := range m.Columns {
		if c.Field == "" && (c.Filled > 0 || c.Heading != "") {
			out = append(out, c)
		}
	}
	return out
}

// rows are the sheet's rows without the headings.
func (m *Mapping) rows(s *Sheet) []Row {
	if m.Heading {
		return s.Rows[1:]
	}
	return s.Rows
}

func (m *Mapping) has(field string) bool {
	return slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Field == field })
}

// isHeading says whether a row is headings rather than a customer: known words
// tell; else a row of which nothing looks like a value.
func (w *vocabulary) isHeading(cells []string) bool {
	known, values, filled := 0, 0, 0
	for _, c := range cells {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		filled++
		if w.field(c) != "" {
			known++
		} else if looksValue(c) {
			values++
		}
	}
	if known > 0 {
		return values == 0 || known > values
	}
	return filled > 1 && values == 0
}

// looksValue: an address, or more digits than a heading has.
func looksValue(c string) bool {
	digits := 0
	for _, r := range c {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return digits >= 3 || strings.Contains(c, "@") && digits+len(c) > 5
}

// look counts, picks examples, and searches every column, also those that are
// not brought in, for personal identity codes.
func (m *Mapping) look(s *Sheet) {
	hetus := make([]int, len(m.Columns))
	for _, row := range m.rows(s) {
		for i, cell := range row.Cells {
			if strings.TrimSpace(cell) == "" {
				continue
			}
			col := &m.Columns[i]
			col.Filled++
			if holdsHetu(cell) {
				hetus[i]++
			} else if col.Example == "" {
				col.Example = shortened(plainCell(cell))
			}
		}
	}
	for i, n := range hetus {
		if n > 0 {
			m.Columns[i].Finding, m.Columns[i].Example = "hetu-found", ""
		}
	}
}

// holdsHetu is FindHetus with a quick way out for the cells that are too short.
func holdsHetu(cell string) bool { return len(cell) >= 11 && len(finnish.FindHetus(cell)) > 0 }

func shortened(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

func (m *Mapping) byHeading() {
	taken := map[string]bool{}
	for i := range m.Columns {
		c := &m.Columns[i]
		field := m.words.field(c.Heading)
		if field == "" {
			continue
		}
		if taken[field] {
			if c.Finding == "" {
				c.Finding = "import-column-twice"
			}
			continue
		}
		taken[field] = true
		c.Field, c.Known = field, true
	}
}

func (m *Mapping) override(fields map[string]string) error {
	for key, field := range fields {
		i := m.find(key)
		if i < 0 {
			return app.E("choice-invalid", "map", "value", key)
		}
		if field == "-" {
			field = ""
		}
		if field != "" && !slices.Contains(m.words.fields, field) {
			return app.E("choice-invalid", "map", "value", field)
		}
		m.Columns[i].Field, m.Columns[i].Known = field, false
	}
	// A column that the person chose takes the field from one that was guessed.
	for key, field := range fields {
		chosen := m.find(key)
		for i := range m.Columns {
			c := &m.Columns[i]
			if i == chosen || field == "" || c.Field != field {
				continue
			}
			if !c.Known {
				return app.E("import-column-twice", "map", "value", field)
			}
			c.Field, c.Known = "", false
		}
	}
	return nil
}

// find is the column of a heading, of letters, or of a number from 1; -1 if none.
func (m *Mapping) find(key string) int {
	byHeading := slices.IndexFunc(m.Columns, func(c Column) bool {
		return c.Heading != "" && plainHeading(c.Heading) == plainHeading(key)
	})
	if byHeading >= 0 {
		return byHeading
	}
	if n, err := strconv.Atoi(key); err == nil && n >= 1 && n <= len(m.Columns) {
		return n - 1
	}
	return slices.IndexFunc(m.Columns, func(c Column) bool { return strings.EqualFold(c.Letters, key) })
}

// leaveOutBilling drops the address for invoices where the file has another.
func (m *Mapping) leaveOutBilling() {
	instead := map[string]string{fieldBillStreet: "street", fieldBillPostcode: "postcode", fieldBillTown: "town"}
	address := m.has("street")
	for i := range m.Columns {
		c := &m.Columns[i]
		plain, billing := instead[c.Field]
		switch {
		case !billing:
		case address:
			c.Field, c.Known = "", false
		default:
			if !m.has(plain) {
				c.Field = plain
			} else {
				c.Field, c.Known = "", false
			}
		}
	}
}
