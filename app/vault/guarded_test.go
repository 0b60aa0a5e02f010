package vault_test

import (
	"errors"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func refused(t *testing.T, v *vaulttest.V, code string, f func(tx *vault.Tx) error) {
	t.Helper()
	if err := v.Update(f); !errors.Is(err, app.E(code, "")) {
		t.Errorf("%v, want %s", err, code)
	}
}

// No letter that answers goes out, and nothing is made to be handed over, before it
// is known who asks; what is needed to find that out does.
func TestAnAnswerWaitsForIdentity(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Koivu", Email: "aino@posti.example"})
	r := open(t, v, app.Request{Kind: app.AskAccess, CustomerID: c.ID})
	letter := func(kind app.LetterKind) func(tx *vault.Tx) error {
		return func(tx *vault.Tx) error {
			_, err := tx.IssueLetter(app.IssuedLetter{RequestID: r.ID, Kind: kind, Language: app.Finnish, Way: app.WayPaper, Pages: 1, SHA256: "00"})
			return err
		}
	}
	refused(t, v, "request-identity", letter(app.LetterAccess))
	refused(t, v, "choice-invalid", letter(app.LetterErased)) // nobody asked for that
	refused(t, v, "request-identity", func(tx *vault.Tx) error { return tx.MayHandOver(c.ID) })
	change(t, v, letter(app.LetterIdentity))
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.VerifyRequest(r.ID, app.CallBack, tx.Today, "")
		return err
	})
	change(t, v, letter(app.LetterAccess))
	change(t, v, func(tx *vault.Tx) error { return tx.MayHandOver(c.ID) })
}

// An erasure is not called done while what was found is still there, whether or not
// the request names the card.
func TestAnErasureIsNotDoneWhileSomethingIsLeft(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Aino Koivu", Email: "aino@posti.example"})
	r := asked(t, v, app.Request{Kind: app.AskErase, Name: "Aino Koivu", Email: "aino@posti.example"})
	done := func(tx *vault.Tx) error {
		_, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today)
		return err
	}
	searched(t, v, r.ID)
	refused(t, v, "request-not-erased", done) // nobody has said whose the card is
	decide(t, v, r.ID, yes)
	refused(t, v, "request-not-erased", done)
	if _, err := v.EraseSubject(t.Context(), r.ID, planned(t, v, r.ID).Digest, nil); err != nil {
		t.Fatal(err)
	}
	change(t, v, done)
}

// Whoever got something of a person is told, on whichever of their cards it stands.
func TestTheRecipientsOfEveryCardAreTold(t *testing.T) {
	v := vaulttest.New(t)
	one := v.Customer(app.Customer{Name: "Aino Koivu", Phone: "0405550128"})
	two := v.Customer(app.Customer{Name: "Aino Koivu", Phone: "0405550128", Number: "2002"})
	change(t, v, func(tx *vault.Tx) (err error) {
		for card, recipient := range map[string]string{one.ID: "Kuljetus Kanto Oy", two.ID: "Perintä Oy"} {
			_, one := tx.AddDisclosure(app.Disclosure{CustomerID: card, What: "osoite", Recipient: recipient, Means: app.Email, Basis: "law"})
			_, same := tx.AddDisclosure(app.Disclosure{CustomerID: card, What: "osoite", Recipient: "Posti Oy", Means: app.Email, Basis: "law"})
			err = errors.Join(err, one, same)
		}
		return err
	})
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: one.ID})
	searched(t, v, r.ID)
	decide(t, v, r.ID, yes)
	o, err := v.EraseSubject(t.Context(), r.ID, planned(t, v, r.ID).Digest, nil)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, task := range o.Tasks {
		told = append(told, task.Place)
	}
	slices.Sort(told)
	if !slices.Equal(told, []string{"Kuljetus Kanto Oy", "Perintä Oy", "Posti Oy"}) {
		t.Errorf("told are %q", told)
	}
}

// What goes by the rules goes outside the vault as well; what goes by itself day
// after day asks for it once.
func TestARunMakesTasksOutside(t *testing.T) {
	v := vaulttest.New(t)
	preset(t, v, "app2day")
	c := v.Customer(app.Customer{Name: "Puhuja", CreatedOn: "2026-01-01"})
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.SavePlace(app.Place{Kind: app.PlaceChat, Name: "Chatpalvelu"})
		return errors.Join(err, tx.SetAutoClasses([]string{app.ClassChat}))
	})
	tasks := func(run string) (n int) {
		read(t, v, func(tx *vault.Tx) error {
			all, err := tx.TasksOfRun(run)
			n = len(all)
			for _, task := range all {
				if task.About != "" || task.CustomerID != "" || task.Kind != app.TaskErase {
					t.Errorf("%+v", task)
				}
			}
			return err
		})
		return n
	}
	talk(t, v, c, "2026-01-01", "Vanha")
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest}, nil)
	if err != nil || tasks(p.ID) != 1 {
		t.Fatalf("%d tasks, %v", tasks(p.ID), err)
	}
	v.Set("2026-11-23")
	talk(t, v, c, "2026-11-22", "Toinen")
	talk(t, v, c, "2026-11-23", "Kolmas")
	v.Set("2027-01-23")
	if p, err = v.PurgeAutomatic(t.Context(), nil); err != nil || p.Records != 1 || tasks(p.ID) != 0 {
		t.Errorf("%+v, %d tasks, %v", p, tasks(p.ID), err)
	}
	change(t, v, func(tx *vault.Tx) error {
		open, err := tx.OpenTasks()
		if len(open) != 1 {
			t.Fatalf("%+v", open)
		}
		_, err2 := tx.EndTask(open[0].ID, app.TaskDone, "")
		return errors.Join(err, err2)
	})
	v.Set("2027-01-24")
	if p, err = v.PurgeAutomatic(t.Context(), nil); err != nil || p.Records != 1 || tasks(p.ID) != 1 {
		t.Errorf("%+v, %d tasks, %v", p, tasks(p.ID), err)
	}
}

// An open request keeps all that is the person's: the other card that was found, the
// entry of the list with the address from which it came.
func TestWhatIsThePersonsWaitsForTheAnswer(t *testing.T) {
	v := vaulttest.New(t)
	two := v.Customer(app.Customer{Name: "Aino Koivu", CreatedOn: "2020-01-01", Number: "2002"})
	mail := v.Customer(app.Customer{Name: "A. K.", Email: "aino@posti.example", CreatedOn: "2020-01-01", Number: "2003"})
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.AddEntry(app.ListEntry{Email: "aino@tyo.example", AddedOn: "2020-01-01"}, &app.Consent{Given: true, On: "2020-01-01", Channel: app.Email, Wording: "Saako"})
		_, err2 := tx.AddEntry(app.ListEntry{Email: "eero@tyo.example", AddedOn: "2020-01-01"}, &app.Consent{Given: true, On: "2020-01-01", Channel: app.Email, Wording: "Saako"})
		return errors.Join(err, err2)
	})
	one := open(t, v, app.Request{Kind: app.AskAccess, Name: "Aino Koivu", Email: "aino@tyo.example"})
	searched(t, v, one.ID)
	decide(t, v, one.ID, func(f app.Find) string {
		if f.CustomerID == two.ID {
			return app.SameYes
		}
		return app.SameNo
	})
	open(t, v, app.Request{Kind: app.AskAccess, Email: "Aino@posti.example"})
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, d := range review.Decisions {
		if d.Because == app.BecauseRequest && d.Do == app.Keep {
			kept[d.CustomerID+d.Name] = true
		}
	}
	for _, want := range []string{two.ID + two.Name, mail.ID + mail.Name, "aino@tyo.example"} {
		if !kept[want] {
			t.Errorf("%q is not kept: %v", want, kept)
		}
	}
	if kept["eero@tyo.example"] || len(kept) != 3 {
		t.Errorf("kept are %v", kept)
	}
}

// A refusal of marketing holds for what turns out later to be the person's.
func TestAnObjectionHoldsForWhatIsFoundLater(t *testing.T) {
	v := vaulttest.New(t)
	consenting := func(name, email, number string) app.Customer {
		c := v.Customer(app.Customer{Name: name, Email: email, Number: number})
		change(t, v, func(tx *vault.Tx) error {
			_, err := tx.AddConsent(app.Consent{CustomerID: c.ID, Given: true, Channel: app.Visit, Wording: "Saako"})
			return err
		})
		return c
	}
	known, named, found := consenting("Aino Koivu", "aino@posti.example", "2001"), consenting("Aino K.", "aino@tyo.example", "2002"), consenting("Aino Koivu", "", "2003")
	marketed := func(c app.Customer) (m bool) {
		read(t, v, func(tx *vault.Tx) error {
			now, err := tx.Customer(c.ID)
			m = now.Marketing
			return err
		})
		return m
	}
	r := open(t, v, app.Request{Kind: app.AskObject, Marketing: true, Email: "Aino@posti.example", Name: "Aino Koivu"})
	if marketed(known) || !marketed(named) || !marketed(found) {
		t.Errorf("at once: %t %t %t", marketed(known), marketed(named), marketed(found))
	}
	r.CustomerID = named.ID
	change(t, v, func(tx *vault.Tx) error { _, err := tx.EditRequest(r); return err })
	if marketed(named) {
		t.Error("the card that was named later may be marketed to")
	}
	searched(t, v, r.ID)
	decide(t, v, r.ID, yes)
	if marketed(found) {
		t.Error("the card that was found may be marketed to")
	}
}

// A clock that jumped ahead makes nothing go by itself, not even when the register is
// opened a second time and the log knows the new time already.
func TestAJumpOfTheClockIsNotForgotten(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Puhuja"})
	change(t, v, func(tx *vault.Tx) error { return tx.SetAutoClasses([]string{app.ClassCustomer}) })
	v.Set("2031-01-01")
	for range 2 {
		v.Reopen()
		change(t, v, func(tx *vault.Tx) error { return tx.Audited("access-printed", "") })
		if p, err := v.PurgeAutomatic(t.Context(), nil); err == nil && p.ID != "" {
			t.Fatalf("%+v", p)
		}
	}
	v.Set("2031-01-30")
	v.Reopen()
	if p, err := v.PurgeAutomatic(t.Context(), nil); err != nil || p.ID != "" {
		t.Errorf("one day early: %+v, %v", p, err)
	}
	v.Set("2031-01-31")
	if p, err := v.PurgeAutomatic(t.Context(), nil); err != nil || p.Counts.Customers != 1 {
		t.Errorf("after thirty days: %+v, %v", p, err)
	}
}

// A clock that changes while the register is open is noticed too.
func TestTheClockIsLookedAtBeforeEveryRun(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Puhuja", CreatedOn: "2020-01-01"})
	change(t, v, func(tx *vault.Tx) error { return tx.SetAutoClasses([]string{app.ClassCustomer}) })
	for day, code := range map[app.Day]string{"2027-06-01": vault.ClockAhead, "2026-11-01": vault.ClockBack} {
		v.Set(day)
		if _, err := v.PurgeAutomatic(t.Context(), nil); !errors.Is(err, app.E(code, "")) {
			t.Errorf("on %s: %v", day, err)
		}
	}
}

// What goes by itself was seen coming for thirty days: not what a hold kept until
// today, nor what an import has just brought.
func TestWhatCouldNotBeSeenComingIsAskedFor(t *testing.T) {
	v := vaulttest.New(t)
	preset(t, v, "app2day")
	held := v.Customer(app.Customer{Name: "Pidetty", CreatedOn: "2020-01-01"})
	stays := v.Customer(app.Customer{Name: "Pysyvä", CreatedOn: "2026-11-01"})
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.PlaceHold(app.Hold{CustomerID: held.ID, Reason: "riita", ReviewOn: "2027-05-01"})
		return errors.Join(err, tx.SetAutoClasses([]string{app.ClassCustomer, app.ClassChat}))
	})
	v.Set("2027-01-10")
	change(t, v, func(tx *vault.Tx) error {
		if err := tx.LiftHold(held.ID); err != nil {
			return err
		}
		batch, err := tx.StartBatch("contacts", "vanhat.csv", "summa")
		if err != nil {
			return err
		}
		_, err = tx.BatchContact(batch, 1, vault.Conversation{Contact: app.Contact{CustomerID: stays.ID, On: "2026-02-01", Channel: app.Chat, Direction: app.In, Text: "vanha"}}, nil)
		return err
	})
	for _, early := range []app.Day{"2027-01-10", "2027-02-08"} {
		v.Set(early)
		if p, err := v.PurgeAutomatic(t.Context(), nil); err != nil || p.ID != "" {
			t.Fatalf("on %s: %+v, %v", early, p, err)
		}
	}
	v.Set("2027-02-09")
	p, err := v.PurgeAutomatic(t.Context(), nil)
	if err != nil || p.Records != 2 || p.Counts.Customers != 1 || p.Counts.Contacts != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

// A card that was found goes on being found when it is merged into another, and the
// erasure takes it there.
func TestWhatWasFoundFollowsAMerge(t *testing.T) {
	v := vaulttest.New(t)
	one := v.Customer(app.Customer{Name: "Aino Koivu", Phone: "0405550128", Email: "aino@posti.example"})
	two := v.Customer(app.Customer{Name: "Aino Koivu", Phone: "0405550128", Number: "2002"})
	three := v.Customer(app.Customer{Name: "A. Koivunen", Number: "2003", CreatedOn: "2020-01-01"})
	r := asked(t, v, app.Request{Kind: app.AskErase, CustomerID: one.ID})
	searched(t, v, r.ID)
	decide(t, v, r.ID, yes)
	change(t, v, func(tx *vault.Tx) error { _, err := tx.Merge(three.ID, two.ID, nil); return err })
	review, err := v.Review(0)
	if err != nil || len(review.Decisions) != 0 && review.Decisions[0].Because != app.BecauseRequest {
		t.Errorf("%+v, %v", review.Decisions, err)
	}
	if _, err := v.EraseSubject(t.Context(), r.ID, planned(t, v, r.ID).Digest, nil); err != nil {
		t.Fatal(err)
	}
	if left := rowsOf(t, v); left.Customers != 0 {
		t.Errorf("left are %+v", left)
	}
}

// Taking an import back takes nothing that a hold or an open request keeps: it is
// tried with each, and with neither.
func TestTakingAnImportBackTakesNothingThatIsKept(t *testing.T) {
	keep := map[string]func(tx *vault.Tx, c app.Customer) error{
		"": func(*vault.Tx, app.Customer) error { return nil },
		"hold": func(tx *vault.Tx, c app.Customer) error {
			_, err := tx.PlaceHold(app.Hold{CustomerID: c.ID, Reason: "riita", ReviewOn: "2027-05-01"})
			return err
		},
		"request": func(tx *vault.Tx, c app.Customer) error {
			_, err := tx.RegisterRequest(app.Request{Kind: app.AskAccess, Email: c.Email, Received: tx.Today, Channel: app.Email, Words: "Mitä tiedätte?"})
			return err
		},
	}
	for name, by := range keep {
		v := vaulttest.New(t)
		old := v.Customer(app.Customer{Name: "Vanha Asiakas", Email: "vanha@posti.example"})
		var batch string
		var fresh app.Customer
		change(t, v, func(tx *vault.Tx) (err error) {
			if batch, err = tx.StartBatch("contacts", "vanhat.csv", "summa"); err != nil {
				return err
			}
			if fresh, err = tx.BatchAdd(batch, 1, app.Customer{Name: "Uusi Asiakas", Email: "uusi@posti.example"}); err != nil {
				return err
			}
			for _, c := range []app.Customer{old, fresh} {
				if _, err = tx.BatchContact(batch, 2, vault.Conversation{Contact: app.Contact{CustomerID: c.ID, On: "2026-02-01", Channel: app.Email, Direction: app.In, Text: "vanha"}}, nil); err != nil {
					return err
				}
			}
			return errors.Join(by(tx, old), by(tx, fresh))
		})
		undone, err := v.UndoBatch(t.Context(), batch, nil)
		want := vault.Undone{Kept: 3}
		if name == "" {
			want = vault.Undone{Removed: 3}
		}
		if err != nil || undone != want {
			t.Errorf("%q: %+v, %v", name, undone, err)
		}
	}
}
