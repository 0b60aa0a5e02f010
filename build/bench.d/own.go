package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kortisto/app"
	"kortisto/app/printout"
	"kortisto/app/vault"
	"kortisto/store"
)

// erase lets go of customers whose time is over, the first share of them or the second with searches and changes meanwhile. The
// vault does it as the program does: with a certificate, marks for the ledger, a log, and a search of all bytes for what
// is left. The others have no such thing: they do the same deletes, in as large transactions, and what a careful program
// would do to have them gone from the file.
func (w *worker) erase(ctx context.Context, part int, o *outcome) (err error) {
	n := len(w.people.Due) / 2
	ids := w.people.Due[part*n : (part+1)*n]
	view, update := w.r.view, w.r.update
	do := func() error { return eraseIn(ctx, w.r, ids) }
	if w.r.file == "" {
		v, err := vault.Open(ctx, vaultAhead(w.r.dir, w.people.Ahead), passphrase)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, v.Close(ctx)) }()
		if err := v.Verify(ctx, nil); err != nil {
			return err
		}
		view = func(f func(*store.Tx) error) error { return v.View(func(tx *vault.Tx) error { return f(tx.Tx) }) }
		update = func(f func(*store.Tx) error) error { return v.Update(func(tx *vault.Tx) error { return f(tx.Tx) }) }
		do = func() error { return purge(ctx, v, ids) }
	} else if err := w.opened(ctx); err != nil {
		return err
	}
	if part == 0 {
		begun := time.Now()
		err = do()
		o.Took = since(begun)
		return err
	}
	w.people.IDs = w.staying()
	return w.beside(o, do, view, update)
}

func purge(ctx context.Context, v *vault.Vault, ids []string) error {
	run, err := v.Purge(ctx, vault.Approval{Records: ids, Count: len(ids)}, nil)
	if err == nil && (run.Done != len(ids) || run.Residue != 0) {
		err = fmt.Errorf("of %d customers %d were erased, with %d traces left", len(ids), run.Done, run.Residue)
	}
	return err
}

func eraseIn(ctx context.Context, r *register, ids []string) error {
	for len(ids) > 0 {
		n := min(1000, len(ids))
		if err := r.update(func(tx *store.Tx) error { _, err := store.EraseCustomers(tx, ids[:n]); return err }); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return r.settle(ctx)
}

// measureOwn measures what only the program has.
func (b *bench) measureOwn(ctx context.Context) (err error) {
	b.say("review, letter")
	v, err := vault.Open(ctx, vaultOptions(b.all[ours].dir), passphrase)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close(ctx)) }()
	if err := v.Verify(ctx, nil); err != nil {
		return err
	}
	review, err := repeated(b.scans, func() error {
		r, err := v.Review(30)
		if err == nil && len(r.Decisions) == 0 {
			err = errors.New("nothing was decided")
		}
		return err
	})
	if err != nil {
		return err
	}
	b.addOurs("review", "review of what is due, thirty days ahead", "ms", review)
	request, err := b.eventful(v)
	if err != nil {
		return err
	}
	letter, err := repeated(b.scans, func() error { return access(v, request) })
	if err != nil {
		return err
	}
	b.addOurs("letter", fmt.Sprintf("access letter about %d events, PDF", b.events), "ms", letter)
	return nil
}

// repeated gives the median.
func repeated(times int, do func() error) (float64, error) {
	var took []float64
	for range times {
		begun := time.Now()
		if err := do(); err != nil {
			return 0, err
		}
		took = append(took, since(begun))
	}
	return quantile(took, 0.5), nil
}

// eventful adds a customer with many contacts and deliveries who asks what is kept about them.
func (b *bench) eventful(v *vault.Vault) (request string, err error) {
	err = v.Update(func(tx *vault.Tx) error {
		c, err := tx.AddCustomer(app.Customer{Name: "Helvi Esimerkki", Kind: app.Person, Email: "helvi@posti.example", Language: app.Finnish})
		if err != nil {
			return err
		}
		for i := range b.events {
			on := tx.Today.AddDays(-i % 900)
			if i%10 == 9 {
				_, err = tx.AddDelivery(app.Delivery{CustomerID: c.ID, On: on, Product: fmt.Sprint("Huolto ", i)})
			} else {
				_, err = tx.AddContact(app.Contact{CustomerID: c.ID, On: on, Channel: app.Phone, Direction: app.In,
					Text: "Kysyi oksien hakettamisesta ja sopi ajan. Soitetaan uudelleen ensi viikolla."})
			}
			if err != nil {
				return err
			}
		}
		r, err := tx.RegisterRequest(app.Request{Kind: app.AskAccess, CustomerID: c.ID, Channel: app.Email, Words: "Mitä minusta on tallessa?"})
		if err == nil {
			_, err = tx.VerifyRequest(r.ID, app.KnownEmail, tx.Today, "")
		}
		if err == nil {
			_, err = tx.SearchSubject(r.ID)
		}
		request = r.ID
		return err
	})
	return request, err
}

// access makes the letter that answers the request.
func access(v *vault.Vault, request string) error {
	return v.View(func(tx *vault.Tx) error {
		in, err := printout.AccessOfRequest(tx, request, "", "[…]")
		if err != nil {
			return err
		}
		d, err := printout.Access(in)
		if err != nil {
			return err
		}
		_, err = printout.PDF(d)
		return err
	})
}
