package app

import "time"

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
	Text       string    `json:"text"` // at most 20 000 characters
	Mass       bool      `json:"mass"` // a mass mailing: does not move the clock (REPORT 0.3)
	RecordedAt time.Time `json:"-"`
}
