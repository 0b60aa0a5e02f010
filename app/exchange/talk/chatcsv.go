package talk

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"kortisto/app"
)

// maxCSVColumns of a list of messages.
const maxCSVColumns = 200

// csvHead reads the headings and the separator: the one that stands in the first
// line most often, outside of quotes.
func csvHead(text string) (heads []string, delim rune) {
	delim = ';'
	line, _, _ := strings.Cut(text, "\n")
	line = line[:min(len(line), headBytes)]
	most, quoted := 0, false
	counts := map[rune]int{}
	for _, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted && strings.ContainsRune(";,\t|", r):
			if counts[r]++; counts[r] > most {
				most, delim = counts[r], r
			}
		}
	}
	r := csvReader(line, delim)
	cells, err := r.Read()
	if err != nil || len(cells) > maxCSVColumns {
		return nil, delim
	}
	for _, c := range cells {
		heads = append(heads, strings.Clone(strings.TrimSpace(c)))
	}
	return heads, delim
}

// csvText is a table without Excel's own first line "sep=;", which is not data,
// and with line ends that are not those of old Macs.
func csvText(text string) string {
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	if line, rest, ok := strings.Cut(text, "\n"); ok && len(line) <= 8 && strings.HasPrefix(strings.ToLower(strings.Trim(line, "\" ")), "sep=") {
		return rest
	}
	return text
}

func csvReader(text string, delim rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = delim, true, -1, true
	return r
}

func suggestHeads(heads []string) map[string]string {
	fields := best(heads, func(h string) map[string]int { return mapTable()[mapKey(h)] }, func(_, _ string) bool { return true })
	if fields["author"] == "" && fields["name"] != "" && mapKey(fields["name"]) == "name" || fields["author"] == "" && oneOfNames(fields["name"]) {
		fields["author"] = fields["name"]
		delete(fields, "name")
	}
	return fields
}

// oneOfNames are headings that say of nobody in particular that it is his name:
// beside a message it is the writer's.
func oneOfNames(head string) bool {
	switch mapKey(head) {
	case "name", "nimi", "namn", "fullname":
		return true
	}
	return false
}

// isChatCSV: the person gave a mapping, or there are headings for a text and for
// when and by whom.
func isChatCSV(s *source) bool {
	text, err := s.text()
	if err != nil || looksJSON(text) {
		return false
	}
	heads, _ := csvHead(csvText(text))
	if s.o.Map != nil {
		return columnOf(heads, s.o.Map["text"]) >= 0
	}
	f := suggestHeads(heads)
	return len(heads) > 2 && f["text"] != "" && !weakText(f["text"]) && f["time"] != "" && (f["author"] != "" || f["role"] != "" || f["name"] != "" || f["email"] != "")
}

func columnOf(heads []string, name string) int {
	for i, h := range heads {
		if name != "" && (h == name || mapKey(h) == mapKey(name) && mapKey(name) != "") {
			return i
		}
	}
	return -1
}

func readChatCSV(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	mp := &mapping{d: newDesk(s, deskKind{id: "chat-csv"}), fields: s.o.Map}
	if mp.fields == nil {
		heads, _ := csvHead(csvText(text))
		mp.fields = suggestHeads(heads)
	}
	mp.each = func(take func(mapped)) {
		mp.d.csvRows(text, mp.fields, func(row mapped, _ int) {
			if row["text"] != "" || row["attachment"] != "" {
				take(row)
			}
		})
	}
	return mp.done(), s.ctx.Err()
}

// csvRows hands out the rows by field, with their line numbers. The row is used
// again for the next one.
func (d *desk) csvRows(text string, fields map[string]string, take func(row mapped, line int)) {
	text = csvText(text)
	heads, delim := csvHead(text)
	columns := map[string]int{}
	for field, name := range fields {
		if i := columnOf(heads, name); i >= 0 {
			columns[field] = i
		}
	}
	r := csvReader(text, delim)
	row := mapped{}
	for n := 0; n <= MaxMessages && (n%1000 != 0 || d.s.ctx.Err() == nil); n++ {
		cells, err := r.Read()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				d.find(BrokenOff, 0)
			}
			return
		}
		if n == 0 {
			continue
		}
		clear(row)
		for field, i := range columns {
			if i < len(cells) {
				row[field] = strings.TrimSpace(cells[i])
			}
		}
		line, _ := r.FieldPos(0)
		take(row, line)
	}
}

// Tidio's list of contacts: people, and no words of theirs.
var tidioColumns = map[string]string{
	"userId": "ID", "name": "Name", "email": "Email", "consent": "Email consent", "rating": "Conversation rating",
	"language": "Browser language", "city": "City", "country": "Country", "phone": "Phone",
}

func isTidioContacts(s *source) bool {
	text, err := s.text()
	if err != nil || looksJSON(text) {
		return false
	}
	heads, _ := csvHead(csvText(text))
	found := 0
	for _, name := range []string{"Email consent", "Conversation rating", "Browser language"} {
		if columnOf(heads, name) >= 0 {
			found++
		}
	}
	return found >= 2 && columnOf(heads, "Email") >= 0 && columnOf(heads, "Name") >= 0
}

// readTidioContacts makes a conversation without messages of each contact. One
// of whom nothing is known but a name that Tidio made up is left out.
func readTidioContacts(s *source) (*File, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	d := newDesk(s, deskKind{id: "tidio-contacts-csv"})
	d.csvRows(text, tidioColumns, func(row mapped, line int) {
		t := &talking{desk: d, Conversation: Conversation{ID: "", Channel: app.Chat}}
		t.named(row["name"])
		t.mailed(row["email"])
		t.phoned(unguarded(row["phone"]))
		if t.Contact.Name == "" && len(t.Contact.Emails)+len(t.Contact.Phones) == 0 {
			if t.Contact.Placeholder != "" {
				d.find(MadeUpName, line, "name", t.Contact.Placeholder)
			}
			return
		}
		t.Contact.UserID = row["userId"]
		t.rated(row["rating"], "")
		t.learnt("city", row["city"], "country", row["country"])
		if len(d.talks) < MaxConversations {
			d.talks = append(d.talks, t)
		}
	})
	return d.done(), s.ctx.Err()
}
