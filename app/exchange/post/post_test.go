package post_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"kortisto/app"
	"kortisto/app/exchange/post"
)

const plainHead = "From: Aino Kuusela <Aino@Example.com>\nTo: myynti@raystas.example\nDate: Sat, 13 Jun 2026 09:05:10 +0300\nMessage-ID: <1@example.com>\nSubject: Kourut\n"

func TestHeadersAsRealMailHasThem(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want func(post.Mail) bool
	}{
		"plain": {plainHead, func(m post.Mail) bool {
			return m.ID == "1@example.com" && m.Time == "2026-06-13T06:05:10Z" && !m.Local && m.From[0] == post.Address{Name: "Aino Kuusela", Email: "aino@example.com"} && m.Subject == "Kourut"
		}},
		"encoded words": {"From: =?iso-8859-1?Q?V=E4in=F6_R=E4s=E4nen?= <v@example.com>\nSubject: =?UTF-8?B?S8OkdmlzaW4=?=\n =?UTF-8?Q?_kotona_=E2=82=AC?=\n", func(m post.Mail) bool {
			return m.From[0].Name == "Väinö Räsänen" && m.Subject == "Kävisin kotona €"
		}},
		"letters nobody encoded, 8859-1": {"From: V\xe4in\xf6 <v@example.com>\nSubject: R\xe4yst\xe4s\n", func(m post.Mail) bool {
			return m.From[0] == post.Address{Name: "Väinö", Email: "v@example.com"} && m.Subject == "Räystäs"
		}},
		"letters nobody encoded, UTF-8": {"From: Väinö <väinö@räystäs.example>\nSubject: Räystäs 🏠\n", func(m post.Mail) bool {
			return m.From[0] == post.Address{Name: "Väinö", Email: "väinö@räystäs.example"} && m.Subject == "Räystäs 🏠"
		}},
		"several senders and a group": {"From: A <a@example.com>, b@example.com\nTo: Asiakkaat: c@example.com, D <d@example.com>;\nCc: a@example.com, e@example.com\n", func(m post.Mail) bool {
			return len(m.From) == 2 && len(m.To) == 4 && m.To[1].Name == "D"
		}},
		"addresses out of form": {"From: Räystäs, Oy <info@raystas.example>\nTo: undisclosed-recipients:;\nReply-To: <<x@example.com>>\n", func(m post.Mail) bool {
			return len(m.From) == 1 && m.From[0].Email == "info@raystas.example" && len(m.To) == 0 && m.ReplyTo[0].Email == "x@example.com"
		}},
		"no sender": {"Subject: x\nTo: a@example.com\n", func(m post.Mail) bool { return len(m.From) == 0 && m.ID == "" && m.Sum != "" && m.Time == "" }},
		"no date, received": {"From: a@example.com\nReceived: from x by y; Sat, 13 Jun 2026 09:05:10 +0300 (EEST)\nReceived: from z; Fri, 12 Jun 2026 09:05:10 +0300\n", func(m post.Mail) bool {
			return m.Time == "2026-06-13T06:05:10Z"
		}},
		"thread": {"From: a@example.com\nMessage-ID: <3@x>\nReferences: <1@x>\n\t<2@x>\nIn-Reply-To: <2@x>\n", func(m post.Mail) bool {
			return reflect.DeepEqual(m.Thread, []string{"1@x", "2@x"})
		}},
		"huge field":        {"From: a@example.com\nX-Spam: " + strings.Repeat("x", 2<<20) + "\nSubject: perässä\n", func(m post.Mail) bool { return m.From[0].Email == "a@example.com" }},
		"lines of no field": {"From: a@example.com\nthis is no field\n: nor this\nSubject: x\n", func(m post.Mail) bool { return m.Subject == "x" }},
		"newsletter":        {"From: a@example.com\nList-Unsubscribe: <mailto:x@example.com>\n", func(m post.Mail) bool { return m.Bulk && !m.Report }},
		"out of office":     {"From: a@example.com\nAuto-Submitted: auto-replied; owner-email=\"x\"\n", func(m post.Mail) bool { return m.Bulk }},
		"by a person":       {"From: a@example.com\nAuto-Submitted: no\n", func(m post.Mail) bool { return !m.Bulk }},
		"not delivered":     {"From: MAILER-DAEMON@example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n", func(m post.Mail) bool { return m.Report }},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			m := post.Read([]byte(strings.ReplaceAll(c.raw+"\nHei\n", "\n", end)), "")
			if !c.want(m) {
				t.Errorf("%s, %q: %+v", name, end, m)
			}
		}
	}
}

func TestDatesOfMail(t *testing.T) {
	for date, want := range map[string]string{
		"Sat, 13 Jun 2026 09:05:10 +0300":             "2026-06-13T06:05:10Z",
		"13 Jun 2026 09:05 +0300 (EEST (summer))":     "2026-06-13T06:05:00Z",
		"Sat, 13 Jun 26 09:05:10 EEST":                "2026-06-13T06:05:10Z",
		"Sat, 13 Jun 2026 09:05:10 GMT+0300":          "2026-06-13T06:05:10Z",
		"Sat, 13 Jun 2026 09:05:10 +03:00":            "2026-06-13T06:05:10Z",
		"Sat, 13 Jun 2026 01:05:10 EST":               "2026-06-13T06:05:10Z",
		"Sat, 13 Jun 2026 06:05:10 XYZ":               "2026-06-13T06:05:10Z",
		"Sat, 13 Jun 2026 06:05:10 -0000":             "2026-06-13T06:05:10Z",
		"Sat, 13 Jun 2026 09.05.10 +0300":             "2026-06-13T06:05:10Z",
		"Sat Jun 13 06:05:10 GMT 2026":                "2026-06-13T06:05:10Z",
		"Sat Jun 13 06:05:10 2026 +0000":              "2026-06-13T06:05:10Z",
		"Sat, 13 Jun 2026 09:05:10":                   "2026-06-13T09:05:10 local",
		"Sun, 14 Jun 2026 01:00:00 +0300":             "2026-06-13T22:00:00Z",
		"Thu, 01 Jan 1970 00:00:00 +0000":             "",
		"eilen":                                       "",
		"":                                            "",
		"Sat, 31 Feb 2026 09:05:10 +0300":             "",
		"Sat, 13 Jun 2026 09:05:10 +9999":             "2026-06-13T09:05:10Z",
		"Sat, 13 Jun 2026 09:05:10 +0300 something 1": "2026-06-13T06:05:10Z",
	} {
		m := post.Head([]byte("From: a@example.com\nDate: "+date+"\n\n"), "")
		got := m.Time
		if m.Local {
			got += " local"
		}
		if got != want {
			t.Errorf("%q is %q, want %q", date, got, want)
		}
	}
	if m := post.Head([]byte("From: a@example.com\n\n"), "From a@example.com Sat Jun 13 06:05:10 2026"); m.Time != "2026-06-13T06:05:10" || !m.Local {
		t.Errorf("by the mailbox: %+v", m)
	}
}

// nested is a mail as a program of today writes it, with everything in it.
const nested = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="m"

Not to be seen
--m
Content-Type: multipart/related; boundary="r"

--r
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Hei, tarjous k=C3=A4y.

13.6.2026 klo 9.05 R=C3=A4yst=C3=A4s Oy kirjoitti:
> Sopiiko tarjous?
--a
Content-Type: text/html; charset=utf-8

<p>Hei, <b>tarjous</b> käy.</p><img src="https://spy.example/1.gif">
--a--
--r
Content-Type: image/png
Content-ID: <logo>
Content-Transfer-Encoding: base64

iVBORw0KGgo
--r--
--m
Content-Type: application/pdf; name="=?utf-8?Q?k=C3=A4ytt=C3=B6.pdf?="
Content-Disposition: attachment; filename*=utf-8''k%C3%A4ytt%C3%B6.pdf
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--m
Content-Type: message/rfc822

From: b@example.com
Subject: Vanha viesti

Sisempi teksti
--m
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
--m
Content-Type: application/ms-tnef; name=winmail.dat
Content-Transfer-Encoding: base64

eJ8+
--m
Content-Type: application/pgp-signature; name=signature.asc

xxx
--m--
`

func TestBodies(t *testing.T) {
	for name, c := range map[string]struct {
		raw, text string
		files     []post.File
	}{
		"parts within parts": {nested, "Hei, tarjous käy.\n\n13.6.2026 klo 9.05 Räystäs Oy kirjoitti:\n> Sopiiko tarjous?", []post.File{
			{Name: "käyttö.pdf", Type: "application/pdf", Size: 9}, {Name: "Vanha viesti.eml", Type: "message/rfc822", Size: 57}, {Name: "winmail.dat", Type: "application/ms-tnef", Size: 3}}},
		"HTML only":                        {"Content-Type: text/html; charset=iso-8859-1\n\n<p>Hyv\xe4\xe4 p\xe4iv\xe4\xe4</p><p>Aino</p>", "Hyvää päivää\n\nAino", nil},
		"1252 that says it is UTF-8":       {"Content-Type: text/plain; charset=utf-8\n\nHyv\xe4\xe4 p\xe4iv\xe4\xe4, 5 \x80", "Hyvää päivää, 5 €", nil},
		"1252 that says it is ASCII":       {"Content-Type: text/plain; charset=us-ascii\n\nHyv\xe4\xe4 \x96 p\xe4iv\xe4\xe4", "Hyvää – päivää", nil},
		"UTF-8 that says it is Latin-1":    {"Content-Type: text/plain; charset=iso-8859-1\n\nHyvää", "Hyvää", nil},
		"UTF-8 that says nothing":          {"\nHyvää", "Hyvää", nil},
		"another charset":                  {"Content-Type: text/plain; charset=koi8-r\n\n\xf0\xd2\xc9\xd7\xc5\xd4", "Привет", nil},
		"a charset of the Nordics":         {"Content-Type: text/plain; charset=iso-8859-15\n\n5 \xa4", "5 €", nil},
		"base64 without its end":           {"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nSGVpIEFpbm8", "Hei Aino", nil},
		"base64 that is broken":            {"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nSGVpIEFpbm8gS3V1\n!!!!\nc2VsYQ==", "Hei Aino Kuusela", nil},
		"quoted-printable that is broken":  {"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nAle =ZZ 50 =\nloppu=", "Ale =ZZ 50 loppu=", nil},
		"no end of the parts":              {"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nHei\n", "Hei", nil},
		"parts without a boundary":         {"Content-Type: multipart/mixed\n\nHei\n", "Hei", nil},
		"a type that nobody can read":      {"Content-Type: ;;;\n\nHei\n", "Hei", nil},
		"flowed":                           {"Content-Type: text/plain; format=flowed\n\nTämä rivi \njatkuu.\n>> a \n>> b\n> c\n-- \nAino\n", "Tämä rivi jatkuu.\n>> a b\n> c\n-- \nAino", nil},
		"flowed, blanks go":                {"Content-Type: text/plain; format=flowed; delsp=yes\n\nRäys \ntäs\n", "Räystäs", nil},
		"Swedish quotes":                   {"\nTack.\n\nDen 13 juni 2026 skrev Räystäs Oy:\n> Hej\n>> Hå", "Tack.\n\nDen 13 juni 2026 skrev Räystäs Oy:\n> Hej\n>> Hå", nil},
		"text as a file":                   {"Content-Type: text/plain\nContent-Disposition: attachment; filename=\"../../muisti.txt\"\n\nHei", "", []post.File{{Name: "muisti.txt", Type: "text/plain", Size: 3}}},
		"an empty text and a better one":   {"Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n \n--x\nContent-Type: text/html\n\n<p>Hei</p>\n--x--\n", "Hei", nil},
		"two texts":                        {"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nHei\n--x\nContent-Type: text/plain\n\nLisäys\n--x--\n", "Hei\n\nLisäys", nil},
		"a signature that encloses a mail": {"Content-Type: multipart/signed; boundary=x\n\n--x\nContent-Type: text/plain\n\nHei\n--x\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nx\n--x--\n", "Hei", nil},
	} {
		m := post.Read([]byte("From: a@example.com\n"+c.raw), "")
		for i := range m.Files {
			if f := &m.Files[i]; int64(len(f.Content)) != f.Size {
				t.Errorf("%s: %d bytes of %s, %d in the mail", name, len(f.Content), f.Name, f.Size)
			}
			m.Files[i].Content = nil
		}
		if c.files == nil {
			c.files = []post.File{}
		}
		if m.Text != c.text || !reflect.DeepEqual(m.Files, c.files) || m.Unread {
			t.Errorf("%s: %q %+v unread %v", name, m.Text, m.Files, m.Unread)
		}
	}
}

func TestBombsStayOut(t *testing.T) {
	many := "Content-Type: multipart/mixed; boundary=x\n\n" + strings.Repeat("--x\n\n\n", 10_000)
	deep, end := "Content-Type: multipart/mixed; boundary=b0\n\n", ""
	for i := range 500 {
		deep += "--b" + strconv.Itoa(i) + "\nContent-Type: multipart/mixed; boundary=b" + strconv.Itoa(i+1) + "\n\n"
		end = "--b" + strconv.Itoa(i) + "--\n" + end
	}
	split := strings.ReplaceAll(deep, "boundary=b", "boundary*0=b; boundary*1=c")
	for name, raw := range map[string]string{"parts": many, "depth": deep + end, "depth, written otherwise": split} {
		m := post.Read([]byte("From: a@example.com\nSubject: x\n"+raw), "")
		if !m.Unread || m.Text != "" || m.Subject != "x" {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestMailboxes(t *testing.T) {
	const box = `From aino@example.com Sat Jun 13 06:05:10 2026
From: aino@example.com
Subject: 1
Content-Length: 3

Hei
>From tämä on tekstiä
>>From tämä oli lainattu
From kotoa on matkaa, tulen klo 9:05.

From 2026 alkaen

From - Sat Jun 13 06:06:10 2026
From: b@example.com
Subject: 2

Toinen


From 1712345678901@xxx Sat Jun 13 06:07:10 +0000 2026
From: c@example.com
Subject: 3

Kolmas`
	for name, data := range map[string]string{"LF": box, "CRLF": strings.ReplaceAll(box, "\n", "\r\n"), "byte order mark": "\xef\xbb\xbf" + box, "blank lines": "\n\n" + box + "\n\n\n"} {
		got, _ := all(t, write(t, "x.mbox", data))
		if len(got) != 3 {
			t.Fatalf("%s: %d messages", name, len(got))
		}
		if got[0].Text != "Hei\nFrom tämä on tekstiä\n>From tämä oli lainattu\nFrom kotoa on matkaa, tulen klo 9:05.\n\nFrom 2026 alkaen" || got[0].Time != "2026-06-13T06:05:10" {
			t.Errorf("%s: %+v", name, got[0])
		}
		if got[1].Text != "Toinen" || got[2].Text != "Kolmas" || got[2].Time != "2026-06-13T06:07:10Z" {
			t.Errorf("%s: %+v", name, got[1:])
		}
	}
	if got, _ := all(t, write(t, "x", "From \nFrom: a@example.com\n\nHei\n\nFrom \nFrom: b@example.com\n\nMoi\n")); len(got) != 2 || got[1].Text != "Moi" {
		t.Errorf("parting lines without a date: %+v", got)
	}
	got, large := all(t, write(t, "x", "From a Sat Jun 13 06:05:10 2026\nFrom: a@example.com\n\n"+strings.Repeat(strings.Repeat("x", 999)+"\n", post.MaxMailBytes/1000+1)+"\nFrom b Sat Jun 13 06:05:10 2026\nFrom: b@example.com\n\nHei\n"))
	if len(got) != 1 || large != 1 || got[0].Text != "Hei" {
		t.Errorf("a large one: %d, %d", len(got), large)
	}
}

func TestFilesAreKnownByWhatIsInThem(t *testing.T) {
	for name, c := range map[string]struct{ data, format, code string }{
		"viesti.txt":  {plainHead + "\nHei", post.EML, ""},
		"a.eml":       {"\xef\xbb\xbf\r\nReceived: x\r\nDate: x\r\n\r\n", post.EML, ""},
		"Inbox":       {"From - Sat Jun 13 06:05:10 2026\n" + plainHead + "\nHei", post.MBOX, ""},
		"viesti.msg":  {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", "", "import-outlook-mail"},
		"arkisto.eml": {"!BDN\x00\x00", "", "import-outlook-store"},
		"tyhja.mbox":  {" \r\n", "", "import-empty"},
		"lista.csv":   {"Nimi;Sähköposti\nAino;a@example.com\n", "", "import-format-unknown"},
		"teksti.eml":  {"Hei: tämä on kirje\n\nterveisin", "", "import-format-unknown"},
	} {
		b, err := post.Open(write(t, name, c.data))
		if c.code == "" && (err != nil || b.Format != c.format || b.Name != name) || c.code != "" && !errors.Is(err, app.E(c.code, "file", "file", name)) {
			t.Errorf("%s: %+v %v", name, b, err)
		}
	}
	if _, err := post.Open(t.TempDir()); !errors.Is(err, app.E("file-unreadable", "file")) {
		t.Errorf("a folder: %v", err)
	}
}

func TestReadingStopsWhenCancelled(t *testing.T) {
	b, err := post.Open(write(t, "x.mbox", strings.Repeat("From a Sat Jun 13 06:05:10 2026\nFrom: a@example.com\n\nHei\n\n", 20_000)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n, done := 0, int64(0)
	_, err = b.Each(ctx, func(d int64) { done = d }, func([]byte, string) error {
		if n++; n == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, app.E("cancelled", "")) || done >= b.Size {
		t.Errorf("%v after %d messages and %d of %d bytes", err, n, done, b.Size)
	}
}

func write(t testing.TB, name, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func all(t testing.TB, path string) (out []post.Mail, large int) {
	t.Helper()
	b, err := post.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	large, err = b.Each(t.Context(), nil, func(raw []byte, separator string) error {
		out = append(out, post.Read(raw, separator))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, large
}

// checked holds of every mail, whatever the bytes.
func checked(t *testing.T, m post.Mail) {
	t.Helper()
	for _, s := range []string{m.ID, m.Subject, m.Text} {
		if !utf8.ValidString(s) {
			t.Fatalf("no text: %q", s)
		}
	}
	if len(m.Files) > app.MaxAttachments || m.ID == "" && m.Sum == "" {
		t.Fatalf("%+v", m)
	}
	for _, f := range m.Files {
		if f.Name != app.FileName(f.Name) {
			t.Fatalf("%q is no name of a file", f.Name)
		}
	}
	for _, a := range append(append(m.From, m.To...), m.ReplyTo...) {
		if !utf8.ValidString(a.Name) || !utf8.ValidString(a.Email) || !strings.Contains(a.Email, "@") {
			t.Fatalf("%+v", a)
		}
	}
}

func FuzzMail(f *testing.F) {
	f.Add([]byte(plainHead + "\nHei"))
	f.Add([]byte(plainHead + nested))
	f.Add([]byte("From: a\nContent-Type: text/plain; format=flowed; delsp=yes\nContent-Transfer-Encoding: base64\n\nSGVp"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		one := post.Read(raw, "")
		checked(t, one)
		head := post.Head(raw, "")
		if one.ID != head.ID || one.Sum != head.Sum || one.Subject != head.Subject {
			t.Fatal("the head differs from the mail")
		}
	})
}

func FuzzMbox(f *testing.F) {
	f.Add([]byte("From a Sat Jun 13 06:05:10 2026\n" + plainHead + "\nHei\n>From x\n>>From y\n\nFrom b\n\nFrom - Sat Jun 13 06:05:10 2026\r\n" + plainHead + nested))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := post.Open(write(t, "x", "From a Sat Jun 13 06:05:10 2026\n"+string(raw)))
		if err != nil {
			t.Skip()
		}
		_, err = b.Each(t.Context(), nil, func(raw []byte, separator string) error {
			checked(t, post.Read(raw, separator))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
