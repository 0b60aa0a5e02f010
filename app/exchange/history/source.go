// Package history brings conversations, calls and recordings into the contact
// history: what package talk read of files becomes contacts of customers, a
// contact for each conversation and day with what was said in it.
//
// It goes as every import does: Preview says for each conversation whose it is
// and what would happen, and changes nothing; Run does exactly that as one batch,
// or nothing. What came in before is recognised: the same file again adds
// nothing, a longer one only what is new.
//
// Whose a conversation is, is decided by what is known of it: a conversation
// that was placed before, an e-mail address, a phone number. A name alone is
// offered and never decided.
package history

import (
	"io"

	"kortisto/app/exchange"
	"kortisto/app/exchange/post"
	"kortisto/app/exchange/talk"
)

// Source is one file of conversations. Each hands them over one by one, so that
// a mailbox never has to be in memory; it is called twice, for the preview and
// for the import, and gives the same both times.
type Source struct {
	Name       string // of the file, without its directory
	Digest     string // a sum of its bytes
	Format     string
	Variant    string
	Findings   []talk.Finding
	Recordings []talk.Recording
	Each       func(yield func(talk.Conversation) error) error // nil for mail
	Sound      func() (io.ReadCloser, error)                   // the file itself, where it is the recording of a call; else nil

	mail   *mailbox // of all files of mail; nil: no mail
	box    post.Box
	before int64 // bytes of the files before it
}

// FromFile is a file that is small enough to have been read whole.
func FromFile(name, digest string, f *talk.File) Source {
	return Source{
		Name: name, Digest: digest, Format: f.Format, Variant: f.Variant, Findings: f.Findings, Recordings: f.Recordings,
		Each: func(yield func(talk.Conversation) error) error {
			for _, c := range f.Conversations {
				if err := yield(c); err != nil {
					return err
				}
			}
			for _, c := range byNumber(f.Calls) {
				if err := yield(c); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// Finding is one line of the report; Row counts conversations from 1 over all files.
type Finding = exchange.Finding
