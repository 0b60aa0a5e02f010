package exchange

import (
	"regexp"
	"strings"
	"unicode"

	"kortisto/app/finnish"
)

// A file without headings is recognised by what its columns hold. Only what can
// hardly be anything else is taken; the person sees the rest as not placed.

var (
	integer    = regexp.MustCompile(`^[0-9]{1,10}$`)
	phoneShape = regexp.MustCompile(`^(\+|00|0)[0-9][0-9 ()/-]{5,18}$`)
	addrShape  = regexp.MustCompile(`^\pL[\pL .:'-]+ [0-9]+( ?[a-zA-Z]{1,2})?( ?[0-9]{1,4})?$`)
)

type shape struct {
	field string
	fits  func(cell string) bool
}

var shapes = []shape{
	{"businessId", func(c string) bool { return finnish.CheckBusinessID(finnish.BusinessID(c)) == finnish.NoFault }},
	{"email", func(c string) bool { return emailShape.MatchString(c) }},
	{"postcode", finnish.ValidPostcode},
	{"postcodeTown", func(c string) bool { _, _, ok := splitPostcodeTown(c); return ok }},
	{"phone", phoneShape.MatchString},
	{"street", addrShape.MatchString},
	{"number", integer.MatchString},
}

// guessRows is enough to know a column by.
const guessRows = 200

func (m *Mapping) byContent(s *Sheet) {
	taken := map[string]bool{}
	take := func(i int, field string) {
		m.Columns[i].Field, m.Columns[i].Known = field, true
		taken[field] = true
	}
	for i := range m.Columns {
		cells := columnCells(s, i)
		for _, sh := range shapes {
			if !taken[sh.field] && mostly(cells, sh.fits) && (sh.field != "number" || distinct(cells)) {
				take(i, sh.field)
				break
			}
		}
	}
	for i := range m.Columns {
		if m.Columns[i].Field != "" || !mostly(columnCells(s, i), wordy) {
			continue
		}
		if !taken["name"] {
			take(i, "name")
		} else if !taken["town"] && i > 0 && m.Columns[i-1].Field == "postcode" {
			take(i, "town")
		}
	}
}

func columnCells(s *Sheet, i int) []string {
	var out []string
	for _, row := range s.Rows[:min(len(s.Rows), guessRows)] {
		if i < len(row.Cells) {
			if c := plainCell(row.Cells[i]); c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

func mostly(cells []string, fits func(string) bool) bool {
	n := 0
	for _, c := range cells {
		if fits(c) {
			n++
		}
	}
	return len(cells) > 0 && n*5 >= len(cells)*4
}

func distinct(cells []string) bool {
	seen := map[string]bool{}
	for _, c := range cells {
		if seen[c] {
			return false
		}
		seen[c] = true
	}
	return true
}

// wordy: letters for the most part, and at least three of them.
func wordy(c string) bool {
	letters := 0
	for _, r := range c {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 3 && letters*2 > len([]rune(strings.ReplaceAll(c, " ", "")))
}
