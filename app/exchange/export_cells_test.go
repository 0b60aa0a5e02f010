package exchange_test

import (
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault/vaulttest"
)

// TestCellsOfWorkbooksComeBack: one hostile value at a time.
func TestCellsOfWorkbooksComeBack(t *testing.T) {
	v := vaulttest.New(t)
	values := []string{"_x000D_", "_x005F_x0041_", "_x005F", "__x0041_", "\uffff", "\ufffe", "a\uffff_x0041_", "😀", "👩‍👩‍👧", "\u200b", "İ", "]]>", "&amp;", "<b>", "'=1", "a\u0308", "_x0041__x0042_", "x_x", "100", "3.5e5", "3,58E+11", "_x000D__x000D_", "\u05e9"}
	for i, value := range values {
		v.Customer(app.Customer{Number: string(rune('A' + i)), Name: "n" + value, CreatedOn: "2026-01-01"})
	}
	data := export(t, t, v, exchange.Export{Register: "customers", Format: exchange.XLSX})
	into := vaulttest.New(t)
	p := plan(t, t, into, data, exchange.Options{})
	for i, r := range p.Rows {
		if want := (app.Customer{Name: "n" + values[i]}).Normalised().Name; r.Customer.Name != want || r.Do != exchange.Add {
			t.Errorf("%q became %q: %v", want, r.Customer.Name, r.Reason)
		}
	}
}
