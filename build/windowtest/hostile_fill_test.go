//go:build windowtest

package windowtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/store"
)

// fill makes a register of a few customers with a row in every register, all of whose texts are hostile. The store
// is given them as they are: what a check of today refuses may have come in by yesterday's import.
func (h *hostile) fill() (home string) {
	h.t.Helper()
	home = h.t.TempDir()
	n := 0
	ctx, options := context.Background(), vault.Options{
		Dir: filepath.Join(home, ".local", "share", "kortisto"), Now: time.Now, WorkFactor: 10,
		NewID: func() string { n++; return fmt.Sprintf("00000000-0000-4000-9000-%012d", n) },
	}
	v, _, err := vault.Create(ctx, options, demoPassphrase, app.Firm{Name: "Piha ja Metsä Saarela"}, app.Finnish)
	if err != nil {
		h.t.Fatal(err)
	}
	files, err := h.files(ctx, v)
	if err != nil {
		h.t.Fatal(err)
	}
	err = v.Update(func(tx *vault.Tx) error {
		f := func(name string) string { return h.field(name, 0) }
		batch := store.ImportBatch{ID: options.NewID(), At: tx.Now, Register: "visits", Source: f("import_batches.source"), Digest: "x"}
		errs := []error{h.firm(tx), store.InsertBatch(tx.Tx, batch), h.promised(tx)}
		for n := range len(h.texts) + 1 { // the last is the first one's double
			errs = append(errs, h.customer(tx, n, files[2*n:2*n+2]), h.template(tx, n), h.visits(tx, batch.ID, n))
		}
		for n := range h.texts {
			errs = append(errs, h.request(tx, n), h.nameless(tx, n))
		}
		return errors.Join(append(errs, h.limited(tx))...)
	})
	if err = errors.Join(err, v.Close(ctx)); err != nil {
		h.t.Fatal(err)
	}
	return home
}

// customer is one with all that can be known of him. One is held, the others are due.
func (h *hostile) customer(tx *vault.Tx, n int, files []vault.Staged) error {
	f, id := func(name string) string { return h.field(name, n) }, func(what int) string { return hostileID(n, what) }
	old := app.Day("2019-03-01")
	c := app.Customer{ID: id(0), Number: fmt.Sprint(5000+n) + f("customers.number"), Designation: fmt.Sprint(n) + f("customers.designation"),
		Name: f("customers.name"), Kind: app.SoleTrader, BusinessID: f("customers.business_id"), Street: f("customers.street"),
		Postcode: f("customers.postcode"), Town: f("customers.town"), Phone: f("customers.phone"), Email: f("customers.email"), CreatedOn: old}
	for i, role := range []app.PersonRole{app.MainPerson, app.AlternativePerson} {
		c.Persons = append(c.Persons, app.ContactPerson{ID: id(1 + i), Role: role, Name: f("contact_persons.name"), Phone: f("contact_persons.phone"), Email: f("contact_persons.email")})
	}
	contact := app.Contact{ID: id(3), CustomerID: c.ID, On: old, At: "12:00", Channel: app.Chat, Direction: app.In, Who: f("contacts.who"),
		HandledBy: f("contacts.handled_by"), Subject: f("contacts.subject"), Text: f("contacts.text"), Purpose: app.ForTraining, Waiting: n < 2}
	s := tx.Tx
	errs := []error{
		store.InsertCustomer(s, c), store.InsertContact(s, contact),
		store.InsertMessages(s, contact.ID, []app.Message{
			{ID: id(4), At: "12:00", Role: app.RoleCustomer, Kind: app.KindText, Author: f("messages.author"), Text: f("messages.text")},
			{ID: id(5), At: "12:01", Role: app.RoleAgent, Kind: app.KindMedia, Author: f("messages.author"), Text: "", FileName: f("messages.file_name")},
		}),
		store.InsertTechnical(s, contact.ID, []app.TechnicalFact{{Name: "page", Value: f("technical.value")}}),
		store.InsertDisclosure(s, app.Disclosure{ID: id(8), CustomerID: c.ID, On: old, What: f("disclosures.what"), Recipient: f("disclosures.recipient"), Means: app.Email, Basis: f("disclosures.basis"), RecordedAt: tx.Now}),
		store.InsertDelivery(s, app.Delivery{ID: id(9), CustomerID: c.ID, On: old, Product: f("deliveries.product"), Quantity: "1"}),
		store.InsertConsent(s, app.Consent{ID: id(10), CustomerID: c.ID, Given: true, On: old, Channel: app.Email, Wording: f("consents.wording"), Source: f("consents.source"), RecordedBy: f("consents.recorded_by"), RecordedAt: tx.Now}),
		store.AppendAuditSealed(s, "customer-added", c.ID, f("audit_sealed.payload"), "name"),
		h.listEntry(tx, c, f, id),
	}
	if n == 1 {
		errs = append(errs, store.InsertHold(s, app.Hold{ID: id(11), CustomerID: c.ID, Reason: f("holds.reason"), PlacedOn: old, ReviewOn: tx.Today.AddDays(30)}))
	}
	for _, file := range files {
		file.Name = f("attachments.name")
		_, err := tx.Attach(contact.ID, file)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// files are a recording and a document for each customer, sealed and not yet hung on anything.
func (h *hostile) files(ctx context.Context, v *vault.Vault) (all []vault.Staged, err error) {
	for range len(h.texts) + 1 {
		for _, content := range [][]byte{recording(1), []byte("%PDF-1.4\n")} {
			file, err := v.Stage(ctx, "tiedosto", bytes.NewReader(content))
			if err != nil {
				return nil, err
			}
			all = append(all, file)
		}
	}
	return all, nil
}

// listEntry is the customer's address on the e-mail list, and a mailing to it.
func (h *hostile) listEntry(tx *vault.Tx, c app.Customer, f func(string) string, id func(int) string) error {
	s := tx.Tx
	mailing := app.Mailing{ID: id(22), Kind: "marketing", Subject: f("mailings.subject"), Body: f("mailings.body"), Goods: f("mailings.goods"), State: "draft", CreatedAt: tx.Now}
	_, err := store.InsertWording(s, app.Wording{ID: id(24), Name: id(24) + f("wordings.name"), Version: 1, Language: app.Finnish, Text: f("wordings.text"), AddedOn: tx.Today})
	return errors.Join(err,
		store.InsertEntry(s, app.ListEntry{ID: id(20), CustomerID: c.ID, Email: id(20) + f("list_entries.email"), Name: f("list_entries.name"), Kind: app.Person, Language: app.Finnish,
			Origin: f("list_entries.origin"), WorkDuties: f("list_entries.work_duties"), Sale: app.Sale{On: tx.Today, What: f("list_entries.sold_what"), Told: true}, AddedOn: tx.Today}, ""),
		store.InsertEntryConsent(s, app.Consent{ID: id(21), EntryID: id(20), Given: true, On: tx.Today, Channel: app.Email, Wording: f("list_consents.wording"),
			Version: f("list_consents.version"), Source: f("list_consents.source"), RecordedBy: f("list_consents.recorded_by"), RecordedAt: tx.Now}),
		store.InsertMailing(s, mailing),
		store.InsertSend(s, app.Send{ID: id(23), MailingID: mailing.ID, EntryID: id(20), Email: f("sends.email"), State: "sent", At: tx.Now}))
}

// firm is what stands in the settings: the firm itself, and a filter under a name.
func (h *hostile) firm(tx *vault.Tx) error {
	f := func(name string) string { return h.field(name, 0) }
	firm, err := json.Marshal(app.Firm{Name: f("firm.name"), BusinessID: f("firm.businessId"), Street: f("firm.street"), Postcode: f("firm.postcode"),
		Town: f("firm.town"), Phone: f("firm.phone"), Email: f("firm.email"), Contact: f("firm.contact")})
	if err != nil {
		return err
	}
	list, err := json.Marshal(vault.ListView{Hidden: []string{}, Filters: []app.SavedFilter{{ID: "1", Name: f("filter.name"), Filter: app.CustomerFilter{Town: f("filter.town")}}}})
	if err != nil {
		return err
	}
	return errors.Join(store.SetSetting(tx.Tx, "firm", string(firm)), store.SetSetting(tx.Tx, "list", string(list)))
}

func (h *hostile) template(tx *vault.Tx, n int) error {
	return store.SaveTemplate(tx.Tx, app.Template{ID: tx.NewID(), Name: fmt.Sprint(n) + h.field("templates.name", n), Subject: h.field("templates.subject", n),
		Body: h.field("templates.body", n), Channel: app.Phone})
}

func (h *hostile) visits(tx *vault.Tx, batch string, n int) error {
	f := func(name string) string { return h.field(name, n) }
	_, err := store.InsertVisits(tx.Tx, batch, "matomo", []app.PageVisit{{On: tx.Today.AddDays(-1), At: "12:00", Visitor: f("visits.visitor"), Page: f("visits.page"),
		Title: f("visits.title"), Seconds: 5, Referrer: f("visits.referrer"), Browser: f("visits.browser"), Place: f("visits.place")}})
	if err != nil {
		return err
	}
	var counts []app.VisitCount
	for _, by := range []string{app.CountByPage, app.CountBySource, app.CountByPlace, app.CountByDevice} {
		counts = append(counts, app.VisitCount{From: tx.Today.AddDays(-1), To: tx.Today.AddDays(-1), By: by, Name: f("visit_counts.name"), Views: 3, Visitors: 2})
	}
	_, err = store.InsertVisitCounts(tx.Tx, batch, "ga4", counts)
	return err
}
