package desktop

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
)

// phoned is an open register with one customer who phoned once.
func phoned(t *testing.T) (*bench, app.Contact) {
	b := opened(t)
	private := t.TempDir()
	b.sh.cfg.Private = private
	c := do[Card](b, "Customers.Add", []FieldValue{{"name", "Helvi Mäkinen"}, {"email", "helvi@posti.example"}}).Customer
	k := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.In, Text: "Soitti"})
	return b, k
}

// asks sends one request as the page would.
func asks(b *bench, method, path string, body io.Reader, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, body)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rw := httptest.NewRecorder()
	next := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusTeapot) })
	guardPages(b.Window.serveFiles(next)).ServeHTTP(rw, r)
	return rw
}

func attached(b *bench, contactID, name, content string) AttachmentItem {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.Fatal(err)
	}
	b.host.open = path
	return do[AttachmentItem](b, "Attachments.Add", contactID)
}

const wav = "RIFF\x24\x00\x00\x00WAVEfmt "

func TestTheWindowListensToARecordingFromAnyPlace(t *testing.T) {
	b, k := phoned(t)
	sound := wav + strings.Repeat("0123456789", 30_000)
	a := attached(b, k.ID, "puhelu.wav", sound)
	if !a.Plays || !a.Recording || a.Family != "audio" || a.Size != len(sound) {
		t.Errorf("%+v", a)
	}
	rw := asks(b, "GET", filesPath+a.ID, nil)
	if rw.Code != 200 || rw.Body.String() != sound || rw.Header().Get("Content-Type") != "audio/wav" || rw.Header().Get("Content-Disposition") != "" ||
		rw.Header().Get("X-Content-Type-Options") != "nosniff" || rw.Header().Get("Cache-Control") != "no-store" || rw.Header().Get("Accept-Ranges") != "bytes" {
		t.Errorf("%d %v", rw.Code, rw.Header())
	}
	for spec, want := range map[string]string{"bytes=0-3": "RIFF", "bytes=-4": sound[len(sound)-4:], "bytes=70000-70009": sound[70000:70010], "bytes=299999-": sound[299999:]} {
		rw := asks(b, "GET", filesPath+a.ID, nil, "Range", spec)
		if rw.Code != http.StatusPartialContent || rw.Body.String() != want || !strings.HasPrefix(rw.Header().Get("Content-Range"), "bytes ") {
			t.Errorf("%s: %d, %d bytes", spec, rw.Code, rw.Body.Len())
		}
	}
	if rw := asks(b, "GET", filesPath+a.ID, nil, "Range", "bytes=900000-"); rw.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("past the end: %d", rw.Code)
	}
	for _, path := range []string{filesPath, filesPath + "nobody", filesPath + "../key-pass", filesPath + a.ID + "/x", filesPath + "%2e%2e%2fkey-pass"} {
		if rw := asks(b, "GET", path, nil); rw.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rw.Code)
		}
	}
	for _, method := range []string{"PUT", "DELETE", "OPTIONS"} {
		if rw := asks(b, method, filesPath+a.ID, nil); rw.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, rw.Code)
		}
	}
	if rw := asks(b, "GET", "/index.html", nil); rw.Code != http.StatusTeapot {
		t.Errorf("another page: %d", rw.Code)
	}
	do[SessionState](b, "Session.Lock", "user")
	if rw := asks(b, "GET", filesPath+a.ID, nil); rw.Code != http.StatusNotFound || strings.Contains(rw.Body.String(), "RIFF") {
		t.Errorf("locked: %d", rw.Code)
	}
	if rw := asks(b, "POST", filesPath+k.ID+"?name=a.txt", strings.NewReader("x")); rw.Code != http.StatusNotFound {
		t.Errorf("locked: %d", rw.Code)
	}
}

func TestWhatIsNoSoundIsNeverShownByTheWindow(t *testing.T) {
	b, k := phoned(t)
	for name, content := range map[string]string{"a.html": "<script>alert(1)</script>", "b.svg": "<svg onload='x'/>", "ä b.pdf": "%PDF-1.7", "c.exe": "MZ\x00\x01"} {
		a := attached(b, k.ID, name, content)
		rw := asks(b, "GET", filesPath+a.ID, nil)
		h := rw.Header()
		if rw.Code != 200 || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || strings.Contains(h.Get("Content-Type"), "html") || strings.Contains(h.Get("Content-Type"), "svg") ||
			h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %v", name, rw.Code, h)
		}
	}
	if served("text/html") != "application/octet-stream" || served("audio/wav; x=\r\n") != "application/octet-stream" {
		t.Error("a type that is not on the list is sent")
	}
}

func TestAFileThatIsDroppedOnThePageIsKept(t *testing.T) {
	b, k := phoned(t)
	rw := asks(b, "POST", filesPath+k.ID+"?name=tarjous+%C3%A4.pdf", strings.NewReader("%PDF-1.7 tarjous"))
	if rw.Code != http.StatusNoContent {
		t.Fatalf("%d %s", rw.Code, rw.Body)
	}
	list := do[[]AttachmentItem](b, "Attachments.List", k.ID)
	if len(list) != 1 || list[0].Name != "tarjous ä.pdf" || list[0].Family != "pdf" || list[0].Plays || !list[0].Opens {
		t.Errorf("%+v", list)
	}
	if rw := asks(b, "POST", filesPath+k.ID+"?name=", strings.NewReader("x")); rw.Code != http.StatusUnprocessableEntity || !strings.Contains(rw.Body.String(), "required") {
		t.Errorf("without a name: %d %s", rw.Code, rw.Body)
	}
	if rw := asks(b, "POST", filesPath+"nobody?name=a", strings.NewReader("x")); rw.Code != http.StatusNotFound {
		t.Errorf("no such contact: %d", rw.Code)
	}
}

func TestAFileGoesAndComesBack(t *testing.T) {
	b, k := phoned(t)
	a := attached(b, k.ID, "a.txt", "teksti")
	do[none](b, "Attachments.Delete", a.ID)
	if rw := asks(b, "GET", filesPath+a.ID, nil); rw.Code != http.StatusNotFound {
		t.Errorf("%d", rw.Code)
	}
	do[none](b, "Attachments.Restore", a.ID)
	if rw := asks(b, "GET", filesPath+a.ID, nil); rw.Body.String() != "teksti" {
		t.Errorf("%q", rw.Body)
	}
	b.host.open = ""
	if none := do[AttachmentItem](b, "Attachments.Add", k.ID); none.ID != "" {
		t.Error("a file without a choice")
	}
	refused(b, "attachment-none", "Attachments.Restore", "nobody")
}

func TestAReadableCopyIsMadeOnRequestAndTakenBackAtLocking(t *testing.T) {
	b, k := phoned(t)
	a := attached(b, k.ID, "lasku.exe", "%PDF-1.7 lasku")
	if left, _ := os.ReadDir(b.sh.cfg.Private); len(left) != 0 {
		t.Fatalf("%v before anybody asked", left)
	}
	do[none](b, "Attachments.Open", a.ID)
	path := b.host.shown[0]
	content, err := os.ReadFile(path)
	file, _ := os.Stat(path)
	dir, _ := os.Stat(filepath.Dir(path))
	if err != nil || string(content) != "%PDF-1.7 lasku" || file.Mode().Perm() != 0o600 || dir.Mode().Perm() != 0o700 || !strings.HasPrefix(path, b.sh.cfg.Private) {
		t.Errorf("%v %v %v %q", err, file.Mode(), dir.Mode(), content)
	}
	if filepath.Base(path) != "lasku.exe.pdf" {
		t.Errorf("%s: the name would choose the program", filepath.Base(path))
	}
	program := attached(b, k.ID, "ohjelma.pdf", "MZ\x00\x01")
	refused(b, "not-available", "Attachments.Open", program.ID)
	do[SessionState](b, "Session.Lock", "idle")
	if left, _ := os.ReadDir(b.sh.cfg.Private); len(left) != 0 {
		t.Errorf("%v is left after locking", left)
	}
}

func TestNamesOfReadableCopiesEndInWhatTheyAre(t *testing.T) {
	for in, want := range map[[2]string]string{
		{"a.pdf", "application/pdf"}: "a.pdf", {"A.PDF", "application/pdf"}: "A.PDF", {"a.sh", "text/plain"}: "a.sh.txt", {"x.html", "text/plain"}: "x.html.txt",
		{"kuva.jpeg", "image/jpeg"}: "kuva.jpeg", {"../../etc/x", "image/png"}: "x.png", {"", "application/pdf"}: "kortisto.pdf", {"a.docm", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}: "a.docm.docx",
	} {
		if got := lentAs(app.Attachment{Name: in[0], MediaType: in[1]}); got != want {
			t.Errorf("%v: %s, want %s", in, got, want)
		}
	}
}

func TestSavingACopyIsWrittenDown(t *testing.T) {
	b, k := phoned(t)
	a := attached(b, k.ID, "a.txt", "teksti")
	b.host.save = filepath.Join(t.TempDir(), "kopio.txt")
	if path := do[string](b, "Attachments.Save", a.ID); path != b.host.save {
		t.Error(path)
	}
	if content, err := os.ReadFile(b.host.save); err != nil || string(content) != "teksti" {
		t.Errorf("%q %v", content, err)
	}
	if !logged(b, k.CustomerID, "attachment-saved") {
		t.Error("a copy left the register unseen")
	}
}

func logged(b *bench, customerID, action string) bool {
	b.Helper()
	found := false
	err := b.sh.v.View(func(tx *vault.Tx) error {
		rows, err := tx.AuditOf(customerID)
		for _, r := range rows {
			found = found || r.Action == action
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return found
}

func TestTheCustomerGetsTheConversationAndThatIsWrittenDown(t *testing.T) {
	b, k := phoned(t)
	chat := do[app.Contact](b, "Contacts.Add", app.Contact{CustomerID: k.CustomerID, Channel: app.Chat, Direction: app.In})
	if err := b.sh.v.Update(func(tx *vault.Tx) error {
		return tx.AddMessages(chat.ID, []app.Message{
			{At: "12:00", Role: app.RoleCustomer, Kind: app.KindText, Text: "Haketetaanko oksat?"},
			{At: "12:01", Role: app.RoleAgent, Kind: app.KindNote, Text: "hakkuri varattava", Internal: true},
		})
	}); err != nil {
		t.Fatal(err)
	}
	p := do[TranscriptPreview](b, "Transcripts.Preview", chat.ID, false)
	if p.To != "helvi@posti.example" || !strings.Contains(p.Text, "12:00 Te: Haketetaanko oksat?") || strings.Contains(p.Text, "hakkuri") || p.PDF == "" {
		t.Errorf("%+v", p)
	}
	refused(b, "transcript-empty", "Transcripts.Preview", k.ID, false)
	b.host.save = filepath.Join(t.TempDir(), "k.eml")
	order := TranscriptOrder{ContactID: chat.ID, Mail: true, To: "uusi@posti.example", Keep: true}
	do[string](b, "Transcripts.Save", order)
	eml, err := os.ReadFile(b.host.save)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(eml))
	if err != nil || m.Header.Get("To") != "<uusi@posti.example>" {
		t.Errorf("%v %v", m, err)
	}
	if bytes.Contains(eml, []byte("hakkuri")) {
		t.Error("the firm's note went along")
	}
	var given []app.Disclosure
	var c app.Customer
	err = b.sh.v.View(func(tx *vault.Tx) (err error) {
		given, err = tx.Disclosures(k.CustomerID)
		c, _ = tx.Customer(k.CustomerID)
		return err
	})
	if err != nil || len(given) != 1 || given[0].What != "transcript" || given[0].Recipient != "uusi@posti.example" || given[0].Means != app.Email || given[0].Basis != "own-request" {
		t.Errorf("%+v %v", given, err)
	}
	if c.Email != "uusi@posti.example" {
		t.Errorf("the address was not kept: %s", c.Email)
	}
	// Where the file can not be written, nothing was given.
	b.host.save = filepath.Join(t.TempDir(), "nowhere", "k.pdf")
	refused(b, "file-unwritable", "Transcripts.Save", TranscriptOrder{ContactID: chat.ID})
	b.host.save = filepath.Join(t.TempDir(), "k.eml")
	refused(b, "email-form", "Transcripts.Save", TranscriptOrder{ContactID: chat.ID, Mail: true, To: "ei osoite"})
	if _, err := os.Stat(b.host.save); !errors.Is(err, os.ErrNotExist) {
		t.Error("a refused file was written")
	}
	_ = b.sh.v.View(func(tx *vault.Tx) (err error) { given, err = tx.Disclosures(k.CustomerID); return err })
	if len(given) != 1 {
		t.Errorf("%d disclosures", len(given))
	}
}
