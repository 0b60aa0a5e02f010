package vault

import (
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// Registers of finds that are no tables of cards.
const (
	findRequests = "requests"
	findLedger   = "ledger"
	findCopies   = "copies"
	findBackups  = "backups"
	findMerges   = "merges"
)

// sought is the person who asks, as far as the request and its card say. A company
// is nobody: of its card only the request's own words count.
func (tx *Tx) sought(r app.Request) (s app.Sought, card app.Customer, err error) {
	s.AddRequest(r)
	if r.CustomerID == "" {
		return s, card, nil
	}
	if card, err = store.Customer(tx.Tx, r.CustomerID); err != nil || !card.Kind.Natural() {
		return s, app.Customer{}, err
	}
	s.AddCard(card)
	entries, err := store.EntriesOf(tx.Tx, card.ID)
	for _, e := range entries {
		s.AddEmail(e.Email)
	}
	return s, card, err
}

// openRequest is a request that can still be worked on.
func (tx *Tx) openRequest(id string) (app.Request, error) {
	r, err := tx.Request(id)
	if err == nil && !r.State.Open() {
		err = app.E("request-closed", "")
	}
	return r, err
}

// SearchSubject looks for the person who asks in all registers, keeps what was
// found and lists it. The card that the request names is the person's; of all else
// the owner has to say so. What was said before stays said, unless the request now
// names another card: then it was said of somebody else.
func (tx *Tx) SearchSubject(requestID string) ([]app.Find, error) {
	r, err := tx.openRequest(requestID)
	if err != nil {
		return nil, err
	}
	s := &searching{Tx: tx, request: r, listed: map[string]bool{}, shared: map[string]bool{}}
	if s.sought, s.card, err = tx.sought(r); err != nil {
		return nil, err
	}
	if err := s.again(); err != nil {
		return nil, err
	}
	for _, look := range []func() error{s.own, s.cards, s.entries, s.contacts, s.texts, s.requests, s.erased, s.aside} {
		if err := look(); err != nil {
			return nil, err
		}
	}
	if err := s.keep(); err != nil {
		return nil, err
	}
	object := r.CustomerID
	if object == "" {
		object = r.ID
	}
	if err := tx.audit("subject-searched", object); err != nil {
		return nil, err
	}
	return tx.Finds(requestID)
}

// searching is a search for one person.
type searching struct {
	*Tx
	request app.Request
	sought  app.Sought
	card    app.Customer    // the person's own; without an id: none
	listed  map[string]bool // cards that are lines of their own: nothing on them is
	shared  map[string]bool // cards that share a phone or an e-mail: in their texts only the name tells
	found   []app.Find
	before  []app.Find
}

func (s *searching) add(f app.Find) {
	f.RequestID = s.request.ID
	if f.Count == 0 {
		f.Count = 1
	}
	s.found = append(s.found, f)
}

func (s *searching) certain(f app.Find) {
	f.CustomerID, f.Certain, f.Same = s.card.ID, true, app.SameYes
	s.add(f)
}

// again reads what was found before. A find that was certain of another card tells
// that the request was about somebody else.
func (s *searching) again() (err error) {
	if s.before, err = store.Finds(s.Tx.Tx, s.request.ID); err != nil {
		return err
	}
	if slices.ContainsFunc(s.before, func(f app.Find) bool { return f.Certain && f.CustomerID != s.card.ID }) {
		s.before = nil
		return store.EraseFinds(s.Tx.Tx, s.request.ID, nil)
	}
	return nil
}

func (s *searching) own() error {
	if s.card.ID == "" {
		return nil
	}
	s.listed[s.card.ID] = true
	s.certain(app.Find{Register: "customers", Record: s.card.ID, From: s.card.CreatedOn, To: max(s.card.CreatedOn, s.card.CorrectedOn), Matched: []string{app.ByNumber}})
	spans, err := store.Spans(s.Tx.Tx, s.card.ID)
	for _, p := range spans {
		s.certain(app.Find{Register: p.Register, Record: s.card.ID, Count: p.Count, From: p.From, To: p.To, Matched: []string{app.ByNumber}})
	}
	return err
}

// cards finds the person on other cards, or among their contact persons.
func (s *searching) cards() error {
	ids, more, err := store.SoughtCards(s.Tx.Tx, s.sought)
	if err != nil {
		return err
	}
	s.more(more, "customers")
	cards, err := store.Cards(s.Tx.Tx, ids)
	for _, c := range cards {
		if c.ID == s.card.ID {
			continue
		}
		by := s.sought.Card(c)
		if !c.Kind.Natural() { // a company is no person, but its phone may be one's own
			by = s.sought.Party("", c.Phone, c.Email)
		}
		if len(by) > 0 {
			s.listed[c.ID] = c.Kind.Natural() && hasName(by)
			s.shared[c.ID] = !hasName(by)
			s.add(app.Find{Register: "customers", Record: c.ID, CustomerID: c.ID, From: c.CreatedOn, To: max(c.CreatedOn, c.CorrectedOn), Matched: by})
		}
		for _, p := range c.Persons {
			if by := s.sought.Party(p.Name, p.Phone, p.Email); len(by) > 0 && !s.listed[c.ID] {
				s.add(app.Find{Register: "contact_persons", Record: p.ID, CustomerID: c.ID, Matched: by})
			}
		}
	}
	return err
}

// entries are those of the e-mail list: the card's own for certain.
func (s *searching) entries() error {
	if s.card.ID == "" {
		return nil
	}
	own, err := store.EntriesOf(s.Tx.Tx, s.card.ID)
	for _, e := range own {
		s.certain(app.Find{Register: "list_entries", Record: e.ID, From: e.AddedOn, To: e.AddedOn, Matched: []string{app.ByNumber}})
	}
	return err
}

func (s *searching) contacts() error {
	all, more, err := store.SoughtContacts(s.Tx.Tx, s.sought, s.listed)
	s.more(more, "contacts")
	for _, c := range all {
		if by := s.mentioned(c.Who, c.Text); s.tells(c.CustomerID, by) {
			s.add(app.Find{Register: "contacts", Record: c.ID, CustomerID: c.CustomerID, From: c.On, To: c.On, Matched: by})
		}
		for _, m := range c.Messages {
			if by := s.sought.MentionedBy(m.Text); s.tells(c.CustomerID, by) {
				s.add(app.Find{Register: "messages", Record: m.ID, CustomerID: c.CustomerID, From: c.On, To: c.On, Matched: by})
			}
		}
	}
	return err
}

// tells says whether a mention on a card is worth a line.
func (s *searching) tells(card string, by []string) bool {
	return len(by) > 0 && (!s.shared[card] || hasName(by))
}

func hasName(by []string) bool {
	return slices.Contains(by, app.ByName) || slices.Contains(by, app.ByNameLike)
}

// mentioned is by what somebody who is written down as who, or a text, is the
// person.
func (s *searching) mentioned(who, text string) []string {
	by := s.sought.Party(who, "", "")
	for _, m := range s.sought.MentionedBy(who + "\n" + text) {
		if !slices.Contains(by, m) {
			by = append(by, m)
		}
	}
	return by
}

// texts are the smaller registers: names of files, products, reasons, authors.
func (s *searching) texts() error {
	rows, more, err := store.SoughtTexts(s.Tx.Tx, s.sought)
	s.more(more, "deliveries")
	for _, r := range rows {
		if s.listed[r.CustomerID] || s.has(r.Register, r.ID) {
			continue
		}
		var by []string
		switch first, second, _ := strings.Cut(r.Text, "\n"); r.Register {
		case "list_entries":
			by = s.sought.Party(second, "", first)
		case "messages":
			by = s.sought.Party(r.Text, "", "")
		default:
			by = s.mentioned("", fileWords(r))
		}
		if s.tells(r.CustomerID, by) {
			s.add(app.Find{Register: r.Register, Record: r.ID, CustomerID: r.CustomerID, From: r.On, To: r.On, Matched: by})
		}
	}
	return err
}

// fileWords reads the name of a file as words: helvi_makinen.pdf.
func fileWords(r store.SoughtRow) string {
	if r.Register != "attachments" {
		return r.Text
	}
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune("_-.()", c) {
			return ' '
		}
		return c
	}, r.Text) + "\n" + r.Text
}

func (s *searching) has(register, record string) bool {
	return slices.ContainsFunc(s.found, func(f app.Find) bool { return f.Register == register && f.Record == record })
}

// requests are the person's other ones.
func (s *searching) requests() error {
	for _, open := range []bool{true, false} {
		all, err := s.Requests(open)
		if err != nil {
			return err
		}
		for _, r := range all {
			f := app.Find{Register: findRequests, Record: r.ID, CustomerID: r.CustomerID, From: r.Received, To: max(r.Received, r.ClosedOn)}
			switch {
			case r.ID == s.request.ID:
			case s.card.ID != "" && r.CustomerID == s.card.ID:
				f.Matched = []string{app.ByNumber}
				s.certain(f)
			case r.CustomerID == "" || !s.listed[r.CustomerID]:
				if f.Matched = s.sought.Party(r.Name, r.Phone, r.Email); len(f.Matched) > 0 {
					s.add(f)
				}
			}
		}
	}
	return nil
}

// erased asks the ledger whether somebody with the same signs was erased before.
func (s *searching) erased() error {
	before, err := s.ErasedBefore()
	if err != nil {
		return err
	}
	signs := []app.Customer{s.card, {Email: s.request.Email, Phone: s.request.Phone}}
	for _, code := range s.sought.Postcodes {
		signs = append(signs, app.Customer{Name: s.request.Name, Postcode: code})
	}
	for _, c := range signs {
		if day, ok := before(c); ok {
			s.add(app.Find{Register: findLedger, From: day, To: day, Aside: app.AsideErased})
			return nil
		}
	}
	return nil
}

// aside tells what was not looked into, and why.
func (s *searching) aside() error {
	copies, err := s.Copies()
	if err != nil {
		return err
	}
	out := app.Find{Register: findCopies, Aside: app.AsideCopies}
	for _, c := range copies {
		if on := app.DayOf(c.MadeAt.In(s.Zone())); c.GoneOn == "" {
			out.Count++
			out.To = max(out.To, on)
			if out.From == "" || on < out.From {
				out.From = on
			}
		}
	}
	if out.Count > 0 {
		s.add(out)
	}
	merges, err := store.CountMerges(s.Tx.Tx)
	if err == nil && merges > 0 {
		s.add(app.Find{Register: findMerges, Count: merges, Aside: app.AsideUndo})
	}
	s.add(app.Find{Register: findBackups, Aside: app.AsideBackups})
	return err
}

func (s *searching) more(more bool, register string) {
	if more {
		s.add(app.Find{Register: register, Aside: app.AsideMore})
	}
}

// keep writes down what was found, and drops what was found before and is not now.
func (s *searching) keep() error {
	var gone []string
	for _, old := range s.before {
		if !slices.ContainsFunc(s.found, func(f app.Find) bool {
			return f.Register == old.Register && f.Record == old.Record && f.Aside == old.Aside
		}) {
			gone = append(gone, old.ID)
		}
	}
	if len(gone) > 0 {
		if err := store.EraseFinds(s.Tx.Tx, s.request.ID, gone); err != nil {
			return err
		}
	}
	for _, f := range s.found {
		f.ID = s.NewID()
		if err := store.SaveFind(s.Tx.Tx, f); err != nil {
			return err
		}
	}
	return nil
}

// SetSame writes down whether a find is the person who asks: yes, no, or empty to
// take that back. What is certain, and what was only told, is not asked. What needs
// no weighing (app.Request.Absolute) takes effect at once on what is the person's.
func (tx *Tx) SetSame(requestID, findID, same string) error {
	r, err := tx.openRequest(requestID)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"", app.SameYes, app.SameNo}, same) {
		return app.E("choice-invalid", "same", "value", same)
	}
	f, err := tx.find(requestID, findID)
	if err != nil {
		return err
	}
	if f.Certain || f.Aside != "" {
		return app.E("find-certain", "same")
	}
	if err := store.SetSame(tx.Tx, findID, same); err != nil {
		return err
	}
	if same == app.SameYes {
		if err := tx.heedFind(r, f); err != nil {
			return err
		}
	}
	object := f.CustomerID
	if object == "" {
		object = requestID
	}
	return tx.audit("subject-decided", object, f.Register)
}

func (tx *Tx) find(requestID, findID string) (app.Find, error) {
	all, err := store.Finds(tx.Tx, requestID)
	if err != nil {
		return app.Find{}, err
	}
	at := slices.IndexFunc(all, func(f app.Find) bool { return f.ID == findID })
	if at < 0 {
		return app.Find{}, app.E("not-found", "find")
	}
	return all[at], nil
}
