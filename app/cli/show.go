package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

type showCmd struct {
	Number string `arg:""`
}

// everything on one customer, one key per register.
type everything struct {
	Customer    cardJSON            `json:"customer"`
	Persons     []app.ContactPerson `json:"persons"`
	Contacts    []app.Contact       `json:"contacts"`
	Messages    []app.Message       `json:"messages"`
	Technical   []technicalJSON     `json:"technical"`
	Attachments []app.Attachment    `json:"attachments"`
	Deliveries  []app.Delivery      `json:"deliveries"`
	Disclosures []app.Disclosure    `json:"disclosures"`
	Consents    []app.Consent       `json:"consents"`
	Holds       []app.Hold          `json:"holds"`
	Retention   app.Decision        `json:"retention"`
	Audit       []app.AuditRow      `json:"audit"`
}

// technicalJSON is one fact about a visitor's machine and the contact it came with.
type technicalJSON struct {
	ContactID string `json:"contactId"`
	app.TechnicalFact
}

// Run shows the card and writes down that it was looked at; the line about this
// very look is part of what is shown.
func (c showCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		if err := tx.Viewed(card.ID); err != nil {
			return err
		}
		all, err := everythingOn(tx, card)
		if err != nil {
			return err
		}
		return s.result(all, func(w io.Writer) { s.showAll(w, all, tx.Zone()) })
	})
}

func everythingOn(tx *vault.Tx, card app.Customer) (e everything, err error) {
	e.Customer, e.Persons = cardJSON(card), orEmpty(card.Persons)
	if e.Contacts, _, err = tx.Contacts(card.ID, 0, 0); err != nil {
		return e, err
	}
	if err = e.besideContacts(tx); err != nil {
		return e, err
	}
	if e.Disclosures, err = tx.Disclosures(card.ID); err != nil {
		return e, err
	}
	if e.Deliveries, _, err = tx.Deliveries(card.ID, 0, 0); err != nil {
		return e, err
	}
	if e.Consents, err = tx.Consents(card.ID); err != nil {
		return e, err
	}
	if e.Holds, err = tx.Holds(card.ID); err != nil {
		return e, err
	}
	if e.Retention, err = tx.Decision(card.ID); err != nil {
		return e, err
	}
	e.Audit, err = tx.AuditOf(card.ID)
	e.Contacts, e.Deliveries, e.Consents = orEmpty(e.Contacts), orEmpty(e.Deliveries), orEmpty(e.Consents)
	e.Holds, e.Audit = orEmpty(e.Holds), orEmpty(e.Audit)
	return e, err
}

// besideContacts adds what hangs on the contacts: conversations, files, and
// what a web page learnt.
func (e *everything) besideContacts(tx *vault.Tx) (err error) {
	id := app.Customer(e.Customer).ID
	facts, err := tx.TechnicalOfCustomer(id)
	if err != nil {
		return err
	}
	e.Messages, e.Technical = []app.Message{}, []technicalJSON{}
	for _, c := range e.Contacts {
		for _, f := range facts[c.ID] {
			e.Technical = append(e.Technical, technicalJSON{c.ID, f})
		}
		if c.Messages == 0 {
			continue
		}
		said, err := tx.Messages(c.ID)
		if err != nil {
			return err
		}
		e.Messages = append(e.Messages, said...)
	}
	e.Attachments, err = tx.AttachmentsOfCustomer(id)
	return err
}

// orEmpty keeps JSON lists lists: "no rows" is [], never null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (s *session) showAll(w io.Writer, e everything, zone *time.Location) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	card := app.Customer(e.Customer)
	for _, f := range app.CustomerFields() {
		if v := card.Field(f.Name); v != "" {
			fmt.Fprintf(t, "%s\t%s\n", s.field(f.Name), s.shown(f.Name, v))
		}
	}
	d := e.Retention
	fmt.Fprintf(t, "%s\t%s\n", s.field("lastNeeded"), d.LastNeeded.On)
	on := d.EraseOn
	if d.Do == app.Keep {
		on = d.Until
	}
	fmt.Fprintf(t, "%s\t%s %s (%s)\n", s.field("retention"), s.choice("do", string(d.Do)), on, s.choice("because", d.Because))
	t.Flush()
	section(s, w, "persons", e.Persons, func(p app.ContactPerson) []string {
		return []string{s.choice("role", string(p.Role)), p.Name, p.Phone, p.Email}
	})
	section(s, w, "contacts", e.Contacts, func(c app.Contact) []string {
		return []string{s.day(c.On), c.At, s.choice("channel", string(c.Channel)), s.choice("direction", string(c.Direction)), c.Subject, c.Text}
	})
	s.showBesideContacts(w, e)
	section(s, w, "deliveries", e.Deliveries, func(d app.Delivery) []string { return []string{s.day(d.On), d.Product, d.Quantity} })
	section(s, w, "disclosures", e.Disclosures, func(d app.Disclosure) []string {
		return []string{s.day(d.On), s.choice("given", d.What), d.Recipient, s.choice("channel", string(d.Means)), s.choice("because_of", d.Basis)}
	})
	section(s, w, "consents", e.Consents, func(c app.Consent) []string {
		what := "withdrawn"
		if c.Given {
			what = "given"
		}
		return []string{s.day(c.On), s.words[what], s.choice("channel", string(c.Channel)), c.Wording, c.Source}
	})
	section(s, w, "holds", e.Holds, func(h app.Hold) []string {
		return []string{s.day(h.PlacedOn), h.Reason, s.day(h.ReviewOn), s.day(h.LiftedOn)}
	})
	section(s, w, "audit", e.Audit, func(r app.AuditRow) []string { return s.auditLine(r, zone) })
}

// showBesideContacts shows what hangs on the contacts, each with the contact's day.
func (s *session) showBesideContacts(w io.Writer, e everything) {
	on := map[string]app.Day{}
	for _, c := range e.Contacts {
		on[c.ID] = c.On
	}
	section(s, w, "messages", e.Messages, func(m app.Message) []string {
		return []string{s.day(on[m.ContactID]), m.At, s.choice("speaker", string(m.Role)), m.Text, m.FileName}
	})
	section(s, w, "technical", e.Technical, func(f technicalJSON) []string { return []string{s.day(on[f.ContactID]), f.Name, f.Value} })
	section(s, w, "attachments", e.Attachments, func(a app.Attachment) []string {
		return []string{s.day(on[a.ContactID]), a.Name, s.choice("media", app.MediaFamily(a.MediaType)), strconv.FormatInt(a.Size, 10), a.ID}
	})
}

// shown turns the value of a choice into its word.
func (s *session) shown(field, value string) string {
	if field == "marketing" {
		return s.words[value]
	}
	return s.choice(field, value)
}

// section is one register in columns, under its name; nothing when it is empty.
func section[T any](s *session, w io.Writer, name string, rows []T, columns func(T) []string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", s.field(name))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		cells := columns(r)
		for i, c := range cells {
			cells[i] = strings.NewReplacer("\n", " ", "\t", " ").Replace(c)
		}
		fmt.Fprintf(t, "  %s\n", strings.Join(cells, "\t"))
	}
	t.Flush()
}

// auditLine is when something was done by the firm's clock, what, and to which
// fields.
func (s *session) auditLine(r app.AuditRow, zone *time.Location) []string {
	at := r.At
	if at.IsZero() {
		at, _ = time.Parse(time.RFC3339, r.When) // written so by the program itself
	}
	at = at.In(zone)
	fields := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		fields[i] = s.field(f)
	}
	return []string{s.day(app.DayOf(at)) + " " + at.Format("15:04"), printout.ActionName(s.lang, r.Action), strings.Join(fields, ", ")}
}
