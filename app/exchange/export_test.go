package exchange_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kortisto/app"
	"kortisto/app/demo/invent"
	"kortisto/app/exchange"
	"kortisto/app/vault"
	"kortisto/app/vault/vaulttest"
)

func copiesOf(t *testing.T, v *vaulttest.V) (all []app.Copy) {
	t.Helper()
	if err := v.View(func(tx *vault.Tx) (err error) {
		all, err = tx.Copies()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestAnExportIsWholeAndToldOrNotThere: what fails or is cancelled leaves neither
// a file nor a copy behind, and no other file is written over unasked.
func TestAnExportIsWholeAndToldOrNotThere(t *testing.T) {
	v := vaulttest.New(t)
	run(t, v, preview(t, v, invent.List(500, 1), exchange.Options{}))
	dir := t.TempDir()
	at := func(name string) exchange.Export {
		return exchange.Export{Register: "customers", Format: exchange.CSV, Path: filepath.Join(dir, name)}
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := exchange.ExportTable(ctx, v.Vault, at("a.csv"), func(string, int64, int64) { cancel() })
	if !errors.Is(err, app.E("cancelled", "")) {
		t.Errorf("cancelled: %v", err)
	}
	missing := at("none/a.csv")
	if _, err := exchange.ExportTable(t.Context(), v.Vault, missing, nil); !errors.Is(err, app.E("file-unwritable", "")) {
		t.Errorf("into no directory: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 || len(copiesOf(t, v)) != 0 {
		t.Fatalf("left behind: %v %v", left, copiesOf(t, v))
	}
	phases := 0
	done, err := exchange.ExportTable(t.Context(), v.Vault, at("a.csv"), func(string, int64, int64) { phases++ })
	if err != nil || done.Rows != 500 || phases < 2 {
		t.Fatalf("%+v %v, progress told %d times", done, err, phases)
	}
	if _, err := exchange.ExportTable(t.Context(), v.Vault, at("a.csv"), nil); !errors.Is(err, app.E("file-exists", "")) {
		t.Errorf("over a file: %v", err)
	}
	if all := copiesOf(t, v); len(all) != 1 || all[0].ID != done.Copy || all[0].Rows != 500 || all[0].File != "a.csv" {
		t.Errorf("copies %+v", all)
	}
}

// TestACopyForgetsTheNameOfWhoIsErased: files are named after people.
func TestACopyForgetsTheNameOfWhoIsErased(t *testing.T) {
	v := vaulttest.New(t)
	c := v.Customer(app.Customer{Number: "1", Name: "Väinö Räsänen", CreatedOn: "2020-01-01"})
	v.Customer(app.Customer{Number: "2", Name: "Aino Mäki", CreatedOn: "2026-01-01"})
	for _, name := range []string{"räsänen.json", "kaikki.json"} {
		if _, err := exchange.ExportTable(t.Context(), v.Vault, exchange.Export{Register: "customers", Format: exchange.JSON, IDs: []string{c.ID}, Path: filepath.Join(t.TempDir(), name)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	review, err := v.Review(0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Purge(t.Context(), vault.Approval{Digest: review.Digest}, nil); err != nil {
		t.Fatal(err)
	}
	if all := copiesOf(t, v); all[1].File != "" || all[0].File != "kaikki.json" {
		t.Errorf("copies %+v", all)
	}
}
