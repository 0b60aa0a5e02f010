package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// The list must say what plain looking at every contact would.
func TestContactListIsWhatLookingAtEachWouldGive(t *testing.T) {
	db := storetest.New(t)
	r := rand.New(rand.NewPCG(3, 4))
	var all []app.Contact
	db.Update(t, func(tx *store.Tx) error {
		for c := range 3 {
			if err := store.InsertCustomer(tx, app.Customer{ID: id(c), Number: fmt.Sprint(1001 + c), Name: fmt.Sprint("Asiakas ", c), CreatedOn: "2020-01-01"}); err != nil {
				return err
			}
		}
		for i := range 400 {
			k := app.Contact{ID: id(1000 + i), CustomerID: id(r.IntN(3)), On: app.Day("2026-01-01").AddDays(r.IntN(30)),
				Channel: app.Channels()[r.IntN(6)], Direction: []app.Direction{app.In, app.Out}[r.IntN(2)],
				Text: []string{"kattoremontti", "kattoikkuna", "lasku", "mäki"}[r.IntN(4)], Waiting: r.IntN(9) == 0}
			if r.IntN(3) == 0 {
				k.Purpose = app.Purposes()[r.IntN(5)]
			}
			if r.IntN(5) == 0 {
				k.FollowUpOn = app.Day("2026-11-15").AddDays(r.IntN(15))
			}
			if err := store.InsertContact(tx, k); err != nil {
				return err
			}
			if i%40 == 0 {
				if err := store.InsertAttachment(tx, app.Attachment{ID: id(5000 + i), ContactID: k.ID, Name: "a"}); err != nil {
					return err
				}
				k.Attachments = 1
			}
			all = append(all, k)
		}
		// changed and gone ones are counted anew
		for i := range 60 {
			k := &all[r.IntN(300)]
			k.On, k.Channel, k.Purpose = app.Day("2026-01-01").AddDays(r.IntN(30)), app.Channels()[r.IntN(6)], app.ForQuality
			if err := store.UpdateContact(tx, *k); err != nil {
				return err
			}
			_ = i
		}
		for _, k := range all[300:320] {
			if err := store.EraseContact(tx, k.ID); err != nil {
				return err
			}
		}
		return nil
	})
	all = slices.Delete(all, 300, 320)

	for n, f := range []app.ContactFilter{
		{}, {Limit: 7}, {Limit: 50, Offset: 123}, {Offset: 1000, Limit: 5}, {Limit: 20, Offset: 379},
		{Channel: app.Email}, {Channel: app.Email, Direction: app.Out, Limit: 5, Offset: 3}, {Direction: app.In, Limit: 30, Offset: 60},
		{Purpose: app.ForQuality, Limit: 10, Offset: 20}, {From: "2026-01-10", To: "2026-01-12"}, {From: "2026-02-10"},
		{CustomerID: id(1), Limit: 20}, {CustomerID: id(1), Channel: app.Visit}, {Attached: true}, {Attached: true, Direction: app.In},
		{Waiting: true}, {Waiting: true, Direction: app.In, Limit: 5, Offset: 2},
		{Text: "katto"}, {Text: "katto", Channel: app.Phone, Limit: 4, Offset: 2}, {Text: "maki", CustomerID: id(2)}, {Text: "kattoi", Purpose: app.ForOrder},
		{Text: "...", Limit: 3}, {Text: "eisellaista"},
	} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			want, total := byHand(all, f)
			var got app.ContactPage
			db.Update(t, func(tx *store.Tx) (err error) {
				got, err = store.ContactList(tx, f)
				return err
			})
			var ids []string
			for _, row := range got.Rows {
				ids = append(ids, row.Contact.ID)
				if row.Name == "" || row.Number == "" {
					t.Errorf("whose is %+v", row)
				}
			}
			if !slices.Equal(ids, want) || got.Total != total || got.Cut {
				t.Errorf("%+v: %d of %d, want %d of %d\n%v\n%v", f, len(ids), got.Total, len(want), total, ids, want)
			}
		})
	}
}

// byHand looks at every contact; all is in the order of writing.
func byHand(all []app.Contact, f app.ContactFilter) (ids []string, total int) {
	var kept []app.Contact
	for i := len(all) - 1; i >= 0; i-- {
		k := all[i]
		text := strings.ReplaceAll(k.Text, "ä", "a")
		if (f.Channel == "" || k.Channel == f.Channel) && (f.Direction == "" || k.Direction == f.Direction) && (f.Purpose == "" || k.Purpose == f.Purpose) &&
			(f.From == "" || k.On >= f.From) && (f.To == "" || k.On <= f.To) && (f.CustomerID == "" || k.CustomerID == f.CustomerID) &&
			(!f.Waiting || k.Waiting) && (!f.Attached || k.Attachments > 0) && strings.HasPrefix(text, f.Text) {
			kept = append(kept, k)
		}
	}
	slices.SortStableFunc(kept, func(a, b app.Contact) int {
		if f.Waiting {
			return strings.Compare(string(a.FollowUpOn+a.On+app.Day(a.ID)), string(b.FollowUpOn+b.On+app.Day(b.ID)))
		}
		return strings.Compare(string(b.On), string(a.On))
	})
	if f.Waiting { // without a day comes first, then by day
		slices.SortStableFunc(kept, func(a, b app.Contact) int { return strings.Compare(string(a.FollowUpOn), string(b.FollowUpOn)) })
	}
	total = len(kept)
	from := min(f.Offset, total)
	to := total
	if f.Limit > 0 {
		to = min(from+f.Limit, total)
	}
	for _, k := range kept[from:to] {
		ids = append(ids, k.ID)
	}
	return ids, total
}

func TestDaysAreCountedDownWhenTheirContactsGo(t *testing.T) {
	db := storetest.New(t)
	days := func() (rows, n int) {
		if err := db.QueryRow(`SELECT count(*), coalesce(sum(n), 0) FROM contact_days`).Scan(&rows, &n); err != nil {
			t.Fatal(err)
		}
		return rows, n
	}
	db.Update(t, func(tx *store.Tx) error { return full(tx, 1, "kuukkeli") })
	if rows, n := days(); rows != 2 || n != 2 {
		t.Fatalf("%d days with %d contacts", rows, n)
	}
	db.Update(t, func(tx *store.Tx) error {
		_, err := store.EraseCustomers(tx, []string{id(1)})
		return err
	})
	if rows, n := days(); rows != 0 || n != 0 {
		t.Errorf("%d days with %d contacts are left", rows, n)
	}
}

func TestWhatWaits(t *testing.T) {
	db := storetest.New(t)
	add(t, db, makinen())
	db.Update(t, func(tx *store.Tx) error {
		for i, follow := range []app.Day{"", "2026-11-20", "2026-11-21", "2026-11-22"} {
			if err := store.InsertContact(tx, app.Contact{ID: id(100 + i), CustomerID: id(1), On: app.Day("2026-11-10").AddDays(i), Channel: app.Email, Direction: app.In, Waiting: true, FollowUpOn: follow}); err != nil {
				return err
			}
		}
		q, err := store.WaitingContacts(tx)
		same(t, q, app.Queue{Due: 3, Later: 1})
		if err != nil {
			return err
		}
		of, err := store.WaitingOf(tx, id(1), "2026-11-11")
		if len(of) != 2 || of[0].ID != id(100) || of[1].ID != id(101) {
			t.Errorf("waiting on the day: %+v", of)
		}
		return err
	})
}

func TestTemplatesAreKept(t *testing.T) {
	db := storetest.New(t)
	db.Update(t, func(tx *store.Tx) error {
		a := app.Template{ID: id(1), Name: "Kiitos", Body: "Hei"}
		for _, x := range []app.Template{a, {ID: id(2), Name: "Aikaehdotus", Subject: "Käynti", Body: "Sopiiko?", Channel: app.Email, Language: app.Finnish}} {
			if err := store.SaveTemplate(tx, x); err != nil {
				return err
			}
		}
		a.Body = "Hei {asiakas.nimi}"
		if err := store.SaveTemplate(tx, a); err != nil {
			return err
		}
		all, err := store.Templates(tx)
		if len(all) != 2 || all[0].ID != id(2) || all[1].Body != a.Body {
			t.Errorf("kept %+v", all)
		}
		if got, err := store.TemplateByName(tx, "kiitos"); err != nil || got.ID != id(1) {
			t.Errorf("by name: %+v, %v", got, err)
		}
		if err := store.RemoveTemplate(tx, id(1)); err != nil {
			t.Error(err)
		}
		if _, err := store.Template(tx, id(1)); err == nil {
			t.Error("it is still there")
		}
		return err
	})
}
