package history

import (
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/talk"
	"kortisto/app/finnish"
)

// party is the customer's side of a conversation, tidied for comparing.
type party struct {
	name        string
	placeholder string
	company     string
	emails      []string // lower case
	phones      []string // +358401234567
	written     []string // numbers that can not be read, as they stand
	userID      string
	several     bool // a group: nobody knows which of them is the customer
}

// partyOf looks for the customer's side. Where the file does not say who it is,
// it is the one who speaks and is not the firm.
func partyOf(c *talk.Conversation, isUs func(string) bool) party {
	p := party{name: tidyLine(c.Contact.Name, app.MaxName), placeholder: c.Contact.Placeholder, company: tidyLine(c.Contact.Company, app.MaxName), userID: c.Contact.UserID}
	for _, e := range c.Contact.Emails {
		if e = strings.ToLower(strings.TrimSpace(e)); e != "" && !slices.Contains(p.emails, e) {
			p.emails = append(p.emails, e)
		}
	}
	for _, n := range c.Contact.Phones {
		if read, ok := finnish.ReadPhone(n, ""); ok {
			if !slices.Contains(p.phones, read.E164) {
				p.phones = append(p.phones, read.E164)
			}
		} else if n = tidyLine(n, app.MaxCode); n != "" {
			p.written = append(p.written, n)
		}
	}
	if p.name != "" && isUs(c.Contact.Name) {
		p.name = ""
	}
	if p.name == "" && p.placeholder == "" && !isCalls(c) {
		p.speaker(c, isUs)
	}
	// Where the name is a number, as in a telephone that has no name for it.
	if read, ok := finnish.ReadPhone(p.name, ""); ok {
		if p.name = ""; !slices.Contains(p.phones, read.E164) {
			p.phones = append(p.phones, read.E164)
		}
	}
	return p.withoutHetus()
}

// withoutHetus leaves out what holds a personal identity code: it would become a
// name or an address.
func (p party) withoutHetus() party {
	with := func(s string) bool { return len(finnish.FindHetus(s)) > 0 }
	for _, s := range []*string{&p.name, &p.company, &p.placeholder} {
		if with(*s) {
			*s = ""
		}
	}
	p.emails, p.written = slices.DeleteFunc(p.emails, with), slices.DeleteFunc(p.written, with)
	return p
}

func (p *party) speaker(c *talk.Conversation, isUs func(string) bool) {
	var others []string
	for _, m := range c.Messages {
		ours := m.Role == app.RoleAgent || m.Role == app.RoleBot || m.Role == app.RoleSystem
		if m.Author != "" && !ours && !isUs(m.Author) && !slices.Contains(others, m.Author) {
			others = append(others, m.Author)
		}
	}
	if len(others) == 1 {
		p.name = tidyLine(others[0], app.MaxName)
	}
	p.several = len(others) > 1 && len(p.emails)+len(p.phones) == 0
}

// nobody says that nothing tells who it is.
func (p party) nobody() bool {
	return p.name == "" && len(p.emails)+len(p.phones)+len(p.written) == 0
}

// called is the best that there is to call the party by.
func (p party) called() string {
	for _, s := range []string{p.name, first(p.emails), shown(first(p.phones)), first(p.written), p.placeholder} {
		if s != "" {
			return s
		}
	}
	return ""
}

// card is a new customer's. It began on the day of what is brought in, not
// today: an old chat must not make its customer a new one.
func (p party) card(began, today app.Day) app.Customer {
	c := app.Customer{Name: p.called(), Kind: app.Person, Email: first(p.emails), Phone: first(p.phones), CreatedOn: began}
	if c.Phone == "" {
		c.Phone = first(p.written)
	}
	if p.company != "" && p.name != "" {
		c.Name, c.Kind = p.company, app.Company
		c.Persons = []app.ContactPerson{{Role: app.MainPerson, Name: p.name, Email: c.Email, Phone: c.Phone}}
	}
	c = c.Normalised()
	problems, _ := c.Check(today)
	for _, e := range problems { // what can not be kept is left out: the name stays
		switch e.Field {
		case "email", "contactEmail":
			c.Email = ""
			c.Persons = nil
		case "phone", "contactPhone":
			c.Phone = ""
			c.Persons = nil
		}
	}
	return c
}

// cards are the party as each of its addresses alone makes it known, for who was
// erased is remembered by addresses.
func (p party) cards(began, today app.Day) []app.Customer {
	out := []app.Customer{p.card(began, today)}
	for _, e := range p.emails {
		out = append(out, app.Customer{Email: e}.Normalised())
	}
	for _, n := range p.phones {
		out = append(out, app.Customer{Phone: n}.Normalised())
	}
	return out
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// shown is a number as people read it.
func shown(e164 string) string {
	if p, ok := finnish.ReadPhone(e164, ""); ok {
		return p.Shown
	}
	return e164
}
