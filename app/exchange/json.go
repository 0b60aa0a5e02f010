package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"kortisto/app"
	"kortisto/app/vault"
)

// Our own JSON holds a customer with all that belongs to it, but for what hangs
// on contacts as files, and but for the ids and times of this register: in
// another one they are others. Its first name is jsonMark.
const (
	jsonMark    = "kortisto"
	jsonVersion = 1
)

type jsonCustomer struct {
	Number      string         `json:"number"`
	Designation string         `json:"designation"`
	Name        string         `json:"name"`
	Kind        string         `json:"kind"`
	BusinessID  string         `json:"businessId"`
	Street      string         `json:"street"`
	Postcode    string         `json:"postcode"`
	Town        string         `json:"town"`
	Country     string         `json:"country"`
	Phone       string         `json:"phone"`
	Email       string         `json:"email"`
	Language    string         `json:"language"`
	CreatedOn   string         `json:"createdOn"`
	CorrectedOn app.Day        `json:"correctedOn"`
	Persons     []jsonPerson   `json:"persons"`
	Consents    []jsonConsent  `json:"consents"`
	Deliveries  []jsonDelivery `json:"deliveries"`
	Contacts    []jsonContact  `json:"contacts"`
}

type jsonPerson struct {
	Role  app.PersonRole `json:"role"`
	Name  string         `json:"name"`
	Phone string         `json:"phone"`
	Email string         `json:"email"`
}

type jsonConsent struct {
	Given   bool        `json:"given"`
	On      app.Day     `json:"on"`
	Channel app.Channel `json:"channel"`
	Wording string      `json:"wording"`
	Source  string      `json:"source"`
}

type jsonDelivery struct {
	On       app.Day `json:"on"`
	Product  string  `json:"product"`
	Quantity string  `json:"quantity"`
}

type jsonContact struct {
	On         app.Day       `json:"on"`
	At         string        `json:"at"`
	Channel    app.Channel   `json:"channel"`
	Direction  app.Direction `json:"direction"`
	Who        string        `json:"who"`
	HandledBy  string        `json:"handledBy"`
	Subject    string        `json:"subject"`
	Text       string        `json:"text"`
	Purpose    app.Purpose   `json:"purpose"`
	Seconds    int           `json:"seconds"`
	Waiting    bool          `json:"waiting"`
	FollowUpOn app.Day       `json:"followUpOn"`
	Mass       bool          `json:"mass"`
	SourceKey  string        `json:"sourceKey"`
	ThreadKey  string        `json:"threadKey"`
	Messages   []jsonMessage `json:"messages"`
	Technical  []jsonFact    `json:"technical"`
}

type jsonMessage struct {
	At        string          `json:"at"`
	Role      app.Role        `json:"role"`
	Author    string          `json:"author"`
	Kind      app.MessageKind `json:"kind"`
	Text      string          `json:"text"`
	Internal  bool            `json:"internal"`
	Edited    bool            `json:"edited"`
	FileName  string          `json:"fileName"`
	Seconds   int             `json:"seconds"`
	SourceKey string          `json:"sourceKey"`
}

type jsonFact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// beside is what our own files hold of a customer beside the fields of the card.
type beside struct {
	persons     []app.ContactPerson
	correctedOn app.Day
	consents    []app.Consent
	deliveries  []app.Delivery
	contacts    []vault.Conversation
}

// check judges what comes with a card as it would be judged when it is written.
func (b *beside) check(today app.Day) *app.Error {
	judge := func(es app.Errors) *app.Error {
		if len(es) > 0 {
			return es[0]
		}
		return nil
	}
	for _, c := range b.consents {
		if e := judge(c.Normalised().Check(today)); e != nil {
			return e
		}
	}
	for _, d := range b.deliveries {
		if e := judge(d.Normalised().Check(today)); e != nil {
			return e
		}
	}
	for _, c := range b.contacts {
		if e := judge(c.Contact.Normalised().Check(today)); e != nil {
			return e
		}
		for _, m := range c.Messages {
			if e := judge(m.Normalised().Check()); e != nil {
				return e
			}
		}
	}
	return nil
}

// write writes it under a customer that an import has added.
func (b *beside) write(tx *vault.Tx, batch string, line int, id string) error {
	for _, c := range b.consents {
		c.CustomerID, c.RecordedBy = id, vault.ImportedBy(batch)
		if _, err := tx.AddConsent(c); err != nil {
			return err
		}
	}
	for _, d := range b.deliveries {
		d.CustomerID = id
		if err := tx.BatchDelivery(batch, line, d); err != nil {
			return err
		}
	}
	for _, c := range b.contacts {
		c.Contact.CustomerID, c.Messages = id, slices.Clone(c.Messages)
		if _, err := tx.BatchContact(batch, line, c, nil); err != nil {
			return err
		}
	}
	if len(b.contacts) > 0 {
		if err := tx.Audited("contact-added", id, Contacts); err != nil {
			return err
		}
	}
	if len(b.deliveries) > 0 {
		return tx.Audited("delivery-added", id, Deliveries)
	}
	return nil
}

// readJSON makes a sheet of a file of our own: a row for each customer.
func (s *Sheet) readJSON(data []byte) error {
	unreadable := app.E("file-unreadable", "file", "file", s.Name)
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	var rows []map[string]string
	used := map[string]bool{"name": true}
	c := collector{sheet: s}
	for depth := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return unreadable
		}
		switch token {
		case json.Delim('{'):
			depth++
		case json.Delim('['):
			for d.More() {
				var j jsonCustomer
				if err := d.Decode(&j); err != nil {
					return unreadable
				}
				cells := j.cells()
				for f := range cells {
					used[f] = true
				}
				rows = append(rows, cells)
				s.Rows = append(s.Rows, Row{Number: len(rows), own: true, beside: j.beside()})
				if c.cells += len(cells); len(rows) > MaxRows || c.cells > maxCells {
					return app.E("import-too-large", "file", "file", s.Name)
				}
			}
		case jsonMark:
			var head struct {
				What    string `json:"what"`
				Version int    `json:"version"`
			}
			if err := d.Decode(&head); err != nil {
				return unreadable
			}
			if head.What != "customers" || head.Version != jsonVersion {
				return app.E("import-format-unknown", "file", "file", s.Name)
			}
		}
	}
	s.Charset = "utf-8"
	if len(rows) > 0 {
		s.layOut(cardFields(), used, rows)
	}
	return nil
}

func (j jsonCustomer) cells() map[string]string {
	cells := map[string]string{}
	for f, v := range map[string]string{
		"number": j.Number, "designation": j.Designation, "name": j.Name, "kind": j.Kind, "businessId": j.BusinessID, "street": j.Street,
		"postcode": j.Postcode, "town": j.Town, "country": j.Country, "phone": j.Phone, "email": j.Email, "language": j.Language, "createdOn": j.CreatedOn,
	} {
		if v != "" {
			cells[f] = v
		}
	}
	return cells
}

func (j jsonCustomer) beside() *beside {
	b := &beside{correctedOn: j.CorrectedOn}
	for _, p := range j.Persons {
		b.persons = append(b.persons, app.ContactPerson{Role: p.Role, Name: p.Name, Phone: p.Phone, Email: p.Email})
	}
	for _, c := range j.Consents {
		b.consents = append(b.consents, app.Consent{Given: c.Given, On: c.On, Channel: c.Channel, Wording: c.Wording, Source: c.Source})
	}
	for _, d := range j.Deliveries {
		b.deliveries = append(b.deliveries, app.Delivery{On: d.On, Product: d.Product, Quantity: d.Quantity})
	}
	for _, c := range j.Contacts {
		b.contacts = append(b.contacts, c.conversation())
	}
	return b
}

func (c jsonContact) conversation() vault.Conversation {
	out := vault.Conversation{Contact: app.Contact{
		On: c.On, At: c.At, Channel: c.Channel, Direction: c.Direction, Who: c.Who, HandledBy: c.HandledBy, Subject: c.Subject, Text: c.Text,
		Purpose: c.Purpose, Seconds: c.Seconds, Waiting: c.Waiting, FollowUpOn: c.FollowUpOn, Mass: c.Mass, SourceKey: c.SourceKey, ThreadKey: c.ThreadKey,
	}}
	for _, m := range c.Messages {
		out.Messages = append(out.Messages, app.Message{
			At: m.At, Role: m.Role, Author: m.Author, Kind: m.Kind, Text: m.Text, Internal: m.Internal, Edited: m.Edited,
			FileName: m.FileName, Seconds: m.Seconds, SourceKey: m.SourceKey,
		})
	}
	for _, f := range c.Technical {
		out.Technical = append(out.Technical, app.TechnicalFact{Name: f.Name, Value: f.Value})
	}
	return out
}

// jsonOf reads a customer with all that belongs to it, the oldest first.
func jsonOf(tx *vault.Tx, c app.Customer) (jsonCustomer, error) {
	j := jsonCustomer{
		Number: c.Number, Designation: c.Designation, Name: c.Name, Kind: string(c.Kind), BusinessID: c.BusinessID, Street: c.Street, Postcode: c.Postcode,
		Town: c.Town, Country: c.Country, Phone: c.Phone, Email: c.Email, Language: string(c.Language), CreatedOn: string(c.CreatedOn), CorrectedOn: c.CorrectedOn,
		Persons: []jsonPerson{}, Consents: []jsonConsent{}, Deliveries: []jsonDelivery{}, Contacts: []jsonContact{},
	}
	for _, p := range c.Persons {
		j.Persons = append(j.Persons, jsonPerson{p.Role, p.Name, p.Phone, p.Email})
	}
	consents, err := tx.Consents(c.ID)
	if err != nil {
		return j, err
	}
	for _, k := range slices.Backward(consents) {
		j.Consents = append(j.Consents, jsonConsent{k.Given, k.On, k.Channel, k.Wording, k.Source})
	}
	deliveries, _, err := tx.Deliveries(c.ID, 0, 0)
	if err != nil {
		return j, err
	}
	for _, d := range slices.Backward(deliveries) {
		j.Deliveries = append(j.Deliveries, jsonDelivery{d.On, d.Product, d.Quantity})
	}
	contacts, _, err := tx.Contacts(c.ID, 0, 0)
	if err != nil {
		return j, err
	}
	for _, t := range slices.Backward(contacts) {
		k, err := jsonContactOf(tx, t)
		if err != nil {
			return j, err
		}
		j.Contacts = append(j.Contacts, k)
	}
	return j, nil
}

func jsonContactOf(tx *vault.Tx, t app.Contact) (jsonContact, error) {
	j := jsonContact{
		On: t.On, At: t.At, Channel: t.Channel, Direction: t.Direction, Who: t.Who, HandledBy: t.HandledBy, Subject: t.Subject, Text: t.Text, Purpose: t.Purpose,
		Seconds: t.Seconds, Waiting: t.Waiting, FollowUpOn: t.FollowUpOn, Mass: t.Mass, SourceKey: t.SourceKey, ThreadKey: t.ThreadKey,
		Messages: []jsonMessage{}, Technical: []jsonFact{},
	}
	messages, err := tx.Messages(t.ID)
	if err != nil {
		return j, err
	}
	for _, m := range messages {
		j.Messages = append(j.Messages, jsonMessage{m.At, m.Role, m.Author, m.Kind, m.Text, m.Internal, m.Edited, m.FileName, m.Seconds, m.SourceKey})
	}
	facts, err := tx.Technical(t.ID)
	for _, f := range facts {
		j.Technical = append(j.Technical, jsonFact{f.Name, f.Value})
	}
	return j, err
}
