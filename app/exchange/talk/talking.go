package talk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kortisto/app"
)

// talking is a conversation while it is put together.
type talking struct {
	Conversation
	desk *desk
	keys []int64 // the times of the messages, for sorting
}

// say adds a message. Times come as the file has them.
func (t *talking) say(m Message, at stamp) {
	if t.desk.count++; t.desk.count > MaxMessages {
		if t.desk.count == MaxMessages+1 {
			t.desk.find(TooMany, 0, "limit", strconv.Itoa(MaxMessages))
		}
		return
	}
	m.Time, m.Local = at.text, at.local
	m.Text, m.Author, m.File = tidy(m.Text), shortLine(m.Author), oneLine(m.File)
	if madeUpName(m.Author) {
		if m.Role == app.RoleCustomer {
			t.named(m.Author) // as a placeholder
		}
		m.Author = ""
	}
	if m.Internal && (m.Kind == app.KindText || m.Kind == app.KindEmail) {
		m.Kind = app.KindNote
	}
	if m.Text == "" && m.Kind == app.KindText {
		m.Kind = app.KindEmpty
		if m.File != "" {
			m.Kind = app.KindMedia
		}
	}
	if m.Role == "" {
		m.Role = app.RoleUnknown
	}
	t.Messages = append(t.Messages, m)
	t.keys = append(t.keys, at.key)
}

func oneLine(s string) string { return strings.Join(strings.Fields(tidy(s)), " ") }

// shortLine is a name: what is longer than any is cut.
func shortLine(s string) string {
	s = oneLine(beginning(s, 8*app.MaxName))
	if r := []rune(s); len(r) > app.MaxName {
		s = strings.TrimSpace(string(r[:app.MaxName]))
	}
	return s
}

// named sets the customer's name where there is none yet; one that the system
// made up is told apart.
func (t *talking) named(name string) {
	switch name = shortLine(name); {
	case name == "":
	case madeUpName(name):
		if t.Contact.Placeholder == "" && t.Contact.Name == "" {
			t.Contact.Placeholder = name
		}
	case t.Contact.Name == "":
		t.Contact.Name, t.Contact.Placeholder = name, ""
	}
}

func (t *talking) mailed(addresses ...string) {
	for _, a := range addresses {
		if a = oneLine(a); strings.Contains(a, "@") && !strings.ContainsAny(a, " <>") && len(a) <= app.MaxEmail {
			t.Contact.Emails = addOnce(t.Contact.Emails, a, strings.EqualFold)
		}
	}
}

func (t *talking) phoned(numbers ...string) {
	for _, n := range numbers {
		if n = oneLine(n); strings.ContainsAny(n, "0123456789") && len(n) <= app.MaxCode {
			t.Contact.Phones = addOnce(t.Contact.Phones, n, func(a, b string) bool { return a == b })
		}
	}
}

func addOnce(list []string, s string, same func(a, b string) bool) []string {
	if slices.ContainsFunc(list, func(x string) bool { return same(x, s) }) {
		return list
	}
	return append(list, s)
}

// learnt adds what is known of the visitor's machine, each once; names and
// values in turn.
func (t *talking) learnt(facts ...string) {
	for i := 0; i+1 < len(facts); i += 2 {
		f := app.TechnicalFact{Name: facts[i], Value: oneLine(facts[i+1])}
		if f.Value != "" && len(t.Technical) < 200 && !slices.Contains(t.Technical, f) {
			t.Technical = append(t.Technical, f)
		}
	}
}

// rated sets the rating where there is none yet.
func (t *talking) rated(rating, comment string) {
	if t.Rating == "" {
		t.Rating = oneLine(rating)
	}
	if t.Comment == "" {
		t.Comment = tidy(comment)
	}
}

func (t *talking) order() {
	type timed struct {
		m   Message
		key int64
	}
	all := make([]timed, len(t.Messages))
	last := int64(0)
	for i, m := range t.Messages {
		if t.keys[i] != 0 {
			last = t.keys[i]
		}
		all[i] = timed{m, last}
	}
	slices.SortStableFunc(all, func(a, b timed) int { return cmp.Compare(a.key, b.key) })
	for i := range all {
		t.Messages[i] = all[i].m
	}
	t.Title, t.Contact.Company, t.Contact.UserID = oneLine(t.Title), oneLine(t.Contact.Company), oneLine(t.Contact.UserID)
}

// whoIsWho lists those who speak, and gives those of whom the file does not say
// it the roles that the person told: who is the firm, and that the others of a
// conversation in which it speaks are not. A customer whose name stands only
// beside his words gets it from there.
func (t *talking) whoIsWho(us []string) {
	t.listAuthors()
	sides := t.sides(us)
	var customers []string
	for i := range t.Messages {
		m := &t.Messages[i]
		if m.Role == app.RoleUnknown && m.Author != "" {
			m.Role = sides[m.Author]
			t.AskUs = t.AskUs || m.Role == app.RoleUnknown
		}
		if m.Role == app.RoleCustomer && len(customers) < 2 {
			customers = appendNew(customers, m.Author)
		}
	}
	if len(customers) == 1 && t.Contact.Name == "" {
		if strings.Contains(customers[0], "@") {
			t.mailed(customers[0])
		} else {
			t.named(customers[0])
		}
	}
}

// listAuthors lists those who speak; the lines of the system have no speaker.
func (t *talking) listAuthors() {
	seen := map[string]bool{}
	for _, m := range t.Messages {
		if m.Role != app.RoleSystem && m.Author != "" && !seen[m.Author] {
			seen[m.Author] = true
			t.Authors = append(t.Authors, m.Author)
		}
	}
}

func (t *talking) sides(us []string) map[string]app.Role {
	sides, ours := map[string]app.Role{}, false
	for _, a := range t.Authors {
		switch {
		case isOneOf(us, a):
			sides[a], ours = app.RoleAgent, true
		case t.isContact(a):
			sides[a] = app.RoleCustomer
		default:
			sides[a] = app.RoleUnknown
		}
	}
	for a, role := range sides {
		if ours && role == app.RoleUnknown {
			sides[a] = app.RoleCustomer
		}
	}
	return sides
}

func (t *talking) isContact(author string) bool {
	return strings.EqualFold(author, t.Contact.Name) ||
		slices.ContainsFunc(t.Contact.Emails, func(e string) bool { return strings.EqualFold(e, author) })
}
