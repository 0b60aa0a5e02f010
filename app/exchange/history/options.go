package history

import (
	"slices"
	"time"

	"kortisto/app"
	"kortisto/app/finnish"
	"kortisto/app/vault"
)

// What a person can choose for one conversation.
const (
	ToCustomer = "customer" // Choice.Number says whose it is
	ToNew      = "new"      // a new card, also for somebody who was erased before
	ToNobody   = "skip"
)

// Choice is what the person chose for one conversation, or for all mail with one
// address, named by its key.
type Choice struct {
	Key    string `json:"key"`
	To     string `json:"to"`     // customer, new or skip
	Number string `json:"number"` // of the customer
	Name   string `json:"name"`   // of the new card, instead of what the file says; empty: as in the file
	Email  string `json:"email"`
	Phone  string `json:"phone"`
}

// named is the customer's side as the person put it for a new card.
func (c Choice) named(who party) party {
	if c.Name = tidyLine(c.Name, app.MaxName); c.Name != "" {
		who.name = c.Name
	}
	if c.Email = tidyLine(c.Email, app.MaxName); c.Email != "" {
		who.emails = append([]string{c.Email}, who.emails...)
	}
	if c.Phone = tidyLine(c.Phone, app.MaxCode); c.Phone == "" {
		return who
	}
	if read, ok := finnish.ReadPhone(c.Phone, ""); ok {
		who.phones = append([]string{read.E164}, who.phones...)
	} else {
		who.phones, who.written = nil, append([]string{c.Phone}, who.written...)
	}
	return who
}

// Options are the person's choices about an import of conversations.
type Options struct {
	Us            []string    // authors who are the firm; empty: those who were named before
	Customer      string      // number of the customer whose all conversations are
	Zone          string      // of times that the files give as a wall clock's; empty: Europe/Helsinki
	KeepTechnical bool        // what web pages learnt of visitors' machines comes in too
	MaskHetus     bool        // messages with personal identity codes come in with asterisks; otherwise they stay out
	Purpose       app.Purpose // of all the contacts
	NewCards      bool        // people who are not in the register get cards
	Choices       []Choice
	Bulk          bool           // of mail: newsletters, lists and answers of machines come in too
	Attachments   bool           // of mail: what is enclosed comes in with it, not only its name
	Waiting       bool           // of mail: whose message is the last of its thread waits for an answer
	Progress      vault.Progress `json:"-"` // of reading mail, in bytes; may be nil
}

// DefaultZone is where the register's days are counted.
const DefaultZone = "Europe/Helsinki"

// zone is that of wall clocks in the files.
func (o Options) zone() (*time.Location, error) {
	name := o.Zone
	if name == "" {
		name = DefaultZone
	}
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, app.E("choice-invalid", "zone", "value", o.Zone)
	}
	return z, nil
}

func (o Options) check() error {
	if o.Purpose != app.NoPurpose && !slices.Contains(app.Purposes(), o.Purpose) {
		return app.E("choice-invalid", "purpose", "value", string(o.Purpose))
	}
	for _, c := range o.Choices {
		if !slices.Contains([]string{ToCustomer, ToNew, ToNobody}, c.To) {
			return app.E("choice-invalid", "choices", "value", c.To)
		}
	}
	return nil
}
