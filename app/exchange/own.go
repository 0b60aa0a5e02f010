package exchange

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/vcard"
)

// Our own files come back to the letter: nothing in them is guessed, cut apart or
// mended. They are known by what no other program writes: a table by its whole
// row of headings (in CSV with every heading in quotes, which a spreadsheet that
// saved the file again would leave out, as it leaves out leading zeros), a card
// by its own lines, JSON by its first name.

// ownHeadings are the headings of our tables by register.
func ownHeadings(register string) []string {
	switch register {
	case Contacts, Deliveries:
		return slices.DeleteFunc(slices.Clone(entryFields[register]), func(f string) bool { return f == "email" || f == "phone" })
	}
	return slices.Clone(cardFields())
}

func isOwnHead(cells []string) bool {
	for _, register := range []string{"customers", Contacts, Deliveries} {
		if slices.Equal(cells, ownHeadings(register)) {
			return true
		}
	}
	return false
}

func isOwnCSV(text string) bool {
	first, _, _ := strings.Cut(text, "\n")
	first = strings.TrimSuffix(first, "\r")
	for _, register := range []string{"customers", Contacts, Deliveries} {
		if first == csvLine(ownHeadings(register)) {
			return true
		}
	}
	return false
}

func csvLine(cells []string) string {
	quoted := make([]string, len(cells))
	for i, c := range cells {
		quoted[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
	}
	return strings.Join(quoted, ";")
}

// formulaStarts begin what a spreadsheet calculates; the wide forms too, which
// some make narrow first.
const formulaStarts = "=+-@\t\r＝＋－＠"

// guarded puts an apostrophe before what a spreadsheet would calculate, and in
// any file before an apostrophe, so that reading can take exactly one away.
func guarded(cell string, safe bool) string {
	for _, first := range cell {
		if first == '\'' || safe && strings.ContainsRune(formulaStarts, first) {
			return "'" + cell
		}
		break
	}
	return cell
}

// exact is a cell of our own table as it was; workbooks need no guards.
func (m *Mapping) exact(cell string) string {
	if m.guard {
		return strings.TrimPrefix(cell, "'")
	}
	return cell
}

func isCards(data []byte) bool {
	if vcard.Looks(data) {
		return true
	}
	if name := detectCharset(data); strings.HasPrefix(name, "utf-16") {
		text, _, err := decode(data[:min(len(data), 4096)&^1], name)
		return err == nil && vcard.Looks([]byte(text))
	}
	return false
}

func isOwnJSON(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	head := data[:min(len(data), 64)]
	return bytes.HasPrefix(bytes.Join(bytes.Fields(head), nil), []byte(`{"`+jsonMark+`":`))
}

// inOrder is the order of the list: numbers by their value, then the others.
func inOrder(a, b Key) int {
	if x, y := notDigits(a.Number), notDigits(b.Number); x != y {
		if x {
			return 1
		}
		return -1
	} else if x {
		return strings.Compare(a.Number, b.Number)
	}
	x, y := strings.TrimLeft(a.Number, "0"), strings.TrimLeft(b.Number, "0")
	if len(x) != len(y) {
		return len(x) - len(y)
	}
	if c := strings.Compare(x, y); c != 0 {
		return c
	}
	return strings.Compare(a.Number, b.Number)
}

func notDigits(s string) bool { return strings.Trim(s, "0123456789") != "" }

// ownCells are a card by the fields of our files.
func ownCells(c app.Customer, fields []string) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = c.Field(f)
	}
	return out
}

func itoa(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
