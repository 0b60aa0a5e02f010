package cli

import (
	"io"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
)

type contactCmd struct {
	Add            contactAddCmd      `cmd:""`
	List           contactListCmd     `cmd:""`
	Queue          contactQueueCmd    `cmd:""`
	Edit           contactEditCmd     `cmd:""`
	Done           contactDoneCmd     `cmd:""`
	Delete         contactDeleteCmd   `cmd:""`
	ExportTraining contactTrainingCmd `cmd:"" name:"export-training"`

	Anonymise contactAnonymiseCmd `cmd:""`
	Anonymous contactAnonymousCmd `cmd:""`

	Attach     contactAttachCmd     `cmd:""`
	Attachment attachmentCmd        `cmd:""`
	Transcript contactTranscriptCmd `cmd:""`
}

// contactDetails are what more there is to say of a contact. What is not given is
// nil; what is given empty is emptied.
type contactDetails struct {
	At       *string `placeholder:"14:32"`
	Who      *string `placeholder:"T"`
	By       *string `placeholder:"T"`
	Subject  *string `placeholder:"T"`
	Purpose  *string `placeholder:"PURPOSE"`
	Seconds  *int    `placeholder:"N"`
	Waiting  *bool   `negatable:""`
	FollowUp *string `placeholder:"DAY"`
}

func (d contactDetails) put(c *app.Contact) error {
	for _, f := range []struct {
		given *string
		into  *string
	}{{d.At, &c.At}, {d.Who, &c.Who}, {d.By, &c.HandledBy}, {d.Subject, &c.Subject}} {
		if f.given != nil {
			*f.into = *f.given
		}
	}
	if d.Purpose != nil {
		c.Purpose = app.Purpose(*d.Purpose)
	}
	if d.Seconds != nil {
		c.Seconds = *d.Seconds
	}
	if d.FollowUp != nil {
		on, err := day("follow-up", *d.FollowUp)
		if err != nil {
			return err
		}
		c.FollowUpOn, c.Waiting = on, c.Waiting || on != ""
	}
	if d.Waiting != nil {
		c.Waiting = *d.Waiting
		if !c.Waiting {
			c.FollowUpOn = ""
		}
	}
	return nil
}

// numbered is a contact and whose it is.
type numbered struct {
	Number string `json:"number"`
	app.Contact
}

// contact is the result of a change of one contact.
func (s *session) contact(tx *vault.Tx, c app.Contact) error {
	card, err := tx.Customer(c.CustomerID)
	if err != nil {
		return err
	}
	return s.result(numbered{card.Number, c}, s.saved(card))
}

type contactFilterFlags struct {
	Search    string `placeholder:"T"`
	Channel   string `placeholder:"CHANNEL"`
	Direction string `placeholder:"in|out"`
	Purpose   string `placeholder:"PURPOSE"`
	Attached  bool
	From      string `placeholder:"DAY"`
	To        string `placeholder:"DAY"`
	Limit     int    `default:"0" placeholder:"N"`
	Offset    int    `default:"0" placeholder:"N"`
}

func (c contactFilterFlags) filter() (f app.ContactFilter, err error) {
	if c.Limit < 0 || c.Offset < 0 {
		return f, app.E("invalid", "limit", "value", strconv.Itoa(min(c.Limit, c.Offset)))
	}
	f = app.ContactFilter{Text: c.Search, Channel: app.Channel(c.Channel), Direction: app.Direction(c.Direction), Purpose: app.Purpose(c.Purpose),
		Attached: c.Attached, Limit: c.Limit, Offset: c.Offset}
	if f.From, err = day("from", c.From); err != nil {
		return f, err
	}
	f.To, err = day("to", c.To)
	return f, err
}

type contactListCmd struct {
	Number  string `arg:"" optional:""`
	Waiting bool
	contactFilterFlags
}

func (c contactListCmd) Run(s *session) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	f.Waiting = c.Waiting
	return s.view(func(tx *vault.Tx) error {
		if c.Number != "" {
			card, err := s.customer(tx, c.Number)
			if err != nil {
				return err
			}
			f.CustomerID = card.ID
		}
		return s.contacts(tx, f)
	})
}

type contactQueueCmd struct {
	Limit  int `default:"0" placeholder:"N"`
	Offset int `default:"0" placeholder:"N"`
}

// Run lists what waits for an answer in the order in which it is worked off.
func (c contactQueueCmd) Run(s *session) error {
	f, err := contactFilterFlags{Limit: c.Limit, Offset: c.Offset}.filter()
	if err != nil {
		return err
	}
	f.Waiting = true
	return s.view(func(tx *vault.Tx) error { return s.contacts(tx, f) })
}

func (s *session) contacts(tx *vault.Tx, f app.ContactFilter) error {
	page, err := tx.ContactList(f)
	if err != nil {
		return err
	}
	out := make([]numbered, len(page.Rows))
	for i, r := range page.Rows {
		out[i] = numbered{r.Number, r.Contact}
	}
	return s.result(out, func(w io.Writer) {
		section(s, w, "contacts", page.Rows, func(r app.ContactRow) []string {
			c := r.Contact
			text := strings.Join(nonEmpty(c.Subject, c.Text, r.Opening), " · ")
			follow := ""
			if c.Waiting {
				follow = strings.TrimSpace(s.text("say.waiting") + " " + string(c.FollowUpOn))
			}
			return []string{c.ID, string(c.On), c.At, r.Number, r.Name, s.choice("channel", string(c.Channel)), s.choice("direction", string(c.Direction)),
				s.choice("purpose", string(c.Purpose)), follow, text}
		})
		s.line(w, "say.contacts", "shown", strconv.Itoa(len(page.Rows)), "total", strconv.Itoa(page.Total))
		if page.Cut {
			s.line(w, "say.contacts-cut")
		}
	})
}

func nonEmpty(texts ...string) (out []string) {
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

type contactEditCmd struct {
	ID        string  `arg:"" name:"id"`
	Channel   *string `placeholder:"CHANNEL"`
	Direction *string `placeholder:"in|out"`
	On        *string `placeholder:"DAY"`
	Text      *string `placeholder:"T"`
	contactDetails
}

func (c contactEditCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		k, err := s.contactByID(tx, c.ID)
		if err != nil {
			return err
		}
		if c.Channel != nil {
			k.Channel = app.Channel(*c.Channel)
		}
		if c.Direction != nil {
			k.Direction = app.Direction(*c.Direction)
		}
		if c.On != nil {
			if k.On, err = day("on", *c.On); err != nil {
				return err
			}
		}
		if c.Text != nil {
			if k.Text, err = s.long("text", *c.Text); err != nil {
				return err
			}
		}
		if err := c.put(&k); err != nil {
			return err
		}
		_, after, err := tx.EditContact(k)
		if err != nil {
			return err
		}
		return s.contact(tx, after)
	})
}

func (s *session) contactByID(tx *vault.Tx, id string) (app.Contact, error) {
	k, err := tx.Contact(id)
	if err != nil {
		return k, app.E("not-found", "id", "value", id)
	}
	return k, nil
}

type contactDoneCmd struct {
	ID string `arg:"" name:"id"`
}

func (c contactDoneCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		if _, err := s.contactByID(tx, c.ID); err != nil {
			return err
		}
		_, after, err := tx.Answered(c.ID)
		if err != nil {
			return err
		}
		return s.contact(tx, after)
	})
}

type contactDeleteCmd struct {
	ID string `arg:"" name:"id"`
}

func (c contactDeleteCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		if _, err := s.contactByID(tx, c.ID); err != nil {
			return err
		}
		was, err := tx.DeleteContact(c.ID)
		if err != nil {
			return err
		}
		return s.contact(tx, was)
	})
}

type contactTrainingCmd struct {
	Out     string   `placeholder:"FILE"`
	Form    string   `enum:"text,json" default:"text" placeholder:"text|json"`
	Purpose []string `placeholder:"PURPOSE,…"`
	Channel []string `placeholder:"CHANNEL,…"`
	From    string   `placeholder:"DAY"`
	To      string   `placeholder:"DAY"`
	DryRun  bool
}

// trained is what was written, or with --dry-run what would be.
type trained struct {
	File string `json:"file"`
	exchange.Training
}

func (c contactTrainingCmd) Run(s *session) error {
	if !c.DryRun && c.Out == "" {
		return app.E("required", "out")
	}
	choice := app.TrainingChoice{}
	for _, p := range c.Purpose {
		choice.Purposes = append(choice.Purposes, app.Purpose(p))
	}
	for _, ch := range c.Channel {
		choice.Channels = append(choice.Channels, app.Channel(ch))
	}
	var err error
	if choice.From, err = day("from", c.From); err != nil {
		return err
	}
	if choice.To, err = day("to", c.To); err != nil {
		return err
	}
	return s.open(func(v *vault.Vault) error {
		if c.DryRun {
			t, err := exchange.PreviewTraining(s.ctx, v, choice, s.lang, s.progress())
			return s.trained(trained{"", t}, err)
		}
		out, err := newOutput("out", c.Out)
		if err != nil {
			return err
		}
		defer out.Discard()
		t, err := exchange.WriteTraining(s.ctx, v, choice, s.lang, c.Form, out, s.progress())
		if err == nil {
			err = out.Finish()
		}
		return s.trained(trained{out.kept(), t}, err)
	})
}

func (s *session) trained(t trained, err error) error {
	if err != nil {
		return err
	}
	t.Replaced, t.Sample = orEmpty(t.Replaced), orEmpty(t.Sample)
	return s.result(t, func(w io.Writer) {
		if t.File != "" {
			s.line(w, "say.written", "path", t.File)
		}
		s.line(w, "say.training", "contacts", strconv.Itoa(t.Contacts), "words", strconv.Itoa(len(t.Replaced)))
		section(s, w, "replaced", t.Replaced, func(m app.MaskedCount) []string {
			return []string{m.Word, s.choice("mask", m.Mask), strconv.Itoa(m.Count)}
		})
		s.line(w, "say.training-look")
	})
}
