package app

import (
	"slices"
	"time"
)

// Consent is a row of the append-only ledger of marketing permissions (GDPR
// Art. 7: who, when, how and in which words must be shown). It is a card's or an
// e-mail list entry's.
type Consent struct {
	ID         string    `json:"id"`
	CustomerID string    `json:"customerId"`
	EntryID    string    `json:"entryId"`
	Given      bool      `json:"given"` // false: withdrawn
	On         Day       `json:"on"`
	Channel    Channel   `json:"channel"`
	Wording    string    `json:"wording"` // the words or the version shown to the customer
	Version    string    `json:"version"` // of the wording, where the firm keeps its wordings: its name and number
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

// Check judges a normalised row. A permission that could not be shown to have
// been given is none, and is refused (consent-unproven).
func (c Consent) Check(today Day) Errors {
	var es Errors
	if !c.Proven() {
		es = Errors{E("consent-unproven", "wording")}
	}
	return slices.Concat(es,
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
