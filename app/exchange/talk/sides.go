package talk

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kortisto/app"
	"kortisto/app/finnish"
)

// sameName compares names as people would, without case and kinds of blanks.
func sameName(a, b string) bool { return a != "" && nameKey(a) == nameKey(b) }

func nameKey(s string) string { return strings.ToLower(norm.NFC.String(shownName(s))) }

func isOneOf(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return sameName(n, name) })
}

func appendNew(names []string, name string) []string {
	if name == "" || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// numberOf is a name that is a telephone number: of those whom the messenger
// knows by nothing else.
func numberOf(name string) (e164 string, ok bool) {
	if p, ok := finnish.ReadPhone(name, ""); ok {
		return p.E164, true
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
	international := strings.HasPrefix(name, "+") && strings.Trim(name, "+0123456789 ()-.") == "" && len(digits) > 6 && len(digits) < 16 // E.164
	return "+" + digits, international
}

// takeSides lists who speaks and, once it was told who is the firm, gives every
// message its side. title is the other side's name where the file's name tells
// it; likely are those of whom the file shows that they saved it.
func (c *Conversation) takeSides(us []string, title string, likely []string) {
	c.listAuthors()
	ours := slices.ContainsFunc(c.Authors, func(a string) bool { return isOneOf(us, a) })
	sides := map[string]app.Role{}
	for _, a := range c.Authors {
		switch {
		case isOneOf(us, a):
			sides[a] = app.RoleAgent
		case ours || len(us) > 0 && sameName(title, a):
			sides[a] = app.RoleCustomer
		}
	}
	for i := range c.Messages {
		if m := &c.Messages[i]; m.Role == app.RoleUnknown && sides[m.Author] != "" {
			m.Role = sides[m.Author]
		}
	}
	others := slices.DeleteFunc(slices.Clone(c.Authors), func(a string) bool { return sides[a] == app.RoleAgent })
	c.AskUs = len(sides) < len(c.Authors)
	if c.AskUs {
		c.LikelyUs = likely
		if len(likely) == 0 && len(c.Authors) == 2 && isOneOf(c.Authors, title) {
			c.LikelyUs = slices.DeleteFunc(slices.Clone(c.Authors), func(a string) bool { return sameName(a, title) })
		}
		others = slices.DeleteFunc(others, func(a string) bool { return !sameName(a, title) })
	}
	c.nameContact(others, title)
}

func (c *Conversation) listAuthors() {
	seen := map[string]bool{}
	for _, m := range c.Messages {
		if m.Author != "" && !seen[m.Author] {
			seen[m.Author] = true
			c.Authors = append(c.Authors, m.Author)
		}
	}
}

// maxOneKnownBy names and numbers one person speaks under; more is a group.
const maxOneKnownBy = 20

// nameContact of those who are not the firm: one person, and the numbers that
// the chat knows this person by. Of a group nobody is the contact.
func (c *Conversation) nameContact(others []string, title string) {
	if len(others) > maxOneKnownBy {
		return
	}
	var names, numbers []string
	for _, o := range others {
		if n, ok := numberOf(o); ok {
			numbers = appendNew(numbers, n)
		} else {
			names = append(names, o)
		}
	}
	switch {
	case len(names) == 1 && (len(numbers) == 0 || sameName(names[0], title)):
		c.Contact.Name, c.Contact.Phones = names[0], append(c.Contact.Phones, numbers...)
	case len(names) == 0 && len(numbers) == 1:
		c.Contact.Phones = append(c.Contact.Phones, numbers...)
		if _, isNumber := numberOf(title); title != "" && !isNumber {
			c.Contact.Name = title
		}
	case len(others) == 0 && title != "":
		if n, ok := numberOf(title); ok {
			c.Contact.Phones = append(c.Contact.Phones, n)
		} else {
			c.Contact.Name = title
		}
	}
}
