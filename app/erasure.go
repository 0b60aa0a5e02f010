package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// EraseDoes is what an erasure on request does to some records.
type EraseDoes string

const (
	DoesErase    EraseDoes = "erase"
	DoesMask     EraseDoes = "mask"     // the record is another's: the person is taken out of it
	DoesKeep     EraseDoes = "keep"     // GDPR Art. 17(3), 18(2)
	DoesSuppress EraseDoes = "suppress" // kept as a keyed hash, so that a refusal is not forgotten
	DoesOutside  EraseDoes = "outside"  // not in the vault: a task
)

// Why records stay, beside the reasons of retention.
const (
	BecauseRefusal = "refusal"      // marketing was refused
	BecauseFile    = "request-file" // this very request, without the data of whom it is about
	BecauseLog     = "audit-log"    // what was done, without names
	BecauseCopies  = "copies"
	BecauseBackups = "backups"
)

// Classes of an erasure's lines, beside those of retention.
const (
	ClassAttachment = "attachment"
	ClassDisclosure = "disclosure"
	ClassHold       = "hold"
	ClassCopies     = "copies"
	ClassBackups    = "backups"
)

// HiddenMark stands in the place of a person who was taken out of another's text.
const HiddenMark = "[…]"

// EraseClasses lists the classes that a plan's lines can have.
func EraseClasses() []string {
	return []string{ClassCustomer, ClassPerson, ClassContact, ClassChat, ClassAttachment, ClassDelivery, ClassConsent, ClassMailing, ClassTechnical,
		ClassDisclosure, ClassHold, ClassRequest, ClassSuppression, ClassAudit, ClassCopies, ClassBackups}
}

// eraseClasses are the classes of the registers.
var eraseClasses = map[string]string{
	"customers": ClassCustomer, "contact_persons": ClassPerson, "contacts": ClassContact, "messages": ClassChat, "attachments": ClassAttachment,
	"deliveries": ClassDelivery, "disclosures": ClassDisclosure, "holds": ClassHold, "requests": ClassRequest, "list_entries": ClassMailing,
}

// EraseBecauses lists the reasons that a plan can give.
func EraseBecauses() []string {
	return []string{BecauseHold, BecauseReceivable, BecauseRestricted, BecauseRequest, BecauseRefusal, BecauseFile, BecauseLog, BecauseCopies, BecauseBackups}
}

// EraseLine is one line of the plan: so many records of a class, what is done to
// them, and where they stay, why and until when.
type EraseLine struct {
	Class   string    `json:"class"`
	Number  string    `json:"number"` // of the card that they are on; empty: on none
	Count   int       `json:"count"`
	Does    EraseDoes `json:"does"`
	Because string    `json:"because"` // empty where they go
	Basis   string    `json:"basis"`   // the provision by which they stay; empty where they go
	Until   Day       `json:"until"`   // empty: as long as the reason stands
}

// ErasePlan is what an erasure on request will do, before it is done.
type ErasePlan struct {
	RequestID string      `json:"requestId"`
	Today     Day         `json:"today"`
	Lines     []EraseLine `json:"lines"`
	Open      int         `json:"open"`   // finds of which nobody has said whether they are the same person
	Count     int         `json:"count"`  // records that go or are masked: typed to confirm
	Digest    string      `json:"digest"` // binds what is shown to what is carried out

	Cards   []string    `json:"-"` // ids of the cards that go whole
	Parted  []string    `json:"-"` // of the cards that stay, and lose what nothing keeps
	Entries []string    `json:"-"` // of the e-mail list, on cards that stay or on none
	Persons []ErasePart `json:"-"` // rows that are the person's alone: contact persons on others' cards, who asked in a closed request
	Places  []ErasePart `json:"-"` // texts on others' cards
}

// Partly says that something in the vault stays that is the person's own.
func (p ErasePlan) Partly() bool {
	return slices.ContainsFunc(p.Lines, func(l EraseLine) bool {
		return l.Does == DoesKeep && l.Because != BecauseFile && l.Because != BecauseLog
	})
}

// ErasePart is one row on somebody else's card.
type ErasePart struct {
	Register string // contact_persons, customers (of a company: its phone, its e-mail), contacts, messages, attachments, deliveries, disclosures, holds, requests
	Record   string
	Open     bool // of a request: it still waits for something
	Card     File // what keeps the card keeps this too
}

// EraseCard is a card that is the person's own.
type EraseCard struct {
	File      File
	Technical int // facts beside conversations
}

// EraseFacts is all that the plan depends on.
type EraseFacts struct {
	RequestID string
	Today     Day
	Cards     []EraseCard
	Entries   []string // ticked, on no card that goes
	Parts     []ErasePart
	Refused   int // addresses whose owner refused marketing
	Open      int
	Logged    int // lines of the log that speak of the cards
	LogUntil  Day
	FileUntil Day // how long the request's own file stays
	Copies    int // files taken out of the register that are still about
}

// PlanErasure works out what goes, what stays, why and until when (GDPR Art. 17).
// This request keeps nothing from going; another open one of the person does, as
// does a hold (Art. 17(3)(e)) and a restriction (Art. 18(2)). What a hold does not
// need goes all the same: the address for marketing, technical facts.
func PlanErasure(f EraseFacts) ErasePlan {
	p := ErasePlan{RequestID: f.RequestID, Today: f.Today, Lines: []EraseLine{}, Open: f.Open}
	for _, c := range f.Cards {
		p.card(c, f.RequestID)
	}
	p.Entries = append(p.Entries, f.Entries...)
	p.line(EraseLine{Class: ClassMailing, Count: len(f.Entries), Does: DoesErase})
	for _, part := range f.Parts {
		p.part(part, f.RequestID)
	}
	p.line(EraseLine{Class: ClassSuppression, Count: f.Refused, Does: DoesSuppress, Because: BecauseRefusal, Basis: "gdpr-21-3"})
	if p.Count > 0 {
		p.line(EraseLine{Class: ClassRequest, Count: 1, Does: DoesKeep, Because: BecauseFile, Basis: "gdpr-5-2", Until: f.FileUntil})
		p.line(EraseLine{Class: ClassAudit, Count: f.Logged, Does: DoesKeep, Because: BecauseLog, Basis: "gdpr-5-2", Until: f.LogUntil})
		p.line(EraseLine{Class: ClassCopies, Count: f.Copies, Does: DoesOutside, Because: BecauseCopies})
		p.line(EraseLine{Class: ClassBackups, Count: 1, Does: DoesOutside, Because: BecauseBackups})
	}
	p.Digest = p.digest()
	return p
}

func (p *ErasePlan) line(l EraseLine) {
	if l.Count == 0 {
		return
	}
	at := slices.IndexFunc(p.Lines, func(have EraseLine) bool {
		have.Count = l.Count
		return have == l
	})
	if at >= 0 {
		p.Lines[at].Count += l.Count
	} else {
		p.Lines = append(p.Lines, l)
	}
	if l.Does == DoesErase || l.Does == DoesMask {
		p.Count += l.Count
	}
}

// keeps says what keeps the data of a card from going.
func (f File) keeps(request string) (EraseLine, bool) {
	for _, g := range f.Guards {
		if g.Because == BecauseRestricted {
			return EraseLine{Does: DoesKeep, Because: BecauseRestricted, Basis: "gdpr-18-2", Until: g.Until}, true
		}
	}
	for _, g := range f.Guards {
		if g.Because == BecauseRequest && g.Ref != request {
			return EraseLine{Does: DoesKeep, Because: BecauseRequest, Basis: "gdpr-12-3", Until: g.Until}, true
		}
	}
	stays := EraseLine{Does: DoesKeep, Because: BecauseHold, Basis: "gdpr-17-3-e"}
	for i, h := range f.Holds {
		stays.Until = max(stays.Until, h.ReviewOn)
		if h.Kind == HoldReceivable && i == 0 {
			stays.Because = BecauseReceivable
		}
	}
	return stays, len(f.Holds) > 0
}

// KeptUntil is the day until which something keeps the data of a card from going,
// beside this request; empty: nothing does, or without a day.
func KeptUntil(f File, request string) Day {
	l, kept := f.keeps(request)
	if !kept {
		return ""
	}
	return l.Until
}

func (p *ErasePlan) card(c EraseCard, request string) {
	whole, kept := c.File.keeps(request)
	free := EraseLine{Does: DoesErase}
	if !kept {
		whole = free
		p.Cards = append(p.Cards, c.File.Record)
	} else if whole.Because == BecauseHold || whole.Because == BecauseReceivable {
		p.Parted = append(p.Parted, c.File.Record)
	} else {
		free = whole // nothing at all may be done to them
	}
	n := c.File.Counts
	for _, row := range []struct {
		class string
		count int
		line  EraseLine
	}{
		{ClassCustomer, 1, whole}, {ClassPerson, n.Persons, whole}, {ClassContact, n.Contacts, whole}, {ClassChat, n.Messages, whole},
		{ClassAttachment, n.Attachments, whole}, {ClassDelivery, n.Deliveries, whole}, {ClassConsent, n.Consents, whole},
		{ClassMailing, len(c.File.Entries), free}, {ClassTechnical, c.Technical, free},
	} {
		l := row.line
		l.Class, l.Count, l.Number = row.class, row.count, c.File.Number
		p.line(l)
	}
}

func (p *ErasePlan) part(part ErasePart, request string) {
	l, kept := part.Card.keeps(request)
	switch {
	case kept:
	case part.Open:
		l = EraseLine{Does: DoesKeep, Because: BecauseRequest, Basis: "gdpr-12-3"}
	case part.Register == "list_entries":
		l = EraseLine{Does: DoesErase}
		p.Entries = append(p.Entries, part.Record)
	case part.Register == "contact_persons" || part.Register == "requests":
		l = EraseLine{Does: DoesErase}
		p.Persons = append(p.Persons, part)
	default:
		l = EraseLine{Does: DoesMask}
		p.Places = append(p.Places, part)
	}
	l.Class, l.Count, l.Number = eraseClasses[part.Register], 1, part.Card.Number
	p.line(l)
}

// digest covers exactly what would be carried out: which records, and how many of
// each class.
func (p *ErasePlan) digest() string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	_ = enc.Encode([]any{p.RequestID, p.Today, p.Lines, p.Cards, p.Parted, p.Entries}) // a hash never fails to be written to
	for _, part := range slices.Concat(p.Persons, p.Places) {
		_ = enc.Encode([]string{part.Register, part.Record})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// EraseOutcome is what an erasure on request did: figures and codes, no names.
type EraseOutcome struct {
	On      Day         `json:"on"`
	Digest  string      `json:"digest"`
	Lines   []EraseLine `json:"lines"`
	Residue int         `json:"residue"` // strings of the person found afterwards; 0 or the erasure has failed
	Ledger  []string    `json:"ledger"`
	Tasks   []Task      `json:"tasks"` // what is still to be done outside
	Partly  bool        `json:"partly"`
}

// Outcome is the plan as it was carried out. Lines of several cards become one:
// whose they were is not told any more.
func (p ErasePlan) Outcome() EraseOutcome {
	var sum ErasePlan
	for _, l := range p.Lines {
		l.Number = ""
		sum.line(l)
	}
	return EraseOutcome{On: p.Today, Digest: p.Digest, Lines: sum.Lines, Ledger: []string{}, Tasks: []Task{}, Partly: p.Partly()}
}
