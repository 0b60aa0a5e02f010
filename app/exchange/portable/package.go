package portable

import (
	"cmp"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/finnish"
	"kortisto/app/vault"
)

// Version names the form of tiedot.json; it changes when the schema does.
const Version = "kortisto-portable-1"

// Package is what a person takes along. Days are ISO 8601, times of day as a clock
// shows them in Finland, phone numbers E.164 where they can be called from abroad.
type Package struct {
	Schema     string     `json:"schema"`
	MadeOn     app.Day    `json:"madeOn"`
	Controller Controller `json:"controller"`
	Person     Person     `json:"person"`
	Deliveries []Delivery `json:"deliveries"`
	Messages   []Message  `json:"messages"`
	Consents   []Consent  `json:"consents"`
	Mailing    []Mailing  `json:"mailing"`
}

// Controller is the firm that gives the data (Art. 4(7)).
type Controller struct {
	Name       string `json:"name"`
	BusinessID string `json:"businessId"`
	Email      string `json:"email"`
	Phone      string `json:"phone"`
}

// Person is what the card says that the person gave.
type Person struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"` // person, company
	BusinessID string `json:"businessId"`
	Street     string `json:"street"`
	Postcode   string `json:"postcode"`
	Town       string `json:"town"`
	Country    string `json:"country"`
	Phone      string `json:"phone"`
	Email      string `json:"email"`
	Language   string `json:"language"`
}

// Delivery is what the person got of the firm.
type Delivery struct {
	On       app.Day `json:"on"`
	Product  string  `json:"product"`
	Quantity string  `json:"quantity"`
}

// Message is what the person wrote or sent to the firm.
type Message struct {
	On      app.Day `json:"on"`
	At      string  `json:"at"`
	Channel string  `json:"channel"`
	Kind    string  `json:"kind"`
	Subject string  `json:"subject"`
	Text    string  `json:"text"`
	Seconds int     `json:"seconds"`
	Files   []File  `json:"files"`
}

// File is one that came with a message.
type File struct {
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
	Bytes     int64  `json:"bytes"`
}

// Consent is what the person permitted or refused. Address is empty for the
// customer's own, else an address of the e-mail list.
type Consent struct {
	On      app.Day `json:"on"`
	Given   bool    `json:"given"`
	Channel string  `json:"channel"`
	Wording string  `json:"wording"`
	Address string  `json:"address"`
}

// Mailing is an address that is on the e-mail list by the person's consent.
type Mailing struct {
	Email    string `json:"email"`
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Language string `json:"language"`
}

// Rows counts the records in it.
func (p Package) Rows() int {
	return 1 + len(p.Deliveries) + len(p.Messages) + len(p.Consents) + len(p.Mailing)
}

// Gather puts together what a customer takes along. An unknown one is not-found.
func Gather(tx *vault.Tx, customerID string) (Package, error) {
	firm, err := tx.Firm()
	if err != nil {
		return Package{}, err
	}
	c, err := tx.Customer(customerID)
	if err != nil {
		return Package{}, err
	}
	p := Package{
		Schema: Version, MadeOn: tx.Today,
		Controller: Controller{firm.Name, firm.BusinessID, firm.Email, e164(firm.Phone, "")},
		Person: Person{
			Name: c.Name, Kind: string(c.Kind), BusinessID: c.BusinessID, Street: c.Street, Postcode: c.Postcode, Town: c.Town,
			Country: cmp.Or(c.Country, "FI"), Phone: e164(c.Phone, c.Country), Email: c.Email, Language: string(c.Language),
		},
		Deliveries: []Delivery{}, Messages: []Message{}, Consents: []Consent{}, Mailing: []Mailing{},
	}
	for _, read := range []func(*vault.Tx, string) error{p.deliveries, p.messages, p.consents, p.mailing} {
		if err := read(tx, customerID); err != nil {
			return Package{}, err
		}
	}
	slices.SortStableFunc(p.Consents, func(a, b Consent) int { return cmp.Compare(a.On, b.On) })
	return p, nil
}

func e164(phone, country string) string {
	if p, ok := finnish.ReadPhone(phone, country); ok {
		return p.E164
	}
	return phone
}

func (p *Package) deliveries(tx *vault.Tx, customerID string) error {
	all, _, err := tx.Deliveries(customerID, 0, 0)
	for _, d := range slices.Backward(all) {
		p.Deliveries = append(p.Deliveries, Delivery{d.On, d.Product, d.Quantity})
	}
	return err
}

// written are the channels on which what came in stands in the person's own words.
// Of calls and visits it is the firm that writes, and beside a conversation too:
// its notes are its own.
var written = []app.Channel{app.Email, app.Chat, app.Letter}

func (p *Package) messages(tx *vault.Tx, customerID string) error {
	contacts, _, err := tx.Contacts(customerID, 0, 0)
	if err != nil {
		return err
	}
	slices.Reverse(contacts)
	slices.SortStableFunc(contacts, func(a, b app.Contact) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.At, b.At)) })
	for _, c := range contacts {
		if c.Mass {
			continue
		}
		if c.Direction == app.In && slices.Contains(written, c.Channel) && c.Messages == 0 {
			m := Message{On: c.On, At: c.At, Channel: string(c.Channel), Kind: string(app.KindText), Subject: c.Subject, Text: c.Text, Seconds: c.Seconds}
			if m.Files, err = files(tx, c); err != nil {
				return err
			}
			p.Messages = append(p.Messages, m)
		}
		if err := p.said(tx, c); err != nil {
			return err
		}
	}
	return nil
}

// said adds the person's own lines of a conversation.
func (p *Package) said(tx *vault.Tx, c app.Contact) error {
	if c.Messages == 0 {
		return nil
	}
	all, err := tx.Messages(c.ID)
	for _, m := range all {
		if m.Role != app.RoleCustomer || m.Internal || m.Kind == app.KindNote {
			continue
		}
		out := Message{On: c.On, At: m.At, Channel: string(c.Channel), Kind: string(m.Kind), Text: m.Text, Seconds: m.Seconds, Files: []File{}}
		if m.FileName != "" {
			out.Files = append(out.Files, File{Name: m.FileName})
		}
		p.Messages = append(p.Messages, out)
	}
	return err
}

// files are what came with a message that stands alone. A recording is the firm's.
func files(tx *vault.Tx, c app.Contact) ([]File, error) {
	out := []File{}
	all, err := tx.Attachments(c.ID)
	for _, a := range all {
		if !a.Recording {
			out = append(out, File{a.Name, a.MediaType, a.Size})
		}
	}
	return out, err
}

func (p *Package) consents(tx *vault.Tx, customerID string) error {
	all, err := tx.Consents(customerID)
	for _, c := range all {
		p.Consents = append(p.Consents, Consent{On: c.On, Given: c.Given, Channel: string(c.Channel), Wording: c.Wording})
	}
	return err
}

// mailing adds the addresses to which the person let the firm write. One that is
// on the list without a consent stands on the firm's legitimate interest.
func (p *Package) mailing(tx *vault.Tx, customerID string) error {
	entries, err := tx.MailEntriesOf(customerID)
	if err != nil {
		return err
	}
	for _, e := range entries {
		consents, err := tx.EntryConsents(e.ID)
		if err != nil {
			return err
		}
		for _, c := range consents {
			p.Consents = append(p.Consents, Consent{c.On, c.Given, string(c.Channel), c.Wording, e.Email})
		}
		if slices.ContainsFunc(consents, func(c app.Consent) bool { return c.Given }) {
			p.Mailing = append(p.Mailing, Mailing{e.Email, e.Name, string(e.Kind), string(e.Language)})
		}
	}
	return nil
}

// Name is the name of the file: nobody's name is in it.
func (p Package) Name() string {
	return "tiedot-" + strings.ReplaceAll(string(p.MadeOn), "-", "") + ".zip"
}
