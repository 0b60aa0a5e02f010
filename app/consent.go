package app

import (
	"strings"
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
	c.Channel = Channel(strings.ToLower(line(string(c.Channel))))
	c.Wording = paragraphs(c.Wording)
	c.Source, c.RecordedBy = line(c.Source), line(c.RecordedBy)
	return c
}

// Check judges a normalised row. A permission with neither words nor a source is
// remarked on: it could not be shown to have been given (GDPR Art. 7(1)). A
// withdrawal wants nothing (Art. 7(3)).
func (c Consent) Check(today Day) (problems, remarks Errors) {
	var f findings
	f.add(checkDay("on", c.On, today), nil)
	f.add(checkChoice("channel", c.Channel, Channels()), nil)
	if c.Given && c.Wording == "" && c.Source == "" {
		f.add(nil, Errors{E("consent-unproven", "wording")})
	}
	f.add(checkParagraphs("wording", c.Wording, MaxText), nil)
	f.add(checkLine("source", c.Source, MaxLine), nil)
	f.add(checkLine("recordedBy", c.RecordedBy, MaxName), nil)
	return f.problems, f.remarks
}

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
