package talk

import (
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
)

// callCSV is the call log of an operator or an exchange. No Finnish operator
// tells its columns, so they are known by their headings, in four languages.
var callCSV = format{
	id:   "voip-cdr-csv",
	is:   func(s *source) bool { text, err := s.text(); return err == nil && callSheet(text) != nil },
	read: readCallCSV,
}

// callwords.json lists headings by what stands under them, and the words by
// which logs tell of direction and result.
//
//go:embed callwords.json
var callWordsJSON []byte

type callVocabulary struct {
	Headings                                                map[string][]string
	In, Out, Missed, Answered, Rejected, Blocked, Voicemail []string

	heading map[string]string // folded → what stands under it
	word    map[string]string // folded → in, out or a result
}

var callVocabularyOf = sync.OnceValue(func() *callVocabulary {
	v := &callVocabulary{heading: map[string]string{}, word: map[string]string{}}
	if err := json.Unmarshal(callWordsJSON, v); err != nil {
		panic("talk: callwords.json: " + err.Error()) // embedded: can only be wrong in the build
	}
	for under, words := range v.Headings {
		for _, w := range words {
			v.heading[foldedHeading(w)] = under
		}
	}
	for meaning, words := range map[string][]string{
		"in": v.In, "out": v.Out, "missed": v.Missed, "answered": v.Answered, "rejected": v.Rejected, "blocked": v.Blocked, "voicemail": v.Voicemail,
	} {
		for _, w := range words {
			v.word[foldedHeading(w)] = meaning
		}
	}
	return v
})

func foldedHeading(s string) string {
	s = strings.ToLower(norm.NFC.String(strings.Trim(unmark(s), ` "'`)))
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return blank(r) || r == '_' || r == '\n' }), " ")
	return strings.TrimRight(s, ":. ")
}

// callColumns are the columns of a call log. Several may tell the time: a day
// and a clock.
type callColumns struct {
	delim rune
	skip  int // bytes before the headings: Excel's sep= line
	time  []int
	one   map[string]int
}

// callSheet finds the columns by the first row; nil where it is no call log.
func callSheet(text string) *callColumns {
	skip := 0
	if line, _, ok := strings.Cut(text, "\n"); ok && len(line) < 12 && strings.HasPrefix(strings.ToLower(strings.Trim(line, `"`)), "sep=") {
		skip = len(line) + 1
	}
	for _, delim := range ";,\t|" {
		r := newCallReader(firstRow(text[skip:]), delim)
		row, err := r.Read()
		if err != nil || len(row) > 500 {
			continue
		}
		if c := columnsOf(row); c != nil {
			c.delim, c.skip = delim, skip
			return c
		}
	}
	return nil
}

func firstRow(text string) string { return text[:min(len(text), 16<<10)] }

func columnsOf(row []string) *callColumns {
	c := &callColumns{one: map[string]int{}}
	for i, cell := range row {
		under := callVocabularyOf().heading[foldedHeading(cell)]
		if under == "time" {
			c.time = append(c.time, i)
		} else if _, twice := c.one[under]; under != "" && !twice {
			c.one[under] = i
		}
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { _, ok := c.one[n]; return ok })
	}
	if len(c.time) == 0 || !has("caller", "callee", "number") || !has("direction", "duration") {
		return nil
	}
	return c
}

func newCallReader(text string, delim rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.TrimLeadingSpace = delim, true, -1, true
	return r
}

func (c *callColumns) cell(row []string, under string) string {
	if i, ok := c.one[under]; ok && i < len(row) {
		return strings.TrimSpace(unmark(row[i]))
	}
	return ""
}

// callRow is a call of which the day may not be known before all rows are read.
type callRow struct {
	Call
	line           int
	when           moment
	caller, callee string
}

func readCallCSV(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	c := callSheet(text)
	if c == nil { // the format was asked for
		return nil, app.E("import-format-unknown", "file", "file", s.name)
	}
	f := &File{Variant: "CSV"}
	rows, order := c.rows(f, newCallReader(text[c.skip:], c.delim))
	dayFirst, sure := order.dayFirst(s.o.DayFirst, true)
	if !sure {
		word := "month"
		if dayFirst {
			word = "day"
		}
		f.find(DayOrder, 0, "order", word)
	}
	own := c.ownNumber(f, rows)
	for _, r := range rows {
		var ok bool
		if r.Time, r.Local, ok = r.when.resolve(dayFirst); !ok {
			f.find(RowUnread, r.line)
			continue
		}
		r.side(own)
		f.Calls = append(f.Calls, r.Call)
	}
	return f, nil
}

func (c *callColumns) rows(f *File, r *csv.Reader) ([]callRow, *dayOrder) {
	var rows []callRow
	order := &dayOrder{}
	for first := true; ; first = false {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, order
		}
		line, _ := r.FieldPos(0)
		switch {
		case err != nil:
			f.find(RowUnread, line)
		case first || strings.TrimSpace(strings.Join(row, "")) == "":
		case len(rows) == MaxMessages:
			f.find(TooMany, line, "limit", strconv.Itoa(MaxMessages))
			return rows, order
		default:
			out := c.row(row, line)
			if out.when.hasDate {
				order.see(out.when.date)
			}
			rows = append(rows, out)
		}
	}
}

func (c *callColumns) row(row []string, line int) callRow {
	out := callRow{line: line, caller: c.cell(row, "caller"), callee: c.cell(row, "callee")}
	for _, i := range c.time {
		if i < len(row) {
			out.when.add(strings.TrimSpace(unmark(row[i])))
		}
	}
	out.Number, out.Name = c.cell(row, "number"), c.cell(row, "name")
	out.Queue, out.Agent = c.cell(row, "queue"), c.cell(row, "agent")
	out.Seconds = callLength(c.cell(row, "duration"))
	for _, under := range []string{"direction", "result"} {
		for _, meaning := range callMeaning(c.cell(row, under)) {
			switch {
			case meaning == "in" || meaning == "out":
				out.Direction = app.Direction(meaning)
			case out.Result == "" || under == "result":
				out.Result = meaning
			}
		}
	}
	if out.Direction == "" && under(out.Result, "missed", "rejected", "blocked", "voicemail") && c.cell(row, "direction") != "" {
		out.Direction = app.In // a log that gives the type in one word means those that came
	}
	if out.Result == "" && out.Seconds > 0 {
		out.Result = "answered"
	}
	return out
}

func under(s string, these ...string) bool { return slices.Contains(these, s) }

// callMeaning of a cell: of all of it, else of its words ("Saapuva, vastattu").
func callMeaning(cell string) []string {
	words := callVocabularyOf().word
	f := foldedHeading(cell)
	if m := words[f]; m != "" {
		return []string{m}
	}
	var found []string
	for _, part := range strings.FieldsFunc(f, func(r rune) bool { return r == ',' || r == '/' || r == '(' || r == ')' || r == '-' || r == ' ' }) {
		if m := words[part]; m != "" && len(part) > 1 {
			found = append(found, m)
		}
	}
	return found
}

// side chooses which of two numbers is the customer's.
func (r *callRow) side(own string) {
	theirs := r.Number
	switch {
	case r.Direction == app.In && r.caller != "":
		theirs = r.caller
	case r.Direction == app.Out && r.callee != "":
		theirs = r.callee
	case r.Direction == "" && own != "" && callable(r.callee) == own:
		r.Direction, theirs = app.In, firstOf(r.caller, r.Number)
	case r.Direction == "" && own != "" && callable(r.caller) == own:
		r.Direction, theirs = app.Out, firstOf(r.callee, r.Number)
	case theirs == "":
		theirs = firstOf(r.caller, r.callee)
	}
	if name, number, ok := cutLast(strings.TrimSuffix(theirs, ">"), "<"); ok { // "Aino" <0400000101>
		theirs, r.Name = number, firstOf(r.Name, strings.Trim(name, `" `))
	}
	if r.Number = callable(theirs); r.Number == "" {
		r.Private = true
	}
}

// ownNumber is the one that stands in every row, where no column tells the
// direction and there are rows enough to see it.
func (c *callColumns) ownNumber(f *File, rows []callRow) string {
	_, told := c.one["direction"]
	_, caller := c.one["caller"]
	_, callee := c.one["callee"]
	if told || !caller || !callee || len(rows) < 3 {
		return ""
	}
	var common []string
	for i, r := range rows {
		both := []string{callable(r.caller), callable(r.callee)}
		if i == 0 {
			common = both
		}
		common = slices.DeleteFunc(common, func(n string) bool { return n == "" || !slices.Contains(both, n) })
	}
	if len(common) != 1 {
		return ""
	}
	f.find(OwnNumber, 0, "number", common[0])
	return common[0]
}

// callLength in seconds: 125, 0:02:05, 02:05 (minutes and seconds), "2 min 5 s".
func callLength(s string) int {
	if len(s) > 30 {
		return 0
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ':' })
	if len(parts) == 1 && strings.Count(s, ".") == 2 {
		parts = strings.Split(s, ".")
	}
	total := 0
	for i, p := range parts {
		if i == len(parts)-1 { // parts of a second
			p, _, _ = strings.Cut(strings.Replace(p, ",", ".", 1), ".")
		}
		n, err := strconv.Atoi(strings.TrimSpace(p))
		if err != nil || n < 0 || n > 1_000_000 || len(parts) > 3 {
			return spokenSeconds(s)
		}
		total = total*60 + n
	}
	return total
}

// moment is a time put together from one cell or two.
type moment struct {
	utc      string
	date     threeNumbers
	at       clock
	hasDate  bool
	hasClock bool
}

var (
	cellDateTime = regexp.MustCompile(`^` + headDate + headTime + headHalf + `$`)
	cellDate     = regexp.MustCompile(`^` + headDate + `$`)
	cellClock    = regexp.MustCompile(`^(?:klo\s|kl\.?\s)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?` + headHalf + `$`)
	cellISO      = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?$`)
)

// add what a cell tells.
func (m *moment) add(cell string) {
	if len(cell) > 60 {
		return
	}
	if iso := cellISO.FindStringSubmatch(cell); iso != nil {
		m.addISO(iso)
	} else if t := cellDateTime.FindStringSubmatch(cell); t != nil {
		m.addDate(t[1:6])
		m.addClock(t[6:13])
	} else if t := cellDate.FindStringSubmatch(cell); t != nil {
		m.addDate(t[1:6])
	} else if t := cellClock.FindStringSubmatch(cell); t != nil {
		m.addClock(t[1:8])
	} else if n, err := strconv.ParseInt(cell, 10, 64); err == nil && m.utc == "" {
		switch len(cell) {
		case 10:
			m.utc = fromMillis(n * 1000)
		case 13:
			m.utc = fromMillis(n)
		}
	}
}

func (m *moment) addISO(iso []string) {
	hms := iso[2]
	if len(hms) == 5 {
		hms += ":00"
	}
	if iso[3] != "" {
		zone := strings.ReplaceAll(strings.Replace(iso[3], "Z", "+0000", 1), ":", "")
		if at, err := time.Parse("2006-01-02 15:04:05-0700", iso[1]+" "+hms+zone); err == nil {
			m.utc = utc(at)
		}
		return
	}
	if c, ok := isoClock(iso[1] + "T" + hms); ok {
		m.date, m.hasDate = threeNumbers{c.year, c.month, c.day, true}, true
		m.at, m.hasClock = clock{hour: c.hour, minute: c.minute, second: c.second}, true
	}
}

func (m *moment) addDate(t []string) {
	if m.hasDate || t[1] != t[3] || !plausible(t[0], t[4]) {
		return
	}
	m.date, m.hasDate = threeNumbers{number(t[0]), number(t[2]), number(t[4]), len(t[0]) == 4}, true
}

func (m *moment) addClock(t []string) {
	if m.hasClock {
		return
	}
	m.at = clock{hour: noon(number(t[0]), half(t[3:7])), minute: number(t[1]), second: number(t[2])}
	m.hasClock = true
}

// resolve is the time once the order of the day and month is settled. A day
// alone is no time.
func (m *moment) resolve(dayFirst bool) (at string, local, ok bool) {
	if m.utc != "" {
		return m.utc, false, true
	}
	c := m.at
	c.year, c.month, c.day = m.date.date(dayFirst)
	return c.String(), true, m.hasDate && m.hasClock && c.valid()
}
