package desktop

import (
	"kortisto/app"
	"kortisto/app/vault"
)

// Requests of data subjects: what was asked, until when, and what was done.
type Requests struct{ sh *shell }

// RequestPage is all that the page of one request shows.
type RequestPage struct {
	Request app.Request        `json:"request"`
	History []app.RequestEvent `json:"history"`
	Next    string             `json:"next"` // what to do next: one of app.NextSteps
	Finds   []app.Find         `json:"finds"`
	Letters []app.IssuedLetter `json:"letters"`
	Tasks   []app.Task         `json:"tasks"`
	Erased  bool               `json:"erased"` // an erasure was carried out for it: it has a certificate
}

// List gives the open requests by the day on which they are due, or the closed
// ones, the newest first.
func (r *Requests) List(open bool) ([]app.Request, error) {
	return view(r.sh, func(tx *vault.Tx) ([]app.Request, error) {
		all, err := tx.Requests(open)
		return list(all), err
	})
}

// Reminders are the open requests that are due soon or late, the most pressing
// first.
func (r *Requests) Reminders() ([]app.Reminder, error) {
	return view(r.sh, func(tx *vault.Tx) ([]app.Reminder, error) { return tx.Reminders() })
}

// Page gives one request with its history.
func (r *Requests) Page(id string) (RequestPage, error) {
	return view(r.sh, func(tx *vault.Tx) (RequestPage, error) {
		one, err := tx.Request(id)
		if err != nil {
			return RequestPage{}, err
		}
		p := RequestPage{Request: one, Next: app.NextStep(one), Finds: []app.Find{}, Letters: []app.IssuedLetter{}, Tasks: []app.Task{}}
		if p.History, err = tx.RequestHistory(id); err != nil {
			return p, err
		}
		return p, p.gather(tx)
	})
}

// gather adds what other registers have of the request.
func (p *RequestPage) gather(tx *vault.Tx) error {
	id := p.Request.ID
	finds, err := tx.Finds(id)
	if err != nil {
		return err
	}
	letters, err := tx.Letters(id)
	if err != nil {
		return err
	}
	tasks, err := tx.TasksOfRequest(id)
	if err != nil {
		return err
	}
	p.Finds, p.Letters, p.Tasks = list(finds), list(letters), list(tasks)
	if _, err = tx.ErasureOf(id); err == nil {
		p.Erased = true
	} else if app.Told(err)[0].Code == "not-found" {
		err = nil
	}
	return err
}

// Register writes a request down. Its id, number and state are given to it.
func (r *Requests) Register(request app.Request) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.RegisterRequest(request) })
}

// Edit puts right what was written down: all but the kind.
func (r *Requests) Edit(request app.Request) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.EditRequest(request) })
}

// AskIdentity notes that proof of identity was asked for.
func (r *Requests) AskIdentity(id string, on app.Day) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.AskIdentity(id, on) })
}

// Verify notes how the firm made sure who asks.
func (r *Requests) Verify(id string, method app.IdentityMethod, on app.Day, note string) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.VerifyRequest(id, method, on, note) })
}

// AskClarification notes that the person was asked what is meant.
func (r *Requests) AskClarification(id string, on app.Day) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.AskClarification(id, on) })
}

// Clarified notes what the person meant.
func (r *Requests) Clarified(id string, on app.Day, scope string) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.Clarified(id, on, scope) })
}

// Extend notes that the person was told of two further months, and why.
func (r *Requests) Extend(id string, on app.Day, reason string) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.ExtendRequest(id, on, reason) })
}

// Refuse closes a request with a ground and reasons.
func (r *Requests) Refuse(id, ground, reason string, on app.Day) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.RefuseRequest(id, ground, reason, on) })
}

// Cancel closes a request that the person took back.
func (r *Requests) Cancel(id string, on app.Day) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.CancelRequest(id, on) })
}

// Answer closes a request: done, or partly with reasons.
func (r *Requests) Answer(id, outcome, reason string, on app.Day) (app.Request, error) {
	return r.take(func(tx *vault.Tx) (app.Request, error) { return tx.AnswerRequest(id, outcome, reason, on) })
}

func (r *Requests) take(f func(tx *vault.Tx) (app.Request, error)) (app.Request, error) {
	return update(r.sh, f)
}
