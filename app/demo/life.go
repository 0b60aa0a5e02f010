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
	asks bool // asked for something the other day, and waits for the answer
}

// kept is Softop's promise, by which the demo chooses its days.
const kept = 36

// life spreads customers over the last years: of a hundred, three have been due
// for up to a month and a half, two go within thirty days, four within ninety,
// and one that would be due is held. The others were needed in the last 33
// months. In every register of a hundred the first ones are one of each, and a
// few asked for something last week, so that no list of a small demo is empty.
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
	if n >= asking && n < answered {
		l.last, l.asks, l.held = today.AddDays(-2*(n-asking)), true, false
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

func (f *filler) hold(tx *vault.Tx, c app.Customer, l life) error {
	if !l.held {
		return nil
	}
	f.done.Holds++
	_, err := tx.PlaceHold(app.Hold{CustomerID: c.ID, Reason: invent.Pick(f.s, f.words.Holds), ReviewOn: tx.Today.AddDays(20 + f.s.Int(160))})
	return err
}

// disclosure: a few have asked for a copy of what was said.
func (f *filler) disclosure(tx *vault.Tx, c app.Customer, l life, n int) error {
	if n != asking && !f.more.Chance(8) {
		return nil
	}
	f.done.Disclosures++
	_, err := tx.AddDisclosure(app.Disclosure{
		CustomerID: c.ID, On: l.last, What: "transcript", Recipient: c.Name,
		Means: invent.Pick(f.more, []app.Channel{app.Email, app.Email, app.Letter}), Basis: "own-request",
	})
	return err
}

// words are the texts of one language: what is written down about contacts and
// said in them, what is delivered, what a permission says, why something is
// held, and what the firm writes to many.
type words struct {
	Contacts                          []note
	Chats                             []talk
	Products, Wordings, Holds, People []string
	Templates                         []app.Template
	Files                             fileWords
	Pages                             [][2]string
	Agreed                            agreed
	Origins                           []string
	Duties                            string        // why messages to somebody's address at a company concern that person's work
	Letters                           []app.Mailing // the first was sent, the second is being written
	Sources, Places, Devices, Filters []string
	Asked                             askWords
	Past                              pastWords
}

// note is what was written down about a contact.
type note struct {
	Text, Subject string
	Purpose       app.Purpose
}

// talk is a conversation.
type talk struct {
	Subject string
	Purpose app.Purpose
	Lines   []struct{ By, Text string }
}

// agreed is how the firm asks for a permission to write, in all versions.
type agreed struct {
	Name  string
	Texts []string
}

// fileWords are names of files, and the text of one.
type fileWords struct{ Call, Letter, Picture, Text, Customers, Deliveries, Visits string }

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
