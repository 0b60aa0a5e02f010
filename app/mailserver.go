package app

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// MailTLS is how the way to the mail server is kept secret.
type MailTLS string

const (
	MailStartTLS MailTLS = "starttls" // begun in clear and secured before anything is said; never without
	MailImplicit MailTLS = "tls"      // secured from the first byte
	MailPlain    MailTLS = "none"     // to this very computer alone
)

// MailServer is the firm's own mail server, by which the list is written to.
type MailServer struct {
	Host      string  `json:"host"`
	Port      int     `json:"port"` // 0: 587, or 465 with tls, or 25 without
	TLS       MailTLS `json:"tls"`
	User      string  `json:"user"`     // empty: the server asks for no login
	Password  string  `json:"password"` // kept in the vault; never given back to the window
	From      string  `json:"from"`     // the sender's address; empty: the firm's
	FromName  string  `json:"fromName"` // empty: the firm's
	PerMinute int     `json:"perMinute"`
}

// Messages a minute: as a small firm's mail server takes them without taking
// them for rubbish.
const (
	mailPerMinute     = 20
	mailPerMinuteMost = 600
)

// Normalised is the server as it is kept.
func (s MailServer) Normalised() MailServer {
	s.Host, s.User, s.FromName = strings.ToLower(line(s.Host)), line(s.User), line(s.FromName)
	s.From = email(s.From)
	s.TLS = orElse(choice(s.TLS), MailStartTLS)
	if s.Port == 0 {
		s.Port = map[MailTLS]int{MailStartTLS: 587, MailImplicit: 465, MailPlain: 25}[s.TLS]
	}
	s.PerMinute = cmp.Or(s.PerMinute, mailPerMinute)
	return s
}

// Check judges a normalised server. Without TLS the passphrase and the list
// would travel in clear: that is refused but for this very computer (mail-plain).
func (s MailServer) Check() Errors {
	var es Errors
	if s.Host == "" {
		es = append(es, E("required", "host"))
	}
	if s.Port < 1 || s.Port > 65535 {
		es = append(es, E("invalid", "port", "value", strconv.Itoa(s.Port)))
	}
	if s.PerMinute < 1 || s.PerMinute > mailPerMinuteMost {
		es = append(es, E("invalid", "perMinute", "value", strconv.Itoa(s.PerMinute)))
	}
	es = slices.Concat(es,
		checkLine("host", s.Host, MaxLine),
		checkLine("user", s.User, MaxLine),
		checkLine("password", s.Password, MaxLine),
		checkChoice("tls", s.TLS, []MailTLS{MailStartTLS, MailImplicit, MailPlain}),
		checkEmail("from", s.From),
		checkLine("fromName", s.FromName, MaxName),
	)
	if s.TLS == MailPlain && !s.local() {
		es = append(es, E("mail-plain", "tls", "host", s.Host))
	}
	return es
}

// local says whether the server is this very computer.
func (s MailServer) local() bool {
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, s.Host)
}

// MailRules is what the firm has chosen about marketing.
type MailRules struct {
	SoftOptIn    bool   `json:"softOptIn"`    // see MailMessage
	LegalPersons bool   `json:"legalPersons"` // likewise
	OptOut       string `json:"optOut"`       // the address at which messages are refused; empty: the firm's
}

// Normalised is the choice as it is kept.
func (r MailRules) Normalised() MailRules {
	r.OptOut = email(r.OptOut)
	return r
}

// Check judges a normalised choice.
func (r MailRules) Check() Errors { return checkEmail("optOut", r.OptOut) }

// OptOutAddress is where messages are refused.
func (r MailRules) OptOutAddress(f Firm) string { return cmp.Or(r.OptOut, f.Email) }

// Message is what the sending rules want to know of a message of this firm.
func (r MailRules) Message(f Firm, goods string) MailMessage {
	return MailMessage{Sender: f.Name != "", OptOut: r.OptOutAddress(f) != "", Goods: goods, SoftOptIn: r.SoftOptIn, LegalPersons: r.LegalPersons}
}
