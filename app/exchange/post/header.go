package post

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"kortisto/app"
)

// header is that of a message, fields by name in lower case.
type header map[string][]string

// headOf parts a message into header and body. It takes what real mailboxes hold:
// lines that are no field are passed over, and a header without an end is one.
func headOf(raw []byte) (h header, body []byte) {
	h = header{}
	name, value := "", []byte(nil)
	put := func() {
		if name != "" && len(h[name]) < maxPeople {
			h[name] = append(h[name], strings.TrimSpace(string(value)))
		}
		name, value = "", nil
	}
	rest, read := raw, 0
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		rest = after
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			break
		}
		if read += len(line); read > maxHeader {
			continue // to its end
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(value) < maxField {
				value = append(append(value, ' '), bytes.TrimSpace(line)...)
			}
			continue
		}
		put()
		if n, v, ok := bytes.Cut(line, []byte(":")); ok && !bytes.ContainsAny(bytes.TrimSpace(n), " \t") {
			name, value = strings.ToLower(string(bytes.TrimSpace(n))), bytes.TrimSpace(v[:min(len(v), maxField)])
			value = slices.Clone(value)
		}
	}
	put()
	return h, rest
}

// looksLikeMail says whether a file begins with a mail's header.
func looksLikeMail(head []byte) bool {
	first, _, _ := bytes.Cut(head, []byte("\n"))
	if name, _, ok := bytes.Cut(first, []byte(":")); !ok || bytes.ContainsAny(name, " \t,;\"{<") {
		return false
	}
	h, _ := headOf(head)
	known := 0
	for _, n := range []string{"from", "to", "date", "subject", "message-id", "received", "mime-version", "return-path", "delivered-to", "content-type"} {
		if len(h[n]) > 0 {
			known++
		}
	}
	return known >= 2
}

func (h header) raw(name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// text is a field as people read it.
func (h header) text(name string) string { return words(h.raw(name)) }

var decoder = mime.WordDecoder{CharsetReader: charsetReader}

// words takes away what encodes other letters than those of English. Letters that
// nobody encoded are UTF-8 or, if they are not, those of Western Europe.
func words(s string) string {
	s = toText([]byte(s), "")
	s = apart.ReplaceAllString(s, "$1$2") // the blank between two encoded words is none
	if out, err := decoder.DecodeHeader(s); err == nil {
		s = out
	}
	return strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd"))
}

var apart = regexp.MustCompile(`(=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=)\s+(=\?)`)

func charsetReader(charset string, in io.Reader) (io.Reader, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxField))
	return strings.NewReader(toText(data, charset)), err
}

// toText makes UTF-8 of bytes that are said to be in a charset. Mail programs lie
// about the charsets of Western Europe: there what can be UTF-8 is, and the rest
// is Windows-1252.
func toText(data []byte, charset string) string {
	charset = strings.ToLower(strings.Trim(charset, ` "'`))
	if enc := stated(charset); enc != nil {
		if out, err := enc.NewDecoder().Bytes(data); err == nil {
			return string(out)
		}
	}
	if utf8.Valid(data) {
		return strings.TrimPrefix(string(data), bom)
	}
	if strings.HasPrefix(charset, "utf-8") || charset == "utf8" { // mostly it is, with a letter cut in half
		if valid := bytes.ToValidUTF8(data, nil); len(data)-len(valid) < 4 && len(valid) > 200 {
			return string(bytes.ToValidUTF8(data, []byte("\ufffd")))
		}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return string(bytes.ToValidUTF8(data, []byte("\ufffd")))
	}
	return string(out)
}

// stated is a charset that is believed; nil: the bytes tell more.
func stated(charset string) encoding.Encoding {
	if charset == "" || charset == "utf8" {
		return nil
	}
	enc, err := htmlindex.Get(charset)
	if err != nil || enc == charmap.Windows1252 {
		return nil
	}
	if name, err := htmlindex.Name(enc); err != nil || name == "utf-8" || name == "replacement" || name == "x-user-defined" {
		return nil
	}
	return enc
}

var addresses = mail.AddressParser{WordDecoder: &decoder}

// bare finds addresses where the field is not as it should be.
var bare = regexp.MustCompile(`[^\s<>,;:"'()\[\]]+@[^\s<>,;:"'()\[\]]+`)

// people reads a field of addresses.
func (h header) people(names ...string) []Address {
	out := []Address{}
	put := func(name, email string) {
		email = strings.ToLower(strings.Trim(email, ". "))
		if len(out) < maxPeople && strings.Contains(email, "@") && !slices.ContainsFunc(out, func(a Address) bool { return a.Email == email }) {
			name = strings.Trim(strings.Join(strings.Fields(name), " "), `'"`)
			if strings.EqualFold(name, email) {
				name = ""
			}
			out = append(out, Address{name, email})
		}
	}
	for _, n := range names {
		for _, field := range h[n] {
			field = toText([]byte(field), "")
			list, err := addresses.ParseList(field)
			for _, a := range list {
				put(a.Name, a.Address)
			}
			if err == nil {
				continue
			}
			found := bare.FindAllString(field, maxPeople)
			for _, email := range found {
				name := ""
				if len(found) == 1 {
					name, _, _ = strings.Cut(words(field), "<")
				}
				put(name, email)
			}
		}
	}
	return out
}

var ids = regexp.MustCompile(`<([^<>\s]{1,900})>`)

// id is the Message-ID.
func (h header) id() string {
	if m := ids.FindStringSubmatch(h.raw("message-id")); m != nil {
		return toText([]byte(m[1]), "")
	}
	return ""
}

// thread lists what the mail answers, the oldest first.
func (h header) thread() []string {
	out := []string{}
	for _, n := range []string{"references", "in-reply-to"} {
		for _, m := range ids.FindAllStringSubmatch(h.raw(n), -1) {
			if id := toText([]byte(m[1]), ""); !slices.Contains(out[max(0, len(out)-maxThread):], id) {
				out = append(out, id)
			}
		}
	}
	if len(out) > maxThread {
		out = append(out[:1:1], out[len(out)-maxThread+1:]...)
	}
	return out
}

// report: a mail system tells that a mail did or did not arrive, or was opened.
func (h header) report() bool {
	kind, params, _ := mime.ParseMediaType(h.raw("content-type"))
	if kind == "multipart/report" || params["report-type"] != "" || h.raw("x-failed-recipients") != "" {
		return true
	}
	for _, a := range h.people("from") {
		local, _, _ := strings.Cut(a.Email, "@")
		if local == "mailer-daemon" || local == "postmaster" && strings.TrimSpace(h.raw("return-path")) == "<>" {
			return true
		}
	}
	return false
}

// bulk: a list, a newsletter, or a machine that answers.
func (h header) bulk() bool {
	for _, n := range []string{"list-unsubscribe", "list-id", "list-post", "feedback-id", "x-autoreply", "x-autorespond"} {
		if h.raw(n) != "" {
			return true
		}
	}
	switch strings.ToLower(h.raw("precedence")) {
	case "bulk", "list", "junk", "auto_reply":
		return true
	}
	auto, _, _ := strings.Cut(strings.ToLower(h.raw("auto-submitted")), ";")
	return auto != "" && strings.TrimSpace(auto) != "no"
}

// technical is what a mail tells of the machine on which it was written.
func (h header) technical() []app.TechnicalFact {
	out := []app.TechnicalFact{}
	for _, f := range []struct{ field, name string }{{"x-originating-ip", "ip"}, {"user-agent", "ua"}, {"x-mailer", "ua"}} {
		if v := strings.Trim(h.text(f.field), "[]"); v != "" {
			out = append(out, app.TechnicalFact{Name: f.name, Value: v})
		}
	}
	return out
}
