package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kortisto/app"
	"kortisto/app/vault"
)

// pastWords are where else data of customers lie, and why something was done with
// them beside the common.
type pastWords struct {
	Places                 []app.Place
	Old                    app.Place // no longer used
	Shredded               string    // how a task was done
	Extended               string    // why a recording is kept longer
	Neighbour              string    // what was said with a customer of another: {name}
	Claim, Used, Why, Gone string
}

// past is what the program has done already: somebody asked to be erased, and was;
// somebody else went when their time was over; of a chat there is what was said and
// not with whom. All of that takes whole rewrites of the vault, and forgets what
// takes merges back: a register in which there is something is left alone.
func (f *filler) past(ctx context.Context, v *vault.Vault) error {
	var asked, due app.Customer
	chat := ""
	fresh := false
	err := v.Update(func(tx *vault.Tx) error {
		if err := f.speak(tx); err != nil {
			return err
		}
		_, n, err := tx.Customers(vault.CustomerFilter{Limit: 1})
		if err != nil || n > 0 {
			return err
		}
		fresh = true
		if err := f.outside(tx); err != nil {
			return err
		}
		if due, err = tx.AddCustomer(f.formerly(tx.Today.AddMonths(-kept).AddDays(-20))); err != nil {
			return err
		}
		if asked, err = tx.AddCustomer(f.formerly(tx.Today.AddMonths(-10))); err != nil {
			return err
		}
		chat, err = f.formerChat(tx, asked)
		return err
	})
	if err != nil || !fresh {
		return err
	}
	if _, err := v.AnonymiseContact(ctx, chat, app.MaskChoice{}, nil); err != nil {
		return err
	}
	if err := f.erased(ctx, v, asked); err != nil {
		return err
	}
	review, err := v.Review(0)
	if err != nil {
		return err
	}
	_, err = v.Purge(ctx, vault.Approval{Digest: review.Digest, Records: []string{due.ID}, Count: 1}, nil)
	return err
}

// formerly is somebody who is no customer any more.
func (f *filler) formerly(came app.Day) app.Customer {
	c := f.gone.Customer(1 + f.gone.Int(10_000))
	for c.Kind != app.Person {
		c = f.gone.Customer(1 + f.gone.Int(10_000))
	}
	c.CreatedOn = came
	return c
}

// outside tells of the places where else data lie, and of a shorter time that is
// promised from next month on.
func (f *filler) outside(tx *vault.Tx) error {
	for _, p := range f.words.Past.Places {
		if _, err := tx.SavePlace(p); err != nil {
			return err
		}
	}
	old, err := tx.SavePlace(f.words.Past.Old)
	if err != nil {
		return err
	}
	if _, err := tx.EndPlace(old.ID); err != nil {
		return err
	}
	_, err = tx.SetRule(app.Rule{Class: app.ClassTechnical, From: app.FromRecord, Months: 3, Do: app.Erase, Since: firstOf(firstOf(tx.Today).AddMonths(1))})
	return err
}

// formerChat is one with somebody who is erased below.
func (f *filler) formerChat(tx *vault.Tx, c app.Customer) (string, error) {
	t := f.words.Chats[0]
	k, err := tx.AddContact(app.Contact{
		CustomerID: c.ID, On: c.CreatedOn, At: "09:12:00", Channel: app.Chat, Direction: app.In, Subject: t.Subject, Purpose: t.Purpose,
	})
	if err != nil {
		return "", err
	}
	return k.ID, tx.AddMessages(k.ID, said(t, c.Name, f.words.People[0], 9*3600+12*60, func() int { return 40 }))
}

// toErase registers a request to erase and takes it as far as the approval.
func (f *filler) toErase(tx *vault.Tx, c app.Customer) (string, error) {
	r, err := tx.RegisterRequest(app.Request{Kind: app.AskErase, CustomerID: c.ID, Channel: app.Email, Words: f.words.Past.Gone, Received: tx.Today.AddDays(-6)})
	if err != nil {
		return "", err
	}
	f.done.Requests++
	if _, err := tx.VerifyRequest(r.ID, app.KnownEmail, tx.Today.AddDays(-4), ""); err != nil {
		return "", err
	}
	_, err = f.search(tx, r)
	return r.ID, err
}

// search looks for whoever asks, and says of all that was found whose it is.
func (f *filler) search(tx *vault.Tx, r app.Request) ([]app.Find, error) {
	finds, err := tx.SearchSubject(r.ID)
	for _, x := range finds {
		if err != nil {
			return nil, err
		}
		if !x.Open() {
			continue
		}
		same := app.SameNo
		if x.CustomerID == r.CustomerID {
			same = app.SameYes
		}
		err = tx.SetSame(r.ID, x.ID, same)
	}
	return finds, err
}

// erased carries an erasure out, answers, and does some of what is to be done
// outside.
func (f *filler) erased(ctx context.Context, v *vault.Vault, c app.Customer) error {
	var plan app.ErasePlan
	request := ""
	err := v.Update(func(tx *vault.Tx) (err error) {
		if request, err = f.toErase(tx, c); err != nil {
			return err
		}
		plan, err = tx.ErasePlan(request)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := v.EraseSubject(ctx, request, plan.Digest, nil); err != nil {
		return err
	}
	return v.Update(func(tx *vault.Tx) error {
		tasks, err := tx.TasksOfRequest(request)
		if err != nil {
			return err
		}
		for _, t := range tasks[:min(2, len(tasks))] {
			if _, err := tx.EndTask(t.ID, app.TaskDone, f.words.Past.Shredded); err != nil {
				return err
			}
		}
		if err := f.letter(tx, request, app.LetterErased, app.WayEmail); err != nil {
			return err
		}
		_, err = tx.AnswerRequest(request, app.OutcomeDone, "", tx.Today)
		return err
	})
}

// letter writes one down as sent. No file of it was made: its sum is that of what
// the demo wrote about it.
func (f *filler) letter(tx *vault.Tx, request string, kind app.LetterKind, way string) error {
	r, err := tx.Request(request)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(string(kind) + r.Number + string(tx.Today)))
	_, err = tx.IssueLetter(app.IssuedLetter{RequestID: request, Kind: kind, Language: r.Language, Way: way, Pages: 1, SHA256: hex.EncodeToString(sum[:])})
	return err
}

// neighbour is what was said with one customer about another: it is hidden from the
// one who asks for their data.
func (f *filler) neighbour(tx *vault.Tx, c app.Customer) error {
	for _, n := range []int{24, 25, 26, 27, 29} {
		if other := f.some.cards[n]; other.Kind == app.Person {
			f.done.Contacts++
			_, err := tx.AddContact(app.Contact{
				CustomerID: c.ID, On: tx.Today.AddDays(-26), Channel: app.Visit, Direction: app.In, Text: strings.ReplaceAll(f.words.Past.Neighbour, "{name}", other.Name),
			})
			return err
		}
	}
	return nil
}

// found finds all about one who asks for their data, and hides what is another's.
func (f *filler) found(tx *vault.Tx, r app.Request) error {
	finds, err := f.search(tx, r)
	for _, x := range finds {
		if err != nil {
			return err
		}
		if x.Aside != "" {
			continue
		}
		var places []app.Redaction
		if places, err = tx.SuggestRedactions(r.ID, x.ID); err == nil && len(places) > 0 {
			err = tx.Redact(r.ID, x.ID, places)
		}
	}
	return err
}

// restricted: data that somebody needed for a claim could not be touched for two
// months, and were used once all the same.
func (f *filler) restricted(tx *vault.Tx, claimed app.Customer) error {
	from := max(claimed.CreatedOn, tx.Today.AddDays(-60))
	r, err := tx.Restrict(app.Restriction{CustomerID: claimed.ID, Ground: app.GroundClaims, Scope: f.words.Past.Claim, From: from})
	if err != nil {
		return err
	}
	if _, err := tx.UseRestricted(claimed.ID, app.UseConsent, f.words.Past.Used, f.words.Past.Why); err != nil {
		return err
	}
	_, err = tx.LiftRestriction(r.ID, max(from, tx.Today.AddDays(-7)))
	return err
}

// keepLonger keeps a recording past its time.
func (f *filler) keepLonger(v *vault.Vault, recording string) error {
	return v.Update(func(tx *vault.Tx) error {
		_, err := tx.Extend(recording, tx.Today.AddMonths(4), f.words.Past.Extended)
		return err
	})
}
