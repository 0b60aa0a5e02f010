package demo

import (
	"fmt"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault"
)

// mostWaiting is how many contacts wait for an answer at most: a queue that
// somebody works off.
const mostWaiting = 12

func (f *filler) contact(tx *vault.Tx, c app.Customer, l life, last bool) error {
	direction := app.In
	if f.s.Chance(350) {
		direction = app.Out
	}
	k := app.Contact{CustomerID: c.ID, On: f.day(l, last), Direction: direction}
	about := invent.Pick(f.s, f.words.Contacts)
	k.Text, k.Purpose = about.Text, about.Purpose
	k.Channel = invent.Pick(f.s, []app.Channel{app.Phone, app.Phone, app.Phone, app.Email, app.Email, app.Chat, app.Visit, app.Letter})
	f.detail(&k, c, about.Subject)
	f.wait(&k, tx.Today, last, l.asks)
	said := f.conversation(&k, c)
	k, err := tx.AddContact(k)
	if err != nil {
		return err
	}
	f.done.Contacts++
	f.wantFile(k, tx.Today)
	if len(said) == 0 {
		return nil
	}
	if err := tx.AddMessages(k.ID, said); err != nil {
		return err
	}
	f.done.Messages += len(said)
	return f.technical(tx, k)
}

// detail tells when it was, with whom and about what, as far as somebody would
// have written it down.
func (f *filler) detail(k *app.Contact, c app.Customer, subject string) {
	if f.more.Chance(850) {
		k.At = fmt.Sprintf("%02d:%02d", 8+f.more.Int(9), f.more.Int(60))
	}
	if len(c.Persons) > 0 && f.more.Chance(600) {
		k.Who = invent.Pick(f.more, c.Persons).Name
	}
	if f.more.Chance(700) {
		k.HandledBy = invent.Pick(f.more, f.words.People)
	}
	if f.more.Chance(300) {
		k.Purpose = app.NoPurpose
	} else if f.more.Chance(40) {
		k.Purpose = app.ForTraining
	}
	switch k.Channel {
	case app.Email, app.Letter:
		k.Subject = subject
	case app.Phone:
		if f.more.Chance(800) {
			k.Seconds = 25 + f.more.Int(600)
		}
	}
}

// wait puts what came in during the last days into the queue: some at once, some
// for a day, one of which has gone by.
func (f *filler) wait(k *app.Contact, today app.Day, last, asks bool) {
	if !last || k.On < today.AddDays(-14) || f.some.waiting >= mostWaiting || !asks && !f.more.Chance(300) {
		return
	}
	k.Direction, k.Waiting = app.In, true
	k.FollowUpOn = []app.Day{"", today, today.AddDays(-1), today.AddDays(3)}[f.some.waiting%4]
	f.some.waiting++
}

// conversation makes a chat one in which something was said, in the customer's
// language or, now and then, in English. In a large register most chats have
// no more than what somebody noted: their messages would be most of its bytes.
func (f *filler) conversation(k *app.Contact, c app.Customer) []app.Message {
	if k.Channel != app.Chat || f.done.Customers > chunk && !f.more.Chance(100) {
		return nil
	}
	lang := c.Language
	if f.more.Chance(100) {
		lang = app.English
	}
	t := invent.Pick(f.more, f.abroad[lang].Chats)
	k.Direction, k.Subject, k.Text, k.Purpose = app.In, t.Subject, "", t.Purpose
	clock := 60 * (8*60 + f.more.Int(9*60))
	k.At = clockAt(clock)
	agent := invent.Pick(f.more, f.words.People)
	k.HandledBy = agent
	return said(t, c.Name, agent, clock, func() int { return f.more.Int(100) })
}

// said are the lines of a conversation from a time of the day on, with pauses
// between them.
func said(t talk, customer, agent string, clock int, pause func() int) (out []app.Message) {
	for _, l := range t.Lines {
		m := app.Message{At: clockAt(clock), Role: app.RoleAgent, Author: agent, Kind: app.KindText, Text: l.Text}
		switch l.By {
		case "customer":
			m.Role, m.Author = app.RoleCustomer, customer
		case "bot":
			m.Role, m.Author = app.RoleBot, ""
		case "note":
			m.Kind, m.Internal = app.KindNote, true
		}
		out = append(out, m)
		clock += 15 + pause()
	}
	return out
}

func clockAt(seconds int) string {
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// technicalMonths is for how long what a page learnt of a machine is kept.
const technicalMonths = 6

// technical keeps what the web page learnt of a few visitors' machines. The
// addresses are of a range for examples (RFC 5737).
func (f *filler) technical(tx *vault.Tx, k app.Contact) error {
	if k.On < tx.Today.AddMonths(-technicalMonths).AddDays(-20) {
		return nil // it is gone by now, but for what the owner has not approved yet
	}
	if f.done.Technical > 0 && !f.more.Chance(120) {
		return nil
	}
	facts := []app.TechnicalFact{
		{Name: "ip", Value: fmt.Sprintf("192.0.2.%d", 1+f.more.Int(250))},
		{Name: "browser", Value: invent.Pick(f.more, []string{"Firefox 132.0", "Chrome 130.0", "Safari 18.1"})},
		{Name: "page", Value: invent.Pick(f.more, f.words.Pages)[0]},
	}
	f.done.Technical += len(facts)
	return tx.AddTechnical(k.ID, facts)
}
