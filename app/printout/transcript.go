package printout

import (
	"cmp"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// TranscriptInput is a conversation, as the customer who had it gets it.
type TranscriptInput struct {
	Firm     app.Firm
	Lang     app.Lang // empty: the customer's own
	Today    app.Day
	Customer app.Customer
	Parts    []TranscriptPart
}

// TranscriptPart is what was said on one day.
type TranscriptPart struct {
	Contact  app.Contact
	Messages []app.Message
}

// TranscriptOf gathers a contact, or the whole conversation that it is a part
// of. Whatever else hangs on the contacts (notes, machine data, files) is left
// in the register.
func TranscriptOf(tx *vault.Tx, contactID string, whole bool, lang app.Lang) (in TranscriptInput, err error) {
	in = TranscriptInput{Lang: lang, Today: tx.Today}
	contact, err := tx.Contact(contactID)
	if err != nil {
		return in, err
	}
	if in.Firm, err = tx.Firm(); err != nil {
		return in, err
	}
	if in.Customer, err = tx.Customer(contact.CustomerID); err != nil {
		return in, err
	}
	contacts := []app.Contact{contact}
	if whole && contact.ThreadKey != "" {
		all, _, err := tx.Contacts(contact.CustomerID, 0, 0) // of this customer alone, whoever else the thread had
		if err != nil {
			return in, err
		}
		contacts = slices.DeleteFunc(all, func(c app.Contact) bool { return c.ThreadKey != contact.ThreadKey })
	}
	messages, err := messagesOf(tx, contacts)
	if err != nil {
		return in, err
	}
	for _, c := range contacts {
		in.Parts = append(in.Parts, TranscriptPart{c, messages[c.ID]})
	}
	return in, nil
}

// spoken is the conversation's lines that were said between customer and firm,
// day by day. The firm's notes among itself, notices of programs and what was
// only suggested were not. A letter or mail without lines is its own text; of a
// call or a visit the text is the firm's note, and so no part of it.
func (in TranscriptInput) spoken() []TranscriptPart {
	parts := slices.SortedStableFunc(slices.Values(in.Parts), func(x, y TranscriptPart) int {
		return cmp.Or(cmp.Compare(x.Contact.On, y.Contact.On), cmp.Compare(x.Contact.At, y.Contact.At))
	})
	var out []TranscriptPart
	for _, p := range parts {
		lines := p.Messages
		if len(lines) == 0 && slices.Contains([]app.Channel{app.Email, app.Chat, app.Letter}, p.Contact.Channel) {
			role := app.RoleCustomer
			if p.Contact.Direction == app.Out {
				role = app.RoleAgent
			}
			lines = []app.Message{{At: p.Contact.At, Role: role, Kind: app.KindText, Text: p.Contact.Text}}
		}
		lines = slices.DeleteFunc(slices.Clone(lines), func(m app.Message) bool { return !said(m) })
		if len(lines) > 0 {
			out = append(out, TranscriptPart{p.Contact, lines})
		}
	}
	return out
}

// said says whether a line was said between customer and firm.
func said(m app.Message) bool {
	if m.Internal || m.Role == app.RoleSystem {
		return false
	}
	switch m.Kind {
	case app.KindNote, app.KindSystem, app.KindAutosuggest, app.KindNull, app.KindEmpty:
		return false
	case app.KindText, app.KindEmail, app.KindSMS:
		return strings.TrimSpace(m.Text) != "" || m.FileName != ""
	}
	return true
}

// transcript builds the document in one language.
type transcript struct{ *letter }

func newTranscript(in TranscriptInput) (*transcript, []TranscriptPart, error) {
	parts := in.spoken()
	if len(parts) == 0 {
		return nil, nil, app.E("transcript-empty", "")
	}
	l, err := newLetter(in.Firm, cmp.Or(in.Lang, in.Customer.Language), in.Today, "")
	return &transcript{l}, parts, err
}

// Transcript is the conversation as a letter to the customer who had it.
func Transcript(in TranscriptInput) (Document, error) {
	t, parts, err := newTranscript(in)
	if err != nil {
		return Document{}, err
	}
	c := in.Customer
	t.doc.Title = t.text("transcript.title")
	for _, row := range []string{c.Name, c.Street, joinPlace(c.Postcode, c.Town)} {
		t.doc.Recipient = append(t.doc.Recipient, joined("", row)...)
	}
	t.say("transcript.intro", "firm", in.Firm.Name)
	for _, p := range parts {
		t.add(Heading{Level: 2, Text: t.heading(p.Contact)})
		table := Table{Columns: []Column{t.column("messages.at_time", 13), t.column("messages.role", 17), t.column("messages.text", 70)}}
		for _, m := range p.Messages {
			table.Rows = append(table.Rows, cells(m.At, t.speaker(m), t.line(m)))
		}
		t.add(table)
	}
	return t.doc, nil
}

// TranscriptMail is the same as the subject and the plain text of a mail.
func TranscriptMail(in TranscriptInput) (subject, text string, err error) {
	t, parts, err := newTranscript(in)
	if err != nil {
		return "", "", err
	}
	var b strings.Builder
	b.WriteString(t.text("transcript.intro", "firm", in.Firm.Name) + "\n")
	for _, p := range parts {
		b.WriteString("\n" + t.heading(p.Contact) + "\n\n")
		for _, m := range p.Messages {
			at := strings.Join(joined(" ", m.At, t.speaker(m)), "")
			b.WriteString(plain(at+": "+strings.ReplaceAll(t.line(m), "\n", "\n  ")) + "\n")
		}
	}
	b.WriteString("\n-- \n" + strings.Join(slices.Concat(joined("", in.Firm.Name), joined(", ", in.Firm.Phone, in.Firm.Email)), "\n") + "\n")
	return plain(t.text("transcript.subject", "firm", in.Firm.Name, "day", showDay(parts[0].Contact.On))), b.String(), nil
}

func (t *transcript) heading(c app.Contact) string {
	return strings.Join(joined(" · ", showDay(c.On), t.code("channel", string(c.Channel)), c.Subject), "")
}

// speaker is the customer or the firm; who of the firm is nobody's to know.
func (t *transcript) speaker(m app.Message) string { return t.code("speaker", string(m.Role)) }

func (t *transcript) line(m app.Message) string {
	out := joined("", m.Text)
	if len(out) == 0 && m.FileName == "" {
		out = []string{"(" + strings.ToLower(t.code("message", string(m.Kind))) + ")"}
	}
	if m.FileName != "" {
		out = append(out, "("+t.field("messages", "file_name")+": "+m.FileName+")")
	}
	if m.Seconds > 0 {
		out = append(out, "("+t.field("messages", "seconds")+": "+length(m.Seconds)+")")
	}
	return strings.Join(out, "\n")
}
