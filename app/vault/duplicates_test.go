package vault_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// dump is everything stored of some customers, row by row, without the rows' places
// and with the customer's id for the customer's place.
func dump(t *rapid.T, tx *vault.Tx, ids []string) (out []string) {
	t.Helper()
	for _, table := range app.PersonalTables() {
		if strings.HasSuffix(table, "_search") || strings.HasPrefix(table, "audit") {
			continue // indexes are asked below; the log only grows
		}
		columns, from := []string{}, ` FROM `+table+` r`
		for _, c := range app.Columns(table) {
			if c.Name == "customer_key" {
				columns = append(columns, `(SELECT id FROM customers WHERE key = r.customer_key)`)
			} else if c.Name != "key" {
				columns = append(columns, "r."+c.Name)
			}
		}
		rows, err := tx.Query(`SELECT ` + strings.Join(columns, `, `) + from)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			line := fmt.Sprint(table, values)
			if slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(line, id) }) {
				out = append(out, line)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return out
}

// fillCard draws a customer with rows in the registers.
func fillCard(t *rapid.T, tx *vault.Tx, word string) (app.Customer, error) {
	texts := rapid.SampledFrom([]string{"", "Äiti", "Virtanen, Matti", "Matti VIRTANEN", "0405550101", "x'); --"})
	c, err := tx.AddCustomer(app.Customer{Name: word, Kind: rapid.SampledFrom(app.Kinds()).Draw(t, "kind"), Street: texts.Draw(t, "street"), Town: texts.Draw(t, "town"),
		Phone: texts.Draw(t, "phone"), CreatedOn: rapid.SampledFrom([]app.Day{"2025-01-01", "2026-02-02"}).Draw(t, "created"),
		Persons: []app.ContactPerson{{Role: app.MainPerson, Name: texts.Draw(t, "person"), Phone: texts.Draw(t, "personPhone")}, {Role: app.AlternativePerson, Name: texts.Draw(t, "second")}}})
	if err != nil {
		return c, err
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "contacts") {
		_, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-03-03", Channel: app.Phone, Direction: app.In, Text: fmt.Sprint(word, " sanoi ", i)})
		if err != nil {
			return c, err
		}
	}
	if rapid.Bool().Draw(t, "delivery") {
		_, err = tx.AddDelivery(app.Delivery{CustomerID: c.ID, On: "2026-03-03", Product: "Penkki"})
	}
	if err == nil && rapid.Bool().Draw(t, "consent") {
		_, err = tx.AddConsent(app.Consent{CustomerID: c.ID, Given: true, On: "2026-03-03", Channel: app.Email, Wording: "uutiskirje"})
	}
	if err == nil && rapid.Bool().Draw(t, "hold") {
		_, err = tx.PlaceHold(app.Hold{CustomerID: c.ID, Reason: "reklamaatio", ReviewOn: "2027-03-01"})
	}
	return c, err
}

func TestMergingAndPartingIsTheIdentity(t *testing.T) {
	v := vaulttest.New(t)
	round, done := 0, errors.New("done")
	rapid.Check(t, func(rt *rapid.T) {
		round++
		err := v.Update(func(tx *vault.Tx) error {
			var ids []string
			for i := range 3 {
				c, err := fillCard(rt, tx, fmt.Sprintf("Nimi%dkierros%d", i, round))
				if err != nil {
					return err
				}
				ids = append(ids, c.ID)
			}
			before := dump(rt, tx, ids)
			take := rapid.SliceOfDistinct(rapid.SampledFrom(app.MergeFields()), rapid.ID[string])
			// a chain: the second card has taken in the third before it goes into the first
			if _, err := tx.Merge(ids[1], ids[2], take.Draw(rt, "inner")); err != nil {
				return err
			}
			inner := dump(rt, tx, ids)
			if _, err := tx.Merge(ids[0], ids[1], take.Draw(rt, "outer")); err != nil {
				return err
			}
			if rows, _, err := tx.Contacts(ids[0], 0, 0); err != nil || slices.ContainsFunc(rows, func(c app.Contact) bool { return c.CustomerID != ids[0] }) {
				rt.Fatalf("contacts of the kept card: %v, %v", rows, err)
			}
			for _, want := range [][]string{inner, before} {
				kept := ids[0]
				if len(want) == len(before) && slices.Equal(want, before) {
					kept = ids[1]
				}
				back, err := tx.Unmerge(kept)
				if err != nil {
					return err
				}
				if got := dump(rt, tx, ids); !slices.Equal(got, want) || back.Stayed != 0 || len(back.Fields) != 0 {
					rt.Fatalf("got\n%s\nwant\n%s\nstayed %d %v", strings.Join(got, "\n"), strings.Join(want, "\n"), back.Stayed, back.Fields)
				}
			}
			for i, id := range ids {
				found, err := tx.Find(fmt.Sprintf("Nimi%dkierros%d", i, round), 5)
				if err != nil || len(found) != 1 || found[0].ID != id {
					rt.Fatalf("the search finds %v, %v", found, err)
				}
			}
			if _, err := tx.VerifyAudit(); err != nil {
				return err
			}
			return done // nothing of the round stays, so that the next is as quick
		})
		if !errors.Is(err, done) {
			rt.Fatal(err)
		}
	})
}

func TestWhatWasWrittenSinceAMergeStaysAndIsCounted(t *testing.T) {
	v := vaulttest.New(t)
	a, b := v.Customer(app.Customer{Name: "Aino Esimerkki"}), v.Customer(app.Customer{Name: "Esimerkki Aino"})
	contact(t, v, b, "2026-11-20", "vanha")
	contact(t, v, b, "2026-11-20", "muuttuva")
	err := v.Update(func(tx *vault.Tx) error {
		if _, err := tx.Merge(a.ID, b.ID, nil); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE contacts SET subject = 'muutettu' WHERE text = 'muuttuva'`); err != nil {
			return err
		}
		_, err := tx.AddContact(app.Contact{CustomerID: a.ID, On: "2026-11-21", Channel: app.Phone, Direction: app.In, Text: "uusi"})
		if err != nil {
			return err
		}
		history, err := tx.AuditOf(a.ID)
		if err != nil || !slices.ContainsFunc(history, func(r app.AuditRow) bool { return r.Object == b.ID && r.Action == "contact-added" }) {
			t.Errorf("the kept card's history does not tell what happened under the other: %v, %v", history, err)
		}
		back, err := tx.Unmerge(a.ID)
		if err != nil || back.Stayed != 1 {
			t.Errorf("%d rows stayed: %v", back.Stayed, err)
		}
		for id, want := range map[string]int{a.ID: 2, b.ID: 1} {
			if _, n, err := tx.Contacts(id, 0, 0); err != nil || n != want {
				t.Errorf("%d contacts, want %d: %v", n, want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestARetentionRunMakesMergesFinalAndLeavesNothingOfTheOtherCard(t *testing.T) {
	v := vaulttest.New(t)
	ctx := context.Background()
	a := v.Customer(app.Customer{Name: "Aino Pysyväinen", Email: "aino@pysyva.example"})
	b := v.Customer(app.Customer{Name: "Aino Haihtuvainen", Email: "aino@haihtuva.example", Street: "Katoavaisuudentie 7", Phone: "+358 40 555 0177"})
	err := v.Update(func(tx *vault.Tx) error {
		_, err := tx.Merge(a.ID, b.ID, []string{"phone"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	gone := []string{"Haihtuvainen", "aino@haihtuva.example", "Katoavaisuudentie"}
	for _, s := range gone {
		if n, err := v.Scan(ctx, []string{s}); err != nil || n == 0 {
			t.Fatalf("%s is not even there before: %v", s, err)
		}
	}
	if r, err := v.Review(0); err != nil || r.Merges != 1 {
		t.Errorf("the review counts %d merges: %v", r.Merges, err)
	}
	p, err := v.Purge(ctx, vault.Approval{}, nil)
	if err != nil || p.Residue != 0 || p.Counts.Customers != 0 || len(p.Ledger) != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if n, err := v.Scan(ctx, gone); err != nil || n != 0 {
		t.Errorf("%d hits of the card that went: %v", n, err)
	}
	if n, err := v.Scan(ctx, []string{"+358 40 555 0177"}); err != nil || n == 0 {
		t.Errorf("what was taken from it must stay: %v", err)
	}
	err = v.Update(func(tx *vault.Tx) error {
		_, err := tx.Unmerge(a.ID)
		return err
	})
	if !errors.Is(err, app.E("merge-none", "")) {
		t.Errorf("got %v", err)
	}
}

// A card into which another was merged holds more than the import brought.
func TestUndoingAnImportKeepsACardThatTookInAnother(t *testing.T) {
	v := vaulttest.New(t)
	var batch, kept string
	other := v.Customer(app.Customer{Name: "Käsin Lisätty"})
	err := v.Update(func(tx *vault.Tx) (err error) {
		if batch, err = tx.StartBatch("customers", "lista.csv", "sum"); err != nil {
			return err
		}
		c, err := tx.BatchAdd(batch, 2, app.Customer{Name: "Tuotu Tuomas"})
		kept = c.ID
		return errors.Join(err, tx.EndBatch(batch, 1, 0, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(func(tx *vault.Tx) error {
		_, err := tx.Merge(kept, other.ID, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if u, err := v.UndoBatch(context.Background(), batch, nil); err != nil || u.Kept != 1 || u.Removed != 0 {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestADifferentPairStaysDifferentThroughAMerge(t *testing.T) {
	v := vaulttest.New(t)
	card := func(name string) app.Customer { return v.Customer(app.Customer{Name: name, Phone: "040 555 0101"}) }
	a, b, c := card("Aino"), card("Aino A"), card("Onni")
	pairs := func(tx *vault.Tx) int {
		_, n, err := tx.Duplicates(10)
		if err != nil {
			t.Error(err)
		}
		return n
	}
	err := v.Update(func(tx *vault.Tx) error {
		if n := pairs(tx); n != 3 {
			t.Errorf("%d pairs of three on one phone", n)
		}
		if err := tx.Different(c.ID, b.ID); err != nil {
			return err
		}
		if n := pairs(tx); n != 2 {
			t.Errorf("%d pairs when one is two people", n)
		}
		if _, err := tx.Merge(a.ID, b.ID, nil); err != nil {
			return err
		}
		if n := pairs(tx); n != 0 {
			t.Errorf("%d pairs: who was told apart from the card that went is offered for the kept one", n)
		}
		if _, err := tx.Unmerge(a.ID); err != nil {
			return err
		}
		if n := pairs(tx); n != 2 {
			t.Errorf("%d pairs after parting", n)
		}
		return errors.Join(tx.NotDifferent(b.ID, c.ID), nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}
