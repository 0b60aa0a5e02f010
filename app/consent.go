package app

import "time"

// Consent is a row of the append-only ledger of marketing permissions (GDPR
// Art. 7: who, when, how and in which words must be shown).
type Consent struct {
	ID         string    `json:"id"`
	CustomerID string    `json:"customerId"`
	Given      bool      `json:"given"` // false: withdrawn
	On         Day       `json:"on"`
	Channel    Channel   `json:"channel"`
	Wording    string    `json:"wording"` // the words or the version shown to the customer
	Source     string    `json:"source"`  // for permissions brought in: where they were given
	RecordedBy string    `json:"recordedBy"`
	RecordedAt time.Time `json:"-"`
}
