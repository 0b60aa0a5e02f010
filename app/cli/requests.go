package cli

import (
	"io"
	"strconv"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

type requestCmd struct {
	Open      requestOpenCmd      `cmd:""`
	Identity  requestIdentityCmd  `cmd:""`
	Verify    requestVerifyCmd    `cmd:""`
	Clarify   requestClarifyCmd   `cmd:""`
	Clarified requestClarifiedCmd `cmd:""`
	Extend    requestExtendCmd    `cmd:""`
	Refuse    requestRefuseCmd    `cmd:""`
	Answer    requestAnswerCmd    `cmd:""`
	Cancel    requestCancelCmd    `cmd:""`
	List      requestListCmd      `cmd:""`
	Show      requestShowCmd      `cmd:""`
	Letter    requestLetterCmd    `cmd:""`
	Find      requestFindCmd      `cmd:""`
	Same      requestSameCmd      `cmd:""`
	Redact    requestRedactCmd    `cmd:""`
	Erase     requestEraseCmd     `cmd:""`
}

// requestJSON is a request as scripts get it: target is the same date of the next
// month, deadline the last day with holidays, due the day that counts now.
type requestJSON struct {
	ID               string           `json:"id"`
	Number           string           `json:"number"`
	Kind             app.RequestKind  `json:"kind"`
	Marketing        bool             `json:"marketing"`
	State            app.RequestState `json:"state"`
	Customer         string           `json:"customer"`
	Name             string           `json:"name"`
	Received         app.Day          `json:"received"`
	Channel          app.Channel      `json:"channel"`
	Target           app.Day          `json:"target"`
	Deadline         app.Day          `json:"deadline"`
	ExtendedTarget   app.Day          `json:"extendedTarget"`
	ExtendedDeadline app.Day          `json:"extendedDeadline"`
	Due              app.Day          `json:"due"`
	Left             int              `json:"left"`
	Late             bool             `json:"late"`
	Paused           bool             `json:"paused"`
	Suspended        int              `json:"suspended"`
	ExtendedOn       app.Day          `json:"extendedOn"`
	ExtendedLate     bool             `json:"extendedLate"`
	VerifiedOn       app.Day          `json:"verifiedOn"`
	Method           string           `json:"method"`
	Outcome          string           `json:"outcome"`
	Ground           string           `json:"ground"`
	ClosedOn         app.Day          `json:"closedOn"`
	Next             string           `json:"next"`
}

func asJSON(r app.Request) requestJSON {
	d := r.Deadline
	return requestJSON{
		ID: r.ID, Number: r.Number, Kind: r.Kind, Marketing: r.Marketing, State: r.State, Customer: r.Customer, Name: r.Name, Received: r.Received, Channel: r.Channel,
		Target: d.Target, Deadline: d.Last, ExtendedTarget: d.ExtendedTarget, ExtendedDeadline: d.ExtendedLast, Due: d.Due, Left: d.Left, Late: d.Late,
		Paused: d.Paused, Suspended: d.Suspended, ExtendedOn: r.ExtendedOn, ExtendedLate: d.ExtendedLate,
		VerifiedOn: r.VerifiedOn, Method: string(r.Method), Outcome: r.Outcome, Ground: r.RefuseGround, ClosedOn: r.ClosedOn, Next: app.NextStep(r),
	}
}

type requestOpenCmd struct {
	Number          string `arg:"" optional:""`
	Kind            string `required:"" enum:"access,rectify,erase,restrict,port,object,withdraw" placeholder:"KIND"`
	Received        string `placeholder:"DAY"`
	Channel         string `enum:"phone,email,chat,visit,letter,other" default:"email" placeholder:"CHANNEL"`
	DirectMarketing bool
	Words           string `placeholder:"T"`
	Scope           string `placeholder:"T"`
	Name            string `placeholder:"T"`
	Email           string `placeholder:"T"`
	Phone           string `placeholder:"T"`
	Address         string `placeholder:"T"`
	Language        string `enum:"fi,sv,en," default:"" placeholder:"fi|sv|en"`
	Representative  string `placeholder:"T"`
	Authority       string `placeholder:"T"`
}

func (c requestOpenCmd) Run(s *session) error {
	received, err := day("received", c.Received)
	if err != nil {
		return err
	}
	r := app.Request{
		Kind: app.RequestKind(c.Kind), Marketing: c.DirectMarketing, Received: received, Channel: app.Channel(c.Channel), Words: c.Words, Scope: c.Scope,
		Name: c.Name, Email: c.Email, Phone: c.Phone, Address: c.Address, Language: app.Lang(c.Language), Representative: c.Representative, Authority: c.Authority,
	}
	return s.update(func(tx *vault.Tx) error {
		if c.Number != "" {
			card, err := s.customer(tx, c.Number)
			if err != nil {
				return err
			}
			r.CustomerID = card.ID
		}
		made, err := tx.RegisterRequest(r)
		if err != nil {
			return err
		}
		return s.request(made)
	})
}

// requestStep is what every step is given: which request, and the day.
type requestStep struct {
	ID string `arg:""`
	On string `placeholder:"DAY"`
}

func (c requestStep) take(s *session, step func(tx *vault.Tx, id string, on app.Day) (app.Request, error)) error {
	on, err := day("on", c.On)
	if err != nil {
		return err
	}
	return s.update(func(tx *vault.Tx) error {
		r, err := requestBy(tx, c.ID)
		if err != nil {
			return err
		}
		if on == "" {
			on = tx.Today
		}
		if r, err = step(tx, r.ID, on); err != nil {
			return err
		}
		return s.request(r)
	})
}

// requestBy finds a request by its number or its id.
func requestBy(tx *vault.Tx, name string) (app.Request, error) {
	if strings.HasPrefix(strings.ToUpper(name), app.RequestPrefix) {
		return tx.RequestByNumber(name)
	}
	return tx.Request(name)
}

type requestIdentityCmd struct{ requestStep }

func (c requestIdentityCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) { return tx.AskIdentity(id, on) })
}

type requestVerifyCmd struct {
	requestStep
	Method string `required:"" enum:"known-email,call-back,in-person,strong-id,not-needed" placeholder:"METHOD"`
	Note   string `placeholder:"T"`
}

func (c requestVerifyCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
		return tx.VerifyRequest(id, app.IdentityMethod(c.Method), on, c.Note)
	})
}

type requestClarifyCmd struct{ requestStep }

func (c requestClarifyCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) { return tx.AskClarification(id, on) })
}

type requestClarifiedCmd struct {
	requestStep
	Scope string `placeholder:"T"`
}

func (c requestClarifiedCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) { return tx.Clarified(id, on, c.Scope) })
}

type requestExtendCmd struct {
	requestStep
	Reason string `required:"" placeholder:"T"`
}

func (c requestExtendCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
		return tx.ExtendRequest(id, on, c.Reason)
	})
}

type requestRefuseCmd struct {
	requestStep
	Ground string `required:"" enum:"exception,unfounded,excessive,identity" placeholder:"GROUND"`
	Reason string `required:"" placeholder:"T"`
}

func (c requestRefuseCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
		return tx.RefuseRequest(id, c.Ground, c.Reason, on)
	})
}

type requestAnswerCmd struct {
	requestStep
	Outcome string `enum:"done,partly" default:"done" placeholder:"done|partly"`
	Reason  string `placeholder:"T"`
}

func (c requestAnswerCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) {
		return tx.AnswerRequest(id, c.Outcome, c.Reason, on)
	})
}

type requestCancelCmd struct{ requestStep }

func (c requestCancelCmd) Run(s *session) error {
	return c.take(s, func(tx *vault.Tx, id string, on app.Day) (app.Request, error) { return tx.CancelRequest(id, on) })
}

type requestListCmd struct {
	Closed bool
}

func (c requestListCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		all, err := tx.Requests(!c.Closed)
		if err != nil {
			return err
		}
		out := []requestJSON{}
		for _, r := range all {
			out = append(out, asJSON(r))
		}
		return s.result(out, func(w io.Writer) {
			for _, r := range all {
				s.requestLine(w, r)
			}
			s.line(w, "say.requests", "count", strconv.Itoa(len(all)))
		})
	})
}

type requestShowCmd struct {
	ID string `arg:""`
}

// requestShown is a request with all that the command line can tell of it.
type requestShown struct {
	requestJSON
	Request app.Request        `json:"request"`
	History []app.RequestEvent `json:"history"`
	Tasks   []app.Task         `json:"tasks"`
}

func (c requestShowCmd) Run(s *session) error {
	return s.view(func(tx *vault.Tx) error {
		r, err := requestBy(tx, c.ID)
		if err != nil {
			return err
		}
		shown := requestShown{requestJSON: asJSON(r), Request: r}
		if shown.History, err = tx.RequestHistory(r.ID); err != nil {
			return err
		}
		if shown.Tasks, err = tx.TasksOfRequest(r.ID); err != nil {
			return err
		}
		shown.Tasks = orEmpty(shown.Tasks)
		return s.result(shown, func(w io.Writer) { s.requestShown(w, shown) })
	})
}

// request is the result of a step.
func (s *session) request(r app.Request) error {
	return s.result(asJSON(r), func(w io.Writer) {
		s.requestLine(w, r)
		s.requestNext(w, r)
	})
}

func (s *session) requestLine(w io.Writer, r app.Request) {
	d := r.Deadline
	s.line(w, "say.request", "number", r.Number, "kind", s.asked(r), "state", s.choice("stage", string(r.State)), "name", r.Name,
		"target", s.day(d.Target), "due", s.day(d.Due))
}

func (s *session) requestNext(w io.Writer, r app.Request) {
	if r.Deadline.ExtendedLate {
		s.line(w, "say.request.extended-late")
	}
	if r.Deadline.Late {
		s.line(w, "say.request.late", "days", strconv.Itoa(-r.Deadline.Left))
	}
	s.line(w, "say.request.next", "next", s.choice("next", app.NextStep(r)))
}

// asked is the kind of a request; marketing has a word of its own.
func (s *session) asked(r app.Request) string {
	if r.Marketing {
		return s.choice("ask", "marketing")
	}
	return s.choice("ask", string(r.Kind))
}

func (s *session) requestShown(w io.Writer, r requestShown) {
	s.requestLine(w, r.Request)
	for _, step := range r.Request.Deadline.Steps {
		s.line(w, "say.request.why", "why", s.text("why."+step.Code, "day", s.day(step.On), "from", s.day(step.Event.On), "what", s.stepWord(step)))
	}
	for _, e := range r.History {
		s.line(w, "say.request.event", "day", s.day(e.On), "what", s.choice("happened", e.What), "note", e.Note)
	}
	s.requestNext(w, r.Request)
}

// stepWord is what a step of the deadline speaks of: a holiday, or what was
// waited for.
func (s *session) stepWord(step app.Step) string {
	if word, ok := s.words["off."+step.Text]; ok {
		return word
	}
	return s.choice("stage", step.Text)
}
