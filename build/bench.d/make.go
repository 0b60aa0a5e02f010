package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"kortisto/app"
	"kortisto/app/demo"
	"kortisto/app/vault"
	"kortisto/crypto"
	"kortisto/store"
)

// stamp says what a kept register was made of. Another schema or another seed makes it anew.
type stamp struct {
	Schema    int      `json:"schema"`
	Seed      int64    `json:"seed"`
	Customers int      `json:"customers"`
	Average   int      `json:"average"` // contacts asked for
	Contacts  int      `json:"contacts"`
	Registers []string `json:"registers"`
}

const stampFile = "made.json"

// made gives the directory with the registers of a size, made now where they are not kept yet.
func made(ctx context.Context, dir string, c config, notes io.Writer) (s stamp, err error) {
	kept, err := os.ReadFile(filepath.Join(dir, stampFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	begun := time.Now()
	if err != nil || json.Unmarshal(kept, &s) != nil || !s.fits(c) {
		s = stamp{Schema: schema(), Seed: c.seed, Customers: c.customers, Average: c.contacts}
		err = s.fill(ctx, dir, c, notes)
	} else if missing := s.missing(registers(dir)); len(missing) > 0 {
		err = s.derive(dir, missing)
	} else {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	fmt.Fprintf(notes, "  %s: %d customers, %d contacts made in %.0f s\n", sizeName(s.Customers), s.Customers, s.Contacts, time.Since(begun).Seconds())
	text, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	return s, os.WriteFile(filepath.Join(dir, stampFile), text, 0o600)
}

// fits says whether the registers are of what is asked for; missing are those that were not made then.
func (s stamp) fits(c config) bool {
	return s.Schema == schema() && s.Seed == c.seed && s.Customers == c.customers && s.Average == c.contacts
}

func (s stamp) missing(all []*register) (list []*register) {
	for _, r := range all {
		if !slices.Contains(s.Registers, r.name) {
			list = append(list, r)
		}
	}
	return list
}

// schema is the newest migration that the program knows.
func schema() int {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return 0
	}
	defer db.Close() //nolint:errcheck // nothing is in it
	_, known, _ := store.Version(db)
	return known
}

func names(all []*register) (list []string) {
	for _, r := range all {
		list = append(list, r.name)
	}
	return list
}

// fill makes the vault, the plaintext register of the vault's image, and the others of that.
func (s *stamp) fill(ctx context.Context, dir string, c config, notes io.Writer) (err error) {
	all := registers(dir)
	for _, r := range all {
		if err := os.RemoveAll(r.dir); err != nil {
			return err
		}
	}
	if s.Contacts, err = fillVault(ctx, all[ours].dir, c, notes); err != nil {
		return err
	}
	if err := copyPlain(ctx, all[ours].dir, plainFile(dir)); err != nil {
		return err
	}
	s.Registers = names(all[:ours+1])
	return s.derive(dir, s.missing(all))
}

// derive makes registers of the plaintext one's file.
func (s *stamp) derive(dir string, all []*register) error {
	for _, r := range all {
		if r.fromPlain == nil {
			return fmt.Errorf("%s: there is nothing to make it of", r.name)
		}
		if err := os.RemoveAll(r.dir); err != nil {
			return err
		}
		if err := r.fromPlain(plainFile(dir)); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		s.Registers = append(s.Registers, r.name)
	}
	return nil
}

func plainFile(dir string) string {
	r := registers(dir)[0]
	return filepath.Join(r.dir, r.file)
}

func vaultOptions(dir string) vault.Options {
	return vault.Options{Dir: dir, Now: time.Now, NewID: uuid.NewString, WorkFactor: leastWork}
}

func fillVault(ctx context.Context, dir string, c config, notes io.Writer) (contacts int, err error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return 0, err
	}
	v, _, err := vault.Create(ctx, vaultOptions(dir), passphrase, app.Firm{Name: "Esimerkki"}, app.Finnish)
	if err != nil {
		return 0, err
	}
	counts, err := demo.Fill(ctx, v, demo.Options{Customers: min(c.customers, c.lived), Contacts: c.contacts, Seed: c.seed}, nil)
	contacts = counts.Contacts
	if err == nil && c.customers > c.lived {
		contacts, err = again(ctx, v, c.customers-c.lived, contacts, notes)
	}
	if err == nil {
		err = v.Compact(ctx, nil)
	}
	return contacts, errors.Join(err, v.Close(ctx))
}

// again adds the people once more, as many as are missing, each with one contact: what grows is what is searched and
// stored, and it is made in minutes.
func again(ctx context.Context, v *vault.Vault, missing, contacts int, notes io.Writer) (int, error) {
	var people []app.Customer
	err := v.View(func(tx *vault.Tx) error {
		rows, _, err := store.Customers(tx.Tx, store.CustomerFilter{Limit: 10_000})
		for _, r := range rows {
			c, err := store.Customer(tx.Tx, r.ID)
			if err != nil {
				return err
			}
			people = append(people, c)
		}
		return err
	})
	for n := 0; n < missing && err == nil; n += 10_000 {
		err = v.Update(func(tx *vault.Tx) error {
			for i := n; i < min(n+10_000, missing); i++ {
				c := people[i%len(people)]
				if err := insertAs(tx.Tx, c, fmt.Sprint("M-", i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			err = v.CompactIfWorth(ctx)
		}
		if n%100_000 == 0 {
			fmt.Fprintf(notes, "  %d of %d more customers\n", n, missing)
		}
	}
	return contacts + missing, err
}

// insertAs adds somebody's card under another number, with one contact.
func insertAs(tx *store.Tx, c app.Customer, number string) error {
	c = under(tx, c, number)
	err := store.InsertCustomer(tx, c)
	if err != nil {
		return err
	}
	return store.InsertContact(tx, app.Contact{ID: tx.NewID(), CustomerID: c.ID, On: c.CreatedOn, Channel: app.Phone, Direction: app.In,
		Text: "Kysyi aikaa, sovittiin. Laskutus " + number + ".", RecordedAt: tx.Now})
}

// under gives a card another number, and new ids.
func under(tx *store.Tx, c app.Customer, number string) app.Customer {
	c.ID, c.Number, c.Designation = tx.NewID(), number, ""
	c.Persons = slices.Clone(c.Persons)
	for i := range c.Persons {
		c.Persons[i].ID = tx.NewID()
	}
	return c
}

func copyPlain(ctx context.Context, dir, file string) error {
	v, err := crypto.Open(ctx, dir, passphrase, crypto.Options{WorkFactor: leastWork})
	if err != nil {
		return err
	}
	defer v.Close(ctx) //nolint:errcheck // nothing was written
	image, err := v.Image()
	if err != nil {
		return err
	}
	defer image.Close() //nolint:errcheck // it was only read
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, image); err != nil {
		return err
	}
	return f.Close()
}
