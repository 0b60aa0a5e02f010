package history

import (
	"errors"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange/talk"
)

// Ways in which a conversation was placed.
const (
	ByChoice = "choice"
	ByThread = "thread" // an earlier part of it was placed before
	ByEmail  = "email"
	ByPhone  = "phone"
	ByUser   = "user" // the source's own number of the person, within the files
	ByNew    = "new"
	ByCall   = "call" // a recording of a call in the files
)

// target is where a conversation goes: to a customer of the register, or to a
// card that the import makes.
type target struct {
	id  string
	new *newCard
}

// newCard is somebody who is not in the register.
type newCard struct {
	card app.Customer
	line int
	id   string // once it was written
}

func (t target) there() bool { return t.id != "" || t.new != nil }

// placer decides conversation after conversation, knowing the register and the
// conversations before. What it decided it remembers and does not ask the
// register again, so that it comes to the same whether or not it is being
// written meanwhile.
type placer struct {
	reg     Register
	o       Options
	r       *reader
	dir     *directory
	choices map[string]Choice
	all     string // the customer's id whose everything is

	threads map[string]target
	days    map[string]*dayKnown
	seen    map[[16]byte]bool
	emails  map[string]*newCard
	phones  map[string]*newCard
	users   map[string]*newCard
	told    bool                   // of mail: somebody in it is known to be the firm
	calls   map[string][]callKnown // by number and by name
	sounds  map[string]bool        // recordings that this import hangs on something
}

// dayKnown is a contact that is there: in the register before, or made by this
// import.
type dayKnown struct {
	id      string // empty until written
	waiting bool
	old     bool
}

func newPlacer(reg Register, o Options, r *reader) (*placer, error) {
	dir, err := readDirectory(reg)
	if err != nil {
		return nil, err
	}
	p := &placer{
		reg: reg, o: o, r: r, dir: dir, choices: map[string]Choice{}, threads: map[string]target{}, days: map[string]*dayKnown{},
		seen: map[[16]byte]bool{}, emails: map[string]*newCard{}, phones: map[string]*newCard{}, users: map[string]*newCard{},
		calls: map[string][]callKnown{}, sounds: map[string]bool{},
	}
	for _, c := range o.Choices {
		p.choices[c.Key] = c
		if c.To == ToCustomer {
			if _, err := p.numbered(c.Number); err != nil {
				return nil, err
			}
		}
	}
	if o.Customer != "" {
		p.all, err = p.numbered(o.Customer)
	}
	return p, err
}

func (p *placer) numbered(number string) (string, error) {
	id, ok := p.dir.number[strings.ToLower(strings.TrimSpace(number))]
	if !ok {
		return "", app.E("not-found", "number", "value", number)
	}
	return id, nil
}

// decision is whose a conversation is, and why.
type decision struct {
	to     target
	by     string
	offer  *Customer  // who it may be
	reason *app.Error // why it stays out
}

func out(reason *app.Error) decision { return decision{reason: reason} }

// whose decides. A choice comes first, then what is remembered, then addresses;
// a name is offered only.
func (p *placer) whose(c *talk.Conversation, w *work, began app.Day) (decision, error) {
	who, row, choice := w.who, w.line, p.choices[w.choice]
	if choice.To == ToNobody {
		return out(app.E("import-left-out", "")), nil
	}
	if p.askUs(c) {
		return out(app.E("import-us-unknown", "")), nil
	}
	if choice.To == ToCustomer {
		id, err := p.numbered(choice.Number)
		return decision{to: target{id: id}, by: ByChoice}, err
	}
	if p.all != "" {
		return decision{to: target{id: p.all}, by: ByChoice}, nil
	}
	if d, err := p.placed(w); err != nil || d.to.there() {
		return d, err
	}
	id, by, several := p.dir.find(who)
	switch {
	case choice.To == ToNew:
		return p.add(choice.named(who), row, began, true), nil
	case id != "":
		return decision{to: target{id: id}, by: by}, nil
	case several || who.several:
		return out(app.E("import-several", "")), nil
	case who.nobody():
		return out(app.E("import-nobody", "")), nil
	}
	if d, ok := p.metBefore(who); ok {
		return d, nil
	}
	return p.unknown(who, row, began), nil
}

// askUs: nobody has told yet who of the authors is the firm. One who speaks
// alone, and with whom the conversation is, is the customer.
func (p *placer) askUs(c *talk.Conversation) bool {
	if !c.AskUs || slices.ContainsFunc(c.Authors, p.r.isUs) {
		return false
	}
	return len(c.Authors) > 1 || len(c.Authors) == 1 && c.Authors[0] != c.Contact.Name
}

// placed is where it went before. Mail goes by address only: an answer in the
// same thread may be somebody else's.
func (p *placer) placed(w *work) (decision, error) {
	if !w.mail {
		return p.remembered(w.thread)
	}
	t := p.threads[w.thread]
	return decision{to: t, by: ByThread}, nil
}

func (p *placer) remembered(thread string) (decision, error) {
	if t, ok := p.threads[thread]; ok {
		return decision{to: t, by: ByThread}, nil
	}
	id, err := p.reg.ThreadOwner(thread)
	if errors.Is(err, app.E("not-found", "")) {
		return decision{}, nil
	}
	return decision{to: target{id: id}, by: ByThread}, err
}

// metBefore: the same new person earlier in the files.
func (p *placer) metBefore(who party) (decision, bool) {
	for _, e := range who.emails {
		if n := p.emails[e]; n != nil {
			return decision{to: target{new: n}, by: ByEmail}, true
		}
	}
	for _, n := range who.phones {
		if n := p.phones[n]; n != nil {
			return decision{to: target{new: n}, by: ByPhone}, true
		}
	}
	if n := p.users[who.userID]; n != nil && who.userID != "" {
		return decision{to: target{new: n}, by: ByUser}, true
	}
	return decision{}, false
}

func (p *placer) unknown(who party, row int, began app.Day) decision {
	for _, c := range who.cards(began, p.r.today) {
		if day, gone := p.reg.ErasedBefore(c); gone {
			return out(app.E("import-erased-before", "", "day", string(day)))
		}
	}
	if same, ok := p.dir.namesake(who.name); ok {
		d := out(app.E("import-name-match", "", "number", same.Number, "name", same.Name))
		d.offer = &same
		return d
	}
	if !p.o.NewCards {
		return out(app.E("import-person-unknown", ""))
	}
	return p.add(who, row, began, false)
}

// unfit is why the register would not take a card, but for what it gives a card
// itself: one such card must not stop all the others.
func unfit(card app.Customer, today app.Day) *app.Error {
	card.Number, card.Language = "1", app.Finnish
	if problems, _ := card.Check(today); len(problems) > 0 {
		return problems[0]
	}
	return nil
}

// add makes a card for somebody new. The placeholder of a source is nobody's
// name; a person who is chosen to come in all the same has to be named.
func (p *placer) add(who party, row int, began app.Day, chosen bool) decision {
	if who.nobody() {
		return out(app.E("import-nobody", ""))
	}
	if chosen {
		if d, ok := p.metBefore(who); ok {
			return d
		}
	}
	n := &newCard{card: who.card(began, p.r.today), line: row}
	if fault := unfit(n.card, p.r.today); fault != nil {
		return out(fault)
	}
	for _, e := range who.emails {
		p.emails[e] = n
	}
	for _, e := range who.phones {
		p.phones[e] = n
	}
	if who.userID != "" {
		p.users[who.userID] = n
	}
	return decision{to: target{new: n}, by: ByNew}
}
