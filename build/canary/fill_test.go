package canary_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/build/canary"
	"kortisto/store"
)

// words hands the words of a flock out, each once.
type words struct {
	marked, plain []string
	let           int
}

func handOut(f canary.Flock) *words {
	w := &words{plain: f.Plain()}
	for _, word := range f.Words {
		if strings.ContainsAny(word, "äöå") {
			w.marked = append(w.marked, word)
		}
	}
	return w
}

// any is a word for a text.
func (w *words) any() (word string) {
	if len(w.marked) == 0 {
		return w.ascii()
	}
	word, w.marked = w.marked[0], w.marked[1:]
	w.let++
	return word
}

// ascii is a word for an address.
func (w *words) ascii() (word string) {
	word, w.plain = w.plain[0], w.plain[1:]
	w.let++
	return word
}

const old = app.Day("2019-03-01") // long due

// filler puts a row into every register, with a canary in every text.
type filler struct {
	*words
	files []vault.Staged
	batch string
}

// fill goes on until most of the flock is let out, and gives the ids of the customers. What is over is for the list
// that comes in, and for typing.
func (f *filler) fill(ctx context.Context, v *vault.Vault, leave int) (ids []string, err error) {
	for range 4 {
		file, err := v.Stage(ctx, f.any()+".pdf", bytes.NewReader(append([]byte("%PDF-1.4\n"), f.any()...)))
		if err != nil {
			return nil, err
		}
		f.files = append(f.files, file)
	}
	err = v.Update(func(tx *vault.Tx) error {
		f.batch = tx.NewID()
		errs := []error{store.InsertBatch(tx.Tx, store.ImportBatch{ID: f.batch, At: tx.Now, Register: "visits", Source: f.any() + ".csv", Digest: "x"}), f.firm(tx), f.outside(tx)}
		for len(f.marked)+len(f.plain) > leave+100 {
			id := tx.NewID()
			ids = append(ids, id)
			errs = append(errs, f.customer(tx, id, len(ids)), f.list(tx, id), f.asking(tx, id, len(ids)), f.beside(tx, id))
		}
		return errors.Join(errs...)
	})
	return ids, err
}

func (f *filler) customer(tx *vault.Tx, id string, n int) error {
	s, mail := tx.Tx, func() string { return f.ascii() + "@posti.example" }
	number := fmt.Sprint(5000 + n)
	if n < 5 { // what a check of today refuses may have come in by yesterday's import
		number += f.any()
	}
	c := app.Customer{ID: id, Number: number, Designation: f.any(), Name: f.any(), Kind: app.SoleTrader, Language: app.Finnish, BusinessID: f.any(),
		Street: f.any() + " 7", Postcode: f.any(), Town: f.any(), Phone: f.any(), Email: mail(), CreatedOn: old,
		Persons: []app.ContactPerson{{ID: tx.NewID(), Role: app.MainPerson, Name: f.any(), Phone: f.any(), Email: mail()}}}
	k := app.Contact{ID: tx.NewID(), CustomerID: id, On: old, At: "12:00", Channel: app.Chat, Direction: app.In, Who: f.any(), HandledBy: f.any(),
		Subject: f.any(), Text: f.any() + " soittaa " + f.any(), Purpose: app.ForTraining}
	errs := []error{
		store.InsertCustomer(s, c), store.InsertContact(s, k),
		store.InsertMessages(s, k.ID, []app.Message{{ID: tx.NewID(), At: "12:00", Role: app.RoleCustomer, Kind: app.KindMedia, Author: f.any(), Text: f.any(), FileName: f.any()}}),
		store.InsertTechnical(s, k.ID, []app.TechnicalFact{{Name: "page", Value: f.any()}}),
		store.InsertDisclosure(s, app.Disclosure{ID: tx.NewID(), CustomerID: id, On: old, What: f.any(), Recipient: f.any(), Means: app.Email, Basis: f.any(), RecordedAt: tx.Now}),
		store.InsertDelivery(s, app.Delivery{ID: tx.NewID(), CustomerID: id, On: old, Product: f.any(), Quantity: "1"}),
		store.InsertConsent(s, app.Consent{ID: tx.NewID(), CustomerID: id, Given: true, On: old, Channel: app.Email, Wording: f.any(), Source: f.any(), RecordedBy: f.any(), RecordedAt: tx.Now}),
		store.AppendAuditSealed(s, "customer-added", id, f.any(), "name"),
		store.AddBatchRow(s, store.ImportRow{BatchID: f.batch, CustomerID: id, Table: "customers", RowID: id, Did: store.DidUpdate, Line: n, Before: `{"name":"` + f.any() + `"}`, After: "x"}),
	}
	if n <= len(f.files) {
		file := f.files[n-1]
		a, err := tx.Attach(k.ID, file)
		errs = append(errs, err, store.InsertExtension(s, app.Extension{ID: tx.NewID(), Record: a.ID, Until: tx.Today.AddDays(30), Reason: f.any(), PlacedOn: tx.Today}))
		if err == nil && n%2 == 0 { // the others stay
			errs = append(errs, store.InsertHold(s, app.Hold{ID: tx.NewID(), CustomerID: id, Reason: f.any(), PlacedOn: old, ReviewOn: tx.Today.AddDays(30)}))
		}
	}
	return errors.Join(errs...)
}

// list is the customer's address on the e-mail list, and a mailing to it.
func (f *filler) list(tx *vault.Tx, customer string) error {
	s, id := tx.Tx, tx.NewID()
	mailing := app.Mailing{ID: tx.NewID(), Kind: "marketing", Subject: f.any(), Body: f.any(), Goods: f.any(), State: "draft", CreatedAt: tx.Now}
	_, err := store.InsertWording(s, app.Wording{ID: tx.NewID(), Name: f.any(), Version: 1, Language: app.Finnish, Text: f.any(), AddedOn: tx.Today})
	return errors.Join(err,
		store.InsertEntry(s, app.ListEntry{ID: id, CustomerID: customer, Email: f.ascii() + "@posti.example", Name: f.any(), Kind: app.Person, Language: app.Finnish,
			Origin: f.any(), WorkDuties: f.any(), Sale: app.Sale{On: old, What: f.any(), Told: true}, AddedOn: old}, ""),
		store.InsertEntryConsent(s, app.Consent{ID: tx.NewID(), EntryID: id, Given: true, On: old, Channel: app.Email, Wording: f.any(), Version: f.any(), Source: f.any(), RecordedBy: f.any(), RecordedAt: tx.Now}),
		store.InsertMailing(s, mailing),
		store.InsertSend(s, app.Send{ID: tx.NewID(), MailingID: mailing.ID, EntryID: id, Email: f.ascii() + "@posti.example", State: "sent", At: tx.Now}))
}

// asking is a closed request of the customer, with all that was written while it was worked on.
func (f *filler) asking(tx *vault.Tx, customer string, n int) error {
	s := tx.Tx
	r := app.Request{ID: tx.NewID(), Number: fmt.Sprint(n, "-", f.any()), Kind: app.AskAccess, State: app.RequestAnswered, CustomerID: customer,
		Name: f.any(), Address: f.any(), Email: f.ascii() + "@posti.example", Phone: f.any(), Language: app.Finnish, Representative: f.any(), Authority: f.any(),
		Received: tx.Today.AddDays(-9), ClosedOn: tx.Today.AddDays(-1), Channel: app.Email, Words: f.any(), Scope: f.any(), VerifiedNote: f.any(), ExtendReason: f.any(), Reason: f.any()}
	find := app.Find{ID: tx.NewID(), RequestID: r.ID, Register: "contacts", Record: customer, CustomerID: customer, Count: 1}
	limit := app.Restriction{ID: tx.NewID(), CustomerID: customer, Ground: app.GroundAccuracy, Scope: f.any(), From: old, ReviewOn: tx.Today, LiftedOn: old}
	return errors.Join(store.InsertRequest(s, r),
		store.AddRequestEvent(s, r.ID, app.RequestEvent{On: r.Received, What: app.EventReceived, Note: f.any()}),
		store.SaveFind(s, find), store.SetRedactions(s, find.ID, []app.Redaction{{Record: customer, Column: "text", Start: 0, End: 1, Reason: f.any()}}),
		store.InsertRestriction(s, limit),
		store.InsertUse(s, app.RestrictionUse{ID: tx.NewID(), RestrictionID: limit.ID, On: old, Ground: app.UseClaims, What: f.any(), Reason: f.any()}),
		store.InsertTask(s, app.Task{ID: tx.NewID(), Kind: app.TaskNotify, Place: f.any(), About: f.any(), CustomerID: customer, RequestID: r.ID, AddedOn: tx.Today, DueOn: tx.Today}),
		store.InsertTask(s, app.Task{ID: tx.NewID(), Kind: app.TaskRectify, Place: f.any(), CustomerID: customer, RequestID: r.ID, AddedOn: tx.Today, DueOn: tx.Today, DoneOn: tx.Today, Outcome: app.TaskImpossible, Note: f.any()}))
}

// beside are the registers of nobody's card.
func (f *filler) beside(tx *vault.Tx, _ string) error {
	s := tx.Tx
	_, err := store.InsertVisits(s, f.batch, "matomo", []app.PageVisit{{On: tx.Today.AddDays(-1), At: "12:00", Visitor: f.any(), Page: f.any(), Title: f.any(), Seconds: 5, Referrer: f.any(), Browser: f.any(), Place: f.any()}})
	_, err2 := store.InsertVisitCounts(s, f.batch, "ga4", []app.VisitCount{{From: old, To: old, By: app.CountByPage, Name: f.any(), Views: 3, Visitors: 2}})
	return errors.Join(err, err2,
		store.SaveTemplate(s, app.Template{ID: tx.NewID(), Name: f.any(), Subject: f.any(), Body: f.any(), Channel: app.Phone}),
		store.InsertAnonymous(s, app.Anonymous{ID: tx.NewID(), Month: "2026-03", Channel: app.Chat, Direction: app.In, Purpose: app.ForTraining, Text: f.any(),
			Spared: []app.Spared{{Word: f.any(), Reason: f.any()}}}))
}

// firm is what stands in the settings.
func (f *filler) firm(tx *vault.Tx) error {
	firm, err := json.Marshal(app.Firm{Name: f.any(), BusinessID: f.any(), Street: f.any(), Postcode: f.any(), Town: f.any(), Phone: f.any(), Email: f.ascii() + "@posti.example", Contact: f.any()})
	return errors.Join(err, store.SetSetting(tx.Tx, "firm", string(firm)),
		store.AddRule(tx.Tx, app.Rule{Class: app.ClassCustomer, From: "last-needed", Months: 36, Do: app.Erase, Basis: "gdpr-5-1-e", Source: "owner", Since: tx.Today, Reason: f.any()}))
}

func (f *filler) outside(tx *vault.Tx) error {
	return errors.Join(
		store.InsertPlace(tx.Tx, app.Place{ID: tx.NewID(), Kind: app.PlaceAccountant, Name: f.any(), Email: f.ascii() + "@posti.example", Holds: f.any(), Country: f.any(), Safeguard: f.any(), Days: 60}),
		store.InsertCopy(tx.Tx, app.Copy{ID: tx.NewID(), What: "customers", Format: "csv", Rows: 4, File: f.any() + ".csv"}))
}

// wordless are columns of the data map in which no canary can stand, though they are neither coded nor nobody's.
var wordless = map[string]string{
	"audit.object": "a random id", "merges.number": "made by merging", "merges.before": "made by merging",
	"merges.after": "made by merging", "merges.other": "made by merging",
	"customers.phone_key": "digits", "finds.n": "a count",
}

// indexes can not be read, only searched in: the session does.
var indexes = map[string]bool{"card_search": true, "contact_search": true}

// empty lists the columns of the data map that hold no word of the flock. Of the firm's own columns it looks at those
// that a person writes.
func empty(tx *vault.Tx, flock canary.Flock) (without []string, err error) {
	search := canary.NewSearch(flock.Stem)
	for _, c := range app.DataMap() {
		name := c.Table + "." + c.Name
		if c.Coded || c.Subject == app.OfNobody || c.Subject == app.OfFirm && !written[name] || wordless[name] != "" || indexes[c.Table] {
			continue
		}
		rows, err := tx.Query(`SELECT ` + c.Name + ` FROM ` + c.Table)
		if err != nil {
			return nil, err
		}
		found := false
		for rows.Next() && !found {
			var value []byte
			if err := rows.Scan(&value); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			found = len(search.In(value)) > 0
		}
		if err := errors.Join(rows.Close(), rows.Err()); err != nil {
			return nil, err
		}
		if !found {
			without = append(without, name)
		}
	}
	return without, nil
}

// written are the firm's own columns in which somebody's words stand.
var written = map[string]bool{
	"list_consents.version": true, "list_consents.recorded_by": true, "consents.recorded_by": true, "contacts.handled_by": true,
	"import_batches.source": true, "copies.file": true, "anonymous.text": true, "anonymous.spared": true, "tasks.recipient": true, "tasks.note": true,
	"places.name": true, "places.email": true, "places.contents": true, "places.country": true, "places.safeguard": true,
	"visits.page": true, "visits.title": true, "visit_counts.name": true, "mailings.subject": true, "mailings.body": true, "mailings.goods": true,
	"wordings.name": true, "wordings.text": true, "settings.value": true, "policy_rules.reason": true,
	"templates.name": true, "templates.subject": true, "templates.body": true,
}
