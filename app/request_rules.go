package app

import (
	"slices"
	"strings"
)

// NeedsIdentity says whether the firm has to know who asks before it answers.
// An objection to marketing and a withdrawal of consent are heeded without: the
// address alone is enough, and nobody is harmed by a letter less.
func (r Request) NeedsIdentity() bool { return !r.Absolute() }

// Absolute says whether the request is to be heeded at once, without weighing
// and without a way to refuse it (Art. 7(3), 21(3)).
func (r Request) Absolute() bool { return r.Kind == AskWithdraw || r.Kind == AskObject && r.Marketing }

// Identified says whether it is known who asks, as far as it needs to be.
func (r Request) Identified() bool { return r.VerifiedOn != "" || !r.NeedsIdentity() }

// Normalised is the request as it is kept.
func (r Request) Normalised() Request {
	r.Kind, r.Channel, r.Language = choice(r.Kind), choice(r.Channel), choice(r.Language)
	r.Received = Day(line(string(r.Received)))
	r.Name, r.Email, r.Phone = line(r.Name), email(r.Email), phone(r.Phone, "")
	r.Address = paragraphs(r.Address)
	r.Representative, r.Authority = line(r.Representative), line(r.Authority)
	r.Words, r.Scope = paragraphs(r.Words), paragraphs(r.Scope)
	r.Marketing = r.Marketing && r.Kind == AskObject
	return r
}

// Check judges a normalised request that is about to be written down. One of a
// later day than today is none. Nothing of it is a place for a personal identity
// code: the firm does not ask for it, and does not keep it where it was given.
func (r Request) Check(today Day) Errors {
	phone, _ := checkPhone("phone", r.Phone, "")
	es := slices.Concat(
		checkChoice("kind", r.Kind, RequestKinds()),
		checkDay("received", r.Received, today),
		checkChoice("channel", r.Channel, Channels()),
		checkChoice("language", r.Language, Langs()),
		checkLine("name", r.Name, MaxName),
		checkParagraphs("address", r.Address, MaxReason),
		checkEmail("email", r.Email),
		phone,
		checkLine("representative", r.Representative, MaxName),
		checkLine("authority", r.Authority, MaxLine),
		checkParagraphs("words", r.Words, MaxText),
		checkParagraphs("scope", r.Scope, MaxReason),
	)
	if r.CustomerID == "" && r.Name == "" && r.Email == "" && r.Phone == "" {
		es = append(es, E("request-nobody", "name"))
	}
	if r.Absolute() && r.CustomerID == "" && r.Email == "" {
		es = append(es, E("required", "email"))
	}
	if r.Representative != "" && r.Authority == "" {
		es = append(es, E("required", "authority"))
	}
	return es
}

// Registered is the request as it begins: an absolute one is worked on at once.
func (r Request) Registered() Request {
	r.State, r.Pauses = RequestReceived, []Pause{}
	r.VerifiedOn, r.Method, r.VerifiedNote = "", "", ""
	r.ExtendedOn, r.ExtendReason, r.Outcome, r.RefuseGround, r.Reason, r.ClosedOn = "", "", "", "", "", ""
	if !r.NeedsIdentity() {
		r.State, r.Method = RequestWorking, NotNeeded
	}
	return r
}

// Steps of the workflow. Each takes the day on which it was done and gives the
// request after it, or why it can not be done now: "request-closed",
// "request-step" (not in this state) or what its own reason is.

// AskIdentity notes that proof was asked for: the clock waits (Art. 12(6)).
func (r Request) AskIdentity(on, today Day) (Request, error) {
	if err := r.may(on, today, RequestReceived); err != nil {
		return r, err
	}
	return r.wait(RequestIdentity, on)
}

// Verify notes how the firm made sure who asks.
func (r Request) Verify(method IdentityMethod, on, today Day, note string) (Request, error) {
	if err := r.may(on, today, RequestReceived, RequestIdentity, RequestClarify, RequestWorking); err != nil {
		return r, err
	}
	if r.VerifiedOn != "" {
		return r, E("request-verified", "")
	}
	methods := IdentityMethods()
	if r.NeedsIdentity() {
		methods = slices.DeleteFunc(methods, func(m IdentityMethod) bool { return m == NotNeeded })
	}
	note = paragraphs(note)
	es := append(checkChoice("method", method, methods), checkParagraphs("note", note, MaxReason)...)
	if err := es.OrNil(); err != nil {
		return r, err
	}
	if r.State != RequestClarify {
		if err := r.resume(on); err != nil {
			return r, err
		}
		r.State = RequestWorking
	}
	r.VerifiedOn, r.Method, r.VerifiedNote = on, method, note
	return r, nil
}

// AskClarification notes that the person was asked what is meant: the clock
// waits.
func (r Request) AskClarification(on, today Day) (Request, error) {
	if err := r.may(on, today, RequestReceived, RequestWorking); err != nil {
		return r, err
	}
	return r.wait(RequestClarify, on)
}

// Clarified notes what the person meant.
func (r Request) Clarified(scope string, on, today Day) (Request, error) {
	if err := r.may(on, today, RequestClarify); err != nil {
		return r, err
	}
	scope = paragraphs(scope)
	if err := checkParagraphs("scope", scope, MaxReason).OrNil(); err != nil {
		return r, err
	}
	if err := r.resume(on); err != nil {
		return r, err
	}
	if scope != "" {
		r.Scope = scope
	}
	r.State = RequestReceived
	if r.Identified() {
		r.State = RequestWorking
	}
	return r, nil
}

// Extend notes that the person was told of two further months, and why: once,
// and with reasons (Art. 12(3)). Told after the first month it is noted too, but
// gives no more time: see Deadline.ExtendedLate.
func (r Request) Extend(reason string, on, today Day) (Request, error) {
	if err := r.may(on, today); err != nil {
		return r, err
	}
	if r.ExtendedOn != "" {
		return r, E("request-extended", "", "on", string(r.ExtendedOn))
	}
	if r.Absolute() {
		return r, E("request-absolute", "")
	}
	reason, err := reasoned(reason)
	if err != nil {
		return r, err
	}
	r.ExtendedOn, r.ExtendReason = on, reason
	return r, nil
}

// Refuse closes the request unanswered, on a ground and with reasons, which the
// person is told together with where to complain (Art. 12(4), 12(5)).
func (r Request) Refuse(ground, reason string, on, today Day) (Request, error) {
	if err := r.may(on, today); err != nil {
		return r, err
	}
	if r.Absolute() {
		return r, E("request-absolute", "")
	}
	if err := checkChoice("ground", ground, RefuseGrounds()).OrNil(); err != nil {
		return r, err
	}
	if ground == RefuseIdentity && (r.VerifiedOn != "" || !r.asked(RequestIdentity)) {
		return r, E("request-identity-unasked", "ground")
	}
	reason, err := reasoned(reason)
	if err != nil {
		return r, err
	}
	r, err = r.closed(RequestRefused, OutcomeRefused, on)
	r.RefuseGround, r.Reason = ground, reason
	return r, err
}

// Cancel closes a request that the person took back.
func (r Request) Cancel(on, today Day) (Request, error) {
	if err := r.may(on, today); err != nil {
		return r, err
	}
	return r.closed(RequestCancelled, OutcomeCancelled, on)
}

// Answer closes the request: done, or partly with the reasons for the rest. It
// is the gate of identity: nothing is answered to somebody who was not made sure
// of (Art. 12(6)). An erasure is done only when the card is gone.
func (r Request) Answer(outcome, reason string, on, today Day) (Request, error) {
	if err := r.may(on, today); err != nil {
		return r, err
	}
	if err := checkChoice("outcome", outcome, []string{OutcomeDone, OutcomePartly}).OrNil(); err != nil {
		return r, err
	}
	if !r.Identified() {
		return r, E("request-identity", "")
	}
	if r.Absolute() && outcome == OutcomePartly {
		return r, E("request-absolute", "outcome")
	}
	if r.Kind == AskErase && outcome == OutcomeDone && r.CustomerID != "" {
		return r, E("request-not-erased", "outcome")
	}
	if on < r.VerifiedOn {
		return r, E("request-day-before", "on", "value", string(on), "day", string(r.VerifiedOn))
	}
	reason = paragraphs(reason)
	if outcome == OutcomePartly {
		var err error
		if reason, err = reasoned(reason); err != nil {
			return r, err
		}
	} else if err := checkParagraphs("reason", reason, MaxReason).OrNil(); err != nil {
		return r, err
	}
	r, err := r.closed(RequestAnswered, outcome, on)
	r.Reason = reason
	return r, err
}

// Edited takes over what an owner may put right in an open request: who asks,
// when and how it came, its words. Kind and marketing stay: they have had their
// effect.
func (r Request) Edited(by Request, today Day) (Request, error) {
	if !r.State.Open() {
		return r, E("request-closed", "")
	}
	by = by.Normalised()
	r.CustomerID, r.Name, r.Address, r.Email, r.Phone, r.Language = by.CustomerID, by.Name, by.Address, by.Email, by.Phone, by.Language
	r.Representative, r.Authority = by.Representative, by.Authority
	r.Received, r.Channel, r.Words, r.Scope = by.Received, by.Channel, by.Words, by.Scope
	if err := r.Check(today).OrNil(); err != nil {
		return r, err
	}
	for _, done := range append(r.days(), r.VerifiedOn, r.ExtendedOn) {
		if done != "" && done < r.Received {
			return r, E("request-day-before", "received", "value", string(done), "day", string(r.Received))
		}
	}
	return r, nil
}

// may judges what every step has in common: the request is open, in one of the
// states (none given: any), and the day lies between receipt and today.
func (r Request) may(on, today Day, states ...RequestState) error {
	if !r.State.Open() {
		return E("request-closed", "")
	}
	if len(states) > 0 && !slices.Contains(states, r.State) {
		return E("request-step", "", "state", string(r.State))
	}
	if err := checkDay("on", on, today).OrNil(); err != nil {
		return err
	}
	if on < r.Received {
		return E("request-day-before", "on", "value", string(on), "day", string(r.Received))
	}
	return nil
}

// wait begins a pause, after those before: no day is counted twice.
func (r Request) wait(why RequestState, on Day) (Request, error) {
	if err := r.afterPauses(on); err != nil {
		return r, err
	}
	r.State = why
	r.Pauses = append(slices.Clone(r.Pauses), Pause{From: on, Why: string(why)})
	return r, nil
}

// afterPauses refuses a day on which the clock was, or is, still waiting.
func (r Request) afterPauses(on Day) error {
	for _, p := range r.Pauses {
		if last := max(p.From, p.To); on < last {
			return E("request-day-before", "on", "value", string(on), "day", string(last))
		}
	}
	return nil
}

// resume ends the pause that stands, if one does.
func (r *Request) resume(on Day) error {
	if err := r.afterPauses(on); err != nil {
		return err
	}
	if n := len(r.Pauses) - 1; n >= 0 && r.Pauses[n].To == "" {
		r.Pauses = slices.Clone(r.Pauses)
		r.Pauses[n].To = on
	}
	return nil
}

func (r Request) closed(state RequestState, outcome string, on Day) (Request, error) {
	if err := r.resume(on); err != nil {
		return r, err
	}
	r.State, r.Outcome, r.ClosedOn = state, outcome, on
	return r, nil
}

func (r Request) asked(why RequestState) bool {
	return slices.ContainsFunc(r.Pauses, func(p Pause) bool { return p.Why == string(why) })
}

// days are those of the pauses.
func (r Request) days() []Day {
	var out []Day
	for _, p := range r.Pauses {
		out = append(out, p.From)
	}
	return out
}

// reasoned judges a reason that has to be given.
func reasoned(reason string) (string, error) {
	reason = paragraphs(reason)
	if strings.TrimSpace(reason) == "" {
		return "", E("required", "reason")
	}
	return reason, checkParagraphs("reason", reason, MaxReason).OrNil()
}

// What to do next with a request.
const (
	NextVerify       = "verify" // make sure who asks
	NextWaitIdentity = "wait-identity"
	NextWaitClarify  = "wait-clarify"
	NextErase        = "erase"   // carry the erasure out, then answer
	NextConfirm      = "confirm" // it was heeded at once: tell the person
	NextClosed       = "closed"
	nextAnswer       = "answer-" // and the kind
)

// NextSteps are all codes of what to do next.
func NextSteps() []string {
	out := []string{NextVerify, NextWaitIdentity, NextWaitClarify, NextErase, NextConfirm, NextClosed}
	for _, k := range RequestKinds() {
		if k != AskWithdraw {
			out = append(out, nextAnswer+string(k))
		}
	}
	return out
}

// NextStep is the code of what to do next with a request.
func NextStep(r Request) string {
	switch {
	case !r.State.Open():
		return NextClosed
	case r.State == RequestIdentity:
		return NextWaitIdentity
	case r.State == RequestClarify:
		return NextWaitClarify
	case !r.Identified():
		return NextVerify
	case r.Absolute():
		return NextConfirm
	case r.Kind == AskErase && r.CustomerID != "":
		return NextErase
	}
	return nextAnswer + string(r.Kind)
}

// RequestPrefix begins the firm's own numbers of requests.
const RequestPrefix = "TP-"

// RequestSeries is the series of a year, from its first number on: TP-2026-01.
// Numbers that are in use have to be told to it.
func RequestSeries(today Day) NumberSeries {
	return NumberSeries{prefix: RequestPrefix + string(today[:4]) + "-", width: 2, next: 1}
}

// Asks fills in from the card what the request does not say of who asks.
func (r *Request) Asks(c Customer) {
	fill := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	fill(&r.Name, c.Name)
	fill(&r.Email, c.Email)
	fill(&r.Phone, c.Phone)
	fill(&r.Address, paragraphs(c.Street+"\n"+line(c.Postcode+" "+c.Town)))
	if r.Language == "" {
		r.Language = c.Language
	}
}

// SortByDue sorts open requests by their last day, of several on the same day
// the one that came first before.
func SortByDue(all []Request) {
	slices.SortStableFunc(all, func(a, b Request) int { return strings.Compare(string(a.Deadline.Due), string(b.Deadline.Due)) })
}
