package vault

import (
	"kortisto/app"
	"kortisto/store"
)

// IssueLetter writes down a letter that went out because of a request. With the
// answers that hold data goes a line of the log of disclosures: the person has
// got them. What is refused: see app.Request.MayIssue.
func (tx *Tx) IssueLetter(l app.IssuedLetter) (app.IssuedLetter, error) {
	r, err := tx.Request(l.RequestID)
	if err != nil {
		return l, err
	}
	l.ID, l.CustomerID, l.On = tx.NewID(), r.CustomerID, tx.Today
	if err := l.Check().OrNil(); err != nil {
		return l, err
	}
	if err := r.MayIssue(l.Kind); err != nil {
		return l, err
	}
	if err := store.InsertLetter(tx.Tx, l); err != nil {
		return l, err
	}
	object := l.CustomerID
	if object == "" {
		object = l.RequestID
	}
	if err := tx.audit("letter-issued", object); err != nil || l.CustomerID == "" || !l.Discloses() {
		return l, err
	}
	who := r.Name
	if r.Representative != "" {
		who = r.Representative
	}
	if who == "" {
		c, err := tx.Customer(l.CustomerID)
		if err != nil {
			return l, err
		}
		who = c.Name
	}
	means := app.Letter
	switch l.Way {
	case app.WayEmail:
		means = app.Email
	case app.WayInPerson:
		means = app.Visit
	}
	_, err = tx.AddDisclosure(app.Disclosure{CustomerID: l.CustomerID, What: "letter-" + string(l.Kind), Recipient: who, Means: means, Basis: ownRequest})
	return l, err
}

// Letters of a request that went out, the newest first.
func (tx *Tx) Letters(requestID string) ([]app.IssuedLetter, error) {
	return store.LettersOf(tx.Tx, requestID)
}
