package exchange

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"kortisto/app"
	"kortisto/app/finnish"
)

// Registers of entries under a customer that come as a table.
const (
	Contacts   = "contacts"
	Deliveries = "deliveries"
)

//go:embed headings_entries.json
var headingsEntriesJSON []byte

// entryFields are the fields of each register in the order of offering; the
// first four say whose the row is.
var entryFields = map[string][]string{
	Contacts: {"number", "name", "email", "phone", "on", "at", "channel", "direction", "who", "handledBy", "subject", "text", "purpose",
		"seconds", "waiting", "followUpOn", "mass"},
	Deliveries: {"number", "name", "email", "phone", "on", "product", "quantity"},
}

var entryWords = sync.OnceValue(func() map[string]*vocabulary {
	var listed map[string]map[string][]string
	if err := json.Unmarshal(headingsEntriesJSON, &listed); err != nil {
		panic("exchange: headings_entries.json: " + err.Error()) // embedded: can only be wrong in the build
	}
	out := map[string]*vocabulary{}
	for register, fields := range entryFields {
		out[register] = &vocabulary{fields: fields, table: headingTable(listed[register])}
	}
	return out
})

// FieldsOf are the names that a column can be mapped to in a register.
func FieldsOf(register string) []string {
	if fields, ok := entryFields[register]; ok {
		return slices.Clone(fields)
	}
	return Fields()
}

// MapEntries recognises the columns of contacts or deliveries by their headings.
// It fails with import-column-missing where the day, the product or whose the
// rows are is in no column, and as Map does for overrides.
func (s *Sheet) MapEntries(register string, o MapOptions) (*Mapping, error) {
	words := entryWords()[register]
	if words == nil {
		return nil, app.E("choice-invalid", "register", "value", register)
	}
	m, err := s.mapTo(words, o)
	if err != nil {
		return nil, err
	}
	m.guard = s.Charset != ""
	m.own = s.ours && m.Heading && len(o.Fields) == 0
	need := []string{"on"}
	if register == Deliveries {
		need = append(need, "product")
	}
	for _, f := range need {
		if !m.has(f) {
			return m, app.E("import-column-missing", f, "file", s.Name)
		}
	}
	if !slices.ContainsFunc(words.fields[:4], m.has) {
		return m, app.E("import-column-missing", "number", "file", s.Name)
	}
	return m, nil
}

// Records are the sheet's rows without the headings.
func (m *Mapping) Records(s *Sheet) []Row { return m.rows(s) }

// Cells are one row by fields, without the guards of spreadsheets. A cell with a
// personal identity code is refused and told, or with mask comes in with
// asterisks and is told too.
func (m *Mapping) Cells(row Row, mask bool) (cells map[string]string, remarks app.Errors) {
	cells = map[string]string{}
	for i, cell := range row.Cells {
		if i >= len(m.Columns) || m.Columns[i].Field == "" {
			continue
		}
		field := m.Columns[i].Field
		if holdsHetu(cell) {
			code := "hetu-found"
			if mask {
				code = "hetu-masked"
			}
			remarks = append(remarks, app.E(code, field, "column", columnLetters(i)))
			if !mask {
				continue
			}
			cell = finnish.MaskHetus(cell)
		}
		value := plainCell(cell)
		if field == "text" {
			value = strings.TrimSpace(unguarded(cell))
		}
		if m.own {
			value = m.exact(cell)
		}
		if value == "" {
			continue
		}
		if !m.own && isFormula(value) {
			remarks = append(remarks, app.E("import-formula", field, "column", columnLetters(i)))
		}
		cells[field] = value
	}
	return cells, remarks
}

// CellDay reads a day as Finns and machines write it; what it can not read comes
// back as it was.
func CellDay(cell string, today app.Day) string { return readDay(cell, today) }

// CellYes reads yes and no in the languages of the program; what it can not read
// comes back as it was.
func CellYes(cell string) string { return readChoice(yesNoWords, cell) }
