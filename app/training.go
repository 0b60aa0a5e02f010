package app

import "slices"

// TrainingChoice chooses the contacts from which people of the firm may learn.
// Empty lists and days choose all.
type TrainingChoice struct {
	Purposes []Purpose `json:"purposes"`
	Channels []Channel `json:"channels"`
	From     Day       `json:"from"`
	To       Day       `json:"to"`
}

// Check judges a choice that came from outside.
func (c TrainingChoice) Check() Errors {
	es := ContactFilter{From: c.From, To: c.To}.Check()
	for _, p := range c.Purposes {
		es = append(es, checkChoice("purpose", p, Purposes())...)
	}
	for _, ch := range c.Channels {
		es = append(es, checkChoice("channel", ch, Channels())...)
	}
	return es
}

// Wants says whether a contact is chosen. A mass mailing teaches nothing.
func (c TrainingChoice) Wants(k Contact) bool {
	return !k.Mass && (len(c.Purposes) == 0 || slices.Contains(c.Purposes, k.Purpose)) && (len(c.Channels) == 0 || slices.Contains(c.Channels, k.Channel)) &&
		(c.From == "" || k.On >= c.From) && (c.To == "" || k.On <= c.To)
}

// TrainingItem is a contact without whose it is: no day, no name, no number, and
// no identifier that leads back to the register.
type TrainingItem struct {
	Number    int               `json:"number"` // place in the file
	Month     string            `json:"month"`  // 2026-03
	Channel   Channel           `json:"channel"`
	Direction Direction         `json:"direction"`
	Purpose   Purpose           `json:"purpose"`
	Seconds   int               `json:"seconds"`
	Subject   string            `json:"subject"`
	Text      string            `json:"text"`
	Messages  []TrainingMessage `json:"messages"`
}

// TrainingMessage is a line of a conversation.
type TrainingMessage struct {
	Role Role        `json:"role"`
	Kind MessageKind `json:"kind"`
	Text string      `json:"text"`
}

// TrainingOf makes a contact fit to learn from. What the firm's people wrote to
// one another is left out, and so are names of files and technical facts.
func TrainingOf(w WholeContact, number int, a *Anonymiser) TrainingItem {
	c := w.Contact
	a.Speakers(w)
	item := TrainingItem{
		Number: number, Month: string(c.On[:min(7, len(c.On))]), Channel: c.Channel, Direction: c.Direction, Purpose: c.Purpose, Seconds: c.Seconds,
		Subject: a.Text(c.Subject), Text: a.Text(c.Text), Messages: []TrainingMessage{},
	}
	for _, m := range w.Messages {
		if !m.Internal && m.Kind != KindNote {
			item.Messages = append(item.Messages, TrainingMessage{m.Role, m.Kind, a.Text(m.Text)})
		}
	}
	return item
}
