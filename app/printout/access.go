package printout

import (
	"cmp"
	"slices"
	"strings"

	"kortisto/app"
)

// AccessInput is everything the register holds about one customer, as the
// answer to an access request needs it (GDPR Art. 15). The caller gathers it in
// one view of the vault, so that the parts agree with each other.
type AccessInput struct {
	Firm  app.Firm
	Lang  app.Lang // of the letter; empty: the customer's own language
	Today app.Day
	ID    string // the letter's number; may be empty

	Request     *AccessRequest // nil where no request is on file
	Customer    app.Customer   // with its contact persons
	Contacts    []app.Contact
	Messages    map[string][]app.Message       // what was said, by the contact's id
	Technical   map[string][]app.TechnicalFact // likewise
	Attachments []app.Attachment
	Deliveries  []app.Delivery
	Disclosures []app.Disclosure
	Consents    []app.Consent
	Holds       []app.Hold    // lifted ones too
	Requests    []AskedBefore // open and closed, of every kind
	Mailing     []MailEntry
	Decision    app.Decision
	Imports     []Import       // what imports did to this customer
	History     []app.AuditRow // audit rows whose object belongs to this customer
}

// Import is what one import did to the customer's card.
type Import struct {
	On     app.Day
	Did    string        // added, updated
	Before *app.Customer // the values that were replaced, as long as they are kept; else nil
}

// AccessRequest is what was asked.
type AccessRequest struct {
	Received app.Day
	Channel  app.Channel
	Words    string // in the customer's own words; may be empty
}

// Access is the answer to an access request: a letter that says everything Art.
// 15(1)–(2) lists, and the copy of the data (Art. 15(3)) as annexes. No
// employee's name is in it (CJEU C-579/21).
func Access(in AccessInput) (Document, error) {
	if in.Lang == "" {
		in.Lang = in.Customer.Language
	}
	in = inOrder(in)
	l, err := newLetter(in.Firm, in.Lang, in.Today, in.ID)
	if err != nil {
		return Document{}, err
	}
	a := &access{letter: l, in: in}
	c := in.Customer
	l.doc.Title = l.text("access.title")
	for _, row := range []string{c.Name, c.Street, joinPlace(c.Postcode, c.Town)} {
		l.doc.Recipient = append(l.doc.Recipient, joined("", row)...)
	}
	if c.Country != "" && c.Country != "FI" {
		l.doc.Recipient = append(l.doc.Recipient, a.country(c.Country))
	}
	a.request()
	a.registers()
	a.purposes()
	a.categories()
	a.recipients()
	a.retention()
	a.origin()
	for _, key := range []string{"automation", "transfers"} {
		l.head("access." + key)
		l.say("access." + key + ".text")
	}
	a.rights()
	a.annexes()
	return l.doc, nil
}

// inOrder sorts a copy of each register by day, oldest first, as one reads.
func inOrder(in AccessInput) AccessInput {
	in.Contacts = slices.SortedStableFunc(slices.Values(in.Contacts), func(x, y app.Contact) int {
		return cmp.Or(cmp.Compare(x.On, y.On), cmp.Compare(x.At, y.At))
	})
	in.Disclosures = slices.SortedStableFunc(slices.Values(in.Disclosures), func(x, y app.Disclosure) int { return cmp.Compare(x.On, y.On) })
	in.Deliveries = slices.SortedStableFunc(slices.Values(in.Deliveries), func(x, y app.Delivery) int { return cmp.Compare(x.On, y.On) })
	in.Holds = slices.SortedStableFunc(slices.Values(in.Holds), func(x, y app.Hold) int { return cmp.Compare(x.PlacedOn, y.PlacedOn) })
	in.Requests = slices.SortedStableFunc(slices.Values(in.Requests), func(x, y AskedBefore) int {
		return cmp.Compare(x.Request.Received, y.Request.Received)
	})
	in.History = slices.SortedStableFunc(slices.Values(in.History), func(x, y app.AuditRow) int { return cmp.Compare(x.Seq, y.Seq) })
	in.Consents = slices.SortedStableFunc(slices.Values(in.Consents), func(x, y app.Consent) int {
		return cmp.Or(cmp.Compare(x.On, y.On), x.RecordedAt.Compare(y.RecordedAt))
	})
	return in
}

type access struct {
	*letter
	in AccessInput
}

func (a *access) request() {
	a.head("access.request")
	legal := a.text("access.request.legal")
	r := a.in.Request
	if r == nil {
		a.add(text(a.text("access.request.none") + " " + legal))
		return
	}
	received := a.text("access.request.received", "day", showDay(r.Received), "channel", a.code("by", string(r.Channel)))
	if r.Words != "" {
		received = a.text("access.request.quoted", "day", showDay(r.Received), "channel", a.code("by", string(r.Channel)), "words", r.Words)
	}
	a.add(text(received + " " + legal))
}

// register is one part of the register: what was found, and in which annex.
type register struct {
	key   string
	count int
}

func (a *access) found() []register {
	in := a.in
	return []register{
		{"card", 1 + len(in.Customer.Persons)}, {"consents", len(in.Consents)}, {"contacts", len(in.Contacts)},
		{"deliveries", len(in.Deliveries)}, {"disclosures", len(in.Disclosures)}, {"holds", len(in.Holds)}, {"requests", len(in.Requests)}, {"mailing", len(in.Mailing)}, {"history", len(in.History)},
	}
}

func (a *access) registers() {
	a.head("access.confirmation")
	a.say("access.confirmation.text", "last", a.number(len(a.found())), "glossary", a.number(len(a.found())+1))
	a.head("access.registers")
	t := Table{Columns: []Column{a.column("column.register", 46), a.column("column.found", 42), a.column("column.annex", 12)}}
	for i, r := range a.found() {
		t.Rows = append(t.Rows, cells(a.code("register", r.key), a.foundText(r), a.number(i+1)))
	}
	a.add(t)
	a.say("access.registers.scope")
}

func (a *access) foundText(r register) string {
	if r.key == "card" {
		s := a.count("found.card", 1)
		if n := len(a.in.Customer.Persons); n > 0 {
			s += ", " + a.count("found.persons", n)
		}
		return s
	}
	if r.count == 0 {
		return a.text("found.none")
	}
	s := a.count("found."+r.key, r.count)
	if r.key == "contacts" {
		for _, part := range a.besideContacts() {
			s += ", " + a.count("found."+part.key, part.count)
		}
	}
	return s
}

// besideContacts is what hangs on the contacts, as far as there is any.
func (a *access) besideContacts() []register {
	messages, technical := 0, 0
	for _, m := range a.in.Messages {
		messages += len(m)
	}
	for _, t := range a.in.Technical {
		technical += len(t)
	}
	all := []register{{"messages", messages}, {"attachments", len(a.in.Attachments)}, {"technical", technical}}
	return slices.DeleteFunc(all, func(r register) bool { return r.count == 0 })
}

// purposes lists only what applies to this customer.
func (a *access) purposes() {
	a.head("access.purposes")
	c := a.in.Customer
	t := Table{Columns: []Column{a.column("column.purpose", 46), a.column("column.basis", 54)}}
	row := func(key string, values ...string) {
		t.Rows = append(t.Rows, cells(a.text("purpose."+key), a.text("basis."+key, values...)))
	}
	if c.Kind.Natural() {
		row("order")
	} else {
		row("company")
	}
	if len(c.Persons) > 0 {
		row("persons")
	}
	if n := len(a.in.Consents); c.Marketing && n > 0 {
		row("marketing", "day", showDay(a.in.Consents[n-1].On))
	} else if on := a.listConsent(); on != "" {
		row("marketing", "day", showDay(on))
	}
	if len(a.in.Consents) > 0 {
		row("proof")
	}
	if hasStanding(a.in.Holds) {
		row("hold")
	}
	if len(a.in.History) > 0 {
		row("history")
	}
	a.add(t)
}

// listConsent is the day of a permission that stands on the e-mail list; empty
// for none.
func (a *access) listConsent() app.Day {
	for _, m := range a.in.Mailing {
		if m.Entry.Standing.Permission == app.PermissionGiven {
			return m.Entry.Standing.On
		}
	}
	return ""
}

func hasStanding(holds []app.Hold) bool {
	for _, h := range holds {
		if h.LiftedOn == "" {
			return true
		}
	}
	return false
}

func (a *access) categories() {
	a.head("access.categories")
	parts := []string{a.text("category.card", "n", a.number(len(held(a.fields(a.in.Customer)))))}
	for _, r := range a.found() {
		if r.key != "card" && r.count > 0 {
			parts = append(parts, a.text("category."+r.key, "n", a.number(r.count)))
		}
		if r.key == "contacts" {
			for _, part := range a.besideContacts() {
				parts = append(parts, a.text("category."+part.key, "n", a.number(part.count)))
			}
		}
	}
	if n := len(a.in.Customer.Persons); n > 0 {
		parts = append(parts[:1], append([]string{a.text("category.persons", "n", a.number(n))}, parts[1:]...)...)
	}
	a.say("access.categories.text", "list", strings.Join(parts, ", "))
}

func (a *access) recipients() {
	a.head("access.recipients")
	var who []string
	for _, d := range a.in.Disclosures {
		if name := a.orNone(d.Recipient); !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	if len(who) == 0 {
		a.say("access.recipients.text")
		return
	}
	annex := slices.IndexFunc(a.found(), func(r register) bool { return r.key == "disclosures" }) + 1
	a.say("access.recipients.given", "list", strings.Join(who, "; "), "n", a.number(annex))
}

func (a *access) origin() {
	a.head("access.origin")
	if len(a.in.Imports) > 0 {
		a.say("access.origin.import", "day", a.day(a.in.Imports[0].On))
		return
	}
	a.say("access.origin.text", "day", a.day(a.in.Customer.CreatedOn))
}

func (a *access) rights() {
	a.head("access.rights")
	a.add(Box{[]Paragraph{{[]Span{{a.text("access.rights.marketing"), true}, {" " + a.text("access.rights.how"), false}}}}})
	a.say("access.rights.text")
	a.head("access.complaint")
	a.say("access.complaint.text")
	f := a.in.Firm
	var end []string
	if who := joined(", ", f.Contact, f.Phone, f.Email); who != nil {
		end = append(end, a.text("access.contact", "who", who[0]), "")
	}
	end = append(append(end, joined("", f.Contact)...), f.Name)
	a.add(text(strings.Join(end, "\n")))
}
