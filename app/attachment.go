package app

import (
	"strings"
	"time"
	"unicode"
)

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

	Extension *Extension `json:"extension"` // of a recording that is kept longer; nil: none
}

// FileName is the last part of a name as a file system may have it: no path, no
// control character, none that turns the writing direction, at most MaxLine
// characters with the ending kept. A name of which nothing is left is "".
func FileName(name string) string {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar:
			return -1
		case strings.ContainsRune(`<>:"|?*`, r): // not in a name on Windows
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.TrimSpace(strings.TrimLeft(strings.TrimRight(name, ". "), ". "))
	runes := []rune(name)
	if len(runes) <= MaxLine {
		return name
	}
	ending := ""
	if at := strings.LastIndex(name, "."); at >= 0 && len(name)-at <= 12 {
		ending = name[at:]
	}
	return string(runes[:MaxLine-len([]rune(ending))]) + ending
}
