package vault

import (
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// Finds lists what was found for a request, in the words that the register has for
// it now. What has gone from the register meanwhile is not listed.
func (tx *Tx) Finds(requestID string) ([]app.Find, error) {
	r, err := tx.Request(requestID)
	if err != nil {
		return nil, err
	}
	s, _, err := tx.sought(r)
	if err != nil {
		return nil, err
	}
	all, err := store.Finds(tx.Tx, requestID)
	if err != nil {
		return nil, err
	}
	d := describing{tx, requestID, s, map[string]store.SoughtCard{}}
	out := []app.Find{}
	for _, f := range all {
		there, err := d.describe(&f)
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, f)
		}
	}
	return out, nil
}

// describing gives finds their words.
type describing struct {
	*Tx
	request string
	sought  app.Sought
	cards   map[string]store.SoughtCard
}

// card is the card that a find is on; it is read once.
func (d describing) card(id string) (c store.SoughtCard, err error) {
	c, ok := d.cards[id]
	if ok {
		return c, nil
	}
	if c, err = store.CardOfFind(d.Tx.Tx, id); err == nil {
		d.cards[id] = c
	}
	return c, err
}

// describe says false for what is not there any more.
func (d describing) describe(f *app.Find) (bool, error) {
	if f.Aside != "" {
		return true, nil
	}
	if f.CustomerID != "" {
		c, err := d.card(f.CustomerID)
		if notFound(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		f.Card = strings.TrimSpace(c.Number + " " + c.Name)
		f.Until = app.KeptUntil(c.File, d.request)
		if f.Record == f.CustomerID {
			return true, d.ofCard(f, c)
		}
	}
	err := d.ofRow(f)
	if notFound(err) {
		return false, nil
	}
	return err == nil, err
}

func notFound(err error) bool { return err != nil && app.Told(err)[0].Code == "not-found" }

// ofCard describes a line that stands for the rows of a card.
func (d describing) ofCard(f *app.Find, c store.SoughtCard) (err error) {
	switch f.Register {
	case "customers":
		f.Title = c.Number
		f.Detail = joinedWords(", ", c.Name, c.Street, strings.TrimSpace(c.Postcode+" "+c.Town))
	case "deliveries":
		f.Detail, err = store.SomeProducts(d.Tx.Tx, f.CustomerID)
	}
	return err
}

func (d describing) ofRow(f *app.Find) error {
	switch f.Register {
	case "contact_persons":
		p, err := store.Person(d.Tx.Tx, f.Record)
		f.Title, f.Detail = p.Name, joinedWords(", ", p.Phone, p.Email)
		return err
	case "list_entries":
		e, err := store.Entry(d.Tx.Tx, f.Record)
		f.Title, f.Detail = e.Email, e.Name
		return err
	case findRequests:
		r, err := d.Request(f.Record)
		f.Title, f.Detail = r.Number, r.Name
		return err
	}
	texts, err := store.TextsOfRow(d.Tx.Tx, f.Register, f.Record)
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		return app.E("not-found", "find")
	}
	f.Title = firstLine(texts[0].Text)
	for _, t := range texts {
		if p := d.sought.Passages(t.Text); len(p) > 0 && t.Text != f.Title {
			f.Detail = p[0].Text
			break
		}
	}
	return nil
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return first
}

func joinedWords(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return strings.TrimSpace(p) == "" }), sep)
}

// textsOf are the texts that the person would get to see of a find.
func (tx *Tx) textsOf(f app.Find) (out []store.TextOf, err error) {
	registers := []string{f.Register}
	switch {
	case f.Aside != "":
		return nil, nil
	case f.Record != f.CustomerID || f.CustomerID == "":
		return store.TextsOfRow(tx.Tx, f.Register, f.Record)
	case !f.Certain:
		registers = app.CardTexts()
	}
	for _, r := range registers {
		more, err := store.TextsOfCard(tx.Tx, r, f.CustomerID)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// SuggestRedactions proposes what of a find is about somebody else (GDPR Art.
// 15(4)): a proposal, which the owner looks at.
func (tx *Tx) SuggestRedactions(requestID, findID string) ([]app.Redaction, error) {
	r, err := tx.openRequest(requestID)
	if err != nil {
		return nil, err
	}
	f, err := tx.find(requestID, findID)
	if err != nil {
		return nil, err
	}
	texts, err := tx.textsOf(f)
	if err != nil || len(texts) == 0 {
		return []app.Redaction{}, err
	}
	s, _, err := tx.sought(r)
	if err != nil {
		return nil, err
	}
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = t.Text
	}
	in, others := app.NewNamesIn(all), app.NewOthers(s)
	err = store.EveryName(tx.Tx, func(name string) {
		if in.Has(name) {
			others.Name(name)
		}
	})
	out := []app.Redaction{}
	for _, t := range texts {
		out = append(out, others.Suggest(t.Record, t.Column, t.Text)...)
	}
	return out, err
}

// Redact keeps what of a find the person does not get to see: all of it anew. A
// place that is in no text of the find is "invalid".
func (tx *Tx) Redact(requestID, findID string, places []app.Redaction) error {
	if _, err := tx.openRequest(requestID); err != nil {
		return err
	}
	f, err := tx.find(requestID, findID)
	if err != nil {
		return err
	}
	texts, err := tx.textsOf(f)
	if err != nil {
		return err
	}
	lengths := map[[2]string]int{}
	for _, t := range texts {
		lengths[[2]string{t.Record, t.Column}] = len([]rune(t.Text))
	}
	for _, p := range places {
		if err := p.Check().OrNil(); err != nil {
			return err
		}
		if n, ok := lengths[[2]string{p.Record, p.Column}]; !ok || p.End > n {
			return app.E("invalid", "redactions")
		}
	}
	if err := store.SetRedactions(tx.Tx, findID, places); err != nil {
		return err
	}
	object := f.CustomerID
	if object == "" {
		object = requestID
	}
	return tx.audit("subject-redacted", object, f.Register)
}

// TextsOfFind gives the texts of a find in which others may be named, whole.
func (tx *Tx) TextsOfFind(requestID, findID string) ([]store.TextOf, error) {
	f, err := tx.find(requestID, findID)
	if err != nil {
		return nil, err
	}
	return tx.textsOf(f)
}

// Sought is the person who asks, reduced to what they can be known by.
func (tx *Tx) Sought(requestID string) (app.Sought, error) {
	r, err := tx.Request(requestID)
	if err != nil {
		return app.Sought{}, err
	}
	s, _, err := tx.sought(r)
	return s, err
}

// Person reads a contact person by id.
func (tx *Tx) Person(id string) (app.ContactPerson, error) { return store.Person(tx.Tx, id) }
