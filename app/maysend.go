package app

import "strings"

// MailMode is the ground on which a message goes out.
type MailMode string

const (
	ByConsent     MailMode = "consent"
	BySale        MailMode = "soft"         // without consent, to one's own customer about similar goods
	ToLegalPerson MailMode = "legal-person" // without consent, to an organisation that has not refused
)

// Recipient is what the decision depends on, seen from the address.
type Recipient struct {
	Kind       Kind
	Email      string
	WorkDuties string // see ListEntry
	Customer   bool   // there is a card
	Sale       Sale
	Standing   Standing
	Suppressed Suppression // empty: not suppressed
	Restricted bool        // processing is restricted (GDPR Art. 18)
	TimeOver   bool        // the entry should have gone by now
}

// MailMessage is what the decision depends on, seen from the message and the firm.
type MailMessage struct {
	Sender bool   // says who sends it
	OptOut bool   // says how to be rid of further ones, easily and for nothing
	Goods  string // the product group that it is about
	// What the firm has switched on. Softop's promise is that nobody is marketed
	// to without a consent of their own, and that is how a register begins.
	SoftOptIn    bool
	LegalPersons bool
}

// MailDecision says whether the message may go to the recipient, on which
// ground, or why not.
type MailDecision struct {
	Allow   bool     `json:"allow"`
	Mode    MailMode `json:"mode"`
	Because string   `json:"because"` // a code of MailReasons
}

// sendingRule is one row of the table: the first whose condition holds decides.
type sendingRule struct {
	code  string
	mode  MailMode // empty: the message may not go
	basis string   // the provision
	when  func(Recipient, MailMessage) bool
}

// sendingRules is direct marketing by e-mail as chapter 24 of laki sähköisen
// viestinnän palveluista (917/2014) and GDPR Art. 7, 18 and 21 have it. What
// forbids stands first: a permission never outweighs a refusal.
var sendingRules = []sendingRule{
	{"no-sender", "", "917/2014 203 §", func(_ Recipient, m MailMessage) bool { return !m.Sender }},
	{"no-opt-out", "", "917/2014 200, 202 §", func(_ Recipient, m MailMessage) bool { return !m.OptOut }},
	{"restricted", "", "gdpr-18-2", func(r Recipient, _ MailMessage) bool { return r.Restricted }},
	{"objected", "", "gdpr-21-3", func(r Recipient, _ MailMessage) bool { return r.Suppressed == Objected }},
	{"withdrawn", "", "gdpr-7-3", func(r Recipient, _ MailMessage) bool {
		return r.Suppressed == Withdrawn || r.Standing.Permission == PermissionRefused
	}},
	{"bounced", "", "gdpr-5-1-d", func(r Recipient, _ MailMessage) bool { return r.Suppressed == Bounced }},
	{"time-over", "", "gdpr-5-1-e", func(r Recipient, _ MailMessage) bool { return r.TimeOver }},
	{"consent-unproven", "", "gdpr-7-1", func(r Recipient, _ MailMessage) bool {
		return r.Standing.Permission == PermissionGiven && !r.Standing.Proven
	}},
	{"consent", ByConsent, "917/2014 200.1 §", func(r Recipient, _ MailMessage) bool { return r.Standing.Permission == PermissionGiven }},
	{"legal-person", ToLegalPerson, "917/2014 202 §", func(r Recipient, m MailMessage) bool { return !r.natural() && m.LegalPersons }},
	{"consent-only", "", "notice-softop", func(r Recipient, _ MailMessage) bool { return !r.natural() }},
	{"soft", BySale, "917/2014 200.3 §", func(r Recipient, m MailMessage) bool {
		return m.SoftOptIn && r.bought() && similar(r.Sale.What, m.Goods)
	}},
	{"other-goods", "", "917/2014 200.3 §", func(r Recipient, m MailMessage) bool { return m.SoftOptIn && r.bought() }},
	{"named-address", "", "917/2014 200.1 §", func(r Recipient, _ MailMessage) bool { return r.Kind == Company }},
	{"no-consent", "", "917/2014 200.1 §", func(Recipient, MailMessage) bool { return true }},
}

// natural: persons, sole traders, and those who are named in the address of a
// company unless the message concerns their work.
func (r Recipient) natural() bool {
	return r.Kind.Natural() || !GenericAddress(r.Email) && r.WorkDuties == ""
}

func (r Recipient) bought() bool { return r.Customer && r.Sale.Recorded() }

func similar(bought, offered string) bool { return offered != "" && strings.EqualFold(bought, offered) }

// MaySend decides whether a marketing message may be sent to a recipient.
func MaySend(r Recipient, m MailMessage) MailDecision {
	for _, rule := range sendingRules {
		if rule.when(r, m) {
			return MailDecision{rule.mode != "", rule.mode, rule.code}
		}
	}
	return MailDecision{Because: "no-consent"} // the last row always holds
}

// NotRenewing is why a mailing that asks for renewal leaves out those whose
// consent is not about to end.
const NotRenewing = "not-renewing"

// MailReasons lists every code by which a decision is explained.
func MailReasons() []string {
	var out []string
	for _, r := range sendingRules {
		out = append(out, r.code)
	}
	return append(out, NotRenewing)
}
