package printout

import (
	"strings"

	"kortisto/app"
)

// letter builds a Document section by section in one language.
type letter struct {
	words
	doc     Document
	section int
}

// newLetter starts a document from the firm.
func newLetter(firm app.Firm, lang app.Lang, today app.Day, id string) (*letter, error) {
	w, err := wordsFor(lang)
	if err != nil {
		return nil, err
	}
	l := &letter{words: w}
	l.doc = Document{Lang: lang, Date: today, ID: id, Sender: Sender{Name: firm.Name, Lines: joined(", ", firm.Street, joinPlace(firm.Postcode, firm.Town))}}
	foot := []string{firm.Name}
	if firm.BusinessID != "" {
		foot = append(foot, w.text("foot.businessId", "id", firm.BusinessID))
	}
	foot = append(foot, firm.Phone, firm.Email)
	l.doc.Foot = strings.Join(joined(" · ", foot...), "")
	return l, nil
}

// joined is the parts that are not empty as one line, or no line at all.
func joined(sep string, parts ...string) []string {
	var some []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			some = append(some, p)
		}
	}
	if some == nil {
		return nil
	}
	return []string{strings.Join(some, sep)}
}

func joinPlace(postcode, town string) string { return strings.TrimSpace(postcode + " " + town) }

func (l *letter) add(bs ...Block) { l.doc.Blocks = append(l.doc.Blocks, bs...) }

// head opens the next numbered section.
func (l *letter) head(key string) {
	l.section++
	l.add(Heading{Level: 2, Number: l.number(l.section), Text: l.text(key)})
}

// say adds a paragraph.
func (l *letter) say(key string, values ...string) { l.add(text(l.text(key, values...))) }

// column heads a table's column by its key.
func (l *letter) column(key string, width float64) Column {
	return Column{Head: l.text(key), Width: width}
}

// table adds a table, or says that there is nothing.
func (l *letter) table(t Table) {
	if len(t.Rows) == 0 {
		l.say("empty")
		return
	}
	l.add(t)
}

// field is the label of a stored column, by table and column name.
func (l *letter) field(table, column string) string { return l.code(table, column) }

// day shows a date, or that there is none.
func (l *letter) day(d app.Day) string { return l.orNone(showDay(d)) }

// years is a period: whole years where it is whole years.
func (l *letter) years(months int) string {
	if months%12 == 0 {
		return l.count("years", months/12)
	}
	return l.count("months", months)
}

// decimal shows a stored number with a decimal comma.
func decimal(s string) string { return strings.Replace(s, ".", ",", 1) }

// orStanding is the day on which something ended, or that it still stands.
func (l *letter) orStanding(d app.Day) string {
	if d == "" {
		return l.text("holds.standing")
	}
	return showDay(d)
}
