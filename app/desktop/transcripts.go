package desktop

import (
	"encoding/base64"
	"errors"
	"os"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
)

// Transcripts give a customer the conversation that they had.
type Transcripts struct{ sh *shell }

// TranscriptPreview is what would be given, in the window's memory.
type TranscriptPreview struct {
	PDF     string   `json:"pdf"` // base64
	Subject string   `json:"subject"`
	Text    string   `json:"text"`
	To      string   `json:"to"` // the address on the card
	Whole   bool     `json:"whole"`
	Lang    app.Lang `json:"language"`
}

// TranscriptOrder is how it is to be given.
type TranscriptOrder struct {
	ContactID string `json:"contactId"`
	Whole     bool   `json:"whole"` // the whole conversation, not only this day of it
	Mail      bool   `json:"mail"`  // a mail to look through and send; else a PDF
	To        string `json:"to"`
	Keep      bool   `json:"keep"` // the address is put on the card as well
}

// Preview shows what the customer would get. Nothing is written.
func (t *Transcripts) Preview(contactID string, whole bool) (TranscriptPreview, error) {
	return view(t.sh, func(tx *vault.Tx) (TranscriptPreview, error) {
		in, err := printout.TranscriptOf(tx, contactID, whole, "")
		if err != nil {
			return TranscriptPreview{}, err
		}
		doc, err := printout.Transcript(in)
		if err != nil {
			return TranscriptPreview{}, err
		}
		pdf, err := printout.PDF(doc)
		if err != nil {
			return TranscriptPreview{}, err
		}
		subject, text, err := printout.TranscriptMail(in)
		return TranscriptPreview{
			PDF: base64.StdEncoding.EncodeToString(pdf), Subject: subject, Text: text, To: in.Customer.Email, Whole: whole, Lang: doc.Lang,
		}, err
	})
}

// Save writes the transcript where the person says, and the disclosure into the
// register. It gives the path, or "" when they changed their mind.
func (t *Transcripts) Save(o TranscriptOrder) (string, error) {
	return call(t.sh, func() (string, error) {
		v, err := t.sh.vault()
		if err != nil {
			return "", err
		}
		name, kind := "keskustelu.pdf", FileKind{"PDF", "*.pdf"}
		if o.Mail {
			name, kind = "keskustelu.eml", FileKind{"EML", "*.eml"}
		}
		path, err := t.sh.host.SaveFile("", name, kind)
		if err != nil || path == "" {
			return "", err
		}
		written := false
		err = v.Update(func(tx *vault.Tx) error {
			file, d, err := printout.TranscriptOrder{ContactID: o.ContactID, Whole: o.Whole, Mail: o.Mail, To: o.To}.Make(tx)
			if err != nil {
				return err
			}
			if o.Keep && o.To != "" {
				if _, _, err := tx.EditCustomer(d.CustomerID, map[string]string{"email": o.To}); err != nil {
					return err
				}
			}
			if err := writeFile(path, file); err != nil {
				return errors.Join(app.E("file-unwritable", "path", "path", path), err)
			}
			written = true
			return nil
		})
		if err != nil {
			if written {
				_ = os.Remove(path) // no copy without its line in the register
			}
			return "", err
		}
		t.sh.mu.Lock()
		t.sh.saved[path] = true
		t.sh.mu.Unlock()
		return path, nil
	})
}
