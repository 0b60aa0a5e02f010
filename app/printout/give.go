package printout

import (
	"bytes"
	"cmp"

	"kortisto/app"
	"kortisto/app/vault"
)

// TranscriptOrder is how a customer gets a conversation that they had.
type TranscriptOrder struct {
	ContactID string
	Whole     bool   // the whole conversation, not only this day of it
	Mail      bool   // a draft of a mail with the PDF in it; else the PDF alone
	To        string // empty: the address on the card, if there is one
	Lang      app.Lang
}

// Make gives the file's bytes and writes the disclosure down: the customer's own
// request (GDPR Art. 15(1)(c)). It is made in the transaction in which the file
// is written, so that neither is there without the other.
func (t TranscriptOrder) Make(tx *vault.Tx) ([]byte, app.Disclosure, error) {
	in, err := TranscriptOf(tx, t.ContactID, t.Whole, t.Lang)
	if err != nil {
		return nil, app.Disclosure{}, err
	}
	file, to, err := t.render(tx, in)
	if err != nil {
		return nil, app.Disclosure{}, err
	}
	means := app.Letter
	if t.Mail {
		means = app.Email
	}
	d, err := tx.AddDisclosure(app.Disclosure{
		CustomerID: in.Customer.ID, What: "transcript", Recipient: cmp.Or(to, in.Customer.Name), Means: means, Basis: "own-request",
	})
	return file, d, err
}

func (t TranscriptOrder) render(tx *vault.Tx, in TranscriptInput) (file []byte, to string, err error) {
	doc, err := Transcript(in)
	if err != nil {
		return nil, "", err
	}
	pdf, err := PDF(doc)
	if err != nil || !t.Mail {
		return pdf, t.To, err
	}
	to = cmp.Or(t.To, in.Customer.Email)
	subject, text, err := TranscriptMail(in)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	err = WriteDraft(&b, Draft{
		From: in.Firm.Email, Name: in.Firm.Name, To: to, Subject: subject, Text: text, PDF: pdf, PDFName: doc.Title + ".pdf", Date: tx.Now.In(tx.Zone()),
	})
	return b.Bytes(), to, err
}
