package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// full gives a customer a row in every register.
func full(tx *store.Tx, n int, word string) error {
	c := app.Customer{ID: id(n), Number: fmt.Sprint(5000 + n), Designation: "d" + word, Name: "n" + word, Street: "s" + word, Town: "t" + word,
		Email: word + "@posti.example", Phone: fmt.Sprintf("04055500%02d", n), CreatedOn: "2020-01-01",
		Persons: []app.ContactPerson{{ID: id(n + 100), Role: app.MainPerson, Name: "p" + word, Phone: fmt.Sprintf("04055511%02d", n)}}}
	return errors.Join(
		store.InsertCustomer(tx, c),
		store.InsertContact(tx, app.Contact{ID: id(n + 200), CustomerID: c.ID, On: "2020-02-02", Text: "x" + word}),
		store.InsertContact(tx, app.Contact{ID: id(n + 250), CustomerID: c.ID, On: "2020-02-03", Text: "ä" + word}),
		store.InsertMessages(tx, id(n+250), []app.Message{{ID: id(n + 600), Role: app.RoleCustomer, Kind: app.KindText, Author: "u" + word, Text: "m" + word, FileName: "f" + word}}),
		store.InsertTechnical(tx, id(n+250), []app.TechnicalFact{{Name: "page", Value: "v" + word}}),
		store.InsertAttachment(tx, app.Attachment{ID: id(n + 700), ContactID: id(n + 250), Name: "b" + word, Extension: &app.Extension{ID: id(n + 1300), Record: id(n + 700), Until: "2020-06-01", Reason: "k" + word}}),
		store.InsertDisclosure(tx, app.Disclosure{ID: id(n + 800), CustomerID: c.ID, On: "2020-02-04", What: "o" + word, Recipient: "r" + word}),
		store.InsertRequest(tx, app.Request{ID: id(n + 1300), Number: fmt.Sprintf("TP-2020-%02d", n), Kind: app.AskAccess, State: app.RequestAnswered, CustomerID: c.ID, Received: "2020-03-01", ClosedOn: "2020-03-05",
			Name: "j" + word, Address: "k" + word, Email: "å" + word + "@posti.example", Representative: "ö" + word, Words: "c" + word, Reason: "i" + word, Pauses: []app.Pause{{From: "2020-03-02", To: "2020-03-03", Why: "identity"}}}),
		store.InsertLetter(tx, app.IssuedLetter{ID: id(n + 1400), RequestID: id(n + 1300), Kind: app.LetterAccess, Language: app.Finnish, On: "2020-03-04", Way: app.WayPaper, Pages: 4, SHA256: "s"}),
		store.AddRequestEvent(tx, id(n+1300), app.RequestEvent{On: "2020-03-01", What: app.EventReceived, Note: "n" + word}),
		store.InsertDelivery(tx, app.Delivery{ID: id(n + 300), CustomerID: c.ID, On: "2020-02-02", Product: "g" + word}),
		store.InsertConsent(tx, app.Consent{ID: id(n + 400), CustomerID: c.ID, Given: true, On: "2020-01-01", Wording: "w" + word}),
		store.InsertEntry(tx, app.ListEntry{ID: id(n + 900), CustomerID: c.ID, Email: "l" + word + "@posti.example", Name: "e" + word, Origin: "q" + word, AddedOn: "2020-01-01"}, ""),
		store.InsertEntryConsent(tx, app.Consent{ID: id(n + 1000), EntryID: id(n + 900), Given: true, On: "2020-01-01", Wording: "y" + word}),
		store.InsertMailing(tx, app.Mailing{ID: id(n + 1100), Subject: "kirje"}),
		store.InsertSend(tx, app.Send{ID: id(n + 1200), MailingID: id(n + 1100), EntryID: id(n + 900), Email: "z" + word + "@posti.example"}),
		store.InsertHold(tx, app.Hold{ID: id(n + 500), CustomerID: c.ID, Reason: "h" + word, PlacedOn: "2020-01-01", ReviewOn: "2027-01-01"}),
		store.InsertRestriction(tx, app.Restriction{ID: id(n + 1300), CustomerID: c.ID, Ground: app.GroundClaims, Scope: "i" + word, From: "2020-01-01", ReviewOn: "2027-01-01"}),
		store.InsertUse(tx, app.RestrictionUse{ID: id(n + 1400), RestrictionID: id(n + 1300), On: "2020-01-02", Ground: app.UseConsent, What: "j" + word, Reason: "k" + word}),
		store.InsertTask(tx, app.Task{ID: id(n + 1500), Kind: app.TaskNotify, Place: "t" + word, CustomerID: c.ID, DoneOn: "2020-01-03", Note: "v" + word}),
		store.InsertCopy(tx, app.Copy{ID: id(n + 900), What: "customers", Format: "vcf", File: "n" + word + ".vcf"}),
		store.AppendAuditSealed(tx, "customer-added", c.ID, "a"+word, "name"),
		store.InsertDifferent(tx, c.ID, id(n+900)),
		store.SaveFind(tx, app.Find{ID: id(n + 1300), RequestID: id(n + 1400), Register: "contacts", Record: c.ID, CustomerID: c.ID, Count: 2}),
		store.SetRedactions(tx, id(n+1300), []app.Redaction{{Record: id(n + 200), Column: "text", Start: 0, End: 2, Reason: "k" + word}}),
	)
}

// holding lists the tables in whose rows a word stands, and the terms of the
// search indexes that contain it.
func holding(t *testing.T, db *storetest.DB, word string) (found []string) {
	t.Helper()
	var tables []string
	rows, err := db.Query(`SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	rows.Close()
	for _, index := range []string{"card_search", "contact_search"} {
		vocabulary := index + "_words"
		if _, err := db.Exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.` + vocabulary + ` USING fts5vocab(main, ` + index + `, 'row')`); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, "temp."+vocabulary)
	}
	for _, table := range tables {
		rows, err := db.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for i, v := range values {
				if strings.Contains(fmt.Sprint(v), word) {
					found = append(found, table+"."+columns[i])
				}
			}
		}
		rows.Close()
	}
	return found
}

func TestErasingLeavesNothingAnywhere(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		return errors.Join(full(tx, 1, "kuukkeli"), full(tx, 2, "hömötiainen"), full(tx, 3, "naakka"))
	})
	if n := len(holding(t, db, "hömötiainen")); n < 12 {
		t.Fatalf("the word stands in only %d places before", n)
	}
	var counts app.Counts
	db.Update(t, func(tx *store.Tx) (err error) {
		counts, err = store.EraseCustomers(tx, []string{id(1), id(2)})
		return errors.Join(err, store.OptimizeSearch(tx))
	})
	same(t, counts, app.Counts{Customers: 2, Persons: 2, Contacts: 4, Messages: 2, Attachments: 2, Deliveries: 2, Consents: 2, Entries: 2, Technical: 2, Requests: 2})
	for _, word := range []string{"kuukkeli", "hömötiainen", "homotiainen", "04055500"} {
		for _, place := range holding(t, db, word) {
			if word != "04055500" { // the third customer's own number
				t.Errorf("%s still in %s", word, place)
			}
		}
	}
	if n := len(holding(t, db, "naakka")); n < 12 {
		t.Errorf("the customer who stays stands in only %d places", n)
	}
	if more, err := store.IncrementalVacuum(context.Background(), db.DB, 0); err != nil || more {
		t.Fatal(more, err)
	}
	var free, orphans int
	if err := db.QueryRow(`PRAGMA freelist_count`).Scan(&free); err != nil || free != 0 {
		t.Errorf("%d free pages: %v", free, err)
	}
	if err := db.QueryRow(`SELECT count(*) FROM pragma_foreign_key_check`).Scan(&orphans); err != nil || orphans != 0 {
		t.Errorf("%d orphans: %v", orphans, err)
	}
	db.Update(t, func(tx *store.Tx) error {
		rows, err := store.VerifyAudit(tx)
		same(t, rows, 3)
		return err
	})
}

func TestErasingAnUnknownCustomerErasesNobody(t *testing.T) {
	db := storetest.New(t)
	add(t, db, makinen())
	err := db.Try(t, func(tx *store.Tx) error {
		_, err := store.EraseCustomers(tx, []string{id(1), "nobody"})
		return err
	})
	if !errors.Is(err, app.E("not-found", "")) {
		t.Errorf("got %v", err)
	}
	db.Update(t, func(tx *store.Tx) error {
		_, err := store.Customer(tx, id(1))
		return err
	})
}

func TestSingleRowsGoWithTheirWords(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error { return full(tx, 1, "kuukkeli") })
	db.Update(t, func(tx *store.Tx) error {
		return errors.Join(store.EraseContact(tx, id(201)), store.EraseDelivery(tx, id(301)), store.ErasePerson(tx, id(101)), store.OptimizeSearch(tx))
	})
	for _, word := range []string{"xkuukkeli", "gkuukkeli", "pkuukkeli"} {
		if found := holding(t, db, word); len(found) > 0 {
			t.Errorf("%s still in %v", word, found)
		}
	}
	if err := db.Try(t, func(tx *store.Tx) error { return store.EraseContact(tx, id(201)) }); !errors.Is(err, app.E("not-found", "")) {
		t.Errorf("twice: %v", err)
	}
}

func TestConsentsAreAppendOnly(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error { return full(tx, 1, "kuukkeli") })
	for _, q := range []string{`UPDATE consents SET given = 0`, `DELETE FROM consents`, `DELETE FROM audit`, `UPDATE audit SET action = ''`} {
		if _, err := db.Exec(q); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", q, err)
		}
	}
	if _, err := db.Exec(`DELETE FROM customers`); err == nil {
		t.Error("a customer with rows was deleted beside the erase path")
	}
}
