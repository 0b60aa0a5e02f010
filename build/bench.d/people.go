//go:build bench

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"kortisto/app"
	"kortisto/store"
)

var (
	heads  = []string{"Mä", "Kor", "Lah", "Nie", "Saa", "Hei", "Vir", "Jär", "Ran", "Kos", "Pel", "Tuo", "Aal", "Öst", "Äij"}
	tails  = []string{"kinen", "pela", "tinen", "mi", "relä", "nonen", "tanen", "vinen", "ta", "kela", "tola", "mela"}
	firsts = []string{"Aino", "Eero", "Helmi", "Ilmo", "Kaisu", "Lauri", "Meeri", "Onni", "Päivi", "Sulo", "Tyyne", "Väinö"}
	towns  = []string{"Oulu", "Lahti", "Vaasa", "Porvoo", "Kemi", "Äänekoski", "Hyvinkää"}
	topics = strings.Fields("tarjous lasku toimitus peruutus aikataulu reklamaatio pihan hoito kevät syys lumityöt puhelu vastattiin takuu uusi osoite kysyi hinnasta sovittiin käynti maanantai aamulla pensaat leikataan nurmikko huolto kone varaosa tilaus")
)

// customer makes the same n-th person for every register.
func customer(n int, seed uint64) app.Customer {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	name := pick(r, heads) + pick(r, tails) + " " + pick(r, firsts)
	return app.Customer{
		ID: id(1, n), Number: fmt.Sprint(100_000 + n), Name: name, Kind: app.Person,
		Street: fmt.Sprintf("%stie %d", pick(r, heads), 1+r.IntN(90)), Postcode: fmt.Sprintf("%05d", 10+r.IntN(99_000)),
		Town: pick(r, towns), Phone: fmt.Sprintf("+358 40 %03d %04d", r.IntN(1000), r.IntN(10_000)),
		Email: fmt.Sprintf("asiakas%d@esimerkki.example", n), Language: app.Finnish, CreatedOn: "2024-03-01",
	}
}

func contact(n, customers int, seed uint64) app.Contact {
	r := rand.New(rand.NewPCG(seed+1, uint64(n)))
	words := make([]string, 12+r.IntN(24))
	for i := range words {
		words[i] = pick(r, topics)
	}
	return app.Contact{ID: id(2, n), CustomerID: id(1, r.IntN(customers)), Channel: app.Phone, Direction: app.In,
		On: app.Day(fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(10), 1+r.IntN(28))), Text: strings.Join(words, " ")}
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func id(kind, n int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, n) }

// fill puts everybody in, some thousands to a transaction.
func fill(r *register, c config) error {
	const batch = 5000
	for from := 0; from < c.customers; from += batch {
		if err := addCustomers(r, from, min(from+batch, c.customers), c.seed); err != nil {
			return err
		}
	}
	for from := 0; from < c.contacts; from += batch {
		err := r.update(func(tx *store.Tx) error {
			for n := from; n < min(from+batch, c.contacts); n++ {
				if err := store.InsertContact(tx, contact(n, c.customers, c.seed)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addCustomers(r *register, from, to int, seed uint64) error {
	return r.update(func(tx *store.Tx) error {
		for n := from; n < to; n++ {
			if err := store.InsertCustomer(tx, customer(n, seed)); err != nil {
				return err
			}
		}
		return nil
	})
}
