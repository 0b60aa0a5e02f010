package canary_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/google/uuid"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/printout"
	"kortisto/app/vault"
	"kortisto/build/canary"
)

const passphrase = "koe koe koe koe koe koe"

// child is the program in its world: it does with a register all that the window and the terminal do, says after each
// step what it has done, and writes on until it is killed.
type child struct {
	v     *vault.Vault
	flock canary.Flock
	*words
	ids []string
}

func options() vault.Options {
	clock := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	return vault.Options{Dir: filepath.Join(os.Getenv("WORK"), "vault"), StateDir: filepath.Join(os.Getenv("XDG_STATE_HOME"), "kortisto"),
		Now: func() time.Time { return clock }, NewID: uuid.NewString, WorkFactor: 10}
}

func (c *child) session(ctx context.Context) (err error) {
	if c.v, _, err = vault.Create(ctx, options(), passphrase, app.Firm{Name: "Piha ja Metsä Saarela"}, app.Finnish); err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"typed in", c.typeIn}, {"imported", c.bringIn}, {"searched and edited", c.search}, {"exported", c.export}, {"printed", c.print},
		{"merged", c.merge}, {"erased on request", c.erase}, {"purged", c.purge}, {"compacted", func(ctx context.Context) error { return c.v.Compact(ctx, nil) }},
		{"locked", func(ctx context.Context) error { return c.v.Close(ctx) }},
		{"unlocked", func(ctx context.Context) (err error) { c.v, err = vault.Open(ctx, options(), passphrase); return err }},
	} {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		c.say(step.name)
	}
	return c.write(ctx)
}

// say waits until what it said was looked at.
func (c *child) say(step string) {
	fmt.Println(step)
	var answer string
	_, _ = fmt.Scanln(&answer)
}

func (c *child) typeIn(ctx context.Context) (err error) {
	f := &filler{words: c.words}
	if c.ids, err = f.fill(ctx, c.v, 400); err != nil {
		return err
	}
	return c.v.View(func(tx *vault.Tx) error {
		without, err := empty(tx, c.flock)
		if err == nil && len(without) > 0 {
			err = fmt.Errorf("no canary in %q", without)
		}
		return err
	})
}

func (c *child) bringIn(ctx context.Context) error {
	path := filepath.Join(os.Getenv("WORK"), list)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sheet, err := exchange.Read(list, f, exchange.ReadOptions{})
	if err != nil {
		return err
	}
	mapping, err := sheet.Map(exchange.MapOptions{})
	if err != nil {
		return err
	}
	plan, err := exchange.Preview(ctx, c.v, sheet, mapping, exchange.Options{})
	if err != nil {
		return err
	}
	r, err := exchange.Run(ctx, c.v, plan, nil)
	if err == nil && r.Added == 0 {
		err = errors.New("nothing came in")
	}
	return err
}

// search looks for a few hundred of the words, finds them, and changes some cards.
func (c *child) search(context.Context) error {
	found := 0
	err := c.v.Update(func(tx *vault.Tx) error {
		for i := 0; i < len(c.flock.Words); i += 41 {
			rows, err := tx.Find(c.flock.Words[i], 10)
			if err != nil {
				return err
			}
			found += len(rows)
		}
		for _, id := range c.ids[20:40] {
			if _, _, err := tx.EditCustomer(id, map[string]string{"street": c.any() + " 9", "postcode": "70100", "town": c.any(), "phone": "", "businessId": ""}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && found < 10 {
		err = fmt.Errorf("only %d words were found", found)
	}
	return err
}

// export writes the files that were asked for, and no other.
func (c *child) export(ctx context.Context) error {
	var errs []error
	for _, path := range asked(os.Getenv("WORK")) {
		var err error
		if format := filepath.Ext(path)[1:]; format == "sqlite" {
			_, err = exchange.ExportRegister(ctx, c.v, path, nil)
		} else {
			_, err = exchange.ExportTable(ctx, c.v, exchange.Export{Register: "customers", Format: format, Path: path}, nil)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// print makes the documents without saving them.
func (c *child) print(context.Context) error {
	return c.v.View(func(tx *vault.Tx) error {
		for i, lang := range []app.Lang{app.Finnish, app.Swedish} {
			in, err := printout.AccessOf(tx, c.ids[i], lang)
			if err != nil {
				return err
			}
			doc, err := printout.Access(in)
			if err != nil {
				return err
			}
			b, err := printout.PDF(doc)
			if err == nil && len(b) == 0 {
				err = errors.New("an empty document")
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *child) merge(context.Context) error {
	return c.v.Update(func(tx *vault.Tx) error {
		_, err := tx.Merge(c.ids[20], c.ids[21], nil)
		return err
	})
}

// erase answers one who asks to be forgotten.
func (c *child) erase(ctx context.Context) error {
	var r app.Request
	var plan app.ErasePlan
	err := c.v.Update(func(tx *vault.Tx) (err error) {
		r = app.Request{Kind: app.AskErase, CustomerID: c.ids[12], Name: c.any(), Received: tx.Today, Channel: app.Email, Words: c.any()}
		if r, err = tx.RegisterRequest(r); err != nil {
			return err
		}
		if _, err = tx.VerifyRequest(r.ID, app.KnownEmail, tx.Today, c.any()); err != nil {
			return err
		}
		finds, err := tx.SearchSubject(r.ID)
		for _, f := range finds {
			if err == nil && f.Open() {
				err = tx.SetSame(r.ID, f.ID, app.SameYes)
			}
		}
		if err == nil {
			plan, err = tx.ErasePlan(r.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	o, err := c.v.EraseSubject(ctx, r.ID, plan.Digest, nil)
	if err == nil && o.Residue != 0 {
		err = fmt.Errorf("%d places hold what was erased", o.Residue)
	}
	return err
}

func (c *child) purge(ctx context.Context) error {
	p, err := c.v.Purge(ctx, vault.Approval{}, nil)
	if err == nil && (p.Counts.Customers < len(c.ids)/2 || p.Residue != 0) {
		err = fmt.Errorf("%d customers of %d erased, %d places hold something of them", p.Counts.Customers, len(c.ids), p.Residue)
	}
	return err
}

// write types cards in and changes them, and compacts now and then, until it is killed.
func (c *child) write(ctx context.Context) error {
	var ids []string
	for i := 0; ; i++ {
		err := c.v.Update(func(tx *vault.Tx) error {
			if out := c.let + inList; out < many {
				return fmt.Errorf("only %d canaries were let out", out)
			}
			if len(ids) < 20 {
				card, err := tx.AddCustomer(app.Customer{Name: c.any(), Street: c.any() + " 7"})
				ids = append(ids, card.ID)
				return err
			}
			word := c.flock.Words[i%len(c.flock.Words)]
			_, _, err := tx.EditCustomer(ids[i%len(ids)], map[string]string{"street": word + " " + strconv.Itoa(i)})
			return err
		})
		if err == nil && i%50 == 49 {
			err = c.v.Compact(ctx, nil)
		}
		if err != nil {
			return err
		}
		fmt.Println("writing")
	}
}

// again opens what was left, and says whether it is whole and still has the last words.
func (c *child) again(ctx context.Context) error {
	v, err := vault.Open(ctx, options(), passphrase)
	if err != nil {
		return err
	}
	c.v = v
	if err := v.Verify(ctx, nil); err != nil {
		return err
	}
	err = v.View(func(tx *vault.Tx) error {
		rows, err := tx.Find(c.flock.Stem, 20) // every word begins with it
		if err == nil && len(rows) < 10 {
			err = fmt.Errorf("only %d cards of the last ones are found", len(rows))
		}
		return err
	})
	if err != nil {
		return err
	}
	c.say("open again")
	return v.Close(ctx)
}
