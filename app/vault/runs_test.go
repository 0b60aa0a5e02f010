package vault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// rowsOf counts the rows of the tables that a certificate tells of.
func rowsOf(t *testing.T, v *vaulttest.V) (c app.Counts) {
	t.Helper()
	read(t, v, func(tx *vault.Tx) (err error) { c, err = countRows(tx); return err })
	return c
}

func countRows(tx *vault.Tx) (c app.Counts, err error) {
	for query, into := range map[string]*int{
		`customers`: &c.Customers, `contact_persons`: &c.Persons, `contacts`: &c.Contacts, `messages`: &c.Messages,
		`attachments`: &c.Attachments, `deliveries`: &c.Deliveries, `consents`: &c.Consents, `list_entries`: &c.Entries,
		`technical`: &c.Technical, `anonymous`: &c.Anonymised, `visits WHERE visitor <> ''`: &c.Visitors,
	} {
		if err := tx.QueryRow(`SELECT count(*) FROM ` + query).Scan(into); err != nil {
			return c, err
		}
	}
	return c, nil
}

func read(t *testing.T, v *vaulttest.V, f func(tx *vault.Tx) error) {
	t.Helper()
	if err := v.View(f); err != nil {
		t.Fatal(err)
	}
}

// less is what went between two countings; what was made anonymous has come.
func less(before, after app.Counts) app.Counts {
	return app.Counts{
		Customers: before.Customers - after.Customers, Persons: before.Persons - after.Persons, Contacts: before.Contacts - after.Contacts,
		Messages: before.Messages - after.Messages, Attachments: before.Attachments - after.Attachments, Deliveries: before.Deliveries - after.Deliveries,
		Consents: before.Consents - after.Consents, Entries: before.Entries - after.Entries, Technical: before.Technical - after.Technical,
		Visitors: before.Visitors - after.Visitors, Anonymised: after.Anonymised - before.Anonymised,
	}
}

func preset(t *testing.T, v *vaulttest.V, code string) {
	t.Helper()
	change(t, v, func(tx *vault.Tx) error { _, err := tx.UsePreset(code); return err })
}

// talk gives a customer a conversation with everything that can hang on it.
func talk(t *testing.T, v *vaulttest.V, c app.Customer, on app.Day, word string) (contact app.Contact) {
	t.Helper()
	change(t, v, func(tx *vault.Tx) (err error) {
		if contact, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: on, Channel: app.Chat, Direction: app.In, Subject: "aihe" + word}); err != nil {
			return err
		}
		return errors.Join(
			tx.AddMessages(contact.ID, []app.Message{{Role: app.RoleCustomer, Kind: app.KindText, Author: "sanoja" + word, Text: "viesti" + word}}),
			tx.AddTechnical(contact.ID, []app.TechnicalFact{{Name: "page", Value: "sivu" + word}}))
	})
	if _, err := v.AddAttachment(t.Context(), contact.ID, "liite"+word+".txt", strings.NewReader("sisältö"+word)); err != nil {
		t.Fatal(err)
	}
	return contact
}

// sound is a recording with a word in it.
func sound(word string) io.Reader {
	return strings.NewReader("RIFF\x24\x00\x00\x00WAVEfmt " + strings.Repeat("\x00", 40) + word)
}

// call gives a customer a recorded call.
func call(t *testing.T, v *vaulttest.V, c app.Customer, on app.Day, word string) (contact app.Contact) {
	t.Helper()
	change(t, v, func(tx *vault.Tx) (err error) {
		contact, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: on, Channel: app.Phone, Direction: app.In, Text: "puhelu" + word})
		return err
	})
	a, err := v.AddAttachment(t.Context(), contact.ID, "tallenne"+word+".wav", sound("ääni"+word))
	if err != nil || !a.Recording {
		t.Fatalf("no recording: %+v, %v", a, err)
	}
	return contact
}

func classesOf(r app.Review, today app.Day) (due []string) {
	for _, d := range r.Decisions {
		if d.Due(today) {
			due = append(due, d.Class)
		}
	}
	slices.Sort(due)
	return due
}

// Of every class what is over goes, what is not stays, and the card is kept as
// long as it would be had nothing gone.
func TestARunTakesOfEveryClassWhatIsOver(t *testing.T) {
	v := vaulttest.New(t)
	preset(t, v, "app2day")
	c := v.Customer(app.Customer{Name: "Pysyvä Asiakas", CreatedOn: "2024-01-01"})
	talk(t, v, c, "2026-09-20", "Vanhentunut")
	talk(t, v, c, "2026-09-22", "Tuorehko")
	call(t, v, c, "2026-08-20", "Kuultu")
	call(t, v, c, "2026-08-22", "Kuulematon")
	var withdrawn, kept vault.MailRow
	change(t, v, func(tx *vault.Tx) (err error) {
		if withdrawn, err = tx.AddEntry(app.ListEntry{Email: "peruttu@posti.example", Name: "Perunut"}, &app.Consent{Given: true, On: "2026-01-01", Channel: app.Email, Wording: "Saako"}); err != nil {
			return err
		}
		if _, err = tx.AddEntryConsent(app.Consent{EntryID: withdrawn.ID, Given: false, On: "2026-11-20", Channel: app.Email}); err != nil {
			return err
		}
		kept, err = tx.AddEntry(app.ListEntry{Email: "pysyy@posti.example", Name: "Listalla"}, &app.Consent{Given: true, On: "2026-01-01", Channel: app.Email, Wording: "Saako"})
		if err != nil {
			return err
		}
		batch, err := tx.StartBatch("visits", "loki.csv", "summa")
		if err != nil {
			return err
		}
		_, err = tx.AddVisits(batch, "analytics", []app.PageVisit{{On: "2025-09-01", At: "10:00:00", Visitor: "1883112233.1700000001", Page: "/etusivu"}, {On: "2026-11-01", At: "10:00:00", Visitor: "9999112233.1700000002", Page: "/etusivu"}}, nil)
		return err
	})
	before := rowsOf(t, v)
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{app.ClassChat, app.ClassMailing, app.ClassRecording, app.ClassVisitor}
	if got := classesOf(review, "2026-11-21"); !slices.Equal(got, want) {
		t.Fatalf("due are %v, want %v", got, want)
	}
	p, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest, Count: len(want)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Counts != review.Counts || p.Counts != less(before, rowsOf(t, v)) || p.Residue != 0 || p.State != app.RunDone || p.Done != len(want) {
		t.Errorf("run %+v\nreview %+v\ndifference %+v", p, review.Counts, less(before, rowsOf(t, v)))
	}
	if left := standing(t, v.Vault, []string{"Vanhentunut", "vanhentunut", "sisältöVanhentunut", "tallenneKuultu", "ääniKuultu", "peruttu@", "1883112233"}); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
	if stay := standing(t, v.Vault, []string{"viestiTuorehko", "tallenneKuulematon", "puheluKuultu", "pysyy@", "9999112233"}); len(stay) != 5 {
		t.Errorf("only %v stayed", stay)
	}
	read(t, v, func(tx *vault.Tx) error {
		d, err := tx.Decision(c.ID)
		if d.LastNeeded.On != "2026-09-22" {
			t.Errorf("last needed %+v", d.LastNeeded)
		}
		again, err2 := tx.Run(p.ID)
		if again.Digest != p.Digest || again.Counts != p.Counts || !slices.Equal(again.Classes, p.Classes) || again.State != app.RunDone {
			t.Errorf("kept as %+v", again)
		}
		return errors.Join(err, err2)
	})
	v.Set("2026-11-23") // the second chat goes too, and its day stays with the card
	if _, err := v.Purge(t.Context(), vault.Approval{}, nil); err != nil {
		t.Fatal(err)
	}
	read(t, v, func(tx *vault.Tx) error {
		d, err := tx.Decision(c.ID)
		if d.LastNeeded.On != "2026-09-22" || d.Counts.Contacts != 2 {
			t.Errorf("the clock went back: %+v", d)
		}
		if entries, err := tx.MailList(); err != nil || len(entries) != 1 || entries[0].ID != kept.ID {
			t.Errorf("%+v, %v", entries, err)
		}
		return err
	})
}

func TestConversationsAreMadeAnonymousWhereTheNoticeSaysSo(t *testing.T) {
	v := vaulttest.New(t)
	preset(t, v, "seamk")
	c := v.Customer(app.Customer{Name: "Kirsikka Nimekäs", CreatedOn: "2024-01-01"})
	talk(t, v, c, "2026-05-20", "Nimekkään")
	before := rowsOf(t, v)
	p, err := v.Purge(t.Context(), vault.Approval{}, nil)
	if err != nil || p.Counts.Anonymised != 1 || p.Residue != 0 || p.Counts != less(before, rowsOf(t, v)) {
		t.Fatalf("%+v, %v; difference %+v", p, err, less(before, rowsOf(t, v)))
	}
	if len(p.Classes) != 1 || p.Classes[0] != (app.ClassCount{Class: app.ClassChat, Do: app.Anonymise, Records: 1}) {
		t.Errorf("%+v", p.Classes)
	}
}

// What a hold keeps is kept whole: the card, and each record that has a time of
// its own.
func TestAHoldKeepsSingleRecordsToo(t *testing.T) {
	v := vaulttest.New(t)
	preset(t, v, "app2day")
	c := v.Customer(app.Customer{Name: "Riidan Osapuoli", CreatedOn: "2024-01-01"})
	talk(t, v, c, "2026-01-01", "Todiste")
	call(t, v, c, "2026-01-01", "Todiste")
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.PlaceHold(app.Hold{CustomerID: c.ID, Reason: "riita", ReviewOn: "2027-01-01"})
		return err
	})
	before := rowsOf(t, v)
	p, err := v.Purge(t.Context(), vault.Approval{}, nil)
	if err != nil || p.ID != "" || rowsOf(t, v) != before || len(p.Kept) == 0 {
		t.Fatalf("%+v, %v", p, err)
	}
}

// A machine that stops between two chunks: the next opening does the rest of what
// was approved, and nothing else.
func TestARunThatTheMachineStoppedGoesOn(t *testing.T) {
	defer vault.EraseAtOnce(2)()
	v := vaulttest.New(t)
	preset(t, v, "app2day")
	var gone []app.Customer
	for i := range 5 {
		gone = append(gone, v.Customer(app.Customer{Name: fmt.Sprint("Poistuva", i), CreatedOn: "2020-01-01"}))
	}
	stays := v.Customer(app.Customer{Name: "Hyväksymätön", CreatedOn: "2020-01-01"})
	c := v.Customer(app.Customer{Name: "Puhuja", CreatedOn: "2026-01-01"})
	talk(t, v, c, "2026-01-01", "Loppuosa")
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	var approved []string
	for _, d := range review.Decisions {
		if d.Due(review.Today) && d.Record != stays.ID {
			approved = append(approved, d.Record)
		}
	}
	var crashed vault.Options
	whole, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest, Records: approved, Count: 6}, func(phase string, done, _ int64) {
		if phase == "erasing" && done == 2 {
			crashed = snapshot(t, v)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, crashed)
	mustNotHold(t, w, "Poistuva", "viestiLoppuosa")
	err = w.View(func(tx *vault.Tx) error {
		runs, err := tx.Runs(0, 0)
		if len(runs) != 1 || runs[0].State != app.RunDone || runs[0].Done != 6 || runs[0].Unsearched != 2 || runs[0].Counts != whole.Counts || len(runs[0].Ledger) != 5 {
			t.Errorf("%+v; without the crash %+v", runs, whole)
		}
		if _, err := tx.Customer(stays.ID); err != nil {
			t.Errorf("what was not approved: %v", err)
		}
		if _, err := tx.Customer(gone[4].ID); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("the last of them: %v", err)
		}
		n := 0
		if err := tx.QueryRow(`SELECT count(*) FROM run_records`).Scan(&n); n != 0 {
			t.Errorf("%d ids are kept after the end, %v", n, err)
		}
		_, verified := tx.VerifyAudit()
		return errors.Join(err, verified)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestACancelledRunLeavesWholeRecords(t *testing.T) {
	defer vault.EraseAtOnce(2)()
	v := vaulttest.New(t)
	for i := range 5 {
		v.Customer(app.Customer{Name: fmt.Sprint("Poistuva", i), CreatedOn: "2020-01-01"})
	}
	ctx, cancel := context.WithCancel(t.Context())
	p, err := v.Purge(ctx, vault.Approval{}, func(phase string, done, _ int64) {
		if phase == "erasing" && done == 2 {
			cancel()
		}
	})
	if !errors.Is(err, app.E("cancelled", "")) || p.State != app.RunStopped || p.Done < 2 || p.Done >= 5 || p.Counts.Customers != p.Done {
		t.Fatalf("%+v, %v", p, err)
	}
	v.Reopen() // and nothing goes on
	if left := rowsOf(t, v).Customers; left != 5-p.Done {
		t.Errorf("%d of 5 are left, %d went", left, p.Done)
	}
}

// What goes by itself is announced: neither the choice nor the rule is younger
// than thirty days, and the clock is not in doubt.
func TestWhatGoesByItselfIsAnnounced(t *testing.T) {
	v := vaulttest.New(t)
	preset(t, v, "app2day")
	c := v.Customer(app.Customer{Name: "Puhuja", CreatedOn: "2026-01-01"})
	v.Customer(app.Customer{Name: "Kysyttävä", CreatedOn: "2020-01-01"})
	talk(t, v, c, "2026-01-01", "Itsestään")
	change(t, v, func(tx *vault.Tx) error { return tx.SetAutoClasses([]string{app.ClassChat}) })
	for _, early := range []app.Day{"2026-11-21", "2026-12-20"} {
		v.Set(early)
		if p, err := v.PurgeAutomatic(t.Context(), nil); err != nil || p.ID != "" {
			t.Fatalf("on %s: %+v, %v", early, p, err)
		}
	}
	review, err := v.Review(30)
	if err != nil || !slices.ContainsFunc(review.Classes, func(c app.ClassTotal) bool { return c.Class == app.ClassChat && c.Auto && c.Due == 1 }) {
		t.Errorf("%+v, %v", review.Classes, err)
	}
	v.Set("2026-12-21")
	p, err := v.PurgeAutomatic(t.Context(), nil)
	if err != nil || !p.Automatic || p.Records != 1 || p.Counts.Contacts != 1 || p.Counts.Customers != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	for day, code := range map[app.Day]string{"2027-06-01": vault.ClockAhead, "2026-12-01": vault.ClockBack} {
		v.Set(day)
		v.Reopen()
		if _, err := v.PurgeAutomatic(t.Context(), nil); !errors.Is(err, app.E(code, "")) {
			t.Errorf("on %s: %v", day, err)
		}
	}
	change(t, v, func(tx *vault.Tx) error {
		if err := tx.SetAutoClasses([]string{"unheard-of"}); !errors.Is(err, app.E("choice-invalid", "")) {
			t.Errorf("%v", err)
		}
		return nil
	})
}

// The oldest lines of the log go; the chain of the others holds, and an anchor
// that somebody made up does not.
func TestTheLogIsCutAndHoldsTogether(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Ensimmäinen"})
	v.Set("2028-01-01")
	c := v.Customer(app.Customer{Name: "Toinen"})
	v.Set("2029-11-22")
	contact(t, v, c, "2029-11-22", "pitää kellon luotettavana")
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest, Classes: []string{app.ClassAudit}, Count: 1}, nil)
	if err != nil || p.Counts.LogRows == 0 || p.Counts != (app.Counts{LogRows: p.Counts.LogRows}) {
		t.Fatalf("%+v, %v", p, err)
	}
	v.Reopen()
	read(t, v, func(tx *vault.Tx) error {
		n, err := tx.VerifyAudit()
		rows, total, err2 := tx.Audit(0, 0)
		if n != total || rows[len(rows)-1].When < "2028" {
			t.Errorf("%d lines hold of %d, the oldest of %s", n, total, rows[len(rows)-1].When)
		}
		return errors.Join(err, err2)
	})
	err = v.Update(func(tx *vault.Tx) error {
		_, err := tx.Exec(`UPDATE settings SET value = replace(value, '"seq":', '"seq":1') WHERE key = 'audit-anchor'`)
		if err != nil {
			return err
		}
		if _, err := tx.VerifyAudit(); err == nil {
			t.Error("a made up anchor is believed")
		}
		return errors.New("undone")
	})
	if err == nil {
		t.Error("it was kept")
	}
}

// erasures is how many random erasures the test below makes; KORTISTO_ERASURES
// asks for more.
func erasures() int {
	if n, err := strconv.Atoi(os.Getenv("KORTISTO_ERASURES")); err == nil {
		return n
	}
	return 60
}

// Random registers, rules and holds: what the review says is what goes, the
// figures are the difference, nothing is left, the chain holds, and no hold is
// broken.
func TestRandomErasuresLeaveNothing(t *testing.T) {
	done, seed := 0, uint64(1)
	for ; done < erasures(); seed++ {
		done += randomRun(t, seed)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d records erased in %d registers", done, seed-1)
}

func randomRun(t *testing.T, seed uint64) int {
	r := rand.New(rand.NewPCG(seed, 7))
	v := vaulttest.New(t)
	preset(t, v, []string{"softop", "kivra", "app2day", "seamk"}[r.IntN(4)])
	held := map[string]bool{}
	words := map[string][]string{} // by record
	for i := range 12 {
		w := fmt.Sprintf("Satunnainen%dx%02d", seed, i) // none is the beginning of another
		ago := app.Day("2026-11-21").AddDays(-r.IntN(2000))
		c := v.Customer(app.Customer{Name: "Asiakas" + w, CreatedOn: ago, Email: w + "@posti.example", Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "Henkilö" + w}}})
		words[c.ID] = []string{"Asiakas" + w, "Henkilö" + w}
		for j := range r.IntN(3) {
			k := fmt.Sprintf("%sk%d", w, j)
			on := ago.AddDays(r.IntN(ago.DaysUntil("2026-11-21") + 1))
			chat := talk(t, v, c, on, k)
			words[chat.ID] = []string{"viesti" + k, "sivu" + k, "sisältö" + k}
			call(t, v, c, on, k)
		}
		if r.IntN(4) == 0 {
			held[c.ID] = true
			change(t, v, func(tx *vault.Tx) error {
				_, err := tx.PlaceHold(app.Hold{CustomerID: c.ID, Reason: "riita", ReviewOn: "2027-01-01"})
				return err
			})
		}
	}
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	var gone []string
	for _, d := range review.Decisions {
		if !d.Due(review.Today) {
			continue
		}
		if held[d.CustomerID] {
			t.Errorf("%s goes in spite of a hold", d.Class)
		}
		if n++; d.Do == app.Erase {
			gone = append(gone, words[d.Record]...)
		}
	}
	before := rowsOf(t, v)
	p, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest, Count: n}, nil)
	if n == 0 {
		return 0
	}
	if err != nil || p.Residue != 0 || p.Done != n || p.Counts != review.Counts || p.Counts != less(before, rowsOf(t, v)) {
		t.Errorf("%+v, %v\nreview %+v\ndifference %+v", p, err, review.Counts, less(before, rowsOf(t, v)))
	}
	if left := standing(t, v.Vault, gone); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
	read(t, v, func(tx *vault.Tx) error {
		again, err := tx.Review(0)
		if due := classesOf(again, again.Today); len(due) != 0 {
			t.Errorf("due after the run: %v", due)
		}
		for id := range held {
			if _, err := tx.Customer(id); err != nil {
				t.Errorf("held and gone: %v", err)
			}
		}
		_, verified := tx.VerifyAudit()
		return errors.Join(err, verified)
	})
	return n
}
