package app

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// PageVisit is one page that somebody looked at on the firm's site, as a tool for
// analysing visits exports it. Visitor is the number by which that tool knows a
// browser again: it makes the row personal data (GDPR recital 30), and so it has
// a time of its own. Nothing here points at a customer, and nothing may: the
// notice promises that visits are not joined to customers.
type PageVisit struct {
	On       Day    `json:"on"`
	At       string `json:"at"`
	Visitor  string `json:"visitor"`
	Page     string `json:"page"`
	Title    string `json:"title"`
	Seconds  int    `json:"seconds"`
	Referrer string `json:"referrer"`
	Browser  string `json:"browser"`
	Place    string `json:"place"`
}

// What a VisitCount counts by.
const (
	CountByDay    = "day"
	CountByPage   = "page"
	CountBySource = "source"
	CountByPlace  = "place"
	CountByDevice = "device"
	CountByOther  = "other"
)

// VisitCounts are all that a VisitCount counts by.
func VisitCounts() []string {
	return []string{CountByDay, CountByPage, CountBySource, CountByPlace, CountByDevice, CountByOther}
}

// VisitCount is a line of statistics that was counted elsewhere: nobody's data.
type VisitCount struct {
	From     Day    `json:"from"`
	To       Day    `json:"to"`
	By       string `json:"by"`
	Name     string `json:"name"` // of the page, the source, …; the day itself where counted by day
	Views    int    `json:"views"`
	Visitors int    `json:"visitors"`
}

// Longest values of visits, in characters. What is longer is cut: an address
// with a tail of parameters tells nothing more about the page.
const (
	MaxPage    = 500
	MaxVisitor = 100
)

// Normalised is the visit as it is kept. What stands behind ? and # of an address
// is cut off: it holds names, addresses and search words as often as anything
// (data minimisation, GDPR Art. 5(1)(c)).
func (v PageVisit) Normalised() PageVisit {
	v.On = Day(line(string(v.On)))
	v.At = line(v.At)
	v.Visitor = cut(line(v.Visitor), MaxVisitor)
	v.Page, v.Referrer = cut(bareAddress(line(v.Page)), MaxPage), cut(bareAddress(line(v.Referrer)), MaxPage)
	v.Title, v.Browser, v.Place = cut(line(v.Title), MaxLine), cut(line(v.Browser), MaxLine), cut(line(v.Place), MaxLine)
	v.Seconds = max(v.Seconds, 0)
	return v
}

// Check judges a normalised visit. A title that holds a personal identity code
// is refused like any other text that does.
func (v PageVisit) Check(today Day) Errors {
	return slices.Concat(
		checkDay("on", v.On, today), checkClock("at", v.At),
		checkLine("page", v.Page, MaxPage), checkLine("title", v.Title, MaxLine), checkLine("referrer", v.Referrer, MaxPage),
		checkLine("browser", v.Browser, MaxLine), checkLine("place", v.Place, MaxLine), checkLine("visitor", v.Visitor, MaxVisitor),
	)
}

// Normalised is the line as it is kept.
func (c VisitCount) Normalised() VisitCount {
	c.Name = line(c.Name)
	if c.By == CountByPage || c.By == CountBySource {
		c.Name = bareAddress(c.Name)
	}
	c.Name = cut(c.Name, MaxPage)
	return c
}

// Check judges a normalised line.
func (c VisitCount) Check(today Day) Errors {
	es := slices.Concat(
		checkDay("from", c.From, today),
		checkChoice("by", c.By, VisitCounts()), checkLine("name", c.Name, MaxPage),
	)
	if !c.To.Valid() {
		es = append(es, E("day-invalid", "to", "value", string(c.To)))
	} else if c.To < c.From {
		es = append(es, E("day-past", "to", "value", string(c.To)))
	}
	if c.Views < 0 || c.Visitors < 0 {
		es = append(es, E("invalid", "views"))
	}
	return es
}

func bareAddress(s string) string {
	if at := strings.IndexAny(s, "?#"); at >= 0 {
		return s[:at]
	}
	return s
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// VisitorsKept says until which day of visit visitors' numbers must have gone by
// today, and by which rule; "" where no rule is in force.
func VisitorsKept(p Policy, today Day) (until Day, rule Rule) {
	rule, ok := p.Rule(ClassVisitor, today)
	if !ok {
		return "", rule
	}
	return rule.LastOver(today), rule
}

// VisitDay is the day and the time of day of a moment.
func VisitDay(t time.Time) (Day, string) { return DayOf(t), t.Format("15:04:05") }
