package printout

import (
	"errors"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// AccessOfRequest gathers what the register holds about the person who asks: all
// that was found and is the person's. The card that the request names comes first,
// further cards are whole beside it, and of others' cards only the passages that
// speak of the person. What is about somebody else is hidden already (GDPR Art.
// 15(4)): mark stands in its place. Language empty: the request's own.
//
// A person without a card of their own has a Customer without number, with the name
// and address of the request.
func AccessOfRequest(tx *vault.Tx, requestID string, lang app.Lang, mark string) (AccessInput, error) {
	r, err := tx.Request(requestID)
	if err != nil {
		return AccessInput{}, err
	}
	if lang == "" {
		lang = r.Language
	}
	finds, err := tx.Finds(requestID)
	if err != nil {
		return AccessInput{}, err
	}
	g := &gathering{tx: tx, lang: lang, mark: mark, hidden: map[[2]string][]app.Redaction{}}
	for _, f := range finds {
		if f.Same != app.SameYes && f.Aside == "" {
			continue
		}
		g.in.Redactions = append(g.in.Redactions, f.Redactions...)
		for _, p := range f.Redactions {
			at := [2]string{p.Record, p.Column}
			g.hidden[at] = append(g.hidden[at], p)
		}
	}
	if err := g.cards(r, finds); err != nil {
		return AccessInput{}, err
	}
	for _, f := range finds {
		if err := g.find(requestID, f); err != nil {
			return AccessInput{}, err
		}
	}
	g.in.Request = &r
	return g.in, nil
}

// gathering puts the answer to one request together.
type gathering struct {
	tx     *vault.Tx
	lang   app.Lang
	mark   string
	hidden map[[2]string][]app.Redaction // by row and column
	in     AccessInput
	whole  map[string]bool // cards that are printed whole
}

func (g *gathering) redact(record, column, text string) string {
	return app.Redact(text, g.hidden[[2]string{record, column}], g.mark)
}

// cards gathers the cards that are the person's own.
func (g *gathering) cards(r app.Request, finds []app.Find) error {
	redactions := g.in.Redactions
	g.whole = map[string]bool{}
	for _, f := range finds {
		if f.Register != "customers" || f.Same != app.SameYes {
			continue
		}
		one, err := AccessOf(g.tx, f.Record, g.lang)
		if err != nil {
			return err
		}
		if !one.Customer.Kind.Natural() {
			continue // a company is no person: see company
		}
		g.hide(&one)
		g.whole[f.Record] = true
		if f.Certain {
			further := g.in.Cards
			g.in = one
			g.in.Cards = further
		} else {
			g.in.Cards = append(g.in.Cards, one)
		}
	}
	for _, one := range g.in.Cards { // these are told together, whatever card they belong to
		g.in.Requests = append(g.in.Requests, one.Requests...)
		g.in.Restrictions, g.in.Uses = append(g.in.Restrictions, one.Restrictions...), append(g.in.Uses, one.Uses...)
	}
	if g.in.Customer.ID == "" {
		var err error
		if g.in.Firm, err = g.tx.Firm(); err != nil {
			return err
		}
		if g.in.Rules, err = g.tx.Policy(); err != nil {
			return err
		}
		g.in.Lang, g.in.Today = g.lang, g.tx.Today
		g.in.Customer = app.Customer{Name: r.Name, Kind: app.Person, Language: r.Language}
		lines := strings.Split(strings.TrimSpace(r.Address), "\n")
		g.in.Customer.Street = lines[0]
		if len(lines) > 1 {
			g.in.Customer.Postcode, g.in.Customer.Town, _ = strings.Cut(lines[1], " ")
		}
	}
	g.in.Redactions = redactions
	return nil
}

// hide puts the mark into the texts of a card.
func (g *gathering) hide(in *AccessInput) {
	for i := range in.Contacts {
		c := &in.Contacts[i]
		c.Who, c.Subject, c.Text = g.redact(c.ID, "who", c.Who), g.redact(c.ID, "subject", c.Subject), g.redact(c.ID, "text", c.Text)
	}
	for _, messages := range in.Messages {
		for i := range messages {
			m := &messages[i]
			m.Author, m.Text, m.FileName = g.redact(m.ID, "author", m.Author), g.redact(m.ID, "text", m.Text), g.redact(m.ID, "file_name", m.FileName)
		}
	}
	for i := range in.Attachments {
		in.Attachments[i].Name = g.redact(in.Attachments[i].ID, "name", in.Attachments[i].Name)
	}
	for i := range in.Deliveries {
		in.Deliveries[i].Product = g.redact(in.Deliveries[i].ID, "product", in.Deliveries[i].Product)
	}
	for i := range in.Disclosures {
		d := &in.Disclosures[i]
		d.What, d.Recipient = g.redact(d.ID, "what", d.What), g.redact(d.ID, "recipient", d.Recipient)
	}
	for i := range in.Holds {
		in.Holds[i].Reason = g.redact(in.Holds[i].ID, "reason", in.Holds[i].Reason)
	}
}

// find gathers a find that is on none of the person's own cards.
func (g *gathering) find(requestID string, f app.Find) error {
	switch {
	case f.Aside != "":
		g.in.Aside = append(g.in.Aside, f)
	case f.Same != app.SameYes, g.whole[f.CustomerID], f.Certain:
	case f.Register == "customers":
		return g.company(requestID, f)
	case f.Register == "contact_persons":
		return g.add(f, Elsewhere{Register: f.Register, On: f.From, Facts: g.person(f)})
	case f.Register == "list_entries":
		return g.entry(f)
	case f.Register == "requests":
		return g.request(f)
	default:
		return g.passages(requestID, f)
	}
	return nil
}

func (g *gathering) person(f app.Find) (facts []ElsewhereFact) {
	p, err := g.tx.Person(f.Record)
	if err != nil {
		return nil // tx.Finds has just read it
	}
	for _, fact := range []ElsewhereFact{{"role", string(p.Role)}, {"name", p.Name}, {"phone", p.Phone}, {"email", p.Email}} {
		if fact.Value != "" {
			facts = append(facts, fact)
		}
	}
	return facts
}

// company gives what of a company's card is the person's.
func (g *gathering) company(requestID string, f app.Find) error {
	c, err := g.tx.Customer(f.Record)
	if err != nil {
		return err
	}
	s, err := g.tx.Sought(requestID)
	if err != nil {
		return err
	}
	e := Elsewhere{Register: f.Register, On: f.From}
	if len(s.Party("", c.Phone, "")) > 0 {
		e.Facts = append(e.Facts, ElsewhereFact{"phone", c.Phone})
	}
	if len(s.Party("", "", c.Email)) > 0 {
		e.Facts = append(e.Facts, ElsewhereFact{"email", c.Email})
	}
	return g.add(f, e)
}

// add gives what stands on another's card, with the day on which that card goes. A
// company is named, since the person is there because of it; another person is not.
func (g *gathering) add(f app.Find, e Elsewhere) error {
	if f.CustomerID != "" {
		c, err := g.tx.Customer(f.CustomerID)
		if errors.Is(err, app.E("not-found", "")) { // a request outlives its card
			g.in.Elsewhere = append(g.in.Elsewhere, e)
			return nil
		}
		if err != nil {
			return err
		}
		if !c.Kind.Natural() {
			e.Company = c.Name
		}
		d, err := g.tx.Decision(f.CustomerID)
		if err != nil {
			return err
		}
		e.Goes = d.EraseOn
	}
	g.in.Elsewhere = append(g.in.Elsewhere, e)
	return nil
}

// entry gives an address on the e-mail list that is on no card of the person's own.
func (g *gathering) entry(f app.Find) error {
	row, err := g.tx.MailEntry(f.Record)
	if err != nil {
		return err
	}
	m, err := mailEntry(g.tx, row)
	if err != nil {
		return err
	}
	times, err := g.tx.DecisionsOn(app.ClassMailing, []string{f.Record})
	g.in.Mailing, g.in.Items = append(g.in.Mailing, m), append(g.in.Items, times...)
	return err
}

func (g *gathering) request(f app.Find) error {
	r, err := g.tx.Request(f.Record)
	if err != nil {
		return err
	}
	e := Elsewhere{Register: f.Register, On: r.Received, Text: r.Words}
	for _, fact := range []ElsewhereFact{{"name", r.Name}, {"address", r.Address}, {"phone", r.Phone}, {"email", r.Email}} {
		if fact.Value != "" {
			e.Facts = append(e.Facts, fact)
		}
	}
	return g.add(f, e)
}

// passages gives of a text on somebody else's card the sentences that speak of the
// person.
func (g *gathering) passages(requestID string, f app.Find) error {
	texts, err := g.tx.TextsOfFind(requestID, f.ID)
	if err != nil {
		return err
	}
	s, err := g.tx.Sought(requestID)
	if err != nil {
		return err
	}
	var parts []string
	for _, t := range texts {
		if t.Column == "who" || t.Column == "author" {
			if len(s.Party(t.Text, "", "")) > 0 {
				parts = append(parts, t.Text)
			}
			continue
		}
		for _, p := range s.Passages(t.Text) {
			parts = append(parts, p.Redact(t.Text, g.hidden[[2]string{t.Record, t.Column}], g.mark))
		}
	}
	if len(parts) == 0 && len(texts) > 0 && f.Register == "attachments" { // the words of a file's name hang together
		parts = []string{texts[0].Text}
	}
	return g.add(f, Elsewhere{Register: f.Register, On: f.From, Text: strings.Join(parts, " ")})
}
