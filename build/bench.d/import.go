package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kortisto/app"
	"kortisto/store"
)

// measureImport adds customers in one transaction, the same to each register, three times: the register's own people
// under other numbers.
func (b *bench) measureImport(context.Context) error {
	cards, err := b.cards()
	if err != nil {
		return err
	}
	took, err := b.turns(3, func(r *register, list int) error { return bringIn(r, cards, fmt.Sprint("T", list)) })
	if err != nil {
		return err
	}
	b.addQuantile(fmt.Sprintf("import of %d customers, ms", b.imported), took, 0.5)
	return nil
}

func (b *bench) cards() ([]app.Customer, error) {
	cards := make([]app.Customer, b.imported)
	err := b.all[0].view(func(tx *store.Tx) (err error) {
		for i := 0; i < len(cards) && err == nil; i++ {
			cards[i], err = store.Customer(tx, b.ids[i])
		}
		return err
	})
	return cards, err
}

func bringIn(r *register, cards []app.Customer, series string) error {
	return r.update(func(tx *store.Tx) error {
		for n, c := range cards {
			c.ID, c.Number, c.Designation = tx.NewID(), fmt.Sprint(series, "-", n), ""
			for i := range c.Persons {
				c.Persons[i].ID = tx.NewID()
			}
			if err := store.InsertCustomer(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// measureBeside searches while an import writes, as somebody does who gets a call meanwhile: a letter each 20 ms.
func (b *bench) measureBeside(context.Context) error {
	cards, err := b.cards()
	if err != nil {
		return err
	}
	took := make([][]float64, len(b.all))
	for which, r := range b.all {
		done := make(chan error, 1)
		go func() { done <- bringIn(r, cards, "B") }()
		for i := 0; len(done) == 0; i++ {
			name := []rune(strings.ToLower(b.name[i%len(b.name)]))
			begun := time.Now()
			err := r.view(func(tx *store.Tx) error {
				_, err := store.Find(tx, string(name[:min(2+i%5, len(name))]), 50)
				return err
			})
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			took[which] = append(took[which], float64(time.Since(begun))/float64(time.Millisecond))
			time.Sleep(20 * time.Millisecond)
		}
		if err := <-done; err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	b.addQuantile("search while importing p50, ms", took, 0.5)
	b.addQuantile("search while importing p99, ms", took, 0.99)
	b.addQuantile("search while importing slowest, ms", took, 1)
	return nil
}
