package history_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func chat(c ...talk.Conversation) []history.Source {
	b, _ := json.Marshal(c)
	return []history.Source{history.FromFile("keskustelut.json", fmt.Sprint(len(b)), &talk.File{Format: "zendesk-chat", Conversations: c})}
}

func line(time string, role app.Role, text string) talk.Message {
	return talk.Message{Time: time, Role: role, Author: map[app.Role]string{app.RoleAgent: "Otso", app.RoleCustomer: "Aino Kuusela"}[role], Kind: app.KindText, Text: text}
}

func aino(messages ...talk.Message) talk.Conversation {
	return talk.Conversation{ID: "c1", Channel: app.Chat, Contact: talk.Party{Name: "Aino Kuusela", Emails: []string{"Aino@example.com"}}, Messages: messages}
}

func preview(t testing.TB, v *vaulttest.V, s []history.Source, o history.Options) *history.Plan {
	t.Helper()
	p, err := history.Preview(t.Context(), v.Vault, s, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func run(t testing.TB, v *vaulttest.V, s []history.Source, o history.Options) history.Result {
	t.Helper()
	p := preview(t, v, s, o)
	r, err := history.Run(t.Context(), v.Vault, "chats", p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// contact is an entry with all that hangs on it, without ids.
type contact struct {
	Customer  string
	Contact   app.Contact
	Messages  []app.Message
	Technical []app.TechnicalFact
}

// contacts is the whole contact history of the register, by customer.
func contacts(t testing.TB, v *vaulttest.V) []contact {
	t.Helper()
	out := []contact{}
	err := v.View(func(tx *vault.Tx) error {
		var ids []string
		if err := tx.Keys(func(k vault.Key) error { ids = append(ids, k.ID); return nil }); err != nil {
			return err
		}
		for _, id := range ids {
			c, err := tx.Customer(id)
			if err != nil {
				return err
			}
			all, _, err := tx.Contacts(id, 0, 0)
			if err != nil {
				return err
			}
			slices.Reverse(all)
			for _, x := range all {
				one := contact{Customer: c.Name}
				if one.Messages, err = tx.Messages(x.ID); err != nil {
					return err
				}
				for i := range one.Messages {
					one.Messages[i].ID, one.Messages[i].ContactID = "", ""
				}
				if one.Technical, err = tx.Technical(x.ID); err != nil {
					return err
				}
				x.ID, x.CustomerID = "", ""
				one.Contact = x
				out = append(out, one)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func undo(t testing.TB, v *vaulttest.V, batch string) vault.Undone {
	t.Helper()
	u, err := v.UndoBatch(t.Context(), batch, nil)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAConversationIsAContactForEachDayWithItsMessages(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	c := aino(
		line("2026-06-13T20:59:10Z", app.RoleCustomer, "Onko kouruja?"), // 23.59 in Helsinki
		line("2026-06-13T21:00:30Z", app.RoleAgent, "On."),              // midnight has passed
		line("2026-06-14T06:00:00Z", app.RoleCustomer, "Kiitos"),
	)
	c.Title, c.Rating, c.Comment = "Kourut", "good", "Nopea"
	c.Technical = []app.TechnicalFact{{Name: "ip", Value: "203.0.113.7"}}
	r := run(t, v, chat(c), history.Options{Purpose: app.ForSupport})
	if r.Added != 2 || r.Updated != 0 || len(r.Skipped) != 0 || r.Counts.Messages != 4 || r.Counts.Customers != 0 || r.Counts.Technical != 1 {
		t.Fatalf("%+v", r)
	}
	got := contacts(t, v)
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	a, b := got[0], got[1]
	if a.Contact.On != "2026-06-13" || a.Contact.At != "23:59:10" || a.Contact.Direction != app.In || a.Contact.Who != "Aino Kuusela" || a.Contact.Subject != "Kourut" ||
		a.Contact.Purpose != app.ForSupport || a.Contact.Waiting || a.Contact.Text != "" || a.Contact.ThreadKey == "" || a.Contact.ThreadKey != b.Contact.ThreadKey {
		t.Errorf("%+v", a.Contact)
	}
	if b.Contact.On != "2026-06-14" || b.Contact.At != "00:00:30" || b.Contact.Direction != app.Out || b.Contact.HandledBy != "Otso" || b.Contact.Waiting || len(b.Messages) != 3 {
		t.Errorf("%+v", b)
	}
	if last := b.Messages[2]; last.Kind != app.KindForm || last.Text != "good\nNopea" {
		t.Errorf("the rating: %+v", last)
	}
	if len(a.Technical)+len(b.Technical) != 0 {
		t.Error("technical data came in unasked")
	}
}

func TestTheSameFileAddsNothingAndALongerOneWhatIsNew(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	first := aino(line("2026-11-13T08:00:00Z", app.RoleCustomer, "ok"), line("2026-11-13T08:00:00Z", app.RoleCustomer, "ok"), line("2026-11-13T08:01:00Z", app.RoleCustomer, "Soittakaa"))
	one := run(t, v, chat(first), history.Options{})
	before := contacts(t, v)
	if len(before) != 1 || len(before[0].Messages) != 3 || !before[0].Contact.Waiting {
		t.Fatalf("%+v", before)
	}
	if again := run(t, v, chat(first), history.Options{}); again.Added != 0 || again.Updated != 0 || again.Batch != "" || again.Skipped[0].Code != "import-known" {
		t.Fatalf("again: %+v", again)
	}
	if !reflect.DeepEqual(contacts(t, v), before) {
		t.Fatal("the same file again changed something")
	}
	longer := aino(append(slices.Clone(first.Messages), line("2026-11-13T09:00:00Z", app.RoleCustomer, "Haloo"), line("2026-11-14T08:00:00Z", app.RoleAgent, "Soitan heti"))...)
	two := run(t, v, chat(longer), history.Options{})
	if two.Added != 1 || two.Updated != 1 || two.Counts.Messages != 2 || two.Counts.Known != 3 {
		t.Fatalf("longer: %+v", two)
	}
	now := contacts(t, v)
	if len(now) != 2 || len(now[0].Messages) != 4 || now[0].Contact.Waiting || now[1].Contact.Waiting {
		t.Fatalf("%+v", now)
	}
	// The first import can not go while the second hangs on it; the other way round
	// all goes.
	if u := undo(t, v, two.Batch); u != (vault.Undone{Removed: 2, Restored: 1}) {
		t.Errorf("%+v", u)
	}
	if !reflect.DeepEqual(contacts(t, v), before) {
		t.Errorf("after undoing the second: %+v", contacts(t, v))
	}
	if u := undo(t, v, one.Batch); u.Removed != 1 || len(contacts(t, v)) != 0 {
		t.Errorf("%+v", u)
	}
}

func TestUndoKeepsWhatALaterImportMadeLonger(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	a := aino(line("2026-11-13T08:00:00Z", app.RoleCustomer, "Hei"))
	one := run(t, v, chat(a), history.Options{})
	run(t, v, chat(aino(a.Messages[0], line("2026-11-13T08:05:00Z", app.RoleAgent, "Hei"))), history.Options{})
	if u := undo(t, v, one.Batch); u != (vault.Undone{Kept: 1}) || len(contacts(t, v)) != 1 {
		t.Errorf("%+v", u)
	}
}

func TestWhatSomebodyAnsweredInTheRegisterDoesNotWaitAgain(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	a := aino(line("2026-11-13T08:00:00Z", app.RoleCustomer, "Hei"))
	run(t, v, chat(a), history.Options{})
	err := v.Update(func(tx *vault.Tx) error {
		c, err := tx.CustomerByNumber("7")
		if err != nil {
			return err
		}
		_, err = tx.AddContact(app.Contact{CustomerID: c.ID, Channel: app.Phone, Direction: app.Out, Text: "soitin"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if again := run(t, v, chat(a), history.Options{}); again.Added+again.Updated != 0 {
		t.Errorf("%+v", again)
	}
}

func TestWhoseAConversationIs(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "1", Name: "Aino Kuusela", Phone: "040 555 0128"})
	v.Customer(app.Customer{Number: "2", Name: "Räystäs Oy", Persons: []app.ContactPerson{{Role: app.MainPerson, Name: "Otso", Email: "otso@raystas.example"}}})
	v.Customer(app.Customer{Number: "3", Name: "Sama Nimi"})
	v.Customer(app.Customer{Number: "4", Name: "Perhe A", Email: "perhe@example.com"})
	v.Customer(app.Customer{Number: "5", Name: "Perhe B", Email: "perhe@example.com"})
	hello := []talk.Message{{Time: "2026-06-13T06:05:10Z", Role: app.RoleCustomer, Kind: app.KindText, Text: "Hei"}}
	of := func(id string, p talk.Party) talk.Conversation {
		return talk.Conversation{ID: id, Channel: app.Chat, Contact: p, Messages: hello}
	}
	src := chat(
		of("phone", talk.Party{Name: "Joku", Phones: []string{"+358405550128"}}),
		of("person", talk.Party{Emails: []string{"OTSO@raystas.example"}}),
		of("name", talk.Party{Name: "Sama Nimi"}),
		of("family", talk.Party{Name: "Perhe B", Emails: []string{"perhe@example.com"}}),
		of("family2", talk.Party{Name: "Perhe C", Emails: []string{"perhe@example.com"}}),
		of("placeholder", talk.Party{Placeholder: "Visitor 18000001"}),
		of("new", talk.Party{Name: "Uusi Ihminen", Emails: []string{"uusi@example.com"}}),
		of("new again", talk.Party{Name: "U. Ihminen", Emails: []string{"uusi@example.com"}, Phones: []string{"0401234567"}}),
	)
	p := preview(t, v, src, history.Options{})
	want := []string{"1 phone", "2 email", "import-name-match", "5 email", "import-several", "import-nobody", "import-person-unknown", "import-person-unknown"}
	for i, d := range p.Conversations {
		got := d.By
		if d.Reason != nil {
			got = d.Reason.Code
		} else {
			got = d.Customer.Number + " " + d.By
		}
		if got != want[i] {
			t.Errorf("%d: %s, want %s", i, got, want[i])
		}
	}
	if o := p.Conversations[2].Offer; o == nil || o.Number != "3" {
		t.Errorf("offered %+v", o)
	}
	choose := func(i int, to, number string) history.Choice {
		return history.Choice{Key: p.Conversations[i].Key, To: to, Number: number}
	}
	o := history.Options{NewCards: true, Choices: []history.Choice{choose(0, history.ToNobody, ""), choose(2, history.ToCustomer, "3"), choose(5, history.ToCustomer, "1")}}
	r := run(t, v, src, o)
	if r.Added != 5+1 || r.Counts.Customers != 1 || len(r.Skipped) != 2 || r.Skipped[0].Code != "import-left-out" || r.Skipped[1].Code != "import-several" {
		t.Fatalf("%+v", r)
	}
	err := v.View(func(tx *vault.Tx) error {
		c, err := tx.CustomerByNumber("6")
		if c.Name != "Uusi Ihminen" || c.Email != "uusi@example.com" || c.CreatedOn != "2026-06-13" {
			t.Errorf("%+v", c)
		}
		all, _, err2 := tx.Contacts(c.ID, 0, 0)
		if len(all) != 2 {
			t.Errorf("%d contacts of the new card", len(all))
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
	// A conversation that was placed by hand is known the next time, with no choice.
	more := of("placeholder", talk.Party{Placeholder: "Visitor 18000001"})
	more.Messages = append(slices.Clone(hello), talk.Message{Time: "2026-06-15T06:05:10Z", Role: app.RoleCustomer, Kind: app.KindText, Text: "Haloo"})
	if p := preview(t, v, chat(more), history.Options{}); p.Conversations[0].By != history.ByThread || p.Conversations[0].Customer.Number != "1" || p.Counts.Contacts != 1 {
		t.Errorf("%+v", p.Conversations[0])
	}
	if u := undo(t, v, r.Batch); u != (vault.Undone{Removed: 7}) || len(contacts(t, v)) != 0 {
		t.Errorf("%+v", u)
	}
}

func TestWhoIsTheFirmIsAskedOnceAndRemembered(t *testing.T) {
	v := vaulttest.New(t)
	c := talk.Conversation{Channel: app.Chat, AskUs: true, Authors: []string{"Aino Kuusela", "Räystäs Oy"}, Messages: []talk.Message{
		{Time: "2026-06-13T09:05", Local: true, Role: app.RoleUnknown, Author: "Aino Kuusela", Kind: app.KindText, Text: "Hei"},
		{Time: "2026-06-13T09:07", Local: true, Role: app.RoleUnknown, Author: "Räystäs Oy", Kind: app.KindText, Text: "Huomenta"},
	}}
	p := preview(t, v, chat(c), history.Options{NewCards: true})
	if !p.AskUs || p.Counts.Contacts != 0 || p.Skipped[0].Code != "import-us-unknown" || len(p.Authors) != 2 {
		t.Fatalf("%+v", p)
	}
	run(t, v, chat(c), history.Options{NewCards: true, Us: []string{"Räystäs Oy"}})
	got := contacts(t, v)
	if len(got) != 1 || got[0].Customer != "Aino Kuusela" || got[0].Messages[1].Role != app.RoleAgent || got[0].Messages[0].Role != app.RoleCustomer || got[0].Contact.At != "09:05" || got[0].Contact.Waiting {
		t.Fatalf("%+v", got)
	}
	c.Authors[0], c.Messages[0].Author = "Väinö Räsänen", "Väinö Räsänen"
	if p = preview(t, v, chat(c), history.Options{NewCards: true}); p.AskUs || p.Counts.Customers != 1 || !p.Authors[1].Us || p.Authors[0].Us {
		t.Errorf("%+v", p)
	}
}

func TestWallClocksAreReadInTheZoneThatWasChosen(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	c := aino(talk.Message{Time: "2026-06-13T23:30:05", Local: true, Role: app.RoleCustomer, Kind: app.KindText, Text: "Hei"})
	p := preview(t, v, chat(c), history.Options{Zone: "Europe/Stockholm"})
	if p.Conversations[0].First != "2026-06-14" {
		t.Errorf("%+v", p.Conversations[0])
	}
	if p = preview(t, v, chat(c), history.Options{}); p.Conversations[0].First != "2026-06-13" {
		t.Errorf("%+v", p.Conversations[0])
	}
	if _, err := history.Preview(t.Context(), v.Vault, chat(c), history.Options{Zone: "Kuu/Meri"}); !errors.Is(err, app.E("choice-invalid", "zone")) {
		t.Errorf("%v", err)
	}
}

func TestPersonalIdentityCodesStayOutOrAreMasked(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	c := aino(line("2026-11-13T08:00:00Z", app.RoleCustomer, "Tunnukseni on 131052-308T"), line("2026-11-13T08:01:00Z", app.RoleAgent, "Emme tarvitse sitä"))
	r := run(t, v, chat(c), history.Options{})
	if r.Counts.Messages != 1 || r.Counts.Hetus != 1 || r.Remarks[0].Code != "hetu-found" {
		t.Fatalf("%+v", r)
	}
	r = run(t, v, chat(c), history.Options{MaskHetus: true})
	if r.Updated != 1 || r.Counts.Messages != 1 || r.Remarks[0].Code != "hetu-masked" {
		t.Fatalf("%+v", r)
	}
	got := contacts(t, v)
	if len(got) != 1 || got[0].Messages[0].Text != "Tunnukseni on ***********" {
		t.Errorf("%+v", got)
	}
	b, err := json.Marshal(preview(t, v, chat(c), history.Options{}))
	if err != nil || strings.Contains(string(b), "131052") {
		t.Errorf("the code is shown: %s", b)
	}
}

func TestCallsAreContactsAndMissedOnesWait(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "1", Name: "Aino Kuusela", Phone: "0405550128"})
	src := []history.Source{history.FromFile("calls.xml", "d", &talk.File{Format: "android-calls-xml", Calls: []talk.Call{
		{Number: "+358405550128", Name: "Aino", Direction: app.In, Result: "answered", Time: "2026-06-13T06:05:00Z", Seconds: 125},
		{Number: "0405550128", Name: "Aino", Direction: app.In, Result: "missed", Time: "2026-06-13T06:08:20Z"},
		{Number: "0405550128", Name: "Aino", Direction: app.In, Result: "missed", Time: "2026-06-13T06:09:20Z"},
		{Number: "040 555 0129", Direction: app.Out, Result: "answered", Time: "2026-06-13T06:15:00Z", Seconds: 61},
		{Number: "", Direction: app.In, Result: "answered", Time: "2026-06-13T06:16:40Z"},
	}})}
	r := run(t, v, src, history.Options{NewCards: true})
	if r.Added != 4 || r.Counts.Customers != 1 || len(r.Skipped) != 1 || r.Skipped[0].Code != "import-nobody" {
		t.Fatalf("%+v", r)
	}
	got := contacts(t, v)
	if len(got) != 4 {
		t.Fatalf("%+v", got)
	}
	a := got[0].Contact
	if a.Channel != app.Phone || a.Seconds != 125 || a.At != "09:05:00" || a.Direction != app.In || a.Waiting || len(got[0].Messages) != 0 {
		t.Errorf("%+v", got[0])
	}
	if got[1].Contact.Waiting || !got[2].Contact.Waiting || len(got[2].Messages) != 1 || got[2].Messages[0].Kind != app.KindMissedCall {
		t.Errorf("%+v", got[1:3])
	}
	if got[3].Customer != "+358 40 555 0129" || got[3].Contact.Direction != app.Out || got[3].Contact.Seconds != 61 {
		t.Errorf("%+v", got[3])
	}
	if again := run(t, v, src, history.Options{NewCards: true}); again.Added+again.Updated != 0 {
		t.Errorf("%+v", again)
	}
	if u := undo(t, v, r.Batch); u.Removed != 5 || u.Kept != 0 {
		t.Errorf("%+v", u)
	}
}

func TestWhatWaits(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	me, we := app.RoleCustomer, app.RoleAgent
	offline := line("2026-01-13T08:00:00Z", me, "Soittakaa")
	offline.Kind = app.KindOfflineForm
	note := line("2026-11-13T09:00:00Z", we, "muista tämä")
	note.Internal, note.Kind = true, app.KindNote
	bot := line("2026-11-13T09:00:00Z", app.RoleBot, "Palaamme asiaan")
	for name, c := range map[string]struct {
		waits    bool
		messages []talk.Message
	}{
		"an old message left while nobody was there": {true, []talk.Message{offline}},
		"answered": {false, []talk.Message{line("2026-11-13T08:00:00Z", me, "?"), line("2026-11-13T08:01:00Z", we, "!")}},
		"answered by a note among the firm's own": {true, []talk.Message{line("2026-11-13T08:00:00Z", me, "?"), note}},
		"answered by a machine":                   {true, []talk.Message{line("2026-11-13T08:00:00Z", me, "?"), bot}},
		"the customer has the last word lately":   {true, []talk.Message{line("2026-11-13T08:00:00Z", we, "?"), line("2026-11-13T08:01:00Z", me, "!")}},
		"thanks, long ago":                        {false, []talk.Message{line("2026-06-13T08:00:00Z", we, "?"), line("2026-06-13T08:01:00Z", me, "Kiitos")}},
	} {
		if p := preview(t, v, chat(aino(c.messages...)), history.Options{}); p.Conversations[0].Waiting != c.waits {
			t.Errorf("%s: %v", name, p.Conversations[0].Waiting)
		}
	}
}

func TestErasedPeopleDoNotComeBackWithTheirConversations(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "1", Name: "Aino Kuusela", Email: "aino@example.com"})
	v.Set("2029-11-23")
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest}, nil); err != nil {
		t.Fatal(err)
	}
	src := chat(aino(line("2029-11-13T08:00:00Z", app.RoleCustomer, "Hei")))
	p := preview(t, v, src, history.Options{NewCards: true})
	if len(p.Skipped) != 1 || p.Skipped[0].Code != "import-erased-before" || p.Skipped[0].Args["day"] != "2029-11-23" {
		t.Fatalf("%+v", p.Skipped)
	}
	r := run(t, v, src, history.Options{Choices: []history.Choice{{Key: p.Conversations[0].Key, To: history.ToNew}}})
	if r.Added != 1 || r.Counts.Customers != 1 {
		t.Errorf("%+v", r)
	}
}

func TestRunDoesWhatWasShownOrNothing(t *testing.T) {
	v := vaulttest.New(t)
	src := chat(aino(line("2026-11-13T08:00:00Z", app.RoleCustomer, "Hei")))
	p := preview(t, v, src, history.Options{NewCards: true})
	v.Customer(app.Customer{Number: "7", Name: "Aino K", Email: "aino@example.com"})
	if _, err := history.Run(t.Context(), v.Vault, "chats", p, nil); !errors.Is(err, app.E("import-changed-since", "")) {
		t.Errorf("%v", err)
	}
	if got := contacts(t, v); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	p = preview(t, v, src, history.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := history.Run(ctx, v.Vault, "chats", p, nil); !errors.Is(err, app.E("cancelled", "")) || len(contacts(t, v)) != 0 {
		t.Errorf("%v", err)
	}
}

func TestTechnicalDataComesInByChoice(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	c := aino(line("2026-11-13T08:00:00Z", app.RoleCustomer, "Hei"))
	c.Technical = []app.TechnicalFact{{Name: "ip", Value: "203.0.113.7"}, {Name: "page", Value: ""}}
	r := run(t, v, chat(c), history.Options{KeepTechnical: true})
	got := contacts(t, v)
	if !reflect.DeepEqual(got[0].Technical, c.Technical[:1]) {
		t.Errorf("%+v", got[0].Technical)
	}
	if undo(t, v, r.Batch); len(contacts(t, v)) != 0 {
		t.Error("something stays")
	}
}

func TestHostileTextComesInAsText(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Number: "7", Name: "Aino Kuusela", Email: "aino@example.com"})
	c := aino(line("2026-11-13T08:00:00Z", app.RoleCustomer, "<script>alert(1)</script>\x00\u202e\u2028rivi\xff"+strings.Repeat("ä", app.MaxText)))
	c.Messages[0].Author, c.Messages[0].File, c.Title = strings.Repeat("A", 999), "../../etc/\npasswd", "otsikko\u2066\x1b[0m"
	r := run(t, v, chat(c), history.Options{})
	got := contacts(t, v)
	if r.Remarks[0].Code != "import-text-cut" || !strings.HasPrefix(got[0].Messages[0].Text, "<script>alert(1)</script>\nrivi\ufffdä") || got[0].Contact.Subject != "otsikko[0m" {
		t.Errorf("%+v %.60q %q", r.Remarks, got[0].Messages[0].Text, got[0].Contact.Subject)
	}
}

func TestNoIdentityCodeComesInByNamesAddressesOrPages(t *testing.T) {
	const hetu = "131052-308T"
	v := vaulttest.New(t)
	said := []talk.Message{{Time: "2026-06-13T10:00:00Z", Role: app.RoleCustomer, Kind: app.KindText, Text: "Hei"}}
	var all []talk.Conversation
	for i, p := range []talk.Party{
		{Name: "Aino Kuusela", Company: "Kuusela " + hetu},
		{Emails: []string{hetu + "@example.com"}},
		{Phones: []string{hetu}},
		{Placeholder: "Visitor " + hetu},
		{Name: "Eero " + hetu, Emails: []string{"eero@example.com"}},
	} {
		all = append(all, talk.Conversation{ID: fmt.Sprint(i), Channel: app.Chat, Contact: p, Messages: said, Technical: []app.TechnicalFact{{Name: "page", Value: "https://example.com/?id=" + hetu}}})
	}
	r := run(t, v, chat(all...), history.Options{NewCards: true, KeepTechnical: true})
	if r.Counts.Customers != 2 || r.Added != 2 || r.Counts.Skipped != 3 {
		t.Errorf("%+v", r)
	}
	if n, err := v.Scan(t.Context(), []string{hetu, strings.ToLower(hetu)}); err != nil || n != 0 {
		t.Errorf("%d places hold the code, %v", n, err)
	}
}

func TestALongerConversationGoesToTheOneItIsSaidToBe(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Aino Kuusela", Number: "1", Email: "aino@example.com"})
	v.Customer(app.Customer{Name: "Eero Kuusela", Number: "2"})
	c := aino(line("2026-06-13T10:00:00Z", app.RoleCustomer, "Hei"))
	run(t, v, chat(c), history.Options{})
	c.Messages = append(c.Messages, line("2026-06-13T11:00:00Z", app.RoleCustomer, "Tässä Eeron asia"))
	key := preview(t, v, chat(c), history.Options{}).Conversations[0].Key
	o := history.Options{Choices: []history.Choice{{Key: key, To: history.ToCustomer, Number: "2"}}}
	r := run(t, v, chat(c), o)
	if r.Added != 1 || r.Updated != 0 {
		t.Errorf("%+v", r)
	}
	for _, x := range contacts(t, v) {
		if want := map[string]string{"Aino Kuusela": "Hei", "Eero Kuusela": "Tässä Eeron asia"}[x.Customer]; len(x.Messages) != 1 || x.Messages[0].Text != want {
			t.Errorf("%s: %+v", x.Customer, x.Messages)
		}
	}
	if r := run(t, v, chat(c), o); r.Added+r.Updated != 0 {
		t.Errorf("again: %+v", r)
	}
}

func TestWhoWasErasedIsKnownByAnyAddress(t *testing.T) {
	v := vaulttest.New(t)
	v.Customer(app.Customer{Name: "Aino Kuusela", Email: "vanha@example.com", Phone: "040 555 1234", CreatedOn: "2020-01-01"})
	if _, err := v.Purge(t.Context(), vault.Approval{}, nil); err != nil {
		t.Fatal(err)
	}
	said := line("2026-06-13T10:00:00Z", app.RoleCustomer, "Hei")
	for i, p := range []talk.Party{
		{Name: "A. K.", Emails: []string{"uusi@example.com", "vanha@example.com"}},
		{Name: "A. K.", Emails: []string{"uusi@example.com"}, Phones: []string{"+358405550000", "+358405551234"}},
	} {
		plan := preview(t, v, chat(talk.Conversation{ID: fmt.Sprint(i), Channel: app.Chat, Contact: p, Messages: []talk.Message{said}}), history.Options{NewCards: true})
		if got := plan.Conversations[0]; got.Reason == nil || got.Reason.Code != "import-erased-before" {
			t.Errorf("%+v comes in: %+v", p, got)
		}
	}
}
