package mailing

import (
	"embed"
	"encoding/json"
	netmail "net/mail"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"kortisto/app"
	"kortisto/app/vault"
)

//go:embed texts/*.json
var textFiles embed.FS

var catalogues = sync.OnceValue(func() map[app.Lang]map[string]string {
	out := map[app.Lang]map[string]string{}
	for _, lang := range app.Langs() {
		var words map[string]string
		b, err := textFiles.ReadFile("texts/" + string(lang) + ".json")
		if err == nil {
			err = json.Unmarshal(b, &words)
		}
		if err != nil {
			panic("mailing: texts: " + err.Error()) // embedded: can only be wrong in the build
		}
		out[lang] = words
	}
	return out
})

// text is a sentence of a language; args are name, value, name, value.
func text(lang app.Lang, key string, args ...string) string {
	words, ok := catalogues()[lang]
	if !ok {
		words = catalogues()[app.Finnish]
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(words[key])
}

// sender says who the firm is and where it is found (917/2014 203 §).
func sender(f app.Firm) string {
	var parts []string
	for _, s := range []string{f.Name, f.BusinessID, f.Street, strings.TrimSpace(f.Postcode + " " + f.Town), f.Phone, f.Email} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// closing is what stands under every message: why it came, from whom, and how to
// be rid of further ones.
func closing(p vault.MailPreview, lang app.Lang, mode app.MailMode) string {
	lines := []string{
		text(lang, "because."+string(mode), "goods", p.Mailing.Goods),
		text(lang, "message.sender", "sender", sender(p.Firm)),
		text(lang, "message.optOut", "address", p.OptOut),
	}
	return strings.Join(lines, "\n")
}

// Closing is what stands under a message by its recipient's language and ground.
func Closing(p vault.MailPreview, to vault.MailRow) string {
	return closing(p, to.Language, to.Decision.Mode)
}

// wire is an address as servers take it: its domain in letters of ASCII. One that
// has no such form stays as it is, and the server says so.
func wire(address string) string {
	at := strings.LastIndexByte(address, '@')
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if at < 0 || err != nil {
		return address
	}
	return address[:at+1] + domain
}

// compose makes the message to one recipient, to be sent or as a draft.
func compose(p vault.MailPreview, to vault.MailRow, messageID string, at time.Time, draft bool) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	for _, a := range []struct {
		header                     mail.AddrHeader
		field, name, address, kept string
	}{
		{mail.HeaderFrom, "from", p.FromName, wire(p.From), p.From},
		{mail.HeaderTo, "email", to.Name, wire(to.Email), to.Email},
		{mail.HeaderReplyTo, "optOut", "", wire(p.OptOut), p.OptOut},
	} {
		if _, err := netmail.ParseAddress(a.address); err != nil {
			return nil, app.E("email-form", a.field, "value", a.kept)
		}
		// The library's own way of adding a name breaks at one with quotation marks.
		m.SetAddrHeaderFromMailAddress(a.header, &netmail.Address{Name: a.name, Address: a.address})
	}
	m.Subject(p.Mailing.Subject)
	m.SetDateWithValue(at)
	m.SetGenHeader(mail.HeaderContentLang, string(to.Language))
	m.SetListUnsubscribe("<mailto:" + (&url.URL{Path: wire(p.OptOut)}).EscapedPath() + "?subject=" + url.PathEscape(text(to.Language, "optOut.subject")) + ">")
	m.SetMessageIDWithValue(messageID) // the library's own would name this computer
	if draft {
		m.SetGenHeader("X-Unsent", "1") // the mail program opens it for sending
	}
	m.SetBodyString(mail.TypeTextPlain, Text(p, to)+"\n")
	return m, nil
}

// Text is the whole message as one recipient reads it.
func Text(p vault.MailPreview, to vault.MailRow) string {
	return p.Mailing.Body + "\n\n--\n" + Closing(p, to)
}
