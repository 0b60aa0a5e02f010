package demo

import (
	"embed"
	"encoding/json"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault"
)

// life is the time between which things happened with a customer.
type life struct {
	came app.Day
	last app.Day // the day on which the data were last needed
	held bool
}

// kept is Softop's promise, by which the demo chooses its days.
const kept = 36

// life spreads customers over the last years: of a hundred, three have been due
// for up to a month and a half, two go within thirty days, four within ninety,
// and one that would be due is held. The others were needed in the last 33
// months. In every register of a hundred the first ones are one of each, so
// that no list of a small demo is empty.
func (f *filler) life(today app.Day, n int) life {
	limit := today.AddMonths(-kept)
	kind := f.s.Int(100)
	if n < 8 {
		kind = n
	}
	var l life
	switch {
	case kind < 3:
		l.last = limit.AddDays(-1 - f.s.Int(45))
	case kind == 3:
		l.last, l.held = limit.AddDays(-1-f.s.Int(45)), true
	case kind < 6:
		l.last = limit.AddDays(f.s.Int(30))
	case kind < 10:
		l.last = limit.AddDays(31 + f.s.Int(58))
	default:
		l.last = today.AddDays(-f.s.Int(1000))
	}
	l.came = l.last.AddDays(-f.s.Int(1 + max(0, today.AddYears(-4).DaysUntil(l.last))))
	return l
}

// day is one within the life; the last contact is on its last day.
func (f *filler) day(l life, last bool) app.Day {
	if last {
		return l.last
	}
	return l.came.AddDays(f.s.Int(l.came.DaysUntil(l.last) + 1))
}

func (f *filler) contact(tx *vault.Tx, c app.Customer, l life, last bool) error {
	direction := app.In
	if f.s.Chance(350) {
		direction = app.Out
	}
	_, err := tx.AddContact(app.Contact{
		CustomerID: c.ID, On: f.day(l, last), Direction: direction, Text: invent.Pick(f.s, f.words.Contacts),
		Channel: invent.Pick(f.s, []app.Channel{app.Phone, app.Phone, app.Phone, app.Email, app.Email, app.Chat, app.Visit, app.Letter}),
	})
	f.done.Contacts++
	return err
}

func (f *filler) delivery(tx *vault.Tx, c app.Customer, l life) error {
	_, err := tx.AddDelivery(app.Delivery{
		CustomerID: c.ID, On: f.day(l, false), Product: invent.Pick(f.s, f.words.Products),
		Quantity: invent.Pick(f.s, []string{"1", "1", "1", "2", "4", "2.5", ""}),
	})
	f.done.Deliveries++
	return err
}

// consent: a third have given a permission, and some of those withdrawn it.
func (f *filler) consent(tx *vault.Tx, c app.Customer, l life) error {
	if !f.s.Chance(330) {
		return nil
	}
	channel := invent.Pick(f.s, []app.Channel{app.Phone, app.Email, app.Visit, app.Letter})
	given := app.Consent{CustomerID: c.ID, Given: true, On: f.day(l, false), Channel: channel, Wording: invent.Pick(f.s, f.words.Wordings)}
	if _, err := tx.AddConsent(given); err != nil {
		return err
	}
	f.done.Consents++
	if !f.s.Chance(150) {
		return nil
	}
	_, err := tx.AddConsent(app.Consent{CustomerID: c.ID, On: given.On.AddDays(f.s.Int(given.On.DaysUntil(l.last) + 1)), Channel: channel})
	f.done.Consents++
	return err
}

// words are the texts of one language: what is written down about a contact,
// what is delivered, what a permission says, and why something is held.
type words struct{ Contacts, Products, Wordings, Holds []string }

//go:embed words
var wordFiles embed.FS

func wordsIn(lang app.Lang) words {
	b, err := wordFiles.ReadFile("words/" + string(lang) + ".json")
	var w words
	if err == nil {
		err = json.Unmarshal(b, &w)
	}
	if err != nil {
		panic("demo: words of " + string(lang) + ": " + err.Error()) // embedded: can only be wrong in the build
	}
	return w
}
