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

// Purpose tells what a contact was for, as far as the firm wants to know: what
// may be listened to again for quality or training is chosen by it.
type Purpose string

const (
	NoPurpose    Purpose = ""
	ForOrder     Purpose = "order"
	ForSupport   Purpose = "support"
	ForComplaint Purpose = "complaint"
	ForQuality   Purpose = "quality"
	ForTraining  Purpose = "training"
)

// Purposes in the order in which they are offered.
func Purposes() []Purpose {
	return []Purpose{ForOrder, ForSupport, ForComplaint, ForQuality, ForTraining}
}

// Contact is one entry of the contact history: a call, a letter, a visit, or
// the part of a conversation that fell on one day.
type Contact struct {
	ID         string    `json:"id"`
	CustomerID string    `json:"customerId"`
	On         Day       `json:"on"`
	At         string    `json:"at"` // time of day, 14:32 or 14:32:05; empty where nobody knows
	Channel    Channel   `json:"channel"`
	Direction  Direction `json:"direction"`
	Who        string    `json:"who"`       // with whom on the customer's side, as written
	HandledBy  string    `json:"handledBy"` // who of the firm
	Subject    string    `json:"subject"`
	Text       string    `json:"text"` // at most MaxText characters
	Purpose    Purpose   `json:"purpose"`
	Seconds    int       `json:"seconds"`    // length of a call; 0 where nobody knows
	Waiting    bool      `json:"waiting"`    // waits for the firm's answer: it stands in the queue
	FollowUpOn Day       `json:"followUpOn"` // when to come back to it; may be a later day
	Mass       bool      `json:"mass"`       // a mass mailing: does not move the clock
	RecordedAt time.Time `json:"-"`

	// Of what was brought in: a sum by which it is recognised when it comes again,
	// and one that binds the days of a conversation together.
	SourceKey string `json:"-"`
	ThreadKey string `json:"-"`

	Messages    int `json:"messages"`    // how many belong to it; worked out, never stored
	Attachments int `json:"attachments"` // likewise
}

// Normalised is the contact as it is kept.
func (c Contact) Normalised() Contact {
	c.On, c.FollowUpOn = Day(line(string(c.On))), Day(line(string(c.FollowUpOn)))
	c.At = line(c.At)
	c.Channel = choice(c.Channel)
	c.Direction = choice(c.Direction)
	c.Who, c.HandledBy, c.Subject = line(c.Who), line(c.HandledBy), line(c.Subject)
	c.Text = paragraphs(c.Text)
	c.Purpose = choice(c.Purpose)
	return c
}

// Check judges a normalised contact. A contact without words is one too: a call
// that was answered moves the clock. One of a later day than today is none.
func (c Contact) Check(today Day) Errors {
	es := slices.Concat(
		checkDay("on", c.On, today),
		checkClock("at", c.At),
		checkChoice("channel", c.Channel, Channels()),
		checkChoice("direction", c.Direction, []Direction{In, Out}),
		checkLine("who", c.Who, MaxName),
		checkLine("handledBy", c.HandledBy, MaxName),
		checkLine("subject", c.Subject, MaxSubject),
		checkParagraphs("text", c.Text, MaxText),
		checkChoice("purpose", c.Purpose, append([]Purpose{NoPurpose}, Purposes()...)),
	)
	if c.FollowUpOn != "" && !c.FollowUpOn.Valid() {
		es = append(es, E("day-invalid", "followUpOn", "value", string(c.FollowUpOn)))
	}
	if c.Seconds < 0 {
		es = append(es, E("invalid", "seconds"))
	}
	return es
}

// checkClock judges a time of day, 14:32 or 14:32:05; none is fine.
func checkClock(field, at string) Errors {
	if at == "" {
		return nil
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if _, err := time.Parse(layout, at); err == nil && len(at) == len(layout) {
			return nil
		}
	}
	return Errors{E("time-invalid", field, "value", at)}
}
