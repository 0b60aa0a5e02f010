package exchange

import (
	"bytes"
	"mime"
	"mime/quotedprintable"
	"net/url"
	"strings"
)

// Letter is an e-mail that a person is about to send from their own program.
type Letter struct {
	To      string
	Subject string
	Body    string
}

// MostMailto is the longest link that mail programs are sure to take: Windows
// hands on no more than about 2 000 characters.
const MostMailto = 1_800

// Mailto gives the link that opens a mail program with the letter in it, or "" when
// it would be too long for that.
func (l Letter) Mailto() string {
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	local, domain, _ := strings.Cut(l.To, "@")
	link := "mailto:"
	if l.To != "" {
		link += url.PathEscape(local) + "@" + url.PathEscape(domain)
	}
	link += "?subject=" + escape(l.Subject) + "&body=" + escape(crlf(l.Body))
	if len(link) > MostMailto {
		return ""
	}
	return link
}

// Draft gives the letter as a file that mail programs open for sending (.eml with
// X-Unsent).
func (l Letter) Draft() []byte {
	var b bytes.Buffer
	header := func(name, value string) {
		// no value can begin a header of its own
		b.WriteString(name + ": " + strings.NewReplacer("\r", " ", "\n", " ").Replace(value) + "\r\n")
	}
	header("X-Unsent", "1")
	if l.To != "" {
		header("To", l.To)
	}
	header("Subject", mime.QEncoding.Encode("utf-8", l.Subject))
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(crlf(l.Body))) // into memory: neither fails
	_ = w.Close()
	return b.Bytes()
}

func crlf(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
}
