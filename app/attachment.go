package app

import "time"

// Caps on files that hang on a contact.
const (
	MaxAttachmentBytes = 200 << 20 // an hour of uncompressed speech is 115 MiB
	MaxAttachments     = 50        // of one contact
)

// Attachment is a file that hangs on a contact: a recording, a document, a mail.
// Its bytes lie sealed beside the register.
type Attachment struct {
	ID         string    `json:"id"`
	ContactID  string    `json:"contactId"`
	CustomerID string    `json:"customerId"`
	Name       string    `json:"name"`
	MediaType  string    `json:"mediaType"` // audio/mpeg, application/pdf, …: recognised by content, never believed from the name
	Size       int64     `json:"size"`      // bytes
	SHA256     string    `json:"sha256"`
	Recording  bool      `json:"recording"` // of a call: a shorter time to keep
	AddedAt    time.Time `json:"-"`
}
