package printout

import (
	"bytes"
	"cmp"
	"io"
	"time"

	"github.com/wneessen/go-mail"

	"kortisto/app"
)

// Draft is a mail that is not sent yet: the person looks at it in their own
// mail program and sends it from there.
type Draft struct {
	From    string // the firm's address; empty: the mail program's own
	Name    string // the firm's
	To      string // may be empty
	Subject string
	Text    string
	PDF     []byte // may be empty
	PDFName string
	Type    string // of the attachment; empty: a PDF
	Date    time.Time
}

// WriteDraft writes a draft as an .eml file (RFC 5322, MIME). X-Unsent makes
// Outlook open it for writing. An address that is none is "email-form".
func WriteDraft(w io.Writer, d Draft) error {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if d.From != "" {
		if err := m.FromFormat(d.Name, d.From); err != nil {
			return app.E("email-form", "email", "value", d.From)
		}
	}
	if d.To != "" {
		if err := m.To(d.To); err != nil {
			return app.E("email-form", "to", "value", d.To)
		}
	}
	m.Subject(d.Subject)
	m.SetDateWithValue(d.Date)
	m.SetGenHeader("X-Unsent", "1")
	m.SetBodyString(mail.TypeTextPlain, d.Text)
	if len(d.PDF) > 0 {
		if err := m.AttachReader(d.PDFName, bytes.NewReader(d.PDF), mail.WithFileContentType(mail.ContentType(cmp.Or(d.Type, "application/pdf")))); err != nil {
			return err
		}
	}
	_, err := m.WriteTo(w)
	return err
}
