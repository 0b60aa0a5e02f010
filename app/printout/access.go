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

	Request     *app.Request // that is answered; nil where none is on file
	Customer    app.Customer // with its contact persons
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

	// Of a request whose subject was looked for in all registers: see AccessOfRequest.
	Cards      []AccessInput   // further cards of the same person, each as whole as the first
	Elsewhere  []Elsewhere     // what stands about the person on others' cards, and no more of these
	Redactions []app.Redaction // places that are hidden already in the texts above, because they are about others
	Aside      []app.Find      // what was only told: copies, backups, an earlier erasure

	Recipient    []string                      // address lines; nil: the card's
	Note         []string                      // the owner's own words after the request
	Scope        []string                      // what is told of data outside of the register; nil: the usual
	Places       []app.Place                   // outside the vault, and recipients
	Restrictions []app.Restriction             // lifted ones too
	Uses         []app.RestrictionUse          // of restricted data
	Letters      map[string][]app.IssuedLetter // likewise
	Items        []app.Decision                // on records with a time of their own
	Rules        app.Policy                    // by which the decisions were made
}

// Elsewhere is something about the person in a record that is another's.
type Elsewhere struct {
	Register string  // contact_persons, contacts, messages, attachments, deliveries, disclosures, holds
	Company  string  // on whose card it is; empty where the card is another person's
	Goes     app.Day // when that card goes; empty where it has no day
	On       app.Day
	Facts    []ElsewhereFact // a contact person's particulars, by column
	Text     string          // the passages that speak of the person, and nothing else
}

// ElsewhereFact is one stored value.
type ElsewhereFact struct{ Column, Value string }

// Import is what one import did to the customer's card.
type Import struct {
	On     app.Day
	Did    string        // added, updated
	Before *app.Customer // the values that were replaced, as long as they are kept; else nil
}

// Access is the answer to an access request: a letter that says everything Art.
// 15(1)–(2) lists, and the copy of the data (Art. 15(3)) as annexes. No
// employee's name is in it (CJEU C-579/21). Where nothing is found it says so,
// and what was searched.
func Access(in AccessInput) (Document, error) {
	if in.Lang == "" {
		in.Lang = in.Customer.Language
	}
	in = inOrder(in.answered())
	id := in.ID
	if id == "" && in.Request != nil {
		id = in.Request.Number
	}
	l, err := newLetter(in.Firm, in.Lang, in.Today, id)
	if err != nil {
		return Document{}, err
	}
	a := &access{letter: l, in: in}
	l.doc.Title = l.text("access.title")
	l.doc.Recipient = in.Recipient
	if in.Recipient == nil {
		l.doc.Recipient = append(joined("", in.Customer.Name), l.cardAddress(in.Customer)...)
	}
	a.request()
	a.identity()
	if in.nothing() {
		a.notFound()
	} else {
		a.full()
	}
	return l.doc, nil
}

// nothing says that the register knows nothing of the person.
func (in AccessInput) nothing() bool {
	return in.Customer.Number == "" && len(in.Cards) == 0 && len(in.Elsewhere) == 0 && len(in.Mailing) == 0
}

// full is the letter where there are data: the parts of Art. 15(1)–(2) in the
// order of the Article, then the copy.
func (a *access) full() {
	a.confirmation()
	a.registers()
	a.purposes()
	a.categories()
	a.recipients()
	a.retention()
	a.origin()
	a.head("access.automation")
	a.say("access.automation.text")
	a.transfers()
	a.rights()
	a.head("access.complaint")
	a.say("access.complaint.text")
	a.say("ombudsman")
	a.withheld()
	a.copies()
	a.extension()
	a.sign(a.in.Firm)
	a.annexes()
}

// notFound is the letter where there are none.
func (a *access) notFound() {
	a.head("access.confirmation")
	a.say("access.confirmation.none")
	a.ownFile()
	a.registers()
	a.rights()
	a.head("access.complaint")
	a.say("access.complaint.text")
	a.say("ombudsman")
	a.withheld()
	if len(a.in.Aside) > 0 {
		a.copies()
	}
	a.extension()
	a.sign(a.in.Firm)
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
		a.add(text(a.text("access.request.none")), text(legal))
		return
	}
	received := a.text("access.request.received", "day", showDay(r.Received), "channel", a.code("by", string(r.Channel)))
	if r.Words != "" {
		received = a.text("access.request.quoted", "day", showDay(r.Received), "channel", a.code("by", string(r.Channel)), "words", r.Words)
	}
	a.add(text(received), text(legal))
	for _, p := range a.in.Note {
		a.add(text(p))
	}
}

// identity says by what means the firm knew who asks, and nothing that was seen.
func (a *access) identity() {
	r := a.in.Request
	if r == nil {
		return
	}
	a.head("access.identity")
	switch {
	case r.Method == "" || r.Method == app.NotNeeded:
		a.say("access.identity.none")
	case r.Representative != "":
		a.say("access.identity.requester", "day", a.day(r.VerifiedOn), "how", a.code("shown", string(r.Method)))
	default:
		a.say("access.identity.text", "day", a.day(r.VerifiedOn), "how", a.code("verified", string(r.Method)))
	}
	if r.Representative != "" {
		a.say("access.identity.proxy", "who", r.Representative, "authority", a.orNone(r.Authority))
	}
}

func (a *access) confirmation() {
	a.head("access.confirmation")
	last := len(annexKeys)
	key := "access.confirmation.text"
	if len(a.in.Redactions) > 0 {
		key = "access.confirmation.redacted"
	}
	a.say(key, "last", a.number(last-1), "glossary", a.number(last))
}

// everyCard does something for each card of the person, one after another.
func (a *access) everyCard(do func()) {
	whole := a.in
	for i, in := range append([]AccessInput{whole}, whole.Cards...) {
		if i > 0 {
			a.in = inOrder(in)
		}
		a.in.Cards = nil
		do()
	}
	a.in = whole
}

// register is one part of the register: what was found, and in which annex.
type register struct {
	key   string
	count int
	annex int
}

// found counts the parts of the register over all cards of the person.
func (a *access) found() []register {
	out := []register{
		{"card", 0, 1}, {"elsewhere", len(a.in.Elsewhere), 1}, {"holds", 0, 1}, {"restrictions", len(a.in.Restrictions), 1}, {"consents", 0, 2}, {"mailing", 0, 2},
		{"contacts", 0, 3}, {"deliveries", 0, 4}, {"disclosures", 0, 6}, {"history", 0, 7}, {"requests", len(a.in.Requests), 7},
	}
	a.everyCard(func() {
		in := a.in
		cards := 1 + len(in.Customer.Persons)
		if in.Customer.Number == "" {
			cards = 0
		}
		for key, n := range map[string]int{
			"card": cards, "holds": len(in.Holds), "consents": len(in.Consents), "mailing": len(in.Mailing), "contacts": len(in.Contacts),
			"deliveries": len(in.Deliveries), "disclosures": len(in.Disclosures), "history": len(in.History),
		} {
			i := slices.IndexFunc(out, func(r register) bool { return r.key == key })
			out[i].count += n
		}
	})
	// What most people have never had is not named unless it is there.
	return slices.DeleteFunc(out, func(r register) bool {
		return r.count == 0 && slices.Contains([]string{"elsewhere", "restrictions", "requests"}, r.key)
	})
}

func (a *access) registers() {
	a.head("access.registers")
	a.say("access.registers.when", "day", a.day(a.in.Today))
	nothing := a.in.nothing()
	t := Table{Columns: []Column{a.column("column.register", 46), a.column("column.found", 42), a.column("column.annex", 12)}}
	if nothing {
		t.Columns = []Column{a.column("column.register", 52), a.column("column.found", 48)}
	}
	for _, r := range a.found() {
		row := cells(a.code("register", r.key), a.foundText(r))
		if !nothing {
			row = append(row, Span{Text: a.number(r.annex)})
		}
		t.Rows = append(t.Rows, row)
	}
	a.add(t)
	a.places()
	a.aside()
	if a.in.Scope == nil {
		a.say("access.registers.scope")
	}
	for _, p := range a.in.Scope {
		a.add(text(p))
	}
}

func (a *access) foundText(r register) string {
	if r.count == 0 {
		return a.text("found.none")
	}
	if r.key == "card" {
		persons := len(a.in.Customer.Persons)
		for _, c := range a.in.Cards {
			persons += len(c.Customer.Persons)
		}
		s := a.count("found.card", r.count-persons)
		if persons > 0 {
			s += ", " + a.count("found.persons", persons)
		}
		return s
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
	messages, attachments, technical := 0, 0, 0
	a.everyCard(func() {
		for _, m := range a.in.Messages {
			messages += len(m)
		}
		for _, t := range a.in.Technical {
			technical += len(t)
		}
		attachments += len(a.in.Attachments)
	})
	all := []register{{"messages", messages, 3}, {"attachments", attachments, 3}, {"technical", technical, 3}}
	return slices.DeleteFunc(all, func(r register) bool { return r.count == 0 })
}

func (a *access) categories() {
	a.head("access.categories")
	var parts []string
	if a.in.Customer.Number != "" {
		parts = append(parts, a.text("category.card", "n", a.number(len(held(a.fields(a.in.Customer))))))
	}
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
	if n := len(a.in.Customer.Persons); n > 0 && a.in.Customer.Number != "" {
		parts = append(parts[:1], append([]string{a.text("category.persons", "n", a.number(n))}, parts[1:]...)...)
	}
	a.say("access.categories.text", "list", strings.Join(parts, ", "))
}
