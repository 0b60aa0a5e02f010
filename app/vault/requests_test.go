package vault_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// open registers a request of a customer.
func open(t *testing.T, v *vaulttest.V, r app.Request) app.Request {
	t.Helper()
	if r.Channel == "" {
		r.Channel = app.Email
	}
	var out app.Request
	change(t, v, func(tx *vault.Tx) (err error) { out, err = tx.RegisterRequest(r); return err })
	return out
}

func history(t *testing.T, v *vaulttest.V, id string) (out []string) {
	t.Helper()
	change(t, v, func(tx *vault.Tx) error {
		events, err := tx.RequestHistory(id)
		for _, e := range events {
			out = append(out, e.What)
		}
		return err
	})
	return out
}

func TestARequestFromReceiptToAnswer(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Helvi Mäkinen", Email: "helvi@posti.example", Street: "Kaislakuja 3", Postcode: "71800", Town: "Siilinjärvi", Language: app.Swedish})
	r := open(t, v, app.Request{Kind: app.AskAccess, CustomerID: c.ID, Received: "2026-11-20", Words: "Mitä minusta tiedetään?"})
	if r.Number != "TP-2026-01" || r.Customer != c.Number || r.Name != c.Name || r.Language != app.Swedish || r.Address != "Kaislakuja 3\n71800 Siilinjärvi" ||
		r.Deadline.Target != "2026-12-20" || r.Deadline.Last != "2026-12-21" {
		t.Fatalf("%+v", r)
	}
	change(t, v, func(tx *vault.Tx) error { _, err := tx.AskIdentity(r.ID, "2026-11-21"); return err })
	v.Set("2026-11-25")
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.VerifyRequest(r.ID, app.KnownEmail, "2026-11-25", "Vastasi kortin osoitteesta")
		if err != nil {
			return err
		}
		if _, err = tx.AskClarification(r.ID, "2026-11-25"); err != nil {
			return err
		}
		_, err = tx.Clarified(r.ID, "2026-11-25", "Vain sähköpostit")
		return err
	})
	v.Set("2026-12-28")
	change(t, v, func(tx *vault.Tx) error {
		got, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", "2026-12-28")
		if err != nil {
			return err
		}
		if got.Deadline.Due != "2026-12-24" || !got.Deadline.Late || got.Deadline.Suspended != 4 || got.Scope != "Vain sähköpostit" || got.State != app.RequestAnswered {
			t.Errorf("%+v", got)
		}
		again, err := tx.Request(r.ID)
		if again.Deadline.Left != -4 || again.Name != c.Name {
			t.Errorf("read again: %+v", again)
		}
		return err
	})
	want := []string{app.EventReceived, app.EventIdentityAsked, app.EventVerified, app.EventClarifyAsked, app.EventClarified, app.EventAnswered, app.EventLate}
	if got := history(t, v, r.ID); !slices.Equal(got, want) {
		t.Errorf("history %v", got)
	}
	second := open(t, v, app.Request{Kind: app.AskPort, CustomerID: c.ID})
	v.Set("2027-01-04")
	if third := open(t, v, app.Request{Kind: app.AskPort, CustomerID: c.ID}); second.Number != "TP-2026-02" || third.Number != "TP-2027-01" {
		t.Errorf("numbers %s, %s", second.Number, third.Number)
	}
}

func TestAStepThatIsRefusedChangesNothing(t *testing.T) {
	v := vaulttest.New(t)
	r := open(t, v, app.Request{Kind: app.AskAccess, Name: "Joku Muu"})
	err := v.Update(func(tx *vault.Tx) error { _, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today); return err })
	if !errors.Is(err, app.E("request-identity", "")) {
		t.Errorf("got %v", err)
	}
	change(t, v, func(tx *vault.Tx) error {
		if _, err := tx.AskIdentity("nobody", tx.Today); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("an unknown request: %v", err)
		}
		return nil
	})
	if got := history(t, v, r.ID); !slices.Equal(got, []string{app.EventReceived}) {
		t.Errorf("history %v", got)
	}
}

func TestMarketingEndsWithTheRequest(t *testing.T) {
	for name, c := range map[string]struct {
		kind      app.RequestKind
		marketing bool
		want      app.Suppression
	}{
		"an objection": {app.AskObject, true, app.Objected},
		"a withdrawal": {app.AskWithdraw, false, app.Withdrawn},
	} {
		t.Run(name, func(t *testing.T) {
			v := vaulttest.New(t)
			card := v.Customer(app.Customer{Name: "Aino Koivu", Email: "aino@posti.example"})
			change(t, v, func(tx *vault.Tx) error {
				k := given
				k.CustomerID = card.ID
				if _, err := tx.AddConsent(k); err != nil {
					return err
				}
				_, err := tx.AddEntry(app.ListEntry{Email: "uutiset@posti.example", CustomerID: card.ID}, &given)
				return err
			})
			r := open(t, v, app.Request{Kind: c.kind, Marketing: c.marketing, CustomerID: card.ID, Email: "kolmas@posti.example", Channel: app.Phone})
			if r.State != app.RequestWorking || r.Method != app.NotNeeded {
				t.Errorf("%+v", r)
			}
			change(t, v, func(tx *vault.Tx) error {
				got, err := tx.Customer(card.ID)
				if err != nil || got.Marketing {
					t.Errorf("the card may be marketed to: %v", err)
				}
				for _, address := range []string{"aino@posti.example", "uutiset@posti.example", "kolmas@posti.example"} {
					known, err := tx.KnownMail(address)
					if err != nil || known.Suppressed != c.want {
						t.Errorf("%s is suppressed as %q: %v", address, known.Suppressed, err)
					}
				}
				entries, err := tx.MailEntriesOf(card.ID)
				if err != nil || len(entries) != 1 || entries[0].Standing.Permission != app.PermissionRefused || entries[0].Decision.Allow {
					t.Errorf("the list: %+v, %v", entries, err)
				}
				return nil
			})
			if got := history(t, v, r.ID); !slices.Equal(got, []string{app.EventReceived, app.EventMarketingOff}) {
				t.Errorf("history %v", got)
			}
		})
	}
}

// A request of somebody who is on the list alone, known by the address.
func TestAnAddressAloneEndsItsMarketing(t *testing.T) {
	v := vaulttest.New(t)
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.AddEntry(app.ListEntry{Email: "eero@posti.example"}, &given)
		return err
	})
	open(t, v, app.Request{Kind: app.AskObject, Marketing: true, Email: "Eero@posti.example"})
	change(t, v, func(tx *vault.Tx) error {
		known, err := tx.KnownMail("eero@posti.example")
		if known.Suppressed != app.Objected {
			t.Errorf("%+v", known)
		}
		return err
	})
}

// The file of an open request is kept whole while its customer goes; once it is
// closed, who asked goes with the customer, and the bare file stays.
func TestWhoAskedGoesWithTheCustomer(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Koivuranta", Email: "aino@posti.example", CreatedOn: "2020-01-01"})
	v.Set("2026-11-22")
	r := open(t, v, app.Request{Kind: app.AskAccess, CustomerID: c.ID, Received: "2020-03-01", Words: "Tahdon tietoni kuukkelista"})
	change(t, v, func(tx *vault.Tx) error {
		d, err := tx.Decision(c.ID)
		if err == nil && d.Because != app.BecauseRequest {
			t.Errorf("an open request keeps the card: %+v", d)
		}
		return err
	})
	if _, err := v.Purge(context.Background(), vault.Approval{}, nil); !errors.Is(err, app.E("nothing-due", "")) && err != nil {
		t.Fatal(err)
	}
	change(t, v, func(tx *vault.Tx) error {
		if _, err := tx.Customer(c.ID); err != nil {
			t.Error("the customer of an open request went")
		}
		if _, err := tx.VerifyRequest(r.ID, app.InPerson, "2026-11-22", "Kävi toimistolla"); err != nil {
			return err
		}
		_, err := tx.AnswerRequest(r.ID, app.OutcomePartly, "Muuta ei ollut", "2026-11-22")
		return err
	})
	p, err := v.Purge(context.Background(), vault.Approval{}, nil)
	if err != nil || p.Counts.Customers != 1 || p.Counts.Requests != 1 || p.Residue != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if n, err := v.Scan(context.Background(), []string{"Koivuranta", "kuukkelista", "Kävi toimistolla", "Muuta ei ollut"}); err != nil || n != 0 {
		t.Errorf("%d places remember who asked: %v", n, err)
	}
	change(t, v, func(tx *vault.Tx) error {
		got, err := tx.Request(r.ID)
		if err != nil {
			return err
		}
		if got.Name+got.Email+got.Words+got.Reason+got.VerifiedNote+got.CustomerID != "" {
			t.Errorf("the bare file still says who asked: %+v", got)
		}
		if got.Number != "TP-2026-01" || got.Kind != app.AskAccess || got.Outcome != app.OutcomePartly || got.Method != app.InPerson || got.ClosedOn != "2026-11-22" {
			t.Errorf("the bare file lacks something: %+v", got)
		}
		rows, err := tx.VerifyAudit()
		if rows == 0 {
			t.Error("the log is empty")
		}
		return err
	})
}

// An objection that is weighed restricts; one that is answered leaves it to the
// owner to tell and to lift.
func TestAnObjectionRestrictsWhileItIsWeighed(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Koivu"})
	r := open(t, v, app.Request{Kind: app.AskObject, Name: "Aino Koivu", Scope: "Puheluiden nauhoitus"})
	standing := func() (out []app.Restriction) {
		change(t, v, func(tx *vault.Tx) (err error) { out, err = tx.Restricted(c.ID); return err })
		return out
	}
	if len(standing()) != 0 {
		t.Error("nobody's card is known yet")
	}
	for range 2 {
		r.CustomerID = c.ID
		change(t, v, func(tx *vault.Tx) (err error) { r, err = tx.EditRequest(r); return err })
	}
	if s := standing(); len(s) != 1 || s[0].Ground != app.GroundObjection || s[0].RequestID != r.ID || s[0].Scope != "Puheluiden nauhoitus" {
		t.Errorf("%+v", s)
	}
	if got := history(t, v, r.ID); !slices.Equal(got, []string{app.EventReceived, app.EventEdited, app.EventRestricted, app.EventEdited}) {
		t.Errorf("history %v", got)
	}
}

func TestARestrictionIsDoneWhenItStands(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Koivu"})
	r := open(t, v, app.Request{Kind: app.AskRestrict, CustomerID: c.ID})
	change(t, v, func(tx *vault.Tx) error {
		if _, err := tx.SavePlace(app.Place{Kind: app.PlaceAccountant, Name: "Tilitoimisto Luku Oy", Recipient: true, Processor: true, Holds: "Laskut"}); err != nil {
			return err
		}
		_, err := tx.VerifyRequest(r.ID, app.InPerson, tx.Today, "")
		return err
	})
	answer := func(tx *vault.Tx) error { _, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today); return err }
	if err := v.Update(answer); !errors.Is(err, app.E("request-not-restricted", "outcome")) {
		t.Errorf("got %v", err)
	}
	change(t, v, func(tx *vault.Tx) error {
		_, err := tx.Restrict(app.Restriction{CustomerID: c.ID, RequestID: r.ID, Ground: app.GroundAccuracy})
		return errors.Join(err, answer(tx))
	})
	change(t, v, func(tx *vault.Tx) error {
		tasks, err := tx.TasksOfRequest(r.ID)
		if len(tasks) != 1 || tasks[0].Kind != app.TaskNotify {
			t.Errorf("%+v", tasks)
		}
		return err
	})
}

func TestARectificationTellsTheRecipients(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Koivu"})
	r := open(t, v, app.Request{Kind: app.AskRectify, CustomerID: c.ID, Words: "Nimeni on Koivula"})
	change(t, v, func(tx *vault.Tx) error {
		if _, err := tx.SavePlace(app.Place{Kind: app.PlaceAccountant, Name: "Tilitoimisto Luku Oy", Recipient: true, Processor: true, Holds: "Laskut"}); err != nil {
			return err
		}
		if _, err := tx.VerifyRequest(r.ID, app.InPerson, tx.Today, ""); err != nil {
			return err
		}
		if _, _, err := tx.EditCustomer(c.ID, map[string]string{"name": "Aino Koivula"}); err != nil {
			return err
		}
		_, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today)
		return err
	})
	if got := history(t, v, r.ID); !slices.Equal(got, []string{app.EventReceived, app.EventVerified, app.EventRectified, app.EventAnswered}) {
		t.Errorf("history %v", got)
	}
	change(t, v, func(tx *vault.Tx) error {
		tasks, err := tx.TasksOfRequest(r.ID)
		kinds := []app.TaskKind{}
		for _, k := range tasks {
			kinds = append(kinds, k.Kind)
		}
		if !slices.Contains(kinds, app.TaskNotify) {
			t.Errorf("nobody is to be told: %+v", tasks)
		}
		return err
	})
}

// An erasure is answered once the card is gone, and then who asked is forgotten.
func TestAnErasureForgetsWhoAskedWhenItIsAnswered(t *testing.T) {
	v := vaulttest.New(t)
	r := open(t, v, app.Request{Kind: app.AskErase, Name: "Eero Kuukkelinen", Email: "eero@posti.example", Words: "Poistakaa minut listalta"})
	change(t, v, func(tx *vault.Tx) error {
		if _, err := tx.VerifyRequest(r.ID, app.KnownEmail, tx.Today, ""); err != nil {
			return err
		}
		got, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today)
		if err == nil && (got.Name+got.Email+got.Words != "" || got.Outcome != app.OutcomeDone || got.Method != app.KnownEmail) {
			t.Errorf("%+v", got)
		}
		return err
	})
	if got := history(t, v, r.ID); len(got) != 0 {
		t.Errorf("history %v", got)
	}
	if err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if n, err := v.Scan(context.Background(), []string{"Kuukkelinen", "Poistakaa minut"}); err != nil || n != 0 {
		t.Errorf("%d places remember who asked: %v", n, err)
	}
}

// The file of a request stays for three years after it was closed, whole for as
// long as it stays, and then goes with the next run.
func TestTheFileOfARequestGoesThreeYearsAfterItWasClosed(t *testing.T) {
	v := vaulttest.New(t)
	r := open(t, v, app.Request{Kind: app.AskAccess, Name: "Eero Kuukkelinen", Email: "eero@posti.example"})
	still := open(t, v, app.Request{Kind: app.AskAccess, Name: "Aino Hömötiainen"})
	change(t, v, func(tx *vault.Tx) error {
		if _, err := tx.VerifyRequest(r.ID, app.KnownEmail, tx.Today, ""); err != nil {
			return err
		}
		_, err := tx.AnswerRequest(r.ID, app.OutcomeDone, "", tx.Today) // 21.11.2026
		return err
	})
	due := func() (out []app.Decision) {
		review, err := v.Review(0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range review.Decisions {
			if d.Class == app.ClassRequest {
				out = append(out, d)
			}
		}
		return out
	}
	v.Set("2029-11-21")
	if d := due(); len(d) != 0 {
		t.Errorf("a day early: %+v", d)
	}
	v.Set("2029-11-22")
	if d := due(); len(d) != 1 || d[0].Record != r.ID || !d[0].Due("2029-11-22") || d[0].Counts.Requests != 1 {
		t.Fatalf("on its day: %+v", d)
	}
	p, err := v.Purge(context.Background(), vault.Approval{}, nil)
	if err != nil || p.Counts.Requests != 1 || p.Residue != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if n, err := v.Scan(context.Background(), []string{"Kuukkelinen", "eero@posti.example"}); err != nil || n != 0 {
		t.Errorf("%d places remember who asked: %v", n, err)
	}
	change(t, v, func(tx *vault.Tx) error {
		if _, err := tx.Request(r.ID); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("the file is still there: %v", err)
		}
		if _, err := tx.Request(still.ID); err != nil {
			t.Errorf("an open request went: %v", err)
		}
		return nil
	})
}
