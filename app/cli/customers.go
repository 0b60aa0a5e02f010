package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"kortisto/app"
	"kortisto/app/vault"
)

type customerCmd struct {
	Add        customerAddCmd     `cmd:""`
	Edit       customerEditCmd    `cmd:""`
	List       customerListCmd    `cmd:""`
	Duplicates duplicatesCmd      `cmd:""`
	Merge      mergeCmd           `cmd:""`
	Unmerge    unmergeCmd         `cmd:""`
	Different  differentCmd       `cmd:""`
	History    customerHistoryCmd `cmd:""`
	Numbers    customerNumbersCmd `cmd:""`
}

// cardFlags are the fields of the card, by the names that files and JSON use.
// A field that is not given is nil; one given empty is emptied. The marketing
// permission is no field to set: it has its own ledger.
type cardFlags struct {
	Number          *string `placeholder:"N"`
	Designation     *string `placeholder:"T"`
	Name            *string `placeholder:"T"`
	Kind            *string `enum:"person,company,soletrader" placeholder:"K"`
	BusinessID      *string `name:"businessId" aliases:"business-id" placeholder:"ID"`
	Street          *string `placeholder:"T"`
	Postcode        *string `placeholder:"00000"`
	Town            *string `placeholder:"T"`
	Country         *string `placeholder:"XX"`
	Phone           *string `placeholder:"N"`
	Email           *string `placeholder:"A"`
	ContactName     *string `name:"contactName" aliases:"contact-name" placeholder:"T"`
	AltContactName  *string `name:"altContactName" aliases:"alt-contact-name" placeholder:"T"`
	AltContactPhone *string `name:"altContactPhone" aliases:"alt-contact-phone" placeholder:"N"`
	AltContactEmail *string `name:"altContactEmail" aliases:"alt-contact-email" placeholder:"A"`
	Language        *string `enum:"fi,sv,en" placeholder:"fi|sv|en"`
	CreatedOn       *string `name:"createdOn" aliases:"created-on" placeholder:"DAY"`
}

// given lists what was given, by field.
func (c cardFlags) given() map[string]string {
	out := map[string]string{}
	for field, value := range map[string]*string{
		"number": c.Number, "designation": c.Designation, "name": c.Name, "kind": c.Kind, "businessId": c.BusinessID,
		"street": c.Street, "postcode": c.Postcode, "town": c.Town, "country": c.Country, "phone": c.Phone, "email": c.Email,
		"contactName": c.ContactName, "altContactName": c.AltContactName, "altContactPhone": c.AltContactPhone,
		"altContactEmail": c.AltContactEmail, "language": c.Language, "createdOn": c.CreatedOn,
	} {
		if value != nil {
			out[field] = *value
		}
	}
	return out
}

type customerAddCmd struct{ cardFlags }

func (c customerAddCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		var card app.Customer
		var problems app.Errors
		for field, value := range c.given() {
			if err := card.SetField(field, value); err != nil {
				problems = append(problems, app.Told(err)...)
			}
		}
		if err := problems.OrNil(); err != nil {
			return err
		}
		card, err := tx.AddCustomer(card)
		if err != nil {
			return err
		}
		return s.card(tx, card, "say.added")
	})
}

type customerEditCmd struct {
	Customer string `arg:"" name:"number"`
	cardFlags
}

func (c customerEditCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Customer)
		if err != nil {
			return err
		}
		before, after, err := tx.EditCustomer(card.ID, c.given())
		if err != nil {
			return err
		}
		said := "say.saved"
		if len(app.Diff(before, after)) == 0 {
			said = "say.unchanged"
		}
		return s.card(tx, after, said)
	})
}

// card is the result of a change: the card as it is now, and what is odd in it.
func (s *session) card(tx *vault.Tx, c app.Customer, said string) error {
	_, remarks := c.Check(tx.Today)
	return s.result(cardJSON(c), func(w io.Writer) {
		s.line(w, said, "number", c.Number)
		for _, r := range remarks {
			s.line(w, "say.remark", "text", s.explain(r))
		}
	})
}

// cardJSON is a card under the field names of CLI and files, in their order.
type cardJSON app.Customer

func (c cardJSON) MarshalJSON() ([]byte, error) { return fieldsJSON(app.Customer(c)) }

// listed is a card in a list, with its days.
type listed struct {
	card                app.Customer
	lastNeeded, eraseOn app.Day
}

func (l listed) MarshalJSON() ([]byte, error) {
	return fieldsJSON(l.card, "lastNeeded", l.lastNeeded, "eraseOn", l.eraseOn)
}

// fieldsJSON writes a card, and what more is told of it by name and day.
func fieldsJSON(card app.Customer, more ...any) ([]byte, error) {
	persons := card.Persons
	if persons == nil {
		persons = []app.ContactPerson{}
	}
	var b strings.Builder
	b.WriteByte('{')
	put := func(name string, value any) error {
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		v, err := json.Marshal(value)
		fmt.Fprintf(&b, "%q:%s", name, v)
		return err
	}
	var errs []error
	for _, f := range app.CustomerFields() {
		errs = append(errs, put(f.Name, card.Field(f.Name)))
	}
	errs = append(errs, put("correctedOn", card.CorrectedOn), put("persons", persons), put("id", card.ID))
	for i := 0; i+1 < len(more); i += 2 {
		errs = append(errs, put(more[i].(string), more[i+1]))
	}
	b.WriteByte('}')
	return []byte(b.String()), errors.Join(errs...)
}

type findCmd struct {
	Words []string `arg:""`
	Limit int      `default:"50" placeholder:"N"`
}

func (c findCmd) Run(s *session) error {
	if c.Limit < 1 {
		return app.E("invalid", "limit", "value", strconv.Itoa(c.Limit))
	}
	text := strings.Join(c.Words, " ")
	return s.view(func(tx *vault.Tx) error {
		rows, err := tx.Find(text, c.Limit)
		if err != nil {
			return err
		}
		if rows == nil {
			rows = []app.CustomerRow{}
		}
		return s.result(rows, func(w io.Writer) {
			if len(rows) == 0 {
				s.line(w, "say.nothing", "text", text)
				return
			}
			s.rows(w, rows, "match")
		})
	})
}

// rows are customers in columns; more adds the field in which they were found.
func (s *session) rows(w io.Writer, rows []app.CustomerRow, more ...string) {
	if len(rows) == 0 {
		s.line(w, "say.none")
		return
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	heads := []string{"number", "name", "kind", "town", "phone", "email", "lastNeeded", "eraseOn"}
	heads = append(heads, more...)
	for i, h := range heads {
		heads[i] = s.field(h)
	}
	fmt.Fprintln(t, strings.Join(heads, "\t"))
	for _, r := range rows {
		erase := string(r.EraseOn)
		if r.Held {
			erase = s.field("held")
		}
		cells := []string{r.Number, r.Name, s.choice("kind", string(r.Kind)), r.Town, r.Phone, r.Email, string(r.LastNeeded), erase}
		if len(more) > 0 {
			cells = append(cells, s.field(r.Match))
		}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	t.Flush()
}
