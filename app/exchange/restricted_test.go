package exchange_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/app"
	"kortisto/app/exchange"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

// Data that are restricted leave in no file, and no file writes over them (GDPR
// Art. 18(2)); who is left out is counted, row by row.
func TestRestrictedCustomersGoNeitherOutNorOver(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Number: "1001", Name: "Aino Koivu", Email: "aino@posti.example"})
	v.Customer(app.Customer{Number: "1002", Name: "Eino Mänty"})
	change := func(f func(tx *vault.Tx) error) {
		t.Helper()
		if err := v.Update(f); err != nil {
			t.Fatal(err)
		}
	}
	change(func(tx *vault.Tx) error {
		if _, err := tx.AddDelivery(app.Delivery{CustomerID: c.ID, Product: "Pihatyö"}); err != nil {
			return err
		}
		_, err := tx.Restrict(app.Restriction{CustomerID: c.ID, Ground: app.GroundClaims})
		return err
	})
	out := func(register, format string) (exchange.ExportedTable, string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "ulos."+format)
		done, err := exchange.ExportTable(t.Context(), v.Vault, exchange.Export{Register: register, Format: format, Path: path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return done, string(b)
	}
	for _, format := range []string{exchange.CSV, exchange.VCF, exchange.JSON} {
		if done, text := out("customers", format); done.Rows != 1 || done.Restricted != 1 || strings.Contains(text, "Koivu") || !strings.Contains(text, "Mänty") {
			t.Errorf("%s: %+v\n%s", format, done, text)
		}
	}
	if done, text := out(exchange.Deliveries, exchange.CSV); done.Rows != 0 || done.Restricted != 1 || strings.Contains(text, "Pihatyö") {
		t.Errorf("deliveries: %+v\n%s", done, text)
	}
	file := []byte("Asiakasnro;Nimi;Paikkakunta\n1001;Aino Koivu;Oulu\n1002;Eino Mänty;Kemi\n")
	p := preview(t, v, file, exchange.Options{UpdateExisting: true})
	if p.Counts.Update != 1 || p.Counts.Skip != 1 || p.Skipped[0].Code != "restricted" || p.Skipped[0].Row != 2 {
		t.Errorf("import: %+v %+v", p.Counts, p.Skipped)
	}
	run(t, v, p)
	change(func(tx *vault.Tx) error {
		now, err := tx.Customer(c.ID)
		if now.Town != "" {
			t.Errorf("written over: %+v", now)
		}
		if err != nil {
			return err
		}
		_, err = tx.UseRestricted(c.ID, app.UseRights, app.UseExport, "Toisen osapuolen vaatimus")
		return err
	})
	if done, _ := out("customers", exchange.CSV); done.Rows != 2 || done.Restricted != 0 {
		t.Errorf("with a use: %+v", done)
	}
}
