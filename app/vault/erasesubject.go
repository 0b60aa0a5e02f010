package vault

import (
	"context"
	"encoding/json"
	"errors"
	"path"
	"slices"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

// ErasePlan says what an erasure that a person asked for would do now: what goes,
// what stays, why and until when. It changes nothing.
func (tx *Tx) ErasePlan(requestID string) (app.ErasePlan, error) {
	p, err := tx.planErasure(requestID)
	return p.ErasePlan, err
}

// planned is a plan with what carrying it out needs.
type planned struct {
	app.ErasePlan
	request app.Request
	sought  app.Sought
	refused []string // addresses whose owner refused marketing
}

func (tx *Tx) planErasure(requestID string) (p planned, err error) {
	if p.request, err = tx.openRequest(requestID); err != nil {
		return p, err
	}
	if p.request.Kind != app.AskErase {
		return p, app.E("erase-not-asked", "")
	}
	if p.sought, _, err = tx.sought(p.request); err != nil {
		return p, err
	}
	f := app.EraseFacts{RequestID: requestID, Today: tx.Today}
	finds, err := store.Finds(tx.Tx, requestID)
	if err != nil {
		return p, err
	}
	if err := tx.cardsToErase(&f, finds); err != nil {
		return p, err
	}
	if err := tx.partsToErase(&f, finds); err != nil {
		return p, err
	}
	if p.refused, err = tx.refusedAddresses(f); err != nil {
		return p, err
	}
	f.Refused = len(p.refused)
	if err := tx.besideErasure(&f); err != nil {
		return p, err
	}
	p.ErasePlan = app.PlanErasure(f)
	return p, nil
}

// cardsToErase are the cards that are the person's own.
func (tx *Tx) cardsToErase(f *app.EraseFacts, finds []app.Find) error {
	for _, find := range finds {
		if find.Open() {
			f.Open++
		}
		if find.Register != "customers" || find.Same != app.SameYes {
			continue
		}
		c, err := store.CardOfFind(tx.Tx, find.Record)
		if notFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		if !c.Kind.Natural() { // a company stays; what of its card is the person's goes
			f.Parts = append(f.Parts, app.ErasePart{Register: "customers", Record: c.ID, Card: c.File})
			continue
		}
		spans, err := store.Spans(tx.Tx, c.ID)
		if err != nil {
			return err
		}
		card := app.EraseCard{File: c.File}
		for _, s := range spans {
			if s.Register == "technical" {
				card.Technical = s.Count
			}
		}
		log, err := tx.AuditOf(c.ID)
		if err != nil {
			return err
		}
		f.Logged += len(log)
		f.Cards = append(f.Cards, card)
	}
	return nil
}

// partsToErase are the ticked rows that are on no card of the person's own.
func (tx *Tx) partsToErase(f *app.EraseFacts, finds []app.Find) error {
	own := func(card string) bool {
		return slices.ContainsFunc(f.Cards, func(c app.EraseCard) bool { return c.File.Record == card })
	}
	for _, find := range finds {
		if find.Same != app.SameYes || find.Register == "customers" || find.CustomerID != "" && (own(find.CustomerID) || find.Record == find.CustomerID) {
			continue
		}
		if err := tx.partToErase(f, find); err != nil && !notFound(err) {
			return err
		}
	}
	return nil
}

func (tx *Tx) partToErase(f *app.EraseFacts, find app.Find) error {
	part := app.ErasePart{Register: find.Register, Record: find.Record}
	switch find.Register {
	case findRequests:
		r, err := tx.Request(find.Record)
		if err != nil {
			return err
		}
		part.Open = r.State.Open()
	case "list_entries":
		e, err := store.Entry(tx.Tx, find.Record)
		if err != nil {
			return err
		}
		if e.CustomerID == "" {
			f.Entries = append(f.Entries, e.ID)
			return nil
		}
		// An entry of another's card goes, unless something keeps the card.
		c, err := store.CardOfFind(tx.Tx, e.CustomerID)
		if err != nil {
			return err
		}
		part.Card = c.File
	default:
		card, _, err := store.CardOfRow(tx.Tx, find.Register, find.Record)
		if err != nil {
			return err
		}
		c, err := store.CardOfFind(tx.Tx, card)
		if err != nil {
			return err
		}
		part.Card = c.File
	}
	f.Parts = append(f.Parts, part)
	return nil
}

// refusedAddresses are the addresses that go and whose owner refused marketing: on
// the card, on the list, or long ago.
func (tx *Tx) refusedAddresses(f app.EraseFacts) (out []string, err error) {
	refused := map[string]bool{}
	note := func(address string, s app.Standing) { // refused in one place is refused
		address = strings.ToLower(address)
		refused[address] = refused[address] || s.Permission == app.PermissionRefused
	}
	entry := func(id string) error {
		e, err := store.Entry(tx.Tx, id)
		note(e.Email, e.Standing)
		return err
	}
	for _, c := range f.Cards {
		card, err := store.Customer(tx.Tx, c.File.Record)
		if err != nil {
			return nil, err
		}
		ledger, err := tx.Consents(card.ID)
		if err != nil {
			return nil, err
		}
		note(card.Email, app.StandingOf(ledger))
		for _, e := range c.File.Entries {
			if err := entry(e.ID); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range f.Entries {
		if err := entry(id); err != nil {
			return nil, err
		}
	}
	barred, err := tx.suppressions()
	if err != nil {
		return nil, err
	}
	for address, no := range refused {
		s, ok := barred(address)
		if address != "" && (no || ok && s.Reason != app.Bounced) {
			out = append(out, address)
		}
	}
	slices.Sort(out)
	return out, nil
}

// besideErasure is what stays beside the person's data, and how long.
func (tx *Tx) besideErasure(f *app.EraseFacts) error {
	policy, err := tx.Policy()
	if err != nil {
		return err
	}
	until := func(class string) app.Day {
		if r, ok := policy.Rule(class, tx.Today); ok {
			return tx.Today.AddMonths(r.Months)
		}
		return ""
	}
	f.LogUntil, f.FileUntil = until(app.ClassAudit), until(app.ClassRequest)
	copies, err := tx.Copies()
	for _, c := range copies {
		if c.GoneOn == "" {
			f.Copies++
		}
	}
	return err
}

// EraseSubject erases a person who asked for it (GDPR Art. 17), exactly as the plan
// with this digest says: the cards, rows on others' cards, entries of the list;
// from others' texts the person is taken out. Then everything decrypted is searched
// for what is gone; only a clean search is called erased ("residue-found").
//
// It is refused while it is not known who asks ("request-identity"), while a find is
// not decided ("finds-open"), when the plan is another by now ("digest-changed"),
// when there is nothing to erase ("erase-nothing"), and while the clock has gone
// back. What takes merges back is forgotten first, as in a retention run.
func (v *Vault) EraseSubject(ctx context.Context, requestID, digest string, progress Progress) (app.EraseOutcome, error) {
	if err := ctx.Err(); err != nil {
		return app.EraseOutcome{}, told(err)
	}
	progress.say("erasing", 0, 1)
	e := erasingSubject{}
	err := v.Update(func(tx *Tx) (err error) {
		e = erasingSubject{tx: tx, id: tx.NewID()}
		if e.plan, err = tx.planErasure(requestID); err != nil {
			return err
		}
		if err := e.allowed(digest); err != nil {
			return err
		}
		return e.erase()
	})
	if errors.Is(err, app.E("vault-read-only", "")) {
		return e.outcome, err // the disk may hold the erasure or not: then it stays listed
	}
	if err != nil {
		return app.EraseOutcome{}, errors.Join(err, v.withdrawLedger(e.ledger))
	}
	p := Purged{}
	found := v.scrub(e.needles, &p, progress)
	if found != nil && !errors.Is(found, app.E("residue-found", "")) {
		return e.outcome, found
	}
	e.outcome.Residue = p.Residue
	return e.outcome, errors.Join(found, v.Update(func(tx *Tx) error { return store.SetResidue(tx.Tx, e.id, p.Residue) }))
}

type erasingSubject struct {
	tx      *Tx
	plan    planned
	id      string
	outcome app.EraseOutcome
	ledger  []LedgerEntry
	needles []string
}

func (e *erasingSubject) allowed(digest string) error {
	now, err := e.tx.clockNote()
	switch {
	case err != nil:
		return err
	case now == ClockBack || slices.Contains(e.tx.v.Notes(), ClockBack):
		return app.E(ClockBack, "")
	case e.plan.request.VerifiedOn == "":
		return app.E("request-identity", "")
	case e.plan.Open > 0:
		return app.E("finds-open", "")
	case e.plan.Count == 0:
		return app.E("erase-nothing", "")
	case digest != e.plan.Digest:
		return app.E("digest-changed", "")
	}
	return nil
}

// erase does it, the ledger first: were the machine to stop in between, somebody
// would be listed as erased and erased at the next try, never erased and not listed.
func (e *erasingSubject) erase() error {
	e.outcome = e.plan.Outcome()
	for _, step := range []func() error{e.remember, e.outside, e.list, e.bar, e.merges, e.parts, e.alone, e.files, e.cards, e.close} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// remember collects what must be found nowhere afterwards.
func (e *erasingSubject) remember() error {
	cards, err := store.PersonalStrings(e.tx.Tx, e.plan.Cards)
	if err != nil {
		return err
	}
	entries, err := store.EntryStrings(e.tx.Tx, e.goingEntries())
	e.needles = append(cards, entries...)
	for _, part := range e.plan.Persons {
		if part.Register != "contact_persons" || err != nil {
			continue
		}
		var own []string
		own, err = store.StringsOfRow(e.tx.Tx, part.Register, part.Record)
		e.needles = append(e.needles, own...)
	}
	return err
}

// goingEntries are those of the list that go by themselves.
func (e *erasingSubject) goingEntries() []string {
	out := slices.Clone(e.plan.Entries)
	for _, id := range e.plan.Parted {
		entries, err := store.EntriesOf(e.tx.Tx, id)
		if err != nil {
			return out // it fails again where it is erased
		}
		for _, x := range entries {
			out = append(out, x.ID)
		}
	}
	return out
}

// outside makes the tasks for copies and recipients.
func (e *erasingSubject) outside() error {
	cards := slices.Concat(e.plan.Cards, e.plan.Parted)
	first := ""
	if len(cards) > 0 {
		first, cards = cards[0], cards[1:]
	}
	tasks, err := e.tx.TasksFor(app.TaskErase, first, e.plan.request.ID, "")
	for _, card := range cards {
		if err != nil {
			return err
		}
		var more []app.Task
		more, err = e.tx.moreNotices(tasks, card, e.plan.request.ID)
		tasks = append(tasks, more...)
	}
	e.outcome.Tasks = tasks
	return err
}

// list writes the ledger of erasures.
func (e *erasingSubject) list() error {
	var err error
	if e.ledger, err = e.tx.ledgerEntries(e.plan.Cards); err != nil {
		return err
	}
	entries, err := e.tx.entryMarks(e.goingEntries())
	if err != nil {
		return err
	}
	e.ledger = append(e.ledger, entries...)
	for _, part := range e.plan.Persons {
		if part.Register != "contact_persons" {
			continue
		}
		p, err := store.Person(e.tx.Tx, part.Record)
		if err != nil {
			return err
		}
		if marks := e.tx.v.marks(app.Customer{Email: p.Email, Phone: p.Phone}); len(marks) > 0 {
			e.ledger = append(e.ledger, LedgerEntry{ID: e.tx.NewID(), On: e.tx.Today, Scope: app.ClassPerson, Hashes: marks})
		}
	}
	for _, l := range e.ledger {
		e.outcome.Ledger = append(e.outcome.Ledger, l.ID)
	}
	return e.tx.appendLedger(e.ledger)
}

// bar keeps the refusals as keyed hashes.
func (e *erasingSubject) bar() error {
	for _, address := range e.plan.refused {
		if err := store.Suppress(e.tx.Tx, e.tx.mailMark(address), app.Withdrawn, e.tx.Today); err != nil {
			return err
		}
	}
	return nil
}

func (e *erasingSubject) merges() error {
	forgotten, err := store.MergeStrings(e.tx.Tx)
	if err != nil {
		return err
	}
	e.needles = append(e.needles, forgotten...)
	_, err = store.EraseMerges(e.tx.Tx)
	return err
}

// parts takes the person out of what is another's.
func (e *erasingSubject) parts() error {
	for _, part := range e.plan.Places {
		before, err := store.MaskRow(e.tx.Tx, part.Register, part.Record, func(column, text string) string { return e.hide(part.Register, column, text) })
		if err != nil {
			return err
		}
		e.needles = append(e.needles, before...)
		if err := errors.Join(store.EraseBefore(e.tx.Tx, part.Card.Record), e.tx.audit("subject-masked", part.Card.Record, part.Register)); err != nil {
			return err
		}
	}
	return nil
}

func (e *erasingSubject) hide(register, column, text string) string {
	whole := false
	switch column {
	case "who", "author":
		whole = len(e.plan.sought.Party(text, "", "")) > 0
	case "phone":
		whole = len(e.plan.sought.Party("", text, "")) > 0
	case "email":
		whole = len(e.plan.sought.Party("", "", text)) > 0
	}
	if whole {
		return ""
	}
	hidden := e.plan.sought.Hide(text, app.HiddenMark)
	if register == "attachments" && hidden == text { // the words of a file's name hang together in many ways
		return app.HiddenMark + path.Ext(text)
	}
	return hidden
}

// alone erases rows that are the person's, on cards that stay.
func (e *erasingSubject) alone() error {
	for _, part := range e.plan.Persons {
		if part.Register == findRequests {
			if err := store.EraseRequestPerson(e.tx.Tx, part.Record); err != nil {
				return err
			}
			continue
		}
		err := errors.Join(store.ErasePerson(e.tx.Tx, part.Record), store.EraseBefore(e.tx.Tx, part.Card.Record), e.tx.audit("person-deleted", part.Card.Record, "persons"))
		if err != nil {
			return err
		}
	}
	entries := e.goingEntries()
	if _, err := store.EraseEntries(e.tx.Tx, entries); err != nil {
		return err
	}
	for _, id := range entries {
		if err := e.tx.audit("entry-erased", id); err != nil {
			return err
		}
	}
	_, err := store.EraseTechnical(e.tx.Tx, e.plan.Parted)
	return err
}

// files forgets the names of files that speak of the person.
func (e *erasingSubject) files() error {
	names, err := store.BlankFileNames(e.tx.Tx, func(name string) bool {
		return len(e.plan.sought.MentionedBy(fileWords(store.SoughtRow{Register: "attachments", Text: name}))) > 0
	})
	e.needles = append(e.needles, names...)
	return err
}

func (e *erasingSubject) cards() error {
	if _, err := store.EraseCustomers(e.tx.Tx, e.plan.Cards); err != nil {
		return err
	}
	for _, id := range e.plan.Cards {
		if err := e.tx.audit("customer-erased", id); err != nil {
			return err
		}
	}
	return nil
}

// close writes down what was done. The finds go: they told where somebody stood.
func (e *erasingSubject) close() error {
	kept := e.outcome
	kept.Tasks = nil // they name places: they are read anew
	b, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return errors.Join(store.EraseFinds(e.tx.Tx, e.plan.request.ID, nil), store.InsertErasure(e.tx.Tx, e.id, e.plan.request.ID, string(b)),
		e.tx.audit("subject-erased", e.plan.request.ID), e.tx.uncleansed())
}

// ErasureOf is what the newest erasure for a request did, with the tasks outside as
// they stand now; without one it is not-found.
func (tx *Tx) ErasureOf(requestID string) (app.EraseOutcome, error) {
	var o app.EraseOutcome
	all, err := store.ErasuresOf(tx.Tx, requestID)
	if err != nil {
		return o, err
	}
	if len(all) == 0 {
		return o, app.E("not-found", "request")
	}
	if err := json.Unmarshal([]byte(all[0].Outcome), &o); err != nil {
		return o, err
	}
	o.Residue = all[0].Residue
	o.Tasks, err = tx.TasksOfRequest(requestID)
	return o, err
}
