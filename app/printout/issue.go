package printout

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// LetterOrder is a letter that is to go out.
type LetterOrder struct {
	RequestID  string
	Kind       app.LetterKind
	Lang       app.Lang // empty: the request's own
	Paragraphs []string // nil: as drafted
	Way        string   // one of app.LetterWays
	Seal       string   // how the file is closed that goes by mail: SealZIP, SealAge; empty: the PDF alone is wanted
}

// Issued is a letter that is written down as sent, and its file.
type Issued struct {
	Letter     app.IssuedLetter
	Name       string   // of the file
	File       []byte   // the PDF; of a sealed one a draft of a mail with the closed file in it
	Passphrase []string // that opens it; kept nowhere
	Sections   []string
}

// Issue writes a letter and writes it down, in the transaction in which its file
// is written, so that neither is there without the other.
func (o LetterOrder) Issue(tx *vault.Tx) (Issued, error) {
	in, err := LetterOf(tx, o.RequestID, o.Kind, o.Lang, o.Paragraphs)
	if err != nil {
		return Issued{}, err
	}
	doc, err := Letter(in)
	if err != nil {
		return Issued{}, err
	}
	pdf, err := PDF(doc)
	if err != nil {
		return Issued{}, err
	}
	pages, err := Pages(doc)
	if err != nil {
		return Issued{}, err
	}
	sum := sha256.Sum256(pdf)
	out := Issued{Name: fileName(in) + ".pdf", File: pdf, Sections: Sections(doc)}
	out.Letter, err = tx.IssueLetter(app.IssuedLetter{
		RequestID: o.RequestID, Kind: o.Kind, Language: doc.Lang, Way: o.Way, Pages: pages, SHA256: hex.EncodeToString(sum[:]),
	})
	if err != nil || o.Seal == "" {
		return out, err
	}
	err = o.seal(tx, in, &out)
	return out, err
}

// fileName names the request and nobody: the name of an encrypted file can be read.
func fileName(in LetterInput) string {
	w, err := wordsFor(in.Lang)
	if err != nil {
		return in.Request.Number
	}
	return w.text("mail.file") + "-" + in.Request.Number
}

// seal closes the PDF under a new passphrase and puts it into a draft of a mail.
func (o LetterOrder) seal(tx *vault.Tx, in LetterInput, out *Issued) error {
	w, err := wordsFor(in.Lang)
	if err != nil {
		return err
	}
	if out.Passphrase, err = vault.SuggestSpoken(in.Lang); err != nil {
		return err
	}
	file, name, mediaType, err := sealed(o.Seal, out.Name, out.File, strings.Join(out.Passphrase, "-"), tx.Today, vault.Chance())
	if err != nil {
		return err
	}
	to := cmp.Or(in.Request.Email, in.Customer.Email)
	if o.Kind == app.LetterRecipient {
		to = "" // the owner writes to whom it goes
	}
	key := "mail.zip"
	if o.Seal == SealAge {
		key = "mail.age"
	}
	var b bytes.Buffer
	err = WriteDraft(&b, Draft{
		From: in.Firm.Email, Name: in.Firm.Name, To: to, Subject: w.text("mail.subject", "firm", in.Firm.Name),
		Text: w.text(key, "name", name, "firm", in.Firm.Name), PDF: file, PDFName: name, Type: mediaType, Date: tx.Now.In(tx.Zone()),
	})
	out.File, out.Name = b.Bytes(), strings.TrimSuffix(out.Name, ".pdf")+".eml"
	return err
}
