package app

// Find is something in the register that may be about the person who asks. The
// owner says whether it is the same person; nothing is taken for granted but the
// card that the request names.
type Find struct {
	ID         string      `json:"id"`
	RequestID  string      `json:"requestId"`
	Register   string      `json:"register"`   // customers, contact_persons, list_entries, contacts, messages, deliveries, attachments, …
	Record     string      `json:"record"`     // the row's id; a customer's id where Count rows of a card stand for one line
	CustomerID string      `json:"customerId"` // on whose card it is; empty: on none
	Title      string      `json:"title"`      // worked out, never stored
	Detail     string      `json:"detail"`     // worked out
	Count      int         `json:"count"`      // how many rows the line stands for
	From       Day         `json:"from"`       // the days of the oldest and the newest
	To         Day         `json:"to"`
	Matched    []string    `json:"matched"` // by what it was found: number, name, phone, email, address
	Same       string      `json:"same"`    // yes, no; empty: not decided
	Until      Day         `json:"until"`   // must be kept until, by law; empty: not
	Redactions []Redaction `json:"redactions"`
	Card       string      `json:"card"` // number and name of the card that it is on; worked out
	// Certain is of the card that the request names: Same is yes and stays so.
	Certain bool `json:"certain"`
	// Aside tells why there is nothing to tick: copies, backups, undo, erased-before,
	// more (Register has more hits than are listed). Empty on all others.
	Aside string `json:"aside"`
}

// Answers to whether a find is the same person.
const (
	SameYes = "yes"
	SameNo  = "no"
)

// Why a find is only told.
const (
	AsideCopies  = "copies"        // files taken out of the register, by count
	AsideBackups = "backups"       // sealed copies of the whole register: not looked into
	AsideUndo    = "undo"          // what takes imports and merges back: no more than the registers held
	AsideErased  = "erased-before" // somebody with the same signs was erased on From
	AsideMore    = "more"          // too many hits in a register: the newest are listed
)

// Asides lists them all.
func Asides() []string {
	return []string{AsideCopies, AsideBackups, AsideUndo, AsideErased, AsideMore}
}

// Open says whether the owner still has to say if it is the same person.
func (f Find) Open() bool { return f.Same == "" && f.Aside == "" }

// CardTexts are the registers of a card in which others may be named.
func CardTexts() []string {
	return []string{"contacts", "messages", "attachments", "deliveries", "disclosures", "holds"}
}

// Redaction is a place in a text that the person does not get to see, because it
// is about somebody else (GDPR Art. 15(4)).
type Redaction struct {
	Record string `json:"record"` // the row
	Column string `json:"column"`
	Start  int    `json:"start"` // in characters
	End    int    `json:"end"`
	Reason string `json:"reason"` // a code: third-party, trade-secret, or the owner's words
}

// LetterKind is a letter that the firm sends to a data subject or a recipient.
type LetterKind string

const (
	LetterConfirm      LetterKind = "confirm"       // the request has arrived
	LetterIdentity     LetterKind = "identity"      // proof of identity is asked for
	LetterClarify      LetterKind = "clarify"       // asked what is meant
	LetterExtend       LetterKind = "extend"        // Art. 12(3)
	LetterRefuse       LetterKind = "refuse"        // Art. 12(4)
	LetterAccess       LetterKind = "access"        // Art. 15
	LetterRectified    LetterKind = "rectified"     // Art. 16, done
	LetterNotRectified LetterKind = "not-rectified" // Art. 16, not done
	LetterErased       LetterKind = "erased"        // Art. 17: what went, what stays, why, until when
	LetterRestricted   LetterKind = "restricted"    // Art. 18(1)
	LetterLifting      LetterKind = "lifting"       // Art. 18(3), before lifting
	LetterPortable     LetterKind = "portable"      // Art. 20, cover
	LetterMarketingOff LetterKind = "marketing-off" // Art. 21(3)
	LetterObjection    LetterKind = "objection"     // Art. 21(1), upheld
	LetterObjectionNot LetterKind = "objection-not" // Art. 21(1), rejected with reasons
	LetterWithdrawn    LetterKind = "withdrawn"     // Art. 7(3)
	LetterRecipient    LetterKind = "recipient"     // Art. 19, to a recipient
)

// IssuedLetter is a letter that went out: what it was is proven by its sum, its
// text is not kept.
type IssuedLetter struct {
	ID         string     `json:"id"`
	RequestID  string     `json:"requestId"`
	CustomerID string     `json:"customerId"`
	Kind       LetterKind `json:"kind"`
	Language   Lang       `json:"language"`
	On         Day        `json:"on"`
	Way        string     `json:"way"` // paper, email-encrypted, in-person
	Pages      int        `json:"pages"`
	SHA256     string     `json:"sha256"` // of the PDF, hex
}
