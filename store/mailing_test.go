package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// The rule by which a ledger speaks stands once, in SQL: for the card's own
// ledger and for an entry that has one beside it.
func TestTheNewestRowOfALedgerDecides(t *testing.T) {
	yes := func(d app.Day) app.Consent { return app.Consent{Given: true, On: d, Wording: "v1"} }
	no := func(d app.Day) app.Consent { return app.Consent{On: d} }
	for name, c := range map[string]struct {
		ledger []app.Consent
		want   app.Permission
	}{
		"nobody has agreed by silence":                     {nil, app.NoPermission},
		"a permission allows":                              {[]app.Consent{yes("2026-01-01")}, app.PermissionGiven},
		"a withdrawal ends it":                             {[]app.Consent{yes("2026-01-01"), no("2026-02-01")}, app.PermissionRefused},
		"a withdrawal written down late still ends it":     {[]app.Consent{no("2026-02-01"), yes("2026-01-01")}, app.PermissionRefused},
		"on one day the last written counts":               {[]app.Consent{yes("2026-02-01"), no("2026-02-01")}, app.PermissionRefused},
		"a new permission after a withdrawal allows":       {[]app.Consent{no("2026-02-01"), yes("2026-02-01")}, app.PermissionGiven},
		"an earlier permission brought in changes nothing": {[]app.Consent{yes("2026-01-01"), no("2026-02-01"), yes("2025-01-01")}, app.PermissionRefused},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.New(t)
			db.Update(t, func(tx *store.Tx) error {
				err := errors.Join(
					store.InsertCustomer(tx, app.Customer{ID: id(1), Number: "1", Name: "x"}),
					store.InsertEntry(tx, app.ListEntry{ID: id(2), CustomerID: id(1), Email: "a@posti.example"}, ""),
					store.InsertEntry(tx, app.ListEntry{ID: id(3), Email: "b@posti.example"}, ""))
				for i, k := range c.ledger {
					k.ID, k.CustomerID = id(10+i), id(1)
					err = errors.Join(err, store.InsertConsent(tx, k))
					k.ID, k.EntryID = id(20+i), id(3)
					err = errors.Join(err, store.InsertEntryConsent(tx, k))
				}
				if err != nil {
					return err
				}
				card, err := store.Customer(tx, id(1))
				if err != nil {
					return err
				}
				same(t, card.Marketing, c.want == app.PermissionGiven)
				for _, entry := range []string{id(2), id(3)} {
					e, err := store.Entry(tx, entry)
					if err != nil {
						return err
					}
					same(t, e.Standing.Permission, c.want)
				}
				return nil
			})
		})
	}
}

func TestEntriesAreErasedByThemselves(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		return errors.Join(full(tx, 1, "kuukkeli"), full(tx, 2, "hömötiainen"),
			store.InsertEntry(tx, app.ListEntry{ID: id(50), Email: "pikkutikka@posti.example", Name: "Pikkutikka", AddedOn: "2024-01-01"}, ""),
			store.InsertEntryConsent(tx, app.Consent{ID: id(51), EntryID: id(50), Given: true, On: "2024-01-01", Wording: "sana pikkutikka"}))
	})
	var needles []string
	db.Update(t, func(tx *store.Tx) (err error) {
		if needles, err = store.EntryStrings(tx, []string{id(50)}); err != nil {
			return err
		}
		counts, err := store.EraseEntries(tx, []string{id(50), id(901)})
		same(t, counts, app.Counts{Entries: 2})
		return err
	})
	same(t, needles, []string{"Pikkutikka", "pikkutikka@posti.example", "sana pikkutikka"})
	for _, word := range []string{"ikkutikka", "lkuukkeli", "ekuukkeli", "zkuukkeli"} {
		if found := holding(t, db, word); len(found) > 0 {
			t.Errorf("%s still in %v", word, found)
		}
	}
	for _, word := range []string{"nkuukkeli", "lhömötiainen", "yhömötiainen"} {
		if len(holding(t, db, word)) == 0 {
			t.Errorf("%s went too", word)
		}
	}
	if err := db.Try(t, func(tx *store.Tx) error { _, err := store.EraseEntries(tx, []string{id(902), "nobody"}); return err }); !errors.Is(err, app.E("not-found", "")) {
		t.Errorf("an unknown entry: %v", err)
	}
}

func TestAnEntrysLedgerIsAppendOnly(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error { return full(tx, 1, "kuukkeli") })
	for _, q := range []string{`UPDATE list_consents SET given = 0`, `DELETE FROM list_consents`} {
		if _, err := db.Exec(q); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", q, err)
		}
	}
}

func TestAMessageIsSentOnce(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		err := store.InsertMailing(tx, app.Mailing{ID: id(1), Subject: "Kirje"})
		for i := range 3 {
			err = errors.Join(err, store.InsertEntry(tx, app.ListEntry{ID: id(10 + i), Email: fmt.Sprintf("a%d@posti.example", i)}, ""),
				store.InsertSend(tx, app.Send{ID: id(20 + i), MailingID: id(1), EntryID: id(10 + i), State: app.SendQueued}))
		}
		return err
	})
	var order []string
	for range 3 {
		db.Update(t, func(tx *store.Tx) error {
			s, err := store.NextSend(tx, id(1))
			order = append(order, s.ID)
			return errors.Join(err, store.SetSend(tx, s.ID, app.SendQueued, app.SendSending, ""))
		})
	}
	if !slices.Equal(order, []string{id(20), id(21), id(22)}) {
		t.Errorf("order %v", order)
	}
	for what, f := range map[string]func(tx *store.Tx) error{
		"nothing is left":     func(tx *store.Tx) error { _, err := store.NextSend(tx, id(1)); return err },
		"taken a second time": func(tx *store.Tx) error { return store.SetSend(tx, id(20), app.SendQueued, app.SendSending, "") },
		"a draft begun twice": func(tx *store.Tx) error {
			return errors.Join(store.BeginMailing(tx, id(1), 3), store.BeginMailing(tx, id(1), 3))
		},
	} {
		if err := db.Try(t, f); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
