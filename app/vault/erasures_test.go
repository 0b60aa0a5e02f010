package vault_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
	"kortisto/build/campaign"
)

// erasing is a register in which everybody's data are words that stand nowhere else.
type erasing struct {
	*vaulttest.V
	t    *testing.T
	r    *rand.Rand
	n    int
	live []*being
	gone []string // words of those who are not any more, and have not been looked for
}

// being is a card, an entry of the list without one, or a contact on the card of the
// firm's own; of each everything is in words.
type being struct {
	card, entry, contact string
	words                []string
}

// word is a new one, in the upper case as it is written.
func (e *erasing) word(b *being) string {
	e.n++
	letters := []rune("bdfghjklmnprstvaeiouyäö")
	w := []rune{'Q'}
	for n := e.n; n > 0; n /= len(letters) {
		w = append(w, letters[n%len(letters)])
	}
	for len(w) < 10 {
		w = append(w, letters[e.r.IntN(len(letters))])
	}
	word := string(w) + "x"
	b.words = append(b.words, word, strings.ToLower(word))
	return word
}

// TestErasuresInRandomOrderLeaveNothing erases thousands of records of all kinds, in
// random order and in every way in which records go, and searches the bytes after
// each rewriting for every word of theirs. Those who stay keep every word.
func TestErasuresInRandomOrderLeaveNothing(t *testing.T) {
	c := campaign.Begin(t, "erasures", 2)
	var e *erasing
	for {
		round, more := c.Next()
		if !more {
			break
		}
		if round%40 == 0 { // a log of years is not what is tried here
			e = &erasing{V: vaulttest.New(t), t: t, r: rand.New(rand.NewPCG(c.Seed(), uint64(round)))}
		}
		e.add(300)
		erased := e.retention() + e.entries() + e.byHand()
		c.Add("records erased", erased)
		c.Add("words searched", len(e.gone))
		e.look()
	}
}

func (e *erasing) do(f func(tx *vault.Tx) error) {
	e.t.Helper()
	change(e.t, e.V, f)
}

func (e *erasing) add(most int) {
	e.t.Helper()
	firm := e.Customer(app.Customer{Name: "Oma Yhtiö", Kind: app.Company})
	for range most {
		b := &being{}
		w := func() string { return e.word(b) }
		switch e.r.IntN(6) {
		case 0:
			e.do(func(tx *vault.Tx) error {
				row, err := tx.AddEntry(app.ListEntry{Email: app.Fold(w()) + "@posti.example", Name: w(), Origin: w(), WorkDuties: w()},
					&app.Consent{Given: true, Channel: app.Email, Wording: w(), Source: w()})
				b.entry = row.ID
				return err
			})
		case 1:
			e.do(func(tx *vault.Tx) error {
				made, err := tx.AddContact(app.Contact{CustomerID: firm.ID, Channel: app.Phone, Direction: app.In, Subject: w(), Who: w(), Text: w() + " " + strings.Repeat(w()+" ", e.r.IntN(900))})
				b.contact = made.ID
				return err
			})
		default:
			e.addCard(b)
		}
		e.live = append(e.live, b)
	}
}

func (e *erasing) addCard(b *being) {
	w := func() string { return e.word(b) }
	var staged vault.Staged
	attach := e.r.IntN(6) == 0
	if attach {
		var err error
		if staged, err = e.Stage(e.t.Context(), w()+".txt", strings.NewReader(w())); err != nil {
			e.t.Fatal(err)
		}
	}
	e.do(func(tx *vault.Tx) error {
		card, err := tx.AddCustomer(app.Customer{Name: w() + " " + w(), Street: w() + " 3", Town: w(), Email: app.Fold(w()) + "@posti.example", CreatedOn: "2020-02-01",
			Persons: []app.ContactPerson{{Role: app.MainPerson, Name: w()}}})
		if err != nil {
			return err
		}
		b.card = card.ID
		for range e.r.IntN(6) {
			made, err2 := tx.AddContact(app.Contact{CustomerID: card.ID, On: "2020-02-02", Channel: app.Email, Direction: app.In, Subject: w(), Text: w() + " " + strings.Repeat(w()+" ", e.r.IntN(30))})
			if err = errors.Join(err, err2); attach && err == nil {
				_, err = tx.Attach(made.ID, staged)
				attach = false
			}
		}
		if attach {
			made, err2 := tx.AddContact(app.Contact{CustomerID: card.ID, On: "2020-02-02", Channel: app.Email, Direction: app.In, Text: w()})
			_, err3 := tx.Attach(made.ID, staged)
			err = errors.Join(err, err2, err3)
		}
		if e.r.IntN(2) == 0 {
			_, err2 := tx.AddDelivery(app.Delivery{CustomerID: card.ID, On: "2020-02-03", Product: w()})
			_, err3 := tx.AddConsent(app.Consent{CustomerID: card.ID, Given: true, Channel: app.Email, Wording: w(), Source: w()})
			err = errors.Join(err, err2, err3)
		}
		if e.r.IntN(4) == 0 {
			_, err2 := tx.AddDisclosure(app.Disclosure{CustomerID: card.ID, What: w(), Recipient: w(), Means: app.Email})
			_, err3 := tx.AddEntry(app.ListEntry{CustomerID: card.ID, Email: app.Fold(w()) + "@posti.example", Name: w()}, nil)
			err = errors.Join(err, err2, err3)
		}
		if e.r.IntN(8) == 0 {
			r, err2 := tx.RegisterRequest(app.Request{Kind: app.AskRectify, CustomerID: card.ID, Name: w(), Words: w(), Received: tx.Today, Channel: app.Email})
			_, err3 := tx.CancelRequest(r.ID, tx.Today)
			err = errors.Join(err, err2, err3)
		}
		return err
	})
}

// take takes about half of those who fit out of the living, in random order.
func (e *erasing) take(fits func(*being) string) (ids []string) {
	e.r.Shuffle(len(e.live), func(i, j int) { e.live[i], e.live[j] = e.live[j], e.live[i] })
	e.live = slices.DeleteFunc(e.live, func(b *being) bool {
		id := fits(b)
		if id == "" || e.r.IntN(3) == 0 {
			return false
		}
		ids, e.gone = append(ids, id), append(e.gone, b.words...)
		return true
	})
	return ids
}

func (e *erasing) retention() int {
	e.t.Helper()
	ids := e.take(func(b *being) string { return b.card })
	run, err := e.Purge(e.t.Context(), vault.Approval{Records: ids}, nil)
	if err != nil || run.Residue != 0 || run.Counts.Customers != len(ids) {
		e.t.Fatalf("%d of %d, residue %d: %v", run.Counts.Customers, len(ids), run.Residue, err)
	}
	c := run.Counts
	return c.Customers + c.Contacts + c.Deliveries + c.Persons + c.Entries + c.Consents + c.Attachments + c.Requests
}

func (e *erasing) entries() int {
	e.t.Helper()
	ids := e.take(func(b *being) string { return b.entry })
	p, err := e.EraseEntries(e.t.Context(), ids, nil)
	if err != nil || p.Residue != 0 || p.Counts.Entries != len(ids) {
		e.t.Fatalf("%+v: %v", p, err)
	}
	return len(ids)
}

// byHand deletes contacts one by one; their bytes go when the register is locked.
func (e *erasing) byHand() int {
	e.t.Helper()
	ids := e.take(func(b *being) string { return b.contact })
	for _, id := range ids {
		e.do(func(tx *vault.Tx) error { _, err := tx.DeleteContact(id); return err })
	}
	e.Reopen()
	return len(ids)
}

// look searches everything decrypted for every word of those who went, and for each
// of those who stay, and asks the register's own check.
func (e *erasing) look() {
	e.t.Helper()
	if n, err := e.Scan(e.t.Context(), e.gone); err != nil || n != 0 {
		for _, w := range e.gone {
			if n, _ := e.Scan(e.t.Context(), []string{w}); n > 0 {
				e.t.Fatalf("%q is still there, of %d hits", w, n)
			}
		}
		e.t.Fatalf("%d hits, %v", n, err)
	}
	e.gone = nil
	for _, b := range e.live[:min(len(e.live), 5)] {
		if n, err := e.Scan(e.t.Context(), b.words); err != nil || n == 0 {
			e.t.Fatalf("who stays stands %d times, %v", n, err)
		}
		if b.card == "" {
			continue
		}
		err := e.View(func(tx *vault.Tx) error {
			card, err := tx.Customer(b.card)
			for w := range strings.FieldsSeq(card.Name) {
				if !slices.Contains(b.words, w) {
					e.t.Errorf("%q has another name", card.Name)
				}
			}
			return err
		})
		if err != nil {
			e.t.Fatal(err)
		}
	}
	e.do(func(tx *vault.Tx) error { _, err := tx.VerifyAudit(); return err })
}
