package post

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	"net/textproto"
	"regexp"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"

	"kortisto/app"
	"kortisto/app/exchange/talk"
)

// Head understands a message without its body: Text and Files stay empty.
func Head(raw []byte, separator string) Mail {
	m, _, _ := head(raw, separator)
	return m
}

func head(raw []byte, separator string) (Mail, header, []byte) {
	h, body := headOf(raw)
	m := Mail{
		ID: h.id(), Thread: h.thread(), From: h.people("from"), ReplyTo: h.people("reply-to"), To: h.people("to", "cc"), Subject: h.text("subject"),
		Files: []File{}, Report: h.report(), Bulk: h.bulk(), Technical: h.technical(),
	}
	if len(m.From) == 0 {
		m.From = h.people("sender")
	}
	m.Time, m.Local = h.date(separator)
	if m.ID == "" {
		sum := sha256.New()
		for _, name := range []string{"date", "from", "to", "subject"} {
			sum.Write([]byte(h.raw(name) + "\n"))
		}
		sum.Write(bytes.ReplaceAll(bytes.TrimSpace(body), []byte("\r"), nil))
		m.Sum = hex.EncodeToString(sum.Sum(nil)[:16])
	}
	return m, h, body
}

// Read understands a message. What can not be understood of its body stays out,
// and Unread says so; it never fails.
func Read(raw []byte, separator string) Mail {
	m, h, body := head(raw, separator)
	if overgrown(h.raw("content-type"), body) {
		m.Unread = true
		return m
	}
	// Only the fields that say how to read the body go to the reader of MIME.
	var fields bytes.Buffer
	for _, name := range []string{"content-type", "content-transfer-encoding", "content-disposition"} {
		if v := h.raw(name); v != "" {
			fields.WriteString(textproto.CanonicalMIMEHeaderKey(name) + ": " + strings.TrimSpace(v) + "\r\n")
		}
	}
	fields.WriteString("\r\n")
	root, err := parser.ReadParts(io.MultiReader(&fields, bytes.NewReader(body)))
	if err != nil {
		m.Unread = true
		return m
	}
	b := bodyOf{mail: &m}
	b.part(root)
	m.Text = tidy(strings.Join(b.texts, "\n\n"))
	m.Unread = m.Unread || m.Text == "" && b.damaged
	return m
}

// parser leaves bytes as they are: it takes labels of charsets at their word, or
// guesses.
var parser = enmime.NewParser(
	enmime.SkipMalformedParts(true), enmime.MultipartWOBoundaryAsSinglePart(true), enmime.DisableCharacterDetection(true),
	enmime.DisableTextConversion(true), enmime.MaxStoredPartErrors(8),
	enmime.SetReadPartErrorPolicy(func(*enmime.Part, error) bool { return true }), // half a text is better than none
	enmime.SetCustomParseMediaType(func(s string) (string, map[string]string, []string, error) {
		kind, params, invalid, err := mediatype.Parse(s)
		if err != nil { // a type that nobody can read is some file
			return "application/octet-stream", map[string]string{}, nil, nil
		}
		if params == nil {
			params = map[string]string{}
		}
		if strings.HasPrefix(kind, "text/") {
			params["charset"] = "utf-8"
		}
		return kind, params, invalid, nil
	}),
)

// bodyOf collects what a mail says and encloses.
type bodyOf struct {
	mail    *Mail
	texts   []string
	damaged bool
}

func (b *bodyOf) part(p *enmime.Part) {
	kind := strings.ToLower(p.ContentType)
	b.damaged = b.damaged || len(p.Errors) > 0
	switch {
	case kind == "multipart/alternative" && p.FirstChild != nil:
		b.alternative(p)
	case p.FirstChild != nil:
		for c := p.FirstChild; c != nil; c = c.NextSibling {
			b.part(c)
		}
	case machine(kind):
	case p.Disposition != "attachment" && p.FileName == "" && (kind == "" || strings.HasPrefix(kind, "multipart/") || kind == "text/plain" || kind == "text/html" || kind == "text/enriched"):
		if s := textOf(p); s != "" {
			b.texts = append(b.texts, s)
		}
	default:
		b.file(p, kind)
	}
}

// machine are parts for programs: invitations of calendars and signatures.
func machine(kind string) bool {
	switch kind {
	case "text/calendar", "application/ics", "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys":
		return true
	}
	return false
}

// alternative takes plain text where it says anything, and else what is there.
// What is enclosed in one of the ways is enclosed all the same.
func (b *bodyOf) alternative(p *enmime.Part) {
	var best []string
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		way := bodyOf{mail: b.mail}
		way.part(c)
		b.damaged = b.damaged || way.damaged
		if len(best) == 0 {
			best = way.texts
		}
	}
	b.texts = append(b.texts, best...)
}

func textOf(p *enmime.Part) string {
	_, params, _, _ := mediatype.Parse(p.Header.Get("Content-Type"))
	content := p.Content[:min(len(p.Content), 8*maxText)]
	if params["charset"] == "" && strings.EqualFold(p.ContentType, "text/html") {
		params = map[string]string{"charset": htmlCharset(content)}
	}
	text := toText(content, params["charset"])
	switch {
	case strings.EqualFold(p.ContentType, "text/html"):
		text = talk.HTMLText(text)
	case strings.EqualFold(params["format"], "flowed"):
		text = unflowed(text, strings.EqualFold(params["delsp"], "yes"))
	}
	return tidy(text)
}

var meta = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset=["']?([a-z0-9_-]{1,40})`)

func htmlCharset(content []byte) string {
	if m := meta.FindSubmatch(content[:min(len(content), 4096)]); m != nil {
		return string(m[1])
	}
	return ""
}

// unflowed joins the lines of a paragraph that were broken to be short (RFC 3676).
// Quoted lines stay lines of their own depth; a signature's dash is no break.
func unflowed(text string, delsp bool) string {
	var out []byte
	depth, open := 0, false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		quotes := len(line) - len(strings.TrimLeft(line, ">"))
		words := strings.TrimPrefix(line[quotes:], " ")
		if !open || quotes != depth || words == "-- " {
			if len(out) > 0 {
				out = append(out, '\n')
			}
			out = append(out, line[:quotes]...)
			if quotes > 0 && words != "" {
				out = append(out, ' ')
			}
		}
		out = append(out, words...)
		depth, open = quotes, strings.HasSuffix(words, " ") && words != "-- "
		if open && delsp {
			out = out[:len(out)-1]
		}
	}
	return string(out)
}

func tidy(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n"))
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

func (b *bodyOf) file(p *enmime.Part, kind string) {
	if len(b.mail.Files) >= maxFiles {
		return
	}
	name := app.FileName(words(p.FileName))
	switch {
	case name != "":
	case kind == "message/rfc822":
		inner, _ := headOf(p.Content)
		name = app.FileName(inner.text("subject") + ".eml")
	case strings.HasPrefix(kind, "image/") && p.ContentID != "" || strings.HasPrefix(kind, "message/"):
		return // a picture within the text
	default:
		name = app.FileName(strings.ReplaceAll(kind, "/", "."))
	}
	if kind == "message/rfc822" && !strings.Contains(name, ".") {
		name += ".eml"
	}
	f := File{Name: name, Type: kind, Size: int64(len(p.Content)), Content: p.Content}
	same := func(g File) bool { return g.Name == name && bytes.Equal(g.Content, p.Content) }
	if !slices.ContainsFunc(b.mail.Files, same) {
		b.mail.Files = append(b.mail.Files, f)
	}
}

var boundary = regexp.MustCompile(`(?i)boundary(?:\*0)?\*?\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s";]{1,200}))`)

// overgrown counts the parts of a message, and how deep they lie within each
// other, before anything is made of them.
func overgrown(contentType string, body []byte) bool {
	depths := map[string]int{}
	add := func(s []byte, depth int) {
		for _, m := range boundary.FindAllSubmatch(s, 16) {
			if b := string(m[1]) + string(m[2]); depths[b] == 0 {
				depths[b] = depth
			}
		}
	}
	add([]byte(contentType), 1)
	if kind, _, _ := mime.ParseMediaType(contentType); len(depths) == 0 && !strings.HasPrefix(kind, "multipart/") {
		return false
	}
	at, parts, mentioned := 1, 0, 0
	for len(body) > 0 {
		line, after, _ := bytes.Cut(body, []byte("\n"))
		body = after
		line = bytes.TrimRight(line[:min(len(line), 1000)], "\r \t")
		if name, ok := bytes.CutPrefix(line, []byte("--")); ok {
			depth, open := depths[string(name)]
			if !open {
				depth = depths[strings.TrimSuffix(string(name), "--")]
			}
			if depth > 0 {
				at = depth
				parts++
			}
			if parts > MaxParts {
				return true
			}
			continue
		}
		if bytes.Contains(line, []byte("=")) && bytes.Contains(bytes.ToLower(line), []byte("boundary")) {
			add(line, at+1)
			mentioned++ // a boundary can be written so that only the reader of MIME sees it
		}
		if at > MaxDepth || mentioned > 10*MaxDepth {
			return true
		}
	}
	return false
}
