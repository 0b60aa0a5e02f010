// Package demo fills a register with invented customers and a few years of what
// happened with them, so that every page has something to show: some are due
// for deletion today, some soon, some are held, some wait for an answer, some
// are there twice. Into a register in which nobody is yet it brings a past as well:
// somebody was erased who asked for it, and somebody whose time was over.
//
// All days are counted back from the register's today: the demo is as alive in
// ten years as now. The same seed, number of customers and day give the same
// register, except for the random ids.
package demo

import (
	"context"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/vault"
)

// Options say how much to invent.
type Options struct {
	Customers int   // 0: 120
	Contacts  int   // of each customer on average; 0: 4
	Seed      int64 // 0 is a seed like any other
}

// Counts is how many rows of each register were added. What the pages need but
// once, such as templates and visits, does not grow with the customers.
type Counts struct {
	app.Counts
	Technical   int `json:"technical"`
	Holds       int `json:"holds"`
	Disclosures int `json:"disclosures"`
	Templates   int `json:"templates"`
	Visits      int `json:"visits"`
	VisitCounts int `json:"visitCounts"`
	Merges      int `json:"merges"`
	Different   int `json:"different"`    // pairs that look alike and are two people
	Imported    int `json:"imported"`     // customers that came with a file
	Copies      int `json:"copies"`       // files that were taken out
	Filters     int `json:"filters"`      // saved under a name
	Consented   int `json:"listConsents"` // rows of the ledger of the e-mail list
	Wordings    int `json:"wordings"`
	Suppressed  int `json:"suppressed"` // addresses that must not be written to
	Mailings    int `json:"mailings"`
	Sends       int `json:"sends"`
}

// chunk is how many customers go in one transaction: large enough to be fast,
// small enough that what is not yet on the disk fits in memory.
const chunk = 2000

// Fill adds invented data in all registers. It works in transactions of 2 000
// customers; when cancelled, those that were finished stay and are counted.
// Progress is called with the phase "inventing" and customers.
func Fill(ctx context.Context, v *vault.Vault, o Options, progress vault.Progress) (Counts, error) {
	if o.Customers == 0 {
		o.Customers = 120
	}
	if o.Contacts == 0 {
		o.Contacts = 4
	}
	if o.Customers < 0 || o.Contacts < 0 {
		return Counts{}, app.E("invalid", "customers")
	}
	suppressed, err := forbidden(v)
	if err != nil {
		return Counts{}, err
	}
	f := &filler{s: invent.New(o.Seed), more: invent.New(^o.Seed), gone: invent.New(o.Seed + 1<<32), contacts: o.Contacts, of: o.Customers}
	if err := f.past(ctx, v); err != nil {
		return f.done, err
	}
	for n := 0; n < o.Customers; n += chunk {
		before, some := f.done, f.some
		err := v.Update(func(tx *vault.Tx) error {
			return f.fill(ctx, tx, n, min(n+chunk, o.Customers), progress)
		})
		if err != nil {
			f.done, f.some = before, some
			return f.done, err
		}
		if n == 0 {
			if err := f.hang(ctx, v); err != nil {
				return f.done, err
			}
		}
		// What the log holds is held in memory too, until it is folded in.
		if err := v.CompactIfWorth(ctx); err != nil {
			return f.done, err
		}
	}
	all, err := forbidden(v)
	f.done.Suppressed = all - suppressed
	return f.done, err
}

// forbidden counts the addresses that must not be written to: whoever withdrew a
// permission is among them.
func forbidden(v *vault.Vault) (n int, err error) {
	err = v.View(func(tx *vault.Tx) error {
		by, err := tx.SuppressedCount()
		for _, of := range by {
			n += of
		}
		return err
	})
	return n, err
}

type filler struct {
	s        *invent.Source // of cards and of the days of their lives
	more     *invent.Source // of all else: what is added to it leaves the customers as they are
	gone     *invent.Source // of those who are not there any more
	contacts int
	of       int
	done     Counts
	lang     app.Lang
	words    words
	abroad   map[app.Lang]words // for what was said with customers in their language
	batch    string             // the import with which some customers came
	some     some
}

// some is what only a few customers have, however many there are.
type some struct {
	waiting int
	files   []file
	cards   map[int]app.Customer // from which doubles are made
}

// speak takes the words of the register's language.
func (f *filler) speak(tx *vault.Tx) (err error) {
	if f.lang, err = tx.Language(); err != nil {
		return err
	}
	f.abroad = map[app.Lang]words{}
	for _, l := range app.Langs() {
		f.abroad[l] = wordsIn(l)
	}
	f.words = f.abroad[f.lang]
	return nil
}

func (f *filler) fill(ctx context.Context, tx *vault.Tx, from, to int, progress vault.Progress) error {
	if from == 0 {
		f.some.cards = map[int]app.Customer{}
		if err := f.beside(tx); err != nil {
			return err
		}
	}
	for n := from; n < to; n++ {
		if ctx.Err() != nil {
			return app.E("cancelled", "")
		}
		if progress != nil && n%50 == 0 {
			progress("inventing", int64(n), int64(f.of))
		}
		if err := f.customer(tx, n); err != nil {
			return err
		}
	}
	if progress != nil {
		progress("inventing", int64(to), int64(f.of))
	}
	if from == 0 {
		if err := f.mail(tx); err != nil {
			return err
		}
		return f.requests(tx)
	}
	return nil
}

// customer adds one with a life: he came on a day, and was last needed on one.
func (f *filler) customer(tx *vault.Tx, n int) error {
	life, contacts := f.life(tx.Today, n), f.howMany(f.contacts)
	if life.asks {
		contacts = max(contacts, 1)
	}
	if contacts == 0 {
		life.came = life.last // the day on which he was last needed is the one on which he came
	}
	c := f.s.Customer(n + 1)
	c.CreatedOn = life.came
	c, err := f.card(tx, n, c)
	if err != nil {
		return err
	}
	f.done.Customers++
	f.done.Persons += len(c.Persons)
	for i := range contacts {
		if err := f.contact(tx, c, life, i == 0); err != nil {
			return err
		}
	}
	for range f.howMany(2) {
		if err := f.delivery(tx, c, life); err != nil {
			return err
		}
	}
	if err := f.consent(tx, c, life); err != nil {
		return err
	}
	if err := f.hold(tx, c, life); err != nil {
		return err
	}
	if err := f.disclosure(tx, c, life, n); err != nil {
		return err
	}
	return f.pair(tx, n, c)
}

// howMany draws around an average: none to twice as many.
func (f *filler) howMany(average int) int {
	if average == 0 {
		return 0
	}
	return f.s.Int(2*average + 1)
}
