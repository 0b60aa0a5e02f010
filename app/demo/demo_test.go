package demo_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"kortisto/app"
	"kortisto/app/demo"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func TestDemoHasSomethingForEveryPage(t *testing.T) {
	v := vaulttest.New(t)
	counts, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 150, Seed: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if counts.Customers != 150 || counts.Persons < 10 || counts.Contacts < 300 || counts.Deliveries < 150 || counts.Consents < 20 {
		t.Errorf("%+v", counts)
	}
	review, err := v.Review(90)
	if err != nil {
		t.Fatal(err)
	}
	due, soon, later := 0, 0, 0
	for _, d := range review.Decisions {
		switch today := review.Today; {
		case d.Because == app.BecauseHold:
		case d.Due(today):
			due++
			if d.EraseOn < today.AddDays(-50) {
				t.Errorf("number %s has been due since %s", d.Customer, d.EraseOn)
			}
		case d.EraseOn <= today.AddDays(30):
			soon++
		default:
			later++
		}
	}
	if due < 3 || due > 15 || soon < 2 || later < 2 || review.Held < 1 {
		t.Errorf("due %d, within 30 days %d, within 90 %d, held %d", due, soon, later, review.Held)
	}
}

func TestSameSeedGivesTheSameDemo(t *testing.T) {
	fill := func(seed int64) map[string]app.Customer {
		v := vaulttest.New(t)
		if _, err := demo.Fill(t.Context(), v.Vault, demo.Options{Customers: 30, Seed: seed}, nil); err != nil {
			t.Fatal(err)
		}
		out := map[string]app.Customer{}
		err := v.View(func(tx *vault.Tx) error {
			rows, _, err := tx.Customers(vault.CustomerFilter{Limit: 30})
			for _, r := range rows {
				c, err := tx.Customer(r.ID)
				if err != nil {
					return err
				}
				out[c.Number] = c
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	a, b, c := fill(7), fill(7), fill(8)
	if len(a) != 30 || !reflect.DeepEqual(a, b) || reflect.DeepEqual(a, c) {
		t.Error("not by seed")
	}
}

func TestDemoCanBeCancelled(t *testing.T) {
	v := vaulttest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := demo.Fill(ctx, v.Vault, demo.Options{Customers: 500}, func(_ string, done, _ int64) {
		if done == 100 {
			cancel()
		}
	})
	if !errors.Is(err, app.E("cancelled", "")) {
		t.Fatal(err)
	}
	err = v.View(func(tx *vault.Tx) error {
		_, n, err := tx.Customers(vault.CustomerFilter{Limit: 1})
		if n != 0 {
			t.Errorf("%d customers of an unfinished transaction stayed", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkFill shows what a customer with ten contacts costs: a hundred
// thousand of them must come in minutes.
func BenchmarkFill(b *testing.B) {
	v := vaulttest.New(b)
	start := time.Now()
	n := 0
	for b.Loop() {
		if _, err := demo.Fill(b.Context(), v.Vault, demo.Options{Customers: 2000, Contacts: 10, Seed: int64(n)}, nil); err != nil {
			b.Fatal(err)
		}
		n += 2000
	}
	b.ReportMetric(float64(n)/time.Since(start).Seconds(), "customers/s")
}
