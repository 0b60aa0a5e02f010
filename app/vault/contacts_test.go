package vault_test

import (
	"errors"
	"slices"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func update(t *testing.T, v *vaulttest.V, f func(tx *vault.Tx) error) {
	t.Helper()
	if err := v.Update(f); err != nil {
		t.Fatal(err)
	}
}

func TestAnAnswerTakesWhatWaitsOutOfTheQueueAndItCanBeTakenBack(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	other := v.Customer(app.Customer{Name: "Toinen Asiakas"})
	update(t, v, func(tx *vault.Tx) error {
		ask := app.Contact{CustomerID: c.ID, On: "2026-11-18", Channel: app.Email, Direction: app.In, Text: "Milloin?", Waiting: true, FollowUpOn: "2026-11-23"}
		asked, _, err := tx.LogContact(ask)
		if err != nil {
			return err
		}
		ask.CustomerID, ask.FollowUpOn = other.ID, ""
		if _, _, err := tx.LogContact(ask); err != nil {
			return err
		}
		expect := func(due, later int) {
			t.Helper()
			if q, err := tx.Queue(); err != nil || q != (app.Queue{Due: due, Later: later}) {
				t.Errorf("queue %+v, %v, want %d and %d", q, err, due, later)
			}
		}
		expect(1, 1)
		// neither what came before it nor a mass mailing is an answer
		for _, no := range []app.Contact{
			{CustomerID: c.ID, On: "2026-11-17", Channel: app.Email, Direction: app.Out},
			{CustomerID: c.ID, Channel: app.Email, Direction: app.Out, Mass: true},
			{CustomerID: c.ID, Channel: app.Email, Direction: app.In},
		} {
			if _, answered, err := tx.LogContact(no); err != nil || len(answered) != 0 {
				t.Errorf("%+v answered %v, %v", no, answered, err)
			}
		}
		expect(1, 1)
		_, answered, err := tx.LogContact(app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.Out, Text: "Huomenna.", Waiting: true})
		if err != nil || len(answered) != 1 || answered[0].ID != asked.ID || answered[0].FollowUpOn != "2026-11-23" {
			t.Fatalf("answered %+v, %v", answered, err)
		}
		expect(2, 0) // the other customer's, and the answer that waits itself
		if _, _, err := tx.EditContact(answered[0]); err != nil {
			return err
		}
		expect(2, 1)
		return nil
	})
}

func TestEditingAContactIsLoggedByFieldAndTakenBack(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	update(t, v, func(tx *vault.Tx) error {
		made, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-11-18", Channel: app.Phone, Direction: app.In, Text: "a", SourceKey: "k", ThreadKey: "t"})
		if err != nil {
			return err
		}
		change := made
		change.CustomerID, change.SourceKey, change.ThreadKey = "another", "", "" // as it comes back from the window
		change.Subject, change.At, change.Purpose = " Katto ", "9:3", app.ForOrder
		if _, _, err := tx.EditContact(change); !errors.Is(err, app.E("time-invalid", "at")) {
			t.Errorf("a time that is none: %v", err)
		}
		change.At = "09:30"
		before, after, err := tx.EditContact(change)
		if err != nil {
			return err
		}
		if before.Subject != "" || after.Subject != "Katto" || after.CustomerID != c.ID || after.SourceKey != "k" || after.ThreadKey != "t" {
			t.Errorf("edited %+v", after)
		}
		log, _, err := tx.Audit(1, 0)
		if err != nil || log[0].Action != "contact-changed" || log[0].Object != c.ID || !slices.Equal(log[0].Fields, []string{"at", "subject", "purpose"}) {
			t.Errorf("logged %+v, %v", log, err)
		}
		if _, _, err := tx.EditContact(after); err != nil { // nothing changed: no line
			return err
		}
		if again, _, _ := tx.Audit(1, 0); again[0].Seq != log[0].Seq {
			t.Error("a change of nothing is in the log")
		}
		if _, _, err := tx.EditContact(before); err != nil {
			return err
		}
		got, err := tx.Contact(made.ID)
		if got.Subject != "" || got.At != "" || got.Purpose != "" || got.SourceKey != "k" {
			t.Errorf("taken back: %+v", got)
		}
		return err
	})
}

func TestADeletedConversationComesBackWhole(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	update(t, v, func(tx *vault.Tx) error {
		made, err := tx.AddContact(app.Contact{CustomerID: c.ID, On: "2026-11-18", Channel: app.Chat, Direction: app.In, SourceKey: "k"})
		if err != nil {
			return err
		}
		if err := tx.AddMessages(made.ID, []app.Message{{At: "10:00", Role: app.RoleCustomer, Kind: app.KindText, Text: "kuukkeli"}, {At: "10:01", Role: app.RoleAgent, Kind: app.KindNote, Internal: true, Text: "x"}}); err != nil {
			return err
		}
		if err := tx.AddTechnical(made.ID, []app.TechnicalFact{{Name: "page", Value: "/"}}); err != nil {
			return err
		}
		whole, err := tx.WholeContact(made.ID)
		if err != nil || len(whole.Messages) != 2 || len(whole.Technical) != 1 {
			t.Fatalf("%+v, %v", whole, err)
		}
		if _, err := tx.DeleteContact(made.ID); err != nil {
			return err
		}
		if err := tx.RestoreContact(whole); err != nil {
			return err
		}
		again, err := tx.WholeContact(made.ID)
		if err != nil || !slices.Equal(again.Messages, whole.Messages) || !slices.Equal(again.Technical, whole.Technical) || again.Contact != whole.Contact {
			t.Errorf("restored %+v, %v, was %+v", again, err, whole)
		}
		page, err := tx.ContactList(app.ContactFilter{Text: "kuukk"})
		if page.Total != 1 {
			t.Errorf("its words are found %d times", page.Total)
		}
		return err
	})
}

func TestWaitingAndPuttingOff(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	update(t, v, func(tx *vault.Tx) error {
		made, err := tx.AddContact(app.Contact{CustomerID: c.ID, Channel: app.Email, Direction: app.In})
		if err != nil {
			return err
		}
		if _, after, err := tx.Wait(made.ID, "2026-11-30"); err != nil || !after.Waiting || after.FollowUpOn != "2026-11-30" {
			t.Errorf("%+v, %v", after, err)
		}
		if _, _, err := tx.Wait(made.ID, "2026-11-20"); !errors.Is(err, app.E("day-past", "followUpOn")) {
			t.Errorf("put off to yesterday: %v", err)
		}
		if _, _, err := tx.Wait(made.ID, "2026-02-30"); !errors.Is(err, app.E("day-invalid", "followUpOn")) {
			t.Errorf("put off to no day: %v", err)
		}
		before, after, err := tx.Answered(made.ID)
		if err != nil || after.Waiting || after.FollowUpOn != "" || !before.Waiting {
			t.Errorf("done: %+v, %v", after, err)
		}
		if _, _, err := tx.Answered("nobody"); !errors.Is(err, app.E("not-found", "")) {
			t.Errorf("of nobody: %v", err)
		}
		return nil
	})
}

func TestTemplates(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Name: "Aino Esimerkki"})
	update(t, v, func(tx *vault.Tx) error {
		made, err := tx.SaveTemplate(app.Template{Name: " Kiitos ", Body: "Hei {asiakas.nimi}, terveisin {yritys.nimi}", Channel: app.Email})
		if err != nil || made.ID == "" || made.Name != "Kiitos" {
			t.Fatalf("saved %+v, %v", made, err)
		}
		if _, err := tx.SaveTemplate(app.Template{Name: "KIITOS", Body: "x"}); !errors.Is(err, app.E("name-taken", "name")) {
			t.Errorf("the same name twice: %v", err)
		}
		if _, err := tx.SaveTemplate(app.Template{Name: "x", Body: "{väri}"}); !errors.Is(err, app.E("template-field", "body")) {
			t.Errorf("an unknown field: %v", err)
		}
		got, err := tx.FillTemplate(made, c.ID)
		if err != nil || got.Body != "Hei Aino Esimerkki, terveisin Piha ja Metsä Saarela" {
			t.Errorf("filled %+v, %v", got, err)
		}
		was, err := tx.RemoveTemplate(made.ID)
		if err != nil {
			return err
		}
		if back, err := tx.SaveTemplate(was); err != nil || back.ID != made.ID {
			t.Errorf("put back %+v, %v", back, err)
		}
		return nil
	})
}
