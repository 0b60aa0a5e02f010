package demo

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// askWords are what people ask for, and what the firm writes down about it.
type askWords struct {
	Access, Erase, Rectify, Object, Marketing, Port, Withdraw string
	Scope, Clearer, Called, Long, Law, Authority, By          string
}

// askStory is a request of the customer with a running number, received some days
// ago, and what has been done about it since: every step so many days ago.
type askStory struct {
	of      int
	ago     int
	request app.Request
	steps   []askStep
}

type askStep struct {
	ago  int
	take func(tx *vault.Tx, id string, on app.Day) (app.Request, error)
}

// requests are in every state: some are new, two wait for the person, one is due
// in some days and one was due yesterday, and some are closed.
func (f *filler) requests(tx *vault.Tx) error {
	for _, s := range f.askStories() {
		card, ok := f.some.cards[s.of]
		if !ok {
			continue
		}
		s.request.CustomerID = card.ID
		if err := f.ask(tx, s); err != nil {
			return err
		}
	}
	if claimed, ok := f.some.cards[29]; ok {
		return f.restricted(tx, claimed)
	}
	return nil
}

// ask registers one, takes it as far as it has come, and counts what an
// absolute one does to the ledgers.
func (f *filler) ask(tx *vault.Tx, s askStory) error {
	s.request.Received = tx.Today.AddDays(-s.ago)
	before, err := f.ledgers(tx, s.request.CustomerID)
	if err != nil {
		return err
	}
	r, err := tx.RegisterRequest(s.request)
	if err != nil {
		return err
	}
	f.done.Requests++
	after, err := f.ledgers(tx, s.request.CustomerID)
	if err != nil {
		return err
	}
	f.done.Consents += after[0] - before[0]
	f.done.Consented += after[1] - before[1]
	for _, step := range s.steps {
		if _, err := step.take(tx, r.ID, tx.Today.AddDays(-step.ago)); err != nil {
			return err
		}
	}
	return nil
}

// ledgers counts the rows of a card's ledger and of its entries'.
func (f *filler) ledgers(tx *vault.Tx, customerID string) (n [2]int, err error) {
	if customerID == "" {
		return n, nil
	}
	card, err := tx.Consents(customerID)
	if err != nil {
		return n, err
	}
	entries, err := tx.MailEntriesOf(customerID)
	if err != nil {
		return n, err
	}
	n[0] = len(card)
	for _, e := range entries {
		own, err := tx.EntryConsents(e.ID)
		if err != nil {
			return n, err
		}
		n[1] += len(own)
	}
	return n, nil
}

func (f *filler) askStories() []askStory {
	w := f.words.Asked
	identity := func(ago int) askStep { return askStep{ago, (*vault.Tx).AskIdentity} }
	clarify := func(ago int) askStep { return askStep{ago, (*vault.Tx).AskClarification} }
	verify := func(ago int, m app.IdentityMethod, note string) askStep {
		return askStep{ago, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
			return tx.VerifyRequest(id, m, on, note)
		}}
	}
	answer := func(ago int, outcome, reason string) askStep {
		return askStep{ago, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
			return tx.AnswerRequest(id, outcome, reason, on)
		}}
	}
	clearer := askStep{61, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) { return tx.Clarified(id, on, w.Clearer) }}
	extend := askStep{22, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
		return tx.ExtendRequest(id, on, w.Long)
	}}
	refuse := askStep{180, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
		return tx.RefuseRequest(id, app.RefuseException, w.Law, on)
	}}
	sent := func(kind app.LetterKind, way string) askStep {
		return askStep{0, func(tx *vault.Tx, id string, _ app.Day) (app.Request, error) {
			return app.Request{}, f.letter(tx, id, kind, way)
		}}
	}
	found := askStep{0, func(tx *vault.Tx, id string, _ app.Day) (app.Request, error) {
		r, err := tx.Request(id)
		if err != nil {
			return r, err
		}
		if err := f.neighbour(tx, f.some.cards[28]); err != nil {
			return r, err
		}
		return r, f.found(tx, r)
	}}
	return []askStory{
		{of: 24, ago: 200, request: app.Request{Kind: app.AskErase, Channel: app.Letter, Words: w.Erase}, steps: []askStep{verify(198, app.StrongID, ""), refuse}},
		{of: 25, ago: 70, request: app.Request{Kind: app.AskAccess, Channel: app.Email, Words: w.Access}, steps: []askStep{
			identity(69), verify(66, app.KnownEmail, w.Called), clarify(65), clearer, answer(50, app.OutcomePartly, w.Law),
		}},
		{of: 26, ago: 45, request: app.Request{Kind: app.AskPort, Channel: app.Letter, Words: w.Port, Representative: w.By, Authority: w.Authority}, steps: []askStep{verify(43, app.CallBack, w.Called), extend}},
		{of: 27, ago: 34, request: app.Request{Kind: app.AskWithdraw, Channel: app.Email, Words: w.Withdraw}},
		{of: 28, ago: 24, request: app.Request{Kind: app.AskAccess, Channel: app.Email, Words: w.Access}, steps: []askStep{verify(22, app.CallBack, w.Called), found}},
		{of: 12, ago: 12, request: app.Request{Kind: app.AskObject, Channel: app.Phone, Words: w.Object, Scope: w.Scope}, steps: []askStep{verify(12, app.InPerson, "")}},
		{of: 13, ago: 9, request: app.Request{Kind: app.AskRectify, Channel: app.Phone, Words: w.Rectify}, steps: []askStep{identity(8)}},
		{of: 16, ago: 3, request: app.Request{Kind: app.AskObject, Marketing: true, Channel: app.Email, Words: w.Marketing}, steps: []askStep{sent(app.LetterMarketingOff, app.WayPaper)}},
		{of: 17, ago: 1, request: app.Request{Kind: app.AskErase, Channel: app.Email, Words: w.Erase}, steps: []askStep{sent(app.LetterConfirm, app.WayEmail)}},
	}
}
