package printout

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"kortisto/app"
)

func TestADraftIsReadByAnotherLibraryAsItWasMeant(t *testing.T) {
	var b bytes.Buffer
	d := Draft{From: "info@pihajametsa.example", Name: "Piha ja Metsä Saarela", To: "helvi@posti.example", Subject: "Keskustelumme 12.3.2026 (Piha ja Metsä)",
		Text: "Hei ääkköset €\n.\nFrom alku\n" + strings.Repeat("pitkä rivi ", 200), PDF: []byte("%PDF-1.7\n\x00\xff"), PDFName: "keskustelu ä.pdf", Date: time.Date(2026, 3, 13, 9, 0, 0, 0, time.UTC)}
	if err := WriteDraft(&b, d); err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(&b)
	if err != nil {
		t.Fatal(err)
	}
	var words mime.WordDecoder
	subject, _ := words.DecodeHeader(m.Header.Get("Subject"))
	from, _ := m.Header.AddressList("From")
	if subject != d.Subject || m.Header.Get("X-Unsent") != "1" || len(from) != 1 || from[0].Name != d.Name || from[0].Address != d.From || !strings.Contains(m.Header.Get("To"), d.To) {
		t.Errorf("%+v", m.Header)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	text, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	got, _ := io.ReadAll(quotedprintable.NewReader(text))
	if s := strings.ReplaceAll(string(got), "\r\n", "\n"); strings.TrimRight(s, "\n ") != strings.TrimRight(d.Text, "\n ") {
		t.Errorf("text %q", s)
	}
	file, err := parts.NextPart()
	if err != nil || file.FileName() == "" || !strings.HasPrefix(file.Header.Get("Content-Type"), "application/pdf") {
		t.Errorf("%v %v", file, err)
	}
}

func TestAHeaderCanNotBeSmuggledIntoADraft(t *testing.T) {
	var b bytes.Buffer
	d := Draft{From: "a@b.example", Name: "Nimi\r\nBcc: x@y.example", Subject: "Aihe\r\nBcc: x@y.example\r\n\r\nrunko", Text: "t"}
	if err := WriteDraft(&b, d); err != nil && !errors.Is(err, app.E("email-form", "")) {
		t.Fatal(err)
	}
	if m, err := mail.ReadMessage(&b); err == nil && m.Header.Get("Bcc") != "" {
		t.Errorf("%+v", m.Header)
	}
	for _, to := range []string{"ei osoite", "a@b.example\r\nBcc: x@y.example", "a@b.example, c@d.example"} {
		if err := WriteDraft(io.Discard, Draft{To: to, Text: "t"}); !errors.Is(err, app.E("email-form", "")) {
			t.Errorf("%q: %v", to, err)
		}
	}
}
