package app

// Retention classes of single records: what has a time of its own, shorter or
// longer than the card that it hangs on.
const (
	ClassPerson    = "contact-person"
	ClassContact   = "contact"   // an entry of the history by phone, mail, visit, letter
	ClassChat      = "chat"      // a conversation
	ClassRecording = "recording" // of a call
	ClassDelivery  = "delivery"
	ClassConsent   = "consent" // what was permitted and refused
	ClassRequest   = "request" // the file of a data subject's request
	ClassInvoice   = "invoice" // vouchers: KPL 2:10.2, AVL 209 n §
	ClassBooks     = "books"   // ten years, for information: they are the accountant's
	// ClassRealEstate are invoices of real-estate investments: AVL 209 q §.
	ClassRealEstate = "invoice-real-estate"
)

// What a period is counted from.
const (
	FromLastNeeded    = "last-needed"        // the day on which the customer's data were last needed
	FromConsent       = "consent-or-contact" // the newest permission or contact that was no mass mailing
	FromRecord        = "record"             // the record's own day
	FromCustomer      = "with-customer"      // no time of its own: goes with the card
	FromClosed        = "closed"             // the day on which it was closed
	FromVisit         = "visit"              // the visit
	FromFinancialYear = "financial-year"     // the end of the calendar year in which the financial year ended
	FromWritten       = "written"            // the day of writing
	FromReviewYear    = "review-year"        // the end of the calendar year in which the review period began
	FromOrder         = "order"              // no time of its own: goes when the order to process it ends
)

// Guard is what keeps a customer's data past their day, besides a hold: an open
// request of the person, a restriction.
type Guard struct {
	Because string `json:"because"` // open-request, restricted
	Until   Day    `json:"until"`   // to be looked at again; empty: as long as it stands
	Ref     string `json:"ref"`     // the request's or the restriction's id
	Text    string `json:"text"`    // the request's number, the restriction's ground
}

// Extension keeps one recording longer than its class, for quality or because of
// a complaint, never past the class's longest time.
type Extension struct {
	ID       string `json:"id"`
	Class    string `json:"class"`
	Record   string `json:"record"`
	Until    Day    `json:"until"`
	Reason   string `json:"reason"`
	PlacedOn Day    `json:"placedOn"`
}

// Item is one record with a time of its own, and all that a decision on it
// depends on.
type Item struct {
	Class      string     `json:"class"`
	Record     string     `json:"record"`     // its id
	CustomerID string     `json:"customerId"` // empty: it belongs to no card
	Number     string     `json:"number"`     // the customer's
	Name       string     `json:"name"`       // the customer's; an entry's address
	Event      Event      `json:"event"`      // what its time counts from: see FromRecord and its like
	Holds      []Hold     `json:"holds"`      // standing ones of the customer
	Guards     []Guard    `json:"guards"`
	Extension  *Extension `json:"extension"` // nil: none
	Counts     Counts     `json:"counts"`    // what goes when it goes
}

// More reasons of a decision.
const (
	BecauseRecord      = "channel-rule" // the record's own time
	BecauseExtended    = "extended"
	BecauseRequest     = "open-request"
	BecauseRestricted  = "restricted"
	BecauseReceivable  = "open-receivable"
	BecauseInvoice     = "invoice-retention"
	BecauseFresh       = "consent-fresh"
	BecauseNoRule      = "no-rule"
	BecauseCard        = "with-customer" // it goes with its card
	BecauseOrder       = "order"         // it is kept for another, as long as they say
	BecauseVisit       = "visit"
	BecauseClosed      = "closed"
	BecauseWritten     = "written"
	BecauseUnknownDate = "no-date"
)
