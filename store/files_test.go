package store_test

import (
	"errors"
	"fmt"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

func TestFacts(t *testing.T) {
	contact := func(n int, on app.Day, mass bool) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			return store.InsertContact(tx, app.Contact{ID: id(n), CustomerID: id(1), On: on, Channel: app.Phone, Mass: mass, Text: "x"})
		}
	}
	delivery := func(n int, on app.Day) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			return store.InsertDelivery(tx, app.Delivery{ID: id(n), CustomerID: id(1), On: on, Product: "huolto"})
		}
	}
	hold := func(n int, lifted app.Day) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			return store.InsertHold(tx, app.Hold{ID: id(n), CustomerID: id(1), Reason: "riita", PlacedOn: "2026-01-01", ReviewOn: "2027-01-01", LiftedOn: lifted})
		}
	}
	created := app.Event{Kind: app.Created, On: "2023-01-15"}
	phone := func(kind app.EventKind, n int, on app.Day) app.Event {
		return app.Event{Kind: kind, On: on, Ref: id(n), Note: "phone"}
	}
	huolto := func(n int, on app.Day) app.Event {
		return app.Event{Kind: app.Delivered, On: on, Ref: id(n), Note: "huolto"}
	}
	for _, c := range []struct {
		name   string
		do     []func(*store.Tx) error
		events []app.Event
		holds  int
		counts app.Counts
	}{
		{"a card alone has its making", nil, []app.Event{created}, 0, app.Counts{Customers: 1}},
		{"a corrected card has its correcting too", []func(*store.Tx) error{func(tx *store.Tx) error {
			c := makinen()
			c.CorrectedOn = "2025-05-05"
			return store.UpdateCustomer(tx, c)
		}}, []app.Event{created, {Kind: app.Corrected, On: "2025-05-05"}}, 0, app.Counts{Customers: 1}},
		{"of contacts the newest, whatever was written last", []func(*store.Tx) error{contact(11, "2024-01-01", false), contact(12, "2026-03-03", false), contact(13, "2025-01-01", false)},
			[]app.Event{created, phone(app.Contacted, 12, "2026-03-03")}, 0, app.Counts{Customers: 1, Contacts: 3}},
		{"of contacts of one day the one written last", []func(*store.Tx) error{contact(11, "2024-01-01", false), contact(12, "2024-01-01", false)},
			[]app.Event{created, phone(app.Contacted, 12, "2024-01-01")}, 0, app.Counts{Customers: 1, Contacts: 2}},
		{"a contact today counts", []func(*store.Tx) error{contact(11, "2026-11-21", false)},
			[]app.Event{created, phone(app.Contacted, 11, "2026-11-21")}, 0, app.Counts{Customers: 1, Contacts: 1}},
		{"a contact dated ahead stands beside the newest real one", []func(*store.Tx) error{contact(11, "2024-01-01", false), contact(12, "2062-01-01", false)},
			[]app.Event{created, phone(app.Contacted, 11, "2024-01-01"), phone(app.Contacted, 12, "2062-01-01")}, 0, app.Counts{Customers: 1, Contacts: 2}},
		{"a mass mailing stands apart", []func(*store.Tx) error{contact(11, "2024-01-01", false), contact(12, "2026-01-01", true), contact(13, "2025-01-01", true)},
			[]app.Event{created, phone(app.Contacted, 11, "2024-01-01"), phone(app.MassSent, 12, "2026-01-01")}, 0, app.Counts{Customers: 1, Contacts: 3}},
		{"deliveries likewise", []func(*store.Tx) error{delivery(21, "2025-02-02"), delivery(22, "2024-02-02"), delivery(23, "2027-02-02")},
			[]app.Event{created, huolto(21, "2025-02-02"), huolto(23, "2027-02-02")}, 0, app.Counts{Customers: 1, Deliveries: 3}},
		{"standing holds only", []func(*store.Tx) error{hold(31, ""), hold(32, "2026-06-06")}, []app.Event{created}, 1, app.Counts{Customers: 1}},
		{"persons and permissions are counted", []func(*store.Tx) error{
			func(tx *store.Tx) error {
				c := makinen()
				c.Persons = []app.ContactPerson{{ID: id(41), CustomerID: id(1), Role: app.MainPerson, Name: "x"}}
				return store.UpdateCustomer(tx, c)
			},
			func(tx *store.Tx) error {
				return store.InsertConsent(tx, app.Consent{ID: id(42), CustomerID: id(1), Given: true, On: "2026-01-01"})
			},
		}, []app.Event{created}, 0, app.Counts{Customers: 1, Persons: 1, Consents: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := storetest.New(t)
			add(t, db, makinen(), app.Customer{ID: id(2), Number: "1002", Name: "toinen", CreatedOn: "2020-01-01"})
			db.Update(t, func(tx *store.Tx) error {
				for _, f := range c.do {
					if err := f(tx); err != nil {
						return err
					}
				}
				f, err := store.FileOf(tx, id(1))
				if err != nil {
					return err
				}
				same(t, f.Events, c.events)
				same(t, len(f.Holds), c.holds)
				same(t, f.Counts, c.counts)
				same(t, []any{f.Record, f.Number, f.Name, f.Kind}, []any{id(1), "1001", "Mäkinen Aino", app.Person})
				var all []app.File
				err = store.Files(tx, func(f app.File) error { all = append(all, f); return nil })
				same(t, len(all), 2)
				same(t, all[0], f)
				return err
			})
		})
	}
}

func TestFilesEndsWithTheErrorOfItsReader(t *testing.T) {
	db := storetest.New(t)
	add(t, db, makinen())
	stop := errors.New("stop")
	db.Update(t, func(tx *store.Tx) error {
		if err := store.Files(tx, func(app.File) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("got %v", err)
		}
		if _, err := store.FileOf(tx, "nobody"); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("unknown id: %v", err)
		}
		return nil
	})
}

func TestMarketingIsTheNewestPermission(t *testing.T) {
	for _, c := range []struct {
		name string
		rows []app.Consent
		want bool
	}{
		{"none is no", nil, false},
		{"given is yes", []app.Consent{{Given: true, On: "2025-01-01"}}, true},
		{"withdrawn later is no", []app.Consent{{Given: true, On: "2025-01-01"}, {Given: false, On: "2025-02-01"}}, false},
		{"of one day the last written counts", []app.Consent{{Given: false, On: "2025-01-01"}, {Given: true, On: "2025-01-01"}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := storetest.New(t)
			add(t, db, makinen())
			db.Update(t, func(tx *store.Tx) error {
				for i, r := range c.rows {
					r.ID, r.CustomerID = fmt.Sprint(i), id(1)
					if err := store.InsertConsent(tx, r); err != nil {
						return err
					}
				}
				got, err := store.Customer(tx, id(1))
				same(t, got.Marketing, c.want)
				return err
			})
		})
	}
}
