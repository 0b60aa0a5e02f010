package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/store"
	"kortisto/store/storetest"
)

// The big register: 100 000 customers with 1 000 000 contacts whose words are
// made up of syllables, unevenly, so that some words are very common.

var (
	bigOnce sync.Once
	big     *storetest.DB
)

var (
	starts   = []string{"Mä", "Vi", "Ko", "La", "Hä", "Ni", "Sa", "Ra", "Tu", "Pe", "Jä", "Ou", "Ky", "Le", "Aa", "Öy"}
	middles  = []string{"ki", "rta", "rho", "mpi", "lo", "ste", "nttu", "ukka", "psä", "hke", "ivo", "lmä"}
	ends     = []string{"nen", "la", "lä", "ri", "niemi", "mäki", "järvi", "salo"}
	subjects = []string{"puhelu", "tarjous", "lasku", "kattoremontti", "aikataulu", "toimitus", "kysymys", "takuu", "huolto", "sähköposti", "kuitti", "reklamaatio"}
)

func syllables(r *rand.Rand) string {
	return starts[r.IntN(len(starts))] + middles[r.IntN(len(middles))] + ends[r.IntN(len(ends))]
}

// forever keeps the big register open for the benchmarks that follow.
type forever struct{ testing.TB }

func (forever) Cleanup(func()) {}

func bigRegister(b *testing.B) *storetest.DB {
	b.Helper()
	bigOnce.Do(func() {
		db := storetest.New(forever{b})
		began := time.Now()
		fill(b, db, 100_000, 10)
		b.Logf("filled in %s", time.Since(began))
		big = db
	})
	return big
}

func fill(b *testing.B, db *storetest.DB, customers, contacts int) {
	r := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < customers; from += 10_000 {
		db.Update(b, func(tx *store.Tx) error {
			for i := from; i < min(from+10_000, customers); i++ {
				if err := store.InsertCustomer(tx, bigCustomer(r, tx, i)); err != nil {
					return err
				}
				for j := range contacts {
					day := app.Day("2022-01-01").AddDays(r.IntN(1700))
					text := fmt.Sprintf("Asiakas kysyi: %s ja %s, sovittiin %s %d", subjects[r.IntN(len(subjects))], strings.ToLower(syllables(r)), subjects[r.IntN(3)], r.IntN(10_000))
					if err := store.InsertContact(tx, app.Contact{ID: tx.NewID(), CustomerID: id(i), On: day, Channel: app.Phone, Direction: app.In, Text: text, Mass: j == 9 && i%50 == 0,
						Waiting: i%500 == 3 && j == 5}); err != nil {
						return err
					}
				}
				if i%3 == 0 && contacts > 0 {
					if err := store.InsertConsent(tx, app.Consent{ID: tx.NewID(), CustomerID: id(i), Given: i%6 == 0, On: "2024-05-05"}); err != nil {
						return err
					}
					if err := store.InsertDelivery(tx, app.Delivery{ID: tx.NewID(), CustomerID: id(i), On: "2024-05-05", Product: "huolto"}); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
}

func bigCustomer(r *rand.Rand, tx *store.Tx, i int) app.Customer {
	name := syllables(r) + " " + syllables(r)
	c := app.Customer{ID: id(i), Number: fmt.Sprint(1001 + i), Name: name, Kind: app.Person, Street: fmt.Sprintf("%skatu %d", syllables(r), 1+r.IntN(90)),
		Postcode: fmt.Sprintf("%05d", 100*r.IntN(1000)), Town: syllables(r)[:3] + "nki", Phone: fmt.Sprintf("+358 40 555 %04d", i%10_000),
		Email: fmt.Sprintf("asiakas%d@posti%d.example", i, i%300), CreatedOn: "2022-01-01", Language: app.Finnish}
	if i%5 == 0 {
		c.Kind = app.Company
	}
	if i%4 == 0 {
		c.Persons = []app.ContactPerson{{ID: tx.NewID(), Role: app.MainPerson, Name: syllables(r) + " " + syllables(r)}}
	}
	return c
}

func BenchmarkFind(b *testing.B) {
	db := bigRegister(b)
	tx := db.Tx(b)
	defer tx.Rollback()
	typed := []string{"mäkiniemi vir", "makinen", "puhelu", "040 555 1234", "asiakas5050", "51234", "kattorem", "posti299", "öylmä salo", "sovi", "virhonen lakila", "zzzz"}
	for _, text := range typed {
		b.Run(text, func(b *testing.B) {
			var took []time.Duration
			for i := 0; i < b.N; i++ {
				rs := []rune(text) // every step of typing
				n := 1 + i%len(rs)
				began := time.Now()
				if _, err := store.Find(tx, string(rs[:n]), 50); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			report(b, took)
		})
	}
}

func BenchmarkFiles(b *testing.B) {
	db := bigRegister(b)
	for b.Loop() {
		db.Update(b, func(tx *store.Tx) error {
			return store.Files(tx, func(app.File) error { return nil })
		})
	}
}

// BenchmarkReview: all that a review asks of the store, thirty days ahead, by the
// rules of a chat kept for two months and of recordings kept for three.
func BenchmarkReview(b *testing.B) {
	db := bigRegister(b)
	for b.Loop() {
		tx := db.Tx(b)
		r := app.NewReviewer(app.App2day(), tx.Today, 30)
		rule := func(class string) app.Rule { f, _ := app.App2day().Rule(class, tx.Today); return f }
		err := store.FilesUntil(tx, rule(app.ClassCustomer).LatestBegin(tx.Today.AddDays(30)), func(f app.File) error { r.Add(f); return nil })
		for _, class := range store.ItemClasses() {
			if !rule(class).Timed() {
				continue
			}
			items, failed := store.Items(tx, class, rule(class).LatestBegin(tx.Today.AddDays(30)))
			for _, i := range items {
				r.AddItem(i)
			}
			err = errors.Join(err, failed)
		}
		if review := r.Review(); err != nil || review.Digest == "" {
			b.Fatal(err)
		}
		tx.Rollback()
	}
}

// The list as the window asks for it: each order with each filter, first rows
// and rows far down.
func BenchmarkCustomers(b *testing.B) {
	db := bigRegister(b)
	yes := true
	filters := []struct {
		name string
		f    store.CustomerFilter
	}{
		{"all", store.CustomerFilter{}},
		{"companies", store.CustomerFilter{Kind: app.Company}},
		{"persons", store.CustomerFilter{Kind: app.Person}},
		{"marketing", store.CustomerFilter{Marketing: &yes}},
		{"town", store.CustomerFilter{Town: "Mänki"}},
		{"few", store.CustomerFilter{NeededBefore: "2024-05-01"}},
		{"many", store.CustomerFilter{NeededBefore: "2026-06-01"}},
		{"together", store.CustomerFilter{Kind: app.Person, Marketing: &yes, NeededBefore: "2026-06-01"}},
		{"text", store.CustomerFilter{Text: "mäk"}},
		{"common", store.CustomerFilter{Text: "mä"}},
		{"textkind", store.CustomerFilter{Text: "mä", Kind: app.Company}},
	}
	for _, c := range filters {
		for _, sort := range []string{"number", "name", "town", "postcode", "lastNeeded"} {
			for _, far := range []int{0, 20_000} {
				b.Run(fmt.Sprintf("%s/%s/%d", c.name, sort, far), func(b *testing.B) {
					f := c.f
					f.Sort, f.Offset, f.Limit = sort, far, 100
					var took []time.Duration
					for b.Loop() {
						tx := db.Tx(b)
						began := time.Now()
						if _, _, err := store.Customers(tx, f); err != nil {
							b.Fatal(err)
						}
						took = append(took, time.Since(began))
						tx.Rollback()
					}
					report(b, took)
				})
			}
		}
	}
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

func BenchmarkImport10000(b *testing.B) {
	for b.Loop() {
		fill(b, storetest.New(b), 10_000, 0)
	}
}

// BenchmarkContactList: the history over all customers, at a million contacts.
func BenchmarkContactList(b *testing.B) {
	db := bigRegister(b)
	tx := db.Tx(b)
	defer tx.Rollback()
	for name, f := range map[string]app.ContactFilter{
		"all":           {Limit: 100},
		"middle":        {Limit: 100, Offset: 500_000},
		"end":           {Limit: 100, Offset: 999_900},
		"in":            {Limit: 100, Direction: app.In, Offset: 700_000},
		"rare purpose":  {Limit: 100, Purpose: app.ForTraining},
		"rare channel":  {Limit: 100, Channel: app.Letter},
		"waiting":       {Limit: 100, Waiting: true},
		"a month":       {Limit: 100, From: "2024-03-01", To: "2024-03-31", Offset: 5000},
		"common word":   {Limit: 100, Text: "asiakas"},
		"rare word":     {Limit: 100, Text: "mäkiniemi"},
		"nothing":       {Limit: 100, Text: "zzzz"},
		"word, channel": {Limit: 100, Text: "tarjous", Channel: app.Phone},
		"attached":      {Limit: 100, Attached: true},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := store.ContactList(tx, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDuplicates lists the pairs of 100 000 cards, of which one in fifty was
// entered twice, a household in ten shares a phone, and one name in four is another's.
func BenchmarkDuplicates(b *testing.B) {
	db := storetest.New(b)
	r := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < 100_000; from += 10_000 {
		db.Update(b, func(tx *store.Tx) error {
			for i := from; i < from+10_000; i++ {
				c := bigCustomer(r, tx, i)
				c.Phone, c.Persons = fmt.Sprintf("+358 40 %07d", i-i%10/9), nil
				if i%4 == 0 {
					c.Name = subjects[r.IntN(len(subjects))] + " " + syllables(r)
				}
				if i%50 == 0 {
					c.Email = fmt.Sprintf("asiakas%d@posti.example", i/100)
				}
				if err := store.InsertCustomer(tx, c); err != nil {
					return err
				}
			}
			return nil
		})
	}
	tx := db.Tx(b)
	defer tx.Rollback()
	for b.Loop() {
		pairs, err := store.Duplicates(tx)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(pairs)), "pairs")
	}
}
