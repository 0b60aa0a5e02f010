package app

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// ListEntry is an address on the e-mail list. It may belong to a card or stand
// alone; alone it is a data subject of its own, with a consent and a clock of
// its own.
type ListEntry struct {
	ID         string `json:"id"`
	CustomerID string `json:"customerId"` // the card it belongs to; empty: none
	Number     string `json:"number"`     // that card's number; worked out, never stored
	Email      string `json:"email"`      // required; unique on the list
	Name       string `json:"name"`
	Kind       Kind   `json:"kind"` // of a card that it belongs to: the card's
	Language   Lang   `json:"language"`
	Origin     string `json:"origin"` // where the address came from (GDPR Art. 14(2)(f))
	// WorkDuties tells why messages to a named address of a company concern that
	// person's work. Without it such an address is a natural person's.
	WorkDuties string `json:"workDuties"`
	Sale       Sale   `json:"sale"`
	AddedOn    Day    `json:"addedOn"`

	Standing Standing `json:"standing"` // worked out from the ledgers, never stored
}

// Sale is what has to be recorded before marketing without consent is lawful to
// a natural person: the customer gave the address when buying, and was told then
// that it can be refused (laki 917/2014, 200.3 §).
type Sale struct {
	On   Day    `json:"on"`
	What string `json:"what"` // the product group that was bought
	Told bool   `json:"told"` // the use was told, and an easy and free way to refuse it offered
}

// Recorded says whether all conditions of the sale are on record.
func (s Sale) Recorded() bool { return s.On != "" && s.What != "" && s.Told }

// Standing is what the ledgers say of an address now: the newest row decides.
type Standing struct {
	Permission Permission `json:"permission"`
	On         Day        `json:"on"`     // of the newest row
	Proven     bool       `json:"proven"` // it has its wording or its source
}

// Permission is how the newest row of a ledger stands.
type Permission string

const (
	NoPermission      Permission = "none" // nobody has said anything
	PermissionGiven   Permission = "given"
	PermissionRefused Permission = "refused" // withdrawn, or refused from the beginning
)

// StandingOf is what a ledger says now; the newest row stands first in it.
func StandingOf(ledger []Consent) Standing {
	if len(ledger) == 0 {
		return Standing{Permission: NoPermission}
	}
	c := ledger[0]
	s := Standing{Permission: PermissionRefused, On: c.On, Proven: c.Wording != "" || c.Source != ""}
	if c.Given {
		s.Permission = PermissionGiven
	}
	return s
}

// Suppression is why an address must not be written to again. Only a keyed hash
// of the address is kept beside it.
type Suppression string

const (
	Withdrawn Suppression = "withdrawn"
	Objected  Suppression = "objected" // GDPR Art. 21(2)
	Bounced   Suppression = "bounced"  // mail comes back
)

// Suppressions in the order in which they are offered.
func Suppressions() []Suppression { return []Suppression{Withdrawn, Objected, Bounced} }

// Wording is one version of the text by which the firm asks for consent.
type Wording struct {
	ID       string `json:"id"`
	Name     string `json:"name"`    // of all its versions
	Version  int    `json:"version"` // counted from 1
	Language Lang   `json:"language"`
	Text     string `json:"text"`
	AddedOn  Day    `json:"addedOn"`
}

// Mailing is one message to the list.
type Mailing struct {
	ID         string       `json:"id"`
	Kind       MailingKind  `json:"kind"`
	Subject    string       `json:"subject"`
	Body       string       `json:"body"`  // plain text; sender and opt-out line come after it
	Goods      string       `json:"goods"` // the product group it is about; needed where consent is not
	State      MailingState `json:"state"`
	Recipients int          `json:"recipients"`
	Sent       int          `json:"sent"`
	Failed     int          `json:"failed"`
	Skipped    int          `json:"skipped"` // could not be written to any more when their turn came
	CreatedAt  time.Time    `json:"-"`
	EndedAt    time.Time    `json:"-"`
	On         Day          `json:"on"` // of CreatedAt by the firm's clock; worked out
}

// MailingKind tells a mailing's purpose.
type MailingKind string

const (
	Newsletter MailingKind = "marketing"
	Renewal    MailingKind = "renewal" // asks those to renew their consent whose time is nearly over
)

// MailingKinds in the order in which they are offered.
func MailingKinds() []MailingKind { return []MailingKind{Newsletter, Renewal} }

// MailingState is how far a mailing has come.
type MailingState string

const (
	MailingDraft   MailingState = "draft"
	MailingSending MailingState = "sending" // begun; some are still to be sent
	MailingDone    MailingState = "done"
)

// Send is one message of a mailing to one recipient.
type Send struct {
	ID        string    `json:"id"`
	MailingID string    `json:"mailingId"`
	EntryID   string    `json:"entryId"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`     // the entry's
	Language  Lang      `json:"language"` // likewise
	Subject   string    `json:"subject"`  // the mailing's
	State     SendState `json:"state"`
	Mode      MailMode  `json:"mode"`
	MessageID string    `json:"messageId"`
	Code      string    `json:"code"` // why it failed or was left out
	At        time.Time `json:"-"`
	On        Day       `json:"on"` // of At by the firm's clock; worked out
}

// SendState is where one message is. A message that is being sent when the
// machine stops may have gone or not: nobody but a person can tell.
type SendState string

const (
	SendQueued  SendState = "queued"
	SendSending SendState = "sending"
	SendSent    SendState = "sent"
	SendFailed  SendState = "failed"
	SendSkipped SendState = "skipped"
	SendBounced SendState = "bounced"
)

// Normalised is the entry as it is kept.
func (e ListEntry) Normalised() ListEntry {
	e.Email = email(e.Email)
	e.Name, e.Origin, e.WorkDuties = line(e.Name), line(e.Origin), line(e.WorkDuties)
	e.Kind = orElse(choice(e.Kind), Person)
	e.Language = orElse(choice(e.Language), Finnish)
	e.Sale.On, e.Sale.What = Day(line(string(e.Sale.On))), line(e.Sale.What)
	e.AddedOn = Day(line(string(e.AddedOn)))
	return e
}

// Check judges a normalised entry.
func (e ListEntry) Check(today Day) Errors {
	var es Errors
	if e.Email == "" {
		es = Errors{E("required", "email")}
	}
	es = slices.Concat(es,
		checkEmail("email", e.Email),
		checkLine("name", e.Name, MaxName),
		checkChoice("kind", e.Kind, Kinds()),
		checkChoice("language", e.Language, Langs()),
		checkLine("origin", e.Origin, MaxLine),
		checkLine("workDuties", e.WorkDuties, MaxReason),
		checkLine("soldWhat", e.Sale.What, MaxLine),
		checkDay("addedOn", e.AddedOn, today),
	)
	if e.Sale.On != "" {
		es = append(es, checkDay("soldOn", e.Sale.On, today)...)
	}
	return es
}

// Normalised is the wording as it is kept.
func (w Wording) Normalised() Wording {
	w.Name, w.Text = line(w.Name), paragraphs(w.Text)
	w.Language = orElse(choice(w.Language), Finnish)
	return w
}

// Check judges a normalised wording.
func (w Wording) Check() Errors {
	var es Errors
	if w.Name == "" {
		es = append(es, E("required", "name"))
	}
	if w.Text == "" {
		es = append(es, E("required", "text"))
	}
	return slices.Concat(es, checkLine("name", w.Name, MaxLine), checkParagraphs("text", w.Text, MaxText), checkChoice("language", w.Language, Langs()))
}

// Normalised is the mailing as it is kept.
func (m Mailing) Normalised() Mailing {
	m.Kind = orElse(choice(m.Kind), Newsletter)
	m.Subject, m.Body, m.Goods = line(m.Subject), paragraphs(m.Body), line(m.Goods)
	return m
}

// Check judges a normalised mailing. A message without a subject or a text is
// none.
func (m Mailing) Check() Errors {
	var es Errors
	if m.Subject == "" {
		es = append(es, E("required", "subject"))
	}
	if m.Body == "" {
		es = append(es, E("required", "body"))
	}
	return slices.Concat(es,
		checkChoice("kind", m.Kind, MailingKinds()),
		checkLine("subject", m.Subject, MaxSubject),
		checkParagraphs("body", m.Body, MaxText),
		checkLine("goods", m.Goods, MaxLine),
	)
}

// generic are the names of addresses that belong to a company and to nobody in
// it. Any other name at a company may be a person's.
var generic = regexp.MustCompile(`^(info|posti|toimisto|asiakaspalvelu|palvelu|myynti|tilaukset|tilaus|laskutus|laskut|talous|toimitus|yhteys|yhteydenotot|hallinto|kirjaamo|varaukset|ajanvaraus|huolto|tuki|tyopaikat|rekry|markkinointi|viestinta|kassa|vastaanotto|kontor|kontoret|kundtjanst|kundservice|forsaljning|faktura|bokning|registratur|office|contact|hello|sales|orders|order|invoices|invoice|billing|accounting|support|service|help|helpdesk|mail|post|admin|reception|booking|bookings|marketing|press|hr|jobs|firma|yritys|company)[0-9]{0,3}$`)

// GenericAddress says whether an address is an office's rather than a person's.
// It knows common names only and takes all others for persons': to be wrong on
// that side asks for a consent too many, on the other breaks the law.
func GenericAddress(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	local = strings.NewReplacer("ä", "a", "ö", "o", "å", "a", "-", "", "_", "", ".", "").Replace(local)
	return generic.MatchString(local)
}
