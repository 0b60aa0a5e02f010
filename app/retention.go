package app

// EventKind is what happened to a customer's data, seen by the retention clock.
type EventKind string

const (
	Created   EventKind = "created"   // the card was made
	Corrected EventKind = "corrected" // the card was corrected
	Contacted EventKind = "contact"   // Ref is empty where its own time has passed: the contact is gone, its day still counts
	Delivered EventKind = "delivery"
	MassSent  EventKind = "mass" // a mass mailing: never moves the clock
)

// Event is something dated in a customer's file.
type Event struct {
	Kind EventKind `json:"kind"`
	On   Day       `json:"on"`
	Ref  string    `json:"ref,omitempty"`  // the row's id, where there is one
	Note string    `json:"note,omitempty"` // channel or product, for the explanation
}

// File is all that a retention decision on one customer depends on. The store
// gives the newest event of each kind; the rules choose among them.
type File struct {
	Record string  `json:"record"` // the customer's id
	Number string  `json:"number"`
	Name   string  `json:"name"`
	Kind   Kind    `json:"kind"`
	Events []Event `json:"events"`
	Holds  []Hold  `json:"holds"` // standing ones only
	Guards []Guard `json:"guards"`
	Counts Counts  `json:"counts"`
	// Entries of the e-mail list go with the card, but for those with a fresh
	// consent of their own.
	Entries []FileEntry `json:"entries"`
}

// FileEntry is an entry of the e-mail list that belongs to a card.
type FileEntry struct {
	ID      string `json:"id"`
	Consent Day    `json:"consent"` // its own newest permission, while it stands; empty: none
}

// FreshEntries lists the entries that stay when the card goes.
func (f File) FreshEntries(p Policy, today Day) []string {
	var out []string
	rule, ok := p.Rule(ClassMailing, today)
	for _, e := range f.Entries {
		if ok && e.Consent != "" && (!rule.timed() || e.Consent.AddMonths(rule.Months) >= today) {
			out = append(out, e.ID)
		}
	}
	return out
}

// Counts is how many rows of each register belong to a set of customers.
type Counts struct {
	Customers   int `json:"customers"`
	Persons     int `json:"persons"`
	Contacts    int `json:"contacts"`
	Messages    int `json:"messages"`
	Attachments int `json:"attachments"`
	Deliveries  int `json:"deliveries"`
	Consents    int `json:"consents"`
	Entries     int `json:"entries"` // of the e-mail list
	Technical   int `json:"technical"`
	Requests    int `json:"requests"`
	Visitors    int `json:"visitors"`   // numbers by which visitors are known again
	Anonymised  int `json:"anonymised"` // conversations that stay without whose they are
	LogRows     int `json:"logRows"`    // lines of the log of what was done
}

// Add sums two counts.
func (c Counts) Add(o Counts) Counts {
	return Counts{
		c.Customers + o.Customers, c.Persons + o.Persons, c.Contacts + o.Contacts, c.Messages + o.Messages,
		c.Attachments + o.Attachments, c.Deliveries + o.Deliveries, c.Consents + o.Consents,
		c.Entries + o.Entries, c.Technical + o.Technical, c.Requests + o.Requests,
		c.Visitors + o.Visitors, c.Anonymised + o.Anonymised, c.LogRows + o.LogRows,
	}
}

// Disposal is what happens to a record.
type Disposal string

const (
	Erase     Disposal = "erase"
	Anonymise Disposal = "anonymise"
	Keep      Disposal = "keep"
)
