package app

import (
	"slices"
	"time"
)

// Channel is the way in which a contact or a consent came.
type Channel string

const (
	Phone  Channel = "phone"
	Email  Channel = "email"
	Chat   Channel = "chat"
	Visit  Channel = "visit"
	Letter Channel = "letter"
	Other  Channel = "other"
)

func Channels() []Channel { return []Channel{Phone, Email, Chat, Visit, Letter, Other} }

// Direction is seen from the firm.
type Direction string

const (
	In  Direction = "in"
	Out Direction = "out"
)

// Contact is one entry of the contact history.
type Contact struct {
	ID         string    `json:"id"`
	CustomerID string    `json:"customerId"`
	On         Day       `json:"on"`
	Channel    Channel   `json:"channel"`
	Direction  Direction `json:"direction"`
	Text       string    `json:"text"` // at most MaxText characters
	Mass       bool      `json:"mass"` // a mass mailing: does not move the clock
	RecordedAt time.Time `json:"-"`
}

// Normalised is the contact as it is kept.
func (c Contact) Normalised() Contact {
	c.On = Day(line(string(c.On)))
	c.Channel = choice(c.Channel)
	c.Direction = choice(c.Direction)
	c.Text = paragraphs(c.Text)
	return c
}

// Check judges a normalised contact. A contact without words is one too: a call
// that was answered moves the clock. One of a later day than today is none.
func (c Contact) Check(today Day) Errors {
	return slices.Concat(
		checkDay("on", c.On, today),
		checkChoice("channel", c.Channel, Channels()),
		checkChoice("direction", c.Direction, []Direction{In, Out}),
		checkParagraphs("text", c.Text, MaxText),
	)
}
