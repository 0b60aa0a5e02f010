package app

// RequestKind is what a data subject asks for (GDPR Art. 7(3), 15–18, 20, 21).
type RequestKind string

const (
	AskAccess   RequestKind = "access"   // Art. 15
	AskRectify  RequestKind = "rectify"  // Art. 16
	AskErase    RequestKind = "erase"    // Art. 17
	AskRestrict RequestKind = "restrict" // Art. 18
	AskPort     RequestKind = "port"     // Art. 20
	AskObject   RequestKind = "object"   // Art. 21; with Marketing 21(2)–(3): absolute and immediate
	AskWithdraw RequestKind = "withdraw" // Art. 7(3)
)

// RequestKinds in the order in which they are offered.
func RequestKinds() []RequestKind {
	return []RequestKind{AskAccess, AskRectify, AskErase, AskRestrict, AskPort, AskObject, AskWithdraw}
}

// RequestState is how far a request has come.
type RequestState string

const (
	RequestReceived  RequestState = "received"  // written down; nobody has looked at who asks
	RequestIdentity  RequestState = "identity"  // proof of identity was asked for: the clock waits (EDPB 01/2022)
	RequestClarify   RequestState = "clarify"   // asked what is meant: the clock waits
	RequestWorking   RequestState = "working"   // it is known who asks and what
	RequestAnswered  RequestState = "answered"  // done, wholly or in part
	RequestRefused   RequestState = "refused"   // Art. 12(4), 12(5): with reasons
	RequestCancelled RequestState = "cancelled" // taken back by the person
)

// Open says whether the request still waits for something.
func (s RequestState) Open() bool {
	return s != RequestAnswered && s != RequestRefused && s != RequestCancelled
}

// Outcomes of a closed request.
const (
	OutcomeDone      = "done"
	OutcomePartly    = "partly" // Reason says what was left out, and why
	OutcomeRefused   = "refused"
	OutcomeCancelled = "cancelled"
)

// Grounds on which a request is refused.
const (
	RefuseUnfounded = "unfounded" // Art. 12(5): manifestly unfounded
	RefuseExcessive = "excessive" // Art. 12(5): excessive, above all because it is repeated
	RefuseIdentity  = "identity"  // Art. 12(2), 12(6): it was not shown who asks
	RefuseException = "exception" // an exception in the law, which the reason names (Art. 17(3), 21(1), Tietosuojalaki 34 §)
)

// RefuseGrounds in the order in which they are offered.
func RefuseGrounds() []string {
	return []string{RefuseException, RefuseUnfounded, RefuseExcessive, RefuseIdentity}
}

// IdentityMethod is how the firm made sure who asks: in proportion, with what it
// already knows. Never a copy of a document, never a personal identity code alone
// (EDPB 01/2022 paras 65–78; Tietosuojalaki 29 § 5 mom.).
type IdentityMethod string

const (
	KnownEmail IdentityMethod = "known-email" // answered from, or at, the address in the register
	CallBack   IdentityMethod = "call-back"   // called back at the number in the register
	InPerson   IdentityMethod = "in-person"   // known by sight, or a document was shown and looked at
	StrongID   IdentityMethod = "strong-id"   // bank identifiers, mobile certificate
	NotNeeded  IdentityMethod = "not-needed"  // an objection to marketing or a withdrawal: the address alone is enough
)

// IdentityMethods in the order in which they are offered.
func IdentityMethods() []IdentityMethod {
	return []IdentityMethod{KnownEmail, CallBack, InPerson, StrongID, NotNeeded}
}

// Request is one request of a data subject: what was asked, of whom the firm made
// sure and how, and what became of it.
type Request struct {
	ID         string       `json:"id"`
	Number     string       `json:"number"` // of the firm's own series: TP-2026-07
	Kind       RequestKind  `json:"kind"`
	State      RequestState `json:"state"`
	CustomerID string       `json:"customerId"` // empty: no card, or not known yet
	Customer   string       `json:"customer"`   // the card's number; worked out

	// Who asks, as far as the request itself says. Blanked when the person's data go.
	Name           string `json:"name"`
	Address        string `json:"address"` // lines
	Email          string `json:"email"`
	Phone          string `json:"phone"`
	Language       Lang   `json:"language"`
	Representative string `json:"representative"` // who asks for the person; empty: the person
	Authority      string `json:"authority"`      // power of attorney and its day, guardianship …

	Received  Day     `json:"received"` // reached one of the firm's channels; day off or not
	Channel   Channel `json:"channel"`
	Words     string  `json:"words"`     // the exact words
	Scope     string  `json:"scope"`     // which data the person means; empty: all
	Marketing bool    `json:"marketing"` // an objection to direct marketing (Art. 21(2)–(3))

	VerifiedOn   Day            `json:"verifiedOn"`
	Method       IdentityMethod `json:"method"`
	VerifiedNote string         `json:"verifiedNote"` // which number was called …; never a document's number
	Pauses       []Pause        `json:"pauses"`

	ExtendedOn   Day    `json:"extendedOn"` // when the person was told of the extension (Art. 12(3)); empty: not extended
	ExtendReason string `json:"extendReason"`
	Outcome      string `json:"outcome"` // done, partly, refused, cancelled
	RefuseGround string `json:"refuseGround"`
	Reason       string `json:"reason"` // of a refusal, or of what was left out
	ClosedOn     Day    `json:"closedOn"`

	Deadline Deadline `json:"deadline"` // worked out, never stored
}

// Pause is a time in which the clock waited for the person.
type Pause struct {
	From Day    `json:"from"`
	To   Day    `json:"to"`  // empty: it waits still
	Why  string `json:"why"` // identity, clarify
}

// RequestEvent is one line of a request's history.
type RequestEvent struct {
	On   Day    `json:"on"`
	What string `json:"what"` // one of RequestEvents
	Note string `json:"note"` // in the owner's words; may be empty
}

// What happens to a request.
const (
	EventReceived      = "received"
	EventEdited        = "edited"
	EventIdentityAsked = "identity-asked"
	EventVerified      = "verified"
	EventClarifyAsked  = "clarify-asked"
	EventClarified     = "clarified"
	EventExtended      = "extended"
	EventExtendedLate  = "extended-late" // told after the first month: the time is not longer for it
	EventMarketingOff  = "marketing-off" // the permissions were withdrawn and the address barred, at once
	EventRestricted    = "restricted"    // the use was restricted while the objection is weighed (Art. 18(1)(d))
	EventRectified     = "rectified"     // the card was corrected since the request came
	EventAnswered      = "answered"
	EventRefused       = "refused"
	EventCancelled     = "cancelled"
	EventLate          = "late" // closed after its last day
)

// RequestEvents are all kinds of lines of a history.
func RequestEvents() []string {
	return []string{EventReceived, EventEdited, EventIdentityAsked, EventVerified, EventClarifyAsked, EventClarified, EventExtended,
		EventExtendedLate, EventMarketingOff, EventRestricted, EventRectified, EventAnswered, EventRefused, EventCancelled, EventLate}
}

// Deadline is until when the firm answers (GDPR Art. 12(3); Regulation 1182/71
// Art. 3). The target is the same date of the next month, the last day what is
// left of it where that is no working day. The firm is shown both, and works
// towards the first.
type Deadline struct {
	Target         Day    `json:"target"`
	Last           Day    `json:"last"`
	ExtendedTarget Day    `json:"extendedTarget"` // three months from receipt; always worked out
	ExtendedLast   Day    `json:"extendedLast"`
	Due            Day    `json:"due"`       // the last day that counts now: extended or not, pauses added
	Left           int    `json:"left"`      // days to Due; negative: late
	Late           bool   `json:"late"`      // Due has passed, or had when it was closed
	Suspended      int    `json:"suspended"` // days for which the clock stood still, to today
	Paused         bool   `json:"paused"`    // it waits for the person now
	ExtendedLate   bool   `json:"extendedLate"`
	Holiday        string `json:"holiday"` // code of what moved the last day: a holiday's name code, saturday, sunday
	Steps          []Step `json:"steps"`   // "why this date"
}
