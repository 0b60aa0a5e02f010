package app

import (
	"slices"
	"time"
)

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

// Normalised is the ledger row as it is kept.
func (c Consent) Normalised() Consent {
	c.On = Day(line(string(c.On)))
	c.Channel = choice(c.Channel)
	c.Wording = paragraphs(c.Wording)
	c.Source, c.RecordedBy = line(c.Source), line(c.RecordedBy)
	return c
}

// Check judges a normalised row.
func (c Consent) Check(today Day) Errors {
	return slices.Concat(
		checkDay("on", c.On, today),
		checkChoice("channel", c.Channel, Channels()),
		checkParagraphs("wording", c.Wording, MaxText),
		checkLine("source", c.Source, MaxLine),
		checkLine("recordedBy", c.RecordedBy, MaxName),
	)
}

// Proven says whether a permission could be shown to have been given (GDPR
// Art. 7(1)): it has the words that were agreed to or, where it was brought in
// from elsewhere, its source. A withdrawal wants no proof (Art. 7(3)).
func (c Consent) Proven() bool { return !c.Given || c.Wording != "" || c.Source != "" }

// MarketingAllowed says whether the ledger, in the order in which it was
// written, allows marketing: the row of the latest day decides, and of several
// on that day the last written. Nobody has agreed by silence: an empty ledger
// says no.
func MarketingAllowed(ledger []Consent) bool {
	var last Consent
	for _, c := range ledger {
		if c.On >= last.On {
			last = c
		}
	}
	return last.Given
}
