package exchange_test

import (
	"bytes"
	"runtime"
	"testing"
	"time"

	"kortisto/app/demo/invent"
	"kortisto/app/exchange"
	"kortisto/app/vault/vaulttest"
)

// BenchmarkImport takes a large list through all its steps and says how long each took, in milliseconds.
func BenchmarkImport(b *testing.B) {
	const customers = 20_000
	list := invent.List(customers, 1)
	for b.Loop() {
		v := vaulttest.New(b)
		step := func(what string, f func() error) {
			begun := time.Now()
			if err := f(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(time.Since(begun).Milliseconds()), what+"-ms")
		}
		var s *exchange.Sheet
		var m *exchange.Mapping
		var p *exchange.Plan
		var done exchange.Result
		step("read", func() (err error) {
			s, err = exchange.Read("asiakkaat.csv", bytes.NewReader(list), exchange.ReadOptions{})
			return err
		})
		step("map", func() (err error) { m, err = s.Map(exchange.MapOptions{}); return err })
		step("plan", func() (err error) {
			p, err = exchange.Preview(b.Context(), v.Vault, s, m, exchange.Options{})
			return err
		})
		step("run", func() (err error) { done, err = exchange.Run(b.Context(), v.Vault, p, nil); return err })
		if done.Added < customers*9/10 {
			b.Fatalf("of %d customers %d came in", customers, done.Added)
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(memory.Sys>>20), "MB")
		step("undo", func() error { _, err := exchange.Undo(b.Context(), v.Vault, done.Batch, nil); return err })
	}
}
