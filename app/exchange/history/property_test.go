package history_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/exchange/history"
	"kortisto/app/exchange/talk"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// invented are conversations of every shape, the same for the same seed. Those
// of a later length begin as the shorter ones do.
func invented(seed uint64, length int) []history.Source {
	r := rand.New(rand.NewPCG(seed, 1))
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	f := &talk.File{Format: "zendesk-chat"}
	for i := range 12 {
		c := talk.Conversation{Channel: app.Channels()[r.IntN(6)], Title: pick("", "Kouru", "131052-308T", "\x00")}
		if r.IntN(3) > 0 {
			c.ID = fmt.Sprint("id", i)
		}
		switch r.IntN(5) {
		case 0:
			c.Contact.Placeholder = fmt.Sprint("Visitor ", i)
		case 1:
			c.Contact = talk.Party{Name: fmt.Sprint("Nimi ", i%4), Phones: []string{fmt.Sprintf("04055501%02d", i%3)}}
		default:
			c.Contact = talk.Party{Name: fmt.Sprint("Nimi ", i), Emails: []string{fmt.Sprintf("n%d@example.com", i%5)}}
		}
		at := time.Date(2026, 6, 1, 20, 0, 0, 0, time.UTC)
		for n := range 14 {
			m := talk.Message{
				Role: app.Roles()[r.IntN(5)], Kind: app.MessageKinds()[r.IntN(len(app.MessageKinds()))], Author: pick("", "Otso", "Aino"),
				Text: pick("", "ok", "ok", "Soittakaa 131052-308T", "<b>\u202e", "rivi\r\nrivi"), File: pick("", "", "kuva.jpg"), Internal: r.IntN(9) == 0,
			}
			if at = at.Add(time.Duration(r.IntN(9*3600)) * time.Second); r.IntN(3) == 0 {
				m.ID = fmt.Sprint(i, "-", n)
			}
			m.Time = at.Format(time.RFC3339)
			if r.IntN(4) == 0 {
				m.Time, m.Local = at.Format("2006-01-02T15:04"), true
			}
			if n < length {
				c.Messages = append(c.Messages, m)
			}
		}
		c.Technical = []app.TechnicalFact{{Name: "ip", Value: "203.0.113.7"}}
		f.Conversations = append(f.Conversations, c)
	}
	for i := range length {
		f.Calls = append(f.Calls, talk.Call{
			Number: fmt.Sprintf("04055502%02d", r.IntN(4)), Direction: []app.Direction{app.In, app.Out, ""}[r.IntN(3)],
			Result: pick("answered", "missed", "rejected", "voicemail", ""), Time: time.Date(2026, 6, 1+i, 9, r.IntN(60), 0, 0, time.UTC).Format(time.RFC3339), Seconds: r.IntN(99),
		})
	}
	return []history.Source{history.FromFile("a.json", fmt.Sprint(seed, length), f)}
}

func TestWhatComesInTwiceIsThereOnceAndWhatIsUndoneWasNeverThere(t *testing.T) {
	seeds := 12
	if testing.Short() {
		seeds = 3
	}
	for seed := range uint64(seeds) {
		v := vaulttest.New(t)
		v.Customer(app.Customer{Number: "1", Name: "Yksi Asiakas", Email: "n1@example.com"})
		v.Customer(app.Customer{Number: "2", Name: "Toinen Asiakas", Phone: "0405550101"})
		o := history.Options{NewCards: seed%2 == 0, MaskHetus: seed%3 == 0, KeepTechnical: seed%4 == 0}
		before := everything(t, v)
		one := run(t, v, invented(seed, 8), o)
		short := everything(t, v)
		if again := run(t, v, invented(seed, 8), o); again.Batch != "" || !reflect.DeepEqual(everything(t, v), short) {
			t.Fatalf("seed %d: the same again: %+v", seed, again.Counts)
		}
		two := run(t, v, invented(seed, 14), o)
		if two.Batch == "" {
			t.Fatalf("seed %d: a longer file brings nothing", seed)
		}
		long := everything(t, v)
		if again := run(t, v, invented(seed, 14), o); again.Batch != "" || !reflect.DeepEqual(everything(t, v), long) {
			t.Fatalf("seed %d: the longer again: %+v", seed, again.Counts)
		}
		if u := undo(t, v, two.Batch); u.Kept != 0 || !reflect.DeepEqual(everything(t, v), short) {
			t.Fatalf("seed %d: undoing the second: %+v", seed, u)
		}
		if u := undo(t, v, one.Batch); u.Kept != 0 || !reflect.DeepEqual(everything(t, v), before) {
			t.Fatalf("seed %d: undoing the first: %+v", seed, u)
		}
	}
}

// everything is who is in the register, and the contacts with all that hangs on
// them.
func everything(t testing.TB, v *vaulttest.V) any {
	t.Helper()
	names := []string{}
	if err := v.View(func(tx *vault.Tx) error {
		return tx.Keys(func(k vault.Key) error {
			names = append(names, k.Number+" "+k.Name+" "+k.Email+" "+k.Phone)
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	all := contacts(t, v)
	return []any{names, withoutTimes(all)}
}
