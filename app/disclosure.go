package app

import (
	"slices"
	"time"
)

// Disclosure is one occasion on which something about a customer was given to
// somebody (GDPR Art. 15(1)(c)).
type Disclosure struct {
	ID         string    `json:"id"`
	CustomerID string    `json:"customerId"`
	On         Day       `json:"on"`
	What       string    `json:"what"` // a code of the program, such as transcript, or the owner's words
	Recipient  string    `json:"recipient"`
	Means      Channel   `json:"means"`
	Basis      string    `json:"basis"` // why: own-request, law, …
	RecordedAt time.Time `json:"-"`
}

// Normalised is the row as it is kept.
func (d Disclosure) Normalised() Disclosure {
	d.On = Day(line(string(d.On)))
	d.What, d.Recipient, d.Basis = line(d.What), line(d.Recipient), line(d.Basis)
	d.Means = choice(d.Means)
	return d
}

// Check judges a normalised row.
func (d Disclosure) Check(today Day) Errors {
	return slices.Concat(
		checkDay("on", d.On, today),
		checkLine("what", d.What, MaxLine),
		checkLine("recipient", d.Recipient, MaxName),
		checkChoice("means", d.Means, Channels()),
		checkLine("basis", d.Basis, MaxLine),
	)
}
