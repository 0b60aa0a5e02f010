package cli

import (
	"io"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// day reads a day from a flag; left out it is empty, which the register takes
// for today.
//
// Days in words (yesterday, +14) are not read: a script would mean another day
// every time it runs; and neither are years of two digits.
func day(flag, value string) (app.Day, error) {
	if value == "" {
		return "", nil
	}
	d, err := app.ReadFullDay(value, "")
	if err != nil {
		return "", app.E("day-invalid", flag, "value", value)
	}
	return d, nil
}

type contactAddCmd struct {
	Number    string `arg:""`
	Channel   string `required:"" enum:"phone,email,chat,visit,letter,other" placeholder:"CHANNEL"`
	Direction string `required:"" enum:"in,out" placeholder:"in|out"`
	On        string `placeholder:"DAY"`
	Text      string `required:"" placeholder:"T"`
	Attach    string `placeholder:"FILE"`
	contactDetails
}

func (c contactAddCmd) Run(s *session) error {
	on, err := day("on", c.On)
	if err != nil {
		return err
	}
	return s.open(func(v *vault.Vault) error {
		file, err := s.stage(v, "attach", c.Attach)
		if err != nil {
			return err
		}
		return v.Update(func(tx *vault.Tx) error { return c.add(s, tx, on, file) })
	})
}

// add writes the contact and hangs the file on it: both or neither.
func (c contactAddCmd) add(s *session, tx *vault.Tx, on app.Day, file vault.Staged) error {
	card, err := s.customer(tx, c.Number)
	if err != nil {
		return err
	}
	text, err := s.long("text", c.Text) // here, since the passphrase may stand before it
	if err != nil {
		return err
	}
	k := app.Contact{CustomerID: card.ID, On: on, Channel: app.Channel(c.Channel), Direction: app.Direction(c.Direction), Text: text}
	if err := c.put(&k); err != nil {
		return err
	}
	made, _, err := tx.LogContact(k)
	if err != nil {
		return err
	}
	if file.ID != "" {
		if _, err := tx.Attach(made.ID, file); err != nil {
			return err
		}
		made.Attachments = 1
	}
	return s.result(numbered{card.Number, made}, s.saved(card))
}

// long is a text that may be read from standard input, where it is in no list
// of processes.
func (s *session) long(flag, text string) (string, error) {
	if text != "-" {
		return text, nil
	}
	const most = 4 * 20_000 // bytes; the register counts characters
	b, err := io.ReadAll(io.LimitReader(s.in, most+1))
	if err != nil {
		return "", app.E("file-unreadable", flag, "file", "-")
	}
	if len(b) > most {
		return "", app.E("too-long", flag, "limit", "20000")
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

func (s *session) saved(c app.Customer) func(io.Writer) {
	return func(w io.Writer) { s.line(w, "say.saved", "number", c.Number) }
}

type deliveryCmd struct {
	Add deliveryAddCmd `cmd:""`
}

type deliveryAddCmd struct {
	Number   string `arg:""`
	Product  string `required:"" placeholder:"P"`
	On       string `placeholder:"DAY"`
	Quantity string `placeholder:"Q"`
}

func (c deliveryAddCmd) Run(s *session) error {
	on, err := day("on", c.On)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		made, err := tx.AddDelivery(app.Delivery{CustomerID: card.ID, On: on, Product: c.Product, Quantity: c.Quantity})
		if err != nil {
			return err
		}
		return s.result(struct {
			Number string `json:"number"`
			app.Delivery
		}{card.Number, made}, s.saved(card))
	})
}

type consentCmd struct {
	Give     consentGiveCmd     `cmd:""`
	Withdraw consentWithdrawCmd `cmd:""`
}

type consentFlags struct {
	Number  string `arg:""`
	Channel string `required:"" enum:"phone,email,chat,visit,letter,other" placeholder:"CHANNEL"`
	Wording string `placeholder:"T"`
	Source  string `placeholder:"T"`
	On      string `placeholder:"DAY"`
}

type consentGiveCmd struct{ consentFlags }

func (c consentGiveCmd) Run(s *session) error { return c.append(s, true) }

type consentWithdrawCmd struct{ consentFlags }

func (c consentWithdrawCmd) Run(s *session) error { return c.append(s, false) }

func (c consentFlags) append(s *session, given bool) error {
	on, err := day("on", c.On)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		made, err := tx.AddConsent(app.Consent{CustomerID: card.ID, Given: given, On: on, Channel: app.Channel(c.Channel), Wording: c.Wording, Source: c.Source})
		if err != nil {
			return err
		}
		return s.result(struct {
			Number string `json:"number"`
			app.Consent
		}{card.Number, made}, s.saved(card))
	})
}

type holdCmd struct {
	Add  holdAddCmd  `cmd:""`
	List holdListCmd `cmd:""`
	Lift holdLiftCmd `cmd:""`
}

type holdAddCmd struct {
	Number   string `arg:""`
	Kind     string `default:"other" placeholder:"KIND"`
	Reason   string `required:"" placeholder:"T"`
	ReviewOn string `required:"" placeholder:"DAY"`
}

func (c holdAddCmd) Run(s *session) error {
	on, err := day("review-on", c.ReviewOn)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		made, err := tx.PlaceHold(app.Hold{CustomerID: card.ID, Kind: c.Kind, Reason: c.Reason, ReviewOn: on})
		if err != nil {
			return err
		}
		return s.result(struct {
			Number string `json:"number"`
			app.Hold
		}{card.Number, made}, s.saved(card))
	})
}

type holdLiftCmd struct {
	Number string `arg:""`
}

func (c holdLiftCmd) Run(s *session) error {
	return s.update(func(tx *vault.Tx) error {
		card, err := s.customer(tx, c.Number)
		if err != nil {
			return err
		}
		if err := tx.LiftHold(card.ID); err != nil {
			return err
		}
		holds, err := tx.Holds(card.ID)
		if err != nil {
			return err
		}
		return s.result(struct {
			Number string     `json:"number"`
			Holds  []app.Hold `json:"holds"`
		}{card.Number, holds}, func(w io.Writer) { s.line(w, "say.hold-lifted", "number", card.Number) })
	})
}
