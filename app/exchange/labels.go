package exchange

import (
	"regexp"
	"strings"
)

// Google gives a person's own fields in two columns: what the field is called,
// and what it holds. Where the name is one that a heading could be, the value
// stands in a column of that heading.

var customLabel = regexp.MustCompile(`(?i)^(custom field [0-9]{1,2}) - (label|type)$`)

func (s *Sheet) liftLabels() {
	words := customerWords()
	if len(s.Rows) == 0 || s.Rows[0].Fault != nil {
		return
	}
	head := s.Rows[0].Cells
	for i, h := range head {
		m := customLabel.FindStringSubmatch(strings.TrimSpace(h))
		if m == nil || i+1 >= len(head) || !strings.EqualFold(strings.TrimSpace(head[i+1]), m[1]+" - Value") {
			continue
		}
		for n := range s.Rows[1:] {
			s.lift(words, &s.Rows[n+1], i)
		}
	}
}

func (s *Sheet) lift(words *vocabulary, row *Row, at int) {
	if len(row.Cells) <= at+1 || words.field(row.Cells[at]) == "" || row.Cells[at+1] == "" {
		return
	}
	label, value := strings.TrimSpace(row.Cells[at]), row.Cells[at+1]
	column := -1
	for i, h := range s.Rows[0].Cells {
		if plainHeading(h) == plainHeading(label) {
			column = i
		}
	}
	if column < 0 && s.Width < MaxColumns {
		column = s.Width
		s.Width++
		s.Rows[0].Cells = append(padded(s.Rows[0].Cells, column), label)
	}
	if column < 0 {
		return
	}
	row.Cells = padded(row.Cells, column+1)
	if row.Cells[column] == "" {
		row.Cells[column], row.Cells[at+1] = value, ""
	}
}

func padded(cells []string, width int) []string {
	for len(cells) < width {
		cells = append(cells, "")
	}
	return cells
}
