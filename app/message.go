package app

import "slices"

// Role tells who speaks in a conversation.
type Role string

const (
	RoleCustomer Role = "customer"
	RoleAgent    Role = "agent" // somebody of the firm
	RoleBot      Role = "bot"
	RoleSystem   Role = "system"
	RoleUnknown  Role = "unknown" // the file does not say, and nobody has told yet
)

// MessageKind tells what a message is.
type MessageKind string

const (
	KindText         MessageKind = "text"
	KindEmail        MessageKind = "email"
	KindSMS          MessageKind = "sms"
	KindNote         MessageKind = "note" // among the firm's own people
	KindForm         MessageKind = "form"
	KindOfflineForm  MessageKind = "offline_form" // left while nobody was there
	KindMedia        MessageKind = "media"
	KindMediaOmitted MessageKind = "media_omitted" // the file says that something was left out
	KindDeleted      MessageKind = "deleted"
	KindMissedCall   MessageKind = "missed_call"
	KindCall         MessageKind = "call"
	KindLocation     MessageKind = "location"
	KindSystem       MessageKind = "system"
	KindReaction     MessageKind = "reaction"
	KindNull         MessageKind = "null_message" // the source wrote "null"
	KindEmpty        MessageKind = "empty"
	KindEncrypted    MessageKind = "encrypted"
	KindAutosuggest  MessageKind = "autosuggest"
)

func Roles() []Role { return []Role{RoleCustomer, RoleAgent, RoleBot, RoleSystem, RoleUnknown} }

func MessageKinds() []MessageKind {
	return []MessageKind{
		KindText, KindEmail, KindSMS, KindNote, KindForm, KindOfflineForm, KindMedia, KindMediaOmitted, KindDeleted, KindMissedCall,
		KindCall, KindLocation, KindSystem, KindReaction, KindNull, KindEmpty, KindEncrypted, KindAutosuggest,
	}
}

// Message is one line of a contact that is a conversation.
type Message struct {
	ID        string      `json:"id"`
	ContactID string      `json:"contactId"`
	At        string      `json:"at"` // time of day on the contact's day, 14:32:05
	Role      Role        `json:"role"`
	Author    string      `json:"author"`
	Kind      MessageKind `json:"kind"`
	Text      string      `json:"text"`
	Internal  bool        `json:"internal"` // among the firm's own people: never sent to the customer
	Edited    bool        `json:"edited"`
	FileName  string      `json:"fileName"` // of the file it speaks of
	Seconds   int         `json:"seconds"`  // of a call
	SourceKey string      `json:"-"`
}

// Normalised is the message as it is kept.
func (m Message) Normalised() Message {
	m.At, m.Author, m.FileName = line(m.At), line(m.Author), line(m.FileName)
	m.Text = paragraphs(m.Text)
	return m
}

// Check judges a normalised message.
func (m Message) Check() Errors {
	return slices.Concat(
		checkClock("at", m.At),
		checkChoice("role", m.Role, Roles()),
		checkChoice("kind", m.Kind, MessageKinds()),
		checkLine("author", m.Author, MaxName),
		checkLine("fileName", m.FileName, MaxLine),
		checkParagraphs("text", m.Text, MaxText),
	)
}

// TechnicalFact is one thing that a web page learnt of a visitor's machine. Name
// is ip, ua, browser, os, city, region, country, page, referrer or device.
type TechnicalFact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
