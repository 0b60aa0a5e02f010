// Package post reads mail: single messages (.eml) and mailboxes (.mbox), a
// message at a time, so that a mailbox of any size needs the memory of its
// largest message. It understands the file and nothing more: who of the people in
// a mail is the firm, and what of it comes into the register, is for package
// history.
//
// Nothing remote is ever fetched: pictures and links stay names.
package post

import "kortisto/app"

// Mail is what was understood of one message.
type Mail struct {
	ID        string              `json:"id"`         // the Message-ID without its brackets; empty where it has none
	Sum       string              `json:"sum"`        // tells it from others where it has no ID
	Thread    []string            `json:"references"` // Message-IDs of what it answers, the oldest first
	From      []Address           `json:"from"`
	ReplyTo   []Address           `json:"replyTo"`
	To        []Address           `json:"to"` // To and Cc
	Subject   string              `json:"subject"`
	Time      string              `json:"time"`  // RFC 3339 in UTC; with Local "2026-06-13T09:05:12"; empty: the mail does not say
	Local     bool                `json:"local"` // a wall clock's time: the zone is not in the mail
	Text      string              `json:"text"`  // HTML already reduced to text; answers quoted in it stay
	Files     []File              `json:"files"`
	Bulk      bool                `json:"bulk"`   // sent to many, or by a machine
	Report    bool                `json:"report"` // a mail system tells what became of a mail
	Unread    bool                `json:"unread"` // beyond the limits, or damaged: the text stays out
	Technical []app.TechnicalFact `json:"technical"`
}

// Address is one of a mail's people.
type Address struct {
	Name  string `json:"name"`
	Email string `json:"email"` // lower case
}

// File is something that is enclosed.
type File struct {
	Name string `json:"name"` // a file's own, without folders
	Type string `json:"type"` // as the mail says: image/png
	Size int64  `json:"size"` // bytes

	Content []byte `json:"-"` // good as long as the mail is kept
}

// Limits of what is read.
const (
	MaxMailBytes = 64 << 20 // of one message; larger ones stay out and are counted
	MaxParts     = 1000     // of one message
	MaxDepth     = 20       // of parts within parts
	maxHeader    = 1 << 20  // bytes
	maxField     = 64 << 10 // bytes of one field of the header
	maxPeople    = 500      // of one field
	maxThread    = 100      // the oldest and the newest of what a mail refers to
	maxText      = 1 << 20  // bytes; no text comes near it, and the register's own limit is smaller
	maxFiles     = 50       // as many as a contact may have
)

// Formats of files.
const (
	EML  = "mail-eml"
	MBOX = "mail-mbox"
)
