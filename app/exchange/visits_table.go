package exchange

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"kortisto/app"
)

// numbered is a record with its place in the file.
type numbered struct {
	row   int
	cells []string
}

// visitTable is a table of an export on its way in: the first row has the
// headings. from and to are the days it covers, where the file says so.
type visitTable struct {
	name string
	rows []numbered
	days
}

type days struct{ from, to app.Day }

var (
	commentDay = regexp.MustCompile(`(?i)(start|end|alku|loppu|start|slut|aloitus|lopetus)[^:0-9]*(?:date|pvm|päivä|datum)?\s*:\s*(\d{4})-?(\d{2})-?(\d{2})`)
	nameDays   = regexp.MustCompile(`_(\d{4})(\d{2})(\d{2})_(\d{4})(\d{2})(\d{2})\b`)
)

// comment reads the days out of a line such as "# Start date: 20260601".
func (t *visitTable) comment(line string) {
	m := commentDay.FindStringSubmatch(line)
	if m == nil {
		return
	}
	day := app.Day(m[2] + "-" + m[3] + "-" + m[4])
	if !day.Valid() {
		return
	}
	switch strings.ToLower(m[1]) {
	case "end", "loppu", "slut", "lopetus":
		t.to = day
	default:
		t.from = day
	}
}

// namedDays reads them out of a name such as imported_pages_20260601_20260613.csv.
func namedDays(name string) days {
	m := nameDays.FindStringSubmatch(name)
	if m == nil {
		return days{}
	}
	return days{app.Day(m[1] + "-" + m[2] + "-" + m[3]), app.Day(m[4] + "-" + m[5] + "-" + m[6])}
}

// What a column of an export of visits is.
const (
	visitDay      = "day"      // a civil day
	visitNthDay   = "nth-day"  // days since the first
	visitMoment   = "moment"   // day and time, or Unix seconds
	visitTime     = "time"     // time of day
	visitVisitor  = "visitor"  // the number of a visitor
	visitPage     = "page"     // address or path
	visitTitle    = "title"    // of the page
	visitSeconds  = "seconds"  // how long
	visitReferrer = "referrer" // from where
	visitBrowser  = "browser"
	visitPlace    = "place"
	visitViews    = "views"
	visitSessions = "sessions" // counted where views are not
	visitVisitors = "visitors"
	visitPerson   = "person" // would join the visit to somebody: dropped
)

// visitHeadings say by the words of a heading, in lower case, what the column is.
// The first that fits wins. Sources: the tools' own documents, and for Finnish
// and Swedish the words that their pages use.
var visitHeadings = []struct {
	is    string
	words *regexp.Regexp
}{
	{visitPerson, regexp.MustCompile(`^(user ?id|userid|user_id|visit ?ip|visitip|ip|ip[- ]?osoite|e-?mail|sähköposti|e-post|käyttäjätunnus|latitude|longitude|fingerprint)$`)},
	{visitViews, regexp.MustCompile(`^(views|page ?views|screen page views|näyttökerrat|katselut|katselukerrat|sivun katselut|visningar|sidvisningar|hits|nb_hits)$`)},
	{visitSessions, regexp.MustCompile(`^(visits|nb_visits|sessions|istunnot|käynnit|sessioner|besök)$`)},
	{visitVisitors, regexp.MustCompile(`^(active users|users|total users|visitors|unique ?visitors|nb_uniq_visitors|aktiiviset käyttäjät|käyttäjät|kävijät|aktiva användare|användare|besökare)$`)},
	{visitNthDay, regexp.MustCompile(`^(nth day|päivä nro|n:s päivä|dag nr)$`)},
	{visitVisitor, regexp.MustCompile(`^(visitor ?id|visitor|kävijän? ?tunniste|kävijätunnus|vierailijan? ?tunniste|tunniste|besökar-?id|client ?id|cookie ?id|device ?id)$`)},
	{visitMoment, regexp.MustCompile(`^(timestamp|date ?time|datetime|aikaleima|ajankohta|tidpunkt|tidsstämpel|first ?action ?timestamp|server ?timestamp|sivulatauksen ajankohta)$`)},
	{visitDay, regexp.MustCompile(`^(date|day|server ?date|pvm|päivä|päivämäärä|datum|dag)$`)},
	{visitTime, regexp.MustCompile(`^(time|server ?time|server ?time ?pretty|kello|kellonaika|aika|klockslag|tid)$`)},
	{visitSeconds, regexp.MustCompile(`^(visit ?duration|duration|time ?spent.*|kesto|vierailun kesto|längd)$|timespent`)},
	{visitTitle, regexp.MustCompile(`page ?title|sivun (otsikko|nimi)|sidans? (titel|rubrik)|^title$|^otsikko$`)},
	{visitReferrer, regexp.MustCompile(`^(referrer.*|referer|source.*|session source.*|first user source.*|lähde.*|tulolähde|viittaava.*|källa.*)$`)},
	{visitPage, regexp.MustCompile(`^(page.*|url.*|sivu|sivun? .*|sivupolku.*|polku|osoite|sida|sidans? .*|sidsökväg.*|landing page.*|entry_page|exit_page)$|^url|\burl\b`)},
	{visitBrowser, regexp.MustCompile(`^(browser.*|selain.*|webbläsare.*|device.*|laite.*|enhet.*|operating.?system.*|käyttöjärjestelmä.*|operativsystem.*)$`)},
	{visitPlace, regexp.MustCompile(`^(city|country|region|location.*|sijainti.*|arvioitu sijainti|kaupunki|maa|alue|stad|land|plats)$`)},
}

func visitColumn(heading string) string {
	h := strings.ToLower(strings.TrimSpace(heading))
	for _, known := range visitHeadings {
		if known.words.MatchString(h) {
			return known.is
		}
	}
	return ""
}

// take brings a table in, and makes room for the next one.
func (v *visitReader) take(t *visitTable) error {
	rows := t.rows
	t.rows = nil
	if len(rows) == 0 {
		return nil
	}
	head := make([]string, len(rows[0].cells))
	columns := map[string][]int{}
	for i, c := range rows[0].cells {
		head[i] = strings.TrimSpace(c)
		is := visitColumn(head[i])
		columns[is] = append(columns[is], i)
	}
	day := len(columns[visitDay])+len(columns[visitMoment]) > 0
	raw := day && len(columns[visitVisitor]) > 0 || len(columns[visitMoment]) > 0 && len(columns[visitPage]) > 0
	counted := len(columns[visitViews])+len(columns[visitSessions])+len(columns[visitVisitors]) > 0
	if !raw && !counted {
		return nil
	}
	v.file.Tables = append(v.file.Tables, VisitTable{Name: t.name, Start: t.from, End: t.to, Columns: head, Rows: len(rows) - 1})
	v.placed(head, columns, raw)
	v.file.Origin = origin(t, head, raw)
	for _, r := range rows[1:] {
		v.row = r.row
		if raw {
			v.visit(r.cells, columns)
		} else {
			v.count(r.cells, columns, t)
		}
	}
	return nil
}

// placed notes what is not taken, and why.
func (v *visitReader) placed(head []string, columns map[string][]int, raw bool) {
	note := func(into *[]string, h string) {
		if h != "" && !slices.Contains(*into, h) {
			*into = append(*into, h)
		}
	}
	for _, i := range columns[visitPerson] {
		note(&v.file.Dropped, head[i])
	}
	for _, i := range columns[""] {
		if raw || i > 0 { // the first column of statistics names what is counted
			note(&v.file.Unplaced, head[i])
		}
	}
}

func origin(t *visitTable, head []string, raw bool) string {
	switch {
	case strings.HasPrefix(t.name, "imported_"):
		return OriginPlausible
	case raw && slices.ContainsFunc(head, func(h string) bool { return strings.EqualFold(h, "idVisit") || strings.EqualFold(h, "visitorId") }):
		return OriginMatomo
	case !raw && t.from != "":
		return OriginGA4
	}
	return OriginOther
}

// cell is the first filled cell of the columns that are something.
func cell(cells []string, at []int) string {
	for _, i := range at {
		if i < len(cells) && strings.TrimSpace(cells[i]) != "" {
			return strings.TrimSpace(cells[i])
		}
	}
	return ""
}

// visit takes one row of visits. A visit with several pages, as Matomo writes
// them into numbered columns, becomes a row each.
func (v *visitReader) visit(cells []string, columns map[string][]int) {
	on, at, ok := moment(cell(cells, columns[visitMoment]), cell(cells, columns[visitDay]), cell(cells, columns[visitTime]))
	if !ok {
		v.skip("day-invalid", "day")
		return
	}
	one := app.PageVisit{
		On: on, At: at, Visitor: cell(cells, columns[visitVisitor]), Referrer: cell(cells, columns[visitReferrer]),
		Browser: cell(cells, columns[visitBrowser]), Place: places(cells, columns[visitPlace]),
	}
	pages := columns[visitPage]
	for n := range max(len(pages), 1) {
		each := one
		each.Page, each.Title, each.Seconds = nth(cells, pages, n), nth(cells, columns[visitTitle], n), whole(nth(cells, columns[visitSeconds], n))
		if n > 0 && each.Page == "" {
			continue
		}
		each = each.Normalised()
		if es := each.Check(v.today); len(es) > 0 {
			v.skip(es[0].Code, es[0].Field)
			return
		}
		v.file.Visits = append(v.file.Visits, each)
	}
}

func nth(cells []string, at []int, n int) string {
	if n >= len(at) || at[n] >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[at[n]])
}

// places joins town, region and country.
func places(cells []string, at []int) string {
	var out []string
	for _, i := range at {
		if c := nth(cells, []int{i}, 0); c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return strings.Join(out, ", ")
}

// moment reads the day and the time of day. Unix seconds are read as UTC days:
// for statistics that is near enough, and the file says nothing else.
func moment(at, day, clock string) (app.Day, string, bool) {
	if at == "" {
		d, ok := visitDate(day)
		return d, timeOfDay(clock), ok
	}
	if n, err := strconv.ParseInt(at, 10, 64); err == nil && n > 1e8 {
		if n > 1e11 {
			n /= 1000
		}
		d, c := app.VisitDay(time.Unix(n, 0).UTC())
		return d, c, d.Valid()
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2.1.2006 15.04.05", "2.1.2006 15.04", "2.1.2006 15:04", "2.1.2006 15:04:05"} {
		if t, err := time.Parse(layout, at); err == nil {
			d, c := app.VisitDay(t)
			return d, c, true
		}
	}
	d, ok := visitDate(at)
	return d, timeOfDay(clock), ok
}

func visitDate(s string) (app.Day, bool) {
	for _, layout := range []string{"2006-01-02", "20060102", "2.1.2006", "2006/01/02"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return app.DayOf(t), true
		}
	}
	return "", false
}

func timeOfDay(s string) string {
	for _, layout := range []string{"15:04:05", "15:04", "15.04.05", "15.04"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t.Format("15:04:05")
		}
	}
	return ""
}

// whole reads a number of an export, with thousands parted and either comma, and
// rounds it; what is no number is none.
func whole(s string) int {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-").Replace(s)
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil || f < 0 || f > math.MaxInt32 {
		return 0
	}
	return int(math.Round(f))
}

// count takes one line of statistics.
func (v *visitReader) count(cells []string, columns map[string][]int, t *visitTable) {
	c := app.VisitCount{From: t.from, To: t.to, By: app.CountByOther}
	name := 0 // the column that names what is counted
	switch {
	case len(columns[visitNthDay]) > 0:
		c.By = app.CountByDay
		n, err := strconv.Atoi(cell(cells, columns[visitNthDay]))
		if err != nil || t.from == "" {
			v.skip("day-invalid", "day")
			return
		}
		c.From = t.from.AddDays(n)
		c.To = c.From
	case len(columns[visitDay])+len(columns[visitMoment]) > 0:
		day, _, ok := moment(cell(cells, columns[visitMoment]), cell(cells, columns[visitDay]), "")
		if !ok {
			v.skip("day-invalid", "day")
			return
		}
		c.By, c.From, c.To = app.CountByDay, day, day
		fallthrough
	default:
		for _, by := range []struct{ is, by string }{
			{visitPage, app.CountByPage}, {visitTitle, app.CountByPage}, {visitReferrer, app.CountBySource}, {visitPlace, app.CountByPlace}, {visitBrowser, app.CountByDevice},
		} {
			if at := columns[by.is]; len(at) > 0 {
				c.By, name = by.by, at[len(at)-1]
				if by.is == visitPage {
					name = at[0]
				}
				break
			}
		}
	}
	if c.By == app.CountByDay {
		c.Name = string(c.From)
	} else {
		c.Name = nth(cells, []int{name}, 0)
	}
	c.Views, c.Visitors = whole(cell(cells, columns[visitViews])), whole(cell(cells, columns[visitVisitors]))
	if len(columns[visitViews]) == 0 {
		c.Views = max(whole(cell(cells, columns[visitSessions])), c.Visitors)
	}
	c = c.Normalised()
	if c.From == "" || c.To == "" {
		v.skip("required", "day")
		return
	}
	if es := c.Check(v.today); len(es) > 0 {
		v.skip(es[0].Code, es[0].Field)
		return
	}
	v.file.Counts = append(v.file.Counts, c)
}
