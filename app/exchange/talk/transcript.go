package talk

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"kortisto/app"
)

// plainTranscript is a conversation as programs send it by e-mail or save it as
// text, when no more is known of them:
//
//	Visitor: Aino Kuusela <aino@…>
//	Started: Sat, 13 Jun 2026 09:05
//
//	09:05:00 Aino Kuusela: Hei
//	[09:05:30] Otso: Hei
//	*** Aino Kuusela left the chat ***
var plainTranscript = format{
	id:   "chat-transcript-text",
	is:   isTranscript,
	read: readTranscript,
}

var (
	// A date or none, a clock, and who speaks. The date is one of numbers.
	lineSaid = regexp.MustCompile(`^[\[(]?(?:(\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?)[,T]?\s{1,2}(?:(?i:klo|kl\.?|at)\s)?|(\d{4}-\d{2}-\d{2})T)?(\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\.\d{1,6})?)(?:\s?((?i:[ap]\.?m\.?)))?(?:\s?(Z|UTC|[+-]\d{2}:?\d{2}))?[\])]?(?:\s?[-–|]\s|\s|:\s)(.*)$`)
	// Name (09:05): text, Name [09:05:00]: text
	lineNamed = regexp.MustCompile(`^(\S[^\[\](){}:]{0,80}?)\s?[\[(](\d{1,2}[.:]\d{2}(?:[.:]\d{2})?)[\])]:\s?(.*)$`)
	lineEvent = regexp.MustCompile(`^(?:\*{2,}|-{2,}|={2,})\s?(\S.*?)\s?(?:\*{2,}|-{2,}|={2,})?$`)
	lineHead  = regexp.MustCompile(`^([\p{L}][\p{L} -]{1,30}):\s+(\S.*)$`)
	wordDate  = regexp.MustCompile(`(?:^|\s)(\d{1,2})\.?\s(\p{L}{3,12})\.?,?\s(\d{4})|(\p{L}{3,12})\s(\d{1,2}),\s(\d{4})|(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4})`)
)

// What the lines before the conversation say, by the word that begins them.
var transcriptHeads = map[string]string{
	"visitor": "them", "customer": "them", "client": "them", "user": "them", "guest": "them", "contact": "them", "visitor name": "them", "customer name": "them",
	"kävijä": "them", "vierailija": "them", "asiakas": "them", "besökare": "them", "kund": "them", "besucher": "them", "kunde": "them", "name": "them", "nimi": "them", "namn": "them",
	"agent": "us", "agents": "us", "operator": "us", "operators": "us", "asiakaspalvelija": "us", "agentti": "us", "handläggare": "us", "mitarbeiter": "us", "served by": "us",
	"started": "day", "start": "day", "date": "day", "start time": "day", "chat started": "day", "started on": "day", "started at": "day", "time": "day", "aloitettu": "day", "alkoi": "day", "päivä": "day",
	"päiväys": "day", "aika": "day", "pvm": "day", "startad": "day", "startade": "day", "datum": "day", "beginn": "day", "gestartet": "day",
	"email": "mail", "e-mail": "mail", "sähköposti": "mail", "e-post": "mail", "phone": "phone", "puhelin": "phone", "telefon": "phone", "puhelinnumero": "phone",
}

var visitorWords = []string{"visitor", "customer", "client", "guest", "asiakas", "kävijä", "vierailija", "kund", "besökare", "besucher", "kunde"}
var agentWords = []string{"agent", "operator", "support", "asiakaspalvelu", "asiakaspalvelija", "agentti", "kundtjänst", "handläggare", "kundenservice"}

// transcriptHeadBytes: what is said of a conversation stands at its beginning.
const transcriptHeadBytes = 64 << 10

// isTranscript: at least two lines with a clock and a speaker, and they are most
// of the lines that begin with a clock.
func isTranscript(s *source) bool {
	text, err := s.text()
	if err != nil || s.outline().Kind != notJSON {
		return false
	}
	spoken, silent := 0, 0
	for line := range lineSeq(text[:min(len(text), transcriptHeadBytes)]) {
		t, ok := readSaid(line)
		if ok && t.author != "" {
			spoken++
		} else if ok {
			silent++
		}
	}
	return spoken > 1 && spoken >= silent
}

// transcriptLine is one that somebody said.
type transcriptLine struct {
	when         moment
	author, text string
	day          int    // which of the days told of it is on, from 1; 0: the line has its own
	below        []byte // further lines of what was said
}

func readSaid(line string) (transcriptLine, bool) {
	line = trimMarks(line)
	if len(line) < 5 {
		return transcriptLine{}, false
	}
	if line[0] == '[' || line[0] == '(' || line[0] >= '0' && line[0] <= '9' {
		return readClockFirst(line)
	}
	m := lineNamed.FindStringSubmatch(beginning(line, 300))
	if m == nil {
		return transcriptLine{}, false
	}
	t := transcriptLine{author: shownName(m[1]), text: line[min(len(line), 300)-len(m[3]):]}
	t.when.add(m[2])
	return t, t.when.hasClock
}

func readClockFirst(line string) (transcriptLine, bool) {
	start := beginning(line, 300)
	m := lineSaid.FindStringSubmatch(start)
	if m == nil {
		return transcriptLine{}, false
	}
	t := transcriptLine{text: line[len(start)-len(m[6]):]}
	hms, _, fraction := strings.Cut(m[3], ".")
	if !fraction || !strings.Contains(hms, ":") {
		hms = m[3]
	}
	if date := firstOf(m[2], strings.TrimSuffix(m[1], ".")); date != "" {
		t.when.add(date)
	}
	if zone := strings.Replace(m[5], "UTC", "Z", 1); zone != "" && t.when.hasDate && t.when.date.yearFirst {
		date := firstOf(m[2], m[1])
		t.when = moment{}
		t.when.add(strings.Map(func(r rune) rune {
			if r == '/' || r == '.' {
				return '-'
			}
			return r
		}, date) + " " + hms + zone)
	} else {
		t.when.add(strings.TrimSpace(hms + " " + m[4]))
	}
	if author, text, ok := strings.Cut(t.text, ": "); ok && len(author) <= 80 && !strings.HasPrefix(author, "*") {
		t.author, t.text = shownName(author), text
	} else if author, ok := strings.CutSuffix(t.text, ":"); ok && len(author) <= 80 {
		t.author, t.text = shownName(author), ""
	}
	return t, t.when.hasClock || t.when.utc != ""
}

// transcript is one that is being read.
type transcript struct {
	file  *File
	conv  Conversation
	lines []transcriptLine // beside conv.Messages, for the times
	day   threeNumbers     // of those lines that give a clock only
	days  int              // how many days were told of; day is the last
	them  []string
	us    []string
	order dayOrder
}

func readTranscript(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	t := &transcript{file: &File{}, conv: Conversation{Channel: app.Chat}}
	for line := range lineSeq(text) {
		if len(t.conv.Messages) == MaxMessages {
			t.file.find(TooMany, 0, "limit", "2000000")
			break
		}
		t.line(line)
	}
	t.times(s.o.DayFirst)
	t.sides(s.o.Us)
	for i := range t.conv.Messages {
		if m := &t.conv.Messages[i]; m.Kind == app.KindText {
			if m.Text = tidyText(m.Text + string(t.lines[i].below)); m.Text == "" {
				m.Kind = app.KindEmpty
			}
		}
	}
	t.file.Conversations = []Conversation{t.conv}
	return t.file, nil
}

func (t *transcript) line(line string) {
	if said, ok := readSaid(line); ok {
		m := Message{Role: app.RoleUnknown, Kind: app.KindText, Author: said.author, Text: said.text}
		if said.author == "" {
			m.Role, m.Kind, m.Text = app.RoleSystem, app.KindSystem, tidyText(strings.Trim(said.text, "* "))
		}
		if said.when.hasDate {
			t.order.see(said.when.date)
		}
		t.add(said, m)
		return
	}
	plain := strings.TrimSpace(unmark(line))
	event := lineEvent.FindStringSubmatch(beginning(plain, 500))
	switch n := len(t.conv.Messages); {
	case event != nil && t.setDay(event[1]):
	case event != nil && n > 0:
		t.add(transcriptLine{}, Message{Role: app.RoleSystem, Kind: app.KindSystem, Text: event[1]})
	case n == 0:
		t.headLine(plain)
	case t.conv.Messages[n-1].Kind == app.KindText:
		t.lines[n-1].more(line)
	}
}

// more adds a line to what was said. (To a message's text it would be copied
// with every line.)
func (l *transcriptLine) more(line string) {
	if len(l.below) <= MaxMessageBytes {
		l.below = append(append(l.below, '\n'), line...)
	}
}

func (t *transcript) add(line transcriptLine, m Message) {
	if line.when.hasClock && !line.when.hasDate && t.days > 0 {
		line.when.date, line.when.hasDate, line.day = t.day, true, t.days
	}
	t.lines = append(t.lines, line)
	t.conv.Messages = append(t.conv.Messages, m)
}

// headLine before the conversation.
func (t *transcript) headLine(line string) {
	m := lineHead.FindStringSubmatch(beginning(line, 500))
	if m == nil {
		t.setDay(line)
		return
	}
	switch value := m[2]; transcriptHeads[strings.ToLower(m[1])] {
	case "them":
		if len(t.them) == 0 {
			t.visitor(value)
		}
	case "us":
		for _, name := range strings.Split(value, ",") {
			t.us = appendSome(t.us, shownName(name))
		}
	case "day":
		t.setDay(value)
	case "mail":
		t.conv.Contact.Emails = appendSome(t.conv.Contact.Emails, value)
	case "phone":
		t.conv.Contact.Phones = appendSome(t.conv.Contact.Phones, value)
	}
}

// visitor as a name, an address, or both: Aino Kuusela <aino@…>.
func (t *transcript) visitor(value string) {
	if name, address, ok := strings.Cut(strings.TrimSuffix(value, ">"), " <"); ok && strings.Contains(address, "@") {
		t.conv.Contact.Emails = appendSome(t.conv.Contact.Emails, address)
		value = name
	} else if a, err := mail.ParseAddress(value); err == nil && a.Name == "" {
		t.conv.Contact.Emails = appendSome(t.conv.Contact.Emails, a.Address)
	}
	t.conv.Contact.Name = shownName(value)
	t.them = append(t.them, t.conv.Contact.Name)
}

// setDay takes the first whole date of a line: 13.6.2026, 2026-06-13, 13 Jun
// 2026, June 13, 2026. (Numbers parted by / can not be told apart here.)
func (t *transcript) setDay(line string) bool {
	m := wordDate.FindStringSubmatch(line[:min(len(line), 200)])
	if m == nil {
		return false
	}
	day := threeNumbers{yearFirst: true}
	switch {
	case m[1] != "":
		day.a, day.b, day.c = number(m[3]), monthOf(m[2]), number(m[1])
	case m[4] != "":
		day.a, day.b, day.c = number(m[6]), monthOf(m[4]), number(m[5])
	case m[7] != "":
		day.a, day.b, day.c = number(m[7]), number(m[8]), number(m[9])
	default:
		day.a, day.b, day.c = number(m[12]), number(m[11]), number(m[10])
	}
	if !(clock{year: day.a, month: day.b, day: day.c}).valid() {
		return false
	}
	t.day = day
	t.days++
	return true
}

// months begin so in the languages that transcripts come in.
var months = [12][]string{
	{"jan", "tammi"}, {"feb", "helmi"}, {"mar", "maalis", "mär"}, {"apr", "huhti"}, {"may", "mai", "maj", "touko"}, {"jun", "kesä"},
	{"jul", "heinä"}, {"aug", "elo"}, {"sep", "syys"}, {"oct", "okt", "loka"}, {"nov", "marras"}, {"dec", "dez", "joulu"},
}

func monthOf(word string) int {
	word = strings.ToLower(word)
	return 1 + slices.IndexFunc(months[:], func(begins []string) bool { return hasStart(begins, word) })
}

// times of all lines. Where clocks go back by more than half a day, midnight has
// passed.
func (t *transcript) times(asked string) {
	dayFirst, sure := t.order.dayFirst(asked, true)
	if !sure {
		word := "month"
		if dayFirst {
			word = "day"
		}
		t.file.find(DayOrder, 0, "order", word)
	}
	last, nights, day, noDay := -1, 0, 0, false
	for i, l := range t.lines {
		m := &t.conv.Messages[i]
		if l.day != day {
			last, nights, day = -1, 0, l.day
		}
		if minute := l.when.at.hour*60 + l.when.at.minute; l.day > 0 {
			if last >= 0 && last-minute > 12*60 {
				nights++
			}
			last = minute
		}
		at, local, ok := l.when.resolve(dayFirst)
		if !ok {
			noDay = noDay || l.when.hasClock
			continue
		}
		if m.Time, m.Local = at, local; nights > 0 && l.day > 0 {
			m.Time = nightsLater(at, nights)
		}
	}
	if noDay {
		t.file.find(NoDay, 0)
	}
}

func nightsLater(at string, nights int) string {
	day, err := time.Parse("2006-01-02T15:04:05", at)
	if err != nil {
		return at
	}
	return day.AddDate(0, 0, nights).Format("2006-01-02T15:04:05")
}

// sides: who is named as the visitor or the agent is known, and with a visitor
// all others are the firm's. "Visitor" for a name is nobody's.
func (t *transcript) sides(us []string) {
	t.conv.listAuthors()
	sides := map[string]app.Role{}
	for _, a := range t.conv.Authors {
		switch key := nameKey(a); {
		case isOneOf(t.them, a) || hasStart(visitorWords, key):
			sides[a] = app.RoleCustomer
		case isOneOf(t.us, a) || hasStart(agentWords, key):
			sides[a] = app.RoleAgent
			t.us = appendSome(t.us, a)
		}
	}
	known := len(us) == 0 && slices.ContainsFunc(t.conv.Authors, func(a string) bool { return sides[a] == app.RoleCustomer })
	t.conv.Authors = nil
	for i := range t.conv.Messages {
		if m := &t.conv.Messages[i]; known && m.Role == app.RoleUnknown {
			m.Role = app.Role(firstOf(string(sides[m.Author]), string(app.RoleAgent)))
		}
	}
	t.contact(us)
	if known {
		t.conv.AskUs, t.conv.LikelyUs = false, nil
	}
}

// contact is who was named before the conversation, else who takes part.
func (t *transcript) contact(us []string) {
	named := t.conv.Contact
	t.conv.takeSides(slices.Concat(us, t.us), named.Name, nil)
	if named.Name != "" {
		t.conv.Contact = named
	}
	if n := t.conv.Contact.Name; n != "" && slices.Contains(visitorWords, strings.TrimRight(nameKey(n), " 0123456789#")) {
		t.conv.Contact.Name, t.conv.Contact.Placeholder = "", n
	}
}

// appendSome adds a name, as long as there are few: more are no names.
func appendSome(names []string, name string) []string {
	if len(names) >= maxOneKnownBy {
		return names
	}
	return appendNew(names, name)
}
